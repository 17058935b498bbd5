"""A camera as a source: opened through OpenCV, asked for size, rate and format, lost and found again.

Which camera is meant is `cameras`' matter. Leaves to others: the grab thread, holding the last picture meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from livefocus.capture.cameras import CameraDevice, ListCameras, backend_number, choose_camera, list_cameras
from livefocus.capture.opencv_log import quiet_opencv
from livefocus.capture.source import SourceInfo
from livefocus.errors import SourceError, SourceLostError
from livefocus.frame import Frame
from livefocus.opencv import cv2
from livefocus.timing import Clock, SystemClock

DEFAULT_SIZE = (1280, 720)
FALLBACK_FPS = 30.0
"""For cameras that do not tell their rate."""
MJPG_FROM_HEIGHT = 720
"""From here up USB 2 carries full rate only as MJPG."""
FIRST_FRAME_WITHIN_S = 5.0
"""Some cameras take seconds to deliver their first picture; one another program has never does."""
LOST_AFTER_S = 1.0
"""A single picture may be spoiled on the cable; a second without any is a camera that went away."""
PAUSE_S = 0.01
"""Between failed reads, so that a camera that fails at once is not asked a million times."""
NEWEST_STAMP_AGE_S = 1.0
"""A driver's time stamp is believed where it is at most this old, else it is on another clock than ours."""


class Capture(Protocol):
    """What is used of `cv2.VideoCapture`."""

    def isOpened(self) -> bool: ...  # noqa: N802, D102 - OpenCV's own name
    def read(self) -> tuple[bool, Any]: ...  # noqa: D102
    def get(self, key: int) -> float: ...  # noqa: D102
    def set(self, key: int, value: float) -> bool: ...  # noqa: D102
    def release(self) -> None: ...  # noqa: D102


OpenCapture = Callable[[CameraDevice], Capture]


@dataclass(frozen=True, slots=True)
class CameraWish:
    """What to ask a camera for; None leaves it to us (size, format) or to the camera (rate).

    Attributes
    ----------
    size
        `(width, height)` in pixels.
    fps
        Frames a second.
    fourcc
        Four letters such as `MJPG` or `YUYV`.
    """

    size: tuple[int, int] | None = None
    fps: float | None = None
    fourcc: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no camera understands."""
        if self.fourcc is not None and len(self.fourcc) != 4:
            raise SourceError(f"'{self.fourcc}' is no pixel format", "give four letters, such as MJPG or YUYV")


def open_capture(device: CameraDevice) -> Capture:
    """Open a camera through OpenCV."""
    quiet_opencv()
    name = device.path if device.path.startswith("/dev/") else device.index
    return cv2.VideoCapture(name, backend_number(device.backend))


class CameraSource:
    """Frames of a camera, as they come.

    Parameters
    ----------
    wanted
        Which one, as `choose_camera` takes it.
    wish
        What to ask it for.
    clock
        For `captured_at_s`; must be the monotonic clock drivers stamp with, or their stamps are not believed.
    cameras, opener
        How cameras are listed and opened; tests put in their own.
    """

    def __init__(
        self,
        wanted: str = "",
        wish: CameraWish | None = None,
        *,
        clock: Clock | None = None,
        cameras: ListCameras = list_cameras,
        opener: OpenCapture = open_capture,
    ) -> None:
        self._wanted = wanted
        self._wish = wish or CameraWish()
        self._clock = clock or SystemClock()
        self._cameras = cameras
        self._opener = opener
        self._device: CameraDevice | None = None
        self._capture: Capture | None = None
        self._first: NDArray[np.uint8] | None = None
        self._size: tuple[int, int] | None = None
        self._sequence = 0
        self._started_at_s: float | None = None
        self._last_at_s = 0.0

    def open(self) -> SourceInfo:
        """Open the camera and wait for its first picture.

        One that was open before is found again by its name, under whatever number it came back.

        Raises
        ------
        SourceError
            No such camera, or it is there and gives nothing (in use, no permission).
        """
        self.close()
        device = self._choose()
        capture = self._opener(device)
        self._capture = capture
        if capture.isOpened():
            self._ask(capture)
            self._first = self._picture(capture, FIRST_FRAME_WITHIN_S)
        if self._first is None:
            self.close()
            raise unusable(device)
        self._device = device
        height, width, _ = self._first.shape
        self._size = self._size or (width, height)
        fps = capture.get(cv2.CAP_PROP_FPS) or FALLBACK_FPS
        return SourceInfo(device.name, self._size, fps, live=True, notice=self._difference((width, height)))

    def read(self) -> Frame | None:
        """Wait for the next picture and return it; raises `SourceLostError`."""
        if self._capture is None or self._device is None:
            raise SourceError("the camera is not open")
        pixels, self._first = self._first, None
        if pixels is None:
            pixels = self._picture(self._capture, LOST_AFTER_S)
        if pixels is None:
            raise SourceLostError(f"{self._device.name} gives no more pictures", "plug it in again")
        at_s = self._captured_at_s(self._capture)
        if self._started_at_s is None:
            self._started_at_s = at_s
        frame = Frame(pixels, at_s, self._sequence, at_s - self._started_at_s)
        self._sequence += 1
        return frame

    def rewind(self) -> None:
        """Do nothing: a camera has no beginning."""

    def close(self) -> None:
        """Release the camera for others."""
        if self._capture is not None:
            self._capture.release()
        self._capture = None
        self._first = None

    def _choose(self) -> CameraDevice:
        devices = self._cameras()
        if self._device is not None:
            before = self._device
            same = [device for device in devices if device.name == before.name]
            same.sort(key=lambda device: device.path != before.path)
            if not same:
                raise SourceError(f"{before.name} is not there", "plug it in again")
            return same[0]
        return choose_camera(self._wanted, devices)

    def _ask(self, capture: Capture) -> None:
        """Ask for format, then size, then rate: each narrows what the next may be."""
        width, height = self._wish.size or DEFAULT_SIZE
        fourcc = self._wish.fourcc or ("MJPG" if height >= MJPG_FROM_HEIGHT else None)
        if fourcc:
            capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*fourcc.upper()))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        if self._wish.fps:
            capture.set(cv2.CAP_PROP_FPS, self._wish.fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # newest wins; not every backend knows it

    def _picture(self, capture: Capture, within_s: float) -> NDArray[np.uint8] | None:
        """Return the next good picture as RGB, None where none comes in that time or the device is gone."""
        deadline_s = self._clock.now_s() + within_s
        while True:
            try:
                good, pixels = capture.read()
            except cv2.error:
                good, pixels = False, None
            if good and pixels is not None and pixels.size:
                return self._rgb(pixels)
            if self._clock.now_s() >= deadline_s or self._gone():
                return None
            self._clock.sleep_s(PAUSE_S)

    def _rgb(self, bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a picture as RGB, in the size of the first one: a camera that came back may have chosen another."""
        if self._size is not None and bgr.shape[1::-1] != self._size:
            bgr = np.asarray(cv2.resize(bgr, self._size, interpolation=cv2.INTER_AREA), np.uint8)
        return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)

    def _gone(self) -> bool:
        path = self._device.path if self._device else ""
        return path.startswith("/dev/") and not Path(path).exists()

    def _captured_at_s(self, capture: Capture) -> float:
        """Return the driver's time stamp where it is on our clock (V4L2), else now; always rising."""
        now_s = self._clock.now_s()
        stamp_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        at_s = stamp_s if 0 <= now_s - stamp_s <= NEWEST_STAMP_AGE_S else now_s
        self._last_at_s = at_s if at_s > self._last_at_s else max(now_s, self._last_at_s + 1e-6)
        return self._last_at_s

    def _difference(self, size: tuple[int, int]) -> str:
        wanted = self._wish.size
        if wanted is None or wanted == size:
            return ""
        return f"the camera has no {wanted[0]}×{wanted[1]}; it gives {size[0]}×{size[1]}"


def unusable(device: CameraDevice) -> SourceError:
    """Return why a camera that is listed cannot be used, as exactly as the system lets us know."""
    path = device.path
    if path.startswith("/dev/") and not os.access(path, os.R_OK | os.W_OK):
        return SourceError(f"no permission to use camera {device} ({path})", "join the group 'video' and log in again")
    holders = ", ".join(programs_holding(path)) if path.startswith("/dev/") else ""
    reason = f"{holders} has it" if holders else "another program may have it"
    return SourceError(
        f"camera {device} is there but gives no picture, {reason}",
        "close that program, or choose another camera (livefocus cameras)",
    )


def programs_holding(path: str) -> list[str]:
    """Return the names of other programs that have a device open (Linux; those we may look into)."""
    names = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.readlink() == Path(path) and int(link.parts[2]) != os.getpid():
                names.add((link.parent.parent / "comm").read_text().strip())
        except OSError:
            continue
    return sorted(names)
