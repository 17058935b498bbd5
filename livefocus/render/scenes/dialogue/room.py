"""The room they are in: the night outside, walls, the window in the far one with its curtains. World metres."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import Points, facing, flat, side_wall
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import limb, points, rectangle, seeded, spline
from livefocus.render.scenes.dialogue import furniture
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb
from livefocus.render.scenes.ribbons import Dots, Ribbons
from livefocus.render.scenes.sheet import Sheet

WALL_Z_M, LEFT_M, RIGHT_M, CEILING_M = 7.2, -2.7, 2.9, 2.95
WINDOW = (-1.72, 0.92, -0.72, 2.42)
"""Left, bottom, right, top of the window in the far wall."""
NIGHT_Z_M = 90.0
GLOW = Stroke(glow=1.0)
WHITE = Paint(rgb("#cfc5b6"), round_m=0.012, shade_tint=(0.9, 0.94, 1.1))


def paint(canvas: Canvas) -> None:
    """Paint everything from the night outside forwards to what stands along the wall."""
    _paint_night(canvas)
    _paint_walls(canvas)
    _paint_window(canvas)
    furniture.paint(canvas, WALL_Z_M)


def _paint_night(canvas: Canvas) -> None:
    far = facing(NIGHT_Z_M)
    sky = Paint(rgb("#000000"), albedo_far=rgb("#000000"), round_m=0.0, bulge=0, glow=(0.030, 0.050, 0.125))
    canvas.shape(far, rectangle(-90, -60, 90, 90), sky)
    canvas.shape(far, rectangle(-90, -60, 90, 9), Paint(rgb("#000000"), round_m=0, bulge=0, glow=(0.065, 0.070, 0.14)))
    random = seeded(251)
    for z, tone in ((78.0, 0.042), (62.0, 0.026)):
        x = -34.0
        while x < 6.0:
            wide, high = 2.0 + 3.0 * float(random.random()), 3.0 + 9.0 * float(random.random())
            house = Paint(rgb("#000000"), round_m=0, bulge=0, glow=(tone, tone * 1.05, tone * 2.1))
            canvas.shape(facing(z), rectangle(x, -30.0, x + wide, high), house)
            _paint_lit_windows(canvas, (x, z - 0.05), (wide, high), random)
            x += wide + 0.3
    count = 46
    places = np.column_stack(
        [-22.0 + 20.0 * random.random(count), -6.0 + 13.0 * random.random(count), np.full(count, 55.0)]
    )
    tints = np.array([(3.4, 1.8, 0.6, 1.0), (3.2, 2.6, 1.7, 1.0), (2.8, 0.5, 0.3, 1.0), (0.8, 1.7, 2.8, 1.0)])
    canvas.strokes(Dots(places, np.array(0.13), tints[random.integers(0, 4, count)]), GLOW)


def _paint_lit_windows(
    canvas: Canvas, at: tuple[float, float], size: tuple[float, float], random: np.random.Generator
) -> None:
    (x, z), (wide, high) = at, size
    grid = [(x + 0.5 + 0.8 * i, -6.0 + 1.1 * j) for i in range(int(wide / 0.8)) for j in range(int((high + 5.2) / 1.1))]
    lit = [place for place in grid if random.random() < 0.36]
    if lit:
        centre = np.column_stack([points(lit), np.full(len(lit), z)])
        tint = np.column_stack(
            [np.array([1.0, 0.56, 0.2]) * (0.25 + 0.6 * random.random((len(lit), 1))), np.ones(len(lit))]
        )
        tint = tint[:, None]
        bars = np.stack([centre - (0, 0.24, 0), centre + (0, 0.24, 0)], axis=1)
        canvas.strokes(Ribbons(bars, np.array(0.17), tint), GLOW, solid=False)


def _paint_walls(canvas: Canvas) -> None:
    wall = Paint(
        rgb("#54685f"),
        albedo_far=rgb("#3b4c49"),
        axis_m=(1.0, 1.5, -1.8, 1.9),
        round_m=0.0,
        bulge=0,
        pattern=Pattern.FLORAL,
        pattern_m=0.105,
        pattern_colour=rgb("#8a9078"),
        pattern_mix=0.30,
    )
    left, bottom, right, top = WINDOW
    hole = rectangle(left, bottom, right, top)[::-1]
    canvas.shape(facing(WALL_Z_M), [rectangle(LEFT_M, 0.0, RIGHT_M, CEILING_M), hole], wall)
    floor = Paint(
        rgb("#6e4a30"),
        round_m=0.0,
        bulge=0,
        pattern=Pattern.WOOD,
        pattern_m=0.5,
        pattern_turn_deg=90.0,
        pattern_colour=rgb("#4a2e1c"),
        pattern_mix=0.6,
    )
    canvas.shape(flat(0.0), rectangle(-30.0, 1.2, 30.0, WALL_Z_M), floor)
    canvas.shape(flat(CEILING_M), rectangle(-30.0, 1.2, 30.0, WALL_Z_M), Paint(rgb("#8f8474"), round_m=0, bulge=0))
    side = Paint(rgb("#40524c"), round_m=0.0, bulge=0)
    for x in (LEFT_M, RIGHT_M):
        canvas.shape(side_wall(x), rectangle(1.2, 0.0, WALL_Z_M, CEILING_M), side)
    card = Sheet(canvas, facing(WALL_Z_M - 0.01))
    card.shape(rectangle(LEFT_M, 0.0, RIGHT_M, 0.16), WHITE)
    card.shape(rectangle(LEFT_M, CEILING_M - 0.10, RIGHT_M, CEILING_M), WHITE)


def _paint_window(canvas: Canvas) -> None:
    left, bottom, right, top = WINDOW
    card = Sheet(canvas, facing(WALL_Z_M - 0.02))
    _paint_rain(card)
    middle = 0.5 * (left + right)
    for x0, y0, x1, y1 in (
        (left - 0.05, bottom - 0.03, left + 0.03, top + 0.06),
        (right - 0.03, bottom - 0.03, right + 0.05, top + 0.06),
        (left - 0.05, top - 0.03, right + 0.05, top + 0.06),
        (middle - 0.022, bottom, middle + 0.022, top),
        (left, bottom + 0.52, right, bottom + 0.555),
        (left, bottom + 1.04, right, bottom + 1.07),
        (left - 0.09, bottom - 0.06, right + 0.09, bottom + 0.02),
    ):
        card.shape(rectangle(x0, y0, x1, y1), WHITE)
    for side, x in ((-1.0, left), (1.0, right)):
        _paint_curtain(Sheet(canvas, facing(WALL_Z_M - 0.10)), x, side)
    rod = limb([(left - 0.40, top + 0.16), (right + 0.34, top + 0.16)], [0.014, 0.014])
    card.shape(rod, Paint(rgb("#7a5a2c"), round_m=0.008, gloss=0.5))


def _paint_rain(card: Sheet) -> None:
    """Paint drops that ran down the panes; what is seen through them keeps its depth."""
    left, bottom, right, top = WINDOW
    random = seeded(261)
    count = 90
    start = np.stack(
        [left + (right - left) * random.random(count), bottom + (top - bottom) * random.random(count)], axis=1
    )
    way = 0.04 + 0.16 * random.random(count)
    line = np.stack(
        [
            start,
            start - np.stack([0.004 * random.normal(size=count), way * 0.5], 1),
            start - np.stack([0 * way, way], 1),
        ],
        1,
    )
    colour = np.array([0.4, 0.5, 0.75, 0.16])
    card.ribbon(line, 0.0032, colour, Stroke(glow=1.0), solid=False)
    ends = card.card.world(start - np.stack([0 * way, way], 1))
    card.canvas.strokes(Dots(ends, np.array(0.0045), np.array([0.5, 0.6, 0.85, 0.35])), Stroke(glow=0.8), solid=False)


def _paint_curtain(card: Sheet, x: float, side: float) -> None:
    _, bottom, _, top = WINDOW
    cloth = Paint(
        rgb("#9c4a30"),
        albedo_far=rgb("#6e2c20"),
        axis_m=(0, top, 0, 0.4),
        round_m=0.03,
        bulge=0.9,
        wrap=0.4,
        rim=0.3,
        shade_tint=(1.0, 0.85, 0.95),
    )
    outline = _curtain(x, side)
    card.shape(outline, cloth)
    with card.inside(outline):
        for k in range(6):
            at = x + side * (0.27 - 0.07 * k)
            tied = x + side * (0.20 - 0.025 * k)
            fold = [
                (at, top + 0.15),
                (at, top - 0.4),
                (tied, bottom + 0.28),
                (tied - side * 0.01, bottom - 0.3),
                (at, 0.1),
            ]
            card.soft_line(fold, 0.016, rgb("#35100c"), 0.55)
            card.soft_line(points(fold) + (0.022, 0.0), 0.009, rgb("#f09060"), 0.22)
    tie = limb(
        [(x - side * 0.03, bottom + 0.30), (x + side * 0.10, bottom + 0.27), (x + side * 0.29, bottom + 0.33)],
        [0.016] * 3,
    )
    card.shape(tie, Paint(rgb("#d0a050"), round_m=0.010, rim=0.4))


def _curtain(x: float, side: float) -> Points:
    """Return the outline of a curtain that is tied back at its side."""
    _, bottom, _, top = WINDOW
    inner = x - side * 0.16
    return spline(
        [
            (x + side * 0.30, top + 0.15),
            (inner, top + 0.15),
            (inner + side * 0.02, top - 0.3),
            (x - side * 0.03, bottom + 0.35),
            (x + side * 0.06, bottom + 0.25),
            (x - side * 0.02, bottom - 0.2),
            (x - side * 0.04, 0.06),
            (x + side * 0.30, 0.06),
        ],
        closed=True,
        corners=(0, 1, 6, 7),
    )
