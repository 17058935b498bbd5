"""From key, wheel and pointer events to actions, through the key table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from livefocus.control.actions import REPEATING, Action, FocusAt, FollowAt, MarkAt, Quit
from livefocus.events import CloseEvent, InputEvent, KeyEvent, PointerEvent

MODIFIERS = ("ctrl", "alt", "shift", "super")
CLICKS = {"left": "click", "right": "rightclick", "middle": "middleclick"}
"""What the key table calls each button."""


def key_name(event: KeyEvent | PointerEvent) -> str:
    """Return a key or button with its modifiers as the key table writes it: `shift+1`, `ctrl+alt+q`, `click`."""
    key = CLICKS[event.button] if isinstance(event, PointerEvent) else event.key
    return "+".join([name for name in MODIFIERS if name in event.modifiers] + [key])


class Keyboard:
    """Turns events into actions.

    Parameters
    ----------
    table
        Action of each key, by `key_name`; see `bindings.load_keys`.
    """

    def __init__(self, table: Mapping[str, Action]) -> None:
        self._table = table

    def actions(self, events: Iterable[InputEvent]) -> list[Action]:
        """Return what the events mean, in their order; keys that are bound to nothing mean nothing."""
        found: list[Action] = []
        for event in events:
            match event:
                case KeyEvent():
                    action = self._table.get(key_name(event))
                    if action is not None and (not event.repeat or isinstance(action, REPEATING)):
                        found.append(action)
                case PointerEvent(x, y):
                    action = self._table.get(key_name(event))
                    if action is not None:
                        found.append(_placed(action, x, y))
                case CloseEvent():
                    found.append(Quit())
        return found


def _placed(action: Action, x: float, y: float) -> Action:
    """Return an action as it is meant by a click: what is done to a place is done where the click was."""
    return replace(action, x=x, y=y) if isinstance(action, FocusAt | FollowAt | MarkAt) else action
