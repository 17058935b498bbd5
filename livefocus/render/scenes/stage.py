"""Where a picture of a scene is put together: still layers and moving cut-outs, back to front, then read back.

Still layers are painted once; in each picture only the boxes in which something may move are put together anew, so
that everything else is the same bytes at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.box import Box
from livefocus.render.scenes.camera import Camera, facing
from livefocus.render.scenes.canvas import OVER, Canvas
from livefocus.render.scenes.sheet import Sheet
from livefocus.render.scenes.studio import Studio, set_uniforms
from livefocus.render.targets import release_framebuffer

HANDLES = 12
"""Most handles a cut-out can be bent by at once."""
SAMPLES = 2
"""Texels of an atlas along a pixel's side."""
GAP_PX = 4


@dataclass(frozen=True, slots=True)
class Layer:
    """A still layer: premultiplied sRGB, inverse depth where it covers, and the boxes outside which it is empty."""

    target: moderngl.Framebuffer
    colour: moderngl.Texture
    depth: moderngl.Texture
    boxes: tuple[Box, ...]

    def release(self) -> None:
        """Give it back."""
        release_framebuffer(self.target)
        self.colour.release()
        self.depth.release()


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
    texture = studio.context.texture((size[0] * SAMPLES, size[1] * SAMPLES), 4)
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


class Stage:
    """The picture being put together.

    Parameters
    ----------
    studio
        Context and shaders.
    camera
        The whole picture's camera.
    """

    def __init__(self, studio: Studio, camera: Camera) -> None:
        self._studio = studio
        self._camera = camera
        context = studio.context
        self._colour = context.texture(camera.size_px, 4)
        self._depth = context.texture(camera.size_px, 1, dtype="f4")
        self._target = context.framebuffer([self._colour, self._depth])
        self._overlay = studio.program("lib/full_screen.vert", "scene/overlay.frag")
        self._program = studio.program("scene/sprite.vert", "scene/sprite.frag", {"HANDLES": HANDLES})
        self._meshes = {n: self._mesh(n) for n in (1, 20)}
        self._screen = context.vertex_array(self._overlay, [])
        set_uniforms(self._overlay, {"colour_tx": 0, "depth_tx": 1})
        set_uniforms(self._program, {"u_view": camera.view(), "u_eye_height_m": camera.eye_height_m, "atlas_tx": 0})

    def _mesh(self, cells: int) -> moderngl.VertexArray:
        """Return a grid over 0…1, fine enough to bend."""
        grid = np.linspace(0.0, 1.0, cells + 1)
        places = np.stack(np.meshgrid(grid, grid), axis=-1).astype("f4")
        row = np.arange(cells)
        first = (row[:, None] * (cells + 1) + row).ravel()
        index = (first[:, None] + np.array([0, 1, cells + 1, cells + 1, 1, cells + 2])).astype("i4")
        context = self._studio.context
        content = [(context.buffer(places.tobytes()), "2f", "in_place")]
        return context.vertex_array(self._program, content, context.buffer(index.tobytes()))

    def begin(self, ground: Layer) -> None:
        """Start a picture with a layer that covers all of it."""
        context = self._studio.context
        context.copy_framebuffer(self._target, ground.target)
        self._target.use()
        self._target.viewport = (0, 0, *self._camera.size_px)
        context.enable_only(moderngl.BLEND)
        context.blend_func = OVER

    def layer(self, layer: Layer) -> None:
        """Put a still layer over what is there."""
        layer.colour.use(0)
        layer.depth.use(1)
        for box in layer.boxes:
            self._target.scissor = box.scissor()
            self._screen.render(moderngl.TRIANGLES, vertices=3)
        self._target.scissor = (0, 0, *self._camera.size_px)

    def sprite(self, sprite: Sprite, pose: Pose) -> None:
        """Put a cut-out over what is there."""
        handles = list(pose.handles)[:HANDLES]
        at = np.zeros((HANDLES, 4), "f4")
        by = np.zeros((HANDLES, 3), "f4")
        for k, handle in enumerate(handles):
            at[k] = (*handle.at_m, *handle.reach_m)
            by[k] = (*handle.shift_m, np.radians(handle.turn_deg))
        values = {
            "u_rect_m": sprite.rect_m,
            "u_uv": sprite.uv,
            "u_pose": pose.matrix(),
            "u_z_m": pose.z_m,
            "u_handles": len(handles),
            "u_inverse_depth": self._camera.inverse_depth(pose.z_m),
            "u_handle_at": at,
            "u_handle_by": by,
        }
        set_uniforms(self._program, values)
        sprite.atlas.use(0)
        self._meshes[20 if handles else 1].render(moderngl.TRIANGLES)

    def read(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return the picture and its inverse depth, in fresh arrays."""
        self._studio.context.disable(moderngl.BLEND)
        width, height = self._camera.size_px
        pixels = np.empty((height, width, 3), np.uint8)
        inverse_depth = np.empty((height, width), np.float32)
        self._target.read_into(pixels, components=3, alignment=1)
        self._target.read_into(inverse_depth, components=1, attachment=1, alignment=1, dtype="f4")
        return pixels, inverse_depth

    def release(self) -> None:
        """Give back its targets."""
        release_framebuffer(self._target)
        parts: list[Any] = [self._colour, self._depth, self._screen, *self._meshes.values()]
        for part in parts:
            part.release()


def still_layer(canvas: Canvas, exposure: float) -> Layer:
    """Bring a painted canvas to the picture's size and give the canvas back."""
    assert canvas.depth is not None
    context = canvas.studio.context
    colour = context.texture(canvas.camera.size_px, 4)
    target = context.framebuffer([colour, canvas.depth])
    only_colour = context.framebuffer([colour])
    canvas.resolve(only_colour, step=canvas.samples, exposure=exposure)
    canvas.release(keep_depth=True)
    release_framebuffer(only_colour)
    width, height = colour.size
    alpha = np.frombuffer(colour.read(), np.uint8).reshape(height, width, 4)[..., 3]
    return Layer(target, colour, canvas.depth, _occupied(alpha))


def _occupied(alpha: NDArray[np.uint8]) -> tuple[Box, ...]:
    """Return boxes around what stands side by side in a layer."""
    columns = np.concatenate([[False], alpha.any(axis=0), [False]])
    starts = np.flatnonzero(columns[1:] & ~columns[:-1])
    ends = np.flatnonzero(~columns[1:] & columns[:-1])
    boxes = []
    for start, end in zip(starts, ends, strict=True):
        rows = np.flatnonzero(alpha[:, start:end].any(axis=1))
        boxes.append(Box(int(start), int(rows[0]), int(end - start), int(rows[-1] - rows[0] + 1)))
    return tuple(boxes)
