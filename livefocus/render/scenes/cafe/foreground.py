"""What hangs into the picture nearest to the camera: leaves and blossoms in the upper left corner, at any format."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import points, resampled, seeded, spline
from livefocus.render.scenes.greenery import GREENS, paint_flowers, paint_leaves
from livefocus.render.scenes.material import Stroke, rgb, rgba
from livefocus.render.scenes.ribbons import Ribbons

Z_M = 3.22
TWIGS = (
    "-0.06 0.10, 0.06 0.02, 0.16 -0.05, 0.25 -0.08, 0.33 -0.15",
    "-0.06 0.06, 0.02 -0.05, 0.06 -0.14, 0.07 -0.24",
    "0.08 0.08, 0.18 0.01, 0.30 -0.01, 0.42 -0.05",
)


def paint(canvas: Canvas) -> None:
    """Paint twigs that hang from the upper left corner of whatever is in view."""
    left, top = canvas.camera.unproject(0.0, 0.0, Z_M)
    random = seeded(120)
    for k, twig in enumerate(TWIGS):
        line = resampled(spline(points(twig) + (left, top)), 30)
        deep = np.column_stack([line, Z_M - 0.03 * np.linspace(0, 1, 30) - 0.02 * k])
        canvas.strokes(Ribbons(deep[None], np.linspace(0.006, 0.002, 30), np.array(rgba("#3a2a1e"))), Stroke(tube=1.0))
        places = deep[4:].repeat(3, axis=0)
        places = places + random.normal(size=places.shape) * (0.018, 0.022, 0.012)
        paint_leaves(canvas, places, 0.055, GREENS, 121 + k, droop_deg=-50)
        paint_flowers(canvas, places[6::17] - (0, 0.01, 0.015), 0.017, (rgb("#f4c8b8"), rgb("#f6e8dc")), 131 + k)
