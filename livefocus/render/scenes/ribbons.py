"""Lines with a width, many at a time: hair, leaves, iron, wires, folds. Turns them into triangles; no GL here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.render.scenes.camera import Camera, Card, Points
from livefocus.render.scenes.curves import normals

VERTEX_FORMAT = "3f 3f 4f"
VERTEX_NAMES = ("in_position_m", "in_shape", "in_colour")
THINNEST_PX = 0.75
"""Half a line's width on the screen below which it is drawn this wide but fainter, so that it does not break up."""


@dataclass(frozen=True, slots=True)
class Ribbons:
    """A batch of lines, drawn in their order.

    Attributes
    ----------
    centre_m
        World points `(lines, points, 3)`.
    half_width_m
        Broadcasts to `(lines, points)`.
    colour
        Linear RGB and alpha; broadcasts to `(lines, points, 4)`.
    """

    centre_m: Points
    half_width_m: NDArray[np.float64]
    colour: NDArray[np.float64]

    def triangles(self, camera: Camera) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Return vertices `(n, 10)` as `VERTEX_FORMAT` says, and indices."""
        lines, count = self.centre_m.shape[:2]
        half = np.broadcast_to(self.half_width_m, (lines, count))
        colour = np.broadcast_to(self.colour, (lines, count, 4)).copy()
        thinnest_m = THINNEST_PX * self.centre_m[..., 2] / camera.unit_px
        colour[..., 3] *= np.clip(half / thinnest_m, 0.0, 1.0)
        half = np.maximum(half, thinnest_m)
        screen = camera.project(self.centre_m) * (1.0, -1.0)
        side = normals(screen)
        out = np.empty((lines, count, 2, 10), np.float32)
        for k, across in enumerate((-1.0, 1.0)):
            out[:, :, k, 0:2] = self.centre_m[..., :2] + across * side * half[..., None]
            out[:, :, k, 2] = self.centre_m[..., 2]
            out[:, :, k, 3] = across
            out[:, :, k, 4] = np.linspace(0.0, 1.0, count)
            out[:, :, k, 5] = np.arctan2(side[..., 1], side[..., 0])
            out[:, :, k, 6:] = colour
        return out.reshape(-1, 10), _strip_indices(lines, count)


def _strip_indices(lines: int, count: int) -> NDArray[np.int32]:
    first = (np.arange(lines)[:, None] * count + np.arange(count - 1)) * 2
    corners = np.array([0, 1, 2, 2, 1, 3])
    indices: NDArray[np.int32] = (first[..., None] + corners).astype(np.int32).ravel()
    return indices


def ribbon(card: Card, line: Points, half_width_m: ArrayLike, colour: ArrayLike) -> Ribbons:
    """Return one line, or `(lines, points, 2)` many, on a card, its half width in the card's own unit."""
    lines = line[None] if line.ndim == 2 else line
    return Ribbons(card.world(lines), np.asarray(half_width_m, np.float64) * card.scale, np.asarray(colour, np.float64))


@dataclass(frozen=True, slots=True)
class Dots:
    """A batch of discs that face the camera: `centre_m (n, 3)`, `radius_m` and `colour` broadcast."""

    centre_m: Points
    radius_m: NDArray[np.float64]
    colour: NDArray[np.float64]

    def triangles(self, camera: Camera) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Return vertices `(n, 10)` as `VERTEX_FORMAT` says, and indices."""
        count = len(self.centre_m)
        colour = np.broadcast_to(self.colour, (count, 4)).copy()
        radius = np.broadcast_to(self.radius_m, (count,))
        thinnest_m = THINNEST_PX * self.centre_m[:, 2] / camera.unit_px
        colour[:, 3] *= np.clip(radius / thinnest_m, 0.0, 1.0) ** 2
        radius = np.maximum(radius, thinnest_m)
        out = np.empty((count, 4, 10), np.float32)
        for k, (x, y) in enumerate(((-1.15, -1.15), (1.15, -1.15), (-1.15, 1.15), (1.15, 1.15))):
            out[:, k, 0] = self.centre_m[:, 0] + x * radius
            out[:, k, 1] = self.centre_m[:, 1] + y * radius
            out[:, k, 2] = self.centre_m[:, 2]
            out[:, k, 3:6] = (x, y, 0.0)
            out[:, k, 6:] = colour
        return out.reshape(-1, 10), _strip_indices(count, 2)
