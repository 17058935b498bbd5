"""Sorts the cells of a picture by kind of blur: what each holds, what reaches it, what is to be drawn for it.

A few thousand numbers a picture, on the processor: it needs no look at a pixel, and what is not listed costs the GPU
nothing at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import dilated
from livefocus.optics.thin_lens import coc_radius_px
from livefocus.render.passes.ladder import (
    BLOCK_PX,
    CELL_PX,
    EDGE_STEP_PX,
    NEAR_MARGIN_PX,
    SHARP_PX,
    SMALL_FROM_PX,
    SMALL_TO_PX,
    SMOOTH_PX,
    Holds,
    Needs,
    Work,
)
from livefocus.render.passes.lattice import coarse_texels, fine_texels
from livefocus.render.passes.ranges import over_squares
from livefocus.state import LensState

Grid = NDArray[np.float32]
Flags = NDArray[np.bool_]

CELL_BLOCKS = CELL_PX // BLOCK_PX
NEIGHBOURS = np.ones((3, 3), np.uint8)
TAPPED = np.ones((5, 5), np.uint8)
CLASSES_A_PX = 512


@dataclass(frozen=True, slots=True)
class Reaches:
    """How many texels wide the discs may be whose taps lie on every texel.

    Attributes
    ----------
    fine_few, coarse_few
        Of the programs with few taps, at half and at a quarter of the size.
    coarse
        Of those with many, at a quarter of the size: wider discs have taps that lie apart.
    """

    fine_few: float
    coarse_few: float
    coarse: float


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What is to be drawn for every cell, `(rows, columns)` each.

    Attributes
    ----------
    needs
        uint32: bits of `Needs`.
    far_steps, near_steps
        uint8: texels from tap to tap of the gather of wide discs, behind the plane of focus and in front of it.
    far_smooth, near_smooth
        uint8: the widest of these around, for which the layers are smoothed here.
    """

    needs: NDArray[np.uint32]
    far_steps: NDArray[np.uint8]
    near_steps: NDArray[np.uint8]
    far_smooth: NDArray[np.uint8]
    near_smooth: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What every cell holds itself: bits of `Holds`, and its signed radii of least and greatest value."""

    kinds: NDArray[np.uint8]
    nearest_px: Grid
    farthest_px: Grid

    def any_of(self, kinds: Holds) -> Flags:
        return np.asarray((self.kinds & kinds.value) != 0)


def sort_cells(ranges: Grid, focus_inverse_depth: float, lens: LensState, work: Work, reaches: Reaches) -> Cells:
    """Sort a picture's cells for a plane of focus.

    Parameters
    ----------
    ranges
        Least and greatest inverse depth of its blocks (`block_ranges`).
    focus_inverse_depth
        The plane of focus.
    lens
        What it is seen through.
    work
        Which radius is drawn at which size.
    reaches
        How far the gathers' taps go.
    """
    nearest, farthest = (
        np.asarray(coc_radius_px(end, focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px), np.float32)
        for end in (ranges[1], ranges[0])
    )
    held = _held(nearest, farthest, work)
    return _needs(held, work, reaches)


def _held(nearest: Grid, farthest: Grid, work: Work) -> _Held:
    thresholds, kinds = _kinds(work)
    # a radius rounded to the wrong side of a threshold is no harm: hand-overs begin and end at a share of nothing
    low, high = _class_of(nearest, thresholds), _class_of(farthest, thresholds)
    # a step within a block is an edge between two surfaces: what lies between them in depth is not there
    is_edge = farthest - nearest > EDGE_STEP_PX
    around = dilated(farthest, NEIGHBOURS) + dilated(-nearest, NEIGHBOURS)
    own = kinds[is_edge.astype(np.uint8), low, high]
    own |= np.where(around > SMOOTH_PX, np.uint8(Holds.STEP.value), np.uint8(0))
    return _Held(
        over_squares(np.bitwise_or, own, CELL_BLOCKS),
        over_squares(np.minimum, nearest, CELL_BLOCKS),
        over_squares(np.maximum, farthest, CELL_BLOCKS),
    )


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
    """Return between which thresholds radii lie: looked up, which is quicker than ten comparisons."""
    table, most_px = _classes(thresholds)
    held = np.clip(radius_px, -most_px, most_px)
    return table[((held + most_px) * CLASSES_A_PX).astype(np.int32)]


@cache
def _classes(thresholds: tuple[float, ...]) -> tuple[NDArray[np.uint8], float]:
    most_px = thresholds[-1] + 1.0
    middles = (np.arange(int(2.0 * most_px * CLASSES_A_PX) + 1) + 0.5) / CLASSES_A_PX - most_px
    return np.searchsorted(thresholds, middles).astype(np.uint8), most_px


def _needs(held: _Held, work: Work, reaches: Reaches) -> Cells:
    near, far = Holds.FINE_NEAR | Holds.COARSE_NEAR, Holds.FINE_FAR | Holds.COARSE_FAR
    holds_near, holds_far = held.any_of(near), held.any_of(far)
    holds_sharp, holds_small = held.any_of(Holds.SHARP | Holds.SMALL), held.any_of(Holds.SMALL)
    fine_far = held.any_of(Holds.FINE_FAR)
    reach = _Reach(held, work)
    narrow_reaches, wide_reaches = reach.fine_px > 0.0, reach.coarse_px > 0.0
    near_reaches = narrow_reaches | wide_reaches
    covered = holds_near & ~reach.bare
    beside_near = _beside(holds_near)
    taps = _Taps(held, reach, reaches)
    far_smooth, near_smooth = (dilated(steps, TAPPED) for steps in (taps.far_steps, taps.near_steps))
    half_size = narrow_reaches | fine_far | holds_small
    flags = {
        Needs.COARSE_LAYERS: holds_far | beside_near,
        Needs.FINE_LAYERS: _beside(held.any_of(Holds.FINE_NEAR | Holds.FINE_FAR)),
        Needs.HOLES: holds_near,
        Needs.FAR: holds_far | holds_near,
        Needs.FAR_BLUR: holds_far,
        Needs.FINE_FAR: fine_far,
        Needs.COARSE_NEAR: wide_reaches,
        Needs.FINE_NEAR: narrow_reaches,
        Needs.SMALL: holds_small,
        Needs.SMOOTH: ~held.any_of(Holds.STEP),
        Needs.HALF: half_size,
        Needs.NEAR: near_reaches,
        Needs.NEAR_ALONE: covered,
        Needs.MIXED: near_reaches & ~covered & ~holds_sharp,
        Needs.EDGE: holds_far & ~near_reaches & holds_sharp,
        Needs.FAR_ALONE: holds_far & ~near_reaches & ~holds_sharp,
        Needs.COPIED: ~(holds_far | near_reaches | holds_small),
        Needs.FAR_SPARSE: far_smooth > 1,
        Needs.NEAR_SPARSE: near_smooth > 1,
        Needs.MANY_FINE_FAR: taps.many_fine_far,
        Needs.MANY_FINE_NEAR: taps.many_fine_near,
        Needs.MANY_COARSE_FAR: taps.many_coarse_far,
        Needs.MANY_COARSE_NEAR: taps.many_coarse_near,
    }
    needs = np.zeros(held.kinds.shape, np.uint32)
    for flag, cells in flags.items():
        needs |= cells * np.uint32(flag.value)
    return Cells(needs, taps.far_steps, taps.near_steps, far_smooth, near_smooth)


class _Taps:
    """How many taps a cell's discs want, and how far apart they may lie.

    A far disc beside a cell counts for up to twice the cell's own radius.
    """

    def __init__(self, held: _Held, reach: _Reach, reaches: Reaches) -> None:
        own_px = np.maximum(held.farthest_px, 0.0)
        beside_px = dilated(own_px, NEIGHBOURS)

        def met(of_texels: Callable[[Grid], Grid]) -> Grid:
            return np.asarray(np.minimum(of_texels(beside_px), 2.0 * of_texels(own_px)))

        self.many_fine_far = met(fine_texels) > reaches.fine_few
        self.many_coarse_far = met(coarse_texels) > reaches.coarse_few
        self.many_fine_near = fine_texels(reach.fine_px) > reaches.fine_few
        near_texels = coarse_texels(reach.coarse_px)
        self.many_coarse_near = near_texels > reaches.coarse_few
        self.far_steps, self.near_steps = (
            np.ceil(texels / reaches.coarse - 0.001).clip(1, 63).astype(np.uint8)
            for texels in (coarse_texels(own_px), near_texels)
        )


class _Reach:
    """How far what is in front of the plane of focus reaches: by its radius, not by a fixed ring (lens.md).

    Attributes
    ----------
    fine_px, coarse_px
        Greatest radius of the narrow and of the wide near discs that reach, 0 where none does.
    bare
        Where something that is not in front shows within the cell's own reach: there its near layer may be thin.
    """

    def __init__(self, held: _Held, work: Work) -> None:
        near_px = np.maximum(-held.nearest_px, 0.0)
        wide_px = np.where(held.any_of(Holds.COARSE_NEAR), near_px, np.float32(0.0))
        narrow_px = np.where(held.any_of(Holds.FINE_NEAR), np.minimum(near_px, work.coarse_to_px), np.float32(0.0))
        behind = (held.farthest_px > -SMALL_TO_PX).astype(np.uint8)
        self.fine_px, self.coarse_px = np.zeros_like(near_px), np.zeros_like(near_px)
        self.bare = np.zeros(near_px.shape, np.bool_)
        for away_px, kernel in _rings(math.ceil((float(near_px.max()) + NEAR_MARGIN_PX) / CELL_PX)):
            if away_px > float(near_px.max()) + NEAR_MARGIN_PX:
                break
            self.fine_px = np.maximum(self.fine_px, dilated(_reaching(narrow_px, away_px), kernel))
            self.coarse_px = np.maximum(self.coarse_px, dilated(_reaching(wide_px, away_px), kernel))
            self.bare |= (near_px + NEAR_MARGIN_PX >= away_px) & (dilated(behind, kernel) > 0)


def _reaching(radius_px: Grid, away_px: float) -> Grid:
    return np.where(radius_px + NEAR_MARGIN_PX >= away_px, radius_px, np.float32(0.0))


@cache
def _rings(cells: int) -> tuple[tuple[float, NDArray[np.uint8]], ...]:
    """Return distances between cells up to `cells` of them, each with the kernel of all cells no farther away."""
    offsets = np.arange(-cells - 1, cells + 2)
    outside = np.maximum(np.abs(offsets) - 1, 0)
    away = np.hypot(outside[:, None], outside[None, :])
    levels = np.unique(away[away <= cells])
    return tuple((float(level) * CELL_PX, (away <= level + 1e-6).astype(np.uint8)) for level in levels)


def _beside(cells: Flags) -> Flags:
    return np.asarray(dilated(cells.astype(np.uint8), NEIGHBOURS) > 0)
