"""How many texels wide a disc is drawn on the lattices of taps; `lattice_radius` of `shaders/lib/coc_code.glsl`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Grid = NDArray[np.float32]

WIDEST_PX = 4096.0
"""No disc has a radius as great."""


def fine_texels(radius_px: Grid) -> Grid:
    """Return the radius of a disc on the half-size lattice."""
    return _on_lattice(np.maximum(radius_px * radius_px - 2.0, 0.0) / 4.0)


def coarse_texels(radius_px: Grid) -> Grid:
    """Return the radius of a disc on the quarter-size lattice."""
    radius_px2 = radius_px * radius_px
    rest_px2 = np.minimum(radius_px2 - 1.0, 1.2 * radius_px2 - 10.0)
    return _on_lattice(np.maximum(rest_px2, np.minimum(radius_px2 + 2.0, 17.0)) / 16.0)


def _on_lattice(steps2: Grid) -> Grid:
    narrow = np.minimum(0.4 + steps2, 0.5 + 0.25 * np.minimum(steps2, 1.1))
    return np.asarray(np.maximum(narrow, np.sqrt(np.maximum(steps2 - 0.5, 0.0))), np.float32)


def radius_within(of_radius: Callable[[Grid], Grid], most: ArrayLike) -> Grid:
    """Return the greatest radii for which something is no more than `most`, to the last bit; 0 where it never is.

    Comparing radii with these is the same as working it out for each of them.

    Parameters
    ----------
    of_radius
        What never gets less as a radius grows.
    most
        Its bounds, any shape.
    """
    bounds = np.asarray(most, np.float32)
    # positive floats are in the same order as their bits taken for whole numbers
    within, beyond = (np.full(bounds.shape, end, np.float32).view(np.int32) for end in (0.0, WIDEST_PX))
    while np.any(beyond - within > 1):
        middle = within + (beyond - within) // 2
        is_within = of_radius(middle.view(np.float32)) <= bounds
        within, beyond = np.where(is_within, middle, within), np.where(is_within, beyond, middle)
    return within.view(np.float32)
