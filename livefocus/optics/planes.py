"""A scene made of textured planes: what the ground truth is traced from.

A plane goes on beyond the frame by `margin_px`, as the world does, so that a blurred border neither darkens nor
repeats. Leaves the drawing of textures to whoever makes the scene, and all rays to `raytrace`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """One plane of a scene, textured, with holes.

    Attributes
    ----------
    colour
        float32 `(height + 2 margin, width + 2 margin, 3)`, linear light, ≥ 0, may exceed 1.
    alpha
        float32, same height and width, 0…1.
    inverse_depth
        At pixel (0, 0) of the frame.
    slope_per_px
        Change of inverse depth a pixel to the right and a pixel down; (0, 0) faces the lens.
    margin_px
        How far the plane goes on beyond each border of the frame.
    """

    colour: Image
    alpha: Image
    inverse_depth: float
    slope_per_px: tuple[float, float] = (0.0, 0.0)
    margin_px: int = 0

    def inverse_depth_map(self, size: tuple[int, int]) -> Image:
        """Return its inverse depth over the frame, float32 `(height, width)`."""
        width, height = size
        along = self.slope_per_px[0] * np.arange(width, dtype=np.float32)
        down = self.slope_per_px[1] * np.arange(height, dtype=np.float32)[:, None]
        return np.asarray(self.inverse_depth + along + down, dtype=np.float32)

    def within_frame(self, size: tuple[int, int]) -> tuple[Image, Image]:
        """Return colour and alpha without the margin."""
        width, height = size
        rows, columns = (slice(self.margin_px, self.margin_px + length) for length in (height, width))
        return self.colour[rows, columns], self.alpha[rows, columns]


@dataclass(frozen=True, slots=True)
class PlaneScene:
    """Planes from the farthest to the nearest, seen in a frame of `size` (width, height)."""

    planes: tuple[Plane, ...]
    size: tuple[int, int]

    def __post_init__(self) -> None:
        """Refuse planes that do not fit the frame."""
        width, height = self.size
        for plane in self.planes:
            expected = (height + 2 * plane.margin_px, width + 2 * plane.margin_px)
            if plane.alpha.shape != expected or plane.colour.shape != (*expected, 3):
                raise ValueError(f"a plane is {plane.alpha.shape}, its frame and margin ask for {expected}")

    def sharp(self) -> Image:
        """Return the picture a pinhole takes, linear light."""
        width, height = self.size
        picture = np.zeros((height, width, 3), dtype=np.float32)
        for plane in self.planes:
            colour, alpha = plane.within_frame(self.size)
            picture += (colour - picture) * alpha[..., None]
        return picture

    def inverse_depth(self) -> Image:
        """Return the inverse depth of what mostly covers each pixel, float32 `(height, width)`."""
        width, height = self.size
        depth = np.zeros((height, width), dtype=np.float32)
        for plane in self.planes:
            _, alpha = plane.within_frame(self.size)
            depth = np.where(alpha >= 0.5, plane.inverse_depth_map(self.size), depth)
        return depth
