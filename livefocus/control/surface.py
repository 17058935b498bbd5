"""What every surface but keys and MIDI is: a place where hands are, that is told in return how the show stands.

A surface (OSC, the web page, OBS) runs on threads of its own. They only put actions into an `Inbox` and take the newest
`ShowState`; the main thread empties the one and fills the other once a tick, and waits for neither.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Protocol

from livefocus.control.actions import Action, Fade, FocusOn, Turn
from livefocus.control.show_state import ShowState

MOST_WAITING = 1024
"""So many actions may wait for one tick; what comes beyond is refused, for nobody's hand is that fast."""


class Surface(Protocol):
    """A place where hands are.

    Attributes
    ----------
    name
        What it is called in messages.
    """

    name: str

    def take_actions(self) -> list[Action]:
        """Return what the hands asked for since the last call, oldest first. Called on the main thread; never waits."""
        ...

    def publish(self, state: ShowState) -> None:
        """Take how the show stands, once a tick. Called on the main thread; never waits."""
        ...


class Inbox:
    """Actions on their way from a surface's threads to the main thread.

    A hand that drags sends hundreds of places between two pictures; only the last one of each control is kept.
    """

    def __init__(self) -> None:
        self._waiting: deque[Action] = deque()
        self._lock = threading.Lock()

    def put(self, action: Action) -> bool:
        """Let an action wait for the next tick; False where too many wait already. May be called from any thread."""
        with self._lock:
            if self._waiting and _replaces(action, self._waiting[-1]):
                self._waiting[-1] = action
            elif len(self._waiting) >= MOST_WAITING:
                return False
            else:
                self._waiting.append(action)
            return True

    def take(self) -> list[Action]:
        """Return what waits, oldest first, and forget it."""
        with self._lock:
            actions = list(self._waiting)
            self._waiting.clear()
            return actions


def _replaces(new: Action, old: Action) -> bool:
    """Whether the old one is only a place on the way to the new one."""
    match new, old:
        case (FocusOn(), FocusOn()) | (Fade(), Fade()):
            return True
        case Turn(), Turn():
            same = (new.what, new.control) == (old.what, old.control)
            return same and not (new.relative or old.relative)
    return False
