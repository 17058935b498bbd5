"""What the renderer reads: where focus is, what lens it is seen through, how it is finished.

The lower line (hand → control → focus) writes these on the main thread; the upper line only reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class FocusState:
    """Where the focal plane is, in inverse depth of the running depth map.

    Attributes
    ----------
    inverse_depth
        Plane that is sharp.
    velocity_per_s
        Its speed, in units of inverse depth a second.
    target_inverse_depth
        Where it is going; equal to `inverse_depth` at rest.
    """

    inverse_depth: float = 0.5
    velocity_per_s: float = 0.0
    target_inverse_depth: float = 0.5


@dataclass(frozen=True, slots=True)
class ApertureState:
    """Shape of the opening, hence of an out-of-focus point.

    Attributes
    ----------
    blades
        0 for a circle, else 3…16.
    curvature
        0 straight blades … 1 a circle.
    rotation_deg
        Turns the polygon, anticlockwise.
    squeeze
        Anamorphic squeeze: height over width of the disc, 1 spherical, 2 for a 2× anamorphic.
    cat_eye
        0…1: how much the barrel cuts discs towards the corners.
    profile
        −1 creamy (bright middle) … 0 even … +1 soap bubble (bright rim).
    fringing
        Longitudinal chromatic aberration: relative difference of CoC between red and blue, 0…0.2.
    """

    blades: int = 0
    curvature: float = 0.0
    rotation_deg: float = 0.0
    squeeze: float = 1.0
    cat_eye: float = 0.0
    profile: float = 0.0
    fringing: float = 0.0


@dataclass(frozen=True, slots=True)
class LensState:
    """The lens a picture is drawn through.

    Attributes
    ----------
    blur_px
        K: CoC radius in output pixels per unit of inverse depth; `radius = K (focus − inverse_depth)`.
    max_coc_radius_px
        Radii beyond this are held to it.
    highlight_gain
        0…1: how far small clipped lights are expanded before the gather, so that their discs stay bright.
    aperture
        Shape of the opening.
    breathing_scale
        How much larger the picture is drawn than it came; 1 unless a look asks its lens to breathe.
    """

    blur_px: float = 32.0
    max_coc_radius_px: float = 96.0
    highlight_gain: float = 0.9
    aperture: ApertureState = field(default_factory=ApertureState)
    breathing_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class GradeState:
    """What is done to the finished picture.

    Attributes
    ----------
    grain
        Deviation of film grain at middle grey, in 1/255 of the encoded picture; 0 is off.
    letterbox_aspect
        Width over height of the visible part; 0 is off.
    """

    grain: float = 0.0
    letterbox_aspect: float = 0.0


class Quality(Enum):
    """How much work goes into a picture, cheapest first: taps, and sizes drawn at; never the size of the blur."""

    DRAFT = "draft"
    NORMAL = "normal"
    FINE = "fine"
