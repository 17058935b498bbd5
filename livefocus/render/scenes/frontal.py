"""A face from the front: its own unit is the height of the head, chin at 0, crown at 1, its middle at x = 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.curves import ellipse, points, resampled, seeded, spline
from livefocus.render.scenes.material import Paint, rgb
from livefocus.render.scenes.profile import Face
from livefocus.render.scenes.sheet import LINE, Sheet


@dataclass(frozen=True, slots=True)
class Expression:
    """What a face does, each 0 at rest.

    Attributes
    ----------
    wide
        −1 eyes closed … 0 open … 1 wide open.
    brows
        0 … 1 raised.
    jaw
        0 closed … 1 dropped.
    gaze
        Where the eyes look, −1 left … 1 right.
    smile
        −1 … 1.
    """

    wide: float = 0.0
    brows: float = 0.0
    jaw: float = 0.0
    gaze: float = 0.0
    smile: float = 0.0


def head_outline(jaw: float) -> Points:
    """Return the outline of a head whose jaw has dropped so far."""
    drop = 0.075 * jaw
    right = points(
        [
            (0.0, -0.008 - drop),
            (0.085, 0.0 - drop),
            (0.165, 0.055 - drop),
            (0.235, 0.15 - 0.7 * drop),
            (0.285, 0.29 - 0.3 * drop),
            (0.315, 0.45),
            (0.322, 0.60),
            (0.312, 0.76),
            (0.255, 0.90),
            (0.14, 0.98),
            (0.0, 1.0),
        ]
    )
    return spline(np.concatenate([right, (right * (-1.0, 1.0))[-2:0:-1]]), closed=True, steps=6)


def paint_face(card: Sheet, face: Face, mood: Expression) -> None:
    """Paint head, ears and features, without hair."""
    for side in (-1, 1):
        _paint_ear(card, face, side)
    outline = head_outline(mood.jaw)
    card.shape(outline, face.skin_paint(0.075, bulge=1.3))
    with card.inside(outline):
        _paint_shadows(card, face, mood)
    for side in (-1, 1):
        _paint_eye(card, face, mood, side)
        _paint_brow(card, face, mood, side)
    _paint_nose(card, face)
    _paint_mouth(card, face, mood)


def _paint_ear(card: Sheet, face: Face, side: int) -> None:
    ear = spline(
        points("0.30 0.36, 0.345 0.34, 0.375 0.42, 0.392 0.50, 0.37 0.555, 0.32 0.54") * (side, 1), closed=True
    )
    card.shape(ear, face.skin_paint(0.02))
    card.soft_line(points("0.335 0.52, 0.365 0.50, 0.35 0.41") * (side, 1), 0.010, face.skin_shade, 0.7)


def _paint_shadows(card: Sheet, face: Face, mood: Expression) -> None:
    shade = face.skin_shade
    for side in (-1, 1):
        card.patch((0.145 * side, 0.535), (0.085, 0.05), shade, 0.45, 0.03)
        card.patch((0.185 * side, 0.32), (0.07, 0.06), rgb("#d9604f"), face.blush, 0.05)
        card.soft_line(
            points([(0.30, 0.40), (0.265, 0.22 - 0.05 * mood.jaw), (0.16, 0.05 - 0.07 * mood.jaw)]) * (side, 1),
            0.045,
            shade,
            0.5,
        )
        card.soft_line(points("0.075 0.31, 0.105 0.255, 0.115 0.19") * (side, 1), 0.012, shade, 0.35 + 0.3 * mood.jaw)
    card.soft_line(
        [(0.10, 0.0 - 0.075 * mood.jaw), (0.0, 0.02 - 0.075 * mood.jaw), (-0.10, 0.0 - 0.075 * mood.jaw)],
        0.03,
        shade,
        0.35,
    )
    if mood.brows > 0.3:
        for y, w in ((0.765, 0.16), (0.80, 0.13)):
            card.soft_line(
                [(-w, y), (-w * 0.4, y + 0.014), (w * 0.4, y + 0.014), (w, y)],
                0.007,
                shade,
                0.55 * mood.brows,
            )


def _paint_eye(card: Sheet, face: Face, mood: Expression, side: int) -> None:
    x = 0.142 * side
    if mood.wide <= -0.5:
        lid = [(x - 0.075, 0.490), (x, 0.468), (x + 0.075, 0.490)]
        card.thin_line(lid, 0.012, rgb("#24120d"))
        return
    up, down = 0.036 + 0.026 * max(mood.wide, 0), 0.026 + 0.018 * max(mood.wide, 0)
    inner, outer = x - 0.074 * side, x + 0.076 * side
    shape = spline(
        [
            (inner, 0.484),
            (x - 0.03 * side, 0.49 + up),
            (x + 0.03 * side, 0.492 + up),
            (outer, 0.496),
            (x + 0.03 * side, 0.49 - down),
            (x - 0.03 * side, 0.488 - down),
        ],
        closed=True,
        corners=(0, 3),
        steps=6,
    )
    card.shape(shape, Paint(rgb("#f4ece2"), round_m=0.014, bulge=0.6, crease=0.25))
    with card.inside(shape):
        centre = points((x + 0.022 * mood.gaze, 0.492))
        card.shape(ellipse(centre, (0.037, 0.039)), Paint(face.iris, round_m=0.012, bulge=0.3))
        card.shape(ellipse(centre, (0.019, 0.020)), Paint(rgb("#0c0706"), round_m=0.004, bulge=0))
        card.soft_line(
            [(inner, 0.50 + up * 0.6), (x, 0.495 + up), (outer, 0.50 + up * 0.6)],
            0.016,
            rgb("#5d3a35"),
            0.55,
        )
        card.shape(
            ellipse(centre + (0.012, 0.016), (0.008, 0.009)), Paint(rgb("#ffffff"), glow=(1.2, 1.1, 0.9), bulge=0)
        )
    _paint_lids(card, face, x, side, (up, down))


def _paint_lids(card: Sheet, face: Face, x: float, side: int, opened: tuple[float, float]) -> None:
    (up, down), inner, outer = opened, x - 0.074 * side, x + 0.076 * side
    lash = rgb("#24120d")
    upper = [
        (inner, 0.484),
        (x - 0.03 * side, 0.494 + up),
        (x + 0.03 * side, 0.496 + up),
        (outer + 0.008 * side, 0.498),
    ]
    card.thin_line(upper, 0.0115, lash)
    lower = [(inner, 0.484), (x - 0.03 * side, 0.486 - down), (x + 0.03 * side, 0.488 - down), (outer, 0.495)]
    card.thin_line(lower, 0.005, rgb("#6a3428"), 0.8)
    fold = [(x - 0.06 * side, 0.505 + up), (x, 0.522 + up), (x + 0.07 * side, 0.512 + up)]
    card.thin_line(fold, 0.006, face.skin_shade, 0.7)


def _paint_brow(card: Sheet, face: Face, mood: Expression, side: int) -> None:
    lift = 0.075 * mood.brows
    arch = 0.02 * mood.brows
    spine = resampled(
        spline(
            points(
                [
                    (0.055, 0.590 + lift),
                    (0.11, 0.612 + lift + arch),
                    (0.165, 0.614 + lift + arch),
                    (0.232, 0.578 + lift),
                ]
            )
            * (side, 1)
        ),
        34,
    )
    thick = face.brow_width * np.interp(np.linspace(0, 1, 34), [0, 0.3, 0.7, 1], [0.75, 1.0, 0.75, 0.2])
    edge = np.stack([np.zeros(34), thick], axis=1)
    card.shadow(
        np.concatenate([spine + edge, (spine - edge)[::-1]]),
        Paint(face.brow, round_m=0.008, bulge=0, opacity=0.85),
    )
    random = seeded(17 + side)
    root = spine + np.stack([np.zeros(34), thick * (random.random(34) * 1.4 - 1.0)], axis=1)
    tip = root + np.stack([np.full(34, 0.030 * side), np.linspace(0.022, -0.014, 34)], axis=1)
    hairs = np.stack([root, 0.5 * (root + tip), tip], axis=1)
    card.ribbon(hairs, np.array([0.0048, 0.004, 0.001]), (*face.brow, 0.9), LINE, solid=False)


def _paint_nose(card: Sheet, face: Face) -> None:
    shade = face.skin_shade
    card.soft_line("-0.040 0.52, -0.030 0.43, -0.045 0.345", 0.022, shade, 0.45)
    card.soft_line("0.028 0.50, 0.020 0.43, 0.022 0.36", 0.018, rgb("#ffe0c0"), 0.30)
    card.soft_line("-0.055 0.292, 0.0 0.275, 0.055 0.292", 0.018, shade, 0.55)
    for side in (-1, 1):
        card.thin_line(points("0.016 0.288, 0.030 0.297, 0.046 0.292") * (side, 1), 0.008, rgb("#5a2018"), 0.8)
        card.soft_line(points("0.058 0.335, 0.070 0.312, 0.058 0.290") * (side, 1), 0.009, shade, 0.7)
    card.patch((0.008, 0.325), (0.018, 0.014), rgb("#ffe8cc"), 0.4, 0.012)


def _paint_mouth(card: Sheet, face: Face, mood: Expression) -> None:
    open_m = 0.10 * mood.jaw
    corner_y = 0.188 + 0.02 * mood.smile - 0.25 * open_m
    half = 0.105 - 0.025 * mood.jaw
    lip = Paint(face.lips, round_m=0.014, bulge=0.9, wrap=0.3, gloss=0.1, shade_tint=(1.0, 0.85, 0.85))
    top = [
        (-half, corner_y),
        (-0.045, 0.214),
        (-0.014, 0.222),
        (0.0, 0.216),
        (0.014, 0.222),
        (0.045, 0.214),
        (half, corner_y),
    ]
    low = 0.188 - open_m
    bottom = [(0.055, low - 0.030), (0.0, low - 0.038), (-0.055, low - 0.030)]
    card.shape(spline(top + bottom, closed=True, corners=(0, 6), steps=5), lip)
    if mood.jaw > 0.1:
        _paint_throat(card, half, corner_y, low, mood.jaw)
    else:
        line = [(-half, corner_y), (-0.04, 0.190), (0.0, 0.188), (0.04, 0.190), (half, corner_y)]
        card.thin_line(line, 0.007, rgb("#5a1c18"), 0.9)
    card.soft_line([(-0.05, low - 0.062), (0.0, low - 0.068), (0.05, low - 0.062)], 0.012, face.skin_shade, 0.45)


def _paint_throat(card: Sheet, half: float, corner_y: float, low: float, jaw: float) -> None:
    inner = spline(
        [
            (-half * 0.82, corner_y),
            (-0.03, 0.196),
            (0.03, 0.196),
            (half * 0.82, corner_y),
            (0.045, low - 0.006),
            (0.0, low - 0.014),
            (-0.045, low - 0.006),
        ],
        closed=True,
        corners=(0, 3),
        steps=5,
    )
    card.shape(inner, Paint(rgb("#2c0a0c"), round_m=0.01, bulge=0))
    with card.inside(inner):
        edge = 0.178 + 0.03 * max(0.7 - jaw, 0.0)  # lips that are hardly open show little of them
        teeth = points([(-0.06, 0.205), (0.06, 0.205), (0.052, edge), (-0.052, edge)])
        card.shape(teeth, Paint(rgb("#efe4d6"), round_m=0.008, bulge=0.4))
        card.shape(ellipse((0.0, low - 0.006), (0.05, 0.028)), Paint(rgb("#a8423f"), round_m=0.01, bulge=0.6))
