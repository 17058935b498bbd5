"""A pull that was recorded, played again: a path through the rows of a trace.

At a row's own time it is exactly that row, bit by bit; between rows it is the cubic through both planes with both
velocities (Hermite), which is what the puller's own paths are within a picture, to a few millionths.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

from livefocus.focus.paths import Motion
from livefocus.focus.trace import TraceRow

SAME_S = 1e-4
"""Rows this near to a time are meant by it: files keep times to some microseconds."""


@dataclass(frozen=True, slots=True)
class Playback:
    """A recorded pull as a path (see `paths.Path`); its time 0 is that of the recording.

    Attributes
    ----------
    rows
        One at least, times rising.
    """

    rows: Sequence[TraceRow]
    _times_s: list[float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the rows."""
        if not self.rows:
            raise ValueError("a recording without a row cannot be played")
        object.__setattr__(self, "_times_s", [row.time_s for row in self.rows])
        if any(after <= before for before, after in zip(self._times_s, self._times_s[1:], strict=False)):
            raise ValueError("the times of a recording must rise")

    @property
    def duration_s(self) -> float:
        """See `paths.Path`."""
        return self._times_s[-1] + SAME_S

    @property
    def target(self) -> float:
        """See `paths.Path`: where it ends."""
        return self.rows[-1].inverse_depth

    def row_at(self, time_s: float) -> TraceRow:
        """Return the row of a time, or the one just before it."""
        return self.rows[max(bisect.bisect_right(self._times_s, time_s + SAME_S) - 1, 0)]

    def at(self, time_s: float) -> Motion:
        """See `paths.Path`."""
        index = max(bisect.bisect_right(self._times_s, time_s + SAME_S) - 1, 0)
        row = self.rows[index]
        if abs(time_s - row.time_s) <= SAME_S or index + 1 == len(self.rows):
            return Motion(row.inverse_depth, row.velocity_per_s)
        if time_s < row.time_s:
            return Motion(row.inverse_depth, 0.0)
        return _between(row, self.rows[index + 1], time_s)


def _between(first: TraceRow, second: TraceRow, time_s: float) -> Motion:
    length_s = second.time_s - first.time_s
    u = (time_s - first.time_s) / length_s
    way = second.inverse_depth - first.inverse_depth
    leave, arrive = first.velocity_per_s * length_s, second.velocity_per_s * length_s
    bend = leave + arrive - 2.0 * way
    lift = 3.0 * way - 2.0 * leave - arrive
    plane = first.inverse_depth + u * (leave + u * (lift + u * bend))
    return Motion(plane, (leave + u * (2.0 * lift + 3.0 * u * bend)) / length_s)
