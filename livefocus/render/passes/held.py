"""What every cell of a picture holds itself: kinds of blur, and the greatest radii behind the plane and in front."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import dilated
from livefocus.render.passes.ladder import (
    BLOCK_PX,
    CELL_PX,
    EDGE_STEP_PX,
    SHARP_PX,
    SMALL_FROM_PX,
    SMALL_TO_PX,
    SMOOTH_PX,
    Holds,
    Work,
)
from livefocus.render.passes.ranges import over_squares

Grid = NDArray[np.float32]
Flags = NDArray[np.bool_]

CELL_BLOCKS = CELL_PX // BLOCK_PX
NEIGHBOURS = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What every cell holds itself, `(rows, columns)` each.

    Attributes
    ----------
    kinds
        Bits of `Holds`.
    behind_px, in_front_px
        Greatest radius on either side of the plane of focus; negative where all of it lies on the other.
    """

    kinds: NDArray[np.uint8]
    behind_px: Grid
    in_front_px: Grid

    def any_of(self, kinds: Holds) -> Flags:
        """Tell which cells hold one of some kinds at least."""
        return np.asarray((self.kinds & kinds.value) != 0)


def held_by(radius_px: Grid, work: Work) -> Held:
    """Tell what cells hold.

    Parameters
    ----------
    radius_px
        Signed radii of their blocks, `(2, rows, columns)`: greatest, least.
    work
        Which radius is drawn at which size.
    """
    thresholds, kinds = _kinds(work)
    high, low = _class_of(radius_px, thresholds)
    outward_px = np.stack((radius_px[0], -radius_px[1]))
    behind_px, in_front_px = outward_px
    # a step within a block is an edge between two surfaces: what lies between them in depth is not there
    is_edge = behind_px + in_front_px > EDGE_STEP_PX
    around_px = dilated(behind_px, NEIGHBOURS) + dilated(in_front_px, NEIGHBOURS)
    classes = len(thresholds) + 1
    own = kinds.take((is_edge * np.uint16(classes) + low) * np.uint16(classes) + high)
    own |= (around_px > SMOOTH_PX) * np.uint8(Holds.STEP.value)
    return Held(over_squares(np.bitwise_or, own, CELL_BLOCKS), *over_squares(np.maximum, outward_px, CELL_BLOCKS))


@cache
def _kinds(work: Work) -> tuple[tuple[float, ...], NDArray[np.uint8]]:
    """Return the thresholds between classes of radii, and what a block holds by (is it an edge, from, to class)."""
    inner = (SHARP_PX, SMALL_FROM_PX, SMALL_TO_PX, work.coarse_from_px, work.coarse_to_px)
    thresholds = tuple(-each for each in reversed(inner)) + inner
    ends = (-math.inf, *thresholds, math.inf)
    spans = {
        Holds.SHARP: ((-SHARP_PX, SHARP_PX),),
        Holds.SMALL: ((SHARP_PX, SMALL_TO_PX), (-SMALL_TO_PX, -SHARP_PX)),
        Holds.FINE_FAR: ((SMALL_FROM_PX, work.coarse_to_px),),
        Holds.COARSE_FAR: ((work.coarse_from_px, math.inf),),
        Holds.FINE_NEAR: ((-work.coarse_to_px, -SMALL_FROM_PX),),
        Holds.COARSE_NEAR: ((-math.inf, -work.coarse_from_px),),
    }
    single = [
        sum(kind.value for kind, within in spans.items() if any(a <= low and high <= b for a, b in within))
        for low, high in pairwise(ends)
    ]
    count = len(single)
    table = np.zeros((2, count, count), np.uint8)
    for low in range(count):
        for high in range(low, count):
            table[0, low, high] = np.bitwise_or.reduce(single[low : high + 1])
            table[1, low, high] = single[low] | single[high]
    return thresholds, table


def _class_of(radius_px: Grid, thresholds: tuple[float, ...]) -> NDArray[np.uint8]:
    """Return between which thresholds radii lie."""
    classes = np.zeros(radius_px.shape, np.uint8)
    for each in thresholds:
        classes += (radius_px > each).view(np.uint8)
    return classes
