"""Writing cues down from the desk: where focus is heading becomes a cue."""

from __future__ import annotations

from typing import Any, Protocol

from livefocus.errors import ControlError
from livefocus.focus.cues import Cue, CueList
from livefocus.focus.marks import Marks, Place

PLACES = 4
"""Decimals a plane is written down with: finer than anybody sees."""


class CueBook(Protocol):
    """Where cues are written to.

    `focus.cue_file.CueFile` writes at once and returns the list as it is then, or raises `SettingsError`; one that
    returns None writes soon, and says itself what came of it.
    """

    def add(self, cue: Cue) -> CueList | None:
        """Write a new cue at the end."""
        ...

    def update(self, name: str, **fields: Any) -> CueList | None:
        """Write other values for some keys of a cue."""
        ...


def write_cue(book: CueBook | None, name: str, current: Cue | None, place: Place, move: str) -> CueList | None:
    """Write a new cue to a place, or, without a name, the place of the current one; returns what the book does.

    Raises
    ------
    LivefocusError
        There is nothing to write to, no current cue, or it cannot be written.
    """
    if book is None:
        raise ControlError("there is no cue list to write to", "start with --cues FILE.toml")
    if name:
        return book.add(Cue(name=name, to=place, move=move))
    if current is None:
        raise ControlError("no cue has gone yet that could be set")
    return book.update(current.name, to=place)


def place_of(plane: float, marks: Marks) -> Place:
    """Return the letter of the mark that is on a plane, else the plane itself, rounded for a file."""
    return next((letter for letter, marked in marks if marked == plane), round(plane, PLACES))
