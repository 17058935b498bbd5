"""How far what is in front of the plane of focus reaches: by its radius, not by a fixed ring (lens.md)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import dilated
from livefocus.render.passes.held import Grid, Held
from livefocus.render.passes.ladder import CELL_PX, NEAR_MARGIN_PX, SMALL_TO_PX, Holds, Work
from livefocus.render.passes.ranges import NEIGHBOURS


class Reach:
    """What in front of the plane of focus reaches each cell.

    Attributes
    ----------
    fine_px, coarse_px
        Greatest radius of the narrow and of the wide near discs that reach, 0 where none does.
    bare
        Where something that is not in front shows within the cell's own reach: there its near layer may be thin.
        Told only where anything is in front.
    """

    def __init__(self, held: Held, work: Work) -> None:
        wide_px = held.in_front_px * held.any_of(Holds.COARSE_NEAR)
        narrow_px = np.minimum(held.in_front_px, work.coarse_to_px) * held.any_of(Holds.FINE_NEAR)
        self.fine_px, self.coarse_px = _reaching(narrow_px), _reaching(wide_px)
        behind = (held.behind_px > -SMALL_TO_PX).view(np.uint8)
        self.bare = dilated(behind, NEIGHBOURS).view(np.bool_)
        reach_px = np.maximum(narrow_px, wide_px)
        for away_px, ring in _rings_within(reach_px):
            self.bare |= (reach_px + NEAR_MARGIN_PX >= away_px) & dilated(behind, ring).view(np.bool_)


def _reaching(radius_px: Grid) -> Grid:
    """Return the greatest of the radii that reach each cell."""
    widest_px = dilated(radius_px, NEIGHBOURS)
    for away_px, ring in _rings_within(radius_px):
        reaching_px = radius_px * (radius_px + NEAR_MARGIN_PX >= away_px)
        np.maximum(widest_px, dilated(reaching_px, ring), out=widest_px)
    return widest_px


def _rings_within(radius_px: Grid) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Give the rings beyond neighbours that the widest disc reaches; none where there is no disc."""
    widest_px = float(radius_px.max())
    reach_px = widest_px + NEAR_MARGIN_PX if widest_px > 0.0 else 0.0
    return takewhile(lambda ring: ring[0] <= reach_px, _rings(math.ceil(reach_px / CELL_PX)))


@cache
def _rings(cells: int) -> tuple[tuple[float, NDArray[np.uint8]], ...]:
    """Return distances between cells up to `cells` of them, each with the kernel of all just as far away.

    Neighbours are left out, which touch; the middle is part of every kernel, as `dilated` wants it.
    """
    offsets = np.arange(-cells - 1, cells + 2)
    outside = np.maximum(np.abs(offsets) - 1, 0)
    away = np.hypot(outside[:, None], outside[None, :]).round(6)
    is_middle = (offsets[:, None] == 0) & (offsets[None, :] == 0)
    levels = np.unique(away[(away > 0.0) & (away <= cells)])
    return tuple((float(level) * CELL_PX, (is_middle | (away == level)).astype(np.uint8)) for level in levels)
