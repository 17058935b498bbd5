"""How a painted thing takes the light: plain values, handed to the shaders as uniforms."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

RGB = tuple[float, float, float]


def rgb(hexadecimal: str) -> RGB:
    """Return linear light of a colour as painters write it, `#rrggbb` in sRGB."""
    value = hexadecimal.lstrip("#")
    channels = (int(value[k : k + 2], 16) / 255 for k in (0, 2, 4))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return r, g, b


def rgba(hexadecimal: str, alpha: float = 1.0) -> tuple[float, float, float, float]:
    """Return linear light and alpha."""
    return (*rgb(hexadecimal), alpha)


class Pattern(IntEnum):
    """What `pattern.glsl` can make; the numbers are its own."""

    PLAIN = 0
    WEAVE = 1
    DOTS = 2
    STRIPES = 3
    PLAID = 4
    TWEED = 5
    LEATHER = 6
    WOOD = 7
    SKIN = 8
    FLORAL = 9
    KNIT = 10
    PLASTER = 11
    BRUSHED = 12


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a whole scene; directions point towards the light, x right, y up, z towards the viewer."""

    sun_direction: RGB
    sun_colour: RGB
    lamp_direction: RGB
    lamp_colour: RGB
    sky_colour: RGB
    ground_colour: RGB
    haze_colour: RGB
    haze_m: float

    def uniforms(self) -> dict[str, Any]:
        """Return them under the shaders' names."""
        return {f"u_{key}": value for key, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Paint:
    """How a shape is painted.

    Attributes
    ----------
    albedo, albedo_far
        Colour at both ends of the gradient along `axis_m` (from, to; card metres); one colour if `albedo_far` is None.
    round_m
        How far in from its edge a shape looks rounded; 0 is flat.
    bulge
        How strongly.
    pattern, pattern_m, pattern_turn_deg, pattern_colour, pattern_mix, relief
        What it is made of, its size, direction, second colour, how much of that, and how deep it is.
    wrap
        How far light reaches round it: skin and hair a little, iron not at all.
    shade_tint
        What its own shadow is coloured with.
    rim, gloss, gloss_power
        Light from behind along the edge; highlights.
    crease
        0…1: darker towards its own edge.
    glow
        Light of its own.
    opacity
        Of the whole shape.
    """

    albedo: RGB
    albedo_far: RGB | None = None
    axis_m: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    round_m: float = 0.02
    bulge: float = 1.0
    pattern: Pattern = Pattern.PLAIN
    pattern_m: float = 0.02
    pattern_turn_deg: float = 0.0
    pattern_colour: RGB = (0.0, 0.0, 0.0)
    pattern_mix: float = 0.0
    relief: float = 0.0
    wrap: float = 0.2
    shade_tint: RGB = (1.0, 1.0, 1.0)
    rim: float = 0.0
    gloss: float = 0.0
    gloss_power: float = 20.0
    crease: float = 0.0
    glow: RGB = (0.0, 0.0, 0.0)
    opacity: float = 1.0

    @property
    def flat(self) -> bool:
        """Whether it shows no form, so that its outline need not be blurred."""
        return self.round_m == 0.0 or (self.bulge == 0.0 and self.crease == 0.0)

    def uniforms(self) -> dict[str, Any]:
        """Return them under the shaders' names; the canvas turns the size of the rounding into pixels."""
        values = {f"u_{key}": value for key, value in asdict(self).items()}
        for key in ("u_round_m", "u_pattern", "u_pattern_turn_deg"):
            values.pop(key)
        if self.flat:
            values |= {"u_bulge": 0.0, "u_crease": 0.0}
        values["u_albedo_far"] = self.albedo if self.albedo_far is None else self.albedo_far
        values["u_pattern_turn"] = self.pattern_turn_deg * 3.141592653589793 / 180
        return values


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a batch of ribbons or dots is painted; their colour comes with them.

    Attributes
    ----------
    softness
        0 a hard edge … 1 fades from the middle: folds, blushes, shadows.
    tube
        0 flat … 1 round.
    glow
        0 lit by the scene … 1 shows its own colour: bulbs, painted light.
    gloss, gloss_power, rim, shade_tint
        As for `Paint`.
    """

    softness: float = 0.0
    tube: float = 0.0
    glow: float = 0.0
    gloss: float = 0.0
    gloss_power: float = 20.0
    rim: float = 0.0
    shade_tint: RGB = (1.0, 1.0, 1.0)

    def uniforms(self) -> dict[str, Any]:
        """Return them under the shaders' names."""
        return {f"u_{key}": value for key, value in asdict(self).items()}
