"""What every depth engine is: a frame goes in, its inverse depth comes out."""

from __future__ import annotations

from typing import Protocol

from livefocus.frame import DepthMap, Frame


class DepthEstimator(Protocol):
    """A depth engine. Not thread-safe: one thread opens, estimates and closes.

    Attributes
    ----------
    name
        What a user calls it (`tcsmall`, `scene`, `sidecar`, …).
    notice
        One line to be shown at the start, or empty: what a stand-in stands in for.
    own_thread
        True where `estimate` takes long enough to be given its own thread; False where it only looks something up, so
        that every picture gets the depth of its very own frame.
    """

    name: str
    notice: str
    own_thread: bool

    def open(self) -> None:
        """Load what it needs; raises `DepthError` or `ModelError`."""
        ...

    def estimate(self, frame: Frame) -> DepthMap:
        """Return the depth of this frame; raises `DepthError`. Finite values only."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...
