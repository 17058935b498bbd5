"""A pinhole camera that looks straight ahead, and the flat cards that stand before it.

World: metres, x right, y up, z away from the camera. The lens is shifted, not tilted, so that verticals stay vertical
and a card that faces the camera has one depth. Inverse depth is `near_m / z`: relative, about 0.9 for what is nearest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.box import Box

Points = NDArray[np.float64]
"""`(…, 2)` on a card or `(…, 3)` in the world, metres."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera is and what part of its picture is drawn.

    Attributes
    ----------
    size_px
        `(width, height)` of the picture, or of the part of it that is drawn.
    unit_px
        Pixels that a metre measures at one metre's distance.
    centre_px
        `(x, y)` in the drawn part, from its top left, of the point straight ahead.
    eye_height_m
        Height above ground.
    near_m
        Distance whose inverse depth is 1.
    """

    size_px: tuple[int, int]
    unit_px: float
    centre_px: tuple[float, float]
    eye_height_m: float
    near_m: float

    def project(self, points_m: Points) -> Points:
        """Return pixels `(…, 2)`, top row first, of world points `(…, 3)`."""
        scale = self.unit_px / points_m[..., 2]
        x = self.centre_px[0] + points_m[..., 0] * scale
        y = self.centre_px[1] - (points_m[..., 1] - self.eye_height_m) * scale
        return np.stack([x, y], axis=-1)

    def unproject(self, x_px: float, y_px: float, z_m: float) -> tuple[float, float]:
        """Return world `(x, y)` of a pixel at a distance."""
        scale = z_m / self.unit_px
        return (x_px - self.centre_px[0]) * scale, self.eye_height_m - (y_px - self.centre_px[1]) * scale

    def inverse_depth(self, z_m: float) -> float:
        """Return the inverse depth of a distance."""
        return self.near_m / z_m

    def box(self, left_m: float, bottom_m: float, right_m: float, top_m: float, z_m: float) -> Box:
        """Return the box of pixels that holds an upright rectangle at a distance, a pixel more on each side."""
        corners = self.project(np.array([(left_m, top_m, z_m), (right_m, bottom_m, z_m)]))
        (x0, y0), (x1, y1) = np.floor(corners).astype(int)
        whole = Box(0, 0, *self.size_px)
        return Box(int(x0) - 1, int(y0) - 1, int(x1 - x0) + 3, int(y1 - y0) + 3).shared(whole)

    def view(self) -> tuple[float, float, float, float]:
        """Return scale and shift that take world x, y to clip space, see `world.vert`."""
        width, height = self.size_px
        return (
            2 * self.unit_px / width,
            2 * self.unit_px / height,
            2 * self.centre_px[0] / width - 1,
            2 * self.centre_px[1] / height - 1,
        )


@dataclass(frozen=True, slots=True)
class Framing:
    """What has to be in view, whatever the aspect ratio.

    Attributes
    ----------
    z_m
        Distance of the plane the other numbers are measured on.
    height_m, bottom_m
        Height of the picture where the height decides, and where its lower edge lies.
    width_m
        Width that is always in view; a narrow picture shows more above and below.
    lowest_m
        The lower edge never goes below this; what is gained goes to the top.
    """

    z_m: float
    height_m: float
    bottom_m: float
    width_m: float
    lowest_m: float

    def camera(self, size_px: tuple[int, int], eye_height_m: float, near_m: float) -> Camera:
        """Place the camera's window for a size."""
        width, height = size_px
        unit_px = self.z_m * min(height / self.height_m, width / self.width_m)
        spare_m = height * self.z_m / unit_px - self.height_m
        bottom_m = max(self.bottom_m - 0.5 * spare_m, self.lowest_m)
        centre_y = height - (eye_height_m - bottom_m) * unit_px / self.z_m
        return Camera(size_px, unit_px, (width / 2, centre_y), eye_height_m, near_m)


@dataclass(frozen=True, slots=True)
class Card:
    """A flat piece of the world with its own metres.

    Attributes
    ----------
    origin_m
        World point of the card's `(0, 0)`.
    across, up
        World directions of the card's axes; not needed to be of length one.
    """

    origin_m: tuple[float, float, float]
    across: tuple[float, float, float] = (1.0, 0.0, 0.0)
    up: tuple[float, float, float] = (0.0, 1.0, 0.0)

    def world(self, points_m: Points) -> Points:
        """Return world points `(…, 3)` of card points `(…, 2)`."""
        across, up = np.asarray(self.across), np.asarray(self.up)
        world: Points = np.asarray(self.origin_m) + points_m[..., :1] * across + points_m[..., 1:2] * up
        return world

    @property
    def scale(self) -> float:
        """World metres of one unit of the card's first axis."""
        return float(np.linalg.norm(self.across))


def facing(z_m: float, x_m: float = 0.0, y_m: float = 0.0) -> Card:
    """Return a card that faces the camera at a distance."""
    return Card((x_m, y_m, z_m))


def flat(y_m: float, x_m: float = 0.0, z_m: float = 0.0) -> Card:
    """Return a level card (ground, table top): its second axis goes away from the camera."""
    return Card((x_m, y_m, z_m), up=(0.0, 0.0, 1.0))


def side_wall(x_m: float, z_m: float = 0.0) -> Card:
    """Return a wall along the street: its first axis goes away from the camera."""
    return Card((x_m, 0.0, z_m), across=(0.0, 0.0, 1.0))
