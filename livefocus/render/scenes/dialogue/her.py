"""The woman near the camera, in profile: black hair worn long, a cream polo-neck; looks right on her own card.

The scene mirrors the card. Metres, ground at 0; the front of her chin is at x = 0.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.curves import limb, points, spline
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.profile import WOMAN, Face, paint_face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    WOMAN,
    skin=rgb("#e3ab8e"),
    skin_shade=rgb("#93463c"),
    lips=rgb("#b04446"),
    iris=rgb("#4a5a3c"),
    brow=rgb("#22130d"),
    brow_width=0.013,
    smile=0.008,
    fold=0.16,
)
WOOL = Paint(
    rgb("#e4d6bd"),
    albedo_far=rgb("#b9a58c"),
    axis_m=(-0.2, 1.08, -0.2, 0.75),
    round_m=0.05,
    bulge=1.1,
    pattern=Pattern.KNIT,
    pattern_m=0.0085,
    pattern_colour=rgb("#b39c80"),
    pattern_mix=0.55,
    relief=0.45,
    wrap=0.3,
    shade_tint=(0.92, 0.92, 1.08),
    rim=0.7,
)
FOLD = rgb("#6e5648")
HAIR_DARK, HAIR_LIGHT = rgb("#1c0f0c"), rgb("#6e4230")
SHINE = rgb("#d8a078")
FLOW = (
    "-0.035 0.87, -0.08 0.96, -0.24 1.045, -0.45 1.065, -0.66 0.98, -0.79 0.80, -0.83 0.55, -0.86 0.25, -0.83 -0.10, "
    "-0.80 -0.42",
    "-0.06 0.84, -0.15 0.93, -0.30 0.995, -0.48 0.985, -0.65 0.88, -0.75 0.70, -0.78 0.45, -0.80 0.18, -0.76 -0.12, "
    "-0.74 -0.46",
    "-0.10 0.81, -0.20 0.87, -0.34 0.90, -0.50 0.865, -0.63 0.75, -0.70 0.58, -0.72 0.36, -0.72 0.12, -0.68 -0.16, "
    "-0.67 -0.48",
    "-0.155 0.765, -0.25 0.80, -0.38 0.80, -0.50 0.735, -0.60 0.62, -0.655 0.47, -0.66 0.28, -0.65 0.06, -0.60 -0.20, "
    "-0.60 -0.46",
    "-0.22 0.695, -0.30 0.72, -0.40 0.70, -0.49 0.63, -0.555 0.53, -0.595 0.40, -0.60 0.22, -0.58 0.0, -0.53 -0.22, "
    "-0.53 -0.43",
    "-0.285 0.60, -0.34 0.615, -0.41 0.60, -0.475 0.565, -0.525 0.48, -0.55 0.36, -0.545 0.18, -0.52 -0.02, "
    "-0.475 -0.22, -0.47 -0.38",
)


def head_of(body: Sheet) -> Sheet:
    """Return the sheet of her head, a little bowed."""
    return body.at(0.0, 1.085, 0.246, turn_deg=-3.0)


def paint(body: Sheet) -> None:
    """Paint all of her, from behind forwards."""
    head = head_of(body)
    _paint_far_hair(head)
    _paint_neck(body)
    _paint_torso(body)
    paint_face(head, FACE)
    _paint_collar(body)
    _paint_sleeve(body)
    _paint_hair(head)


def _paint_far_hair(head: Sheet) -> None:
    behind = spline(
        "-0.45 0.50, -0.40 0.20, -0.36 0.0, -0.34 -0.22, -0.42 -0.34, -0.62 -0.40, -0.78 -0.30, -0.82 0.2, -0.7 0.6",
        closed=True,
    )
    head.shape(behind, Paint(rgb("#2a1712"), round_m=0.06, rim=0.2))
    inner = ("-0.46 0.48, -0.42 0.15, -0.38 -0.22", "-0.62 0.5, -0.60 0.1, -0.52 -0.34")
    paint_lock(head, inner, Lock(HAIR_DARK, HAIR_LIGHT, strands=220, half_width=0.006, stray=0.012), 210)


def _paint_torso(body: Sheet) -> None:
    outline = spline(
        "-0.072 1.035, -0.052 0.970, -0.022 0.905, -0.018 0.860, -0.045 0.800, -0.078 0.735, -0.085 0.66, -0.10 0.56, "
        "-0.31 0.56, -0.318 0.66, -0.308 0.76, -0.322 0.86, -0.318 0.96, -0.275 1.032, -0.20 1.06",
        closed=True,
        corners=(7, 8),
    )
    body.shape(outline, WOOL)
    with body.inside(outline):
        body.soft_line("-0.03 0.845, -0.075 0.815, -0.13 0.83", 0.020, FOLD, 0.5)
        body.soft_line("-0.08 0.75, -0.14 0.735, -0.20 0.75", 0.010, FOLD, 0.4)
        body.soft_line("-0.30 0.99, -0.318 0.88, -0.31 0.76", 0.026, FOLD, 0.45)


def _paint_neck(body: Sheet) -> None:
    neck = limb("-0.055 1.15, -0.105 1.06, -0.125 1.00", [0.045, 0.056, 0.066])
    body.shape(neck, FACE.skin_paint(0.02))
    with body.inside(neck):
        body.soft_line("-0.02 1.105, -0.09 1.115, -0.15 1.16", 0.028, FACE.skin_shade, 0.7)


def _paint_collar(body: Sheet) -> None:
    collar = spline(
        "-0.036 1.072, -0.044 1.040, -0.040 1.012, -0.072 0.996, -0.130 0.990, -0.188 1.005, -0.232 1.040, "
        "-0.222 1.082, -0.190 1.112, -0.140 1.096, -0.085 1.078",
        closed=True,
        corners=(0,),
    )
    body.shadow(collar + np.array([0.0, -0.012]), Paint(FOLD, round_m=0.012, bulge=0, opacity=0.55))
    body.shape(collar, WOOL)
    with body.inside(collar):
        for k in range(9):
            x = -0.058 - 0.018 * k
            body.soft_line([(x + 0.010, 1.085), (x, 1.045), (x + 0.004, 0.99)], 0.0042, FOLD, 0.5)
        body.soft_line("-0.045 1.028, -0.12 1.014, -0.22 1.045", 0.010, FOLD, 0.5)


def _paint_sleeve(body: Sheet) -> None:
    sleeve = spline(
        "-0.295 1.000, -0.262 1.040, -0.205 1.040, -0.155 0.995, -0.118 0.915, -0.098 0.82, -0.090 0.72, -0.10 0.60, "
        "-0.205 0.60, -0.222 0.70, -0.245 0.80, -0.282 0.90",
        closed=True,
        corners=(7, 8),
    )
    body.shadow(sleeve + np.array([0.006, -0.010]), Paint(FOLD, round_m=0.014, bulge=0, opacity=0.5))
    body.shape(sleeve, WOOL)
    with body.inside(sleeve):
        for k, y in enumerate((0.93, 0.88, 0.80, 0.74)):
            body.soft_line([(-0.13 + 0.008 * k, y), (-0.17, y - 0.02), (-0.23, y + 0.01)], 0.010, FOLD, 0.4)
        body.soft_line("-0.285 0.97, -0.26 0.86, -0.22 0.72", 0.022, FOLD, 0.45)


def _paint_hair(head: Sheet) -> None:
    mass = spline(
        "-0.035 0.855, -0.050 0.915, -0.15 1.005, -0.29 1.055, -0.46 1.06, -0.64 1.00, -0.77 0.865, -0.83 0.65, "
        "-0.85 0.35, -0.86 0.05, -0.83 -0.25, -0.80 -0.44, -0.66 -0.50, -0.53 -0.45, -0.46 -0.36, -0.47 -0.18, "
        "-0.515 0.02, -0.545 0.22, -0.55 0.36, -0.535 0.46, -0.50 0.545, -0.43 0.575, -0.385 0.54, -0.36 0.50, "
        "-0.325 0.44, -0.315 0.50, -0.285 0.60, -0.22 0.70, -0.13 0.795",
        closed=True,
        corners=(24,),
    )
    head.shadow(mass + np.array([0.018, -0.02]), Paint(rgb("#4a1c14"), round_m=0.025, bulge=0, opacity=0.4))
    head.shape(mass, Paint(HAIR_DARK, round_m=0.09, bulge=1.0, rim=0.35))
    strands = Lock(HAIR_DARK, HAIR_LIGHT, strands=1700, half_width=0.0055, stray=0.010, alpha=0.6, fray=0.12)
    paint_lock(head, FLOW, strands, 211)
    for y in (0.0, -0.05, -0.10, -0.15):
        head.soft_line([(-0.16, 0.915 + y), (-0.33, 0.985 + y), (-0.56, 0.93 + y * 1.2)], 0.016, SHINE, 0.34)
    for x, y in ((-0.74, 0.28), (-0.68, 0.20), (-0.62, 0.14)):
        head.soft_line([(x, y + 0.16), (x - 0.005, y), (x + 0.005, y - 0.16)], 0.020, SHINE, 0.20)
    temple = [
        "-0.285 0.605, -0.305 0.53, -0.325 0.455",
        "-0.34 0.62, -0.355 0.56, -0.375 0.515",
        "-0.42 0.62, -0.43 0.59, -0.47 0.56",
    ]
    paint_lock(head, temple, Lock(HAIR_DARK, HAIR_LIGHT, strands=110, half_width=0.005, stray=0.006, alpha=0.8), 215)
    _paint_loose_hair(head)
    head.dot((-0.430, 0.285), 0.020, rgba("#e8c070"), Stroke(tube=1.0, gloss=1.4))
    head.ribbon(points([(-0.430, 0.27), (-0.432, 0.19)]), 0.006, rgba("#e8c070"), Stroke(tube=1.0, gloss=1.2))
    head.dot((-0.432, 0.17), 0.024, rgba("#f4ead8"), Stroke(tube=1.0, gloss=1.4))


def _paint_loose_hair(head: Sheet) -> None:
    tips = (
        "-0.82 0.10, -0.85 -0.15, -0.80 -0.50",
        "-0.70 0.0, -0.68 -0.25, -0.66 -0.54",
        "-0.58 0.0, -0.54 -0.22, -0.53 -0.50",
        "-0.53 0.10, -0.46 -0.15, -0.44 -0.42",
    )
    paint_lock(head, tips, Lock(HAIR_DARK, HAIR_LIGHT, strands=160, half_width=0.006, stray=0.03, fray=0.4), 212)
    front = [
        "-0.285 0.58, -0.255 0.48, -0.275 0.36, -0.245 0.22, -0.275 0.10",
        "-0.315 0.56, -0.295 0.45, -0.305 0.33, -0.275 0.22, -0.30 0.14",
    ]
    paint_lock(
        head,
        front,
        Lock(HAIR_DARK, rgb("#8a5a40"), strands=14, half_width=0.0032, stray=0.012, fray=0.3, alpha=0.8),
        213,
    )
    over = ["-0.10 0.92, -0.3 1.05, -0.55 1.045, -0.75 0.93", "-0.5 1.07, -0.74 0.95, -0.86 0.70, -0.88 0.3"]
    paint_lock(head, over, Lock(HAIR_LIGHT, SHINE, strands=18, half_width=0.0022, stray=0.02, fray=0.6), 214)
