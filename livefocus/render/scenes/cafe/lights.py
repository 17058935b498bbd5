"""Strings of bulbs across the street: small and bright, they become the discs of a blurred picture."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import points, seeded
from livefocus.render.scenes.material import Stroke, rgba
from livefocus.render.scenes.ribbons import Dots, Ribbons

WARM = np.array([4.2, 2.5, 1.05, 1.0])
HALO = np.array([1.0, 0.50, 0.16, 0.085])
GLOW = Stroke(glow=1.0)
SOFT_GLOW = Stroke(glow=1.0, softness=1.0)


def catenary(start: Points, end: Points, sag_m: float, count: int) -> Points:
    """Return a hanging line `(count, 3)`; a parabola, as near as the eye can tell."""
    t = np.linspace(0.0, 1.0, count)[:, None]
    line = start * (1 - t) + end * t
    line[:, 1] -= sag_m * 4 * (t * (1 - t))[:, 0]
    return line


def paint_string(
    canvas: Canvas, start: Points, end: Points, *, sag_m: float, bulbs: int, radius_m: float, seed: int
) -> None:
    """Paint one string: wire, sockets, bulbs and halos."""
    wire = catenary(start, end, sag_m, 40)
    canvas.strokes(Ribbons(wire[None], np.array(0.007), np.array(rgba("#1a1412"))), Stroke())
    line = catenary(start, end, sag_m, bulbs + 2)[1:-1]
    random = seeded(seed)
    hang = line - (0.0, 0.07, 0.0)
    canvas.strokes(Ribbons(np.stack([line, hang], axis=1), np.array(0.012), np.array(rgba("#241a16"))), Stroke())
    centre = hang - (0.0, radius_m * 0.8, 0.0)
    bright = WARM * np.concatenate(
        [0.75 + 0.5 * random.random((len(line), 1)) * np.ones((1, 3)), np.ones((len(line), 1))], axis=1
    )
    canvas.strokes(Dots(centre, np.array(radius_m * 5.5), HALO), SOFT_GLOW, add=True)
    canvas.strokes(Dots(centre, np.array(radius_m), bright), GLOW)


def paint(canvas: Canvas) -> None:
    """Paint the strings from far to near."""
    ways = (
        ((-3.6, 4.7, 29.0), (4.9, 4.9, 26.0), 1.00, 15, 0.062),
        ((-3.6, 4.2, 20.5), (4.9, 4.0, 19.0), 1.05, 14, 0.052),
        ((-3.6, 3.35, 13.5), (4.9, 3.7, 15.5), 0.75, 13, 0.044),
        ((-3.5, 2.62, 8.8), (4.0, 2.80, 10.2), 0.34, 13, 0.036),
    )
    for k, (start, end, sag, bulbs, radius) in enumerate(ways):
        paint_string(canvas, points(start), points(end), sag_m=sag, bulbs=bulbs, radius_m=radius, seed=60 + k)
