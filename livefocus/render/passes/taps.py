"""The taps of a disc, baked into shader text.

Rings of 6, 12, 18 … taps around a middle one, each standing for the same area; drawn in to the shape of the opening.
Written out as text because a software rasteriser fetches a constant for nothing and a uniform for as much as a texel.
"""

from __future__ import annotations

import math

import numpy as np

from livefocus.optics.aperture import Points, opening_from_disc
from livefocus.render.program import Defines
from livefocus.state import ApertureState


def ring_points(rings: int) -> tuple[Points, list[int]]:
    """Return points of the unit disc, `(n, 2)`, and the ring each lies on, without the middle one.

    Ring i lies at `i / (rings + ½)`: the outermost one stands for the area up to the rim. Every other ring is turned by
    half a step, so that no spokes form.
    """
    points, numbers = [], []
    for ring in range(1, rings + 1):
        count = 6 * ring
        angles = (np.arange(count) + 0.5 * (ring % 2)) * (2.0 * math.pi / count)
        points.append(np.column_stack((np.cos(angles), np.sin(angles))) * ring / (rings + 0.5))
        numbers += [ring] * count
    return np.concatenate(points), numbers


def tap_defines(rings: int, aperture: ApertureState) -> Defines:
    """Return `RINGS` and `TAPS`: a list of `TAP(x, y, ring, light)` in units of the CoC radius, picture space."""
    disc, numbers = ring_points(rings)
    opened = opening_from_disc(disc, aperture)
    mean = float(opened.weight.mean())
    taps = [
        f"TAP({x:.5f}, {y:.5f}, {ring}.0, {weight / mean:.4f})"
        for (x, y), ring, weight in zip(opened.picture, numbers, opened.weight, strict=True)
    ]
    return {"RINGS": rings, "TAPS": " ".join(taps)}


def small_tap_defines(reach_px: float) -> Defines:
    """Return `SMALL_TAPS`: every whole pixel whose middle lies less than `reach_px + ½` away, but the middle one."""
    side = math.floor(reach_px + 0.5)
    taps = [
        f"SMALL_TAP({x}, {y}, {math.hypot(x, y):.5f})"
        for y in range(-side, side + 1)
        for x in range(-side, side + 1)
        if (x, y) != (0, 0) and math.hypot(x, y) < reach_px + 0.5
    ]
    return {"SMALL_TAPS": " ".join(taps)}
