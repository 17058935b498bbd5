"""Cut-outs: figures and their parts, painted once into an atlas, then posed, turned and bent in every picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import moderngl
import numpy as np

from livefocus.render.scenes.box import Box
from livefocus.render.scenes.camera import Camera, facing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.sheet import Sheet
from livefocus.render.scenes.studio import Studio
from livefocus.render.targets import release_framebuffer

SAMPLES = 2
"""Texels of an atlas along a pixel's side."""
GAP_PX = 4
SRGB8_ALPHA8 = 0x8C43
"""Textures that give and take linear light but keep it encoded, so that edges mix as light does."""


@dataclass(frozen=True, slots=True)
class Handle:
    """Pulls what is near a place of a cut-out: by a shift and a turn, fading out with distance.

    Attributes
    ----------
    at_m, reach_m
        Where, and how far it is felt along x and y, in the cut-out's own metres.
    shift_m, turn_deg
        By how much.
    """

    at_m: tuple[float, float]
    reach_m: tuple[float, float]
    shift_m: tuple[float, float] = (0.0, 0.0)
    turn_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """A cut-out still to be painted: its box in its own metres, and what paints it."""

    name: str
    left: float
    bottom: float
    right: float
    top: float
    paint: Callable[[Sheet], None]


@dataclass(frozen=True, slots=True)
class Sprite:
    """A painted cut-out in an atlas."""

    atlas: moderngl.Texture
    rect_m: tuple[float, float, float, float]
    uv: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a cut-out stands: own metres to world, mirrored first if asked, then turned, then shifted."""

    x_m: float
    y_m: float
    z_m: float
    turn_deg: float = 0.0
    mirrored: bool = False
    handles: Sequence[Handle] = field(default=())
    widen: float = 1.0

    def matrix(self) -> tuple[float, ...]:
        """Return it as GLSL's mat3x2 (columns)."""
        angle = np.radians(self.turn_deg)
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        flip = -self.widen if self.mirrored else self.widen
        return cos * flip, sin * flip, -sin, cos, self.x_m, self.y_m


def paint_atlas(
    studio: Studio, camera: Camera, z_m: float, parts: Sequence[Part], exposure: float
) -> dict[str, Sprite]:
    """Paint cut-outs side by side in one texture, at the size they have at a distance.

    Every cut-out begins on a whole pixel of the camera's picture, so that one that stands where it was painted is
    sampled exactly between its texels.
    """
    scale = camera.unit_px / z_m
    sizes = [(round((p.right - p.left) * scale) + 1, round((p.top - p.bottom) * scale) + 1) for p in parts]
    places, size = _packed(sizes)
    whole = Camera(size, camera.unit_px, (0.0, 0.0), 0.0, camera.near_m)
    canvas = Canvas(studio, whole, SAMPLES, with_depth=False)
    sprites = {}
    texture = studio.context.texture((size[0] * SAMPLES, size[1] * SAMPLES), 4, internal_format=SRGB8_ALPHA8)
    texture.repeat_x = texture.repeat_y = False
    for part, (left, top), (width, height) in zip(parts, places, sizes, strict=True):
        start_x, start_y = camera.project(np.array([part.left, part.top, z_m]))
        off_x, off_y = (start_x % 1.0), (start_y % 1.0)
        origin = ((left + off_x) / scale - part.left, -(top + off_y) / scale - part.top)
        canvas.limit = Box(left * SAMPLES, top * SAMPLES, width * SAMPLES, height * SAMPLES)
        part.paint(Sheet(canvas, facing(z_m, *origin)))
        rect = (
            part.left - off_x / scale,
            part.top - (height - off_y) / scale,
            part.left + (width - off_x) / scale,
            part.top + off_y / scale,
        )
        uv = (left / size[0], (top + height) / size[1], (left + width) / size[0], top / size[1])
        sprites[part.name] = Sprite(texture, rect, uv)
    target = studio.context.framebuffer([texture])
    canvas.resolve(target, step=1, exposure=exposure)
    canvas.release()
    release_framebuffer(target)
    return sprites


def _packed(sizes: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Put boxes in rows about as wide as the whole is high."""
    row_width = max(*(w for w, _ in sizes), int(sum(w * h for w, h in sizes) ** 0.5 * 1.2)) + GAP_PX
    places, x, y, row_height, widest = [], GAP_PX, GAP_PX, 0, 0
    for width, height in sizes:
        if x + width > row_width and x > GAP_PX:
            x, y, row_height = GAP_PX, y + row_height + GAP_PX, 0
        places.append((x, y))
        x += width + GAP_PX
        widest, row_height = max(widest, x), max(row_height, height)
    return places, (widest, y + row_height + GAP_PX)
