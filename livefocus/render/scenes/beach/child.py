"""The child who builds a castle of sand, facing us. Metres; ground at 0, middle at x = 0."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes import frontal
from livefocus.render.scenes.curves import ellipse, limb, points, rectangle, resampled, seeded, spline
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.profile import WOMAN, Face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    WOMAN,
    skin=rgb("#e8b390"),
    skin_shade=rgb("#a8604a"),
    lips=rgb("#c06058"),
    iris=rgb("#4a6a80"),
    brow=rgb("#8a5a2c"),
    brow_width=0.016,
    blush=0.5,
)
SHIRT = Paint(
    rgb("#f4f0e4"),
    round_m=0.03,
    pattern=Pattern.STRIPES,
    pattern_m=0.045,
    pattern_turn_deg=90.0,
    pattern_colour=rgb("#2f6aa8"),
    pattern_mix=0.95,
    wrap=0.3,
    shade_tint=(0.9, 0.94, 1.1),
    rim=0.6,
)
HAIR_DARK, HAIR_LIGHT = rgb("#8a5a28"), rgb("#f0c880")
HEAD_M, CHIN_Y_M = 0.225, 0.445
SAND = Paint(
    rgb("#c49a68"),
    albedo_far=rgb("#96703f"),
    axis_m=(0.0, 0.3, 0.0, 0.0),
    round_m=0.02,
    bulge=1.1,
    pattern=Pattern.PLASTER,
    pattern_m=0.05,
    pattern_colour=rgb("#8a6438"),
    pattern_mix=0.5,
    relief=0.2,
    wrap=0.25,
    rim=0.5,
)


def paint_body(card: Sheet) -> None:
    """Paint legs, shirt and neck: sitting, knees apart."""
    skin = FACE.skin_paint(0.025)
    ground = ellipse((0.0, 0.02), (0.44, 0.035))
    card.shape(ground, Paint(rgb("#5a4028"), round_m=0.02, bulge=0, opacity=0.35), solid=False)
    for side in (-1, 1):
        shin = limb(points("0.20 0.12, 0.28 0.07, 0.36 0.035") * (side, 1), [0.060, 0.050, 0.036])
        thigh = limb(points("0.06 0.08, 0.14 0.13, 0.215 0.135") * (side, 1), [0.075, 0.072, 0.064])
        foot = limb(points("0.36 0.040, 0.405 0.055, 0.43 0.085") * (side, 1), [0.036, 0.034, 0.024])
        card.shape(foot, skin)
        card.shape(shin, skin)
        card.shape(thigh, Paint(rgb("#d8563c"), round_m=0.03, rim=0.5))
    body = spline(
        "0.0 0.05, 0.10 0.05, 0.135 0.10, 0.120 0.22, 0.128 0.34, 0.148 0.385, 0.10 0.425, 0.0 0.435, -0.10 0.425, "
        "-0.148 0.385, -0.128 0.34, -0.120 0.22, -0.135 0.10, -0.10 0.05",
        closed=True,
    )
    neck = limb([(0.0, 0.40), (0.0, 0.49)], [0.045, 0.042])
    card.shape(neck, FACE.skin_paint(0.014))
    card.shape(body, SHIRT)
    with card.inside(body):
        card.soft_line("-0.11 0.36, -0.115 0.22, -0.12 0.1", 0.025, rgb("#3c4a68"), 0.45)
        card.soft_line("-0.08 0.14, 0.0 0.12, 0.08 0.14", 0.016, rgb("#3c4a68"), 0.35)


def paint_arm(card: Sheet) -> None:
    """Paint an arm that reaches down and in, its owner's left: shoulder at the origin."""
    skin = FACE.skin_paint(0.016)
    card.shape(limb("0.0 0.0, 0.045 -0.09, 0.040 -0.165", [0.045, 0.040, 0.034]), skin)
    card.shape(limb("0.042 -0.160, 0.0 -0.215, -0.055 -0.255", [0.035, 0.032, 0.024]), skin)
    card.shape(limb("-0.050 -0.250, -0.078 -0.268, -0.098 -0.288", [0.025, 0.027, 0.016]), skin)
    sleeve = limb("-0.012 0.005, 0.028 -0.055, 0.042 -0.095", [0.043, 0.043, 0.043])
    card.shape(sleeve, SHIRT)


def paint_head(card: Sheet, mood: Expression) -> None:
    """Paint the head, bowed a little, with a sun hat; card in metres, chin at the origin."""
    head = card.at(0.0, 0.0, HEAD_M)
    head.shape(ellipse((0.0, 0.62), (0.372, 0.36)), Paint(HAIR_DARK, round_m=0.06, rim=0.8))
    frontal.paint_face(head.at(0.0, 0.0), FACE, mood)
    fringe = (
        "-0.02 0.95, -0.18 0.90, -0.30 0.78, -0.345 0.56",
        "0.0 0.95, -0.10 0.88, -0.20 0.80, -0.26 0.72",
        "0.04 0.95, 0.02 0.88, -0.04 0.80, -0.10 0.75",
        "0.08 0.95, 0.14 0.88, 0.16 0.80, 0.12 0.74",
        "0.10 0.95, 0.24 0.88, 0.30 0.78, 0.345 0.56",
    )
    paint_lock(head, fringe, Lock(HAIR_DARK, HAIR_LIGHT, strands=220, half_width=0.012, stray=0.02, fray=0.3), 331)
    cotton = Paint(
        rgb("#f4d060"), albedo_far=rgb("#d8a838"), axis_m=(0.0, 1.2, 0.0, 0.8), round_m=0.05, wrap=0.35, rim=0.8
    )
    crown = spline(
        "-0.36 0.84, -0.35 1.02, -0.24 1.17, 0.0 1.22, 0.24 1.17, 0.35 1.02, 0.36 0.84, 0.0 0.80",
        closed=True,
        corners=(0, 6),
    )
    brim = spline(
        "-0.56 0.76, -0.40 0.90, 0.0 0.945, 0.40 0.90, 0.56 0.76, 0.30 0.815, 0.0 0.835, -0.30 0.815",
        closed=True,
        corners=(0, 4),
    )
    head.shape(crown, cotton)
    head.shadow(brim - np.array([0.0, 0.06]), Paint(rgb("#8a4a20"), round_m=0.03, bulge=0, opacity=0.45))
    head.shape(brim, cotton)
    head.thin_line("-0.37 0.92, 0.0 0.965, 0.37 0.92", 0.016, rgb("#e86a48"), 0.9, swell=0.4)


def paint_castle(card: Sheet) -> None:
    """Paint castle, bucket and spade before the child."""
    card.shape(
        ellipse((0.0, 0.012), (0.46, 0.030)), Paint(rgb("#5a4028"), round_m=0.02, bulge=0, opacity=0.4), solid=False
    )
    _paint_tower(card, 0.0, 0.225, 0.085)
    for x, high in ((-0.17, 0.15), (0.16, 0.165)):
        _paint_tower(card, x, high, 0.066)
    wall = spline("-0.24 0.0, -0.21 0.075, 0.0 0.085, 0.20 0.080, 0.23 0.0", closed=True, corners=(0, 4))
    card.shape(wall, SAND)
    gate = spline("-0.03 0.0, -0.03 0.04, 0.0 0.058, 0.03 0.04, 0.03 0.0", closed=True, corners=(0, 4))
    card.shape(gate, Paint(rgb("#5a3c20"), round_m=0.008))
    random = seeded(341)
    shells = np.column_stack([-0.18 + 0.36 * random.random(9), 0.02 + 0.045 * random.random(9)])
    for place in shells:
        card.dot(place, 0.008, rgba("#f4e8dc"), Stroke(tube=1.0), solid=False)
    card.ribbon(points([(0.0, 0.225), (0.004, 0.345)]), 0.005, rgba("#6a4a2c"), Stroke(tube=1.0))
    flag = spline("0.004 0.342, 0.05 0.335, 0.095 0.318, 0.05 0.300, 0.003 0.288", closed=True, corners=(0, 2, 4))
    card.shape(flag, Paint(rgb("#d8402e"), round_m=0.008, rim=0.5))
    _paint_bucket(card.at(0.40, 0.0))
    card.ribbon(points([(0.56, 0.04), (0.61, 0.30)]), 0.011, rgba("#c89858"), Stroke(tube=1.0))
    card.shape(limb("0.575 0.305, 0.645 0.29", [0.011, 0.011]), Paint(rgb("#c89858"), round_m=0.006))
    card.shape(limb("0.548 0.0, 0.562 0.065", [0.030, 0.034]), Paint(rgb("#3a78b8"), round_m=0.012, gloss=0.3))


def _paint_tower(card: Sheet, x: float, high: float, wide: float) -> None:
    body = points([(x - wide * 1.12, 0.0), (x + wide * 1.12, 0.0), (x + wide * 0.9, high), (x - wide * 0.9, high)])
    card.shape(body, SAND)
    for k in range(3):
        left = x + wide * (-0.88 + 0.66 * k)
        card.shape(rectangle(left, high - 0.004, left + 0.42 * wide, high + 0.030), SAND)
    card.shape(ellipse((x, high * 0.62), (0.012, 0.018), count=16), Paint(rgb("#5a3c20"), round_m=0.004))


def _paint_bucket(card: Sheet) -> None:
    red = Paint(rgb("#e0483a"), round_m=0.03, gloss=0.25, rim=0.6)
    card.shape(points("-0.062 0.0, 0.062 0.0, 0.085 0.145, -0.085 0.145"), red)
    card.shape(limb("-0.086 0.146, 0.086 0.146", [0.010, 0.010]), Paint(rgb("#f07a5a"), round_m=0.006))
    handle = resampled(spline("-0.084 0.15, -0.06 0.215, 0.0 0.24, 0.06 0.215, 0.084 0.15"), 20)
    card.ribbon(handle, 0.006, rgba("#f4ecdc"), Stroke(tube=1.0))
    card.shape(ellipse((0.0, 0.07), (0.030, 0.030), count=24), Paint(rgb("#f6d060"), round_m=0.008))
