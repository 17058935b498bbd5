"""Drawing planes: anti-aliased shapes in units of the picture's height, on a plane that goes on beyond the frame."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.optics.planes import Image, Plane

SUBPIXEL_BITS = 5


def linear_from_srgb(value: ArrayLike) -> Image:
    """Decode sRGB, 0…1 (IEC 61966-2-1)."""
    encoded_value = np.asarray(value, dtype=np.float32)
    high = ((np.maximum(encoded_value, 0.0) + 0.055) / 1.055) ** 2.4
    return np.where(encoded_value <= 0.04045, encoded_value / 12.92, high).astype(np.float32)


def encoded(linear: Image) -> NDArray[np.uint8]:
    """Clip at white and encode as 8 bits of sRGB."""
    value = np.clip(linear, 0.0, 1.0)
    srgb = np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1.0 / 2.4) - 0.055)
    return np.rint(srgb * 255.0).astype(np.uint8)


def hex_colour(text: str) -> Image:
    """Return `#rrggbb` as encoded 0…1."""
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32) / 255.0


class Canvas:
    """A transparent plane to paint on. Places are in frame heights from the frame's top left corner."""

    def __init__(self, size: tuple[int, int], margin_px: int | None = None) -> None:
        self.size = size
        self.unit_px = size[1]
        self.margin_px = round(0.1 * size[1]) if margin_px is None else margin_px
        shape = (size[1] + 2 * self.margin_px, size[0] + 2 * self.margin_px)
        self.shape = shape
        self.srgb: Image = np.zeros((*shape, 3), dtype=np.float32)
        self.gain: Image = np.ones(shape, dtype=np.float32)
        self.alpha: Image = np.zeros(shape, dtype=np.float32)

    @property
    def aspect(self) -> float:
        """Width of the frame in heights."""
        return self.size[0] / self.size[1]

    def grid(self) -> tuple[Image, Image]:
        """Return x and y of every pixel's centre, in heights."""
        rows, columns = self.shape
        x = (np.arange(columns, dtype=np.float32) - self.margin_px + 0.5) / self.unit_px
        y = (np.arange(rows, dtype=np.float32) - self.margin_px + 0.5) / self.unit_px
        return np.broadcast_to(x, self.shape), np.broadcast_to(y[:, None], self.shape)

    def paint(self, mask: Image | float, colour: ArrayLike, gain: float = 1.0) -> None:
        """Lay an encoded colour, `(3,)` or `(height, width, 3)`, over what is there; `gain` makes it a lamp."""
        mask = np.broadcast_to(np.asarray(mask, dtype=np.float32), self.shape)
        self.srgb += (np.asarray(colour, dtype=np.float32) - self.srgb) * mask[..., None]
        self.gain += (gain - self.gain) * mask
        self.alpha = np.maximum(self.alpha, mask)

    def polygon(self, points: ArrayLike) -> Image:
        """Return the coverage of a polygon, or of several that join."""
        mask = np.zeros(self.shape, dtype=np.uint8)
        cv2.fillPoly(mask, [self._fixed(points)], 255, cv2.LINE_AA, SUBPIXEL_BITS)
        return mask.astype(np.float32) / 255.0

    def ellipse(self, middle: Sequence[float], radii: Sequence[float], turn_deg: float = 0.0) -> Image:
        """Return the coverage of an ellipse, exact to a fraction of a pixel."""
        x, y = self.grid()
        turn = np.deg2rad(turn_deg)
        along = (x - middle[0]) * np.cos(turn) + (y - middle[1]) * np.sin(turn)
        across = -(x - middle[0]) * np.sin(turn) + (y - middle[1]) * np.cos(turn)
        distance = np.hypot(along / radii[0], across / radii[1])
        slope = np.hypot(along / radii[0] ** 2, across / radii[1] ** 2) / np.maximum(distance, 1e-6)
        return np.clip((1.0 - distance) / np.maximum(slope, 1e-6) * self.unit_px + 0.5, 0.0, 1.0).astype(np.float32)

    def line(self, points: ArrayLike, width: float) -> Image:
        """Return the coverage of a line through points; widths below a pixel fade."""
        width_px = width * self.unit_px
        mask = np.zeros(self.shape, dtype=np.uint8)
        thickness = max(round(width_px), 1)
        cv2.polylines(mask, [self._fixed(points)], False, 255, thickness, cv2.LINE_AA, SUBPIXEL_BITS)
        return mask.astype(np.float32) / 255.0 * min(width_px, 1.0)

    def stroke(self, points: ArrayLike, width: float, colour: ArrayLike) -> None:
        """Paint a thin line as `paint(line(…))` does, touching only the pixels about it: hair has hundreds."""
        fixed = self._fixed(points)
        whole = fixed >> SUBPIXEL_BITS
        reach = round(width * self.unit_px) + 3
        left, top = np.maximum(whole.min(axis=0) - reach, 0)
        right, bottom = np.minimum(whole.max(axis=0) + reach + 1, self.shape[::-1])
        if right <= left or bottom <= top:
            return
        mask = np.zeros((bottom - top, right - left), dtype=np.uint8)
        moved = (fixed - np.array([left, top]) * (1 << SUBPIXEL_BITS)).astype(np.int32)
        thickness = max(round(width * self.unit_px), 1)
        cv2.polylines(mask, [moved], False, 255, thickness, cv2.LINE_AA, SUBPIXEL_BITS)
        share = mask.astype(np.float32) / 255.0 * min(width * self.unit_px, 1.0)
        self._paint_part(np.s_[top:bottom, left:right], share, colour)

    def block(self, left: float, top: float, right: float, bottom: float, colour: ArrayLike) -> None:
        """Paint an upright rectangle as `paint(rectangle(…))` does, touching only the pixels about it."""
        edges = np.array([left, right, top, bottom]) * self.unit_px + self.margin_px
        x0, x1, y0, y1 = (int(edge) for edge in edges + np.array([-2, 3, -2, 3]))
        part = np.s_[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
        x, y = (axis[part] for axis in self.grid())
        across = np.clip(np.minimum(x - left, right - x) * self.unit_px + 0.5, 0.0, 1.0)
        down = np.clip(np.minimum(y - top, bottom - y) * self.unit_px + 0.5, 0.0, 1.0)
        self._paint_part(part, (across * down).astype(np.float32), colour)

    def _paint_part(self, part: tuple[slice, slice], share: Image, colour: ArrayLike) -> None:
        self.srgb[part] += (np.asarray(colour, dtype=np.float32) - self.srgb[part]) * share[..., None]
        self.gain[part] += (1.0 - self.gain[part]) * share
        self.alpha[part] = np.maximum(self.alpha[part], share)

    def rectangle(self, left: float, top: float, right: float, bottom: float) -> Image:
        """Return the coverage of an upright rectangle."""
        x, y = self.grid()
        across = np.clip(np.minimum(x - left, right - x) * self.unit_px + 0.5, 0.0, 1.0)
        down = np.clip(np.minimum(y - top, bottom - y) * self.unit_px + 0.5, 0.0, 1.0)
        return (across * down).astype(np.float32)

    def plane(self, inverse_depth: float, slope_per_height: tuple[float, float] = (0.0, 0.0)) -> Plane:
        """Return what was painted as a plane; the slope is the change of inverse depth over one frame height."""
        slope = (slope_per_height[0] / self.unit_px, slope_per_height[1] / self.unit_px)
        light = linear_from_srgb(np.clip(self.srgb, 0.0, 1.0)) * self.gain[..., None]
        return Plane(light.astype(np.float32), self.alpha, inverse_depth, slope, self.margin_px)

    def _fixed(self, points: ArrayLike) -> NDArray[np.int32]:
        scaled = np.asarray(points, dtype=np.float64) * self.unit_px + self.margin_px - 0.5
        return np.rint(scaled * (1 << SUBPIXEL_BITS)).astype(np.int32)
