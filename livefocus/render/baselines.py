"""What our lens is held against: a plain copy, and the single-pass gather games use. For `bench` and tests only."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.program import build_program


class Baseline:
    """One full-screen fragment shader from a frame and its inverse depth to an RGBA8 picture, row 0 the top.

    Parameters
    ----------
    context
        Where it draws.
    size
        `(width, height)` of the frame, the depth map and the picture.
    fragment
        `bench/copy.frag` or `bench/naive_gather.frag`.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], fragment: str) -> None:
        self._program = build_program(context, fragment)
        self._quad = context.vertex_array(self._program, [])
        self._frame = context.texture(size, 3, alignment=1)
        self._depth = context.texture(size, 1, dtype="f4")
        for texture in (self._frame, self._depth):
            texture.repeat_x = texture.repeat_y = False
        self._depth.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self.picture = context.texture(size, 4)
        self._target = context.framebuffer([self.picture])
        self._context = context

    def upload(self, pixels: NDArray[np.uint8], inverse_depth: NDArray[np.float32]) -> None:
        """Take a frame, uint8 `(height, width, 3)`, and its inverse depth, float32 `(height, width)`."""
        self._frame.write(np.ascontiguousarray(pixels))
        self._depth.write(np.ascontiguousarray(inverse_depth, dtype=np.float32))

    def draw(self, focus_inverse_depth: float, blur_px: float, reach_px: float) -> moderngl.Texture:
        """Draw and return the picture; `reach_px` is the largest radius that occurs."""
        uniforms = {"u_focus_inverse_depth": focus_inverse_depth, "u_blur_px": blur_px, "u_reach_px": reach_px}
        for name, value in uniforms.items():
            if name in self._program:
                self._program[name] = value
        for unit, (name, texture) in enumerate((("frame_tx", self._frame), ("depth_tx", self._depth))):
            if name in self._program:
                texture.use(unit)
                self._program[name] = unit
        self._context.disable(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._target.use()
        self._quad.render(moderngl.TRIANGLES, vertices=3)
        return self.picture

    def release(self) -> None:
        """Give back what it holds in GL."""
        for held in (self._quad, self._program, self._frame, self._depth, self._target, self.picture):
            held.release()
