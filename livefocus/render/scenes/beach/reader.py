"""The woman who reads on her towel under the parasol: straw hat, dotted bathing suit; looks right on her own card.

Metres; ground at 0, her hips near x = −0.15. The scene mirrors the card.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import Points, facing, flat
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, limb, points, rectangle, resampled, spline
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.profile import WOMAN, Face, paint_face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    WOMAN,
    skin=rgb("#e6b08c"),
    skin_shade=rgb("#a25a44"),
    lips=rgb("#c0443e"),
    iris=rgb("#5f4022"),
    brow=rgb("#6a4020"),
    smile=0.02,
)
SUIT = Paint(
    rgb("#c8323a"),
    albedo_far=rgb("#9a1f34"),
    axis_m=(0.0, 0.6, 0.0, 0.0),
    round_m=0.04,
    bulge=1.1,
    pattern=Pattern.DOTS,
    pattern_m=0.032,
    pattern_colour=rgb("#fbf0e0"),
    pattern_mix=0.95,
    wrap=0.3,
    rim=0.6,
)
STRAW = Paint(
    rgb("#e0bc78"),
    albedo_far=rgb("#b88a48"),
    axis_m=(0.0, 1.05, 0.0, 0.80),
    round_m=0.025,
    pattern=Pattern.TWEED,
    pattern_m=0.010,
    pattern_colour=rgb("#a87838"),
    pattern_mix=0.45,
    wrap=0.3,
    rim=0.8,
)
HAIR_DARK, HAIR_LIGHT = rgb("#7a4a20"), rgb("#e0a860")
HEAD_M = 0.235
CHIN_M = (0.005, 0.640)


def head_of(body: Sheet) -> Sheet:
    """Return the sheet of her head, bowed over the book."""
    return body.at(*CHIN_M, HEAD_M, turn_deg=-10.0)


def paint(body: Sheet) -> None:
    """Paint all of her."""
    _paint_leg(body, np.array([0.045, 0.012]), far=True)
    _paint_arm(body, np.array([0.035, 0.02]))
    head = head_of(body)
    _paint_back_hair(head)
    _paint_torso(body)
    _paint_leg(body, np.zeros(2), far=False)
    _paint_book(body)
    _paint_arm(body, np.zeros(2))
    paint_face(head, FACE)
    _paint_hair(head)
    _paint_hat(head)


def _paint_leg(body: Sheet, shift: Points, *, far: bool) -> None:
    skin = FACE.skin_paint(0.035)
    thigh = limb(points("-0.16 0.12, 0.02 0.24, 0.20 0.37, 0.29 0.435") + shift, [0.125, 0.098, 0.072, 0.058])
    shin = limb(points("0.29 0.435, 0.355 0.30, 0.415 0.16, 0.455 0.055") + shift, [0.058, 0.058, 0.048, 0.033])
    foot = limb(points("0.448 0.045, 0.52 0.035, 0.60 0.022") + shift, [0.036, 0.032, 0.020])
    body.shape(foot, skin)
    body.shape([thigh, shin], skin)
    with body.inside([thigh, shin]):
        body.soft_line(
            points("-0.02 0.13, 0.14 0.25, 0.255 0.36, 0.34 0.20, 0.41 0.06") + shift, 0.03, FACE.skin_shade, 0.5
        )
        body.soft_line(points("0.05 0.33, 0.18 0.42, 0.28 0.475") + shift, 0.014, rgb("#ffe2c4"), 0.4)
        if far:
            body.shadow(thigh, Paint(rgb("#7a3c2c"), round_m=0.02, bulge=0, opacity=0.35))


def _paint_torso(body: Sheet) -> None:
    back = limb("-0.17 0.13, -0.19 0.27, -0.165 0.42, -0.135 0.525, -0.105 0.60", [0.125, 0.098, 0.100, 0.082, 0.045])
    body.shape(back, FACE.skin_paint(0.035))
    neck = limb("-0.10 0.575, -0.075 0.63, -0.070 0.70", [0.050, 0.046, 0.050])
    body.shape(neck, FACE.skin_paint(0.018))
    suit = spline(
        "-0.165 0.545, -0.125 0.520, -0.075 0.490, -0.048 0.445, -0.060 0.395, -0.092 0.330, -0.090 0.25, -0.055 0.17, "
        "-0.05 0.06, -0.16 0.0, -0.28 0.03, -0.302 0.13, -0.290 0.25, -0.268 0.36, -0.262 0.44, -0.235 0.48",
        closed=True,
        corners=(0,),
    )
    body.shape(suit, SUIT)
    with body.inside(suit):
        body.soft_line("-0.055 0.420, -0.10 0.392, -0.15 0.40", 0.018, rgb("#5a0a1c"), 0.5)
        body.soft_line("-0.09 0.30, -0.14 0.275, -0.2 0.29", 0.010, rgb("#5a0a1c"), 0.4)
        body.soft_line("-0.27 0.40, -0.29 0.22, -0.28 0.08", 0.024, rgb("#5a0a1c"), 0.4)
    body.ribbon(
        resampled(spline("-0.085 0.498, -0.105 0.56, -0.14 0.585, -0.185 0.545"), 14),
        0.010,
        (*rgb("#b02834"), 1.0),
        Stroke(tube=0.7),
    )


def _paint_book(body: Sheet) -> None:
    card = body.at(0.235, 0.505, turn_deg=24.0)
    card.shape(rectangle(-0.012, -0.085, 0.125, 0.085), Paint(rgb("#f4ecd8"), round_m=0.006))
    card.shape(points("-0.018 -0.09, 0.0 -0.092, 0.0 0.092, -0.018 0.09"), Paint(rgb("#1f5c6a"), round_m=0.005))
    card.shape(points("0.0 -0.092, 0.118 -0.098, 0.132 -0.088, 0.014 -0.080"), Paint(rgb("#1f5c6a"), round_m=0.004))
    cover = points("-0.004 -0.088, 0.128 -0.094, 0.128 0.086, -0.004 0.090")
    card.shape(cover, Paint(rgb("#2a7486"), round_m=0.010, gloss=0.15))
    card.shape(ellipse((0.062, 0.015), (0.036, 0.034), count=28), Paint(rgb("#f0c860"), round_m=0.008))
    for y in (-0.045, -0.062):
        card.thin_line([(0.02, y), (0.062, y - 0.002), (0.104, y - 0.004)], 0.005, rgb("#f4ecd8"), 0.9)


def _paint_arm(body: Sheet, shift: Points) -> None:
    skin = FACE.skin_paint(0.022)
    upper = limb(points("-0.150 0.525, -0.095 0.43, -0.020 0.355") + shift, [0.052, 0.044, 0.038])
    lower = limb(points("-0.020 0.355, 0.10 0.392, 0.205 0.450") + shift, [0.038, 0.036, 0.024])
    body.shape([upper, lower], skin)
    with body.inside([upper, lower]):
        body.soft_line(points("-0.13 0.43, -0.03 0.325, 0.10 0.36, 0.20 0.43") + shift, 0.018, FACE.skin_shade, 0.55)
    for k in range(4):
        finger = points([(0.205, 0.462 - 0.014 * k), (0.245, 0.470 - 0.017 * k), (0.272, 0.462 - 0.018 * k)]) + shift
        body.shape(limb(finger, [0.0115, 0.0100, 0.0080]), FACE.skin_paint(0.007))


def _paint_back_hair(head: Sheet) -> None:
    tail = (
        "-0.50 0.50, -0.60 0.25, -0.62 -0.05, -0.70 -0.35",
        "-0.62 0.55, -0.72 0.25, -0.76 -0.05, -0.80 -0.40",
        "-0.74 0.55, -0.84 0.25, -0.88 -0.05, -0.90 -0.30",
    )
    mass = spline("-0.48 0.5, -0.56 0.2, -0.58 -0.1, -0.70 -0.34, -0.86 -0.30, -0.88 0.1, -0.76 0.6", closed=True)
    head.shape(mass, Paint(HAIR_DARK, round_m=0.06, rim=0.6))
    paint_lock(head, tail, Lock(HAIR_DARK, HAIR_LIGHT, strands=260, half_width=0.008, stray=0.02, fray=0.25), 321)


def _paint_hair(head: Sheet) -> None:
    mass = spline(
        "-0.04 0.84, -0.10 0.96, -0.4 1.03, -0.70 0.92, -0.80 0.65, -0.78 0.42, -0.66 0.28, -0.55 0.28, -0.50 0.40, "
        "-0.46 0.50, -0.385 0.515, -0.345 0.44, -0.315 0.48, -0.285 0.60, -0.20 0.71",
        closed=True,
        corners=(11,),
    )
    head.shape(mass, Paint(HAIR_DARK, round_m=0.08, rim=0.5))
    flow = (
        "-0.06 0.84, -0.24 0.98, -0.5 1.0, -0.72 0.85, -0.80 0.55",
        "-0.16 0.76, -0.32 0.84, -0.52 0.80, -0.68 0.62, -0.74 0.38",
        "-0.27 0.62, -0.38 0.64, -0.50 0.58, -0.60 0.44, -0.66 0.30",
        "-0.31 0.50, -0.36 0.54, -0.45 0.53, -0.53 0.40, -0.58 0.28",
    )
    paint_lock(head, flow, Lock(HAIR_DARK, HAIR_LIGHT, strands=320, half_width=0.007, stray=0.010), 322)
    loose = ["-0.29 0.56, -0.27 0.44, -0.29 0.30, -0.26 0.16"]
    paint_lock(head, loose * 2, Lock(HAIR_DARK, HAIR_LIGHT, strands=14, half_width=0.006, stray=0.02), 323)


def _paint_hat(head: Sheet) -> None:
    crown = spline(
        "-0.06 0.80, -0.09 1.00, -0.20 1.16, -0.42 1.21, -0.64 1.13, -0.76 0.96, -0.82 0.72, -0.45 0.70",
        closed=True,
        corners=(0, 6),
    )
    head.shape(crown, STRAW)
    band = spline(
        "-0.055 0.815, -0.075 0.90, -0.42 0.905, -0.805 0.83, -0.82 0.73, -0.44 0.77", closed=True, corners=(0, 1, 3, 4)
    )
    head.shape(band, Paint(rgb("#2a5a78"), round_m=0.03, rim=0.4))
    brim = spline(
        "0.34 0.700, 0.20 0.775, -0.05 0.835, -0.40 0.840, -0.78 0.775, -1.02 0.64, -1.16 0.47, -1.00 0.520, "
        "-0.76 0.62, -0.40 0.715, -0.05 0.735, 0.18 0.715",
        closed=True,
        corners=(0, 6),
    )
    head.shadow(brim - np.array([0.0, 0.07]), Paint(rgb("#6a3418"), round_m=0.04, bulge=0, opacity=0.5))
    head.shape(brim, STRAW)
    head.soft_line("0.28 0.715, -0.05 0.76, -0.40 0.745, -0.76 0.66, -1.08 0.50", 0.020, rgb("#6a4418"), 0.5)


def paint_place(canvas: Canvas, x_m: float, z_m: float) -> None:
    """Paint her towel and the parasol behind her; `x_m` is where she sits, looking left."""
    towel = Paint(
        rgb("#f2e6d0"),
        round_m=0.0,
        bulge=0,
        pattern=Pattern.STRIPES,
        pattern_m=0.16,
        pattern_colour=rgb("#3a8a94"),
        pattern_mix=0.9,
    )
    canvas.shape(flat(0.012, x_m, z_m), rectangle(-0.85, -0.30, 0.55, 0.34), towel)
    _paint_parasol(Sheet(canvas, facing(z_m + 0.15, x_m)))


def _paint_parasol(card: Sheet) -> None:
    """Paint the parasol: a dome of eight cloths, its pole stuck in the sand behind her."""
    pole = points([(0.60, 0.0), (0.63, 0.60), (0.68, 1.10)])
    card.ribbon(resampled(pole, 12), 0.015, rgba("#e8dcc8"), Stroke(tube=1.0, gloss=0.2, rim=0.6))
    top = card.at(0.69, 1.08, turn_deg=-7.0)
    wide, high, cloths = 0.62, 0.34, 8
    turn = np.linspace(-np.pi / 2, np.pi / 2, cloths + 1)
    hem = np.column_stack([wide * np.sin(turn), -0.13 * np.cos(turn)])
    for k, colour in enumerate([rgb("#e8543c"), rgb("#f6ead2")] * (cloths // 2)):
        left, right = hem[k], hem[k + 1]
        t = np.linspace(0.0, 1.0, 7)[:, None]
        lower = left + (right - left) * t + np.array([0.0, 0.035]) * np.sin(np.pi * t)
        outline = np.concatenate([lower, _rib(right, high), _rib(left, high)[::-1]])
        cloth = Paint(colour, round_m=0.03, bulge=0.5, wrap=0.4, rim=0.5, glow=(0.05, 0.03, 0.02))
        top.shape(outline, cloth)
    top.shape(ellipse((0.0, high + 0.012), (0.018, 0.026)), Paint(rgb("#e8dcc8"), round_m=0.008))


def _rib(foot: Points, high: float) -> Points:
    """Return a rib of the parasol from its foot to the top."""
    part = np.linspace(0.0, np.pi / 2, 9)
    return np.column_stack([foot[0] * np.cos(part), foot[1] + (high - foot[1]) * np.sin(part)])
