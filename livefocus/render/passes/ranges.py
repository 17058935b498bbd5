"""Between which inverse depths each small block of a picture lies: all that the sort into tiles needs of a map.

Told by the processor from the map as it comes, so that nothing is read back from the GPU and no pass has to look at
every pixel of every picture.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.render.passes.ladder import BLOCK_PX


def block_ranges(inverse_depth: NDArray[np.float32], edges: EdgeModel | None = None) -> NDArray[np.float32]:
    """Return least and greatest inverse depth of every block of `BLOCK_PX` × `BLOCK_PX` pixels.

    Parameters
    ----------
    inverse_depth
        float32 `(height, width)`, of the picture's size.
    edges
        What may be drawn over it between the planes of a smaller map's edges is counted in.

    Returns
    -------
    NDArray
        float32 `(2, rows, columns)`: least, greatest. Exact but where there are edges, there not narrower.
    """
    low, high = (_over_blocks(extreme, inverse_depth) for extreme in (np.minimum, np.maximum))
    if edges is not None:
        size = (inverse_depth.shape[1], inverse_depth.shape[0])
        far, step = edges.planes[..., 0], edges.planes[..., 1]
        is_edge = step > 0.0
        np.minimum(low, _interpolated(np.minimum, np.where(is_edge, far, np.float32(np.inf)), size), out=low)
        np.maximum(high, _interpolated(np.maximum, np.where(is_edge, far + step, np.float32(-np.inf)), size), out=high)
    return np.stack([low, high])


def _over_blocks(extreme: np.ufunc, values: NDArray[np.float32]) -> NDArray[np.float32]:
    rows = strided_extreme(extreme, values, BLOCK_PX)
    return strided_extreme(extreme, rows.T, BLOCK_PX).T


def strided_extreme(extreme: np.ufunc, values: NDArray[Any], every: int) -> NDArray[Any]:
    """Return an extreme over each `every` rows, the last of which may be fewer; far quicker than `reduceat`."""
    out = values[::every].copy()
    for offset in range(1, every):
        part = values[offset::every]
        extreme(out[: len(part)], part, out=out[: len(part)])
    return out


def _interpolated(extreme: np.ufunc, values: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    for axis, length in enumerate(size[::-1]):
        values = _windows(extreme, values, length, axis)
    return values


def _windows(extreme: np.ufunc, values: NDArray[np.float32], length: int, axis: int) -> NDArray[np.float32]:
    """Extremes over the texels that the pixels of each block are interpolated between, along one axis."""
    texels = values.shape[axis]
    start = np.arange(0, length, BLOCK_PX)
    end = np.minimum(start + BLOCK_PX, length)
    first = np.floor((start + 0.5) * texels / length - 0.5).astype(int).clip(0, texels - 1)
    last = (np.floor((end - 0.5) * texels / length - 0.5).astype(int) + 1).clip(0, texels - 1)
    padded = np.concatenate([values, np.take(values, [texels - 1], axis)], axis)
    pairs = np.stack([first, last + 1], axis=-1).ravel()
    return np.asarray(np.take(extreme.reduceat(padded, pairs, axis=axis), np.arange(0, len(pairs), 2), axis))
