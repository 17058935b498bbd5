"""Depth without looking: a plane, a ramp, and the geometric stand-in for when no network can be run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.estimator import DepthEstimator
from livefocus.frame import DepthMap, Frame

STAND_IN_NOTICE = (
    "ONNX Runtime cannot be loaded: depth is a geometric stand-in (bottom and middle near, top far); "
    "install it again with `pip install --force-reinstall onnxruntime`"
)

MAX_SIDE_PX = 320
"""These maps are smooth, so that a small one scaled up is the same picture."""


class FixedDepth(DepthEstimator):
    """The same map for every frame, made once for each shape of frame."""

    own_thread = False

    def __init__(self, name: str, notice: str = "") -> None:
        self.name = name
        self.notice = notice
        self._size: tuple[int, int] | None = None
        self._map: NDArray[np.float32] = np.zeros((1, 1), np.float32)

    def open(self) -> None:
        """Nothing to load."""

    def estimate(self, frame: Frame) -> DepthMap:
        """Return the map for a frame of this shape."""
        if self._size != frame.size:
            self._size = frame.size
            self._map = self.draw(*map_size(frame.size))
        return DepthMap(self._map, frame.sequence)

    def close(self) -> None:
        """Nothing to release."""

    def draw(self, width: int, height: int) -> NDArray[np.float32]:
        """Return the map at this size."""
        raise NotImplementedError


class ConstantDepth(FixedDepth):
    """One plane for the whole picture, at `inverse_depth`."""

    def __init__(self, inverse_depth: float) -> None:
        super().__init__("constant")
        self._inverse_depth = inverse_depth

    def draw(self, width: int, height: int) -> NDArray[np.float32]:
        """Return the plane."""
        return np.full((height, width), self._inverse_depth, np.float32)


class GradientDepth(FixedDepth):
    """A table or a floor: 0 at the top row, 1 at the bottom row."""

    def __init__(self) -> None:
        super().__init__("gradient")

    def draw(self, width: int, height: int) -> NDArray[np.float32]:
        """Return the ramp."""
        return np.ascontiguousarray(np.broadcast_to(ramp(height)[:, None], (height, width)))


class StandInDepth(FixedDepth):
    """A guess at a person before a room: a weak ramp, and a soft oval where a head and shoulders usually are.

    It knows nothing of the picture; `notice` says so.
    """

    def __init__(self, notice: str = STAND_IN_NOTICE) -> None:
        super().__init__("stand-in", notice)

    def draw(self, width: int, height: int) -> NDArray[np.float32]:
        """Return ramp and oval; the oval is as wide in a vertical picture as in a wide one, measured by height."""
        x = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
        y = (np.arange(height, dtype=np.float32) + 0.5) / height
        half_width = min(0.42, 0.30 * height / width)
        distance = np.hypot(x[None, :] / half_width, (y[:, None] - 0.70) / 0.52)
        oval = 0.5 - 0.5 * np.tanh((distance - 1.0) * 6.0)
        background = 0.10 + 0.35 * ramp(height)[:, None]
        return np.asarray(background + (0.85 - background) * oval, np.float32)


def ramp(height: int) -> NDArray[np.float32]:
    """Return 0 at the first and 1 at the last of `height` rows."""
    return np.linspace(0.0, 1.0, height, dtype=np.float32)


def map_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return `(width, height)` of a map of this frame's shape, no side longer than `MAX_SIDE_PX`."""
    scale = min(1.0, MAX_SIDE_PX / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
