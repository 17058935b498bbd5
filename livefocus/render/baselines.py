"""What our lens is held against: a plain copy, and the single-pass gather games use. For `bench` and tests only."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import write_rgba_from_rgb
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.targets import Target, make_texture

COPY = "bench/copy.frag"
NAIVE_GATHER = "bench/naive_gather.frag"


class Baseline:
    """One full-screen fragment shader from a frame and its inverse depth to an RGBA8 picture, row 0 the top.

    Parameters
    ----------
    context
        Where it draws.
    size
        `(width, height)` of the frame, the depth map and the picture.
    fragment
        `COPY` or `NAIVE_GATHER`.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], fragment: str) -> None:
        self._pass = FullScreenPass(context, fragment)
        self._frame = make_texture(context, size)
        self._depth = make_texture(context, size, 1, "f4")
        self._target = Target(context, size)

    def upload(self, pixels: NDArray[np.uint8], inverse_depth: NDArray[np.float32]) -> None:
        """Take a frame, uint8 `(height, width, 3)`, and its inverse depth, float32 `(height, width)`."""
        self._frame.write(rgba_of(pixels))
        self._depth.write(np.ascontiguousarray(inverse_depth, dtype=np.float32))

    def draw(self, focus_inverse_depth: float, blur_px: float, reach_px: float) -> moderngl.Texture:
        """Draw and return the picture; `reach_px` is the largest radius that occurs."""
        uniforms = {"u_focus_inverse_depth": focus_inverse_depth, "u_blur_px": blur_px, "u_reach_px": reach_px}
        given = {"frame_tx": self._frame, "depth_tx": self._depth}
        self._pass.draw(self._target, given, uniforms)
        return self._target.textures[0]

    def release(self) -> None:
        """Give back what it holds in GL."""
        for held in (self._pass, self._target, self._frame, self._depth):
            held.release()


def rgba_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return `(height, width, 3)` as opaque `(height, width, 4)`."""
    rgba = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    write_rgba_from_rgb(pixels, rgba)
    return rgba
