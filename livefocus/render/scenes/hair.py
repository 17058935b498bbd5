"""Hair: many fine ribbons between guide curves, each a little different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.render.scenes.camera import Points
from livefocus.render.scenes.curves import resampled, seeded, spline
from livefocus.render.scenes.material import RGB, Stroke
from livefocus.render.scenes.sheet import Sheet

POINTS = 14
STRANDS = Stroke(tube=0.8, gloss=0.10, gloss_power=12.0, rim=0.35)


@dataclass(frozen=True, slots=True)
class Lock:
    """How a lock of hair is drawn.

    Attributes
    ----------
    dark, light
        The two ends of its range of colours.
    strands
        How many.
    half_width
        Of one strand at its widest, in the card's unit.
    stray
        How far strands leave their guides, in the card's unit.
    fray
        0…1: by how much of their length strands end early.
    alpha
        Of one strand.
    taper
        Thin at both ends if 1; only at the tip if 0.
    """

    dark: RGB
    light: RGB
    strands: int = 120
    half_width: float = 0.006
    stray: float = 0.008
    fray: float = 0.1
    alpha: float = 0.9
    taper: float = 1.0


def guides(lines: Sequence[ArrayLike | str]) -> Points:
    """Return guide curves `(guides, POINTS, 2)` through points given for each."""
    return np.stack([resampled(spline(line), POINTS) for line in lines])


def paint_lock(card: Sheet, lines: Sequence[ArrayLike | str], lock: Lock, seed: int) -> None:
    """Paint strands that lie between neighbouring guides, in the order of the guides."""
    curve = guides(lines)
    random = seeded(seed)
    place = np.sort(random.random(lock.strands)) * (len(curve) - 1)
    centre = _between(curve, place)
    along = np.linspace(0.0, 1.0, POINTS)
    drift = random.normal(size=(lock.strands, 2, 1, 2)) * lock.stray
    centre = centre + drift[:, 0] * along[:, None] + drift[:, 1] * np.sin(along * np.pi)[:, None]
    centre = _shortened(centre, 1.0 - lock.fray * random.random(lock.strands))
    start = np.clip(along * 6.0, 0.15, 1.0) if lock.taper else np.ones(POINTS)
    width = lock.half_width * (0.6 + 0.8 * random.random((lock.strands, 1))) * start * np.sqrt(1.0 - along**3 * 0.97)
    mix = np.clip(random.beta(1.6, 2.2, (lock.strands, 1)), 0.0, 1.0)
    colour = np.concatenate(
        [np.asarray(lock.dark) * (1 - mix) + np.asarray(lock.light) * mix, np.full((lock.strands, 1), lock.alpha)],
        axis=1,
    )
    card.ribbon(centre, width, colour[:, None], STRANDS)


def _between(curve: Points, place: NDArray[np.float64]) -> Points:
    index = np.minimum(place.astype(int), len(curve) - 2)
    part = (place - index)[:, None, None]
    mixed: Points = curve[index] * (1 - part) + curve[index + 1] * part
    return mixed


def _shortened(lines: Points, length: NDArray[np.float64]) -> Points:
    """Cut each line `(n, points, 2)` at a part of its length, keeping the number of points."""
    at = np.linspace(0.0, 1.0, lines.shape[1])[None] * length[:, None] * (lines.shape[1] - 1)
    index = np.minimum(at.astype(int), lines.shape[1] - 2)
    part = (at - index)[..., None]
    rows = np.arange(len(lines))[:, None]
    cut: Points = lines[rows, index] * (1 - part) + lines[rows, index + 1] * part
    return cut
