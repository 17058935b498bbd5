"""Where a picture of a scene is put together: still layers and moving cut-outs, back to front, then read back.

Still layers are painted once; in each picture only the boxes in which something may move are put together anew, so
that everything else is the same bytes at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.box import Box
from livefocus.render.scenes.camera import Camera, Card, Points
from livefocus.render.scenes.canvas import OVER, SHAPE_LAYOUT, Canvas
from livefocus.render.scenes.cutout import SRGB8_ALPHA8, Pose, Sprite
from livefocus.render.scenes.studio import Studio, set_uniforms
from livefocus.render.scenes.vertices import card_vertices
from livefocus.render.targets import release_framebuffer

HANDLES = 12
"""Most handles a cut-out can be bent by at once."""
FRAMEBUFFER_SRGB = 0x8DB9


@dataclass(frozen=True, slots=True)
class Layer:
    """A still layer: premultiplied sRGB, inverse depth where it covers, and the boxes outside which it is empty."""

    colour: moderngl.Texture
    depth: moderngl.Texture
    boxes: tuple[Box, ...]

    def release(self) -> None:
        """Give it back."""
        self.colour.release()
        self.depth.release()


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole still picture as GL buffers: copying these is several times quicker than blitting encoded textures."""

    colour: moderngl.Buffer
    depth: moderngl.Buffer

    def release(self) -> None:
        """Give it back."""
        self.colour.release()
        self.depth.release()


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
        self._colour = context.texture(camera.size_px, 4, internal_format=SRGB8_ALPHA8)
        self._depth = context.texture(camera.size_px, 1, dtype="f4")
        self._target = context.framebuffer([self._colour, self._depth])
        self._overlay = studio.program("lib/full_screen.vert", "scene/overlay.frag")
        self._program = studio.program("scene/sprite.vert", "scene/sprite.frag", {"HANDLES": HANDLES})
        self._box = Box(0, 0, *camera.size_px)
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

    def begin(self, ground: Layer | Kept) -> None:
        """Start a picture with what covers all of it."""
        context = self._studio.context
        self._target.use()
        self._target.viewport = (0, 0, *self._camera.size_px)
        context.enable_only(moderngl.BLEND)
        context.blend_func = OVER
        context.enable_direct(FRAMEBUFFER_SRGB)
        self.hold_in(None)
        if isinstance(ground, Layer):
            self.layer(ground)
        else:
            self._colour.write(ground.colour)
            self._depth.write(ground.depth)

    def hold_in(self, box: Box | None) -> None:
        """Draw only within a box from now on, or everywhere again."""
        self._box = box or Box(0, 0, *self._camera.size_px)
        self._target.scissor = self._box.scissor()

    def layer(self, layer: Layer) -> None:
        """Put a still layer over what is there."""
        layer.colour.use(0)
        layer.depth.use(1)
        for part in layer.boxes:
            box = part.shared(self._box)
            if not box.empty:
                self._target.scissor = box.scissor()
                self._screen.render(moderngl.TRIANGLES, vertices=3)
        self._target.scissor = self._box.scissor()

    def kept(self) -> Kept:
        """Keep what is there now, to begin with it quickly."""
        width, height = self._camera.size_px
        colour, depth = (self._studio.context.buffer(reserve=width * height * 4) for _ in range(2))
        self._colour.read_into(colour)
        self._depth.read_into(depth)
        return Kept(colour, depth)

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

    def surface(self, card: Card, corners: Points, fragment: str, values: Mapping[str, Any]) -> None:
        """Put a surface with a shader of its own over what is there."""
        camera = self._camera
        program = self._studio.program("scene/world.vert", fragment)
        common = {"u_view": camera.view(), "u_eye_height_m": camera.eye_height_m, "u_near_m": camera.near_m}
        set_uniforms(program, {**common, **values})
        self._studio.draw(program, card_vertices(card, corners), SHAPE_LAYOUT, moderngl.TRIANGLE_FAN)

    def read(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return the picture and its inverse depth, in fresh arrays."""
        self._studio.context.disable(moderngl.BLEND)
        self._studio.context.disable_direct(FRAMEBUFFER_SRGB)
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
    colour = context.texture(canvas.camera.size_px, 4, internal_format=SRGB8_ALPHA8)
    target = context.framebuffer([colour])
    canvas.resolve(target, step=canvas.samples, exposure=exposure)
    canvas.release(keep_depth=True)
    release_framebuffer(target)
    width, height = colour.size
    alpha = np.frombuffer(colour.read(), np.uint8).reshape(height, width, 4)[..., 3]
    return Layer(colour, canvas.depth, _occupied(alpha))


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
