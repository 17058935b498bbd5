"""The knobs of a desk: each with its own takeover and smoothing, all on one beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from livefocus.control.actions import Turn, TurnTarget
from livefocus.control.knob import TICK_S, Knob, KnobSettings


@dataclass(frozen=True, slots=True)
class Turned:
    """Something that can be turned.

    Attributes
    ----------
    value
        Says where it is or is going, as a share (0…1) of a knob's throw; None where it cannot be turned now.
    put
        Puts it there.
    """

    value: Callable[[KnobSettings], float | None]
    put: Callable[[KnobSettings, float], None]


class Knobs:
    """All knobs that have been turned so far.

    Parameters
    ----------
    turned
        What there is to turn.
    """

    def __init__(self, turned: Mapping[TurnTarget, Turned]) -> None:
        self._turned = turned
        self._knobs: dict[tuple[TurnTarget, str], Knob] = {}
        self._since_tick_s = 0.0

    def turn(self, action: Turn) -> bool:
        """Take one turn; it is felt from the next tick on. Returns whether the knob has hold of what it turns."""
        knob = self._knobs.setdefault((action.what, action.control), Knob(action.settings))
        value = self._turned[action.what].value(knob.settings)
        if value is None:
            return False
        for (what, _), other in self._knobs.items():
            if other is not knob and (what == action.what or "blur" not in (what, action.what)):
                other.let_go()  # focus and fade pull at the same plane: the last hand on it has it
        if action.relative:
            knob.turn_by(action.value, value)
        else:
            knob.turn_to(action.value, value, action.swept_from)
        return knob.held

    def let_go(self) -> None:
        """Something else moves focus: every knob on it must be taken up again."""
        for (what, _), knob in self._knobs.items():
            if what != "blur":
                knob.let_go()

    def step(self, dt_s: float, between: Callable[[float], None]) -> None:
        """Let time pass, with a tick of the busy knobs on every beat in it.

        Parameters
        ----------
        dt_s
            Seconds.
        between
            Called for the time between the ticks, so that what they move can move on.
        """
        left_s = dt_s
        while any(knob.busy for knob in self._knobs.values()):
            until_tick_s = TICK_S - self._since_tick_s
            if left_s < until_tick_s:
                break
            between(until_tick_s)
            left_s -= until_tick_s
            self._since_tick_s = 0.0
            self._tick()
        self._since_tick_s = (self._since_tick_s + left_s) % TICK_S
        between(left_s)

    def _tick(self) -> None:
        for (what, _), knob in self._knobs.items():
            if knob.busy:
                self._turned[what].put(knob.settings, knob.tick())
