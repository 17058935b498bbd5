"""A knob or fader between the hand and the plane: soft takeover, dead band, throw, and smoothing.

A 7-bit knob says one of 128 places; the One-Euro filter makes of them a motion without steps, calm when the hand is
slow and quick when it is quick. The filter runs on its own fixed beat, so the picture rate does not matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Takeover = Literal["pickup", "jump", "scale"]

TICK_S = 1.0 / 240.0
"""The filter's own beat."""
PICKUP_REACH = 0.02
"""How near a knob must come to what it controls to take it up: a little more than two steps of 7 bits."""
SETTLED = 2e-5


@dataclass(frozen=True, slots=True)
class KnobSettings:
    """How a knob behaves.

    Attributes
    ----------
    takeover
        What an absolute knob does when it is not where focus is: `pickup` waits until it passes it, `jump` goes there,
        `scale` moves in proportion to the way left on both sides until the two meet.
    low, high
        The throw map: planes at the knob's two ends, the end stops where None; `low` above `high` turns it round.
    step
        How much of the throw one click of a relative encoder is.
    dead_band
        Turns smaller than this (of 0…1) are taken for noise.
    cutoff_hz, haste
        The One-Euro filter: cutoff at rest, and how much it rises with speed. A cutoff of 0 switches it off.
    """

    takeover: Takeover = "pickup"
    low: float | None = None
    high: float | None = None
    step: float = 1.0 / 128.0
    dead_band: float = 0.0
    cutoff_hz: float = 2.0
    haste: float = 8.0


class OneEuro:
    """The One-Euro filter (Casiez, Roussel, Vogel 2012), with the exact factor of a first-order lag.

    Parameters
    ----------
    cutoff_hz
        Cutoff for an input at rest.
    haste
        β: hertz of cutoff gained per unit a second of input speed.
    """

    SPEED_CUTOFF_HZ = 1.0

    def __init__(self, value: float, cutoff_hz: float, haste: float) -> None:
        self.value = value
        self._input = value
        self._speed_per_s = 0.0
        self._cutoff_hz = cutoff_hz
        self._haste = haste

    def step(self, value: float, dt_s: float) -> float:
        """Take one more sample, `dt_s` after the last; returns the filtered value."""
        speed = (value - self._input) / dt_s
        self._input = value
        self._speed_per_s += _lag(self.SPEED_CUTOFF_HZ, dt_s) * (speed - self._speed_per_s)
        cutoff_hz = self._cutoff_hz + self._haste * abs(self._speed_per_s)
        self.value += _lag(cutoff_hz, dt_s) * (value - self.value)
        return self.value


def _lag(cutoff_hz: float, dt_s: float) -> float:
    return 1.0 - math.exp(-2.0 * math.pi * cutoff_hz * dt_s)


class Knob:
    """One knob and what it wants of the value it is bound to; all values are shares 0…1 of its throw.

    Turns may come by the thousand: each only moves `goal`, and `tick` makes one small step towards it.
    """

    def __init__(self, settings: KnobSettings) -> None:
        self.settings = settings
        self._place: float | None = None
        self._goal = 0.0
        self._filter: OneEuro | None = None

    @property
    def held(self) -> bool:
        """Return whether the hand has the value; it loses it by `let_go`."""
        return self._filter is not None

    @property
    def busy(self) -> bool:
        """Return whether `tick` has anything to do."""
        return self._filter is not None and self._filter.value != self._goal

    def let_go(self) -> None:
        """Something else moves the value: the knob must take it up again."""
        self._filter = None

    def turn_to(self, place: float, value: float, swept_from: float | None = None) -> None:
        """Take an absolute knob's place, while what it controls is at (or on its way to) `value`.

        `swept_from` is where it came from in this very turn: what lies between counts as passed, even where the knob
        was never heard of before.
        """
        place, value = _unit(place), _unit(value)
        last = self._place if self._place is not None or swept_from is None else _unit(swept_from)
        at_end = place in (0.0, 1.0)
        if last is not None and abs(place - last) < self.settings.dead_band and not at_end:
            return
        self._place = place
        if self.settings.takeover == "scale":
            self._scale(last, place, value)
        elif self.held or self.settings.takeover == "jump" or _reached(last, place, value):
            self._want(place, value)

    def turn_by(self, amount: float, value: float) -> None:
        """Take a relative turn, in shares of the throw; there is nothing to take over."""
        self._want(_unit((self._goal if self.held else _unit(value)) + amount), value)

    def tick(self) -> float:
        """Let `TICK_S` pass; returns the value now."""
        if self._filter is None:
            return self._goal
        if self.settings.cutoff_hz <= 0.0 or abs(self._filter.step(self._goal, TICK_S) - self._goal) < SETTLED:
            self._filter.value = self._goal
        return self._filter.value

    def _want(self, goal: float, value: float) -> None:
        if self._filter is None:
            self._filter = OneEuro(_unit(value), self.settings.cutoff_hz, self.settings.haste)
        self._goal = goal

    def _scale(self, last: float | None, place: float, value: float) -> None:
        """Go in proportion to the way left: both are at the same end together, and stay together from there."""
        now = self._goal if self.held else value
        if last is None or place == last:
            goal = place if abs(place - now) <= PICKUP_REACH else now
        elif place > last:
            goal = now + (place - last) * (1.0 - now) / (1.0 - last)
        else:
            goal = now + (place - last) * now / last
        self._want(_unit(goal), value)


def _reached(last: float | None, place: float, value: float) -> bool:
    """Return whether a knob is at the value, or has just passed it."""
    if abs(place - value) <= PICKUP_REACH:
        return True
    return last is not None and (last - value) * (place - value) <= 0.0


def _unit(value: float) -> float:
    return min(max(value, 0.0), 1.0)
