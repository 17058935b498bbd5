"""What every cell of a picture holds itself: kinds of blur, and the greatest radii behind the plane and in front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from livefocus.optics.thin_lens import coc_radius_px, inverse_depth_at
from livefocus.render.passes.ladder import EDGE_STEP_PX, SHARP_PX, SMALL_FROM_PX, SMALL_TO_PX, SMOOTH_PX, Holds, Work
from livefocus.render.passes.ranges import CELL_BLOCKS, Relief, over_squares
from livefocus.state import LensState

Grid = NDArray[np.float32]
Flags = NDArray[np.bool_]


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


def held_by(relief: Relief, focus_inverse_depth: float, lens: LensState, work: Work) -> Held:
    """Tell what cells hold; see `sort_cells`."""
    thresholds_px, kinds = _kinds(work)
    high, low = _class_of(relief, _bounds(thresholds_px, focus_inverse_depth, lens))
    # a step within a block is an edge between two surfaces: what lies between them in depth is not there
    is_edge = relief.steps > EDGE_STEP_PX / lens.blur_px
    classes = np.uint8(len(thresholds_px) + 1)
    own = kinds.take((is_edge.view(np.uint8) * classes + low) * classes + high)
    held = over_squares(np.bitwise_or, own, CELL_BLOCKS)
    held |= (relief.around > SMOOTH_PX / lens.blur_px) * np.uint8(Holds.STEP.value)
    farthest_px, nearest_px = np.asarray(
        coc_radius_px(relief.cells, focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px), np.float32
    )
    return Held(held, farthest_px, -nearest_px)


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


def _bounds(thresholds_px: Sequence[float], focus_inverse_depth: float, lens: LensState) -> list[float]:
    """Return below which inverse depths radii are greater than the thresholds; none is greater than the greatest."""
    radii_px = np.array(thresholds_px)
    radii_px[np.abs(radii_px) >= lens.max_coc_radius_px] *= math.inf
    return [float(each) for each in inverse_depth_at(radii_px, focus_inverse_depth, lens.blur_px)]


def _class_of(relief: Relief, bounds: list[float]) -> NDArray[np.uint8]:
    """Return below how many bounds blocks lie: those of least and of greatest inverse depth."""
    classes = np.full(relief.blocks.shape, sum(each > relief.greatest for each in bounds), np.uint8)
    for each in bounds:
        if relief.least < each <= relief.greatest:
            classes += (relief.blocks < each).view(np.uint8)
    return classes
