"""Nowhere: takes every picture and forgets it. For measuring, and for running with nothing but a window."""

from __future__ import annotations

from livefocus.frame import Picture, PixelFormat
from livefocus.output.sink import nv12_first


class NullSink:
    """Counts pictures.

    Attributes
    ----------
    sent
        How many it took.
    """

    def __init__(self) -> None:
        self.name = "null"
        self.sent = 0

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        """Return what a virtual camera would take, so that a measurement is of the same way."""
        return nv12_first(size)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:  # noqa: ARG002
        """Start counting."""
        self.sent = 0

    def send(self, picture: Picture) -> None:  # noqa: ARG002
        """Count a picture."""
        self.sent += 1

    def close(self) -> None:
        """Do nothing."""
