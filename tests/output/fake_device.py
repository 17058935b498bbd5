"""A fake of pyvirtualcam's camera; the real one is tested in the V4L2 guest of `tests/rig`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefocus.frame import PixelFormat


class FakeDevice:
    """Keeps what it was sent."""

    def __init__(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat, device: str | None) -> None:
        self.device = device or "fake"
        self.opened_as = (size, fps, pixel_format)
        self.sent: list[NDArray[Any]] = []
        self.closed = False

    def send(self, frame: NDArray[Any]) -> None:
        width, height = self.opened_as[0]
        rgb = self.opened_as[2] is PixelFormat.RGB24
        assert frame.shape == ((height, width, 3) if rgb else (width * height * 3 // 2,))
        self.sent.append(np.array(frame))

    def close(self) -> None:
        assert not self.closed
        self.closed = True
