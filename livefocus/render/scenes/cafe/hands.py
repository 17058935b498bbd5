"""Their hands on the table: his open from the right, hers laid in it from the left, his thumb over it.

World metres, the table's middle at x = 0; drawn on one card that faces the camera.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from livefocus.render.scenes.cafe import lover, woman
from livefocus.render.scenes.curves import ellipse, limb, points
from livefocus.render.scenes.material import Paint, rgb
from livefocus.render.scenes.profile import Face
from livefocus.render.scenes.sheet import Sheet

HER_FINGERS = (
    ("-0.012 0.818, 0.030 0.819, 0.064 0.806, 0.080 0.792", (0.0105, 0.0100, 0.0085, 0.0070)),
    ("-0.014 0.807, 0.026 0.806, 0.057 0.793, 0.070 0.779", (0.0105, 0.0100, 0.0085, 0.0070)),
    ("-0.016 0.793, 0.016 0.791, 0.042 0.779, 0.052 0.767", (0.0100, 0.0092, 0.0080, 0.0066)),
)


def _finger(card: Sheet, face: Face, bones: ArrayLike | str, radii: Sequence[float], *, nail: str = "") -> None:
    line = points(bones)
    shape = limb(line, radii)
    card.shadow(shape + np.array([0.001, -0.003]), Paint(rgb("#4a1a14"), round_m=0.003, bulge=0, opacity=0.55))
    card.shape(shape, face.skin_paint(radii[0] * 0.6, bulge=1.1))
    for knuckle in line[1:-1]:
        crease = knuckle + np.array([(-0.001, radii[1] * 0.75), (0.001, radii[1] * 0.2)])
        card.thin_line(crease, 0.0011, face.skin_shade, 0.5)
    if nail:
        x, y = line[-1] - line[-2]
        centre = line[-1] + (float(np.sign(x)) * 0.002, radii[-1] * 0.35)
        shape = ellipse(centre, (radii[-1] * 0.62, radii[-1] * 0.36), float(np.degrees(np.arctan2(y, x))))
        card.shape(shape, Paint(rgb(nail), round_m=0.002, gloss=0.5, bulge=0.5))


def paint_far_hands(card: Sheet) -> None:
    """Paint the pair of hands behind: his laid over hers."""
    up = np.array([0.0, 0.018])
    her, his = woman.FACE, lover.FACE
    palm = limb(points("-0.09 0.805, -0.04 0.802, 0.0 0.795") + up, [0.023, 0.028, 0.024])
    card.shape(palm, her.skin_paint(0.016))
    back = limb(points("0.115 0.805, 0.06 0.812, 0.01 0.808") + up, [0.026, 0.033, 0.029])
    card.shadow(back + np.array([0.0, -0.006]), Paint(rgb("#4a1a14"), round_m=0.005, bulge=0, opacity=0.5))
    card.shape(back, his.skin_paint(0.018))
    for k in range(3):
        y = 0.842 - 0.012 * k
        _finger(
            card,
            his,
            [(0.012, y), (-0.028, y - 0.002), (-0.058 + 0.005 * k, y - 0.016)],
            [0.0115, 0.0110, 0.0095],
        )


def paint_near_hands(card: Sheet) -> None:
    """Paint the pair in front."""
    her, his = woman.FACE, lover.FACE
    palm = limb("0.13 0.786, 0.10 0.785, 0.06 0.778, 0.015 0.768", [0.0235, 0.027, 0.033, 0.027])
    card.shape(palm, his.skin_paint(0.018))
    card.soft_line("0.09 0.757, 0.05 0.748, 0.0 0.748", 0.012, his.skin_shade, 0.7)
    _finger(card, his, "0.022 0.757, -0.028 0.752, -0.068 0.757, -0.086 0.768", [0.0125, 0.0115, 0.0105, 0.009])
    back = limb(
        "-0.16 0.789, -0.105 0.793, -0.06 0.803, -0.02 0.800, 0.0 0.796", [0.018, 0.0225, 0.0275, 0.0265, 0.023]
    )
    card.shadow(back + np.array([0.002, -0.006]), Paint(rgb("#4a1a14"), round_m=0.005, bulge=0, opacity=0.6))
    card.shape(back, her.skin_paint(0.016))
    with card.inside(back):
        card.soft_line("-0.11 0.778, -0.06 0.782, -0.01 0.779", 0.010, her.skin_shade, 0.6)
        for y in (0.812, 0.803):
            card.soft_line([(-0.075, y), (-0.045, y + 0.004), (-0.012, y)], 0.003, her.skin_shade, 0.4)
    for bones, radii in HER_FINGERS:
        _finger(card, her, bones, radii, nail="#c2484a")
    thumb = "0.070 0.792, 0.040 0.808, 0.004 0.818, -0.022 0.818"
    _finger(card, his, thumb, [0.0165, 0.0140, 0.0120, 0.0100], nail="#e0b498")
