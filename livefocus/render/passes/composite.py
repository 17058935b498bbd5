"""Puts sharp, softly blurred, far and near together, over the tiles where anything is blurred at all. Pass 60."""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import Textures, Uniforms
from livefocus.render.passes.ladder import CONSTANTS, Needs
from livefocus.render.passes.taps import small_tap_defines
from livefocus.render.passes.tiles import TileMap, TilePass
from livefocus.render.targets import Target


class Composite:
    """One program a kind of tile."""

    def __init__(self, context: moderngl.Context) -> None:
        small = {**small_tap_defines(float(CONSTANTS["SMALL_FROM"]) + 0.3), "SMALL": 1}
        near = {"NEAR": 1}
        shader = "60_composite.frag"
        none = Needs(0)
        self._kinds = (
            (TilePass(context, shader, {"FAR_ALONE": 1}), Needs.FAR_ALONE, none),
            (TilePass(context, shader), Needs.MIX, Needs.NEAR | Needs.SMALL | Needs.FAR_ALONE),
            (TilePass(context, shader, small), Needs.SMALL, Needs.NEAR),
            (TilePass(context, shader, near), Needs.NEAR, Needs.SMALL),
            (TilePass(context, shader, {**small, **near}), Needs.NEAR | Needs.SMALL, none),
        )

    def draw(self, target: Target, tiles: TileMap, textures: Textures, uniforms: Uniforms) -> None:
        """Draw over `target`, which holds the sharp picture already."""
        for tile_pass, wanted, but_not in self._kinds:
            tile_pass.draw_tiles(target, tiles, wanted, but_not, textures, uniforms)

    def release(self) -> None:
        """Free the programs."""
        for tile_pass, _, _ in self._kinds:
            tile_pass.release()
