"""Sorts the cells of a picture by kind of blur: what each holds, what reaches it, what is to be drawn for it.

A few thousand numbers a picture, on the processor: it needs no look at a pixel, and what is not listed costs the GPU
nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import cache

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import dilated
from livefocus.render.passes.held import Flags, Grid, Held, held_by
from livefocus.render.passes.ladder import Holds, Needs, Work
from livefocus.render.passes.lattice import coarse_texels, fine_texels, radius_within
from livefocus.render.passes.ranges import NEIGHBOURS, Relief
from livefocus.render.passes.reach import Reach
from livefocus.state import LensState

TAPPED = np.ones((5, 5), np.uint8)
MOST_STEPS = 63
"""So many texels apart taps may be, at most: what six bits of a tile can tell."""


@dataclass(frozen=True, slots=True)
class Reaches:
    """How many texels wide the discs may be for some number of taps.

    Attributes
    ----------
    fine_few
        Of the program with few taps at half of the size.
    coarse
        At a quarter of the size, taps on every texel: of up to four programs, from few to many taps.
    apart
        At a quarter of the size, of the taps that lie apart where discs are still wider: in steps.
    """

    fine_few: float
    coarse: tuple[float, ...]
    apart: float


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What is to be drawn for every cell, `(rows, columns)`.

    Attributes
    ----------
    needs
        uint32: bits of `Needs`.
    steps
        uint8 `(rows, columns, 4)`: texels from tap to tap of the gather of wide discs, behind the plane of focus and in
        front of it; the widest of these around, for which the layers are smoothed here. None where all are 1.
    """

    needs: NDArray[np.uint32]
    steps: NDArray[np.uint8] | None


class _Around(IntFlag):
    """What is around a cell, in the bits above those of `Holds` and in the order in which `_around` packs them."""

    NEAR_BESIDE = 1 << 8
    NARROW_BESIDE = 1 << 9
    NARROW_REACHES = 1 << 10
    WIDE_REACHES = 1 << 11
    BARE = 1 << 12


NEAR = Holds.FINE_NEAR | Holds.COARSE_NEAR
FAR = Holds.FINE_FAR | Holds.COARSE_FAR
CODES = 1 << 13
"""So many values bits of `Holds` and `_Around` have together."""
TIERS = (
    (Needs.MANY_COARSE_FAR, Needs.MORE_COARSE_FAR),
    (Needs.MANY_COARSE_NEAR, Needs.MORE_COARSE_NEAR),
)
"""Behind and in front: the bits, lowest first, of the number of taps on every texel that a cell wants."""
TIER_BITS = len(TIERS[0])
TAP_NEEDS = (
    *(bit for bits in TIERS for bit in bits),
    Needs.MANY_FINE_FAR,
    Needs.MANY_FINE_NEAR,
    Needs.FAR_SPARSE,
    Needs.NEAR_SPARSE,
    Needs.FAR_APART,
    Needs.NEAR_APART,
)
"""In the order in which `_Taps` packs them."""


def sort_cells(relief: Relief, focus_inverse_depth: float, lens: LensState, work: Work, reaches: Reaches) -> Cells:
    """Sort a picture's cells for a plane of focus.

    Parameters
    ----------
    relief
        Between which inverse depths its parts lie.
    focus_inverse_depth
        The plane of focus.
    lens
        What it is seen through.
    work
        Which radius is drawn at which size.
    reaches
        How far the gathers' taps go.
    """
    held = held_by(relief, focus_inverse_depth, lens, work)
    reach = Reach(held, work)
    taps = _Taps(held, reach, reaches)
    needs = _needs_of_codes().take(held.kinds | _around(held, reach))
    needs |= _needs_of_taps().take(taps.packed)
    return Cells(needs, taps.steps)


def _around(held: Held, reach: Reach) -> NDArray[np.uint16]:
    """Return bits of `_Around`."""
    packed = _packed(
        _beside(held.any_of(NEAR)),
        _beside(held.any_of(Holds.FINE_NEAR | Holds.FINE_FAR)),
        reach.fine_px > 0.0,
        reach.coarse_px > 0.0,
        reach.bare,
    )
    return packed << np.uint16(8)


@cache
def _needs_of_codes() -> NDArray[np.uint32]:
    """Return what a cell needs by bits of `Holds` and `_Around`: told once for all there are, then only looked up."""
    codes = np.arange(CODES)

    def any_of(flags: Holds | _Around) -> Flags:
        return np.asarray((codes & flags.value) != 0)

    holds_near, holds_far = any_of(NEAR), any_of(FAR)
    holds_sharp, holds_small = any_of(Holds.SHARP | Holds.SMALL), any_of(Holds.SMALL)
    fine_far = any_of(Holds.FINE_FAR)
    narrow_reaches, wide_reaches = any_of(_Around.NARROW_REACHES), any_of(_Around.WIDE_REACHES)
    near_reaches = narrow_reaches | wide_reaches
    covered = holds_near & ~any_of(_Around.BARE)
    flags = {
        Needs.COARSE_LAYERS: holds_far | any_of(_Around.NEAR_BESIDE),
        Needs.FINE_LAYERS: any_of(_Around.NARROW_BESIDE),
        Needs.HOLES: holds_near,
        Needs.FAR: holds_far | holds_near,
        Needs.FAR_BLUR: holds_far,
        Needs.FINE_FAR: fine_far,
        Needs.COARSE_NEAR: wide_reaches,
        Needs.FINE_NEAR: narrow_reaches,
        Needs.SMALL: holds_small,
        Needs.SMOOTH: ~any_of(Holds.STEP),
        Needs.HALF: narrow_reaches | fine_far | holds_small,
        Needs.NEAR: near_reaches,
        Needs.NEAR_ALONE: covered,
        Needs.MIXED: near_reaches & ~covered & ~holds_sharp,
        Needs.EDGE: holds_far & ~near_reaches & holds_sharp,
        Needs.FAR_ALONE: holds_far & ~near_reaches & ~holds_sharp,
        Needs.COPIED: ~(holds_far | near_reaches | holds_small),
        Needs.FLAT: ~holds_sharp & (holds_near ^ holds_far),
    }
    return _united(flags)


@cache
def _needs_of_taps() -> NDArray[np.uint32]:
    """Return `TAP_NEEDS` by their packed bits."""
    packed = np.arange(1 << len(TAP_NEEDS))
    return _united({flag: (packed >> number & 1) != 0 for number, flag in enumerate(TAP_NEEDS)})


def _united(flags: dict[Needs, Flags]) -> NDArray[np.uint32]:
    return np.asarray(np.bitwise_or.reduce([cells * np.uint32(flag.value) for flag, cells in flags.items()]))


def _packed(*flags: Flags) -> NDArray[np.uint16]:
    """Pack up to sixteen flags, the first into the lowest bit."""
    packed = np.zeros(flags[0].shape, np.uint16)
    for number, each in enumerate(flags):
        packed |= each.astype(np.uint16) << np.uint16(number)
    return packed


class _Taps:
    """How many taps a cell's discs want, and how far apart they may lie.

    A far disc beside a cell counts for up to twice the cell's own radius.

    Attributes
    ----------
    packed
        uint16: which of `TAP_NEEDS` the cells have.
    steps
        As in `Cells`.
    """

    steps: NDArray[np.uint8] | None

    def __init__(self, held: Held, reach: Reach, reaches: Reaches) -> None:
        own_px, wide_px, limits = held.behind_px, reach.coarse_px, _tap_limits(reaches)
        beside_px = dilated(own_px, NEIGHBOURS)
        far_is_many = (beside_px > limits.fine_px) & (own_px > limits.half_fine_px)
        flags = [far_is_many, reach.fine_px > limits.fine_px]
        self.steps = None
        if max(own_px.max(), wide_px.max()) > limits.apart_px[0]:
            apart = [_steps(radius_px, limits.apart_px) for radius_px in (own_px, wide_px)]
            smooth = [dilated(steps, TAPPED) for steps in apart]
            self.steps = np.stack((*apart, *smooth), axis=-1)
            flags += [steps > 1 for steps in (*smooth, *apart)]
        far, near = _tier(beside_px, own_px, limits.dense_px), _tier(wide_px, wide_px, limits.dense_px)
        self.packed = far | near << np.uint16(TIER_BITS) | _packed(*flags) << np.uint16(2 * TIER_BITS)


@dataclass(frozen=True, slots=True, eq=False)
class _TapLimits:
    """Radii beyond which something changes: comparing is quicker than telling how wide every cell's discs are.

    Attributes
    ----------
    fine_px
        Few taps no longer do for the half-size gather.
    half_fine_px
        Discs are more than half as wide as those few taps do for.
    dense_px
        Of the quarter-size gather, the next greater number of taps on every texel is wanted; and half of it.
    apart_px
        Taps lie two, three … texels apart.
    """

    fine_px: np.float32
    half_fine_px: np.float32
    dense_px: tuple[tuple[np.float32, np.float32], ...]
    apart_px: Grid


@cache
def _tap_limits(reaches: Reaches) -> _TapLimits:
    fine_px, half_fine_px = radius_within(fine_texels, (reaches.fine_few, reaches.fine_few / 2.0))
    dense_px = (radius_within(coarse_texels, (each, each / 2.0)) for each in reaches.coarse[:-1])
    texels = np.arange(1, MOST_STEPS) * (reaches.apart * 1.001)
    apart_px = radius_within(coarse_texels, np.maximum(texels, reaches.coarse[-1]))
    return _TapLimits(fine_px, half_fine_px, tuple((px, half_px) for px, half_px in dense_px), apart_px)


def _tier(radius_px: Grid, own_px: Grid, limits_px: tuple[tuple[np.float32, np.float32], ...]) -> NDArray[np.uint16]:
    """Return by which number of taps on every texel the discs are drawn, which count for up to twice the own radius."""
    tier = np.zeros(radius_px.shape, np.uint16)
    for within_px, half_px in limits_px:
        tier += (radius_px > within_px) & (own_px > half_px)
    return tier


def _steps(radius_px: Grid, limits_px: Grid) -> NDArray[np.uint8]:
    steps = np.ones(radius_px.shape, np.uint8)
    for each in limits_px[: int(limits_px.searchsorted(radius_px.max()))]:
        steps += radius_px > each
    return steps


def _beside(cells: Flags) -> Flags:
    return dilated(cells.view(np.uint8), NEIGHBOURS).view(np.bool_)
