"""v4l2loopback, the Linux kernel's virtual camera: which there are, and leaving one so that it can be used again."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/sys/devices/virtual/video4linux")
VIDIOC_STREAMON = 0x40045612
"""`_IOW('V', 18, int)` of linux/videodev2.h."""
VIDEO_OUTPUT = 2
"""`V4L2_BUF_TYPE_VIDEO_OUTPUT`."""


@dataclass(frozen=True, slots=True)
class VirtualDevice:
    """A virtual camera pictures can be sent to: what to write after `virtualcam:`, and what readers see."""

    device: str
    name: str


def list_virtual_cameras(folder: Path = FOLDER) -> list[VirtualDevice]:
    """Return the virtual cameras found, without opening any; none on other systems, which have no such list."""
    found = []
    for each in sorted(folder.glob("video*"), key=lambda path: (len(path.name), path.name)):
        try:
            found.append(VirtualDevice(f"/dev/{each.name}", (each / "name").read_text(encoding="utf-8").strip()))
        except OSError:
            continue
    return found


@contextmanager
def handing_back(device: str) -> Iterator[None]:
    """Leave a device usable by the next program: put round the closing of what wrote to it.

    With `exclusive_caps`, v4l2loopback 0.12 (Debian 12, Ubuntu 22.04) takes a device back only from a writer that
    *streams*; pyvirtualcam writes plain, so the device would be no output any more until the module is loaded again. A
    second handle that streams, closed last, gives it back. Newer versions refuse that handle and do not need it.
    """
    handle = None
    with suppress(OSError, ImportError):
        import fcntl  # noqa: PLC0415 - there is none on Windows, where there is no v4l2loopback either

        handle = os.open(device, os.O_RDWR)
        fcntl.ioctl(handle, VIDIOC_STREAMON, struct.pack("i", VIDEO_OUTPUT))
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)
