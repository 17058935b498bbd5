"""What every source is: opened, read frame by frame, closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from livefocus.frame import Frame


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What is known of a source once it is open.

    Attributes
    ----------
    name
        As a user would recognise it.
    size
        `(width, height)` in pixels of the frames it gives.
    fps
        Nominal frames a second; 0 for a still.
    live
        True where frames come at their own time (camera): `read` then waits for the next one.
    frame_count
        How many frames it has, where that is known and finite.
    notice
        One line to be shown at the start, or empty: where it differs from what was asked for.
    has_depth
        Whether its frames carry their own inverse depth (depth cameras, built-in scenes).
    """

    name: str
    size: tuple[int, int]
    fps: float
    live: bool = False
    frame_count: int | None = None
    notice: str = ""
    has_depth: bool = False


class Source(Protocol):
    """A source of frames. Not thread-safe: one thread opens, reads and closes it."""

    def open(self) -> SourceInfo:
        """Open it; raises `SourceError` with one clear line."""
        ...

    def read(self) -> Frame | None:
        """Return the next frame in order, None at the end.

        Raises `SourceLostError` where it went away and may be opened again, `SourceError` where it is broken.
        """
        ...

    def rewind(self) -> None:
        """Start again from the first frame (for `--loop`); sequence numbers and media time go on rising."""
        ...

    def close(self) -> None:
        """Release it; harmless when it is not open."""
        ...
