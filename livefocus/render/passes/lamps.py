"""Finds lamps: small spots at white in the dark, brighter than the camera could tell. Passes 14 and 16."""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.runs import tile_grid
from livefocus.render.passes.sizes import size_defines
from livefocus.render.targets import Target


class Lamps:
    """How far clipped pixels are expanded, a texel a cell of the picture."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._around, self._lamps = (Target(context, tile_grid(size)) for _ in range(2))
        self._look_around = FullScreenPass(context, "14_surroundings.frag", size_defines(size))
        self._tell = FullScreenPass(context, "16_lamps.frag", size_defines(size))

    def find(self, picture: Textures, uniforms: Uniforms) -> Textures:
        """Look for them in `picture_tx`; returns `lamps_tx`, for shaders that make layers."""
        self._look_around.draw(self._around, picture, uniforms)
        self._tell.draw(self._lamps, {"around_tx": self._around.textures[0]}, uniforms)
        return {"lamps_tx": self._lamps.textures[0]}

    def release(self) -> None:
        """Free programs and targets."""
        for part in (self._around, self._lamps, self._look_around, self._tell):
            part.release()
