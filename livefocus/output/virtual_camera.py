"""A virtual camera that other programs open like a webcam, through pyvirtualcam.

NV12 made in the shader keeps its values through v4l2loopback (Linux) and OBS's camera (Windows, macOS). pyvirtualcam's
own conversions between RGB and YUV are BT.601, while OBS reads untagged video as BT.709; so RGB is only sent where NV12
cannot be (odd sizes), and NV12 never to a camera that wants RGB (Unity Capture on Windows).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.loopback import handing_back, list_virtual_cameras
from livefocus.output.sink import nv12_first

INSTALL = {
    "linux": "install v4l2loopback: apt install v4l2loopback-dkms, then "
    "modprobe v4l2loopback video_nr=10 card_label=livefocus exclusive_caps=1",
    "win32": "install OBS Studio (26 or later) once; its virtual camera is used, OBS need not run",
    "darwin": "install OBS Studio (30 or later), start its virtual camera once, allow the extension in System Settings",
}


MISSING = ("not found", "not exist", "no v4l2", "not installed", "no camera", "no module")
"""Words by which pyvirtualcam says that there is none."""
RELOAD = "close it, or load v4l2loopback again (modprobe -r v4l2loopback, then modprobe as before)"


class Backend(Protocol):
    """What is used of `pyvirtualcam.Camera`."""

    device: str

    def send(self, frame: NDArray[Any]) -> None: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


OpenBackend = Callable[[tuple[int, int], float, PixelFormat, str | None], Backend]


def platform_key() -> str:
    """Return the key of this platform in `INSTALL`; unknown ones count as Linux."""
    return sys.platform if sys.platform in INSTALL else "linux"


def open_backend(size: tuple[int, int], fps: float, pixel_format: PixelFormat, device: str | None) -> Backend:
    """Open a virtual camera through pyvirtualcam."""
    import pyvirtualcam  # noqa: PLC0415 - optional until it is asked for

    wanted = pyvirtualcam.PixelFormat.NV12 if pixel_format is PixelFormat.NV12 else pyvirtualcam.PixelFormat.RGB
    only = "obs" if sys.platform == "win32" and device is None else None  # Unity Capture is taken where it is named
    backend: Backend = pyvirtualcam.Camera(*size, fps, fmt=wanted, device=device, backend=only)
    return backend


class VirtualCameraSink:
    """Sends pictures to a virtual camera.

    Parameters
    ----------
    device
        `/dev/video10` on Linux, a camera's name on Windows; empty for the first one there is.
    opener
        How it is opened; tests put in their own.
    """

    def __init__(self, device: str = "", opener: OpenBackend = open_backend) -> None:
        self.name = f"virtualcam:{device}" if device else "virtualcam"
        self._device = device
        self._opener = opener
        self._backend: Backend | None = None
        self._size = (0, 0)
        self._format = PixelFormat.NV12

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        """Return NV12 before RGB, but RGB only for a camera that wants it."""
        if sys.platform == "win32" and self._device and not self._device.startswith("OBS"):
            return (PixelFormat.RGB24,)
        return nv12_first(size)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Open the device; a `SinkError` says what to install where there is none."""
        self.close()
        even = (size[0] + size[0] % 2, size[1] + size[1] % 2)  # readers know no odd sizes: an edge is repeated
        try:
            self._backend = self._opener(even, fps or 30.0, pixel_format, self._device or None)
        except (RuntimeError, ValueError, OSError, KeyError, ImportError) as error:
            raise self._refused(error) from error
        self._size, self._format = size, pixel_format

    def send(self, picture: Picture) -> None:
        """Hand a picture over; raises `SinkError` where the device is gone or the picture is another size."""
        if self._backend is None:
            raise SinkError(f"{self.name} is not open")
        if (picture.size, picture.format) != (self._size, self._format):
            raise SinkError(f"{self.name} cannot change size or format while open", "start it again")
        device = self._backend.device
        if device.startswith("/dev/") and not Path(device).exists():  # pyvirtualcam only prints a failed write
            raise SinkError(f"the virtual camera {device} is gone", "load v4l2loopback again")
        try:
            self._backend.send(_even_rgb(picture) if picture.format is PixelFormat.RGB24 else picture.data)
        except (RuntimeError, ValueError, OSError) as error:
            raise SinkError(f"{self.name} refuses a picture ({error})") from error

    def close(self) -> None:
        """Release the device; readers see it end."""
        backend, self._backend = self._backend, None
        if backend is None:
            return
        with handing_back(backend.device):
            backend.close()

    def _refused(self, error: Exception) -> SinkError:
        """Say what pyvirtualcam means; it tells by words only."""
        reason = " ".join(str(error).split())
        lower = reason.lower()
        install = INSTALL[platform_key()]
        if "permission" in lower:
            return SinkError(f"no permission to use {self.name}", "join the group 'video' and log in again")
        if "busy" in lower or "in use" in lower:
            return SinkError(f"{self.name} is in use by another program", "close that, or name another device")
        if (taken := self._taken()) and ("not a video output" in lower or "no v4l2" in lower):
            return SinkError(f"another program sends to {' and '.join(taken)}, or died doing so", RELOAD)
        if self._device and "is not a v" in lower:  # "… is not a video output device", "… is not a V4L2 device"
            return SinkError(f"{self._device} is no virtual camera", install)
        if any(word in lower for word in MISSING):
            return SinkError(f"there is no virtual camera {self._device}".rstrip(), install)
        return SinkError(f"{self.name} cannot be opened ({reason})", install)

    def _taken(self) -> list[str]:
        """Return which devices there are of those that were asked for: where they refuse, somebody has them."""
        return [each.device for each in list_virtual_cameras() if self._device in ("", each.device)]


def _even_rgb(picture: Picture) -> NDArray[Any]:
    rgb = picture.rgb()
    width, height = picture.size
    if width % 2 == 0 and height % 2 == 0:
        return rgb
    return np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
