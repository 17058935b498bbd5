"""From layers to blur: each texel gathers the discs that reach it, narrow ones at half size, wide ones at a quarter.

Passes 40 to 48.
"""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import Textures, Uniforms, at_scale
from livefocus.render.passes.ladder import COARSE_RINGS, FINE_RINGS, NOTHING, Needs
from livefocus.render.passes.layers import Layers
from livefocus.render.passes.taps import tap_defines
from livefocus.render.passes.tiles import TileMap, TilePass
from livefocus.render.targets import Target, half
from livefocus.state import ApertureState


class Gather:
    """The blurred layers of one picture, through one opening.

    Attributes
    ----------
    fine, coarse
        Half-size results of the tiles that need them, quarter-size ones of all: far, and near premultiplied.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], aperture: ApertureState) -> None:
        fine_size = half(size)
        self._far, self._near = (Target(context, fine_size, linear=True) for _ in range(2))
        self._coarse_far, self._coarse_near = (Target(context, half(fine_size), linear=True) for _ in range(2))
        fine = {**tap_defines(FINE_RINGS, aperture), "FINE": 1}
        coarse = tap_defines(COARSE_RINGS, aperture)
        self._coarse_far_pass = TilePass(context, "40_gather_far.frag", coarse)
        self._coarse_near_pass = TilePass(context, "42_gather_near.frag", coarse)
        self._far_pass = TilePass(context, "40_gather_far.frag", fine)
        self._near_pass = TilePass(context, "42_gather_near.frag", fine)
        self._near_both_pass = TilePass(context, "42_gather_near.frag", {**fine, "WITH_COARSE": 1})
        self._widen = TilePass(context, "48_widen.frag")

    @property
    def fine(self) -> Textures:
        """Half-size results."""
        return {"far_tx": self._far.textures[0], "near_tx": self._near.textures[0]}

    @property
    def coarse(self) -> Textures:
        """Quarter-size results."""
        return {"far_tx": self._coarse_far.textures[0], "near_tx": self._coarse_near.textures[0]}

    def draw(self, tiles: TileMap, layers: Layers, uniforms: Uniforms) -> None:
        """Gather for the tiles that need it."""
        self._draw_far(tiles, layers, uniforms)
        if tiles.has_near:
            self._draw_near(tiles, layers, uniforms)

    def _draw_far(self, tiles: TileMap, layers: Layers, uniforms: Uniforms) -> None:
        fine, coarse = at_scale(uniforms, 2), at_scale(uniforms, 4)
        far, target = self._coarse_far_pass, self._coarse_far
        far.draw_tiles(target, tiles, Needs.FAR, Needs.NEAR_ALONE, layers.coarse, coarse, 4, margin=True)
        wide = {"coarse_tx": target.textures[0]}
        but_not = Needs.FINE_FAR | Needs.NEAR_ALONE
        self._widen.draw_tiles(self._far, tiles, Needs.HALF | Needs.FAR, but_not, wide, fine, 2, margin=True)
        inputs = {**layers.fine, **wide}
        self._far_pass.draw_tiles(self._far, tiles, Needs.FINE_FAR, NOTHING, inputs, fine, 2, margin=True)

    def _draw_near(self, tiles: TileMap, layers: Layers, uniforms: Uniforms) -> None:
        fine, coarse = at_scale(uniforms, 2), at_scale(uniforms, 4)
        near, target = self._coarse_near_pass, self._coarse_near
        narrow, wide = Needs.FINE_NEAR, Needs.COARSE_NEAR
        near.draw_tiles(target, tiles, wide, NOTHING, layers.coarse, coarse, 4, margin=True)
        inputs = {**layers.fine, "coarse_tx": target.textures[0]}
        self._widen.draw_tiles(self._near, tiles, Needs.HALF | wide, narrow, inputs, fine, 2, margin=True)
        self._near_pass.draw_tiles(self._near, tiles, narrow, wide, inputs, fine, 2, margin=True)
        self._near_both_pass.draw_tiles(self._near, tiles, narrow | wide, NOTHING, inputs, fine, 2, margin=True)

    def release(self) -> None:
        """Free programs and targets."""
        for target in (self._far, self._near, self._coarse_far, self._coarse_near):
            target.release()
        for tile_pass in (self._coarse_far_pass, self._coarse_near_pass, self._far_pass, self._near_pass):
            tile_pass.release()
        self._near_both_pass.release()
        self._widen.release()
