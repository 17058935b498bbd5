"""What a hand did, as plain values, before anybody decided what it means.

Windows and ports make these; `control` turns them into actions. Neither imports the other.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key went down (repeats are marked).

    Attributes
    ----------
    key
        Lower-case name: `a`…`z`, `0`…`9`, `space`, `tab`, `escape`, `backspace`, `enter`, `left`, `right`, `up`,
        `down`, `f1`…`f12`, `[`, `]`, `-`, `=`, `,`, `.`, `/`; and `wheelup`, `wheeldown`, one a notch of the mouse's.
    modifiers
        Any of `shift`, `ctrl`, `alt`, `super`.
    repeat
        True for the system's auto-repeat of a held key.
    """

    key: str
    modifiers: frozenset[str] = frozenset()
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class PointerEvent:
    """The picture was clicked or tapped.

    Attributes
    ----------
    x, y
        Where, in 0…1 of the picture, origin top left.
    button
        `left`, `right`, `middle`.
    modifiers
        As for a key.
    """

    x: float
    y: float
    button: str = "left"
    modifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CloseEvent:
    """The window's close button was pressed."""


InputEvent = KeyEvent | PointerEvent | CloseEvent
