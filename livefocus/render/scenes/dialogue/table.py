"""What is nearest to the camera: the edge of her table, a vase with flowers, the candle. World metres."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import facing, flat
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, limb, points, rectangle, seeded, spline
from livefocus.render.scenes.greenery import GREENS, paint_flowers, paint_leaves, paint_stems
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb
from livefocus.render.scenes.sheet import Sheet

TOP_Y_M = 0.74
VASE_M = (-0.33, 2.0)
CANDLE_M = (-0.13, 1.015, 2.08)
"""Where its wick ends."""


def paint(canvas: Canvas) -> None:
    """Paint the table before her and what stands on it."""
    wood = Paint(
        rgb("#7a4c2c"),
        round_m=0.0,
        bulge=0,
        pattern=Pattern.WOOD,
        pattern_m=0.3,
        pattern_colour=rgb("#4c2a16"),
        pattern_mix=0.55,
    )
    canvas.shape(flat(TOP_Y_M), rectangle(-0.95, 1.75, 0.10, 2.75), wood)
    edge = Sheet(canvas, facing(1.75))
    edge.shape(rectangle(-0.95, TOP_Y_M - 0.035, 0.10, TOP_Y_M), Paint(rgb("#5a341c"), round_m=0.010))
    _paint_vase(canvas)
    _paint_candle(canvas)


def _paint_vase(canvas: Canvas) -> None:
    (x, z), random = VASE_M, seeded(291)
    reach = points("-0.10 0.36, -0.045 0.42, 0.02 0.395, 0.075 0.34, -0.125 0.29, 0.035 0.30, -0.02 0.33, 0.105 0.265")
    tips = np.column_stack([reach + (x, TOP_Y_M), z + 0.02 * random.random(len(reach)) - 0.01])
    paint_stems(canvas, (x, TOP_Y_M + 0.10, z), tips, 0.0026, rgb("#4a6a34"))
    leaves = tips.repeat(6, axis=0) + random.normal(size=(48, 3)) * (0.03, 0.035, 0.006) - (0.0, 0.07, 0.0)
    paint_leaves(canvas, leaves, 0.062, GREENS, 292, droop_deg=70)
    paint_flowers(canvas, tips, 0.042, (rgb("#f2e6d4"), rgb("#e8b8a0"), rgb("#d87a6a")), 293)
    paint_flowers(canvas, tips - (0, 0, 0.004), 0.024, (rgb("#f0a080"), rgb("#f6e0c8")), 294)
    vase = spline(
        "-0.040 0.0, 0.040 0.0, 0.062 0.06, 0.050 0.125, 0.030 0.165, 0.036 0.185, -0.036 0.185, -0.030 0.165, "
        "-0.050 0.125, -0.062 0.06",
        closed=True,
        corners=(0, 1, 5, 6),
    )
    canvas.shape(facing(z, x, TOP_Y_M), vase, Paint(rgb("#46707e"), round_m=0.022, bulge=1.2, gloss=0.4, rim=1.0))


def _paint_candle(canvas: Canvas) -> None:
    x, y, z = CANDLE_M
    card = Sheet(canvas, facing(z, x, y))
    brass = Paint(rgb("#b08a44"), round_m=0.008, bulge=1.2, gloss=0.6, rim=0.8)
    low = TOP_Y_M - y
    card.shape(ellipse((0.0, low + 0.008), (0.052, 0.012)), brass)
    card.shape(limb([(0.0, low), (0.0, -0.13)], [0.012, 0.010]), brass)
    card.shape(ellipse((0.0, -0.13), (0.026, 0.009)), brass)
    wax = Paint(
        rgb("#efe0c4"), albedo_far=rgb("#ffd9a0"), axis_m=(0, -0.12, 0, 0.0), round_m=0.008, glow=(0.16, 0.08, 0.02)
    )
    card.shape(rectangle(-0.0105, -0.125, 0.0105, -0.012), wax)
    card.ribbon(points([(0, -0.014), (0.001, 0.0)]), 0.0014, (*rgb("#20140c"), 1.0), Stroke())


def paint_flame(card: Sheet) -> None:
    """Paint the flame; card in metres, the end of the wick at the origin."""
    flame = spline(
        "0.0 0.052, 0.007 0.028, 0.0095 0.010, 0.006 -0.003, 0.0 -0.006, -0.006 -0.003, -0.0095 0.010, -0.007 0.028",
        closed=True,
        corners=(0,),
    )
    card.shape(flame, Paint(rgb("#ffb040"), round_m=0.004, bulge=0, glow=(2.6, 1.35, 0.35)))
    core = ellipse((0.0, 0.010), (0.0048, 0.013), count=20)
    card.shape(core, Paint(rgb("#ffe8b0"), round_m=0.0, bulge=0, glow=(3.2, 2.4, 1.2)))
