"""Leaves, flowers, trees and pots: thousands of small ribbons, each at its own depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.render.scenes.camera import Points, facing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import limb, points, resampled, seeded, spline
from livefocus.render.scenes.material import RGB, Paint, Pattern, Stroke, rgb
from livefocus.render.scenes.ribbons import Dots, Ribbons

LEAF = Stroke(tube=0.35, rim=0.25, shade_tint=(0.9, 1.0, 0.95))
LEAF_PROFILE = np.array([0.25, 0.95, 1.0, 0.62, 0.08])
GREENS = (rgb("#1f3a24"), rgb("#35562c"), rgb("#5c7a34"), rgb("#93983e"))


def paint_leaves(
    canvas: Canvas,
    centre_m: Points,
    length_m: float,
    colours: Sequence[RGB],
    seed: int,
    *,
    droop_deg: float = -60.0,
    slim: float = 0.36,
) -> None:
    """Paint a leaf at each place `(n, 3)`, the farthest first; lighter towards the top of the heap."""
    random = seeded(seed)
    order = np.argsort(-centre_m[:, 2], kind="stable")
    centre = centre_m[order]
    count = len(centre)
    angle = np.radians(droop_deg) + random.normal(size=count) * 1.1
    length = length_m * (0.6 + 0.8 * random.random(count))
    along = np.linspace(-0.5, 0.5, len(LEAF_PROFILE))
    direction = np.stack([np.cos(angle), np.sin(angle), np.zeros(count)], axis=1)
    bend = np.stack([-np.sin(angle), np.cos(angle), np.zeros(count)], axis=1) * (0.18 * random.normal(size=(count, 1)))
    line = (
        centre[:, None]
        + (direction[:, None] * along[:, None] + bend[:, None] * (along**2)[:, None]) * length[:, None, None]
    )
    width = 0.5 * slim * length[:, None] * LEAF_PROFILE * (0.5 + 0.5 * random.random((count, 1)))
    high = (centre[:, 1] - centre[:, 1].min()) / max(float(np.ptp(centre[:, 1])), 1e-6)
    tone = np.clip(0.55 * high + 0.25 * random.normal(size=count) + 0.22, 0.0, 0.999)
    canvas.strokes(Ribbons(line, width, _toned(colours, tone)[:, None]), LEAF)


def _toned(colours: Sequence[RGB], tone: NDArray[np.float64]) -> NDArray[np.float64]:
    steps = np.linspace(0.0, 1.0, len(colours))
    channels = [np.interp(tone, steps, [colour[k] for colour in colours]) for k in range(3)]
    return np.stack([*channels, np.ones_like(tone)], axis=1)


def paint_clumps(canvas: Canvas, centre_m: Points, radius_m: float, colours: Sequence[RGB], seed: int) -> None:
    """Paint far foliage as round dabs, darker below and lighter towards the top of the heap."""
    random = seeded(seed)
    high = (centre_m[:, 1] - centre_m[:, 1].min()) / max(float(np.ptp(centre_m[:, 1])), 1e-6)
    tone = np.clip(0.8 * high + 0.16 * random.normal(size=len(high)), 0.0, 0.999)
    order = np.argsort(tone, kind="stable")
    radius = radius_m * (0.6 + 0.8 * random.random(len(high)))
    dabs = Dots(centre_m[order], radius[order], _toned(colours, tone[order]))
    canvas.strokes(dabs, Stroke())


def heap(centre: ArrayLike, radii: ArrayLike, count: int, seed: int, *, lumps: int = 9) -> Points:
    """Return places in a bushy heap: lumps around a middle, denser towards each lump's outside."""
    random = seeded(seed)
    middles = random.normal(size=(lumps, 3)) * 0.42
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 0.6) / 0.62
    way = random.normal(size=(count, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    reach = 0.46 * random.random((count, 1)) ** 0.35
    places = middles[random.integers(0, lumps, count)] + way * reach
    return points(centre) + places * points(radii)


def paint_tree(
    canvas: Canvas,
    x: float,
    z: float,
    *,
    crown: tuple[float, float],
    radius: tuple[float, float],
    seed: int,
    leaves: int = 1500,
) -> None:
    """Paint a tree: trunk, boughs, crown from `crown[0]` to `crown[1]` above ground."""
    bark = np.array((*rgb("#3a2a22"), 1.0))
    middle = 0.5 * (crown[0] + crown[1])
    trunk = resampled(
        spline([(x, 0.0, z), (x + 0.05, 1.2, z), (x - 0.03, crown[0] + 0.3, z), (x + 0.04, middle, z)]), 24
    )
    wood = Stroke(tube=1.0, rim=0.5)
    canvas.strokes(Ribbons(trunk[None], np.linspace(0.13, 0.06, 24), bark), wood)
    random = seeded(seed)
    for k in range(6):
        side = -1.0 if k % 2 else 1.0
        tip = (
            x + side * radius[0] * (0.4 + 0.4 * float(random.random())),
            middle + 0.4 * radius[1] * float(random.random()),
            z,
        )
        bough = resampled(
            spline([(x, crown[0] - 0.2 + 0.15 * k, z), (0.5 * (x + tip[0]), crown[0] + 0.35 + 0.12 * k, z), tip]), 14
        )
        canvas.strokes(Ribbons(bough[None], np.linspace(0.045, 0.012, 14), bark), wood)
    places = heap((x, middle, z), (radius[0] * 1.5, (crown[1] - crown[0]) * 0.85, radius[0] * 0.6), leaves, seed)
    paint_leaves(canvas, places, 0.17, (rgb("#16281c"), rgb("#2f4a26"), rgb("#6f7a30"), rgb("#c09a40")), seed + 1)
    _paint_fairy_lights(canvas, points((x, 0.0, z)), crown[0], places[:: max(1, leaves // 45)])


def _paint_fairy_lights(canvas: Canvas, foot: Points, height: float, crown: Points) -> None:
    """Paint small lights wound round a trunk and strewn over a crown."""
    turn = np.linspace(0.0, 1.0, 26)
    around = np.stack([0.14 * np.cos(turn * 44.0), 0.5 + turn * (height - 0.3), -0.15 + 0 * turn], axis=1)
    places = np.concatenate([foot + around, crown - (0.0, 0.0, 0.3)])
    canvas.strokes(
        Dots(places, np.array(0.11), np.array([1.0, 0.5, 0.16, 0.10])), Stroke(glow=1.0, softness=1.0), add=True
    )
    canvas.strokes(Dots(places, np.array(0.023), np.array([4.5, 2.8, 1.2, 1.0])), Stroke(glow=1.0))


def paint_pot(canvas: Canvas, x: float, z: float, size: tuple[float, float], colour: RGB) -> None:
    """Paint a clay pot on the ground; `size` is radius and height."""
    radius, height = size
    card = facing(z, x)
    body = spline(
        [(-radius * 0.72, 0.0), (radius * 0.72, 0.0), (radius, height * 0.84), (-radius, height * 0.84)],
        closed=True,
        corners=(0, 1, 2, 3),
    )
    clay = Paint(
        colour,
        round_m=radius * 0.35,
        bulge=1.2,
        pattern=Pattern.PLASTER,
        pattern_m=0.12,
        pattern_colour=rgb("#8a5238"),
        pattern_mix=0.35,
        relief=0.05,
        rim=0.8,
    )
    canvas.shape(card, body, clay)
    canvas.shape(
        card, limb([(-radius * 0.97, height * 0.92), (radius * 0.97, height * 0.92)], [height * 0.09] * 2), clay
    )


def paint_flowers(canvas: Canvas, centre_m: Points, radius_m: float, colours: Sequence[RGB], seed: int) -> None:
    """Paint a blossom of five petals at each place `(n, 3)`."""
    random = seeded(seed)
    order = np.argsort(-centre_m[:, 2], kind="stable")
    centre = centre_m[order]
    count = len(centre)
    turn = random.random(count) * 6.28
    tone = random.random(count)
    petals, colour = [], []
    shade = _toned(colours, tone)
    for k in range(5):
        angle = turn + k * 2 * np.pi / 5
        out = np.stack([np.cos(angle), 0.8 * np.sin(angle), np.zeros(count)], axis=1) * radius_m
        petals.append(np.stack([centre + out * t for t in (0.05, 0.4, 0.75, 1.0)], axis=1))
        colour.append(shade * (0.85 + 0.08 * k, 0.85 + 0.08 * k, 0.85 + 0.08 * k, 1.0))
    width = radius_m * np.array([0.18, 0.42, 0.44, 0.12])
    canvas.strokes(Ribbons(np.concatenate(petals), width, np.concatenate(colour)[:, None]), Stroke(tube=0.5, rim=0.3))
    canvas.strokes(Dots(centre, np.array(radius_m * 0.2), np.array((*rgb("#f0c050"), 1.0))), Stroke(tube=0.6))


def paint_stems(canvas: Canvas, foot: ArrayLike, tips: Points, half_width_m: float, colour: RGB) -> None:
    """Paint stems from one place to many tips `(n, 3)`."""
    start = points(foot)
    t = np.linspace(0.0, 1.0, 10)[:, None]
    lines = np.stack([start + (tip - start) * np.concatenate([t**1.5, t, t], axis=1) for tip in tips])
    canvas.strokes(Ribbons(lines, np.array(half_width_m), np.array((*colour, 1.0))), Stroke(tube=0.8))
