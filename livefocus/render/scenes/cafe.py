"""`scene:cafe`: a couple at a small white iron table; behind them, a man with a suitcase walks into view."""

from __future__ import annotations

from collections.abc import Mapping

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.program import build_program
from livefocus.render.targets import release_framebuffer


class CafeScene:
    """The café (see `Scene`)."""

    name = "cafe"
    fps = 24.0
    duration_s = 12.0
    planes: Mapping[str, float] = {"couple": 0.72, "man": 0.32, "street": 0.12}

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        self._program = build_program(context, "scene/cafe_sketch.frag")
        self._array = context.vertex_array(self._program, [])
        self._colour = context.texture(size, 4)
        self._depth = context.texture(size, 1, dtype="f4")
        self._target = context.framebuffer([self._colour, self._depth])
        width, height = size
        unit = min(height * 4.0 / 1.45, width * 4.0 / 2.0)
        self._program["u_unit_px"] = unit
        self._program["u_centre_px"] = (width / 2, height * 0.28)

    def draw(self, time_s: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Draw the scene at a time (see `Scene.draw`)."""
        width, height = self._size
        self._program["u_time_s"] = time_s % self.duration_s
        with self._context.scope(self._target, moderngl.NOTHING):
            self._array.render(moderngl.TRIANGLES, vertices=3)
            pixels = np.empty((height, width, 3), np.uint8)
            inverse_depth = np.empty((height, width), np.float32)
            self._target.read_into(pixels, components=3, alignment=1)
            self._target.read_into(inverse_depth, components=1, attachment=1, alignment=1, dtype="f4")
        return pixels, inverse_depth

    def release(self) -> None:
        """Give back what it holds in GL."""
        release_framebuffer(self._target)
        for part in (self._colour, self._depth, self._array, self._program):
            part.release()
