"""The man at the table: white shirt with its sleeves rolled, teal waistcoat, short beard; looks right on his own card.

The scene mirrors the card, so that in the picture he looks left. Metres, ground at 0; his nose is near x = −0.44.
"""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.cafe import lover_hair
from livefocus.render.scenes.curves import limb, points, spline
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.profile import MAN, Face, paint_face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    MAN,
    skin=rgb("#cf9671"),
    skin_shade=rgb("#83422e"),
    lips=rgb("#9c5446"),
    iris=rgb("#3f2c1c"),
    brow=rgb("#1f140e"),
    brow_width=0.021,
    lashes=0.0,
    blush=0.12,
    lip_width=0.8,
)
SHIRT = Paint(
    rgb("#efe6d6"),
    albedo_far=rgb("#cdbfb4"),
    axis_m=(-0.7, 1.0, -0.7, 0.6),
    round_m=0.03,
    pattern=Pattern.WEAVE,
    pattern_colour=rgb("#d8cabb"),
    pattern_mix=0.5,
    relief=0.12,
    wrap=0.3,
    shade_tint=(0.86, 0.88, 1.12),
    rim=0.5,
)
WAISTCOAT = Paint(
    rgb("#1d4a5a"),
    albedo_far=rgb("#143243"),
    axis_m=(-0.7, 1.0, -0.7, 0.6),
    round_m=0.045,
    pattern=Pattern.TWEED,
    pattern_m=0.011,
    pattern_colour=rgb("#3d7482"),
    pattern_mix=0.4,
    relief=0.15,
    rim=0.9,
)
TROUSERS = Paint(
    rgb("#6b5a4a"),
    albedo_far=rgb("#4a3d38"),
    axis_m=(-0.5, 0.62, -0.5, 0.1),
    round_m=0.04,
    pattern=Pattern.WEAVE,
    pattern_colour=rgb("#847060"),
    pattern_mix=0.5,
    relief=0.12,
    rim=0.6,
)
SHIRT_FOLD = rgb("#7d7488")
SHIRT_LIGHT = rgb("#fff6e2")


def head_of(body: Sheet) -> Sheet:
    """Return the sheet of his head."""
    return body.at(-0.475, 1.135, 0.252, turn_deg=1.5)


def paint_body(body: Sheet) -> None:
    """Paint what is behind the table: legs, shirt, waistcoat, neck, head."""
    _paint_legs(body)
    _paint_torso(body)
    head = head_of(body)
    _paint_neck(body)
    paint_face(head, FACE)
    lover_hair.paint_beard(head)
    lover_hair.paint_hair(head)
    _paint_collar(body)


def _paint_legs(body: Sheet) -> None:
    shoe = spline(
        (
            "-0.47 0.09, -0.40 0.10, -0.34 0.085, -0.27 0.06, -0.205 0.045, -0.19 0.015, "
            "-0.22 0.0, -0.34 0.0, -0.46 0.0, -0.475 0.03"
        ),
        closed=True,
        corners=(6, 8),
    )
    leather = Paint(rgb("#4a2818"), round_m=0.015, gloss=0.35, gloss_power=14, rim=0.6)
    for shift in (np.array([0.07, 0.0]), np.zeros(2)):
        body.shape(shoe + shift, leather)
        leg = spline(
            points(
                "-0.60 0.645, -0.48 0.645, -0.36 0.635, -0.275 0.61, -0.245 0.555, -0.265 0.45, "
                "-0.29 0.28, -0.315 0.085, -0.385 0.07, -0.455 0.085, -0.45 0.25, -0.445 0.40, "
                "-0.48 0.455, -0.62 0.455, -0.80 0.445, -0.90 0.455, -0.93 0.53, -0.90 0.64, "
                "-0.75 0.69"
            )
            + shift,
            closed=True,
            corners=(7, 9),
        )
        body.shape(leg, TROUSERS)
        with body.inside(leg):
            dark = rgb("#231a1c")
            for k in range(4):
                start = points((-0.60 + 0.012 * k, 0.63 - 0.03 * k)) + shift
                body.soft_line([start, start + (0.09, -0.03), start + (0.17 - 0.02 * k, -0.02)], 0.010, dark, 0.5)
            body.soft_line(
                points("-0.90 0.47, -0.70 0.455, -0.50 0.465, -0.44 0.38, -0.45 0.1") + shift,
                0.03,
                dark,
                0.6,
            )
            body.soft_line(points("-0.44 0.44, -0.38 0.47, -0.30 0.50") + shift, 0.012, dark, 0.5)
            body.soft_line(points("-0.33 0.56, -0.335 0.35, -0.37 0.10") + shift, 0.008, rgb("#b59c84"), 0.2)


def _paint_torso(body: Sheet) -> None:
    outline = spline(
        (
            "-0.620 1.055, -0.565 0.985, -0.535 0.905, -0.545 0.81, -0.575 0.72, -0.570 0.65, "
            "-0.62 0.60, -0.76 0.60, -0.872 0.62, -0.850 0.70, -0.835 0.82, -0.838 0.92, "
            "-0.818 1.01, -0.765 1.07, -0.70 1.08"
        ),
        closed=True,
    )
    body.shape(outline, SHIRT)
    vest = spline(
        (
            "-0.625 1.045, -0.575 0.985, -0.540 0.905, -0.549 0.81, -0.579 0.72, -0.575 0.645, "
            "-0.65 0.625, -0.76 0.635, -0.878 0.645, -0.862 0.72, -0.848 0.82, -0.852 0.92, "
            "-0.832 1.02, -0.775 1.08, -0.70 1.085"
        ),
        closed=True,
    )
    body.shape(vest, WAISTCOAT)
    with body.inside(vest):
        dark = rgb("#061a24")
        for y, reach in ((0.80, 0.09), (0.765, 0.12), (0.73, 0.08)):
            body.soft_line([(-0.57, y - 0.02), (-0.65, y - 0.04), (-0.65 - reach, y - 0.01)], 0.010, dark, 0.6)
        body.soft_line("-0.80 1.02, -0.838 0.90, -0.835 0.75", 0.028, dark, 0.6)
        body.soft_line("-0.60 0.66, -0.72 0.645, -0.87 0.655", 0.015, dark, 0.6)
        for k in range(4):
            x, y = -0.567 - 0.008 * k, 0.90 - 0.062 * k
            body.shape(
                points([(x, y)]) + 0.0055 * points([(np.cos(a), np.sin(a)) for a in np.linspace(0, 6, 14)]),
                Paint(rgb("#c9a15a"), round_m=0.003, gloss=0.5),
            )


def _paint_neck(body: Sheet) -> None:
    neck = spline(
        (
            "-0.548 1.20, -0.548 1.130, -0.570 1.085, -0.615 1.035, -0.70 1.04, -0.748 1.082, "
            "-0.712 1.115, -0.685 1.165, -0.67 1.25, -0.61 1.26"
        ),
        closed=True,
    )
    body.shape(neck, FACE.skin_paint(0.024))
    with body.inside(neck):
        body.soft_line("-0.525 1.135, -0.575 1.145, -0.64 1.195", 0.028, FACE.skin_shade, 0.7)
        body.soft_line("-0.66 1.16, -0.635 1.10, -0.62 1.05", 0.012, FACE.skin_shade, 0.5)
        body.soft_line("-0.557 1.115, -0.565 1.10, -0.575 1.08", 0.012, rgb("#e0a880"), 0.4)


def _paint_collar(body: Sheet) -> None:
    back = spline(
        ("-0.770 1.070, -0.735 1.112, -0.69 1.092, -0.63 1.050, -0.578 1.018, -0.590 1.005, -0.66 1.025, -0.72 1.055"),
        closed=True,
        corners=(4,),
    )
    body.shape(back, SHIRT)
    point = spline(
        "-0.70 1.088, -0.64 1.050, -0.585 1.015, -0.572 0.978, -0.620 1.000, -0.69 1.048", closed=True, corners=(2, 3)
    )
    body.shadow(point + np.array([0.0, -0.010]), Paint(rgb("#0a1a24"), round_m=0.008, bulge=0, opacity=0.5))
    body.shape(point, SHIRT)
    body.thin_line("-0.735 1.105, -0.66 1.055, -0.588 1.014", 0.002, SHIRT_FOLD, 0.6)


def paint_arm(body: Sheet, *, far: bool) -> None:
    """Paint an arm from its sleeve to the wrist; the hand is painted with the one it holds."""
    shift = np.array([0.035, 0.035]) if far else np.zeros(2)
    lower = limb(points("-0.48 0.785, -0.40 0.787, -0.30 0.785, -0.215 0.786") + shift, [0.043, 0.046, 0.036, 0.027])
    body.shape(lower, FACE.skin_paint(0.026))
    with body.inside(lower):
        body.soft_line(points("-0.44 0.745, -0.36 0.750, -0.22 0.760") + shift, 0.018, FACE.skin_shade, 0.7)
        body.soft_line(points("-0.36 0.79, -0.29 0.793, -0.22 0.795") + shift, 0.006, FACE.skin_shade, 0.35)
        if far:
            body.shadow(lower, Paint(rgb("#40201c"), round_m=0.012, bulge=0, opacity=0.4))
    if far:
        cuff = limb(points([(-0.47, 0.785), (-0.40, 0.787)]) + shift, [0.05, 0.05])
        body.shape(cuff, SHIRT)
        return
    _paint_sleeve(body)


def _paint_sleeve(body: Sheet) -> None:
    sleeve = spline(
        (
            "-0.800 1.02, -0.765 1.065, -0.70 1.06, -0.645 1.00, -0.585 0.925, -0.51 0.850, "
            "-0.44 0.833, -0.405 0.835, -0.398 0.79, -0.405 0.738, -0.45 0.732, -0.51 0.740, "
            "-0.585 0.790, -0.68 0.865, -0.765 0.945"
        ),
        closed=True,
        corners=(7, 9),
    )
    body.shadow(sleeve + np.array([-0.006, -0.014]), Paint(rgb("#06161e"), round_m=0.014, bulge=0, opacity=0.55))
    body.shape(sleeve, SHIRT)
    with body.inside(sleeve):
        for k in range(6):
            x, y = -0.505 - 0.03 * k, 0.845 + 0.034 * k - (0.012 if k % 2 else 0)
            body.soft_line([(x + 0.01, y), (x - 0.025, y - 0.045), (x - 0.035, y - 0.085)], 0.0085, SHIRT_FOLD, 0.6)
            body.soft_line([(x + 0.022, y), (x - 0.012, y - 0.045), (x - 0.02, y - 0.08)], 0.006, SHIRT_LIGHT, 0.5)
        body.soft_line("-0.77 0.95, -0.68 0.87, -0.58 0.79, -0.50 0.745, -0.42 0.74", 0.026, SHIRT_FOLD, 0.75)
        body.soft_line("-0.74 1.03, -0.765 0.98, -0.75 0.94", 0.012, SHIRT_FOLD, 0.5)
        body.soft_line("-0.70 1.03, -0.66 0.98, -0.60 0.91", 0.016, SHIRT_LIGHT, 0.4)
    cuff = spline(
        "-0.452 0.842, -0.395 0.842, -0.388 0.787, -0.398 0.730, -0.455 0.725, -0.445 0.785",
        closed=True,
        corners=(0, 1, 3, 4),
    )
    body.shape(cuff, SHIRT)
    for x in (-0.436, -0.412):
        body.thin_line([(x, 0.838), (x + 0.008, 0.786), (x - 0.002, 0.732)], 0.003, SHIRT_FOLD, 0.7)
    watch = limb("-0.293 0.822, -0.288 0.785, -0.293 0.752", [0.009] * 3)
    body.shape(watch, Paint(rgb("#3a2014"), round_m=0.006, gloss=0.3))
    dial = points([(-0.288, 0.800), (-0.288, 0.776)])
    body.ribbon(dial, 0.013, rgba("#d8b060"), Stroke(tube=0.9, gloss=0.8), solid=False)
