"""Planes with names: the marks A…H, and what the source calls its own planes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

LETTERS = "abcdefgh"

Place = float | str
"""A plane, or the name of one: a mark's letter, a number, or what the source calls it."""


class Marks:
    """Eight places for a plane of focus, each set or empty, beside the names the source has.

    Parameters
    ----------
    names
        The source's own names for planes (`couple`, `man`).
    """

    def __init__(self, names: Mapping[str, float] | None = None) -> None:
        self.names = dict(names or {})
        self._planes: dict[str, float] = {}

    def set(self, letter: str, plane: float) -> None:
        """Put a mark on a plane; raises `KeyError` where there is no such letter."""
        if len(letter) != 1 or letter not in LETTERS:
            raise KeyError(letter)
        self._planes[letter] = plane

    def get(self, letter: str) -> float | None:
        """Return the plane a mark is on, None where it is not set."""
        return self._planes.get(letter)

    def plane_of(self, place: Place) -> float | None:
        """Return the plane a place stands for; None where it stands for none."""
        if isinstance(place, str):
            if (marked := self._planes.get(place.lower())) is not None:
                return marked
            if place in self.names:
                return self.names[place]
        try:
            plane = float(place)
        except ValueError:
            return None
        return plane if math.isfinite(plane) else None

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """Go through the marks that are set, in order of their letters."""
        return iter(sorted(self._planes.items()))
