"""Boxes of whole pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A box of whole pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.width <= 0 or self.height <= 0

    def shared(self, other: Box) -> Box:
        """Return what two boxes have in common; it may be empty."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right = min(self.left + self.width, other.left + other.width)
        bottom = min(self.top + self.height, other.top + other.height)
        return Box(left, top, right - left, bottom - top)

    def scissor(self) -> tuple[int, int, int, int]:
        """Return it as GL wants it."""
        return self.left, self.top, self.width, self.height
