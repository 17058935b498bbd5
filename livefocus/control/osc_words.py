"""What OSC messages mean, and what is sent in return: the vocabulary of actions, as addresses.

The parts of an address after `/livefocus` and its arguments are the words of an action: `/livefocus/rack b 1.5` is
`rack b 1.5`, and so is `/livefocus/rack/b 1.5`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from livefocus.control.actions import Action, Rack, Toggle, ToggleName, Turn
from livefocus.control.knob import KnobSettings
from livefocus.control.lights import Light, light_of, place_of
from livefocus.control.show_state import ShowState
from livefocus.control.vocabulary import FORMS, parse_action
from livefocus.errors import ControlError
from livefocus.focus.marks import LETTERS

PREFIX = "/livefocus"
ANY_ACTION = "action"
SUBSCRIBE, UNSUBSCRIBE = f"{PREFIX}/subscribe", f"{PREFIX}/unsubscribe"
FADER = KnobSettings(takeover="jump")
"""A fader on a screen shows where focus is: it has nothing to pick up."""

Values = Mapping[str, float | str]


def action_of(address: str, arguments: Sequence[Any]) -> Action | None:
    """Return what a message asks for; None for a button that is let go.

    A message whose address says a whole action is a button or a switch: with one number, 0 is off or let go, and 1
    (for a switch: anything else) is on or pressed. Anything else are words.

    Raises
    ------
    ControlError
        It means nothing; says what would.
    """
    words = _words_of(address)
    if words == [ANY_ACTION]:
        return _as_fader(parse_action(" ".join(_word(argument) for argument in arguments)))
    arguments = [argument for argument in arguments if argument is not None]
    if len(arguments) == 1 and isinstance(arguments[0], int | float):
        whole = _parsed(words)
        if isinstance(whole, Toggle) and whole.on is None:
            return Toggle(whole.what, bool(arguments[0]))
        if whole is not None and arguments[0] in (0, 1):
            return _as_fader(whole) if arguments[0] else None
    return _as_fader(parse_action(" ".join([*words, *(_word(argument) for argument in arguments)])))


def addresses() -> dict[str, str]:
    """Return the address of every action there is, with how its words are used."""
    return {f"{PREFIX}/{verb}": usage for verb, (usage, _) in FORMS.items()}


def values_of(state: ShowState) -> dict[str, float | str]:
    """Return what controls show, and what an operator reads, by the addresses it is sent to."""
    shown: dict[str, float | str] = {"focus": round(state.focus, 4)}
    if (share := place_of("fade", state)) is not None:
        shown["fade"] = round(share, 4)
    shown["turn/focus"] = round(place_of("focus", state) or 0.0, 4)
    shown["turn/blur"] = round(state.blur, 4)
    shown |= {what: float(state.switches.get(what, False)) for what in get_args(ToggleName)}
    shown |= {f"rack/{letter}": float(light_of(Rack(letter), state) is Light.ON) for letter in LETTERS}
    shown |= {f"state/{name}": value for name, value in _told(state).items()}
    return {f"{PREFIX}/{name}": value for name, value in shown.items()}


def _told(state: ShowState) -> dict[str, float | str]:
    facts = state.facts
    marks = {f"mark/{letter}": round(mark.inverse_depth, 4) for letter, mark in state.marks.items()}
    return {
        "target": round(state.target, 4),
        "far": state.far,
        "near": state.near,
        **marks,
        "move": state.move,
        "look": facts.look,
        "fnumber": round(facts.f_number, 1),
        "cue": state.cue,
        "next_cue": state.next_cue,
        "following": state.following,
        "bpm": round(state.bpm or 0.0, 1),
        "learning": state.learning,
        "source": facts.source,
        "fps": float(round(facts.fps)),
        "latency_ms": float(round(facts.latency_ms or 0.0)),
        "depth_age_frames": float(round(facts.depth_age_frames)),
        "dropped": float(facts.dropped),
    }


def _words_of(address: str) -> list[str]:
    head, *words = address.strip("/").split("/")
    if f"/{head}" != PREFIX or not words:
        raise ControlError(f"'{address}' is no address here", f"they begin with {PREFIX}/")
    return words


def _parsed(words: Sequence[str]) -> Action | None:
    try:
        return parse_action(" ".join(words))
    except ControlError:
        return None


def _word(argument: Any) -> str:
    """Return an argument as a word: whole numbers without a point, others to what a float holds."""
    if isinstance(argument, bool):
        return "on" if argument else "off"
    if isinstance(argument, float) and math.isfinite(argument):
        return f"{argument:.9g}"
    if isinstance(argument, int | str) and str(argument).isprintable():
        return str(argument)
    raise ControlError(f"an argument of type {type(argument).__name__} means nothing here", "send numbers or words")


def _as_fader(action: Action) -> Action:
    return replace(action, control="osc", settings=FADER) if isinstance(action, Turn) else action
