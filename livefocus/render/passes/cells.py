"""Sorts the cells of a picture by kind of blur: what each holds, what reaches it, what is to be drawn for it.

A few thousand numbers a picture, on the processor: it needs no look at a pixel, and what is not listed costs the GPU
nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import cache, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import dilated
from livefocus.render.passes.choices import Codes, with_neighbours
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
    codes
        Numbers, by which `told` tells what a cell needs: by each of them some of it.
    told
        uint32: bits of `Needs` by code; no bit is told by two of them.
    steps
        uint8 `(rows, columns, 4)`: texels from tap to tap of the gather of wide discs, behind the plane of focus and in
        front of it; the widest of these around, for which the layers are smoothed here. None where all are 1.
    """

    codes: tuple[Codes, ...]
    told: tuple[NDArray[np.uint32], ...]
    steps: NDArray[np.uint8] | None

    @property
    def needs(self) -> NDArray[np.uint32]:
        """Bits of `Needs`."""
        return reduce(or_, (told.take(codes) for told, codes in zip(self.told, self.codes, strict=True)))


class _Around(IntFlag):
    """What is around a cell, beside the bits of `Holds`: of these `BARE` says what is around as well."""

    NEAR_BESIDE = 1 << 8
    NARROW_BESIDE = 1 << 9
    NARROW_REACHES = 1 << 10
    WIDE_REACHES = 1 << 11


NEAR = Holds.FINE_NEAR | Holds.COARSE_NEAR
FAR = Holds.FINE_FAR | Holds.COARSE_FAR
CODES = 1 << 12
"""So many values bits of `Holds` and `_Around` have together."""
TIERS = (
    (Needs.MANY_COARSE_FAR, Needs.MORE_COARSE_FAR),
    (Needs.MANY_COARSE_NEAR, Needs.MORE_COARSE_NEAR),
)
"""Behind and in front: the bits, lowest first, of the number of taps on every texel that a cell wants."""
TAP_NEEDS = (*(bit for bits in TIERS for bit in bits), Needs.MANY_FINE_FAR, Needs.MANY_FINE_NEAR, Needs.NARROW)
"""In the order of the bits in `_tap_codes`."""
APART_NEEDS = (Needs.FAR_APART, Needs.NEAR_APART, Needs.FAR_SPARSE, Needs.NEAR_SPARSE)
"""In the order of `Cells.steps`."""
NOT_APART = np.zeros((), np.uint8)
NEAR_TIER_BIT, FINE_FAR_BIT, FINE_NEAR_BIT, NARROW_BIT = (
    TAP_NEEDS.index(flag) for flag in (TIERS[1][0], *TAP_NEEDS[-3:])
)
ANY_TIER = (1 << FINE_FAR_BIT) - 1


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
    reach = Reach(held)
    kinds = held.kinds | _codes_of_neighbours().take(with_neighbours(held.kinds) | reach.bare)
    kinds |= (reach.near_px > work.coarse_from_px) * np.uint16(_Around.WIDE_REACHES.value)
    limits = _tap_limits(reaches)
    steps, apart = None, NOT_APART
    if max(held.most_behind_px, held.most_in_front_px) > limits.apart_px[0]:
        steps = _steps(held, reach, limits)
        apart = np.packbits(steps > 1, axis=-1, bitorder="little")[..., 0]
    codes = (kinds, _tap_codes(held, reach, work, limits), apart)
    return Cells(codes, (_needs_of_codes(), _needs_of_bits(TAP_NEEDS), _needs_of_bits(APART_NEEDS)), steps)


@cache
def _codes_of_neighbours() -> NDArray[np.uint16]:
    """Return what is around by all bits of `Holds` that a cell and its neighbours have."""
    kinds = np.arange(256)
    return _coded(
        {
            Holds.BARE: kinds & Holds.BARE.value,
            _Around.NEAR_BESIDE: kinds & NEAR.value,
            _Around.NARROW_REACHES: kinds & Holds.FINE_NEAR.value,  # beyond its neighbours no narrow disc reaches
            _Around.NARROW_BESIDE: kinds & (Holds.FINE_NEAR | Holds.FINE_FAR).value,
        }
    )


def _coded(flags: dict[Holds | _Around, NDArray[np.int64]]) -> NDArray[np.uint16]:
    """Return the flags whose numbers are not zero."""
    return np.asarray(np.bitwise_or.reduce([(cells != 0) * np.uint16(flag.value) for flag, cells in flags.items()]))


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
    covered = holds_near & ~any_of(Holds.BARE)
    one_surface = ~any_of(Holds.STEP)
    # a surface that comes out of focus towards us: its near layer begins over itself, and nothing else is behind it
    slants = holds_near & ~covered & ~holds_far & ~wide_reaches & one_surface
    shows_far = holds_far | holds_near & ~slants
    flags = {
        Needs.COARSE_LAYERS: holds_far | any_of(_Around.NEAR_BESIDE),
        Needs.FINE_LAYERS: any_of(_Around.NARROW_BESIDE),
        Needs.HOLES: holds_near,
        Needs.FAR: shows_far,
        Needs.FAR_BLUR: holds_far,
        Needs.FINE_FAR: fine_far,
        Needs.COARSE_NEAR: wide_reaches,
        Needs.FINE_NEAR: narrow_reaches,
        Needs.SMALL: holds_small | slants,
        Needs.SMOOTH: one_surface,
        Needs.HALF: narrow_reaches | fine_far,
        Needs.NEAR: near_reaches,
        Needs.NEAR_ALONE: covered,
        Needs.COVERS: covered | slants,
        Needs.MIXED: near_reaches & ~covered & ~holds_sharp & ~slants,
        Needs.EDGE: holds_far & ~near_reaches & holds_sharp,
        Needs.FAR_ALONE: holds_far & ~near_reaches & ~holds_sharp,
        Needs.COPIED: ~(holds_far | near_reaches | holds_small),
        Needs.FLAT: ~holds_sharp & (holds_near ^ holds_far),
    }
    return _united(flags)


@cache
def _needs_of_bits(flags: tuple[Needs, ...]) -> NDArray[np.uint32]:
    """Return the flags that are told by one bit each, the first one's the lowest."""
    codes = np.arange(1 << len(flags))
    return _united({flag: (codes >> number & 1) != 0 for number, flag in enumerate(flags)})


def _united(flags: dict[Needs, Flags]) -> NDArray[np.uint32]:
    return np.asarray(np.bitwise_or.reduce([cells * np.uint32(flag.value) for flag, cells in flags.items()]))


def _tap_codes(held: Held, reach: Reach, work: Work, limits: _TapLimits) -> NDArray[np.uint8]:
    """Return how many taps a cell's discs want, and whether they are few for one surface, in bits of `TAP_NEEDS`.

    A far disc beside a cell counts for up to twice the cell's own radius.
    """
    codes = np.zeros(held.kinds.shape, np.uint8)
    if held.most_behind_px > 0.0:
        own_px, beside_px = held.behind_px, dilated(held.behind_px, NEIGHBOURS)
        codes |= _tier((beside_px > limits.dense_px) & (own_px > limits.half_dense_px))
        codes |= ((beside_px > limits.fine_px) & (own_px > limits.half_fine_px)).view(np.uint8) << FINE_FAR_BIT
    if held.most_in_front_px > 0.0:
        codes |= _tier(reach.near_px > limits.dense_px) << NEAR_TIER_BIT
        own_px = np.minimum(held.in_front_px, work.coarse_to_px)
        narrow_px = dilated(own_px * ((held.kinds & Holds.FINE_NEAR.value) != 0), NEIGHBOURS)
        codes |= (narrow_px > limits.fine_px).view(np.uint8) << FINE_NEAR_BIT
    narrow = (codes & ANY_TIER | held.kinds & Holds.STEP.value) == 0
    codes |= narrow.view(np.uint8) << NARROW_BIT
    return codes


def _tier(wanted: Flags) -> NDArray[np.uint8]:
    """Return which number of taps is wanted, by whether each of those after the first is, `(tiers, rows, columns)`."""
    return np.asarray(np.add.reduce(wanted, axis=0, dtype=np.uint8))


def _steps(held: Held, reach: Reach, limits: _TapLimits) -> NDArray[np.uint8]:
    """Return how far apart taps may lie, as in `Cells`."""
    apart = [_apart(radius_px, limits.apart_px) for radius_px in (held.behind_px, reach.near_px)]
    return np.stack((*apart, *(dilated(steps, TAPPED) for steps in apart)), axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class _TapLimits:
    """Radii beyond which something changes: comparing is quicker than telling how wide every cell's discs are.

    Attributes
    ----------
    fine_px
        Few taps no longer do for the half-size gather.
    half_fine_px
        Discs are more than half as wide as those few taps do for.
    dense_px, half_dense_px
        Of the quarter-size gather, the next greater number of taps on every texel is wanted, `(tiers, 1, 1)`; and for
        half as wide discs.
    apart_px
        Taps lie two, three … texels apart.
    """

    fine_px: np.float32
    half_fine_px: np.float32
    dense_px: Grid
    half_dense_px: Grid
    apart_px: Grid


@cache
def _tap_limits(reaches: Reaches) -> _TapLimits:
    fine_px, half_fine_px = radius_within(fine_texels, (reaches.fine_few, reaches.fine_few / 2.0))
    dense = np.array(reaches.coarse[:-1])[:, None, None]
    texels = np.arange(1, MOST_STEPS) * (reaches.apart * 1.001)
    apart_px = radius_within(coarse_texels, np.maximum(texels, reaches.coarse[-1]))
    dense_px, half_dense_px = (radius_within(coarse_texels, each) for each in (dense, dense / 2.0))
    return _TapLimits(fine_px, half_fine_px, dense_px, half_dense_px, apart_px)


def _apart(radius_px: Grid, limits_px: Grid) -> NDArray[np.uint8]:
    steps = np.ones(radius_px.shape, np.uint8)
    for each in limits_px[: int(limits_px.searchsorted(radius_px.max()))]:
        steps += radius_px > each
    return steps
