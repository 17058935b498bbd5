"""The street behind the terrace: sky, far roofs, two rows of houses, cobbles. World metres, camera looks along +z."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.cafe import lights, street_things
from livefocus.render.scenes.camera import Points, facing, flat, side_wall
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, points, rectangle, seeded
from livefocus.render.scenes.greenery import heap, paint_clumps
from livefocus.render.scenes.material import Paint, Stroke, rgb
from livefocus.render.scenes.ribbons import Dots, Ribbons

MIDDLE_Z_M = 14.0
SKY_Z_M = 144.0
LEFT_M, RIGHT_M, END_M = -3.7, 5.0, 40.0
KERBS_M = (-2.0, 3.5)

SHADOWS = (
    (0.0, 0.0, 1.15, 0.42, 0.40),
    (0.0, 0.02, 0.36, 0.20, 0.45),
    (-0.56, 0.0, 0.30, 0.26, 0.5),
    (0.60, 0.0, 0.30, 0.26, 0.5),
    (-0.24, 0.0, 0.13, 0.06, 0.6),
    (0.16, 0.0, 0.16, 0.07, 0.6),
)
"""Shadows on the ground under the table: middle x and z (from the table), half sizes, strength."""


def paint(canvas: Canvas) -> None:
    """Paint everything behind the terrace, from the sky forwards."""
    canvas.surface(facing(SKY_Z_M), rectangle(-260, -160, 260, 260), "scene/sky.frag", {"u_height_m": 52.0})
    _paint_skyline(canvas)
    ground = flat(0.0)
    canvas.surface(ground, rectangle(-60, 1.2, 60, 140), "scene/cobbles.frag", {"u_kerbs_m": KERBS_M})
    _paint_far_trees(canvas)
    for x, seed, sunlit, house in ((RIGHT_M, 4.0, 0.15, 4.4), (LEFT_M, 9.0, 1.0, 4.8)):
        values = {"u_seed": seed, "u_sunlit": sunlit, "u_house_m": house, "u_direct": (1.25, 0.74, 0.36)}
        canvas.surface(side_wall(x), rectangle(2.0, 0.0, END_M, 12.4), "scene/facade.frag", values)
    _paint_shadows(canvas)
    street_things.paint(canvas)
    lights.paint(canvas)


def _paint_shadows(canvas: Canvas) -> None:
    """Paint what the table, the chairs and their people keep of the light from the ground under them."""
    ground = flat(0.0, 0.0, 4.0)
    for x, z, wide, deep, alpha in SHADOWS:
        paint = Paint(rgb("#140c14"), round_m=0.07, bulge=0, opacity=alpha)
        canvas.shadow(ground, ellipse((x, z), (wide, deep)), paint)


def _paint_skyline(canvas: Canvas) -> None:
    """Paint what closes the street: a dome and a tower in the haze, roofs in front of them."""
    far = facing(110.0)
    haze = Paint(
        rgb("#c88a6c"), albedo_far=rgb("#e8b070"), axis_m=(0, 12, 0, 1), round_m=0.0, bulge=0, glow=(0.20, 0.09, 0.03)
    )
    canvas.shape(far, _dome(-5.4, -1.0, 0.52), haze)
    canvas.shape(far, _tower(5.6, 0.54), haze)
    random = seeded(5)
    for z, low, colour, foot, step in ((84.0, 2.6, "#b8806c", "#dca070", 3.4), (60.0, 1.9, "#96645c", "#c08a64", 2.7)):
        paint = Paint(
            rgb(colour), albedo_far=rgb(foot), axis_m=(0, 6, 0, 0), round_m=0.0, bulge=0, glow=(0.06, 0.025, 0.01)
        )
        x = -30.0
        while x < 30.0:
            width = step * (0.8 + 0.6 * float(random.random()))
            height = low + 2.0 * float(random.random()) + max(abs(x + 0.5 * width - 0.5) - 3.0, 0.0) * 0.9
            roof = points([(x, 0), (x + width, 0), (x + width, height), (x + 0.5 * width, height + 0.9), (x, height)])
            chimney = points(
                [
                    (x + 0.7 * width, height),
                    (x + 0.8 * width, height),
                    (x + 0.8 * width, height + 1.1),
                    (x + 0.7 * width, height + 1.1),
                ]
            )
            canvas.shape(facing(z), chimney, paint)
            canvas.shape(facing(z), roof, paint)
            _paint_far_windows(canvas, points((x, 0.0, z - 0.1)), width, height, random)
            x += width


def _paint_far_trees(canvas: Canvas) -> None:
    """Paint the trees of the square at the end of the street, and its lamps."""
    random = seeded(15)
    greens = [rgb(c) for c in ("#6e5234", "#96703c", "#bc8c48", "#e8b468")]
    for k, x in enumerate((-8.6, -5.9, -3.4, 3.2, 5.6, 8.4)):
        z = 50.0 + 3.0 * float(random.random())
        middle = points((x, 1.55 + 0.5 * float(random.random()), z))
        places = heap(middle, (2.3, 2.3, 0.8), 1100, 140 + k, lumps=16)
        paint_clumps(canvas, places[places[:, 1] > 0.12], 0.075, greens, 150 + k)
    lamps = np.column_stack([np.linspace(-6.0, 6.6, 8), 2.4 + 0.5 * random.random(8), np.full(8, 47.0)])
    canvas.strokes(
        Dots(lamps, np.array(0.8), np.array([1.0, 0.5, 0.16, 0.14])), Stroke(glow=1.0, softness=1.0), add=True
    )
    canvas.strokes(Dots(lamps, np.array(0.11), np.array([4.5, 2.8, 1.2, 1.0])), Stroke(glow=1.0))


def _paint_far_windows(
    canvas: Canvas, corner: Points, width: float, height: float, random: np.random.Generator
) -> None:
    x, _, z = corner
    columns, rows = int(width / 0.75), int(height / 1.0)
    places = [
        (x + 0.45 + 0.75 * i, 0.8 + 1.0 * j) for i in range(columns) for j in range(rows) if random.random() < 0.45
    ]
    if places:
        centre = np.column_stack([points(places), np.full(len(places), z)])
        line = np.stack([centre - (0, 0.17, 0), centre + (0, 0.17, 0)], axis=1)
        canvas.strokes(Ribbons(line, np.array(0.12), np.array([1.9, 1.0, 0.34, 1.0])), Stroke(glow=1.0), solid=False)


def _dome(x: float, y: float, scale: float) -> Points:
    dome = ellipse((0, 12.0), (5.2, 6.2))
    keep = dome[dome[:, 1] > 12.0]
    keep = keep[np.argsort(-keep[:, 0])]
    lantern = points("0.7 18.0, 0.7 20.0, 0 22.6, -0.7 20.0, -0.7 18.0")
    right, left = keep[keep[:, 0] > 0.7], keep[keep[:, 0] < -0.7]
    base = points("-5.4 12.0, -5.4 0, 5.4 0, 5.4 12.0")
    return np.concatenate([right, lantern, left, base]) * scale + points((x, y))


def _tower(x: float, scale: float) -> Points:
    half = points("1.6 0, 1.6 17, 2.0 17.4, 1.2 18.2, 1.2 20.5, 0 26.5")
    return np.concatenate([half, (half * (-1, 1))[-2::-1]]) * scale + points((x, 0.0))
