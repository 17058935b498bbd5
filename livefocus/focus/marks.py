"""The marks A…H: planes to come back to."""

from __future__ import annotations

from collections.abc import Iterator

LETTERS = "abcdefgh"


class Marks:
    """Eight places for a plane of focus, each set or empty."""

    def __init__(self) -> None:
        self._planes: dict[str, float] = {}

    def set(self, letter: str, plane: float) -> None:
        """Put a mark on a plane; raises `KeyError` where there is no such letter."""
        if letter not in LETTERS:
            raise KeyError(letter)
        self._planes[letter] = plane

    def get(self, letter: str) -> float | None:
        """Return the plane a mark is on, None where it is not set."""
        return self._planes.get(letter)

    def clear(self, letter: str) -> None:
        """Take a mark away; harmless where it is not set."""
        self._planes.pop(letter, None)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """Go through the marks that are set, in order of their letters."""
        return iter(sorted(self._planes.items()))
