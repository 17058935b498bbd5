"""Who is in the water: a woman who waves and a boy with a ball, to the hips in it; and a fin. Metres; water at 0."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes import frontal
from livefocus.render.scenes.curves import ellipse, limb, points, seeded, spline
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Stroke, rgb, rgba
from livefocus.render.scenes.profile import MAN, WOMAN, Face
from livefocus.render.scenes.sheet import Sheet

HER_FACE = Face(
    WOMAN, skin=rgb("#d89a74"), skin_shade=rgb("#94503c"), lips=rgb("#b84c46"), iris=rgb("#4a3018"), brow=rgb("#3a2416")
)
HIS_FACE = Face(
    MAN,
    skin=rgb("#c98a62"),
    skin_shade=rgb("#84452f"),
    lips=rgb("#a85a4c"),
    iris=rgb("#3a2818"),
    brow=rgb("#2a1810"),
    brow_width=0.02,
)
GLAD = Expression(brows=0.3, jaw=0.35, smile=0.9)
SUIT = Paint(
    rgb("#f2c84a"), albedo_far=rgb("#d89a2c"), axis_m=(0, 0.5, 0, 0), round_m=0.03, bulge=1.1, wrap=0.3, rim=0.7
)
FIN_M = 0.86
FIN_STEPS = 9
"""In how many steps it rises out of the water: a cut-out for each, cut off where the water is."""


def paint_her(card: Sheet) -> None:
    """Paint the woman from the hips up, without the arm she waves with."""
    skin = HER_FACE.skin_paint(0.035)
    body = spline(
        "0.0 -0.08, 0.165 -0.08, 0.170 0.03, 0.125 0.16, 0.120 0.24, 0.150 0.36, 0.175 0.44, 0.165 0.485, "
        "0.06 0.535, 0.0 0.54, -0.06 0.535, -0.165 0.485, -0.175 0.44, -0.150 0.36, -0.120 0.24, -0.125 0.16, "
        "-0.170 0.03, -0.165 -0.08",
        closed=True,
        corners=(1, 17),
    )
    card.shape(limb([(0.0, 0.50), (0.0, 0.62)], [0.054, 0.050]), HER_FACE.skin_paint(0.016))
    card.shape(body, skin)
    suit = spline(
        "0.0 -0.08, 0.165 -0.08, 0.168 0.03, 0.124 0.16, 0.118 0.24, 0.142 0.35, 0.105 0.41, 0.0 0.375, -0.105 0.41, "
        "-0.142 0.35, -0.118 0.24, -0.124 0.16, -0.168 0.03, -0.165 -0.08",
        closed=True,
        corners=(1, 13),
    )
    card.shape(suit, SUIT)
    with card.inside(suit):
        for side in (-1, 1):
            card.soft_line(points("0.03 0.31, 0.075 0.285, 0.12 0.31") * (side, 1), 0.018, rgb("#7a4a10"), 0.5)
        card.soft_line("-0.11 0.2, -0.12 0.1, -0.15 0.0", 0.025, rgb("#7a4a10"), 0.4)
    for side in (-1, 1):
        card.ribbon(points([(0.09 * side, 0.40), (0.075 * side, 0.52)]), 0.010, rgba("#d89a2c"), Stroke(tube=0.6))
    arm = limb("0.160 0.455, 0.225 0.34, 0.235 0.22, 0.20 0.10", [0.045, 0.041, 0.036, 0.026])
    card.shape(arm, HER_FACE.skin_paint(0.02))
    head = card.at(0.0, 0.605, 0.235)
    head.shape(ellipse((0.0, 0.66), (0.355, 0.37)), Paint(rgb("#2a1810"), round_m=0.06))
    frontal.paint_face(head, HER_FACE, GLAD)
    cap = spline(
        "-0.345 0.66, -0.35 0.86, -0.22 1.03, 0.0 1.075, 0.22 1.03, 0.35 0.86, "
        "0.345 0.66, 0.2 0.80, 0.0 0.83, -0.2 0.80",
        closed=True,
        corners=(0, 6),
    )
    head.shape(cap, Paint(rgb("#e86a5a"), round_m=0.07, gloss=0.25, rim=0.8))
    head.thin_line("-0.34 0.70, -0.2 0.815, 0.0 0.85, 0.2 0.815, 0.34 0.70", 0.014, rgb("#f8e8dc"), 0.9, swell=0.4)


def paint_waving_arm(card: Sheet) -> None:
    """Paint an arm held up, shoulder at the origin."""
    skin = HER_FACE.skin_paint(0.02)
    card.shape(limb("0.0 0.0, -0.075 0.10, -0.105 0.20", [0.046, 0.040, 0.036]), skin)
    card.shape(limb("-0.105 0.195, -0.085 0.31, -0.075 0.41", [0.036, 0.031, 0.023]), skin)
    card.shape(ellipse((-0.072, 0.445), (0.030, 0.040)), skin)
    for k, (x, y) in enumerate(((-0.104, 0.475), (-0.086, 0.50), (-0.066, 0.503), (-0.047, 0.490))):
        card.shape(limb([(-0.088 + 0.011 * k, 0.46), (x, y)], [0.0100, 0.0080]), skin)
    card.shape(limb("-0.048 0.435, -0.030 0.455", [0.011, 0.009]), skin)


def paint_boy(card: Sheet) -> None:
    """Paint the boy from the waist up, holding a ball before him."""
    skin = HIS_FACE.skin_paint(0.03)
    body = spline(
        "0.0 -0.06, 0.125 -0.06, 0.120 0.06, 0.130 0.19, 0.155 0.28, 0.14 0.325, 0.05 0.365, 0.0 0.37, -0.05 0.365, "
        "-0.14 0.325, -0.155 0.28, -0.130 0.19, -0.120 0.06, -0.125 -0.06",
        closed=True,
        corners=(1, 13),
    )
    card.shape(limb([(0.0, 0.34), (0.0, 0.44)], [0.046, 0.043]), HIS_FACE.skin_paint(0.014))
    card.shape(body, skin)
    with card.inside(body):
        card.soft_line("-0.09 0.215, -0.04 0.20, 0.0 0.212, 0.04 0.20, 0.09 0.215", 0.012, HIS_FACE.skin_shade, 0.45)
        card.soft_line("0.0 0.2, 0.0 0.1, 0.0 0.0", 0.010, HIS_FACE.skin_shade, 0.3)
        card.soft_line("-0.125 0.25, -0.115 0.1, -0.12 -0.04", 0.025, HIS_FACE.skin_shade, 0.5)
    head = card.at(0.0, 0.405, 0.22)
    head.shape(ellipse((0.0, 0.70), (0.36, 0.36)), Paint(rgb("#1c120c"), round_m=0.06))
    frontal.paint_face(head, HIS_FACE, GLAD)
    mass = spline(
        "-0.335 0.52, -0.36 0.72, -0.32 0.93, -0.16 1.06, 0.05 1.08, 0.24 1.01, 0.35 0.84, 0.335 0.52, 0.29 0.72, "
        "0.16 0.82, -0.02 0.79, -0.2 0.83, -0.30 0.70",
        closed=True,
        corners=(0, 7),
    )
    head.shape(mass, Paint(rgb("#1c120c"), round_m=0.06, rim=0.9))
    flow = (
        "-0.31 0.72, -0.34 0.86, -0.2 1.02",
        "-0.12 0.81, -0.10 0.98, 0.04 1.07",
        "0.10 0.81, 0.2 0.95, 0.28 0.95",
        "0.29 0.70, 0.34 0.78, 0.33 0.60",
    )
    paint_lock(
        head, flow, Lock(rgb("#1c120c"), rgb("#5a4030"), strands=120, half_width=0.012, stray=0.02, fray=0.3), 351
    )
    for side in (-1, 1):
        arm = limb(points("0.135 0.285, 0.195 0.18, 0.150 0.095, 0.09 0.085") * (side, 1), [0.036, 0.032, 0.028, 0.024])
        card.shape(arm, HIS_FACE.skin_paint(0.016))
    _paint_ball(card.at(0.0, 0.085))


def _paint_ball(card: Sheet) -> None:
    disc = ellipse((0.0, 0.0), (0.115, 0.115))
    card.shape(disc, Paint(rgb("#f6f0e4"), round_m=0.05, bulge=1.2, gloss=0.25, rim=0.6))
    with card.inside(disc):
        for turn, colour in ((20.0, "#e0483a"), (140.0, "#3a84c0"), (260.0, "#f0c040")):
            a, b = np.radians(turn), np.radians(turn + 62.0)
            wedge = spline(
                [
                    (0.01, 0.02),
                    (0.13 * np.cos(a), 0.13 * np.sin(a)),
                    (0.15 * np.cos((a + b) / 2), 0.15 * np.sin((a + b) / 2)),
                    (0.13 * np.cos(b), 0.13 * np.sin(b)),
                ],
                closed=True,
                corners=(0, 1, 3),
            )
            card.shape(wedge, Paint(rgb(colour), round_m=0.04, bulge=0.5, gloss=0.15))


def paint_foam(card: Sheet) -> None:
    """Paint the ring of foam about somebody who stands in the water, at the origin."""
    random = seeded(361)
    for reach, alpha in ((0.34, 0.5), (0.26, 0.8)):
        ring = ellipse((0.0, 0.0), (reach, 0.022 + 0.03 * (reach - 0.2)), count=60) + random.normal(size=(60, 2)) * (
            0.006,
            0.003,
        )
        card.ribbon(np.concatenate([ring, ring[:2]]), 0.011, (*rgb("#f4f8f6"), alpha), Stroke(glow=0.5))


def paint_fin(card: Sheet, risen: float) -> None:
    """Paint the fin, its foot at the origin once it has all `risen`; heads left."""
    drop = FIN_M * (1.0 - risen)
    body = card.at(0.0, -drop)
    fin = spline(
        "-0.55 -0.10, -0.42 0.12, -0.22 0.42, 0.06 0.72, 0.34 0.87, 0.43 0.845, 0.36 0.66, 0.30 0.42, "
        "0.32 0.16, 0.42 -0.10",
        closed=True,
        corners=(0, 5, 9),
    )
    steel = Paint(
        rgb("#3c4a58"),
        albedo_far=rgb("#202a36"),
        axis_m=(0.0, 0.8, 0.0, 0.0),
        round_m=0.06,
        bulge=1.0,
        gloss=0.5,
        gloss_power=14,
        rim=1.2,
    )
    body.shape(fin, steel)
    with body.inside(fin):
        body.soft_line("0.30 0.80, 0.24 0.5, 0.26 0.1", 0.05, rgb("#10161e"), 0.5)
        body.soft_line("-0.36 0.14, -0.12 0.46, 0.18 0.76", 0.03, rgb("#9ab0c0"), 0.5)
    white = (*rgb("#f4f8f6"), 0.85 * min(risen * 3.0, 1.0))
    foam = Stroke(glow=0.6, softness=0.5)
    for line, half in (
        ("-0.75 0.0, -0.5 0.03, -0.1 0.035, 0.4 0.02, 1.0 0.0", 0.045),
        ("-0.65 -0.02, -0.2 -0.045, 0.6 -0.06, 1.9 -0.05", 0.030),
        ("-0.1 0.03, 0.7 0.045, 1.7 0.05", 0.026),
    ):
        trail = spline(line)
        card.ribbon(trail, half * np.sin(np.linspace(0.1, np.pi - 0.05, len(trail))) ** 0.7, white, foam)
