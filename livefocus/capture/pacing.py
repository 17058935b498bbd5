"""A clip played to its own time stamps: how long to wait before a frame is due.

Nothing is skipped here: a frame that is late is handed on at once, and the mailbox behind keeps the newest only. Leaves
to others: threads, and offline rendering, where nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable

from livefocus.timing import Clock

MOST_LATE_S = 0.25
"""Later than this (the machine slept, the decoder is too slow) the clip goes on from here instead of racing to catch
up: there is no sound to stay in step with."""
NAP_S = 0.1
"""Longest sleep at a time, so that a clip with long gaps can be stopped within a blink."""


class Pacer:
    """Says when a frame of a clip is due.

    Parameters
    ----------
    clock
        What time it is.
    stopped
        Asked between naps; a wait ends early where it says True.
    """

    def __init__(self, clock: Clock, stopped: Callable[[], bool] = lambda: False) -> None:
        self._clock = clock
        self._stopped = stopped
        self._started_at_s: float | None = None

    def due_in_s(self, media_time_s: float) -> float:
        """Return how long until a frame of this media time is due; never negative. The first one is due at once."""
        now_s = self._clock.now_s()
        if self._started_at_s is None:
            self._started_at_s = now_s - media_time_s
        late_s = now_s - (self._started_at_s + media_time_s)
        if late_s > MOST_LATE_S:
            self._started_at_s += late_s
        return max(-late_s, 0.0)

    def wait(self, media_time_s: float) -> None:
        """Wait until a frame of this media time is due."""
        while (left_s := self.due_in_s(media_time_s)) > 0 and not self._stopped():
            self._clock.sleep_s(min(left_s, NAP_S))

    def restart(self) -> None:
        """Take the next frame as due at once, whatever its media time (after a pause or a jump)."""
        self._started_at_s = None
