"""Between which inverse depths each small block of a picture lies: all that the sort into tiles needs of a map.

Told by the processor from the map as it comes, so that nothing is read back from the GPU and no pass has to look at
every pixel of every picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2, dilated
from livefocus.render.passes.ladder import BLOCK_PX, CELL_PX

Extreme = Callable[..., Any]

SHARES = 65535
"""A map is drawn as whole numbers of shares of its range."""
CELL_BLOCKS = CELL_PX // BLOCK_PX
NEIGHBOURS = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """What the sort goes by of a map, wherever the plane of focus is.

    Attributes
    ----------
    blocks
        Least and greatest of every block, in shares of the map's range just as they are drawn: uint16
        `(rows, columns, 2)`; filled up to whole cells.
    steps
        How far apart those of every block are, uint16 `(rows, columns)`.
    cells
        Least and greatest inverse depth of every cell, float32 `(2, rows, columns)`.
    around
        The farthest apart that those of a cell's blocks, each with its neighbours, are, float32 `(rows, columns)`.
    least, greatest
        Those of the whole map.
    """

    blocks: NDArray[np.uint16]
    steps: NDArray[np.uint16]
    cells: NDArray[np.float32]
    around: NDArray[np.float32]
    least: float
    greatest: float

    @property
    def shares_per_depth(self) -> float:
        """Return how many shares a unit of inverse depth is; 0 for a map that is all of one."""
        return shares_per_depth(self.least, self.greatest)


def relief_of(blocks: NDArray[np.float32]) -> Relief:
    """Return what is told by the ranges of a map's blocks (`block_ranges`)."""
    missing = (-length % CELL_BLOCKS for length in blocks.shape[1:])
    least, greatest = np.pad(blocks, ((0, 0), *((0, more) for more in missing)), mode="edge")
    cells = np.stack([over_squares(np.minimum, least, CELL_BLOCKS), over_squares(np.maximum, greatest, CELL_BLOCKS)])
    around = over_squares(np.maximum, dilated(greatest, NEIGHBOURS) + dilated(-least, NEIGHBOURS), CELL_BLOCKS)
    farthest, nearest = float(least.min()), float(greatest.max())
    shares = shares_of(np.stack((least, greatest), axis=-1), farthest, nearest).astype(np.uint16)
    return Relief(shares, shares[..., 1] - shares[..., 0], cells, around, farthest, nearest)


def shares_per_depth(least: float, greatest: float) -> float:
    """Return how many shares a unit of inverse depth is, of a map between these; 0 where they are the same."""
    return SHARES / (greatest - least) if greatest > least else 0.0


def shares_of(
    inverse_depth: NDArray[np.float32], least: float, greatest: float, out: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Return shares of a map's range, to be cut to whole numbers: the same for a pixel and for a block's extremes."""
    shares = np.subtract(inverse_depth, np.float32(least), out=out)
    shares *= np.float32(shares_per_depth(least, greatest))
    shares += np.float32(0.5)
    return shares


def block_ranges(
    inverse_depth: NDArray[np.float32], size: tuple[int, int], edges: EdgeModel | None = None
) -> NDArray[np.float32]:
    """Return least and greatest inverse depth of every block of `BLOCK_PX` × `BLOCK_PX` pixels.

    Parameters
    ----------
    inverse_depth
        float32 `(height, width)` of any size, as it is drawn interpolated over a picture.
    size
        `(width, height)` of the picture.
    edges
        What may be drawn over it between the planes of a smaller map's edges is counted in.

    Returns
    -------
    NDArray
        float32 `(2, rows, columns)`: least, greatest. For a map of the picture's size of the block and of the pixels
        next to it on the right and below, so that an edge between two blocks lies in one of them; else not narrower.
    """
    if inverse_depth.shape == size[::-1]:
        return np.stack(
            [over_squares(extreme, inverse_depth, BLOCK_PX, more=1) for extreme in (np.minimum, np.maximum)]
        )
    low = high = inverse_depth
    if edges is not None:
        far, step = edges.planes[..., 0], edges.planes[..., 1]
        low, high = np.minimum(low, far), np.maximum(high, far + step)
    return np.stack([interpolated_over(cv2.erode, low, size), interpolated_over(cv2.dilate, high, size)])


def over_squares(extreme: np.ufunc, values: NDArray[Any], side: int, more: int = 0) -> NDArray[Any]:
    """Return an extreme over each square of `side` × `side` of the last two axes; the last ones may be cut.

    With `more`, so many rows and columns of the next squares are counted in.
    """
    rows = _extreme_of(extreme, [values[..., offset::side, :] for offset in range(side + more)])
    return _extreme_of(extreme, [rows[..., offset::side] for offset in range(side + more)])


def _extreme_of(extreme: np.ufunc, slices: list[NDArray[Any]]) -> NDArray[Any]:
    # slices are far quicker than `reduceat`
    out = slices[0].copy()
    for each in slices[1:]:
        held = out[..., : each.shape[-2], : each.shape[-1]]
        extreme(held, each, out=held)
    return out


def interpolated_over(
    extreme: Extreme, values: NDArray[Any], size: tuple[int, int], side: int = BLOCK_PX
) -> NDArray[Any]:
    """Return extremes over the texels that the pixels of each square are interpolated between, or a texel more.

    Parameters
    ----------
    extreme
        `cv2.erode` for the least, `cv2.dilate` for the greatest.
    values
        uint8 or float32 `(height, width)`: a map smaller than the picture.
    size
        `(width, height)` of the picture.
    side
        Of the squares, in pixels.
    """
    (rows, high), (columns, wide) = (
        _windows(texels, length, side) for texels, length in zip(values.shape, size[::-1], strict=True)
    )
    met = extreme(values, np.ones((high, wide), np.uint8), anchor=(0, 0))
    return np.asarray(met[rows][:, columns])


@lru_cache(maxsize=16)
def _windows(texels: int, length: int, side: int) -> tuple[NDArray[np.int64], int]:
    """Return the first texel of each square's window along one axis, and how many the widest has."""
    start = np.arange(0, length, side)
    end = np.minimum(start + side, length)
    first = np.floor((start + 0.5) * texels / length - 0.5).astype(np.int64).clip(0, texels - 1)
    last = (np.floor((end - 0.5) * texels / length - 0.5).astype(np.int64) + 1).clip(0, texels - 1)
    return first, int((last - first).max()) + 1
