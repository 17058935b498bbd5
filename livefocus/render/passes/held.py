"""What every cell of a picture holds itself: kinds of blur, and the greatest radii behind the plane and in front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import pairwise
from operator import or_

import numpy as np
from numpy.typing import NDArray

from livefocus.optics.thin_lens import coc_radius_px, inverse_depth_at, point_radius_px
from livefocus.render.passes.ladder import (
    EDGE_STEP_PX,
    RIM_STEP_PX,
    SHARP_PX,
    SMALL_FROM_PX,
    SMALL_TO_PX,
    SMOOTH_PX,
    Holds,
    Work,
)
from livefocus.render.passes.ranges import Relief
from livefocus.state import LensState

Grid = NDArray[np.float32]
Flags = NDArray[np.bool_]

PAIR = np.dtype("<u2")
"""Two bytes that lie side by side, as one number."""
EACH_CLASS = 257
"""Both bytes of a pair one more."""
EDGE_BIT, RIM_BIT = 4, 5
"""Radii are of so few classes that their number leaves these bits free."""
STEP_BIT = Holds.STEP.bit_length() - 1


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What every cell holds itself, `(rows, columns)` each.

    Attributes
    ----------
    kinds
        Bits of `Holds`.
    behind_px, in_front_px
        Greatest radius on either side of the plane of focus; negative where all of it lies on the other.
    most_behind_px, most_in_front_px
        The greatest of these.
    """

    kinds: NDArray[np.uint8]
    behind_px: Grid
    in_front_px: Grid
    most_behind_px: float
    most_in_front_px: float


def held_by(relief: Relief, focus_inverse_depth: float, lens: LensState, work: Work) -> Held:
    """Tell what cells hold; see `sort_cells`."""
    thresholds_px, kinds = _kinds(work)
    bounds = _bounds(thresholds_px, focus_inverse_depth, lens)
    pairs = _classes(relief, bounds).view(PAIR)[..., 0]
    for step_px, bit in ((EDGE_STEP_PX, EDGE_BIT), (RIM_STEP_PX, RIM_BIT)):
        steps = relief.steps > int(step_px / lens.blur_px * relief.shares_per_depth)
        pairs += steps.view(np.uint8) << bit
    # those that all of the picture lies below are not counted block by block
    held = _over_cells(kinds[sum(each > relief.greatest for each in bounds) * EACH_CLASS :].take(pairs))
    held |= (relief.around > SMOOTH_PX / lens.blur_px).view(np.uint8) << STEP_BIT
    seen = (focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px)
    farthest_px, nearest_px = coc_radius_px(relief.cells, *seen)
    most_behind_px, least_px = (point_radius_px(end, *seen) for end in (relief.least, relief.greatest))
    return Held(held, farthest_px, -nearest_px, most_behind_px, -least_px)


@cache
def _kinds(work: Work) -> tuple[tuple[float, ...], NDArray[np.uint8]]:
    """Return the thresholds between classes of radii, and what a block holds by the pair of its classes.

    That of its greatest radius is the lower byte, with `EDGE_BIT` where there is an edge in it, and nothing between its
    ends, and `RIM_BIT` where there may be one.
    """
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
        Holds.BARE: ((-SMALL_TO_PX, math.inf),),
    }
    single = [
        sum(kind.value for kind, within in spans.items() if any(a <= low and high <= b for a, b in within))
        for low, high in pairwise(ends)
    ]
    table = np.zeros((len(single), 256), np.uint8)
    for low in range(len(single)):
        for high in range(low, len(single)):
            for between, is_edge in ((single[low : high + 1], 0), ((single[low], single[high]), 1 << EDGE_BIT)):
                held = reduce(or_, between)
                table[low, high | is_edge] = held
                table[low, high | is_edge | 1 << RIM_BIT] = held | _bare_at_rim(held)
    return thresholds, table.ravel()


def _bare_at_rim(held: int) -> int:
    """Return that what lies behind a wide disc's rim is seen, whatever that is."""
    return Holds.BARE.value if held & Holds.COARSE_NEAR.value else 0


def _bounds(thresholds_px: Sequence[float], focus_inverse_depth: float, lens: LensState) -> list[float]:
    """Return below which inverse depths radii are greater than the thresholds; none is greater than the greatest."""
    most_px = lens.max_coc_radius_px
    radii_px = (each if abs(each) < most_px else math.copysign(math.inf, each) for each in thresholds_px)
    return [inverse_depth_at(each, focus_inverse_depth, lens.blur_px) for each in radii_px]


def _classes(relief: Relief, bounds: list[float]) -> NDArray[np.uint8]:
    """Return below how many of the bounds within a map its blocks' least and greatest lie, `(rows, columns, 2)`."""
    classes = np.zeros(relief.blocks.shape, np.uint8)
    for each in bounds:
        if relief.least < each <= relief.greatest:
            share = math.ceil((each - relief.least) * relief.shares_per_depth)
            classes += (relief.blocks < share).view(np.uint8)
    return classes


def _over_cells(blocks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what any of the two by two blocks of every cell holds."""
    pairs = (blocks[0::2] | blocks[1::2]).view(PAIR)
    return (pairs | pairs >> 8).astype(np.uint8)
