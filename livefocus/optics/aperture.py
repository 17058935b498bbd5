"""The shape of the opening, hence of an out-of-focus point.

`state.ApertureState` describes it; this file turns the description into geometry. The shader bakes its taps from the
same functions (`rounded_distance`) through which `raytrace` shoots its rays, so the two cannot differ.

Three spaces, all in units of the CoC radius, x to the right and y *down* as picture rows go:

    disc     |d| ≤ 1: even points before any shape; a tap's ρ (its distance for the CoC test) is measured here
    opening  the disc drawn in towards the blades, |o| ≤ 1
    picture  the opening squeezed: what is multiplied by the signed radius and added to a pixel's place

A ray of pixel p through picture-space point u meets inverse depth q at `p + r(q) u`, so a shape shows as it is in
front of the plane of focus and upside down behind it, as in a real lens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.state import ApertureState

GOLDEN_ANGLE_RAD = math.pi * (3.0 - math.sqrt(5.0))
FRINGE_BY_CHANNEL = np.array([0.5, 0.0, -0.5])
"""Red, green, blue: share of `ApertureState.fringing` that a channel's radius gains behind the plane of focus."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class AperturePoints:
    """Points of an opening, each with the light it passes.

    Attributes
    ----------
    disc, opening, picture
        float64 `(n, 2)`: the same points in the three spaces.
    weight
        float64 `(n,)`, sum 1.
    """

    disc: Points
    opening: Points
    picture: Points
    weight: NDArray[np.float64]


def disc_points(count: int) -> Points:
    """Return `count` points spread evenly over the unit disc, centroid at the origin, the same every time.

    A sunflower: equal areas by the root of the index, the golden angle between neighbours (H. Vogel, "A better way to
    construct the sunflower head", Mathematical Biosciences 44, 1979). Discrepancy is low and there are no rings.
    """
    if count == 1:
        return np.zeros((1, 2))
    index = np.arange(count)
    radius = np.sqrt((index + 0.5) / count)
    angle = index * GOLDEN_ANGLE_RAD
    points = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    centred: Points = points - points.mean(axis=0)  # a centroid off the origin would shift the picture with focus
    return centred


def edge_radius(angle_rad: ArrayLike, aperture: ApertureState) -> NDArray[np.float64]:
    """Return the distance from the middle to the rim of the opening at an angle (anticlockwise from the right).

    Every blade is an arc through two neighbouring corners, which lie on the unit circle; its curvature goes from 0, a
    straight blade, to 1, the circle itself. Written so that a straight blade is no division by zero.
    """
    angle = np.asarray(angle_rad, dtype=np.float64)
    if aperture.blades < 3 or aperture.curvature >= 1.0:
        return np.ones_like(angle)
    half_rad = math.pi / aperture.blades
    from_corner = angle - math.radians(aperture.rotation_deg)
    from_middle = np.mod(from_corner, 2 * half_rad) - half_rad
    curve, near, side = aperture.curvature, math.cos(half_rad), math.sin(half_rad)
    root = math.sqrt(1.0 - (curve * side) ** 2)
    linear = (root - curve * near) * np.cos(from_middle)
    constant = 2.0 * near * root - curve * (near**2 - side**2)
    return np.asarray(constant / (linear + np.sqrt(linear**2 + curve * constant)))


def profile_weight(disc_radius: ArrayLike, profile: float) -> NDArray[np.float64]:
    """Return how bright a disc is at a relative radius; its mean over the disc is 1 for every profile.

    −1 fades to nothing at the rim (creamy: spherical aberration corrected past the plane), 0 is even, +1 rises to twice
    at the rim (soap bubble).
    """
    return np.asarray(1.0 + profile * (2.0 * np.asarray(disc_radius, dtype=np.float64) ** 2 - 1.0))


def opening_from_disc(disc: ArrayLike, aperture: ApertureState) -> AperturePoints:
    """Carry points of the unit disc into the opening and the picture, with the weight each then has.

    Drawing a sector in towards its blade packs its points closer, so their weight shrinks by the area they share.

    Parameters
    ----------
    disc
        `(n, 2)`, each standing for the same area of the unit disc.
    """
    points = np.asarray(disc, dtype=np.float64)
    radius = np.hypot(points[:, 0], points[:, 1])
    rim = edge_radius(np.arctan2(-points[:, 1], points[:, 0]), aperture)
    opening = points * rim[:, None]
    weight = rim**2 * profile_weight(radius, aperture.profile)
    return AperturePoints(points, opening, squeezed(opening, aperture.squeeze), weight / weight.sum())


def aperture_points(aperture: ApertureState, count: int) -> AperturePoints:
    """Return `count` deterministic, evenly spread points of the opening."""
    return opening_from_disc(disc_points(count), aperture)


def squeezed(opening: ArrayLike, squeeze: float) -> Points:
    """Squeeze an opening to `squeeze` times as high as it is wide; the longer half-axis stays the CoC radius."""
    width = 1.0 / max(squeeze, 1.0)
    return np.asarray(np.asarray(opening, dtype=np.float64) * np.array([width, width * squeeze]))


def cat_eye_shift(place: ArrayLike, frame_size: tuple[int, int], cat_eye: float) -> Points:
    """Return the middle of the barrel's rim as seen through the opening from a place in the picture.

    The rim is a second unit disc; what lies outside it is cut. At a corner it is off by `cat_eye`, in the middle by
    nothing. It moves towards the middle of the picture, as the front rim of a real barrel does.

    Parameters
    ----------
    place
        `(…, 2)` pixel coordinates, pixel centres at whole numbers.
    frame_size
        `(width, height)`.
    """
    middle = (np.array(frame_size, dtype=np.float64) - 1.0) / 2.0
    return np.asarray(-cat_eye * (np.asarray(place, dtype=np.float64) - middle) / np.hypot(*middle))


def channel_radius_px(coc_radius_px: ArrayLike, fringing: float) -> NDArray[np.float64]:
    """Return the radii of red, green and blue, `(…, 3)`: red larger behind the plane of focus, blue in front of it.

    What is in focus has no fringe. Sign and size are those of a lens whose red comes to focus nearer than its blue,
    with the difference held proportional to the radius.
    """
    radius = np.asarray(coc_radius_px, dtype=np.float64)[..., None]
    return np.asarray(radius + np.abs(radius) * fringing * FRINGE_BY_CHANNEL)


def rounded_distance(picture: ArrayLike, aperture: ApertureState) -> NDArray[np.float64]:
    """Return how far picture-space points lie from the middle, measured so that the rim is 1 away everywhere."""
    points = np.asarray(picture, dtype=np.float64) / squeezed(np.ones(2), aperture.squeeze)
    rim = edge_radius(np.arctan2(-points[..., 1], points[..., 0]), aperture)
    return np.asarray(np.hypot(points[..., 0], points[..., 1]) / rim)


def inside_opening(picture: ArrayLike, aperture: ApertureState) -> NDArray[np.bool_]:
    """Return which picture-space points, in units of the CoC radius, light passes through (cat-eye aside)."""
    return np.asarray(rounded_distance(picture, aperture) <= 1.0)


def aperture_mask(aperture: ApertureState, size_px: int, oversample: int = 4) -> NDArray[np.float64]:
    """Draw the opening as coverage × profile, `(size_px, size_px)`, the unit square −1…1 across it.

    For pictures of a look, and to check the points against.
    """
    fine = size_px * oversample
    axis = (np.arange(fine) + 0.5) / fine * 2.0 - 1.0
    grid = np.stack(np.meshgrid(axis, axis), axis=-1)
    distance = rounded_distance(grid, aperture)
    light = np.where(distance <= 1.0, profile_weight(distance, aperture.profile), 0.0)
    return np.asarray(light.reshape(size_px, oversample, size_px, oversample).mean(axis=(1, 3)))
