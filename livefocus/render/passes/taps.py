"""The taps of a disc, baked into shader text.

Taps lie on the texels themselves, all that a disc of some texels can reach. How much of a tap counts is the tap's
distance from the middle against its radius, so that a disc grows and shrinks without a step, whatever its shape.
Written out as text because a software rasteriser fetches a constant for nothing and a uniform for as much as a texel.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livefocus.optics.aperture import Points, aperture_mask, rounded_distance, squeezed
from livefocus.render.program import Defines
from livefocus.state import ApertureState

SIDE = 12
"""No lattice of a few dozen taps goes on further than this, however narrow its opening."""


def lattice(aperture: ApertureState, count: int) -> tuple[Points, NDArray[np.float64], float]:
    """Return whole points nearest to the middle as the opening has it, without the middle one.

    Returns
    -------
    points
        `(n, 2)`, n ≤ `count` and as large as may be: never a part of those that lie equally far.
    distances
        `(n,)`: radius of the smallest disc that reaches the point, 1 step from point to point.
    reach
        Largest radius for which no tap is missing.
    """
    axis = np.arange(-SIDE, SIDE + 1)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2).astype(np.float64)
    points = points[points.any(axis=1)]
    distances = rounded_distance(points, aperture)
    order = np.argsort(distances, kind="stable")
    points, distances = points[order], distances[order]
    least_left_out = distances[count]
    taken = distances < least_left_out - 1e-6
    return points[taken], distances[taken], float(least_left_out) - 0.5


def quad_defines(count: int, aperture: ApertureState) -> Defines:
    """Return what `shaders/lib/quads.glsl` wants to know: which taps a pixel reads, and for whom.

    Empty where an opening looks another way in a mirror: then pixels beside each other have no use for what the others
    read.
    """
    points, distances, _ = lattice(aperture, count)
    distance = {(int(x), int(y)): rho for (x, y), rho in zip(points, distances, strict=True)} | {(0, 0): -1.0}
    if any(abs(distance.get((abs(x), abs(y)), np.inf) - rho) > 1e-6 for (x, y), rho in distance.items()):
        return {}
    read = sorted((max(tap), tap[1], tap[0]) for tap in distance if min(tap) >= 0)
    first: list[str] = []
    taps: list[str] = []
    for number, (_, y, x) in enumerate(read):
        # corners are looked at before any tap is counted; what else is read is used up at once
        (first if max(x, y) < 2 else taps).append(f"READ({number}, {x:.1f}, {y:.1f})")
        # the pixel beside lies a texel inward, and its outward is our inward
        inward_x, inward_y = -1 - x, -1 - y
        to_whom = ((x, y), (inward_x, y), (x, inward_y), (inward_x, inward_y))
        for whom, tap in enumerate(to_whom):
            if tap in distance and tap != (0, 0):
                across, down = -tap[0] if whom & 1 else tap[0], -tap[1] if whom & 2 else tap[1]
                taps.append(f"GIVE({whom}, {number}, {across:.1f}, {down:.1f}, {distance[tap]:.5f})")
    return {"QUAD_FIRST": " ".join(first), "QUAD_TAPS": " ".join(taps), "QUAD_COUNT": len(read)}


def tap_defines(count: int, aperture: ApertureState) -> Defines:
    """Return what `shaders/lib/disc.glsl` wants to know of an opening: its taps, and what makes it no even disc."""
    points, distances, reach = lattice(aperture, count)
    taps = [f"TAP({x:.0f}, {y:.0f}, {rho:.5f})" for (x, y), rho in zip(points, distances, strict=True)]
    shape: dict[str, int | float | str] = {}
    if aperture.profile:
        shape["PROFILE"] = float(aperture.profile)
    if aperture.profile or aperture.cat_eye:
        shape["SHAPED"] = 1
    if aperture.fringing:
        shape["FRINGE"] = 0.5 * aperture.fringing
    if aperture.cat_eye:
        across, down = 1.0 / squeezed(np.ones(2), aperture.squeeze)
        shape |= {"CAT_EYE": float(aperture.cat_eye), "OPENING_FROM_PICTURE": f"vec2({across:.5f}, {down:.5f})"}
    return {
        "REACH": reach,
        "TAPS": " ".join(taps),
        "AREA": 4.0 * float(aperture_mask(replace(aperture, profile=0.0), 64).mean()),
        **shape,
    }
