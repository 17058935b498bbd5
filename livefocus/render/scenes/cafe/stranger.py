"""The man with the suitcase: camel coat, burgundy scarf. Cut-outs from the side (looking right) and from the front.

Metres; ground at 0, his middle at x = 0. What moves them is in `walk.py`.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.cafe.stranger_head import FACE
from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.curves import ellipse, limb, points, rounded, spline
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb
from livefocus.render.scenes.people import paint_front_legs, paint_hanging_hand
from livefocus.render.scenes.sheet import Sheet

COAT = Paint(
    rgb("#a5845c"),
    albedo_far=rgb("#6e523a"),
    axis_m=(0.0, 1.45, 0.0, 0.5),
    round_m=0.045,
    bulge=1.1,
    pattern=Pattern.WEAVE,
    pattern_colour=rgb("#9c7c54"),
    pattern_mix=0.4,
    relief=0.1,
    shade_tint=(0.85, 0.85, 1.10),
    rim=2.2,
)
COAT_DARK, COAT_LIGHT = rgb("#4a2c1c"), rgb("#f0c080")
TROUSERS = Paint(rgb("#3a3844"), round_m=0.025, rim=0.8)
SHOE = Paint(rgb("#4a2414"), round_m=0.012, gloss=0.5, rim=0.6)
SCARF = Paint(
    rgb("#8a1f2e"),
    round_m=0.02,
    pattern=Pattern.WEAVE,
    pattern_colour=rgb("#a83a44"),
    pattern_mix=0.6,
    relief=0.2,
    rim=0.8,
)


def paint_shin(card: Sheet) -> None:
    """Paint knee, shin and shoe, knee at the origin, foot down, toes right."""
    shoe = spline(
        (
            "-0.055 -0.42, -0.01 -0.405, 0.05 -0.425, 0.12 -0.445, 0.195 -0.46, 0.20 -0.485, "
            "0.05 -0.49, -0.065 -0.49, -0.07 -0.455"
        ),
        closed=True,
        corners=(5, 7),
    )
    card.shape(shoe, SHOE)
    leg = spline(
        (
            "-0.075 0.06, 0.07 0.06, 0.075 -0.05, 0.066 -0.25, 0.07 -0.43, 0.0 -0.445, "
            "-0.072 -0.43, -0.068 -0.25, -0.078 -0.05"
        ),
        closed=True,
        corners=(4, 6),
    )
    card.shape(leg, TROUSERS)
    with card.inside(leg):
        card.soft_line("0.03 0.0, 0.035 -0.2, 0.03 -0.42", 0.008, rgb("#7a7488"), 0.5)
        card.soft_line("-0.06 -0.36, 0.0 -0.385, 0.06 -0.37", 0.012, rgb("#15131c"), 0.6)
        card.soft_line("-0.06 -0.03, 0.0 -0.05, 0.06 -0.02", 0.012, rgb("#15131c"), 0.5)


def paint_shadow(card: Sheet) -> None:
    """Paint the shadow under him, on the ground at the origin."""
    for half, alpha in ((0.55, 0.30), (0.32, 0.35)):
        line = points([(-half, 0.0), (-half * 0.5, 0.0), (0.0, 0.0), (half * 0.5, 0.0), (half, 0.0)])
        fade = np.column_stack([np.tile(rgb("#140c14"), (5, 1)), alpha * np.array([0.0, 0.8, 1.0, 0.8, 0.0])])
        card.ribbon(line, 0.075, fade[None], Stroke(softness=1.0, glow=1.0))


def paint_thigh(card: Sheet) -> None:
    """Paint a thigh, hip at the origin, knee 0.46 m below."""
    card.shape(limb("0 0.0, 0 -0.25, 0 -0.46", [0.10, 0.092, 0.078]), TROUSERS)


def paint_side_coat(card: Sheet) -> None:
    """Paint the coat from the side, with neck and scarf but no head, arms or legs."""
    neck = limb([(-0.005, 1.46), (0.012, 1.60)], [0.062, 0.058])
    card.shape(neck, FACE.skin_paint(0.02))
    coat = spline(
        (
            "-0.06 1.525, -0.13 1.46, -0.165 1.34, -0.162 1.18, -0.135 1.04, -0.165 0.90, "
            "-0.205 0.70, -0.235 0.49, -0.08 0.465, 0.08 0.475, 0.215 0.485, 0.185 0.75, "
            "0.145 0.95, 0.128 1.05, 0.150 1.18, 0.155 1.30, 0.115 1.43, 0.055 1.50"
        ),
        closed=True,
        corners=(7, 10),
    )
    card.shape(coat, COAT)
    with card.inside(coat):
        for x, sway in ((-0.15, -0.05), (-0.08, -0.03), (0.0, 0.0), (0.07, 0.02), (0.13, 0.045)):
            card.soft_line([(x * 0.8, 1.0), (x, 0.78), (x + sway, 0.48)], 0.022, COAT_DARK, 0.45)
            card.soft_line(
                [(x * 0.8 + 0.03, 1.0), (x + 0.03, 0.78), (x + sway + 0.03, 0.48)],
                0.012,
                COAT_LIGHT,
                0.20,
            )
        card.soft_line("-0.14 1.40, -0.15 1.2, -0.13 1.05", 0.035, COAT_DARK, 0.4)
        belt = limb("-0.16 1.045, 0.0 1.03, 0.16 1.045", [0.026] * 3)
        card.shape(belt, Paint(rgb("#8c6c48"), round_m=0.016, rim=0.5))
        card.thin_line("-0.15 1.018, 0.0 1.002, 0.15 1.018", 0.006, COAT_DARK, 0.8)
        card.thin_line("0.10 1.42, 0.115 1.2, 0.10 1.05, 0.15 0.8, 0.185 0.49", 0.006, COAT_DARK, 0.8)
    collar = spline(
        "-0.085 1.50, -0.06 1.575, 0.0 1.56, 0.055 1.51, 0.09 1.42, 0.02 1.44, -0.05 1.465", closed=True, corners=(4,)
    )
    scarf = limb("-0.05 1.555, 0.01 1.535, 0.065 1.505, 0.085 1.47", [0.03, 0.036, 0.036, 0.028])
    card.shape(scarf, SCARF)
    card.shape(collar, COAT)


def paint_arm(card: Sheet) -> None:
    """Paint a hanging arm from the side: shoulder at the origin, hand 0.60 m below."""
    paint_hanging_hand(card, FACE, 0.02)
    sleeve = spline(
        "-0.070 0.02, -0.035 0.068, 0.03 0.066, 0.072 0.015, 0.062 -0.15, 0.052 -0.30, 0.056 -0.42, 0.066 -0.565, "
        "0.015 -0.578, -0.036 -0.565, -0.058 -0.40, -0.075 -0.25, -0.078 -0.10",
        closed=True,
        corners=(7, 9),
    )
    card.shape(sleeve, COAT)
    _paint_sleeve_folds(card, sleeve)


def paint_front_arm(card: Sheet) -> None:
    """Paint a hanging arm from the front, its owner's left: shoulder at the origin, hand 0.60 m below."""
    paint_hanging_hand(card, FACE, 0.03)
    sleeve = spline(
        "-0.055 0.03, 0.0 0.052, 0.045 0.02, 0.066 -0.08, 0.070 -0.22, 0.068 -0.38, 0.078 -0.565, 0.03 -0.578, "
        "-0.022 -0.565, -0.038 -0.40, -0.050 -0.25, -0.070 -0.10",
        closed=True,
        corners=(6, 8),
    )
    card.shape(sleeve, COAT)
    _paint_sleeve_folds(card, sleeve)


def _paint_sleeve_folds(card: Sheet, sleeve: Points) -> None:
    with card.inside(sleeve):
        for y in (-0.20, -0.24, -0.29):
            card.soft_line([(-0.06, y - 0.01), (0.0, y - 0.03), (0.05, y)], 0.010, COAT_DARK, 0.5)
        card.soft_line("-0.055 -0.05, -0.065 -0.25, -0.035 -0.55", 0.022, COAT_DARK, 0.5)
        card.soft_line("0.045 0.0, 0.045 -0.20, 0.05 -0.50", 0.012, COAT_LIGHT, 0.25)
        card.thin_line("-0.045 -0.50, 0.015 -0.512, 0.075 -0.50", 0.006, COAT_DARK, 0.8)
        card.shape(ellipse((0.05, -0.535), (0.011, 0.011), count=14), Paint(rgb("#4a2a16"), round_m=0.004, gloss=0.4))


def paint_front_coat(card: Sheet) -> None:
    """Paint legs, coat, shirt and scarf from the front; no head, no arms."""
    paint_front_legs(card, TROUSERS, SHOE)
    neck = limb([(0.0, 1.46), (0.0, 1.60)], [0.068, 0.062])
    card.shape(neck, FACE.skin_paint(0.02))
    with card.inside(neck):
        card.soft_line("-0.07 1.545, 0.0 1.525, 0.07 1.545", 0.035, FACE.skin_shade, 0.9)
    half = points(
        "0.0 0.485, 0.12 0.475, 0.255 0.49, 0.225 0.75, 0.185 0.95, 0.168 1.05, 0.185 1.18, "
        "0.205 1.30, 0.242 1.37, 0.232 1.425, 0.12 1.492, 0.0 1.51"
    )
    coat = spline(np.concatenate([half, (half * (-1, 1))[-2:0:-1]]), closed=True, corners=(2, -2))
    card.shape(coat, COAT)
    with card.inside(coat):
        _paint_coat_front(card)
    scarf = limb("-0.085 1.515, -0.04 1.478, 0.0 1.465, 0.04 1.478, 0.085 1.515", [0.030, 0.040, 0.043, 0.040, 0.030])
    card.shape(scarf, SCARF)
    tail = spline(
        "-0.005 1.46, 0.055 1.455, 0.065 1.30, 0.06 1.18, 0.0 1.175, -0.005 1.30", closed=True, corners=(3, 4)
    )
    card.shape(tail, SCARF)
    card.soft_line("0.03 1.44, 0.035 1.30, 0.03 1.2", 0.009, rgb("#4a0c18"), 0.6)
    for side in (-1, 1):
        lapel = spline(
            points("0.075 1.535, 0.115 1.50, 0.165 1.40, 0.115 1.37, 0.075 1.26, 0.05 1.33, 0.055 1.45") * (side, 1),
            closed=True,
            corners=(2, 3, 4),
        )
        card.shadow(lapel + np.array([0.0, -0.012]), Paint(COAT_DARK, round_m=0.012, bulge=0, opacity=0.6))
        card.shape(lapel, COAT)


def _paint_coat_front(card: Sheet) -> None:
    opening = points("-0.075 1.52, 0.075 1.52, 0.06 1.35, 0.0 1.16, -0.06 1.35")
    card.shape(opening, Paint(rgb("#e6dccb"), round_m=0.02, bulge=0.4, shade_tint=(0.9, 0.9, 1.1)))
    for x, sway in ((-0.17, -0.05), (-0.09, -0.02), (0.09, 0.03), (0.165, 0.05)):
        card.soft_line([(x * 0.85, 1.01), (x, 0.78), (x + sway, 0.48)], 0.024, COAT_DARK, 0.45)
        card.soft_line([(x * 0.85 + 0.03, 1.01), (x + 0.03, 0.78), (x + sway + 0.03, 0.48)], 0.012, COAT_LIGHT, 0.20)
    card.thin_line("0.03 1.2, 0.045 1.03, 0.03 0.8, 0.015 0.48", 0.008, COAT_DARK, 0.9, swell=0.5)
    belt = limb("-0.19 1.045, 0.0 1.03, 0.19 1.045", [0.027] * 3)
    card.shape(belt, Paint(rgb("#8c6c48"), round_m=0.016, rim=0.5))
    card.thin_line("-0.18 1.016, 0.0 1.001, 0.18 1.016", 0.006, COAT_DARK, 0.8, swell=0.3)
    card.shape(rounded(-0.005, 1.0, 0.06, 1.062, 0.006), Paint(rgb("#5a3418"), round_m=0.008, gloss=0.4))
    for y in (1.20, 1.12, 0.93, 0.84):
        for x in (-0.055, 0.10):
            card.shape(ellipse((x, y), (0.013, 0.013), count=16), Paint(rgb("#4a2a16"), round_m=0.005, gloss=0.4))
    for side in (-1, 1):
        card.thin_line(points("0.10 0.90, 0.135 0.86, 0.165 0.80") * (side, 1), 0.007, COAT_DARK, 0.8)
