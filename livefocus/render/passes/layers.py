"""From the sharp picture to its layers: what is behind or in focus, made whole, and what is in front, with coverage.

Passes 20 to 36. Half-size layers are for narrow discs, quarter-size ones for wide.
"""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms, at_scale
from livefocus.render.passes.ladder import COARSE_RINGS, Needs
from livefocus.render.passes.tiles import TileMap, TilePass
from livefocus.render.targets import Target, half


class Layers:
    """The layers of one picture.

    Attributes
    ----------
    fine, coarse
        Half-size and quarter-size: back, near, aux as 20_prepare describes them.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        fine_size = half(size)
        coarse_size = half(fine_size)
        self._fine = Target(context, fine_size, 3)
        self._reduced = Target(context, coarse_size, 3)
        self._back = Target(context, coarse_size)
        self._near = Target(context, coarse_size, 2)
        size16 = half(half(coarse_size))
        self._pulled16 = Target(context, size16, 2, linear=True, dtype="f2")
        self._pulled64 = Target(context, half(half(size16)), 2, linear=True, dtype="f2")
        rings = {"RINGS": COARSE_RINGS}
        self._prepare = TilePass(context, "20_prepare.frag")
        self._reduce = TilePass(context, "30_reduce.frag")
        self._pull16 = FullScreenPass(context, "32_pull.frag", {"FROM_BACK": 1})
        self._pull64 = FullScreenPass(context, "32_pull.frag")
        self._filter_back = TilePass(context, "34_filter_back.frag", rings)
        self._fill_back = TilePass(context, "34_filter_back.frag", rings | {"FILL": 1})
        self._filter_near = TilePass(context, "36_filter_near.frag", rings)

    @property
    def fine(self) -> Textures:
        """Half-size layers."""
        back, near, aux = self._fine.textures
        return {"back_tx": back, "near_tx": near, "aux_tx": aux}

    @property
    def coarse(self) -> Textures:
        """Quarter-size layers, filled and smooth."""
        near, aux = self._near.textures
        return {"back_tx": self._back.textures[0], "near_tx": near, "aux_tx": aux}

    def draw(self, tiles: TileMap, picture: Textures, uniforms: Uniforms) -> None:
        """Make them for the tiles that need them."""
        uniforms = at_scale(uniforms, 4)
        self._prepare.draw_tiles(self._fine, tiles, Needs.PREPARE, Needs(0), picture, uniforms, 2)
        self._reduce.draw_tiles(self._reduced, tiles, Needs.PREPARE, Needs(0), self.fine, uniforms, 4)
        back, near, aux = self._reduced.textures
        reduced = {"back_tx": back, "near_tx": near, "aux_tx": aux}
        self._pull16.draw(self._pulled16, {"back_tx": back, "needs_tx": tiles.needs}, {})
        light16, radius16 = self._pulled16.textures
        self._pull64.draw(self._pulled64, {"light_tx": light16, "radius_tx": radius16}, {})
        light64, radius64 = self._pulled64.textures
        pulled = {"light16_tx": light16, "radius16_tx": radius16, "light64_tx": light64, "radius64_tx": radius64}
        self._filter_back.draw_tiles(self._back, tiles, Needs.PREPARE, Needs.HOLES, reduced, uniforms, 4)
        both = Needs.PREPARE | Needs.HOLES
        self._fill_back.draw_tiles(self._back, tiles, both, Needs(0), reduced | pulled, uniforms, 4)
        self._filter_near.draw_tiles(self._near, tiles, Needs.PREPARE, Needs(0), reduced, uniforms, 4)

    def release(self) -> None:
        """Free programs and targets."""
        for target in (self._fine, self._reduced, self._back, self._near, self._pulled16, self._pulled64):
            target.release()
        for tile_pass in (self._prepare, self._reduce, self._filter_back, self._fill_back, self._filter_near):
            tile_pass.release()
        self._pull16.release()
        self._pull64.release()
