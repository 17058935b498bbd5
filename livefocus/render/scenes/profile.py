"""A face from the side, looking right: its own unit is the height of the head, chin at 0, crown at 1, face at x = 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.curves import ellipse, points, resampled, seeded, spline
from livefocus.render.scenes.material import RGB, Paint, Pattern, rgb
from livefocus.render.scenes.sheet import LINE, Sheet

WOMAN = points(
    "-0.40 1.00, -0.18 0.965, -0.05 0.86, 0.000 0.74, 0.006 0.65, -0.006 0.58, "
    "-0.032 0.522, -0.014 0.455, 0.028 0.390, 0.078 0.345, 0.076 0.312, 0.042 0.289, "
    "0.012 0.279, 0.010 0.248, 0.034 0.223, 0.028 0.206, 0.006 0.194, 0.026 0.174, "
    "0.020 0.150, -0.006 0.126, -0.003 0.085, -0.014 0.036, -0.058 0.002, -0.15 0.006, "
    "-0.28 0.055, -0.385 0.145, -0.425 0.26, -0.50 0.38, -0.66 0.47, -0.76 0.63, "
    "-0.73 0.83, -0.59 0.96"
)
"""Outline of a head from its crown forwards: forehead, nose, lips, chin, jaw, nape, back of the head."""

MAN = points(
    "-0.40 1.00, -0.18 0.97, -0.05 0.88, -0.006 0.77, 0.006 0.67, 0.016 0.60, "
    "-0.020 0.545, 0.006 0.475, 0.054 0.395, 0.096 0.330, 0.086 0.300, 0.045 0.287, "
    "0.010 0.276, 0.008 0.245, 0.022 0.222, 0.018 0.207, 0.000 0.195, 0.018 0.176, "
    "0.012 0.150, -0.012 0.122, 0.008 0.080, 0.002 0.026, -0.056 -0.014, -0.16 -0.010, "
    "-0.30 0.035, -0.405 0.125, -0.445 0.26, -0.52 0.38, -0.67 0.47, -0.78 0.63, "
    "-0.75 0.83, -0.60 0.96"
)
SUBNASALE, MOUTH = 12, 16


@dataclass(frozen=True, slots=True)
class Face:
    """What is particular about a face; `fold` is how deep the line from nose to mouth is."""

    outline: Points
    skin: RGB
    skin_shade: RGB
    lips: RGB
    iris: RGB
    brow: RGB
    brow_width: float = 0.016
    lashes: float = 0.05
    blush: float = 0.3
    smile: float = 0.025
    lip_width: float = 1.0
    fold: float = 0.40

    def skin_paint(self, round_m: float, *, bulge: float = 1.0) -> Paint:
        """Return the paint of this skin."""
        return Paint(
            self.skin,
            round_m=round_m,
            bulge=bulge,
            pattern=Pattern.SKIN,
            pattern_colour=self.skin_shade,
            pattern_mix=0.22,
            relief=0.06,
            wrap=0.45,
            shade_tint=(1.05, 0.86, 0.82),
            rim=0.9,
            gloss=0.05,
            gloss_power=9.0,
        )


def paint_face(card: Sheet, face: Face) -> None:
    """Paint the head without its hair: skin, ear, shadows, lips, open eye, brow."""
    outline = spline(face.outline, closed=True, corners=(SUBNASALE, MOUTH), steps=6)
    card.shape(outline, face.skin_paint(0.085, bulge=1.15))
    with card.inside(outline):
        _paint_shadows(card, face)
        _paint_mouth(card, face)
        _paint_ear(card, face)
    _paint_eye(card, face)
    _paint_brow(card, face)


def _paint_shadows(card: Sheet, face: Face) -> None:
    shade = face.skin_shade
    card.patch((-0.10, 0.53), (0.075, 0.05), shade, 0.5, 0.03)
    card.patch((-0.16, 0.33), (0.10, 0.075), rgb("#d9604f"), face.blush, 0.05)
    card.patch((-0.20, 0.41), (0.08, 0.03), rgb("#ffe2c4"), 0.25, 0.035, turn_deg=-15)
    card.soft_line("-0.05 0.02, -0.16 0.05, -0.30 0.13, -0.41 0.25", 0.055, shade, 0.75)
    card.soft_line("-0.035 0.50, -0.025 0.44, 0.0 0.38", 0.02, shade, 0.35)
    card.soft_line("0.012 0.345, -0.008 0.318, 0.004 0.292", 0.012, shade, 0.8)
    card.thin_line("0.030 0.294, 0.046 0.303, 0.060 0.300", 0.007, rgb("#6b2a20"), 0.75)
    card.soft_line("0.0 0.13, -0.03 0.122, -0.055 0.13", 0.012, shade, 0.4)
    card.soft_line("-0.03 0.30, -0.062 0.255, -0.075 0.21", 0.010, shade, face.fold)


def _paint_mouth(card: Sheet, face: Face) -> None:
    corner = (-0.070, 0.192 + face.smile)
    w = face.lip_width
    upper = spline(
        [
            (0.012, 0.248 - 0.005 / w),
            (0.040, 0.224),
            (0.034, 0.203),
            (0.008, 0.193),
            (-0.03, 0.197),
            corner,
            (-0.03, 0.216),
        ],
        closed=True,
        corners=(2, 5),
        steps=5,
    )
    lower = spline(
        [(0.008, 0.194), (0.034, 0.178), (0.026, 0.156), (0.0, 0.146), (-0.035, 0.168), corner, (-0.03, 0.193)],
        closed=True,
        corners=(0, 5),
        steps=5,
    )
    paint = Paint(
        face.lips, round_m=0.014, bulge=0.9, wrap=0.3, gloss=0.16, gloss_power=12, shade_tint=(1.0, 0.85, 0.85)
    )
    card.shape(upper, paint)
    card.shape(lower, paint)
    line = [(0.012, 0.194), (-0.02, 0.193), (-0.045, 0.195), corner, (corner[0] - 0.012, corner[1] + 0.008)]
    card.thin_line(line, 0.006, rgb("#5a1c18"), 0.85)
    card.soft_line(
        [(corner[0] - 0.015, corner[1] + 0.03), (corner[0] - 0.02, corner[1] - 0.02)],
        0.010,
        face.skin_shade,
        0.5,
    )


def _paint_ear(card: Sheet, face: Face) -> None:
    ear = spline(
        (
            "-0.385 0.345, -0.375 0.43, -0.385 0.50, -0.43 0.545, -0.49 0.53, -0.505 0.47, "
            "-0.47 0.40, -0.44 0.335, -0.405 0.318"
        ),
        closed=True,
    )
    card.shadow(ear - np.array([0.015, 0.012]), Paint(face.skin_shade, round_m=0.02, bulge=0, opacity=0.5))
    card.shape(ear, face.skin_paint(0.022))
    fold = "-0.40 0.49, -0.43 0.518, -0.472 0.505, -0.478 0.46, -0.452 0.41"
    card.thin_line(fold, 0.008, face.skin_shade, 0.8)
    card.patch((-0.425, 0.425), (0.018, 0.035), rgb("#8a3f30"), 0.7, 0.014, turn_deg=-15)


def _paint_eye(card: Sheet, face: Face) -> None:
    white = spline(
        "-0.185 0.488, -0.135 0.525, -0.088 0.535, -0.077 0.505, -0.090 0.472, -0.135 0.470", closed=True, corners=(0,)
    )
    card.shape(white, Paint(rgb("#efe6dc"), round_m=0.012, bulge=0.7, crease=0.35))
    with card.inside(white):
        card.shape(ellipse((-0.098, 0.503), (0.021, 0.037), 4), Paint(face.iris, round_m=0.01, bulge=0.3))
        card.shape(ellipse((-0.092, 0.503), (0.010, 0.019), 4), Paint(rgb("#120a08"), round_m=0.004, bulge=0))
        card.soft_line("-0.18 0.50, -0.13 0.525, -0.08 0.535", 0.018, rgb("#5d3a35"), 0.65)
        card.shape(ellipse((-0.099, 0.517), (0.006, 0.008)), Paint(rgb("#ffffff"), glow=(1.2, 1.1, 0.9), bulge=0))
    lash = rgb("#24120d")
    card.thin_line("-0.205 0.487, -0.165 0.512, -0.125 0.535, -0.076 0.543", 0.010, lash, 0.95, swell=0.8)
    card.thin_line("-0.175 0.482, -0.135 0.468, -0.092 0.470", 0.0045, rgb("#7a4034"), 0.7)
    card.thin_line("-0.19 0.525, -0.14 0.556, -0.085 0.562", 0.005, rgb("#8a4a3a"), 0.55)
    if face.lashes:
        _paint_lashes(card, face.lashes, lash)


def _paint_lashes(card: Sheet, length: float, colour: RGB) -> None:
    roots = resampled(spline("-0.150 0.524, -0.115 0.538, -0.076 0.543"), 9)
    for k, root in enumerate(roots):
        reach = length * (0.45 + 0.55 * k / 8)
        tip = root + reach * np.array([0.9, 0.55])
        middle = 0.5 * (root + tip) + np.array([0.004, -0.008])
        card.thin_line([root, middle, tip], 0.0042, colour, 0.9, solid=True)


def _paint_brow(card: Sheet, face: Face) -> None:
    random = seeded(7)
    spine = resampled(spline("-0.042 0.622, -0.085 0.640, -0.15 0.642, -0.240 0.602"), 46)
    thick = face.brow_width * np.interp(np.linspace(0, 1, 46), [0, 0.2, 0.6, 1], [0.45, 0.9, 0.8, 0.15])
    lean = np.stack([-0.8 - 0.2 * np.linspace(0, 1, 46), np.linspace(0.8, -0.35, 46)], axis=1)
    jitter = random.normal(size=(46, 2)) * 0.004
    root = spine + np.stack([np.zeros(46), thick * (random.random(46) * 1.6 - 0.9)], axis=1) + jitter
    tip = root + lean * 0.034
    hairs = np.stack([root, 0.5 * (root + tip) + (0.0, 0.003), tip], axis=1)
    card.shadow(
        np.concatenate([spine + np.stack([0 * thick, thick], 1), (spine - np.stack([0 * thick, thick], 1))[::-1]]),
        Paint(face.brow, round_m=0.010, bulge=0, opacity=0.6),
    )
    card.ribbon(hairs, np.array([0.0045, 0.004, 0.001]), (*face.brow, 0.9), LINE, solid=False)


def eyelid(card: Sheet, face: Face, closed: float) -> None:
    """Paint the lid over the open eye: 0 open … 1 closed."""
    low = 0.535 - 0.062 * closed
    lid = spline(
        [(-0.20, 0.492), (-0.14, 0.548), (-0.08, 0.558), (-0.066, 0.535), (-0.074, low), (-0.13, low - 0.004)],
        closed=True,
        corners=(0,),
    )
    card.shape(lid, face.skin_paint(0.02, bulge=0.8))
    lash = rgb("#24120d")
    card.thin_line([(-0.205, 0.487), (-0.14, low - 0.004), (-0.072, low)], 0.009, lash, 0.95, swell=0.8)
    if face.lashes:
        for k in range(7):
            root = points((-0.13 + 0.009 * k, low - 0.003 + 0.0006 * k))
            tip = root + face.lashes * (0.5 + 0.07 * k) * np.array([0.85, -0.35])
            card.thin_line([root, 0.5 * (root + tip) - (0, 0.006), tip], 0.004, lash, 0.9, solid=True)


def outline(face: Face) -> Points:
    """Return the outline of the head."""
    return spline(face.outline, closed=True, corners=(SUBNASALE, MOUTH), steps=6)
