"""The thin lens: how large an out-of-focus point is drawn.

With inverse depth `q = 1/d` the signed radius of the circle of confusion is affine, one multiply-add a pixel:

    r = K (q_focus − q)        K = ½ · f² / (N (1 − f q_focus)) · W / w

`r` is a *radius* in output pixels: negative in front of the plane of focus (nearer), positive behind, zero on it.
`shaders/lib/coc.glsl` says the same in GLSL, and a test holds the two equal. Nothing here knows of pictures or planes:
`raytrace` draws with it, `aperture` says what shape the point has.

Source: M. Potmesil and I. Chakravarty, "A lens and aperture camera model for synthetic image generation", SIGGRAPH
1981, eq. 4 (there a diameter over depth; here a radius over inverse depth).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Radius = TypeVar("Radius", float, NDArray[np.float64])


def coc_radius_px(
    inverse_depth: ArrayLike,
    focus_inverse_depth: float,
    blur_px: float,
    max_coc_radius_px: float = math.inf,
) -> NDArray[np.float64]:
    """Return the signed radius of the circle of confusion, in output pixels.

    Parameters
    ----------
    inverse_depth
        Any shape, any unit; float32 stays float32.
    focus_inverse_depth
        Plane that is sharp, same unit.
    blur_px
        K: pixels of radius per unit of inverse depth.
    max_coc_radius_px
        Radii beyond this are held to it, on both sides of the plane.
    """
    inverse_depth = np.asarray(inverse_depth)
    if inverse_depth.dtype != np.float32:
        inverse_depth = inverse_depth.astype(np.float64)
    radius = (focus_inverse_depth - inverse_depth) * blur_px
    return np.minimum(np.maximum(radius, -max_coc_radius_px), max_coc_radius_px)


def point_radius_px(
    inverse_depth: float, focus_inverse_depth: float, blur_px: float, max_coc_radius_px: float = math.inf
) -> float:
    """Return `coc_radius_px` of a single point, at a fiftieth of what an array takes."""
    radius = blur_px * (focus_inverse_depth - inverse_depth)
    return min(max(radius, -max_coc_radius_px), max_coc_radius_px)


def inverse_depth_at(radius_px: Radius, focus_inverse_depth: float, blur_px: float) -> Radius:
    """Return the inverse depth at which a point is drawn with this signed radius: the inverse of `coc_radius_px`."""
    return focus_inverse_depth - radius_px / blur_px


def depth_of_field(focus_inverse_depth: float, blur_px: float, sharp_radius_px: float = 0.5) -> tuple[float, float]:
    """Return the inverse depths of the near and the far limit between which all radii are at most `sharp_radius_px`.

    The far limit may come out negative in metric units: then everything to infinity is sharp.
    """
    half = sharp_radius_px / blur_px
    return focus_inverse_depth + half, focus_inverse_depth - half


def relative_blur_px(blur_px: float, depth_scale_per_m: float) -> float:
    """Return K for relative inverse depth `x`, where `q = depth_scale_per_m · x + shift`: the shift cancels."""
    return blur_px * depth_scale_per_m


@dataclass(frozen=True, slots=True)
class ThinLens:
    """A lens and the sensor behind it.

    Attributes
    ----------
    focal_length_m
        f.
    f_number
        N: focal length over diameter of the opening.
    sensor_width_m
        w: 0.036 for full frame.
    """

    focal_length_m: float
    f_number: float
    sensor_width_m: float = 0.036

    def blur_px(self, frame_width_px: float, focus_per_m: float = 0.0) -> float:
        """Return K, in pixels of radius per 1/metre, with the plane of focus at `focus_per_m` (0: infinity).

        Raises
        ------
        ValueError
            The plane of focus lies within the focal length, where no picture is formed.
        """
        return (
            0.5 * self.focal_length_m**2 / self.f_number * self._extension(focus_per_m) * self._px_per_m(frame_width_px)
        )

    def f_number_for(self, blur_px: float, frame_width_px: float, focus_per_m: float = 0.0) -> float:
        """Return the f-number at which K is `blur_px`: the inverse of `blur_px`."""
        at_f1 = ThinLens(self.focal_length_m, 1.0, self.sensor_width_m)
        return at_f1.blur_px(frame_width_px, focus_per_m) / blur_px

    def hyperfocal_per_m(self, frame_width_px: float, sharp_radius_px: float = 0.5) -> float:
        """Return the inverse distance to focus at so that infinity is just sharp.

        Solves `K(q) · q = sharp_radius_px`; K itself grows with q as the lens is extended.
        """
        at_infinity = self.blur_px(frame_width_px)
        return sharp_radius_px / (at_infinity + sharp_radius_px * self.focal_length_m)

    def breathing_scale(self, focus_per_m: float, reference_per_m: float = 0.0) -> float:
        """Return how much larger the picture is at this focus than at the reference.

        The image lies `f / (1 − f q)` behind the lens, and its scale with it. Off by default: a rack does not zoom.
        """
        return self._extension(focus_per_m) / self._extension(reference_per_m)

    def _extension(self, focus_per_m: float) -> float:
        """Return image distance over focal length, `1 / (1 − f q)`."""
        room = 1.0 - self.focal_length_m * focus_per_m
        if room <= 0.0:
            raise ValueError(f"cannot focus at {1.0 / focus_per_m:.3f} m, within the focal length")
        return 1.0 / room

    def _px_per_m(self, frame_width_px: float) -> float:
        return frame_width_px / self.sensor_width_m
