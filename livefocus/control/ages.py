"""How old MIDI messages are when they are read: a clock read once a picture would otherwise jitter by a picture."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

DRIFT = 1e-4
"""Two clocks may drift apart by so much a second."""
OVERDUE_S = 0.005


class Ages:
    """Tells how old messages are from the time between them, which is all that python-rtmidi says.

    Summed up, the gaps give each message's time on the library's clock, up to an unknown start. No message is read
    before it arrived, so the least delay ever seen between the two clocks is the best guess of it. Nor has one waited
    since before the last reading; where the sum says so, gaps were lost, and the guess begins anew.
    """

    def __init__(self) -> None:
        self._arrived_s = 0.0
        self._least_s = math.inf
        self._read_s = -math.inf

    def of(self, gaps_s: Sequence[float], read_s: float, *, wanted: bool = True) -> list[float]:
        """Return the ages of messages read at a time, from the gap before each; none where they are not wanted.

        Parameters
        ----------
        gaps_s
            Seconds between each message and the one before it.
        read_s
            Monotonic time of the reading; rises from call to call.
        """
        since_s, self._read_s = read_s - self._read_s, read_s
        if not gaps_s:
            self._least_s += DRIFT * since_s if math.isfinite(since_s) else 0.0
            return []
        before_s, self._arrived_s = self._arrived_s, self._arrived_s + math.fsum(gaps_s)
        delay_s = read_s - self._arrived_s
        self._least_s = min(delay_s, self._least_s + DRIFT * since_s)
        if read_s - before_s - gaps_s[0] - self._least_s > since_s + OVERDUE_S:
            self._least_s = delay_s
        if not wanted:
            return []
        times_s = list(itertools.accumulate(gaps_s, initial=before_s))[1:]
        return [max(read_s - time_s - self._least_s, 0.0) for time_s in times_s]
