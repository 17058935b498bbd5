"""The man who watches the water, near the camera, in profile: wind in his hair, glasses, a striped shirt; looks right.

Metres on a card of his own, ground at 0; the front of his chin is at x = 0.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.curves import ellipse, limb, points, resampled, seeded, spline
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.profile import MAN, Face, paint_face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    MAN,
    skin=rgb("#d99f78"),
    skin_shade=rgb("#96503a"),
    lips=rgb("#ab6254"),
    iris=rgb("#3a5a78"),
    brow=rgb("#5a3c22"),
    brow_width=0.021,
    lashes=0.0,
    blush=0.34,
    smile=-0.008,
    lip_width=0.8,
    fold=0.30,
)
SHIRT = Paint(
    rgb("#eef0ee"),
    albedo_far=rgb("#cfd4da"),
    axis_m=(-0.2, 1.0, -0.2, 0.5),
    round_m=0.04,
    bulge=1.05,
    pattern=Pattern.STRIPES,
    pattern_m=0.024,
    pattern_colour=rgb("#5f88b4"),
    pattern_mix=0.75,
    pattern_turn_deg=8.0,
    wrap=0.3,
    shade_tint=(0.86, 0.92, 1.12),
    rim=0.6,
)
TROUSERS = Paint(
    rgb("#a08860"),
    round_m=0.04,
    pattern=Pattern.WEAVE,
    pattern_colour=rgb("#8a7450"),
    pattern_mix=0.5,
    relief=0.1,
    rim=0.5,
)
FOLD, LIGHT = rgb("#5c6c86"), rgb("#ffffff")
HAIR_DARK, HAIR_LIGHT, SUNLIT = rgb("#3e2715"), rgb("#a87840"), rgb("#e8bc78")
CHIN_Y_M, HEAD_M = 0.955, 0.25


def head_of(body: Sheet) -> Sheet:
    """Return the sheet of his head."""
    return body.at(0.0, CHIN_Y_M, HEAD_M, turn_deg=1.0)


def paint(body: Sheet) -> None:
    """Paint all of him, from behind forwards."""
    head = head_of(body)
    _paint_knee(body)
    _paint_torso(body)
    _paint_neck(body)
    paint_face(head, FACE)
    _paint_stubble(head)
    _paint_hair(head)
    _paint_glasses(head)
    _paint_collar(body)
    _paint_arm(body)


def _paint_knee(body: Sheet) -> None:
    leg = spline(
        "-0.24 0.40, -0.05 0.46, 0.10 0.56, 0.215 0.655, 0.280 0.650, 0.318 0.585, 0.322 0.45, 0.34 0.25, 0.20 0.25, "
        "0.185 0.42, 0.05 0.33, -0.24 0.24",
        closed=True,
        corners=(0, 7, 8, 11),
    )
    body.shape(leg, TROUSERS)
    with body.inside(leg):
        for k in range(3):
            body.soft_line(
                [(0.10 + 0.04 * k, 0.57 + 0.03 * k), (0.16 + 0.03 * k, 0.50), (0.20, 0.42)], 0.012, rgb("#54432c"), 0.5
            )


def _paint_torso(body: Sheet) -> None:
    outline = spline(
        "-0.085 0.915, -0.055 0.850, -0.030 0.780, -0.032 0.700, -0.045 0.600, -0.035 0.50, -0.06 0.40, -0.06 0.30, "
        "-0.36 0.30, -0.375 0.42, -0.365 0.56, -0.372 0.70, -0.365 0.81, -0.320 0.895, -0.235 0.940",
        closed=True,
        corners=(7, 8),
    )
    body.shape(outline, SHIRT)
    with body.inside(outline):
        body.soft_line("-0.35 0.84, -0.372 0.70, -0.355 0.52", 0.030, FOLD, 0.5)
        for y, reach in ((0.66, 0.10), (0.58, 0.14), (0.50, 0.12)):
            body.soft_line([(-0.04, y), (-0.10, y - 0.03), (-0.10 - reach, y - 0.015)], 0.013, FOLD, 0.5)


def _paint_neck(body: Sheet) -> None:
    neck = spline(
        "-0.078 1.01, -0.082 0.945, -0.100 0.895, -0.130 0.845, -0.22 0.86, -0.278 0.905, -0.232 0.945, -0.205 0.99, "
        "-0.20 1.07, -0.14 1.08",
        closed=True,
    )
    body.shape(neck, FACE.skin_paint(0.024))
    with body.inside(neck):
        body.soft_line("-0.05 0.950, -0.10 0.962, -0.165 1.010", 0.028, FACE.skin_shade, 0.7)
        body.soft_line("-0.188 0.975, -0.165 0.92, -0.150 0.87", 0.012, FACE.skin_shade, 0.5)
        body.soft_line("-0.088 0.935, -0.096 0.915, -0.110 0.895", 0.010, rgb("#f0c090"), 0.4)


def _paint_collar(body: Sheet) -> None:
    back = spline(
        "-0.300 0.895, -0.268 0.940, -0.222 0.922, -0.160 0.880, -0.115 0.832, -0.128 0.805, -0.19 0.850, -0.25 0.880",
        closed=True,
        corners=(4, 5),
    )
    body.shape(back, SHIRT)
    wing = spline(
        "-0.235 0.925, -0.175 0.888, -0.122 0.838, -0.098 0.770, -0.150 0.795, -0.215 0.862",
        closed=True,
        corners=(2, 3),
    )
    body.shadow(wing + np.array([0.002, -0.012]), Paint(rgb("#26344a"), round_m=0.010, bulge=0, opacity=0.5))
    body.shape(wing, SHIRT)
    body.thin_line("-0.268 0.935, -0.19 0.890, -0.122 0.838", 0.0022, FOLD, 0.6)


def _paint_arm(body: Sheet) -> None:
    lower = limb("-0.03 0.575, 0.07 0.615, 0.17 0.655, 0.235 0.678", [0.044, 0.047, 0.038, 0.029])
    body.shape(lower, FACE.skin_paint(0.028))
    with body.inside(lower):
        body.soft_line("-0.02 0.54, 0.09 0.58, 0.21 0.65", 0.018, FACE.skin_shade, 0.6)
    hand = spline(
        "0.225 0.706, 0.262 0.714, 0.300 0.706, 0.330 0.672, 0.342 0.628, 0.330 0.612, 0.312 0.632, 0.300 0.656, "
        "0.268 0.652, 0.235 0.650",
        closed=True,
    )
    body.shape(hand, FACE.skin_paint(0.014))
    for x, y in ((0.318, 0.650), (0.306, 0.652), (0.293, 0.655)):
        body.thin_line([(x - 0.022, y + 0.030), (x, y), (x + 0.008, y - 0.022)], 0.0022, FACE.skin_shade, 0.7)
    sleeve = spline(
        "-0.350 0.830, -0.312 0.895, -0.240 0.905, -0.180 0.850, -0.125 0.765, -0.060 0.680, 0.010 0.638, 0.045 0.628, "
        "0.056 0.590, 0.044 0.545, -0.010 0.520, -0.080 0.530, -0.165 0.590, -0.255 0.690, -0.320 0.760",
        closed=True,
        corners=(7, 9),
    )
    body.shadow(sleeve + np.array([-0.004, -0.014]), Paint(rgb("#26344a"), round_m=0.014, bulge=0, opacity=0.5))
    body.shape(sleeve, SHIRT)
    with body.inside(sleeve):
        for k in range(5):
            x, y = -0.02 - 0.035 * k, 0.645 + 0.042 * k
            body.soft_line([(x, y), (x - 0.04, y - 0.045), (x - 0.045, y - 0.09)], 0.010, FOLD, 0.55)
            body.soft_line([(x + 0.014, y), (x - 0.026, y - 0.045), (x - 0.03, y - 0.085)], 0.006, LIGHT, 0.5)
        body.soft_line("-0.335 0.79, -0.25 0.68, -0.14 0.58, -0.03 0.53", 0.024, FOLD, 0.6)
    cuff = spline(
        "0.012 0.648, 0.064 0.640, 0.078 0.588, 0.062 0.536, 0.005 0.528, 0.024 0.588",
        closed=True,
        corners=(0, 1, 3, 4),
    )
    body.shape(cuff, SHIRT)
    strap = limb("0.196 0.708, 0.208 0.668, 0.204 0.632", [0.010] * 3)
    body.shape(strap, Paint(rgb("#3a2416"), round_m=0.006, gloss=0.3))
    body.ribbon(
        points([(0.205, 0.694), (0.208, 0.662)]), 0.014, rgba("#c8ccd0"), Stroke(tube=0.9, gloss=0.9), solid=False
    )


def _paint_stubble(head: Sheet) -> None:
    random = seeded(311)
    ring = resampled(spline("-0.33 0.40, -0.32 0.22, -0.23 0.10, -0.12 0.05, -0.03 0.05, -0.02 0.12"), 620)
    root = ring + random.normal(size=ring.shape) * (0.030, 0.030)
    lip = resampled(spline("0.0 0.243, -0.04 0.238, -0.08 0.20"), 80) + random.normal(size=(80, 2)) * 0.009
    root = np.concatenate([root, lip])
    hairs = np.stack([root, root + (0.002, -0.008), root + (0.005, -0.014)], axis=1)
    outline = spline(FACE.outline, closed=True, corners=(12, 16), steps=6)
    with head.inside(outline):
        head.ribbon(hairs, 0.0026, np.array((*rgb("#6a4a30"), 0.5)), Stroke(), solid=False)


def _paint_hair(head: Sheet) -> None:
    mass = spline(
        "0.0 0.845, 0.018 0.92, -0.02 1.02, -0.13 1.09, -0.30 1.115, -0.48 1.08, -0.64 1.00, -0.76 0.86, -0.81 0.68, "
        "-0.78 0.50, -0.71 0.36, -0.62 0.28, -0.54 0.27, -0.51 0.38, -0.47 0.50, -0.405 0.535, -0.365 0.49, "
        "-0.335 0.43, -0.305 0.48, -0.285 0.60, -0.20 0.71, -0.10 0.78",
        closed=True,
        corners=(17,),
    )
    head.shadow(mass + np.array([0.012, -0.02]), Paint(rgb("#5a3018"), round_m=0.02, bulge=0, opacity=0.4))
    head.shape(mass, Paint(HAIR_DARK, round_m=0.08, rim=0.8))
    side = (
        "-0.29 0.62, -0.315 0.53, -0.335 0.44",
        "-0.36 0.68, -0.42 0.60, -0.47 0.51",
        "-0.46 0.74, -0.53 0.60, -0.56 0.44, -0.545 0.27",
        "-0.56 0.78, -0.64 0.62, -0.66 0.44, -0.60 0.27",
        "-0.66 0.86, -0.75 0.68, -0.745 0.50, -0.66 0.30",
        "-0.74 0.88, -0.82 0.68, -0.79 0.50, -0.70 0.34",
    )
    paint_lock(head, side, Lock(HAIR_DARK, HAIR_LIGHT, strands=620, half_width=0.0055, stray=0.014, fray=0.3), 312)
    top = (
        "-0.27 0.62, -0.36 0.69, -0.50 0.71, -0.66 0.64",
        "-0.18 0.73, -0.28 0.83, -0.45 0.86, -0.68 0.77",
        "-0.11 0.78, -0.20 0.92, -0.40 0.97, -0.62 0.92, -0.78 0.80",
        "-0.05 0.81, -0.10 0.99, -0.30 1.06, -0.52 1.02, -0.74 0.92",
        "0.0 0.84, 0.0 1.00, -0.14 1.10, -0.38 1.11, -0.62 1.04",
        "0.015 0.86, 0.045 0.98, -0.02 1.09, -0.20 1.15, -0.42 1.13",
    )
    paint_lock(head, top, Lock(HAIR_DARK, SUNLIT, strands=620, half_width=0.0065, stray=0.022, fray=0.32), 313)
    wind = (
        "-0.02 0.88, 0.06 0.99, 0.02 1.10, -0.10 1.15",
        "-0.20 1.06, -0.36 1.14, -0.52 1.13",
        "-0.50 1.05, -0.70 1.02, -0.84 0.93",
        "-0.72 0.86, -0.84 0.80, -0.90 0.68",
    )
    paint_lock(head, wind, Lock(HAIR_LIGHT, SUNLIT, strands=70, half_width=0.0035, stray=0.03, fray=0.5), 314)
    for y in (0.0, -0.06):
        head.soft_line([(-0.12, 0.985 + y), (-0.30, 1.045 + y), (-0.50, 1.02 + y)], 0.014, rgb("#ffe0a8"), 0.25)


def _paint_glasses(head: Sheet) -> None:
    wire = Stroke(tube=1.0, gloss=0.9, rim=0.4)
    steel = rgba("#5a5048")
    glass = ellipse((-0.082, 0.492), (0.058, 0.088), turn_deg=-4.0, count=40)
    head.shape(glass, Paint(rgb("#dfe8ee"), round_m=0.02, bulge=0.4, opacity=0.12, gloss=0.2), solid=False)
    head.ribbon(np.concatenate([glass, glass[:2]]), 0.0085, steel, wire)
    head.ribbon(resampled(spline("-0.138 0.515, -0.28 0.535, -0.40 0.530, -0.445 0.505"), 18), 0.0085, steel, wire)
    head.ribbon(resampled(spline("-0.028 0.515, 0.000 0.520, 0.022 0.498"), 10), 0.0075, steel, wire)
    head.ribbon(
        points([(-0.052, 0.545), (-0.075, 0.50), (-0.100, 0.44)]),
        0.007,
        (1.3, 1.25, 1.15, 0.35),
        Stroke(glow=1.0, softness=1.0),
        solid=False,
    )
