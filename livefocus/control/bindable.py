"""Every action a button can be bound to, with a name to keep it by and words for a list (OBS's hotkeys, a deck)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from livefocus.focus.marks import LETTERS

PULLS = {
    "swap": "Rack between A and B",
    "stop": "Stop the pull here",
    "cancel": "Take the pull back",
    "reverse": "Turn the pull round",
    "pause": "Pause the pull, or go on",
}
CUES = {"go": "Go: the next cue", "back": "Back: to what was before", "stop": "Stop the cues"}
FOLLOWS = {
    "face": "Follow the largest face",
    "nearest": "Follow what is nearest",
    "next": "Follow the next one",
    "off": "Follow nobody",
}
STEPS = {
    "nudge 0.02": "Nudge focus nearer",
    "nudge -0.02": "Nudge focus farther",
    "fnumber -1": "Open the aperture by a third of a stop",
    "fnumber 1": "Close the aperture by a third of a stop",
    "tempo tap": "Tap the tempo",
}
SWITCHES = {
    "panic": "Everything sharp, or back",
    "peaking": "Peaking on or off",
    "depth": "Depth view on or off",
    "help": "Help on or off",
    "fullscreen": "Full screen on or off",
}


@dataclass(frozen=True, slots=True)
class Bindable:
    """Something a button can do.

    Attributes
    ----------
    name
        Stays the same between versions: what a binding is kept by.
    action
        The text form, as `vocabulary.parse_action` reads it.
    description
        For a person.
    """

    name: str
    action: str
    description: str


def bindable_actions(moves: Iterable[str], looks: Iterable[str]) -> list[Bindable]:
    """Return every action a button can be bound to, for these moves and looks."""
    return [Bindable(_name(action), action, description) for action, description in _actions(moves, looks)]


def _actions(moves: Iterable[str], looks: Iterable[str]) -> Iterator[tuple[str, str]]:
    for letter in LETTERS:
        yield f"rack {letter}", f"Rack to mark {letter.upper()}"
    for letter in LETTERS:
        yield f"mark {letter}", f"Set mark {letter.upper()} on where focus is"
    yield from ((f"cue {command}", text) for command, text in CUES.items())
    yield from PULLS.items()
    yield from ((f"follow {whom}", text) for whom, text in FOLLOWS.items())
    yield from STEPS.items()
    yield from SWITCHES.items()
    yield "move next", "Next move"
    yield from ((f"move {name}", f"Move: {name}") for name in moves)
    yield from ((f"look {name}", f"Look: {name}") for name in looks)


def _name(action: str) -> str:
    return action.replace(" -", "_minus_").replace(" ", "_").replace(".", "_")
