"""What every sink is: opened for a size, given pictures, closed."""

from __future__ import annotations

from typing import Protocol

from livefocus.frame import Picture, PixelFormat


def nv12_first(size: tuple[int, int]) -> tuple[PixelFormat, ...]:
    """Return the formats of a sink that likes NV12 best, which has even sizes only."""
    even = size[0] % 2 == 0 and size[1] % 2 == 0
    return (PixelFormat.NV12, PixelFormat.RGB24) if even else (PixelFormat.RGB24,)


class Sink(Protocol):
    """Where finished pictures go. One thread opens, sends and closes it (the window's is the main one).

    Attributes
    ----------
    name
        As given on the command line (`virtualcam`, `file:OUT.mp4`, …).
    """

    name: str

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        """Return the formats it can take at this size, best first, before it is opened."""
        ...

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Open it; raises `SinkError` with one clear line."""
        ...

    def send(self, picture: Picture) -> None:
        """Take one picture; may wait; raises `SinkError`."""
        ...

    def close(self) -> None:
        """Finish and release; a file is playable afterwards. Harmless when not open."""
        ...
