"""What stands and hangs along the far wall: pictures, shelves of books, a lamp, a plant, an armchair. World metres."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from livefocus.render.scenes.camera import facing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, points, rectangle, resampled, rounded, seeded, spline
from livefocus.render.scenes.greenery import heap, paint_leaves, paint_pot
from livefocus.render.scenes.material import Paint, Pattern, Stroke, rgb, rgba
from livefocus.render.scenes.ribbons import Dots
from livefocus.render.scenes.sheet import Sheet

SHELF = (-0.52, 0.0, 0.50, 2.30)
SHELF_Z_M = 6.9
LAMP_M = (1.12, 1.56, 6.5)
HALO = Stroke(glow=1.0, softness=1.0)
OAK = Paint(
    rgb("#6a4228"),
    round_m=0.012,
    pattern=Pattern.WOOD,
    pattern_m=0.25,
    pattern_colour=rgb("#452815"),
    pattern_mix=0.5,
    rim=0.4,
)
BOOKS = ("#7a2a26", "#31506a", "#8a6a34", "#3c5a42", "#5a3a5e", "#a08a64", "#24303e", "#94502e", "#c2b090", "#44332a")


def paint(canvas: Canvas, wall_z_m: float) -> None:
    """Paint it all, from the wall forwards."""
    _paint_pictures(canvas, wall_z_m)
    _paint_shelf(canvas)
    _paint_lamp(canvas, wall_z_m)
    _paint_plant(canvas)
    _paint_armchair(canvas)


def _paint_pictures(canvas: Canvas, wall_z_m: float) -> None:
    card = Sheet(canvas, facing(wall_z_m - 0.03))
    for x, y, wide, high, sky, land in (
        (0.86, 2.02, 0.44, 0.34, "#c8a878", "#5a6a4a"),
        (1.46, 2.10, 0.30, 0.40, "#8aa0b0", "#3c4a5a"),
        (1.62, 1.58, 0.26, 0.26, "#d8c0a0", "#7a4a3a"),
    ):
        card.patch((x + 0.02, y - 0.03), (wide * 0.52, high * 0.52), rgb("#0c1210"), 0.5, 0.03)
        card.shape(
            rounded(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, 0.006),
            Paint(rgb("#8a6430"), round_m=0.012, gloss=0.3),
        )
        inner = rectangle(x - wide / 2 + 0.03, y - high / 2 + 0.03, x + wide / 2 - 0.03, y + high / 2 - 0.03)
        card.shape(
            inner,
            Paint(rgb(sky), albedo_far=rgb("#efe2c8"), axis_m=(x, y + high / 2, x, y - high / 4), round_m=0, bulge=0),
        )
        with card.inside(inner):
            hill = spline(
                [
                    (x - wide, y - 0.05),
                    (x - 0.1, y + 0.02),
                    (x + 0.05, y - 0.04),
                    (x + wide, y + 0.01),
                    (x + wide, y - high),
                    (x - wide, y - high),
                ],
                closed=True,
                corners=(3, 4, 5),
            )
            card.shape(hill, Paint(rgb(land), round_m=0.01))


def _paint_shelf(canvas: Canvas) -> None:
    left, bottom, right, top = SHELF
    back = Sheet(canvas, facing(SHELF_Z_M + 0.22))
    back.shape(rectangle(left, bottom, right, top), Paint(rgb("#2a1810"), round_m=0.0, bulge=0))
    front = Sheet(canvas, facing(SHELF_Z_M))
    random = seeded(271)
    levels = np.linspace(0.10, top - 0.06, 7)
    for low, high in pairwise(levels):
        _paint_books(
            Sheet(canvas, facing(SHELF_Z_M + 0.05)),
            (left + 0.05, right - 0.05),
            (float(low) + 0.015, float(high) - 0.04),
            random,
        )
    for y in levels:
        front.shape(rectangle(left, float(y) - 0.015, right, float(y) + 0.015), OAK)
    for x in (left, right - 0.04):
        front.shape(rectangle(x, bottom, x + 0.04, top), OAK)
    front.shape(rectangle(left - 0.03, top - 0.04, right + 0.03, top + 0.03), OAK)


def _paint_books(
    card: Sheet, across: tuple[float, float], up: tuple[float, float], random: np.random.Generator
) -> None:
    x, (low, high) = across[0], up
    while x < across[1] - 0.03:
        wide = 0.024 + 0.034 * float(random.random())
        tall = (high - low) * (0.68 + 0.28 * float(random.random()))
        if random.random() < 0.07:
            x += wide
            continue
        colour = rgb(BOOKS[int(random.integers(0, len(BOOKS)))])
        end = min(x + wide, across[1])
        card.shape(rectangle(x, low, end, low + tall), Paint(colour, round_m=0.007, bulge=0.9, gloss=0.05))
        for part in (0.16, 0.80):
            y = low + tall * part
            band = points([(x + 0.004, y), (end - 0.004, y)])
            card.ribbon(band, 0.004, rgba("#c8a050", 0.8), Stroke(), solid=False)
        x = end + 0.002


def _paint_lamp(canvas: Canvas, wall_z_m: float) -> None:
    x, y, z = LAMP_M
    card = Sheet(canvas, facing(z))
    glow = np.array([1.0, 0.52, 0.17, 0.16])
    wall = points([(x, y + 0.1, wall_z_m - 0.04)])
    canvas.strokes(Dots(wall, np.array(1.5), glow), HALO, add=True)
    canvas.strokes(Dots(wall, np.array(0.75), glow), HALO, add=True)
    card.ribbon(resampled(points([(x, 0.0), (x, y)]), 8), 0.014, rgba("#3a2c1c"), Stroke(tube=1.0, gloss=0.4))
    card.shape(ellipse((x, 0.02), (0.16, 0.03)), Paint(rgb("#3a2c1c"), round_m=0.01, gloss=0.3))
    shade = points([(x - 0.24, y), (x + 0.24, y), (x + 0.15, y + 0.32), (x - 0.15, y + 0.32)])
    card.shape(
        shade,
        Paint(
            rgb("#e8c890"),
            albedo_far=rgb("#d09a58"),
            axis_m=(0, y, 0, y + 0.34),
            round_m=0.05,
            bulge=0.5,
            glow=(0.62, 0.34, 0.13),
        ),
    )
    with card.inside(shade):
        card.patch((x, y + 0.06), (0.13, 0.10), (2.2, 1.35, 0.6), 0.5, 0.06)
    canvas.strokes(Dots(points([(x, y + 0.12, z)]), np.array(0.55), glow), HALO, add=True)


def _paint_plant(canvas: Canvas) -> None:
    x, z = 1.72, 6.3
    paint_pot(canvas, x, z, (0.17, 0.34), rgb("#9a8a78"))
    places = heap((x, 0.85, z), (0.62, 0.95, 0.3), 420, 281)
    greens = (rgb("#14271c"), rgb("#24452e"), rgb("#3f6a3c"), rgb("#7f9a58"))
    paint_leaves(canvas, places, 0.17, greens, 282, droop_deg=50, slim=0.28)


def _paint_armchair(canvas: Canvas) -> None:
    card = Sheet(canvas, facing(6.1, -1.28))
    cloth = Paint(
        rgb("#8a6a3a"),
        albedo_far=rgb("#5e4424"),
        axis_m=(0, 1.0, 0, 0.2),
        round_m=0.06,
        bulge=1.1,
        pattern=Pattern.WEAVE,
        pattern_colour=rgb("#a88a58"),
        pattern_mix=0.4,
        relief=0.1,
        rim=0.7,
    )
    back = spline(
        "-0.36 0.30, -0.37 0.80, -0.33 1.02, -0.20 1.10, 0.0 1.12, 0.20 1.10, 0.33 1.02, 0.37 0.80, 0.36 0.30",
        closed=True,
        corners=(0, 8),
    )
    card.shape(back, cloth)
    with card.inside(back):
        for x in (-0.18, 0.0, 0.18):
            card.soft_line([(x * 0.6, 1.10), (x, 0.85), (x * 0.9, 0.45)], 0.012, rgb("#2c1c0c"), 0.45)
    seat = spline("-0.30 0.22, -0.31 0.46, 0.0 0.50, 0.31 0.46, 0.30 0.22", closed=True, corners=(0, 4))
    card.shape(seat, cloth)
    for side in (-1, 1):
        arm = spline(
            points("0.27 0.10, 0.26 0.52, 0.30 0.62, 0.40 0.63, 0.45 0.55, 0.44 0.10") * (side, 1),
            closed=True,
            corners=(0, 5),
        )
        card.shape(arm, cloth)
