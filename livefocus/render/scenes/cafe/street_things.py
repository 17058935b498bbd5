"""What stands in the street: awnings, lamps, trees, a bicycle, a menu board, pots of flowers. World metres."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.cafe import bicycle, terrace
from livefocus.render.scenes.cafe.lights import GLOW, HALO, SOFT_GLOW, WARM
from livefocus.render.scenes.camera import Card, facing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import points, rectangle, resampled, rounded, seeded, spline
from livefocus.render.scenes.greenery import GREENS, heap, paint_flowers, paint_leaves, paint_pot, paint_tree
from livefocus.render.scenes.material import RGB, Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.ribbons import Dots, Ribbons
from livefocus.render.scenes.sheet import Sheet

IRON = Stroke(tube=1.0, gloss=0.12, rim=0.9)
BLACK = np.array(rgba("#1c1a1e"))


def paint(canvas: Canvas) -> None:
    """Paint them from far to near."""
    for z, colour in ((26.4, "#b0402e"), (22.0, "#3f6a5a"), (17.6, "#c9a24a"), (13.2, "#a83a30")):
        paint_awning(canvas, (5.0, -1.0), z + 0.45, 3.5, rgb(colour))
    paint_tree(canvas, 3.9, 27.0, crown=(2.7, 7.4), radius=(1.5, 2.0), seed=81, leaves=900)
    _paint_lamp(canvas, 3.35, 24.0)
    for z, colour in ((28.8, "#3f6a5a"), (24.0, "#b0402e"), (19.2, "#3a5a80"), (14.4, "#b03a2e"), (9.6, "#2f6a58")):
        paint_awning(canvas, (-3.7, 1.0), z + 0.5, 3.8, rgb(colour))
        _paint_wall_lantern(canvas, -3.55, z + 0.02)
    _paint_lamp(canvas, -1.95, 21.0)
    paint_tree(canvas, 3.95, 18.5, crown=(2.5, 6.6), radius=(1.35, 1.9), seed=82, leaves=1300)
    _paint_lamp(canvas, 3.3, 15.5)
    paint_tree(canvas, 4.0, 12.2, crown=(2.35, 5.6), radius=(1.2, 1.8), seed=83, leaves=1700)
    bicycle.paint(canvas, 2.72, 10.4)
    terrace.paint_table(canvas, -2.75, 10.8)


def paint_near(canvas: Canvas) -> None:
    """Paint what stands nearer than the man who walks there, from far to near."""
    paint_menu_board(canvas, -1.72, 8.8)
    terrace.paint_chair(canvas, -2.62, 1.0, 7.3)
    terrace.paint_table(canvas, -1.98, 7.3)
    _paint_pots(canvas)


def paint_awning(canvas: Canvas, wall: tuple[float, float], z: float, length: float, colour: RGB) -> None:
    """Paint a striped awning on a `wall`: its place along x, and 1 where awnings reach to the right, else −1."""
    wall_x, side = wall
    reach, drop, top = 1.15, 0.55, 2.95
    stripes = Paint(
        colour,
        round_m=0.0,
        bulge=0,
        pattern=Pattern.STRIPES,
        pattern_m=0.42,
        pattern_colour=rgb("#eadfc8"),
        pattern_mix=0.95,
        shade_tint=(0.9, 0.9, 1.05),
        glow=(0.05, 0.03, 0.012),
    )
    cloth = Card((wall_x, top, z), across=(0.0, 0.0, 1.0), up=(side * reach, -drop, 0.0))
    canvas.shape(cloth, rectangle(0.0, 0.0, length, 1.0), stripes)
    scallops = [(0.0, 0.0)]
    count = round(length / 0.21)
    for k in range(count):
        scallops += [
            (length * (k + t) / count, -0.17 - 0.06 * float(np.sin(np.pi * t))) for t in (0.05, 0.3, 0.5, 0.7, 0.95)
        ]
    scallops += [(length, 0.0)]
    edge = Card((wall_x + side * reach, top - drop, z), across=(0.0, 0.0, 1.0))
    canvas.shape(edge, points(scallops), stripes)


def _lantern(canvas: Canvas, x: float, y: float, z: float, size: float) -> None:
    card = facing(z, x, y)
    glass = points("-0.62 0.0, 0.62 0.0, 0.85 1.25, -0.85 1.25") * size
    canvas.strokes(
        Dots(points([(x, y + 0.6 * size, z)]), np.array(size * 5.0), HALO * (1, 1, 1, 2.2)), SOFT_GLOW, add=True
    )
    canvas.shape(card, glass, Paint(rgb("#ffb860"), round_m=0, bulge=0, glow=(1.2, 0.62, 0.2)))
    canvas.strokes(Dots(points([(x, y + 0.6 * size, z)]), np.array(size * 0.42), WARM), GLOW)
    roof = points("-1.0 1.22, 1.0 1.22, 0.35 1.75, 0.0 2.05, -0.35 1.75") * size
    iron = Paint(rgb("#1c1a1e"), round_m=0.03 * size, rim=0.8)
    canvas.shape(card, roof, iron)
    canvas.shape(card, points("-0.68 -0.18, 0.68 -0.18, 0.64 0.04, -0.64 0.04") * size, iron)
    for side in (-1, 0, 1):
        bar = points([(0.63 * side, 0.0, 0), (0.86 * side, 1.25, 0)]) * size + (x, y, z)
        canvas.strokes(Ribbons(bar[None], np.array(0.05 * size), BLACK), IRON)


def _paint_lamp(canvas: Canvas, x: float, z: float) -> None:
    """Paint a street lamp."""
    for line, width in (
        ([(x, 0.0, z), (x, 0.5, z)], 0.075),
        ([(x, 0.45, z), (x, 1.6, z), (x, 2.85, z)], 0.042),
        ([(x - 0.22, 2.6, z), (x, 2.56, z), (x + 0.22, 2.6, z)], 0.02),
    ):
        canvas.strokes(Ribbons(resampled(points(line), 12)[None], np.array(width), BLACK), IRON)
    for y, r in ((0.5, 0.10), (1.15, 0.07), (2.45, 0.065)):
        canvas.strokes(Ribbons(points([(x - r, y, z), (x + r, y, z)])[None], np.array(0.03), BLACK), IRON)
    _lantern(canvas, x, 2.9, z, 0.2)


def _paint_wall_lantern(canvas: Canvas, x: float, z: float) -> None:
    arm = spline([(x - 0.15, 2.45, z), (x + 0.12, 2.62, z), (x + 0.28, 2.5, z)])
    canvas.strokes(Ribbons(arm[None], np.array(0.018), BLACK), IRON)
    _lantern(canvas, x + 0.28, 2.12, z, 0.13)


def paint_menu_board(canvas: Canvas, x: float, z: float) -> None:
    """Paint a chalk board on two legs."""
    card = Sheet(canvas, facing(z, x))
    wood = Paint(
        rgb("#6a4426"),
        round_m=0.015,
        pattern=Pattern.WOOD,
        pattern_m=0.2,
        pattern_colour=rgb("#4a2c18"),
        pattern_mix=0.5,
        rim=0.7,
    )
    card.shape(points("-0.33 0.0, -0.27 0.0, -0.23 1.12, -0.29 1.12"), wood)
    card.shape(points("0.33 0.0, 0.27 0.0, 0.23 1.12, 0.29 1.12"), wood)
    card.shape(rounded(-0.30, 0.16, 0.30, 1.14, 0.02), wood)
    card.shape(rectangle(-0.255, 0.21, 0.255, 1.09), Paint(rgb("#16201f"), round_m=0.03, crease=0.3, bulge=0.2))
    random = seeded(71)
    chalk = rgb("#e8e2d4")
    card.thin_line(spline("-0.15 0.98, -0.08 1.03, -0.05 0.96, 0.02 1.03, 0.06 0.96, 0.15 1.01"), 0.011, chalk, 0.9)
    for k in range(6):
        y, left = 0.86 - 0.095 * k, -0.20 + 0.03 * float(random.random())
        while left < 0.10:
            end = left + 0.05 + 0.06 * float(random.random())
            card.thin_line([(left, y), (0.5 * (left + end), y + 0.012), (end, y - 0.003)], 0.009, chalk, 0.8)
            left = end + 0.02
        card.thin_line([(0.155, y), (0.18, y + 0.01), (0.205, y)], 0.009, rgb("#f0b070"), 0.9)
    cup = spline("-0.05 0.31, 0.05 0.31, 0.04 0.25, -0.04 0.25", closed=True)
    card.shape(cup, Paint(chalk, round_m=0.01, opacity=0.8))


def _paint_pots(canvas: Canvas) -> None:
    clay = rgb("#a8603e")
    for x, z, height, radius, seed in (
        (2.12, 7.0, 0.46, 0.24, 101),
        (-1.72, 5.9, 0.34, 0.22, 104),
        (1.92, 6.1, 0.32, 0.20, 107),
    ):
        paint_pot(canvas, x, z, (radius, height), clay)
        middle = height + 0.30 if seed == 101 else height + 0.17
        size = (0.62, 0.95, 0.4) if seed == 101 else (0.58, 0.50, 0.4)
        places = heap((x, middle + (0.25 if seed == 101 else 0.0), z), size, 520, seed)
        paint_leaves(canvas, places, 0.10, GREENS, seed + 1, droop_deg=60)
        petals = {101: ("#f6e8d8", "#f0b8a8"), 104: ("#d83a30", "#f07a50"), 107: ("#b07ac8", "#e8c8f0")}[seed]
        paint_flowers(canvas, places[::9] + (0.0, 0.03, -0.12), 0.032, [rgb(c) for c in petals], seed + 2)
