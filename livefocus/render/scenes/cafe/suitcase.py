"""The suitcase."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.curves import ellipse, limb, points, rounded, spline
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.sheet import Sheet

LEATHER = Paint(
    rgb("#7a4322"),
    albedo_far=rgb("#562c18"),
    axis_m=(0.0, 0.2, 0.0, -0.2),
    round_m=0.02,
    pattern=Pattern.LEATHER,
    pattern_m=0.02,
    pattern_colour=rgb("#8f5630"),
    pattern_mix=0.4,
    relief=0.35,
    gloss=0.2,
    gloss_power=8,
    rim=0.8,
)


def paint_suitcase(card: Sheet) -> None:
    """Paint the suitcase, the middle of its handle at the origin."""
    handle = spline("-0.07 -0.055, -0.06 -0.012, 0.0 0.0, 0.06 -0.012, 0.07 -0.055")
    card.ribbon(handle, 0.0105, rgba("#3c1f10"), Stroke(tube=1.0, gloss=0.3, rim=0.6))
    body = rounded(-0.30, -0.46, 0.30, -0.05, 0.035)
    middle = card.at(0.0, -0.25)
    shifted = body - points((0.0, -0.25))
    middle.shape(shifted, LEATHER)
    with middle.inside(shifted):
        for x in (-0.165, 0.165):
            strap = limb([(x, 0.23), (x, -0.23)], [0.023, 0.023], caps=False)
            middle.shadow(strap + np.array([0.006, -0.004]), Paint(rgb("#1c0c06"), round_m=0.008, bulge=0, opacity=0.6))
            middle.shape(strap, Paint(rgb("#3f2112"), round_m=0.01, rim=0.4, gloss=0.2))
            middle.shape(
                rounded(x - 0.03, 0.05, x + 0.03, 0.10, 0.006), Paint(rgb("#d8a850"), round_m=0.006, gloss=0.8)
            )
        middle.thin_line("-0.30 0.115, 0.0 0.118, 0.30 0.115", 0.006, rgb("#2a130a"), 0.9, swell=0.3)
        middle.soft_line("-0.30 0.135, 0.0 0.138, 0.30 0.135", 0.008, rgb("#d89860"), 0.4)
        for x, y in ((-0.28, -0.185), (0.28, -0.185), (-0.28, 0.18), (0.28, 0.18)):
            middle.shape(ellipse((x, y), (0.045, 0.045)), Paint(rgb("#b8863c"), round_m=0.012, gloss=0.6))
        middle.shape(rounded(-0.05, -0.12, 0.04, -0.04, 0.004), Paint(rgb("#d9cbb0"), round_m=0.004, bulge=0.3))
        middle.shape(ellipse((-0.005, -0.08), (0.03, 0.022)), Paint(rgb("#b03a34"), round_m=0.004, bulge=0.3))
