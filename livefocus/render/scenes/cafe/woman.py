"""The woman at the table: red dress, chestnut hair pinned up, seen from the side; looks right.

Metres on a card of her own, ground at 0; her nose is near x = −0.45.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.curves import ellipse, limb, points, spline
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.profile import WOMAN, Face, paint_face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    WOMAN,
    skin=rgb("#e2a98c"),
    skin_shade=rgb("#9c4a3c"),
    lips=rgb("#b23a3c"),
    iris=rgb("#5f4022"),
    brow=rgb("#4a2818"),
    brow_width=0.012,
    smile=0.034,
)
DRESS = Paint(
    rgb("#b8242c"),
    albedo_far=rgb("#7d1730"),
    axis_m=(-0.7, 1.0, -0.7, 0.25),
    round_m=0.045,
    bulge=1.1,
    pattern=Pattern.FLORAL,
    pattern_m=0.018,
    pattern_colour=rgb("#f3d9b8"),
    pattern_mix=0.85,
    wrap=0.25,
    shade_tint=(1.0, 0.8, 1.0),
    rim=0.8,
)
DARK = rgb("#3d0a1a")
LIGHT = rgb("#ff8c5a")
HAIR_DARK, HAIR_LIGHT = rgb("#24100a"), rgb("#8a4a26")


def head_of(body: Sheet) -> Sheet:
    """Return the sheet of her head."""
    return body.at(-0.495, 1.088, 0.246, turn_deg=-2.0)


def paint_body(body: Sheet) -> None:
    """Paint what is behind the table: legs, dress, neck, head."""
    _paint_legs(body)
    _paint_skirt(body)
    _paint_torso(body)
    head = head_of(body)
    _paint_back_hair(head)
    _paint_neck(body)
    paint_face(head, FACE)
    _paint_hair(head)


def _paint_legs(body: Sheet) -> None:
    skin = FACE.skin_paint(0.02)
    for shift, shade in ((0.05, 0.35), (0.0, 0.0)):
        offset = np.array([shift, 0.0])
        shin = limb(points("-0.385 0.34, -0.415 0.20, -0.43 0.095") + offset, [0.05, 0.045, 0.026])
        body.shape(shin, skin)
        foot = spline(
            points(
                "-0.462 0.11, -0.405 0.105, -0.36 0.065, -0.30 0.038, -0.275 0.02, -0.31 0.012, "
                "-0.37 0.022, -0.43 0.05, -0.465 0.075"
            )
            + offset,
            closed=True,
        )
        body.shape(foot, FACE.skin_paint(0.012))
        shoe = spline(
            points(
                "-0.47 0.085, -0.44 0.06, -0.385 0.03, -0.32 0.028, -0.275 0.022, -0.262 0.008, "
                "-0.31 0.0, -0.37 0.008, -0.425 0.04, -0.455 0.0, -0.465 0.0, -0.475 0.06"
            )
            + offset,
            closed=True,
            corners=(9, 10),
        )
        body.shape(shoe, Paint(rgb("#7a2a24"), round_m=0.008, gloss=0.3, rim=0.5))
        if shade:
            with body.inside(shin):
                body.shadow(shin, Paint(rgb("#301020"), round_m=0.01, bulge=0, opacity=shade))


def _paint_skirt(body: Sheet) -> None:
    outline = spline(
        (
            "-0.60 0.690, -0.50 0.652, -0.40 0.632, -0.32 0.610, -0.276 0.56, -0.292 0.46, "
            "-0.312 0.35, -0.315 0.245, -0.37 0.222, -0.44 0.236, -0.515 0.222, -0.50 0.34, "
            "-0.53 0.43, -0.66 0.445, -0.79 0.44, -0.86 0.455, -0.885 0.52, -0.855 0.60, "
            "-0.795 0.70"
        ),
        closed=True,
        corners=(7, 10),
    )
    body.shape(outline, DRESS)
    with body.inside(outline):
        for x, top, sway in ((-0.335, 0.56, 0.0), (-0.375, 0.52, 0.012), (-0.415, 0.50, -0.008), (-0.46, 0.47, 0.006)):
            body.soft_line([(x, top), (x - 0.02 + sway, 0.40), (x + sway, 0.22)], 0.013, DARK, 0.55)
            body.soft_line([(x + 0.02, top), (x + sway, 0.40), (x + 0.02 + sway, 0.22)], 0.008, LIGHT, 0.16)
        for end, lift in (((-0.36, 0.60), 0.0), ((-0.40, 0.57), 0.02), ((-0.44, 0.53), 0.04)):
            body.soft_line([(-0.62, 0.655 - lift * 2), (-0.52, 0.62 - lift), end], 0.012, DARK, 0.5)
        body.soft_line("-0.60 0.668, -0.48 0.635, -0.36 0.612", 0.012, LIGHT, 0.22)
        body.soft_line("-0.88 0.48, -0.76 0.455, -0.56 0.455, -0.49 0.36", 0.032, DARK, 0.7)
        body.soft_line("-0.62 0.655, -0.72 0.615, -0.85 0.61", 0.016, DARK, 0.35)


def _paint_torso(body: Sheet) -> None:
    outline = spline(
        (
            "-0.628 1.015, -0.585 0.945, -0.548 0.890, -0.545 0.850, -0.574 0.795, -0.598 0.73, "
            "-0.590 0.665, -0.64 0.62, -0.74 0.62, -0.812 0.64, -0.790 0.71, -0.788 0.80, "
            "-0.800 0.90, -0.790 0.985, -0.745 1.045, -0.69 1.05"
        ),
        closed=True,
    )
    body.shape(outline, DRESS)
    with body.inside(outline):
        body.soft_line("-0.555 0.835, -0.60 0.808, -0.66 0.825", 0.020, DARK, 0.55)
        body.soft_line("-0.605 0.93, -0.582 0.88, -0.60 0.83", 0.018, LIGHT, 0.18)
        for y, reach in ((0.795, 0.05), (0.77, 0.075), (0.75, 0.05)):
            body.soft_line([(-0.59, y - 0.02), (-0.65, y - 0.035), (-0.63 - reach * 2, y - 0.01)], 0.009, DARK, 0.5)
        body.soft_line("-0.755 0.97, -0.785 0.86, -0.785 0.74", 0.025, DARK, 0.45)
        belt = limb("-0.575 0.708, -0.65 0.695, -0.74 0.703, -0.81 0.715", [0.014] * 4)
        body.shape(belt, Paint(rgb("#7c1522"), round_m=0.010, rim=0.6, gloss=0.12))
    neckline = spline("-0.632 1.03, -0.583 0.950, -0.605 0.935, -0.665 0.985, -0.71 1.055", closed=True, corners=(1,))
    body.shape(neckline, FACE.skin_paint(0.02, bulge=0.6))
    body.thin_line("-0.716 1.055, -0.668 0.982, -0.606 0.930, -0.580 0.948", 0.0055, rgb("#7c1522"))


def _paint_neck(body: Sheet) -> None:
    neck = spline(
        (
            "-0.570 1.16, -0.566 1.090, -0.585 1.045, -0.624 1.005, -0.68 1.00, -0.745 1.04, "
            "-0.700 1.075, -0.676 1.12, -0.665 1.20, -0.62 1.22"
        ),
        closed=True,
    )
    body.shape(neck, FACE.skin_paint(0.020, bulge=0.9))
    with body.inside(neck):
        body.soft_line("-0.545 1.105, -0.595 1.108, -0.645 1.15", 0.024, FACE.skin_shade, 0.6)
        body.soft_line("-0.645 1.11, -0.625 1.06, -0.632 1.01", 0.010, FACE.skin_shade, 0.25)
    chain = spline("-0.735 1.055, -0.69 1.022, -0.64 0.990, -0.612 0.970")
    body.ribbon(chain, 0.0022, rgba("#e8b45a"), Stroke(tube=1.0, gloss=0.8), solid=False)
    body.dot((-0.612, 0.964), 0.0065, rgba("#e8b45a"), Stroke(tube=1.0, gloss=1.0), solid=False)


def _paint_back_hair(head: Sheet) -> None:
    bun = ellipse((-0.795, 0.40), (0.155, 0.135), 30)
    head.shape(bun, Paint(HAIR_DARK, round_m=0.05, rim=0.5))
    for radius, start, seed in ((0.135, 150, 3), (0.13, -30, 6), (0.10, 80, 4), (0.07, 250, 5)):
        rings = []
        for k in range(2):
            r = radius * (1.0 if k else 0.62)
            angle = np.radians(np.linspace(start + 40 * k, start - 260 + 40 * k, 9))
            rings.append(points((-0.795, 0.40)) + np.stack([np.cos(angle) * r * 1.1, np.sin(angle) * r * 0.95], axis=1))
        paint_lock(head, rings, Lock(HAIR_DARK, HAIR_LIGHT, strands=60, half_width=0.006, stray=0.008), seed)


def _hair_mass() -> Points:
    return spline(
        (
            "-0.035 0.855, -0.055 0.905, -0.15 0.985, -0.29 1.035, -0.45 1.04, -0.62 0.985, "
            "-0.75 0.865, -0.805 0.70, -0.80 0.54, -0.765 0.42, -0.68 0.33, -0.60 0.28, "
            "-0.535 0.31, -0.50 0.40, -0.46 0.50, -0.385 0.515, -0.345 0.45, -0.325 0.40, "
            "-0.315 0.48, -0.285 0.60, -0.22 0.70, -0.13 0.795"
        ),
        closed=True,
        corners=(17,),
    )


def _paint_hair(head: Sheet) -> None:
    mass = _hair_mass()
    head.shadow(mass + np.array([0.012, -0.018]), Paint(rgb("#6a2a1c"), round_m=0.02, bulge=0, opacity=0.35))
    head.shape(mass, Paint(HAIR_DARK, round_m=0.09, bulge=1.0, rim=0.5))
    flow = (
        ("-0.035 0.865, -0.09 0.95, -0.24 1.03, -0.45 1.05, -0.65 0.97, -0.78 0.80, -0.815 0.62, -0.79 0.48"),
        "-0.06 0.84, -0.15 0.925, -0.30 0.985, -0.48 0.98, -0.65 0.87, -0.76 0.70, -0.78 0.48",
        "-0.10 0.81, -0.20 0.87, -0.34 0.90, -0.50 0.865, -0.64 0.75, -0.73 0.60, -0.77 0.46",
        "-0.155 0.765, -0.25 0.80, -0.38 0.80, -0.52 0.735, -0.64 0.61, -0.74 0.45",
        "-0.22 0.695, -0.30 0.715, -0.41 0.69, -0.53 0.61, -0.63 0.51, -0.73 0.42",
        "-0.285 0.60, -0.35 0.60, -0.44 0.57, -0.54 0.50, -0.62 0.43, -0.71 0.39",
        "-0.48 0.45, -0.52 0.40, -0.57 0.37, -0.63 0.35, -0.70 0.36",
        "-0.535 0.33, -0.57 0.305, -0.61 0.30, -0.68 0.33",
    )
    paint_lock(head, flow, Lock(HAIR_DARK, HAIR_LIGHT, strands=520, half_width=0.0065, stray=0.010, alpha=0.85), 11)
    for y in (0.0, -0.05, -0.10, -0.15):
        head.soft_line([(-0.14, 0.91 + y), (-0.31, 0.975 + y), (-0.52, 0.94 + y * 1.2)], 0.012, rgb("#f0a860"), 0.28)
    side = ["-0.285 0.60, -0.305 0.52, -0.33 0.45", "-0.33 0.60, -0.36 0.55, -0.40 0.52"]
    paint_lock(head, side, Lock(HAIR_DARK, HAIR_LIGHT, strands=40, half_width=0.005, stray=0.006), 16)
    loose = Lock(HAIR_DARK, rgb("#9a5a30"), strands=16, half_width=0.0045, stray=0.014, fray=0.3)
    front = [
        "-0.285 0.56, -0.27 0.47, -0.285 0.36, -0.262 0.24, -0.285 0.14",
        "-0.315 0.55, -0.305 0.45, -0.31 0.34, -0.29 0.25, -0.30 0.19",
    ]
    paint_lock(head, front, loose, 13)
    nape = ["-0.56 0.29, -0.585 0.20, -0.56 0.10", "-0.66 0.30, -0.69 0.22, -0.67 0.13"]
    paint_lock(head, nape, Lock(HAIR_DARK, rgb("#9a5a30"), strands=14, half_width=0.004, stray=0.02, fray=0.5), 14)
    stray = ["-0.04 0.87, -0.08 0.98, -0.26 1.06, -0.5 1.07", "-0.3 1.045, -0.58 1.03, -0.80 0.85, -0.84 0.62"]
    paint_lock(head, stray, Lock(HAIR_LIGHT, rgb("#d8945a"), strands=18, half_width=0.0022, stray=0.02, fray=0.6), 15)
    head.dot((-0.425, 0.292), 0.026, rgba("#ffe6b8"), Stroke(tube=1.0, gloss=1.4))


def paint_arm(body: Sheet, *, far: bool) -> None:
    """Paint an arm from its sleeve to the wrist; the hand is painted with the one it holds."""
    shift = np.array([0.03, 0.03]) if far else np.zeros(2)
    skin = FACE.skin_paint(0.024)
    upper = limb(points("-0.68 0.95, -0.59 0.865, -0.50 0.792, -0.465 0.775") + shift, [0.045, 0.041, 0.037, 0.036])
    lower = limb(points("-0.47 0.778, -0.40 0.782, -0.30 0.785, -0.215 0.790") + shift, [0.036, 0.038, 0.030, 0.023])
    body.shape([lower, upper], skin)
    under = points("-0.50 0.755, -0.455 0.738, -0.38 0.745, -0.24 0.768") + shift
    body.soft_line(under, 0.018, FACE.skin_shade, 0.65)
    body.soft_line(points("-0.475 0.81, -0.455 0.795, -0.43 0.80") + shift, 0.010, FACE.skin_shade, 0.5)
    bangle = limb(points([(-0.228, 0.816), (-0.224, 0.790), (-0.228, 0.764)]) + shift, [0.0042] * 3)
    body.shape(bangle, Paint(rgb("#e8b45a"), round_m=0.003, gloss=0.8, rim=0.8))
    if far:
        with body.inside([lower, upper]):
            body.shadow(lower, Paint(rgb("#5a2420"), round_m=0.012, bulge=0, opacity=0.35))
        return
    sleeve = spline(
        (
            "-0.780 0.985, -0.745 1.035, -0.69 1.035, -0.64 0.985, -0.585 0.905, -0.595 0.868, "
            "-0.64 0.828, -0.668 0.825, -0.715 0.865, -0.765 0.925"
        ),
        closed=True,
        corners=(5, 7),
    )
    body.shadow(sleeve + np.array([0.004, -0.012]), Paint(rgb("#501020"), round_m=0.012, bulge=0, opacity=0.5))
    body.shape(sleeve, DRESS)
    with body.inside(sleeve):
        for x in (0.0, 0.022, 0.044, 0.066):
            body.soft_line(
                [(-0.755 + x * 1.5, 1.00), (-0.715 + x * 1.2, 0.93), (-0.665 + x, 0.83 + x * 0.6)],
                0.008,
                DARK,
                0.5,
            )
        body.soft_line("-0.775 0.94, -0.72 0.87, -0.665 0.83", 0.016, DARK, 0.5)
    band = limb("-0.667 0.826, -0.628 0.838, -0.588 0.880", [0.008] * 3)
    body.shape(band, Paint(rgb("#8c1a26"), round_m=0.008, rim=0.6))
