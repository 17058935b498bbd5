"""A bicycle that leans, with flowers in its basket; seen from the side, its front wheel left."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import Points, facing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, points, resampled, rounded, spline
from livefocus.render.scenes.greenery import GREENS, heap, paint_flowers, paint_leaves
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.sheet import Sheet

METAL = Stroke(tube=1.0, gloss=0.12, rim=0.9)
FRAME, CHROME, TYRE = rgba("#3f8a84"), rgba("#cfc8bc"), rgba("#1c1a1e")
WHEEL_M = 0.335
REAR, FRONT = points((0.53, 0.34)), points((-0.53, 0.34))
CRANK, SEAT, HEAD = points((0.08, 0.30)), points((0.22, 0.80)), points((-0.33, 0.80))
WICKER = Paint(
    rgb("#9a6a3a"),
    round_m=0.03,
    pattern=Pattern.STRIPES,
    pattern_m=0.03,
    pattern_turn_deg=90,
    pattern_colour=rgb("#5a3818"),
    pattern_mix=0.9,
    rim=0.6,
)


def paint(canvas: Canvas, x: float, z: float) -> None:
    """Paint it on the ground at a place."""
    sheet = Sheet(canvas, facing(z, x))
    for hub in (FRONT, REAR):
        _paint_wheel(sheet, hub)
    _paint_frame(sheet)
    saddle = SEAT + points("-0.10 0.13, 0.05 0.16, 0.14 0.165, 0.13 0.11, 0.03 0.105")
    sheet.shape(spline(saddle, closed=True), Paint(rgb("#7a4526"), round_m=0.015, gloss=0.3, rim=0.8))
    sheet.shape(ellipse(CRANK, (0.075, 0.075)), Paint(rgb("#8a8480"), round_m=0.02, gloss=0.4))
    middle = points((x, 0.0, z)) + (HEAD[0] - 0.21, 0.98, 0.0)
    blossoms = heap(middle, (0.26, 0.20, 0.1), 120, 91, lumps=5)
    paint_leaves(canvas, blossoms, 0.09, GREENS, 92, droop_deg=70)
    petals = (rgb("#f2d0c0"), rgb("#e86a5a"), rgb("#f6e6d0"))
    paint_flowers(canvas, blossoms[::4] + (0, 0.03, -0.02), 0.034, petals, 93)
    sheet.shape(rounded(float(HEAD[0]) - 0.36, 0.66, float(HEAD[0]) - 0.06, 0.93, 0.03), WICKER)


def _paint_wheel(sheet: Sheet, hub: Points) -> None:
    turn = np.linspace(0, 2 * np.pi, 25)[:-1, None]
    rim = hub + WHEEL_M * np.concatenate([np.cos(turn), np.sin(turn)], axis=1)
    spokes = np.stack([np.broadcast_to(hub, rim.shape), rim], axis=1)
    sheet.ribbon(spokes, 0.0035, rgba("#c8c0b4", 0.9), METAL)
    for radius, width, colour in ((WHEEL_M, 0.021, TYRE), (WHEEL_M * 0.92, 0.008, CHROME)):
        ring = ellipse(hub, (radius, radius), count=64)
        sheet.ribbon(np.concatenate([ring, ring[:2]]), width, colour, METAL)


def _paint_frame(sheet: Sheet) -> None:
    for line, width, colour in (
        ([REAR, CRANK], 0.0155, FRAME),
        ([REAR, SEAT - (0.02, 0.06)], 0.0155, FRAME),
        ([CRANK, SEAT], 0.0155, FRAME),
        ([CRANK, HEAD - (0.01, 0.12)], 0.0155, FRAME),
        ([SEAT - (0.01, 0.05), HEAD - (0.0, 0.02)], 0.0155, FRAME),
        ([FRONT, HEAD - (0.03, 0.12), HEAD + (0.0, 0.10)], 0.0145, FRAME),
        ([HEAD + (0.0, 0.10), HEAD + (-0.05, 0.19), HEAD + (0.05, 0.24), HEAD + (0.17, 0.21)], 0.011, CHROME),
        ([SEAT, SEAT + (0.03, 0.12)], 0.011, CHROME),
    ):
        sheet.ribbon(resampled(np.stack(line), 14), width, colour, METAL)
