"""Two planes, the nearer one with a soft matte that is known: hair, and what is hard to tell from what is behind it.

A canvas paints over black, so that a half-covered pixel's colour is half black; here a canvas is first given the colour
its edges have, and coverage alone is soft.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from livefocus.optics.planes import Plane, PlaneScene
from tests.scenes.canvas import Canvas, hex_colour
from tests.scenes.case import Scene, Size
from tests.scenes.figures import smooth, strands
from tests.scenes.places import PLACES
from tests.scenes.textures import foliage, noise

FOCUSES = {"near": 1.0, "far": 0.0, "between": 0.55, "before": 1.4}
"""On the subject, on what is behind it, between them, and in front of both."""


def _hair(size: Size) -> PlaneScene:
    """A head of fair hair, blown about, before dark leaves."""
    back, subject = Canvas(size), Canvas(size)
    back.paint(1.0, foliage(back, 31) * 0.55)
    middle = (0.5 * back.aspect, 0.56)
    subject.srgb[:] = hex_colour("#d9b070")
    turns = np.random.default_rng(5).uniform(-3.4, 0.3, 900)
    outward = np.column_stack((np.cos(turns), np.sin(turns)))
    roots = np.array(middle) + outward * (0.2, 0.26)
    strands(subject, roots, outward, 8, 0.2, 0.0022, ["#8a5a28", "#b98545", "#d9b070", "#f0d8a0"])
    hair = hex_colour("#c99a5c") * (0.7 + 0.4 * noise(subject, 3, 0.01))[..., None]
    subject.paint(subject.ellipse(middle, (0.22, 0.28)), hair)
    subject.paint(subject.ellipse((middle[0], middle[1] + 0.05), (0.16, 0.22)), hex_colour("#d9a58a"))
    shoulders = smooth([(-0.5, 1.2), (-0.42, 0.95), (-0.12, 0.8), (0.12, 0.8), (0.42, 0.95), (0.5, 1.2)])
    coat = hex_colour("#5b7fb0") * (0.6 + 0.5 * noise(subject, 9, 0.02))[..., None]
    subject.paint(subject.polygon(shoulders + np.array([middle[0], 0.0])), coat)
    return PlaneScene((back.plane(0.0), subject.plane(1.0)), size)


def _wisps(size: Size) -> PlaneScene:
    """Dark wisps and a veil across a street in the sun: next to nothing of it covers whole."""
    subject = Canvas(size)
    x, y = subject.grid()
    folds = 0.5 + 0.5 * np.sin(9.0 * x + 3.0 * np.sin(5.0 * y))
    band = np.clip(1.6 - np.abs(y - 0.3 - 0.08 * np.sin(4.0 * x)) / 0.06, 0.0, 1.0) * (0.35 + 0.65 * folds)
    red = hex_colour("#b02a2a") * (0.75 + 0.25 * folds)[..., None]
    subject.srgb[:] = hex_colour("#2b1a12")
    rng = np.random.default_rng(11)
    roots = np.column_stack((rng.uniform(0.2, 0.8, 500) * subject.aspect, np.full(500, 1.02)))
    outward = np.column_stack((rng.normal(0.0, 0.35, 500), np.full(500, -1.0)))
    strands(subject, roots, outward, 4, 0.9, 0.0018, ["#2b1a12", "#4a2d1c", "#151214"])
    subject.paint(band.astype(np.float32), red)
    subject.srgb[band > 0.02] = red[band > 0.02]
    return PlaneScene((_planes("street", size)[0], subject.plane(1.0)), size)


def _planes(place: str, size: Size) -> tuple[Plane, Plane]:
    """Return what is farthest and what is nearest of a place, at 0 and 1."""
    (scene,) = (each for each in PLACES if each.name == place)
    planes = scene.draw(size).planes
    return replace(planes[0], inverse_depth=0.0), replace(planes[-1], inverse_depth=1.0)


def _night(size: Size) -> PlaneScene:
    """A person before small bright lights."""
    return PlaneScene(_planes("lights", size), size)


def _shelf(size: Size) -> PlaneScene:
    """A person before books."""
    return PlaneScene(_planes("portrait", size), size)


MATTES = (
    Scene("hair", _hair, FOCUSES),
    Scene("wisps", _wisps, FOCUSES),
    Scene("night", _night, FOCUSES),
    Scene("shelf", _shelf, FOCUSES),
)
