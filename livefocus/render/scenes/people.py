"""Parts of people that several scenes need. Cards in metres, ground at 0."""

from __future__ import annotations

from livefocus.render.scenes.curves import limb, points, spline
from livefocus.render.scenes.material import Paint, rgb
from livefocus.render.scenes.profile import Face
from livefocus.render.scenes.sheet import Sheet


def paint_hanging_hand(card: Sheet, face: Face, x: float) -> None:
    """Paint a hand that hangs from an arm whose shoulder is at the origin, about 0.6 m below it."""
    skin = face.skin_paint(0.012)
    palm = limb([(x - 0.005, -0.55), (x + 0.004, -0.60), (x + 0.008, -0.632)], [0.028, 0.034, 0.030])
    card.shape(palm, skin)
    for k, (reach, shift) in enumerate(((0.050, -0.020), (0.058, -0.007), (0.056, 0.007), (0.046, 0.020))):
        bone = [
            (x + 0.008 + shift, -0.635),
            (x + 0.006 + shift * 0.9, -0.635 - reach * 0.6),
            (x + shift * 0.7, -0.635 - reach),
        ]
        card.shape(limb(bone, [0.0085, 0.0080, 0.0068]), face.skin_paint(0.006))
        if k:
            card.thin_line([(x + shift - 0.002, -0.625), (x + shift - 0.004, -0.665)], 0.003, face.skin_shade, 0.8)
    thumb = [(x - 0.026, -0.59), (x - 0.036, -0.62), (x - 0.030, -0.65)]
    card.shape(limb(thumb, [0.012, 0.0105, 0.0085]), face.skin_paint(0.007))


def paint_front_legs(card: Sheet, trousers: Paint, shoe: Paint) -> None:
    """Paint two legs from the front, as they stand: ground at 0, hips at 0.62 m."""
    for side in (-1, 1):
        foot = spline(
            points("0.04 0.07, 0.10 0.085, 0.155 0.06, 0.175 0.0, 0.10 -0.025, 0.045 0.0") * (side, 1), closed=True
        )
        card.shape(foot, shoe)
        leg = spline(
            points("0.015 0.62, 0.165 0.62, 0.155 0.35, 0.150 0.06, 0.095 0.045, 0.04 0.06, 0.025 0.35") * (side, 1),
            closed=True,
            corners=(3, 5),
        )
        card.shape(leg, trousers)
        with card.inside(leg):
            card.soft_line(points("0.095 0.5, 0.095 0.3, 0.095 0.06") * (side, 1), 0.008, rgb("#7a7488"), 0.45)
            card.soft_line(points([(0.02, 0.5), (0.16, 0.47)]) * (side, 1), 0.03, rgb("#101018"), 0.7)
