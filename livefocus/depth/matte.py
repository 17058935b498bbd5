"""A matte as depth: what it holds is one near plane and one far plane, with its soft edge kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.guard import Report, warn
from livefocus.depth.maps import MapReader
from livefocus.depth.sidecar import SidecarDepth
from livefocus.errors import DepthError
from livefocus.frame import DepthMap, Frame, MattePlanes

PLANES = MattePlanes()


class MatteDepth(SidecarDepth):
    """A still matte, or one a frame: white is the near plane, black the far one."""

    def __init__(self, reader: MapReader, path: Path, *, frame_count: int | None = None, report: Report = warn) -> None:
        super().__init__(reader, path, name="matte", frame_count=frame_count, report=report)

    def open(self) -> None:
        """Open the file; eight bits are enough for a matte, so that nothing is said of them."""
        super().open()
        self.notice = ""

    def estimate(self, frame: Frame) -> DepthMap:
        """Return this frame's matte, and that it is one; raises `DepthError` as every sidecar."""
        return replace(super().estimate(frame), matte=PLANES)

    def to_depth(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return planes from coverage; raises `DepthError` for values beyond 0…1 by more than rounding."""
        low, high = float(values.min()), float(values.max())
        if low < -0.08 or high > 1.08:  # limited-range video may overshoot a little beyond black and white
            raise DepthError(f"{self._path} has values from {low:.3g} to {high:.3g}", "a matte goes from 0 to 1")
        coverage = np.clip(values, np.float32(0.0), np.float32(1.0))
        return np.asarray(coverage * np.float32(PLANES.near - PLANES.far) + np.float32(PLANES.far), np.float32)
