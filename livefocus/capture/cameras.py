"""Which cameras there are, what they are called, and which one a user means."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from livefocus.errors import SourceError
from livefocus.opencv import cv2

BACKENDS = {"linux": ("V4L2",), "win32": ("DSHOW", "MSMF"), "darwin": ("AVFOUNDATION",)}
"""OpenCV's names, best first. DirectShow before Media Foundation: it opens at once and knows virtual cameras."""
VIRTUAL_NAME = re.compile(r"virtual|loopback|dummy", re.IGNORECASE)
ADVICE = {
    "linux": "plug one in, or check that /dev/video* is there",
    "darwin": "plug one in, and allow the terminal the camera in System Settings > Privacy & Security",
    "win32": "plug one in, and allow desktop apps the camera in Settings > Privacy",
}


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera the system knows.

    Attributes
    ----------
    index
        Number it is opened by, within its backend.
    name
        As the system calls it.
    path
        `/dev/video0` on Linux, the system's own identifier elsewhere; may be empty.
    backend
        OpenCV's name of the way it is reached.
    virtual
        True for the output of another program; taken only where it is asked for or there is nothing else.
    """

    index: int
    name: str
    path: str
    backend: str
    virtual: bool = False

    def __str__(self) -> str:
        return f"{self.index} {self.name}"


ListCameras = Callable[[], Sequence[CameraDevice]]


def platform_key() -> str:
    """Return the key of this platform in the tables of this file."""
    return "linux" if sys.platform.startswith("linux") else sys.platform


def backend_names() -> tuple[str, ...]:
    """Return the backends of this platform, best first."""
    return BACKENDS.get(platform_key(), ("ANY",))


def backend_number(name: str) -> int:
    """Return OpenCV's number of a backend."""
    return int(getattr(cv2, f"CAP_{name}"))


def list_cameras() -> list[CameraDevice]:
    """Return the cameras of the best backend that finds any, by index, real ones before virtual ones."""
    numbers = {backend: backend_number(backend) for backend in backend_names()}  # first: says where OpenCV is missing
    from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - loads system frameworks on macOS

    for backend, number in numbers.items():
        try:
            found = enumerate_cameras(number)
        except (NotImplementedError, OSError):
            continue
        devices = [
            CameraDevice(each.index, each.name, each.path or "", backend, _is_virtual(each.name, each.path))
            for each in found
        ]
        if devices:
            return sorted(devices, key=lambda device: (device.virtual, device.index))
    return []


def choose_camera(wanted: str, devices: Sequence[CameraDevice]) -> CameraDevice:
    """Return the camera a user means.

    Parameters
    ----------
    wanted
        Empty for the first one, an index, a path, a name, or a part of a name that fits one camera only.
    devices
        What there is.

    Raises
    ------
    SourceError
        None fits, or several do; lists the ones that are there.
    """
    if not devices:
        raise SourceError(
            f"there is no camera{f' {wanted!r}' if wanted else ''}", ADVICE.get(platform_key(), "plug one in")
        )
    if not wanted:
        return devices[0]
    fitting = _fitting(wanted, devices)
    if len(fitting) == 1:
        return fitting[0]
    problem = f"several cameras fit '{wanted}'" if fitting else f"there is no camera '{wanted}'"
    raise SourceError(problem, f"there are {_named(fitting or devices)}")


def _fitting(wanted: str, devices: Sequence[CameraDevice]) -> list[CameraDevice]:
    """Return what fits best: an index, else a path, else the whole name, else a part of it."""
    if wanted.isdecimal():
        return [device for device in devices if device.index == int(wanted)]
    lower = wanted.lower()
    by_path = [device for device in devices if device.path and _same_path(device.path, wanted)]
    by_name = [device for device in devices if device.name.lower() == lower]
    by_part = [device for device in devices if lower in device.name.lower()]
    return by_path or by_name or by_part


def _same_path(one: str, other: str) -> bool:
    """Whether two paths are one device: names in /dev/v4l/by-id are links."""
    return one == other or (other.startswith("/") and Path(other).resolve() == Path(one).resolve())


def _is_virtual(name: str, path: str | None) -> bool:
    if path and path.startswith("/dev/video"):
        real = Path(f"/sys/class/video4linux/{Path(path).name}").resolve()
        return "/devices/virtual/" in str(real)
    return bool(VIRTUAL_NAME.search(name))


def _named(devices: Iterable[CameraDevice]) -> str:
    return ", ".join(str(device) for device in devices)
