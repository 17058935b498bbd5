"""A fake `cv2.VideoCapture`, for what cannot be had from a real one on demand: busy, silent, unplugged.

The real thing is tested in the V4L2 guest of `tests/rig`.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from livefocus.capture.cameras import CameraDevice
from livefocus.timing import ManualClock

WEBCAM = CameraDevice(0, "Fake Webcam", "", "V4L2")


def one_camera() -> list[CameraDevice]:
    """A system with one camera."""
    return [WEBCAM]


class FakeCapture:
    """Gives blue pictures of the size it was asked for, as far as its script allows.

    Parameters
    ----------
    opens
        Whether `isOpened` says so.
    script
        What each read gives: True a picture, False none; the last one goes on for ever.
    clock
        Moved on by `read_takes_s` at each read.
    largest
        `(width, height)` it can do.
    """

    def __init__(
        self,
        *,
        opens: bool = True,
        script: list[bool] | None = None,
        clock: ManualClock | None = None,
        read_takes_s: float = 1 / 30,
        largest: tuple[int, int] = (1280, 720),
    ) -> None:
        self.opens = opens
        self.script = script or [True]
        self.clock = clock
        self.read_takes_s = read_takes_s
        self.largest = largest
        self.asked: list[tuple[int, float]] = []
        self.released = 0
        self.reads = 0
        self.size = [640, 480]
        self.stamp_ms = 0.0

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's own name
        return self.opens

    def set(self, key: int, value: float) -> bool:
        self.asked.append((key, value))
        if key == cv2.CAP_PROP_FRAME_WIDTH:
            self.size[0] = min(int(value), self.largest[0])
        if key == cv2.CAP_PROP_FRAME_HEIGHT:
            self.size[1] = min(int(value), self.largest[1])
        return True

    def get(self, key: int) -> float:
        return {cv2.CAP_PROP_FPS: 30.0, cv2.CAP_PROP_POS_MSEC: self.stamp_ms}.get(key, 0.0)

    def read(self) -> tuple[bool, Any]:
        self.reads += 1
        if self.clock is not None:
            self.clock.sleep_s(self.read_takes_s)
        good = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if not good:
            return False, None
        picture = np.zeros((self.size[1], self.size[0], 3), np.uint8)
        picture[..., 0] = 255  # blue, in OpenCV's order
        return True, picture

    def release(self) -> None:
        self.released += 1
