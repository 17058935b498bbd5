"""Which cells a program is drawn over, told of all programs at once: a word a cell, a bit in it for every choice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.ladder import NOTHING, Needs

Words = NDArray[np.uint64]
Codes = NDArray[np.uint8] | NDArray[np.uint16]
Bits = TypeVar("Bits", NDArray[np.uint8], NDArray[np.uint64])
_Tables = dict[int, Words]
"""By the number of a code: what it tells of all choices."""

WORD = np.dtype("<u8")
WORD_BITS = 64
"""So many choices are told at once."""
ALL = 0xFFFFFFFF
"""Every flag of `Needs`."""


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

    By each of its codes a cell is open to some of the choices, which is looked up; it is chosen by those to which it is
    open by all of them.

    Parameters
    ----------
    choices
        No more than `WORD_BITS`.
    told
        What codes tell of a cell's needs (`Cells.told`).
    """

    def __init__(self, choices: Sequence[Choice], told: Sequence[NDArray[np.uint32]]) -> None:
        self.count = len(choices)
        self._chosen = _tables([choice[:2] for choice in choices], told)
        self._growing = np.uint64(sum(1 << number for number, choice in enumerate(choices) if choice.beyond))
        most = max(len(choice.beyond) for choice in choices)
        drawn = [_tables([_any_of(choice.beyond, number) for choice in choices], told) for number in range(most)]
        self._drawn = _by_fewest(drawn, self._growing)

    def words(self, codes: Sequence[Codes]) -> Words:
        """Return a bit for every choice, the first one's the lowest; for codes of cells, `(rows, columns)`."""
        chosen = _open_by_all(self._chosen, codes)
        if self._growing:
            more = with_neighbours(chosen & self._growing)
            for drawn in self._drawn:
                more &= ~_open_by_all(drawn, codes)
            chosen |= more
        return chosen


def _any_of(flags: tuple[tuple[int, int], ...], number: int) -> tuple[int, int]:
    """Return the flags of a number, those after the last being the last again."""
    return flags[min(number, len(flags) - 1)] if flags else (0, 0)


def _tables(flags: Sequence[tuple[int, int]], told: Sequence[NDArray[np.uint32]]) -> _Tables:
    """Return which (wanted, but_not) a cell is open to by each of its codes."""
    tellable = [int(np.bitwise_or.reduce(each)) for each in told]
    tellable[0] = ALL & ~reduce(or_, tellable[1:], 0)  # what nobody tells is never there: one of them has to say so
    return {
        number: _table([(wanted & can, but_not) for wanted, but_not in flags], each)
        for number, (each, can) in enumerate(zip(told, tellable, strict=True))
    }


def _table(flags: Sequence[tuple[int, int]], told: NDArray[np.uint32]) -> Words:
    words = np.zeros(told.shape, WORD)
    for number, (wanted, but_not) in enumerate(flags):
        is_open = ((told & np.uint32(wanted)) == wanted) & ((told & np.uint32(but_not)) == 0)
        words |= is_open.astype(WORD) << np.uint64(number)
    return words


def _by_fewest(drawn: Sequence[_Tables], of: np.uint64) -> list[_Tables]:
    """Return the same without codes that tell nothing of some choices; what one code alone tells is looked up once."""
    alone: _Tables = {}
    rest = []
    for tables in drawn:
        telling = {number: table for number, table in tables.items() if np.any(~table & of)} or {0: tables[0]}
        if len(telling) > 1:
            rest.append(telling)
            continue
        ((number, table),) = telling.items()
        alone[number] = table | alone.get(number, np.uint64(0))
    return [*({number: table} for number, table in alone.items()), *rest]


def _open_by_all(tables: _Tables, codes: Sequence[Codes]) -> Words:
    words = [table.take(codes[number]) for number, table in tables.items()]
    for more in words[1:]:
        words[0] &= more
    return words[0]


def with_neighbours(bits: Bits) -> Bits:
    """Return what cells and all that touch them have."""
    grown = bits.copy()
    grown[1:] |= bits[:-1]
    grown[:-1] |= bits[1:]
    across = grown.copy()
    across[:, 1:] |= grown[:, :-1]
    across[:, :-1] |= grown[:, 1:]
    return across
