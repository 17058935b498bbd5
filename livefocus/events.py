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
        `down`, `f1`…`f12`, `[`, `]`, `-`, `=`, `,`, `.`, `/`.
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
    """The picture was clicked or tapped: `x`, `y` in 0…1 of the picture, origin top left."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CloseEvent:
    """The window's close button was pressed."""


InputEvent = KeyEvent | PointerEvent | CloseEvent
