"""The terrace in front: the white iron table with what stands on it, and two chairs. True 3-D lines, world metres."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import Card, Points, facing, flat
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, points, resampled, scroll, seeded, spline
from livefocus.render.scenes.greenery import GREENS, paint_flowers, paint_leaves, paint_stems
from livefocus.render.scenes.material import RGB, Paint, Stroke, rgb, rgba
from livefocus.render.scenes.ribbons import Ribbons
from livefocus.render.scenes.sheet import Sheet

TABLE_Z_M, TABLE_Y_M, TABLE_RADIUS_M = 4.0, 0.735, 0.345
TABLE_TOP = flat(TABLE_Y_M, 0.0, TABLE_Z_M)
IRON = Stroke(tube=1.0, gloss=0.35, gloss_power=10.0, rim=0.5, shade_tint=(0.88, 0.92, 1.15))
WHITE = np.array(rgba("#ece7dc"))
GREYED = np.array(rgba("#b9b3ae"))


def _rod(canvas: Canvas, line: Points, half_width_m: float, colour: np.ndarray = WHITE) -> None:
    """Paint one bent rod `(n, 3)`."""
    smooth = resampled(spline(line), max(16, 6 * len(line)))
    canvas.strokes(Ribbons(smooth[None], np.array(half_width_m), colour), IRON)


def _in_plane(line: Points, origin: Points, across: Points, up: Points) -> Points:
    return origin + line[:, :1] * across + line[:, 1:2] * up


def paint_chair(canvas: Canvas, x_m: float, side: float, z_m: float = TABLE_Z_M) -> None:
    """Paint a chair seen from the side; `side` 1 looks right, −1 looks left; `x_m` is the middle of its seat."""
    near, far = z_m - 0.17, z_m + 0.19

    def at(x: float, y: float, z: float) -> tuple[float, float, float]:
        return x_m + side * x, y, z

    for z, colour in ((far, GREYED), (near, WHITE)):
        _rod(
            canvas,
            points(
                [at(-0.20, 0.0, z), at(-0.165, 0.22, z), at(-0.17, 0.45, z), at(-0.20, 0.66, z), at(-0.245, 0.86, z)]
            ),
            0.0105,
            colour,
        )
        _rod(canvas, points([at(0.20, 0.0, z), at(0.165, 0.20, z), at(0.17, 0.45, z)]), 0.0105, colour)
        _rod(canvas, points([at(-0.165, 0.20, z), at(0.0, 0.27, z), at(0.165, 0.19, z)]), 0.006, colour)
        for end in (-1, 1):
            curl = scroll((0.0, 0.0), 0.05, 1.3 * end, 90.0)
            _rod(
                canvas,
                _in_plane(curl, points(at(0.095 * end, 0.385, z)), points((side, 0, 0)), points((0, 1, 0))),
                0.005,
                colour,
            )
        if z == far:
            _paint_back(canvas, x_m, side, near, far)
    seat = flat(0.455, x_m, 0.5 * (near + far))
    canvas.shape(seat, ellipse((0, 0), (0.21, 0.20)), Paint(rgb("#cfc8be"), round_m=0.0, bulge=0))
    ring = ellipse((0, 0), (0.21, 0.20), count=60)
    world = seat.world(np.concatenate([ring, ring[:1]]))
    canvas.strokes(Ribbons(world[None], np.array(0.011), WHITE), IRON)


def _paint_back(canvas: Canvas, x_m: float, side: float, near: float, far: float) -> None:
    middle, half = 0.5 * (near + far), 0.5 * (far - near)
    lean = points((-side * 0.045 / 0.2, 1.0, 0.0))
    foot = points((x_m - side * 0.20, 0.66, middle))
    hoop = points(
        [
            (-half, 0.0),
            (-half * 0.98, 0.16),
            (-half * 0.6, 0.255),
            (0.0, 0.28),
            (half * 0.6, 0.255),
            (half * 0.98, 0.16),
            (half, 0.0),
        ]
    )
    _rod(canvas, _in_plane(spline(hoop), foot, points((0, 0, 1)), lean), 0.011)
    for end in (-1, 1):
        for y, turns, start in ((0.165, 1.5, -90.0), (0.045, -1.5, 90.0)):
            curl = scroll((end * 0.07, y), 0.062, turns * end, start)
            _rod(canvas, _in_plane(curl, foot, points((0, 0, 1)), lean), 0.0055)
    _rod(canvas, _in_plane(points([(-half, 0.0), (half, 0.0)]), foot, points((0, 0, 1)), lean), 0.007)


def paint_table(canvas: Canvas, x_m: float = 0.0, z_m: float = TABLE_Z_M) -> None:
    """Paint a table: pedestal, apron and top."""
    _paint_pedestal(canvas, points((x_m, 0.0, z_m)))
    disc = ellipse((0, 0), (TABLE_RADIUS_M, TABLE_RADIUS_M), count=128)
    canvas.surface(flat(TABLE_Y_M, x_m, z_m), disc, "scene/table_top.frag", {"u_radius_m": TABLE_RADIUS_M})
    _paint_apron(canvas, points((x_m, TABLE_Y_M, z_m)))


def _paint_pedestal(canvas: Canvas, foot: Points) -> None:
    under = points("0.30 0.70 0, 0.16 0.63 0, 0.05 0.60 0, 0.0 0.52 0")
    for end in (-1, 1):
        _rod(canvas, foot + under * (end, 1, 1), 0.009)
        curl = scroll((0.13 * end, 0.655), 0.042, -1.4 * end, -90.0)
        _rod(canvas, foot + np.column_stack([curl, np.zeros(len(curl))]), 0.006)
    for x, depth, colour in ((0.02, 0.30, GREYED), (-0.30, -0.12, WHITE), (0.30, -0.12, WHITE)):
        leg = points(
            [
                (0, 0.34, 0),
                (x * 0.25, 0.26, depth * 0.2),
                (x * 0.75, 0.17, depth * 0.6),
                (x, 0.05, depth),
                (x * 1.15, 0, depth * 1.1),
            ]
        )
        _rod(canvas, foot + leg, 0.013, colour)
        curl = scroll((x * 0.42, 0.115), 0.06, -1.5 if x > 0 else 1.5, 90.0)
        if abs(x) > 0.1:
            _rod(canvas, foot + np.column_stack([curl, np.full(len(curl), depth * 0.5)]), 0.0065)
    _rod(canvas, foot + points("0 0.72 0, 0 0.5 0, 0 0.30 0"), 0.021)
    for y, r in ((0.60, 0.032), (0.45, 0.030), (0.36, 0.036)):
        _rod(canvas, foot + points([(-r, y, 0), (0, y - 0.002, 0), (r, y, 0)]), 0.014)


def _paint_apron(canvas: Canvas, middle: Points) -> None:
    angle = np.linspace(np.pi, 2 * np.pi, 90)
    ring = np.column_stack([np.cos(angle), np.zeros(90), np.sin(angle)]) * TABLE_RADIUS_M
    rim = ring + middle - (0, 0.010, 0)
    loops = []
    for k in range(22):
        a = np.pi + (k + 0.5) / 22 * np.pi
        turn = np.linspace(0.15 * np.pi, 1.85 * np.pi, 18)
        sway = 0.52 * np.pi / 22 * np.sin(turn)
        x, z = np.cos(a + sway) * TABLE_RADIUS_M * 0.985, np.sin(a + sway) * TABLE_RADIUS_M * 0.985
        loops.append(middle + np.column_stack([x, 0.018 * np.cos(turn) - 0.038, z]))
    canvas.strokes(Ribbons(np.stack(loops), np.array(0.0042), WHITE * (0.9, 0.9, 0.92, 1)), IRON)
    canvas.strokes(Ribbons((rim - (0, 0.052, 0))[None], np.array(0.0045), WHITE), IRON)
    canvas.strokes(Ribbons(rim[None], np.array(0.012), WHITE), IRON)


def paint_on_table(canvas: Canvas) -> None:
    """Paint what stands on the table, and the shadows of their arms."""
    dark = Paint(rgb("#2a2230"), round_m=0.03, bulge=0, opacity=0.55)
    canvas.shadow(TABLE_TOP, ellipse((-0.22, -0.03), (0.13, 0.05)), dark)
    canvas.shadow(TABLE_TOP, ellipse((0.22, -0.03), (0.13, 0.05)), dark)
    canvas.shadow(TABLE_TOP, ellipse((0.0, -0.03), (0.10, 0.06)), dark)
    _paint_vase(canvas, -0.19, 4.22)
    _paint_glass(canvas, 0.165, 4.23, rgb("#8a1224"))


def _paint_glass(canvas: Canvas, x: float, z: float, wine: RGB) -> None:
    """Paint a glass of wine; what is seen through its clear part keeps its own depth."""
    Sheet(canvas, flat(TABLE_Y_M, x, z)).patch((0.015, -0.01), (0.035, 0.03), rgb("#2a2230"), 0.5, 0.01)
    card = Sheet(canvas, facing(z, x, TABLE_Y_M))
    clear = Stroke(glow=0.55)
    card.ribbon(points("-0.031 0.002, 0.0 -0.002, 0.031 0.002"), 0.0028, rgba("#f2e6d8", 0.8), clear)
    card.ribbon(points([(0, 0.0), (0, 0.07)]), 0.0026, rgba("#f2e6d8", 0.85), clear)
    side = spline("0.0 0.068, 0.024 0.078, 0.041 0.108, 0.037 0.142, 0.027 0.176")
    bowl = np.concatenate([side, side[::-1] * (-1, 1)])
    card.shape(bowl, Paint(rgb("#d8ccc8"), round_m=0.008, bulge=1.4, opacity=0.2, rim=1.6), solid=False)
    filled = side[side[:, 1] < 0.124] * (0.96, 1.0)
    card.shape(
        np.concatenate([filled, filled[::-1] * (-1, 1)]),
        Paint(wine, round_m=0.010, bulge=1.0, opacity=0.94, rim=0.9, glow=(0.10, 0.008, 0.012)),
    )
    card.shape(ellipse((0.0, 0.1235), (0.038, 0.0042)), Paint(rgb("#b83a44"), round_m=0.0, glow=(0.06, 0.01, 0.01)))
    for edge in (side, side * (-1, 1)):
        card.ribbon(edge, 0.0013, rgba("#fff0dc", 0.75), clear)
    rim = ellipse((0.0, 0.176), (0.027, 0.0035), count=24)
    card.ribbon(np.concatenate([rim, rim[:2]]), 0.0012, rgba("#fff2e0", 0.9), clear)
    shine = Stroke(glow=1.0, softness=0.6)
    for x0, width, alpha in ((0.024, 0.0028, 0.85), (-0.026, 0.0018, 0.6)):
        line = points([(x0, 0.095), (x0 * 1.15, 0.125), (x0 * 0.95, 0.155)])
        card.ribbon(line, width, (1.6, 1.3, 0.9, alpha), shine)


def _paint_vase(canvas: Canvas, x: float, z: float) -> None:
    card = Card((x, TABLE_Y_M, z))
    random = seeded(55)
    tips = np.array([(-0.055, 0.19), (0.0, 0.225), (0.055, 0.185), (-0.02, 0.165), (0.035, 0.15)])
    world = np.column_stack([tips + (x, TABLE_Y_M), z + 0.01 * random.random(5)])
    paint_stems(canvas, (x, TABLE_Y_M + 0.05, z), world, 0.0025, rgb("#4a6a34"))
    paint_leaves(
        canvas,
        world.repeat(7, axis=0) + random.normal(size=(35, 3)) * (0.022, 0.028, 0.004) - (0, 0.04, 0),
        0.045,
        GREENS,
        56,
        droop_deg=70,
    )
    paint_flowers(canvas, world, 0.030, (rgb("#f4e4d0"), rgb("#f0a890"), rgb("#f6ead8")), 57)
    paint_flowers(canvas, world + (0, 0, -0.003), 0.017, (rgb("#e88a70"), rgb("#f4d8c0")), 58)
    vase = spline(
        ("-0.022 0.0, 0.022 0.0, 0.034 0.035, 0.024 0.075, 0.017 0.095, -0.017 0.095, -0.024 0.075, -0.034 0.035"),
        closed=True,
        corners=(0, 1, 4, 5),
    )
    canvas.shape(card, vase, Paint(rgb("#3f7a86"), round_m=0.012, bulge=1.2, gloss=0.5, rim=1.2))
