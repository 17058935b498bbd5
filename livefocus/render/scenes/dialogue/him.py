"""The man at the far end of the room, facing us: grey at the temples, navy cardigan, a letter in his hand.

Metres; ground at 0, his middle at x = 0.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes import frontal
from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.curves import ellipse, limb, points, resampled, seeded, spline
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb
from livefocus.render.scenes.people import paint_front_legs, paint_hanging_hand
from livefocus.render.scenes.profile import MAN, Face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    MAN,
    skin=rgb("#d9a07c"),
    skin_shade=rgb("#8a4634"),
    lips=rgb("#a25a4e"),
    iris=rgb("#3c5668"),
    brow=rgb("#2c211c"),
    brow_width=0.023,
    lashes=0.0,
    blush=0.16,
)
CARDIGAN = Paint(
    rgb("#2b3f63"),
    albedo_far=rgb("#1c2a46"),
    axis_m=(0.0, 1.45, 0.0, 0.8),
    round_m=0.045,
    bulge=1.1,
    pattern=Pattern.KNIT,
    pattern_m=0.016,
    pattern_colour=rgb("#40587f"),
    pattern_mix=0.35,
    relief=0.2,
    shade_tint=(0.9, 0.92, 1.1),
    rim=1.2,
)
SHIRT = Paint(rgb("#e9e2d6"), round_m=0.02, bulge=0.5, shade_tint=(0.9, 0.92, 1.1))
TROUSERS = Paint(rgb("#5a4a3e"), round_m=0.025, rim=0.5)
SHOE = Paint(rgb("#3a2218"), round_m=0.012, gloss=0.4, rim=0.4)
DARK, LIGHT = rgb("#0c1526"), rgb("#7f96bd")
HAIR_DARK, HAIR_LIGHT, GREY = rgb("#2a211d"), rgb("#6b5a4e"), rgb("#a89c92")
HEAD_M, CHIN_Y_M = 0.25, 1.545
HALF_BODY = points(
    "0.0 0.80, 0.10 0.795, 0.185 0.805, 0.176 0.92, 0.164 1.02, 0.176 1.15, 0.198 1.27, 0.236 1.36, 0.226 1.415, "
    "0.12 1.480, 0.0 1.50"
)


def paint_shadow(card: Sheet) -> None:
    """Paint the shadow under him, on the ground at the origin."""
    line = points("-0.45 0, -0.2 0, 0 0, 0.2 0, 0.45 0")
    fade = np.column_stack([np.tile(rgb("#0c0608"), (5, 1)), 0.6 * np.array([0.0, 0.8, 1.0, 0.8, 0.0])])
    card.ribbon(line, 0.07, fade[None], Stroke(softness=1.0, glow=1.0))


def paint_body(card: Sheet) -> None:
    """Paint legs, shirt, cardigan and neck; no head, no arms."""
    hips = spline("-0.168 0.86, 0.168 0.86, 0.172 0.60, 0.0 0.55, -0.172 0.60", closed=True, corners=(0, 1))
    paint_front_legs(card, TROUSERS, SHOE)
    card.shape(hips, TROUSERS)
    neck = limb([(0.0, 1.44), (0.0, 1.60)], [0.068, 0.060])
    card.shape(neck, FACE.skin_paint(0.02))
    with card.inside(neck):
        card.soft_line("-0.07 1.545, 0.0 1.520, 0.07 1.545", 0.035, FACE.skin_shade, 0.9)
    outline = spline(np.concatenate([HALF_BODY, (HALF_BODY * (-1, 1))[-2:0:-1]]), closed=True, corners=(2, -2))
    card.shape(outline, CARDIGAN)
    with card.inside(outline):
        _paint_front(card)
    _paint_collar(card)


def _paint_front(card: Sheet) -> None:
    opening = points("-0.085 1.52, 0.085 1.52, 0.075 1.38, 0.010 1.10, -0.010 1.10, -0.075 1.38")
    card.shape(opening, SHIRT)
    card.soft_line("0.0 1.44, 0.0 1.3, 0.0 1.12", 0.006, rgb("#9a8f86"), 0.7)
    for y in (1.38, 1.29, 1.20):
        card.dot((0.0, y), 0.006, (*rgb("#b8ada0"), 1.0), Stroke(tube=1.0), solid=False)
    for side in (-1, 1):
        edge = points("0.088 1.50, 0.078 1.38, 0.012 1.10, 0.010 0.80") * (side, 1)
        card.thin_line(edge, 0.012, DARK, 0.9, swell=0.5)
        for x, y in ((0.10, 0.98), (0.13, 0.90)):
            line = points([(x - 0.06, y - 0.02), (x, y), (x + 0.06, y + 0.03)]) * (side, 1)
            card.soft_line(line, 0.014, DARK, 0.5)
        card.soft_line(points("0.165 1.33, 0.155 1.15, 0.15 0.98") * (side, 1), 0.024, DARK, 0.5)
        card.soft_line(points("0.11 1.40, 0.115 1.25, 0.10 1.10") * (side, 1), 0.016, LIGHT, 0.18)
        pocket = points("0.055 0.90, 0.10 0.895, 0.145 0.90") * (side, 1)
        card.thin_line(pocket, 0.007, DARK, 0.8)
    card.soft_line("-0.17 0.83, 0.0 0.82, 0.17 0.83", 0.016, DARK, 0.5)
    for y in (1.06, 0.97, 0.88):
        card.shape(ellipse((0.012, y), (0.012, 0.012), count=16), Paint(rgb("#5a3a22"), round_m=0.005, gloss=0.4))


def _paint_collar(card: Sheet) -> None:
    for side in (-1, 1):
        point = points("0.058 1.535, 0.080 1.515, 0.082 1.462, 0.070 1.418, 0.004 1.468, 0.030 1.500") * (side, 1)
        wing = spline(point, closed=True, corners=(1, 3, 4))
        card.shadow(wing + np.array([0.0, -0.010]), Paint(rgb("#2a2a38"), round_m=0.010, bulge=0, opacity=0.5))
        card.shape(wing, SHIRT)


def paint_arm(card: Sheet) -> None:
    """Paint a hanging arm, its owner's left: shoulder at the origin, hand 0.6 m below."""
    paint_hanging_hand(card, FACE, 0.03)
    sleeve = spline(
        "-0.055 0.03, 0.0 0.050, 0.045 0.02, 0.062 -0.08, 0.064 -0.22, 0.062 -0.38, 0.064 -0.560, 0.03 -0.572, "
        "-0.012 -0.560, -0.034 -0.40, -0.050 -0.25, -0.068 -0.10",
        closed=True,
        corners=(6, 8),
    )
    card.shape(sleeve, CARDIGAN)
    _paint_folds(card, sleeve, ((-0.20, 0.0), (-0.25, 0.0), (-0.31, 0.0), (-0.54, 0.0)))


def _paint_folds(card: Sheet, sleeve: Points, places: tuple[tuple[float, float], ...]) -> None:
    with card.inside(sleeve):
        for y, x in places:
            card.soft_line([(x - 0.06, y - 0.01), (x, y - 0.028), (x + 0.06, y)], 0.010, DARK, 0.5)


def paint_letter_arm(card: Sheet) -> None:
    """Paint the arm that holds the letter: shoulder at the origin, elbow down, hand before his chest."""
    upper = limb("0.0 -0.01, 0.030 -0.14, 0.040 -0.29", [0.058, 0.060, 0.052])
    lower = limb("0.042 -0.285, -0.03 -0.262, -0.105 -0.222", [0.052, 0.048, 0.040])
    card.shape(upper, CARDIGAN)
    _paint_folds(card, upper, ((-0.20, 0.03), (-0.25, 0.035)))
    sheet = points("-0.250 -0.245, -0.115 -0.215, -0.152 -0.005, -0.285 -0.040")
    card.shape(sheet, Paint(rgb("#f0e8d8"), albedo_far=rgb("#d8cab4"), axis_m=(-0.15, 0.0, -0.2, -0.25), round_m=0.01))
    for k in range(6):
        start = points((-0.268 + 0.006 * k, -0.066 - 0.029 * k))
        end = start + points((0.100 if k < 5 else 0.05, 0.025 if k < 5 else 0.0125))
        card.thin_line([start, 0.5 * (start + end), end], 0.0045, rgb("#5a5a72"), 0.75)
    card.shadow(lower + np.array([0.0, -0.012]), Paint(DARK, round_m=0.012, bulge=0, opacity=0.6))
    card.shape(lower, CARDIGAN)
    _paint_folds(card, lower, ((-0.25, 0.0), (-0.235, -0.04)))
    skin = FACE.skin_paint(0.012)
    card.shape(limb("-0.125 -0.212, -0.155 -0.198, -0.175 -0.188", [0.030, 0.034, 0.026]), skin)
    for k, y in enumerate((-0.172, -0.184, -0.197, -0.209)):
        card.shape(
            limb([(-0.165, y), (-0.196 + 0.004 * k, y + 0.004), (-0.205 + 0.006 * k, y - 0.006)], [0.0095] * 3), skin
        )
    card.shape(limb("-0.150 -0.180, -0.178 -0.160, -0.196 -0.150", [0.013, 0.0115, 0.009]), skin)


def paint_head(card: Sheet, mood: Expression) -> None:
    """Paint his head; card in metres, chin at the origin."""
    head = card.at(0.0, 0.0, HEAD_M)
    head.shape(ellipse((0.0, 0.70), (0.350, 0.345)), Paint(HAIR_DARK, round_m=0.06, rim=0.8))
    frontal.paint_face(head, FACE, mood)
    _paint_stubble(head, mood)
    _paint_hair(head)


def _paint_stubble(head: Sheet, mood: Expression) -> None:
    random = seeded(231)
    drop = 0.075 * mood.jaw
    ring = resampled(
        spline(
            [
                (-0.27, 0.36),
                (-0.235, 0.19 - drop),
                (-0.13, 0.07 - drop),
                (0.0, 0.04 - drop),
                (0.13, 0.07 - drop),
                (0.235, 0.19 - drop),
                (0.27, 0.36),
            ]
        ),
        520,
    )
    root = ring + random.normal(size=ring.shape) * (0.022, 0.026)
    lip = resampled(spline("-0.10 0.235, 0.0 0.25, 0.10 0.235"), 90) + random.normal(size=(90, 2)) * (0.008, 0.008)
    root = np.concatenate([root, lip])
    hairs = np.stack([root, root + (0.0, -0.008), root + (0.0, -0.014)], axis=1)
    shade = random.random((len(root), 1))
    mix = np.asarray(HAIR_DARK) * (1 - shade) + np.asarray(GREY) * shade
    with head.inside(frontal.head_outline(mood.jaw)):
        head.ribbon(hairs, 0.0032, np.column_stack([mix, np.full(len(root), 0.55)])[:, None], Stroke(), solid=False)


def _paint_hair(head: Sheet) -> None:
    mass = spline(
        "-0.330 0.48, -0.352 0.66, -0.345 0.84, -0.27 0.99, -0.12 1.065, 0.06 1.075, 0.23 1.01, 0.335 0.86, "
        "0.352 0.66, 0.330 0.48, 0.312 0.58, 0.302 0.70, 0.265 0.80, 0.17 0.865, 0.02 0.90, -0.14 0.885, "
        "-0.225 0.82, -0.285 0.74, -0.308 0.58",
        closed=True,
        corners=(0, 9),
    )
    head.shadow(mass - np.array([0.0, 0.02]), Paint(rgb("#5a2c1c"), round_m=0.018, bulge=0, opacity=0.4))
    head.shape(mass, Paint(HAIR_DARK, round_m=0.06, rim=0.9))
    flow = (
        "-0.16 0.87, -0.22 0.98, -0.30 0.90, -0.34 0.72",
        "-0.15 0.885, -0.14 1.0, -0.20 1.04, -0.30 0.96",
        "-0.10 0.89, -0.02 1.03, 0.04 1.08, -0.06 1.075",
        "-0.02 0.895, 0.10 1.02, 0.18 1.04, 0.24 1.0",
        "0.06 0.89, 0.20 0.97, 0.29 0.93, 0.33 0.84",
        "0.16 0.865, 0.28 0.86, 0.335 0.78, 0.345 0.66",
    )
    paint_lock(head, flow, Lock(HAIR_DARK, HAIR_LIGHT, strands=320, half_width=0.008, stray=0.014, fray=0.25), 241)
    for side in (-1, 1):
        temple = [
            points(line) * (side, 1)
            for line in ("0.30 0.72, 0.325 0.60, 0.318 0.47", "0.345 0.74, 0.355 0.62, 0.335 0.48")
        ]
        paint_lock(
            head, temple, Lock(HAIR_LIGHT, GREY, strands=60, half_width=0.007, stray=0.008, fray=0.3), 244 + side
        )
