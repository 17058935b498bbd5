"""What the light of a control shows, and where a ring or motor fader stands, while the show stands as it does."""

from __future__ import annotations

from enum import Enum

from livefocus.control import actions
from livefocus.control.actions import Action, TurnTarget
from livefocus.control.show_state import ShowState
from livefocus.focus.marks import Marks

SAME_PLANE = 1e-6
"""Two planes no farther apart than this are one."""


class Light(Enum):
    """How a light is: `DIM` is for what could be had, `ON` for what is so."""

    OFF = 0
    DIM = 1
    ON = 2


def light_of(action: Action, state: ShowState) -> Light | None:
    """Return how the light of a button that does this is; None where the show says nothing about it."""
    match action:
        case actions.Rack(to):
            return _at(to, state)
        case actions.ChooseMove(name) if name != "next":
            return Light.ON if state.move == name else Light.DIM
        case actions.ChooseLook(name):
            return Light.ON if state.facts.look == name else Light.DIM
        case actions.CueAction():
            return _cue(action, state)
    on = _is_so(action, state)
    return None if on is None else Light.ON if on else Light.OFF


def _is_so(action: Action, state: ShowState) -> bool | None:
    """Return whether what an action would do is so already; None where that cannot be said."""
    match action:
        case actions.SetMark(letter) | actions.MarkAt(letter):
            return letter in state.marks
        case actions.Swap():
            return _at("b", state) is Light.ON
        case actions.Toggle(what):
            return state.switches.get(what, False)
        case actions.Follow(whom):
            return bool(state.following) != (whom == "off")
        case actions.Learn(do):
            return state.learning == do
    return None


def place_of(what: TurnTarget, state: ShowState, low: float | None = None, high: float | None = None) -> float | None:
    """Return where what is turned stands, 0…1 of a knob's throw; None where it has no place.

    Parameters
    ----------
    what, state
        See above.
    low, high
        Planes at the ends of the throw, the end stops where None.
    """
    if what == "blur":
        return state.blur
    if what == "focus":
        return _share(state.focus, state.far if low is None else low, state.near if high is None else high)
    a, b = state.marks.get("a"), state.marks.get("b")
    return _share(state.focus, a.inverse_depth, b.inverse_depth) if a and b else None


def _share(plane: float, low: float, high: float) -> float | None:
    if abs(high - low) < SAME_PLANE:
        return None
    return min(max(0.0, (plane - low) / (high - low)), 1.0)  # in this order: −0.0 is no place


def _at(to: str, state: ShowState) -> Light:
    """Return the light of a place: on where focus is there or on its way, dim where it could go."""
    plane = _plane_of(to, state)
    if plane is None:
        return Light.OFF
    return Light.ON if abs(state.target - plane) < SAME_PLANE else Light.DIM


def _plane_of(to: str, state: ShowState) -> float | None:
    marks = Marks(state.names)
    for letter, mark in state.marks.items():
        marks.set(letter, mark.inverse_depth)
    return marks.plane_of(to)


def _cue(action: actions.CueAction, state: ShowState) -> Light | None:
    match action.command:
        case "go":
            return Light.DIM if state.next_cue else Light.OFF
        case "back":
            return Light.DIM if state.cue else Light.OFF
        case "fire":
            known = action.name in state.cues
            return Light.ON if known and state.cue == action.name else Light.DIM if known else Light.OFF
    return None
