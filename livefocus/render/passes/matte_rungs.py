"""How a layer of one radius is blurred: at which size, with taps how far apart, and how wide a disc makes it as wide.

A plane of a matte has the same radius everywhere, so that what the depth lens decides a tile or a texel at a time is
decided here once a picture. Rungs hand over to each other like those of `shaders/lib/ladder.glsl`: a sweep meets no
step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.ladder import EVEN_STEPS, SHARP_PX, SMALL_FROM_PX, SMALL_TO_PX, SMALL_WIDEST_PX, Work

HAND_OVER = 0.92
"""From this part of a rung's widest radius on the next one is mixed in."""
READ_BETWEEN_PX2 = 1.0 / 3.0
"""Second moment of what a ray that falls between pixels reads."""
COUNTED = 0.3
"""How much of its own softness a rung's disc is made narrower for. All would be as wide as the truth; but what is soft
lacks rim, and this is nearest to the truth: 37.9 dB in the mean of radii from 3 to 60 px; 37.2 with all, 37.8 with
none."""
TENT_PX2 = {1: 0.0, 2: 1.5, 4: 5.5, 8: 21.5}
"""Second moment of bilinear interpolation back to full size."""

Kernel = tuple[float, float, float]
"""Weight of the middle texel, of one beside it, of one at a corner."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One way of blurring.

    Attributes
    ----------
    scale
        Pixels a texel: 1 (a kernel of three by three), 2, 4 or 8.
    steps
        Texels from tap to tap.
    """

    scale: int
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """A rung, and how much of the next coarser one is mixed in (0: none, and it is not drawn)."""

    rung: Rung
    coarser: Rung
    of_coarser: float


def share_for(radius_px: float, work: Work, reach: float) -> Share:
    """Return the rungs of a radius ≥ 0; `reach` is the lattice's of wide discs, in steps."""
    ladder = [
        (Rung(1), SMALL_FROM_PX, SMALL_TO_PX),
        (Rung(2), work.coarse_from_px, work.coarse_to_px),
    ]
    for rung in _wide_rungs():
        widest_px = rung.scale * rung.steps * reach
        if HAND_OVER * widest_px >= work.coarse_to_px:
            ladder.append((rung, HAND_OVER * widest_px, widest_px))
        if HAND_OVER * widest_px > radius_px:
            break
    number = next(number for number, (_, _, to_px) in enumerate(ladder) if radius_px <= to_px)
    rung, from_px, to_px = ladder[number]
    of_coarser = max((radius_px - from_px) / (to_px - from_px), 0.0)
    return Share(rung, ladder[number + 1][0] if of_coarser > 0.0 else rung, of_coarser)


def _wide_rungs() -> Iterator[Rung]:
    """Go through the rungs for wide discs: where taps would lie too far apart a texel is taken larger instead."""
    yield from (Rung(4, steps) for steps in range(1, EVEN_STEPS + 1))
    yield from (Rung(8, steps) for steps in count(EVEN_STEPS))


def narrow_kernel(radius_px: float) -> Kernel:
    """Return the blur of a narrow disc on pixels read between their middles, as 60_composite has it (SMOOTH)."""
    r = min(max(min((radius_px - SHARP_PX) / (1.0 - SHARP_PX), radius_px), 0.0), SMALL_WIDEST_PX)
    beside, corner = r * (0.21221 - 0.07958 * r) - 0.065 * max(r - 1.0, 0.0) ** 2, 0.03979 * r * r
    return 1.0 - 4.0 * (beside + corner), beside, corner


def _box(side: float) -> Kernel:
    whole = (1.0 + 2.0 * side) ** 2
    return 1.0 / whole, side / whole, side * side / whole


def smoothing_before(steps: int) -> tuple[Kernel, int]:
    """Return kernel and distance of what makes a layer even for taps so many texels apart."""
    return _box(min(0.5 * (steps - 1), 1.0)), max(int(0.4 * steps), 1)


def smoothing_after(steps: int) -> tuple[Kernel, int]:
    """Return kernel and distance of what takes away a pattern of the taps' own period."""
    apart = max(int(0.5 * steps), 1)
    return _box(-0.5 / math.cos(2.0 * math.pi * apart / steps)), apart


def disc_steps(radius_px: float, rung: Rung, distances: NDArray[np.float64], reach: float) -> float:
    """Return the radius, in steps of the lattice, that makes the blur as wide as the disc wanted: by second moments.

    Parameters
    ----------
    distances
        Of the lattice's taps from the middle, as the opening has it.
    reach
        Radius up to which none is missing.
    """
    wanted = 0.5 * radius_px**2 + READ_BETWEEN_PX2 - COUNTED * _own_px2(rung)
    wanted /= (rung.scale * rung.steps) ** 2
    low, high = 0.5, reach + 0.5
    for _ in range(16):
        middle = 0.5 * (low + high)
        weights = np.clip(middle - distances + 0.5, 0.0, 1.0)
        if float((weights * distances**2).sum() / (1.0 + weights.sum())) < wanted:
            low = middle
        else:
            high = middle
    return low


def _own_px2(rung: Rung) -> float:
    """Return the second moment of a rung without its taps."""
    own = (rung.scale**2 - 1) / 6.0 + TENT_PX2[rung.scale]
    stages = [smoothing_before(rung.steps)] if rung.steps > 1 else []
    stages += [smoothing_after(rung.steps)] if rung.steps > EVEN_STEPS else []
    for (_, beside, corner), apart in stages:
        own += (4.0 * beside + 8.0 * corner) * (apart * rung.scale) ** 2
    return own
