"""The sort of cells against a plain one, which looks at every cell, and at every other from there, by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from livefocus.render.passes.cells import Reaches, sort_cells
from livefocus.render.passes.ladder import (
    CELL_PX,
    EDGE_STEP_PX,
    NEAR_MARGIN_PX,
    RIM_STEP_PX,
    SHARP_PX,
    SMALL_FROM_PX,
    SMALL_TO_PX,
    SMOOTH_PX,
    WORK,
    Holds,
    Needs,
    Work,
)
from livefocus.render.passes.lattice import Grid, coarse_texels, fine_texels
from livefocus.render.passes.ranges import relief_of
from livefocus.state import LensState, Quality

LENS = LensState(blur_px=32.0)
FOCUS = 1.1
REACHES = Reaches(1.5, (2.3, 3.5, 4.8), 2.1)
STEP_PX, FIRST_PX = 0.41, 0.235
"""Radii are so many steps of the one from the other: none of them, and no difference, is on any threshold."""
NEAR, FAR = Holds.FINE_NEAR | Holds.COARSE_NEAR, Holds.FINE_FAR | Holds.COARSE_FAR
NOTHING = Holds(0)

Radii = NDArray[np.float64]
Place = tuple[int, int]
OfRadius = Callable[[Grid], Grid]


@dataclass(frozen=True)
class PlainCell:
    """What one cell holds, and its least and greatest signed radius."""

    kinds: Holds
    low_px: float
    high_px: float


def kinds_of_block(low_px: float, high_px: float, work: Work) -> Holds:
    spans = (
        (Holds.SHARP, -SHARP_PX, SHARP_PX),
        (Holds.SMALL, SHARP_PX, SMALL_TO_PX),
        (Holds.SMALL, -SMALL_TO_PX, -SHARP_PX),
        (Holds.FINE_FAR, SMALL_FROM_PX, work.coarse_to_px),
        (Holds.COARSE_FAR, work.coarse_from_px, math.inf),
        (Holds.FINE_NEAR, -work.coarse_to_px, -SMALL_FROM_PX),
        (Holds.COARSE_NEAR, -math.inf, -work.coarse_from_px),
    )
    is_edge = high_px - low_px > EDGE_STEP_PX
    held = NOTHING
    for low, high in ((low_px, low_px), (high_px, high_px)) if is_edge else ((low_px, high_px),):
        for kind, start, end in spans:
            held |= kind if low < end and high > start else NOTHING
    is_bare = high_px > -SMALL_TO_PX or (high_px - low_px > RIM_STEP_PX and Holds.COARSE_NEAR in held)
    return held | (Holds.BARE if is_bare else NOTHING)


def plain_cells(low_px: Radii, high_px: Radii, work: Work) -> dict[Place, PlainCell]:
    rows, columns = low_px.shape
    cells = {}
    for row, column in np.ndindex(-(-rows // 2), -(-columns // 2)):
        held = NOTHING
        for y in range(2 * row, min(2 * row + 2, rows)):
            for x in range(2 * column, min(2 * column + 2, columns)):
                around = np.s_[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2]
                is_step = high_px[around].max() - low_px[around].min() > SMOOTH_PX
                held |= kinds_of_block(low_px[y, x], high_px[y, x], work) | (Holds.STEP if is_step else NOTHING)
        square = np.s_[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        cells[row, column] = PlainCell(held, float(low_px[square].min()), float(high_px[square].max()))
    return cells


def within(cells: dict[Place, PlainCell], place: Place, rings: int) -> Iterator[PlainCell]:
    for row in range(place[0] - rings, place[0] + rings + 1):
        for column in range(place[1] - rings, place[1] + rings + 1):
            if (row, column) in cells:
                yield cells[row, column]


def away_px(one: Place, other: Place) -> float:
    """Return how far apart the nearest pixels of two cells are."""
    return CELL_PX * math.hypot(*(max(abs(a - b) - 1, 0) for a, b in zip(one, other, strict=True)))


def reaching_px(cells: dict[Place, PlainCell], place: Place, work: Work) -> tuple[float, float]:
    """Return the greatest narrow and the greatest wide radius in front that reaches a cell."""
    narrow, wide = [0.0], [0.0]
    for other, cell in cells.items():
        away = away_px(place, other) - NEAR_MARGIN_PX
        for kind, most_px, met in ((Holds.FINE_NEAR, work.coarse_to_px, narrow), (Holds.COARSE_NEAR, math.inf, wide)):
            radius_px = min(-cell.low_px, most_px)
            if cell.kinds & kind and radius_px >= away:
                met.append(radius_px)
    return max(narrow), max(wide)


def texels(of_radius: OfRadius, radius_px: float) -> float:
    return float(of_radius(np.array([max(radius_px, 0.0)], np.float32))[0])


def steps_of(radius_px: float) -> int:
    wide = texels(coarse_texels, radius_px)
    return 1 if wide <= REACHES.coarse[-1] else max(math.ceil(wide / REACHES.apart - 0.001), 2)


def tier_of(radius_texels: float) -> int:
    return sum(radius_texels > reach for reach in REACHES.coarse[:-1])


def plain_needs(cells: dict[Place, PlainCell], place: Place, work: Work) -> Needs:
    own, beside = cells[place], list(within(cells, place, 1))
    narrow_px, wide_px = reaching_px(cells, place, work)
    bare = any(
        Holds.BARE in cell.kinds and away_px(place, other) <= NEAR_MARGIN_PX - own.low_px
        for other, cell in cells.items()
    )
    reached, covered = max(narrow_px, wide_px) > 0.0, bool(own.kinds & NEAR) and not bare
    far, small = bool(own.kinds & FAR), bool(own.kinds & Holds.SMALL)
    shown = bool(own.kinds & (Holds.SHARP | Holds.SMALL))
    beside_px = max(cell.high_px for cell in beside)
    one_surface = not own.kinds & Holds.STEP
    slant = bool(own.kinds & NEAR) and not covered and not far and wide_px == 0.0 and one_surface
    shows_far = far or (bool(own.kinds & NEAR) and not slant)

    beside_texels, own_texels = (texels(fine_texels, each) for each in (beside_px, own.high_px))
    far_tier = tier_of(min(texels(coarse_texels, beside_px), 2.0 * texels(coarse_texels, own.high_px)))
    near_tier = tier_of(texels(coarse_texels, wide_px))
    steps, near_steps = steps_of(own.high_px), steps_of(wide_px)

    needs = {
        Needs.FINE_LAYERS: any(cell.kinds & (Holds.FINE_NEAR | Holds.FINE_FAR) for cell in beside),
        Needs.COARSE_LAYERS: far or any(cell.kinds & NEAR for cell in beside),
        Needs.HOLES: bool(own.kinds & NEAR),
        Needs.FAR: shows_far,
        Needs.FAR_BLUR: far,
        Needs.FINE_FAR: bool(own.kinds & Holds.FINE_FAR),
        Needs.COARSE_NEAR: wide_px > 0.0,
        Needs.FINE_NEAR: narrow_px > 0.0,
        Needs.HALF: narrow_px > 0.0 or bool(own.kinds & Holds.FINE_FAR),
        Needs.NEAR: reached,
        Needs.SMALL: small or slant,
        Needs.EDGE: far and shown and not reached,
        Needs.FAR_ALONE: far and not shown and not reached,
        Needs.NEAR_ALONE: covered,
        Needs.COVERS: covered or slant,
        Needs.MIXED: reached and not covered and not shown and not slant,
        Needs.SMOOTH: one_surface,
        Needs.COPIED: not (far or reached or small),
        Needs.FLAT: not shown and far is not bool(own.kinds & NEAR),
        Needs.FAR_SPARSE: any(steps_of(cell.high_px) > 1 for cell in within(cells, place, 2)),
        Needs.MANY_FINE_FAR: min(beside_texels, 2.0 * own_texels) > REACHES.fine_few,
        Needs.MANY_COARSE_FAR: far_tier in (1, 3),
        Needs.MORE_COARSE_FAR: far_tier in (2, 3),
        Needs.MANY_FINE_NEAR: texels(fine_texels, narrow_px) > REACHES.fine_few,
        Needs.MANY_COARSE_NEAR: near_tier in (1, 3),
        Needs.MORE_COARSE_NEAR: near_tier in (2, 3),
        Needs.NARROW: far_tier == near_tier == 0 and one_surface,
        Needs.FAR_APART: steps > 1,
        Needs.NEAR_APART: near_steps > 1,
    }
    told = Needs(0)
    for flag, is_so in needs.items():
        told |= flag if is_so else Needs(0)
    return told


def surfaces(seed: int, shape: Place) -> tuple[Radii, Radii]:
    """Draw patches at some radii, a little uneven, with blocks that hold an edge here and there."""
    rng = np.random.default_rng(seed)
    steps = rng.integers(-60, 61, (shape[0] // 5 + 1, shape[1] // 7 + 1)) * rng.integers(0, 2)
    low = np.kron(steps, np.ones((5, 7), int))[: shape[0], : shape[1]] + rng.integers(-8, 9)
    low = low + rng.integers(0, 2, shape)
    high = low + rng.integers(0, 3, shape) + rng.integers(0, 30, shape) * (rng.random(shape) < 0.05)
    return FIRST_PX + STEP_PX * low, FIRST_PX + STEP_PX * high


@pytest.mark.parametrize("quality", Quality)
@given(seed=st.integers(0, 10_000), shape=st.tuples(st.integers(1, 17), st.integers(1, 17)))
def test_cells_are_sorted_as_if_each_were_looked_at_by_itself(quality: Quality, seed: int, shape: Place) -> None:
    work = WORK[quality]
    low_px, high_px = surfaces(seed, shape)
    ranges = FOCUS - np.stack([high_px, low_px]) / LENS.blur_px
    sorted_ = sort_cells(relief_of(ranges.astype(np.float32)), FOCUS, LENS, work, REACHES)
    cells = plain_cells(low_px, high_px, work)
    near_steps = np.ones(sorted_.needs.shape, int)
    steps = np.ones((*near_steps.shape, 4), int) if sorted_.steps is None else sorted_.steps
    for place, cell in cells.items():
        told = Needs(int(sorted_.needs[place])) & ~Needs.NEAR_SPARSE
        assert told == plain_needs(cells, place, work), place
        near_steps[place] = steps_of(reaching_px(cells, place, work)[1])
        assert steps[place][0] == steps_of(cell.high_px)
        assert steps[place][2] == max(steps_of(other.high_px) for other in within(cells, place, 2))
    for row, column in cells:
        around = near_steps[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3].max()
        assert tuple(steps[row, column][[1, 3]]) == (near_steps[row, column], around)
        assert bool(sorted_.needs[row, column] & Needs.NEAR_SPARSE.value) == (around > 1)
