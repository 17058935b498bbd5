"""What of a cue list is due when. Pure: told how much time passes, it says which cues go in it and at what instant.

Two clocks run here: the show's, for delays and hangs, and the source's own, for cues that wait for a place in it. A
step of one is a step of the other, so an instant in the middle of a step is the same share of both.
"""

from __future__ import annotations

import bisect
import heapq
import math
from collections.abc import Iterator
from typing import NamedTuple

from livefocus.focus.cues import CueList

JUMP_S = 60.0
"""Where the source's time goes further than this in one step, it has been moved, not played."""


class Gone(NamedTuple):
    """A cue that goes in this step.

    Attributes
    ----------
    after_s
        How many seconds after the step's start.
    number, previous
        Which one, and which was current before.
    at_s
        When, on the runner's clock.
    """

    after_s: float
    number: int
    previous: int | None
    at_s: float


class CueRunner:
    """Runs a cue list.

    Parameters
    ----------
    cues
        The list.
    """

    def __init__(self, cues: CueList) -> None:
        self.cues = cues
        self.current: int | None = None
        self._time_cues()
        self._armed = True
        self._now_s = 0.0
        self._media_s: float | None = None
        self._due: list[tuple[float, int, int]] = []
        self._calls = 0

    def _time_cues(self) -> None:
        timed = sorted((cue.at_s, number) for number, cue in enumerate(self.cues.cues) if cue.at_s is not None)
        self._times_s = [at_s for at_s, _ in timed]
        self._timed = [number for _, number in timed]

    def take(self, cues: CueList) -> None:
        """Go on with another list: the current cue and what waits are found again by their names.

        Where the current cue is no more, the one before it that still is takes its place.
        """
        old = self.cues.cues
        numbers = {cue.name: number for number, cue in enumerate(cues.cues)}
        self._due = [(at_s, call, numbers[old[n].name]) for at_s, call, n in self._due if old[n].name in numbers]
        heapq.heapify(self._due)
        gone_before = old[: 0 if self.current is None else self.current + 1]
        self.current = next((numbers[cue.name] for cue in reversed(gone_before) if cue.name in numbers), None)
        self.cues = cues
        self._time_cues()

    @property
    def upcoming(self) -> int | None:
        """Return which cue Go would call, None at the end of the list."""
        index = 0 if self.current is None else self.current + 1
        return index if index < len(self.cues.cues) else None

    @property
    def waiting(self) -> bool:
        """Return whether a cue has been called and is still in its delay or hang."""
        return bool(self._due)

    def call(self, index: int) -> None:
        """Call a cue; it goes in the next step, after its delay. What was waiting is forgotten."""
        self._due.clear()
        self._armed = True
        self._schedule(index, self._now_s)

    def stop(self) -> None:
        """Forget what is waiting, and let cues that wait for the source's time rest until the next call."""
        self._due.clear()
        self._armed = False

    def advance(self, dt_s: float, media_time_s: float | None) -> Iterator[Gone]:
        """Let time pass, and go through the cues that go in it, in order.

        Call `arrives` for each as it goes: what follows it may go in the same step.

        Parameters
        ----------
        dt_s
            The show's seconds since the last call.
        media_time_s
            The source's time now; None where it has none.
        """
        if media_time_s is not None:
            for share, index in self._crossed(media_time_s):
                self._schedule(index, self._now_s + share * dt_s)
            self._media_s = media_time_s
        started_s, self._now_s = self._now_s, self._now_s + dt_s
        while self._due and self._due[0][0] <= self._now_s:
            at_s, _, index = heapq.heappop(self._due)
            previous, self.current = self.current, index
            yield Gone(min(max(at_s - started_s, 0.0), dt_s), index, previous, at_s)

    def arrives(self, gone: Gone, duration_s: float) -> None:
        """Say how long the pull of a cue takes: what follows it waits for that, and for its hang."""
        following = self.cues.after(gone.number)
        if following is not None:
            cue = self.cues.cues[gone.number]
            self._schedule(following, gone.at_s + duration_s + cue.hang_s / cue.rate)

    def _schedule(self, index: int, called_s: float) -> None:
        cue = self.cues.cues[index]
        self._calls += 1
        heapq.heappush(self._due, (called_s + cue.delay_s / cue.rate, self._calls, index))

    def _crossed(self, media_s: float) -> list[tuple[float, int]]:
        """Return the cues whose time the source has come to, each with the share of the step at which it did.

        At the first look, and after a jump of the source, it is the one the source would have called last.
        """
        before_s = self._media_s
        if not self._armed or not self._timed:
            return []
        if before_s is None or not 0.0 <= media_s - before_s <= JUMP_S:
            last = bisect.bisect_right(self._times_s, self._phase_s(media_s)) - 1
            return [(1.0, self._timed[last])] if last >= 0 else []
        found: list[tuple[float, int]] = []
        length_s = self.cues.loop_s or math.inf
        first_round = math.floor(before_s / length_s)
        for turn in range(first_round, math.floor(media_s / length_s) + 1):
            offset_s = turn * length_s if turn else 0.0
            low = bisect.bisect_right(self._times_s, before_s - offset_s)
            high = bisect.bisect_right(self._times_s, media_s - offset_s)
            for place in range(low, high):
                share = (self._times_s[place] + offset_s - before_s) / (media_s - before_s)
                found.append((share, self._timed[place]))
        return found

    def _phase_s(self, media_s: float) -> float:
        return math.fmod(media_s, self.cues.loop_s) if self.cues.loop_s else media_s
