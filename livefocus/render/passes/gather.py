"""From layers to blur: each texel gathers the discs that reach it, narrow ones at half size, wide ones at a quarter.

Passes 40 to 48.
"""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import Textures, Uniforms, at_scale
from livefocus.render.passes.ladder import COARSE_RINGS, FINE_RINGS, Needs
from livefocus.render.passes.layers import Layers
from livefocus.render.passes.taps import tap_defines
from livefocus.render.passes.tiles import TileMap, TilePass
from livefocus.render.targets import Target, half
from livefocus.state import ApertureState


class Gather:
    """The blurred layers of one picture, through one opening."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], aperture: ApertureState) -> None:
        fine_size = half(size)
        self._far, self._near = Target(context, fine_size, linear=True), Target(context, fine_size, linear=True)
        self._coarse_far = Target(context, half(fine_size), linear=True)
        self._coarse_near = Target(context, half(fine_size), linear=True)
        fine = {**tap_defines(FINE_RINGS, aperture), "FINE": 1}
        coarse = tap_defines(COARSE_RINGS, aperture)
        self._coarse_far_pass = TilePass(context, "40_gather_far.frag", coarse)
        self._coarse_near_pass = TilePass(context, "42_gather_near.frag", coarse)
        self._far_pass = TilePass(context, "40_gather_far.frag", fine)
        self._near_pass = TilePass(context, "42_gather_near.frag", fine)
        self._near_both_pass = TilePass(context, "42_gather_near.frag", {**fine, "WITH_COARSE": 1})
        self._widen = TilePass(context, "48_widen.frag")

    @property
    def layers(self) -> Textures:
        """Half-size results: far, and near premultiplied."""
        return {"far_tx": self._far.textures[0], "near_tx": self._near.textures[0]}

    def draw(self, tiles: TileMap, layers: Layers, uniforms: Uniforms) -> None:
        """Gather for the tiles that need it."""
        none = Needs(0)
        half_size, quarter_size = at_scale(uniforms, 2), at_scale(uniforms, 4)
        coarse_far, coarse_near, fine_far, fine_near = (
            Needs.COARSE_FAR,
            Needs.COARSE_NEAR,
            Needs.FINE_FAR,
            Needs.FINE_NEAR,
        )
        self._coarse_far_pass.draw_tiles(
            self._coarse_far, tiles, coarse_far, none, layers.coarse, quarter_size, 4, margin=True
        )
        self._coarse_near_pass.draw_tiles(
            self._coarse_near, tiles, coarse_near, none, layers.coarse, quarter_size, 4, margin=True
        )
        far = {"coarse_tx": self._coarse_far.textures[0]}
        self._widen.draw_tiles(self._far, tiles, coarse_far, fine_far, far, uniforms, 2, margin=True)
        self._far_pass.draw_tiles(self._far, tiles, fine_far, none, {**layers.fine, **far}, half_size, 2, margin=True)
        near = {"coarse_tx": self._coarse_near.textures[0]}
        both = {**layers.fine, **near}
        self._widen.draw_tiles(self._near, tiles, coarse_near, fine_near, near, uniforms, 2, margin=True)
        self._near_pass.draw_tiles(self._near, tiles, fine_near, coarse_near, both, half_size, 2, margin=True)
        self._near_both_pass.draw_tiles(
            self._near, tiles, fine_near | coarse_near, none, both, half_size, 2, margin=True
        )

    def release(self) -> None:
        """Free programs and targets."""
        for target in (self._far, self._near, self._coarse_far, self._coarse_near):
            target.release()
        for tile_pass in (
            self._coarse_far_pass,
            self._coarse_near_pass,
            self._far_pass,
            self._near_pass,
            self._near_both_pass,
            self._widen,
        ):
            tile_pass.release()
