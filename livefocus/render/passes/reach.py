"""How far what is in front of the plane of focus reaches: by its radius, not by a fixed ring (lens.md)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import dilated
from livefocus.render.passes.held import Held
from livefocus.render.passes.ladder import CELL_PX, NEAR_MARGIN_PX, Holds
from livefocus.render.passes.ranges import NEIGHBOURS

BARE_BIT = Holds.BARE.bit_length() - 1


class Reach:
    """What in front of the plane of focus reaches each cell.

    Attributes
    ----------
    near_px
        Greatest radius, in front of the plane of focus, of what reaches.
    bare
        uint8: `Holds.BARE` where something that is not in front shows within a near cell's own reach, beyond its
        neighbours: there its near layer may be thin.
    """

    def __init__(self, held: Held) -> None:
        own_px = held.in_front_px
        self.near_px = dilated(own_px, NEIGHBOURS)
        self.bare = np.zeros(held.kinds.shape, np.uint8)
        for within_px, ring in _rings_within(held.most_in_front_px):
            reaches = own_px >= within_px
            np.maximum(self.near_px, dilated(own_px * reaches, ring), out=self.near_px)
            self.bare |= reaches.view(np.uint8) << BARE_BIT & dilated(held.kinds & Holds.BARE.value, ring)


def _rings_within(radius_px: float) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Give the rings beyond neighbours that the widest disc reaches, each with the radius that is enough for it."""
    cells = math.ceil((radius_px + NEAR_MARGIN_PX) / CELL_PX) if radius_px > 0.0 else 0
    return takewhile(lambda ring: ring[0] <= radius_px, _rings(cells))


@cache
def _rings(cells: int) -> tuple[tuple[float, NDArray[np.uint8]], ...]:
    """Return the radius that reaches cells up to `cells` away, with the kernel of all that are just as far away.

    Neighbours are left out, which touch; the middle is part of every kernel, as `dilated` wants it.
    """
    offsets = np.arange(-cells - 1, cells + 2)
    outside = np.maximum(np.abs(offsets) - 1, 0)
    away = np.hypot(outside[:, None], outside[None, :]).round(6)
    is_middle = (offsets[:, None] == 0) & (offsets[None, :] == 0)
    levels = np.unique(away[(away > 0.0) & (away <= cells)])
    return tuple(
        (float(level) * CELL_PX - NEAR_MARGIN_PX, (is_middle | (away == level)).astype(np.uint8)) for level in levels
    )
