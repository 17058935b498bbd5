"""What stands still on this beach: sky, headland, sand, a pier, sails, the lifeguard's tower, grass. World metres."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import facing, flat
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, points, rectangle, resampled, seeded, spline
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.ribbons import Ribbons
from livefocus.render.scenes.sheet import Sheet

SHORE_M = 12.3
TOWER_M = (-1.62, 11.2)
"""Where the lifeguard's tower stands: x and z."""
SKY_Z_M, SEA_END_M = 2600.0, 2400.0
WOOD = Stroke(tube=1.0, rim=0.4)
GREY_WOOD = np.array(rgba("#6a584a"))


def paint_far(canvas: Canvas) -> None:
    """Paint sky, headland and sand: what the sea is drawn over."""
    canvas.surface(facing(SKY_Z_M), rectangle(-4000, -40, 4000, 4000), "scene/day_sky.frag", {"u_height_m": 800.0})
    canvas.surface(flat(0.0), rectangle(-80.0, 1.2, 80.0, SEA_END_M), "scene/sand.frag", {"u_shore_m": SHORE_M})


def paint_offshore(canvas: Canvas) -> None:
    """Paint what is beyond the bathers: headland, sails, the pier; from far to near."""
    _paint_headland(canvas)
    for x, z, size, colour in (
        (62.0, 420.0, 9.0, "#f6efe0"),
        (16.5, 210.0, 7.5, "#f4e4cc"),
        (-9.0, 300.0, 8.0, "#e8b8a0"),
    ):
        _paint_sail(canvas, x, z, size, colour)
    _paint_pier(canvas)


def _paint_headland(canvas: Canvas) -> None:
    for z, colour, lit, shape in (
        (1500.0, "#7f98a8", "#a8b4b4", "-900 -2, -640 46, -520 64, -430 52, -330 60, -250 34, -170 20, -120 -2"),
        (900.0, "#5f7d80", "#93a288", "-700 -2, -420 44, -330 50, -262 30, -210 26, -165 8, -150 -2"),
    ):
        hill = spline(shape, closed=True, corners=(0, -1))
        canvas.shape(
            facing(z), hill, Paint(rgb(colour), albedo_far=rgb(lit), axis_m=(0, 0, 60, 60), round_m=0.0, bulge=0)
        )
    x, z = -188.0, 890.0
    card = Sheet(canvas, facing(z, x, 22.0))
    card.shape(points("-2.6 0, 2.6 0, 1.9 19, -1.9 19"), Paint(rgb("#f4ece0"), round_m=1.0))
    card.shape(points("-2.3 6, 2.3 6, 2.1 11.5, -2.1 11.5"), Paint(rgb("#c8463a"), round_m=1.0))
    card.shape(points("-2.0 19, 2.0 19, 1.4 23, 0 25.5, -1.4 23"), Paint(rgb("#c8463a"), round_m=0.6))


def _paint_sail(canvas: Canvas, x: float, z: float, size: float, colour: str) -> None:
    card = Sheet(canvas, facing(z, x)).at(0.0, 0.0, size)
    card.shape(
        spline("-0.02 0.12, -0.02 1.0, 0.18 0.62, 0.40 0.14", closed=True, corners=(0, 1, 3)),
        Paint(rgb(colour), round_m=0.06, wrap=0.4),
    )
    card.shape(
        spline("-0.05 0.14, -0.05 0.82, -0.16 0.5, -0.30 0.16", closed=True, corners=(0, 1, 3)),
        Paint(rgb(colour), round_m=0.06, wrap=0.4),
    )
    card.shape(
        spline("-0.42 0.10, 0.48 0.10, 0.36 -0.01, -0.30 -0.01", closed=True, corners=(0, 1, 2, 3)),
        Paint(rgb("#6a3a2a"), round_m=0.03),
    )


def _paint_pier(canvas: Canvas) -> None:
    """Paint a wooden pier that goes out on the left, from its far end forwards."""
    near, far, left, right, deck = 15.0, 46.0, -6.1, -4.2, 1.02
    posts = np.arange(far, near - 0.1, -2.2)
    for z in posts:
        for x in (left + 0.12, right - 0.12):
            line = points([(x, -0.05, z), (x, deck, z)])
            canvas.strokes(Ribbons(resampled(line, 6)[None], np.array(0.085), GREY_WOOD), WOOD)
        brace = points([(left + 0.1, 0.15, z), (right - 0.1, 0.85, z)])
        canvas.strokes(Ribbons(brace[None], np.array(0.04), GREY_WOOD * (0.8, 0.8, 0.8, 1)), WOOD)
    planks = Paint(
        rgb("#8c7660"),
        round_m=0.0,
        bulge=0,
        pattern=Pattern.STRIPES,
        pattern_m=0.5,
        pattern_turn_deg=90,
        pattern_colour=rgb("#6a5644"),
        pattern_mix=0.6,
    )
    canvas.shape(flat(deck), rectangle(left, near, right, far), planks)
    beam = facing(near, 0.0, deck)
    canvas.shape(beam, rectangle(left, -0.16, right, 0.0), Paint(rgb("#7a6450"), round_m=0.03))
    for x in (left + 0.05, right - 0.05):
        rail = points([(x, deck + 0.62, far), (x, deck + 0.62, near)])
        canvas.strokes(Ribbons(resampled(rail, 30)[None], np.array(0.035), GREY_WOOD * (1.2, 1.2, 1.2, 1)), WOOD)
        for z in posts:
            post = points([(x, deck, z), (x, deck + 0.66, z)])
            canvas.strokes(Ribbons(post[None], np.array(0.04), GREY_WOOD), WOOD)


def paint_tower(canvas: Canvas) -> None:
    """Paint the lifeguard's tower on the sand."""
    x, z = TOWER_M
    card = Sheet(canvas, facing(z, x))
    white = Paint(rgb("#efe8da"), round_m=0.02, rim=0.5)
    card.shape(ellipse((0.5, 0.02), (0.9, 0.05)), Paint(rgb("#3a2a1c"), round_m=0.0, bulge=0, opacity=0.4), solid=False)
    for foot, top in ((-0.48, -0.30), (0.48, 0.30), (-0.30, -0.18), (0.30, 0.18)):
        card.ribbon(points([(foot, 0.0), (top, 1.05)]), 0.035, rgba("#e4dccc"), Stroke(tube=1.0, rim=0.5))
    for y in (0.28, 0.52, 0.76):
        half = 0.44 - 0.16 * y
        card.ribbon(points([(-half, y), (half, y)]), 0.026, rgba("#d8d0c0"), Stroke(tube=1.0))
    card.shape(rectangle(-0.46, 1.02, 0.46, 1.10), white)
    card.shape(
        rectangle(-0.38, 1.10, 0.38, 1.56),
        Paint(
            rgb("#3f8fa6"),
            round_m=0.03,
            pattern=Pattern.STRIPES,
            pattern_m=0.11,
            pattern_colour=rgb("#5aa6ba"),
            pattern_mix=0.7,
        ),
    )
    card.shape(points("-0.54 1.54, 0.54 1.54, 0.0 1.86"), Paint(rgb("#d8503c"), round_m=0.03, rim=0.5))
    card.shape(rectangle(-0.14, 1.18, 0.14, 1.44), Paint(rgb("#24404c"), round_m=0.02))
    ring = ellipse((0.27, 1.30), (0.075, 0.075), count=30)
    card.ribbon(np.concatenate([ring, ring[:2]]), 0.020, rgba("#f4f0e8"), Stroke(tube=1.0))


def paint_grass(canvas: Canvas) -> None:
    """Paint the dune's grass that is nearest to the camera, in the lower corners of whatever is in view."""
    z = 2.62
    left, low = canvas.camera.unproject(0.0, float(canvas.camera.size_px[1]), z)
    right, _ = canvas.camera.unproject(float(canvas.camera.size_px[0]), 0.0, z)
    random = seeded(371)
    greens = (rgb("#5a6a34"), rgb("#8a9448"), rgb("#b8b068"), rgb("#dccb88"))
    for corner, lean, count in ((left, 0.10, 70), (right, -0.10, 54)):
        foot = np.stack(
            [corner - 2.2 * lean * (random.random(count) ** 1.5) * -1.0, np.full(count, low - 0.03)], axis=1
        )
        tall = 0.10 + 0.16 * random.random(count)
        bend = lean * (0.3 + 1.2 * random.random(count)) + 0.03 * random.normal(size=count)
        t = np.linspace(0.0, 1.0, 9)[None, :, None]
        tip = foot + np.stack([bend, tall], axis=1)
        line = foot[:, None] + (tip - foot)[:, None] * np.concatenate([t**1.8, t], axis=2)
        deep = np.concatenate([line, np.full((*line.shape[:2], 1), z)], axis=2)
        tone = np.array([(*greens[int(k)], 1.0) for k in random.integers(0, 4, count)])
        width = 0.0036 * np.array([1.0, 1.0, 0.95, 0.9, 0.8, 0.65, 0.5, 0.3, 0.08])
        canvas.strokes(Ribbons(deep, width, tone[:, None]), Stroke(tube=0.6, rim=0.4))
