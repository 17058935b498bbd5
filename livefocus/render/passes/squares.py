"""Lists of tiles for all choices at once: squares of one cell up to four by four, the largest where they fit.

Cells are looked at as squares of four within squares of four, so that what holds for a square is told by its quarters.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.choices import Words

BIG = 4
"""Side of the largest, in cells."""
BIGS, HALVES, SINGLES = slice(0, 1), slice(1, 5), slice(5, 21)
"""Which of `_squares` are of which side: one of four cells, its four quarters, its sixteen cells."""
SIDES = np.repeat(np.array((4, 2, 1), np.uint16), (1, 4, 16))
SIDE_BITS, STEP_BITS = 4, 6


def tiles_of(
    words: Words, choices: int, steps: NDArray[np.uint8] | None
) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """List tiles that cover each choice's cells once.

    Parameters
    ----------
    words
        By which choices every cell is chosen (`Chooser.words`), `(rows, columns)`.
    choices
        How many there are.
    steps
        Those of the cells (`Cells.steps`).

    Returns
    -------
    NDArray, NDArray
        Tiles as `shaders/lib/tiles.vert` reads them, uint16 `(n, 4)`: column, row, side and steps, one choice's after
        the other's; and how many each has.
    """
    square, choice = _pairs(_whole(words).ravel())
    by_choice = choice.astype(np.uint8).argsort(kind="stable")
    rows, columns = words.shape
    every = _even_tiles((rows, columns)) if steps is None else _tiles((rows, columns), steps)
    tiles = every.view(np.uint64).take(square.take(by_choice))  # each is moved as one number
    return tiles.view(np.uint16).reshape(-1, 4), np.bincount(choice, minlength=choices)


def _pairs(words: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of a word and that of a bit for every bit that is set."""
    # bytes first: most hold nothing, and where few things are to be found numpy looks for each by itself
    parts = words.view(np.uint8)
    (used,) = (parts != 0).nonzero()
    (hits,) = np.unpackbits(parts[used], bitorder="little").view(np.bool_).nonzero()
    part = used.take(hits >> 3)
    return part >> 3, (part & 7) << 3 | hits & 7


def _whole(words: Words) -> Words:
    """Return by which choices squares are drawn: by those that want all of it, and not all of the next larger one."""
    whole = _squares(np.bitwise_and, _nested(words))
    singles = whole[SINGLES].reshape(4, 4, -1)
    singles &= ~whole[HALVES]
    whole[HALVES] &= ~whole[BIGS]
    return whole


@cache
def _even_tiles(shape: tuple[int, int]) -> NDArray[np.uint16]:
    """Return the tile of every square where all steps are 1."""
    return _tiles(shape, np.ones((*shape, 4), np.uint8))


def _tiles(shape: tuple[int, int], steps: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return the tile of every square, as `_squares` has them: with the widest of the steps within."""
    # the four of a cell are moved as one number
    nested = _nested(steps.view(np.uint32)[..., 0]).view(np.uint8)
    widest = _squares(np.maximum, nested).view("<u2").reshape(-1, 2)
    # behind the plane in the lower, in front in the upper bits
    apart, smooth = ((widest & 0xFF) | (widest >> 8 << STEP_BITS)).T
    tiles = _places(shape).copy()
    tiles[:, 2] |= smooth << SIDE_BITS
    tiles[:, 3] = apart
    return tiles


@cache
def _places(shape: tuple[int, int]) -> NDArray[np.uint16]:
    """Return column, row, side and nothing of every square of a picture of `(rows, columns)` cells."""
    rows, columns = np.indices(_filled_up(shape), np.uint16)
    column, row = (_squares(np.minimum, _nested(each)) for each in (columns, rows))
    side = np.broadcast_to(SIDES[:, None], row.shape)
    return np.stack((column, row, side, np.zeros_like(row)), axis=-1).reshape(-1, 4)


def _squares(extreme: np.ufunc, nested: NDArray[Any]) -> NDArray[Any]:
    """Return an extreme over each square, `(21, n)`, of cells as `_nested` gives them."""
    squares = np.empty((len(SIDES), nested.shape[-1]), nested.dtype)
    squares[SINGLES] = nested.reshape(16, -1)
    extreme.reduce(nested, axis=0, out=squares[HALVES])
    extreme.reduce(squares[HALVES], axis=0, out=squares[0])
    return squares


def _nested(cells: NDArray[Any]) -> NDArray[Any]:
    """Return cells `(rows, columns)` as `(cell of a quarter, quarter of a square, square)`, `(4, 4, n)`."""
    rows, columns = _filled_up(cells.shape)
    filled = np.zeros((rows, columns), cells.dtype)
    filled[: cells.shape[0], : cells.shape[1]] = cells
    split = filled.reshape(rows // BIG, 2, 2, columns // BIG, 2, 2)
    return split.transpose(2, 5, 1, 4, 0, 3).reshape(4, 4, -1)


def _filled_up(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return so many rows and columns that squares of the largest side fit; those beyond the picture hold nothing."""
    rows, columns = (-(-count // BIG) * BIG for count in shape)
    return rows, columns
