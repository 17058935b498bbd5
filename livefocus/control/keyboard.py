"""From key and pointer events to actions, through the key table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from livefocus.control.actions import REPEATING, Action, FocusAt, Quit
from livefocus.events import CloseEvent, InputEvent, KeyEvent, PointerEvent

MODIFIERS = ("ctrl", "alt", "shift", "super")


def key_name(event: KeyEvent) -> str:
    """Return a key with its modifiers as the key table writes it: `shift+1`, `ctrl+alt+q`, `space`."""
    return "+".join([name for name in MODIFIERS if name in event.modifiers] + [event.key])


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
                    found.append(FocusAt(x, y))
                case CloseEvent():
                    found.append(Quit())
        return found
