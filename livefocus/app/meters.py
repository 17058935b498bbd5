"""What an operator wants to know of a running show, and what `bench --show` prints."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import asdict, dataclass

WINDOW = 240
"""Pictures the running figures are taken over."""


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of a whole show.

    Attributes
    ----------
    fps
        Pictures drawn a second.
    depth_maps_per_s
        Depth maps made a second.
    depth_age_frames
        Median age of the depth a picture was drawn with, in frames of the source.
    dropped
        Frames of the source that no picture was drawn from.
    """

    seconds: float
    pictures: int
    fps: float
    depth_maps_per_s: float
    depth_age_frames: float
    dropped: int

    def as_dict(self) -> dict[str, float | int]:
        """Return plain data, rounded as far as it means anything."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


class Meters:
    """Counts pictures as they are drawn."""

    def __init__(self, started_at_s: float) -> None:
        self._started_at_s = started_at_s
        self._drawn_at_s: deque[float] = deque(maxlen=WINDOW)
        self._ages: deque[int] = deque(maxlen=WINDOW)
        self._latencies_s: deque[float] = deque(maxlen=WINDOW)
        self.pictures = 0

    def drawn(self, now_s: float, depth_age_frames: int | None, captured_at_s: float | None = None) -> None:
        """Note one picture; the age is None where it had no depth yet, the capture where its frame is an old one."""
        self.pictures += 1
        self._drawn_at_s.append(now_s)
        if depth_age_frames is not None:
            self._ages.append(depth_age_frames)
        if captured_at_s is not None:
            self._latencies_s.append(now_s - captured_at_s)

    @property
    def fps(self) -> float:
        """Pictures a second over the last ones."""
        if len(self._drawn_at_s) < 2:
            return 0.0
        span_s = self._drawn_at_s[-1] - self._drawn_at_s[0]
        return (len(self._drawn_at_s) - 1) / span_s if span_s > 0 else 0.0

    @property
    def depth_age_frames(self) -> float:
        """Median age of the depth over the last pictures."""
        return float(statistics.median(self._ages)) if self._ages else 0.0

    @property
    def latency_ms(self) -> float | None:
        """Median time from a frame's capture to its picture, over the last ones; None before the first."""
        return 1000.0 * statistics.median(self._latencies_s) if self._latencies_s else None

    def report(self, now_s: float, maps_made: int, dropped: int) -> Report:
        """Sum the show up."""
        seconds = max(now_s - self._started_at_s, 1e-9)
        return Report(
            seconds, self.pictures, self.pictures / seconds, maps_made / seconds, self.depth_age_frames, dropped
        )

    def line(self, maps_made: int, dropped: int, now_s: float) -> str:
        """Return the one line `--stats` prints."""
        seconds = max(now_s - self._started_at_s, 1e-9)
        return (
            f"{self.fps:5.1f} pictures/s, depth {maps_made / seconds:5.1f}/s, {self.depth_age_frames:.0f} frames old,"
            f" {dropped} frames dropped"
        )
