"""Wheels that coast: a thrown wheel moves focus on only as long as no other hand has moved it.

A page whose wheel coasts sends a place with each of its pictures, and hears only later that somebody else has racked
meanwhile; its next place would undo the rack. So places of a throw are asked for with a condition, which is looked at
on the main thread, where it is known: focus is still going where this page sent it last.
"""

from __future__ import annotations

from collections import deque

from livefocus.control.actions import FocusOn

REMEMBERED = 64


class Throw:
    """What one page's wheel has done lately; used by the server's thread and the main one."""

    def __init__(self) -> None:
        self._sent: deque[float] = deque(maxlen=REMEMBERED)
        self._wanted: float | None = None

    def sent(self, plane: float) -> None:
        """Note that the hand itself, which always has its way, has put focus here."""
        self._wanted = None
        self._sent.append(plane)

    def coasts(self, plane: float) -> None:
        """Ask for the next place of a throw."""
        self._wanted = plane

    def take(self, target: float) -> FocusOn | None:
        """Return the place to go on to, None where there is none, or focus goes elsewhere by now."""
        plane, self._wanted = self._wanted, None
        if plane is None or target not in self._sent:
            return None
        self._sent.append(plane)
        return FocusOn(plane)
