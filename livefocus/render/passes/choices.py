"""Which cells a program is drawn over, told of all programs at once: a word a cell, a bit in it for every choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.ladder import NOTHING, Needs

Words = NDArray[np.uint64]

WORD = np.dtype("<u8")
WORD_BITS = 64
"""So many choices are told at once."""
NEED_BYTES = -(-max(Needs).bit_length() // 8)


class Choice(NamedTuple):
    """Which cells a program is drawn over; whole numbers, since it is looked up at every draw. See `choose`.

    Attributes
    ----------
    wanted, but_not
        Values of `Needs`: those that have every flag of the first and none of the second.
    beyond
        Where not empty: also their neighbours that have none of these, each a (wanted, but_not) again: so that a target
        can be interpolated across the border to cells that nobody draws.
    """

    wanted: int
    but_not: int
    beyond: tuple[tuple[int, int], ...]

    def with_(self, flags: Needs) -> Choice:
        """Return those of them that have some more flags."""
        return self._replace(wanted=self.wanted | flags.value)

    def without(self, flags: Needs) -> Choice:
        """Return those of them that have none of some flags."""
        return self._replace(but_not=self.but_not | flags.value)

    def is_of(self, flags: Needs) -> bool:
        """Tell whether all of them have one of some flags at least."""
        return self.wanted & flags.value != 0


def choose(wanted: Needs, but_not: Needs = NOTHING, beyond: tuple[tuple[Needs, Needs], ...] = ()) -> Choice:
    """Choose cells by what they need."""
    return Choice(wanted.value, but_not.value, tuple((has.value, lacks.value) for has, lacks in beyond))


class Chooser:
    """Tells by which of some choices cells are chosen.

    By each byte of its needs a cell is open to some of the choices, which is looked up; it is chosen by those to which
    it is open by all of its bytes.

    Parameters
    ----------
    choices
        No more than `WORD_BITS`.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.count = len(choices)
        self._chosen = _table([choice[:2] for choice in choices])
        self._growing = np.uint64(sum(1 << number for number, choice in enumerate(choices) if choice.beyond))
        most = max(len(choice.beyond) for choice in choices)
        self._drawn = [_table([_any_of(choice.beyond, number) for choice in choices]) for number in range(most)]

    def words(self, needs: NDArray[np.uint32]) -> Words:
        """Return a bit for every choice, the first one's the lowest; for bits of `Needs`, `(rows, columns)`."""
        parts = needs.astype("<u4", copy=False).view(np.uint8).reshape(*needs.shape, 4)
        chosen = _open_by_all(self._chosen, parts)
        if self._drawn:
            more = _with_neighbours(chosen & self._growing)
            for drawn in self._drawn:
                more &= ~_open_by_all(drawn, parts)
            chosen |= more
        return chosen


def _any_of(flags: tuple[tuple[int, int], ...], number: int) -> tuple[int, int]:
    """Return the flags of a number, those after the last being the last again."""
    return flags[min(number, len(flags) - 1)] if flags else (0, 0)


def _table(flags: Sequence[tuple[int, int]]) -> Words:
    """Return which (wanted, but_not) a cell is open to by each byte of its needs: `(NEED_BYTES, 256)`."""
    wanted, but_not = (
        np.array(values, "<u4").view(np.uint8).reshape(-1, 4).T[:NEED_BYTES, None]
        for values in zip(*flags, strict=True)
    )
    byte = np.arange(256, dtype=np.uint8)[:, None]
    is_open = np.zeros((NEED_BYTES, 256, WORD_BITS), np.bool_)
    is_open[..., : len(flags)] = ((byte & wanted) == wanted) & ((byte & but_not) == 0)
    return np.asarray(np.packbits(is_open, axis=-1, bitorder="little").view(WORD)[..., 0])


def _open_by_all(table: Words, parts: NDArray[np.uint8]) -> Words:
    words: Words = table[0].take(parts[..., 0])
    for number in range(1, NEED_BYTES):
        words &= table[number].take(parts[..., number])
    return words


def _with_neighbours(words: Words) -> Words:
    """Return what cells and all that touch them have."""
    grown = words.copy()
    grown[1:] |= words[:-1]
    grown[:-1] |= words[1:]
    across = grown.copy()
    across[:, 1:] |= grown[:, :-1]
    across[:, :-1] |= grown[:, 1:]
    return across
