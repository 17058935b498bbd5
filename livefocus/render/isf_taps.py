"""The taps of the ISF file: rings of 6, 12, 18 … around a middle one, each for the same area of the opening."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from livefocus.optics.aperture import Points, opening_from_disc
from livefocus.state import ApertureState

Table = NDArray[np.float64]


def ring_taps(rings: int, aperture: ApertureState) -> Table:
    """Return the taps of an opening, `(n, 4)`: x, y in units of the CoC radius (y down), ring, light.

    Ring i lies at `i / (rings + ½)` before the blades draw it in: the outermost stands for the area up to the rim.
    Every other ring is turned by half a step, so that no spokes form.
    """
    disc, numbers = _rings(rings)
    opened = opening_from_disc(disc, aperture)
    around = np.column_stack((opened.picture, numbers, opened.weight / opened.weight.mean()))
    return np.vstack(([0.0, 0.0, -1.0, 1.0], around))


def _rings(rings: int) -> tuple[Points, NDArray[np.float64]]:
    points, numbers = [], []
    for ring in range(1, rings + 1):
        count = 6 * ring
        angles = (np.arange(count) + 0.5 * (ring % 2)) * (2.0 * math.pi / count)
        points.append(np.column_stack((np.cos(angles), np.sin(angles))) * ring / (rings + 0.5))
        numbers.append(np.full(count, float(ring)))
    return np.concatenate(points), np.concatenate(numbers)


def pixel_taps(reach_px: float) -> Table:
    """Return every whole pixel around, `(n, 4)`: x, y, distance, 1; those nearer than `reach_px + ½`."""
    side = math.floor(reach_px + 0.5)
    axis = np.arange(-side, side + 1)
    places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    away = np.hypot(places[:, 0], places[:, 1])
    taken = (away > 0.0) & (away < reach_px + 0.5)
    return np.column_stack((places[taken], away[taken], np.ones(taken.sum())))
