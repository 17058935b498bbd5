"""Where the beats are: from a MIDI clock that jitters, or from a tapping hand. Pure: told at what times things came.

The last ticks (eight beats of a clock) are fitted by a straight line, time against number, by least squares: jitter of
a few milliseconds a tick averages out to a few tenths. When the newest ticks keep to one side of the line, the tempo
has changed, and the older ones are forgotten.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Literal, NamedTuple

Sync = Literal["", "on beat", "on bar", "by beat", "by bar"]
"""With which beat a pull goes: with none, starting on the next beat or bar, or arriving with one."""

TICKS_A_BEAT = 24
CLOCK_WINDOW = 8 * TICKS_A_BEAT
TAP_WINDOW = 8
LEAST_TICKS = 12
NEWEST = 8
"""So many ticks must agree that the tempo has changed."""
STRAYED_S, STRAYED_SPREADS = 0.005, 2.0
"""Their mean distance from the line at which they do: ticks that jitter by ±5 ms never have such a mean, and where they
jitter more (a JACK server with long periods), it must be more."""
ODD_S, ODD_SPREADS = 0.015, 3.5
"""A tick this far from the line is odd: held up on its way, or after ticks that were lost, or of another tempo."""
STEADY = 0.6
"""Odd ticks that keep to within this share of a tick of each other are steady: some before them were lost."""
SILENT_FOR_S = 2.0
"""A clock or hand that was silent for so long begins anew."""
SLOWEST_BPM, FASTEST_BPM = 20.0, 400.0


class _Mark(NamedTuple):
    beat: float
    at_s: float


class _Line(NamedTuple):
    """Time of beat 0, seconds a beat, and the deviation of the marks from it."""

    start_s: float
    beat_s: float
    spread_s: float

    def at(self, beat: float) -> float:
        return self.start_s + beat * self.beat_s


class Tempo:
    """The beat.

    Parameters
    ----------
    beats_a_bar
        Beat 0 is the first of a bar.
    """

    def __init__(self, beats_a_bar: int = 4) -> None:
        self.beats_a_bar = beats_a_bar
        self._marks: deque[_Mark] = deque(maxlen=CLOCK_WINDOW)
        self._astray: deque[float] = deque(maxlen=NEWEST)
        self._line: _Line | None = None
        self._next_beat = 0.0
        self._tapped = False
        self._odd: list[_Mark] = []

    @property
    def bpm(self) -> float | None:
        """Return beats a minute, None as long as nobody has given a beat."""
        return None if self._line is None else 60.0 / self._line.beat_s

    def tick(self, at_s: float) -> None:
        """Take a tick of a clock, the 24th of a beat, that came at this time; times rise."""
        self._begin(tapped=False, at_s=at_s)
        line = self._line if len(self._marks) >= LEAST_TICKS else None
        mark = _Mark(self._next_beat, at_s)
        self._next_beat += 1.0 / TICKS_A_BEAT
        if line is None:
            self._add(mark, LEAST_TICKS)
            return
        astray_s = at_s - line.at(mark.beat)
        if abs(astray_s) > max(ODD_S, ODD_SPREADS * line.spread_s):
            self._hold(mark, line)
            return
        self._odd.clear()
        self._add(mark, LEAST_TICKS)
        self._astray.append(astray_s)
        strayed_s = max(STRAYED_S, STRAYED_SPREADS * line.spread_s)
        if len(self._astray) == NEWEST and abs(sum(self._astray) / NEWEST) > strayed_s:
            self._forget(LEAST_TICKS)

    def tap(self, at_s: float) -> None:
        """Take a tap of a hand, on the beat, at this time."""
        self._begin(tapped=True, at_s=at_s)
        if self._line is not None and abs(at_s - self._line.at(self._next_beat)) > 0.25 * self._line.beat_s:
            self._forget(1)
        self._add(_Mark(self._next_beat, at_s), 2)
        self._next_beat += 1.0
        self._forget(TAP_WINDOW)

    def start(self) -> None:
        """Take the next tick for the first of a bar."""
        self._marks.clear()
        self._astray.clear()
        self._odd.clear()
        self._next_beat = 0.0

    def beat_at(self, time_s: float) -> float | None:
        """Return which beat it is at a time, with its fraction; None where there is no beat."""
        return None if self._line is None else (time_s - self._line.start_s) / self._line.beat_s

    def seconds(self, beats: float) -> float | None:
        """Return how long so many beats are; None where there is no beat."""
        return None if self._line is None else beats * self._line.beat_s

    def next_s(self, after_s: float, every: int = 1) -> float | None:
        """Return the time of the first beat after a time whose number `every` divides; None where there is no beat."""
        if self._line is None:
            return None
        beat = (after_s - self._line.start_s) / self._line.beat_s
        return self._line.at(math.ceil(beat / every - 1e-9) * every)

    def _begin(self, tapped: bool, at_s: float) -> None:
        """Forget everything where another begins to give the beat, or after a silence."""
        if tapped != self._tapped or (self._marks and not 0.0 <= at_s - self._marks[-1].at_s <= SILENT_FOR_S):
            self._marks.clear()
            self._astray.clear()
            self._line = None
            self._next_beat = 0.0
            self._odd.clear()
            self._tapped = tapped

    def _hold(self, mark: _Mark, line: _Line) -> None:
        """Keep an odd tick apart until there are enough to say why they are odd; ticks merely held up are let fall."""
        self._odd.append(mark)
        if len(self._odd) < NEWEST:
            return
        step_s = line.beat_s / TICKS_A_BEAT
        late = [(odd.at_s - line.at(odd.beat)) / step_s for odd in self._odd]
        if max(late) - min(late) < STEADY:
            shift = (
                max(round(sum(late) / NEWEST), 0) / TICKS_A_BEAT
            )  # early ones: none is ever sent twice, the line erred
            self._next_beat += shift
            self._marks.extend(_Mark(odd.beat + shift, odd.at_s) for odd in self._odd)
        else:
            self._marks.clear()
            self._marks.extend(self._odd)
        self._take(_fitted(self._marks))
        self._odd.clear()
        self._astray.clear()

    def _add(self, mark: _Mark, least: int) -> None:
        self._marks.append(mark)
        if len(self._marks) >= least:
            self._take(_fitted(self._marks))

    def _take(self, line: _Line) -> None:
        """Go by a line, unless its tempo is none."""
        if 60.0 / FASTEST_BPM <= line.beat_s <= 60.0 / SLOWEST_BPM:
            self._line = line

    def _forget(self, all_but: int) -> None:
        while len(self._marks) > all_but:
            self._marks.popleft()
        self._astray.clear()
        if len(self._marks) >= LEAST_TICKS:
            self._take(_fitted(self._marks))


def _fitted(marks: deque[_Mark]) -> _Line:
    """Return the line of least squares through beats and their times; the beats are not all the same."""
    count = len(marks)
    mean_beat = sum(mark.beat for mark in marks) / count
    mean_s = sum(mark.at_s for mark in marks) / count
    width = sum((mark.beat - mean_beat) ** 2 for mark in marks)
    beat_s = sum((mark.beat - mean_beat) * (mark.at_s - mean_s) for mark in marks) / width
    start_s = mean_s - mean_beat * beat_s
    square = sum((mark.at_s - start_s - mark.beat * beat_s) ** 2 for mark in marks)
    return _Line(start_s, beat_s, math.sqrt(square / count))
