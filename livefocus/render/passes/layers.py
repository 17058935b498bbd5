"""From the sharp picture to its layers: what is behind or in focus, made whole, and what is in front, with coverage.

Passes 20 to 36. Half-size layers are for narrow discs, quarter-size ones for wide; tiles without narrow discs go from
the picture to a quarter at once. Every target is emptied first: what no tile draws holds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import moderngl

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.choices import Choice, choose
from livefocus.render.passes.ladder import NOTHING, Needs
from livefocus.render.passes.lamps import Lamps
from livefocus.render.passes.sizes import Size
from livefocus.render.passes.tiles import LateTilePass, TileMap, TilePass
from livefocus.render.program import Defines
from livefocus.render.quads import shares_quads
from livefocus.render.targets import Target, half, make_texture

FINE = choose(Needs.FINE_LAYERS)
COARSE_ONLY = choose(Needs.COARSE_LAYERS, Needs.FINE_LAYERS)
REDUCED = choose(Needs.FINE_LAYERS | Needs.COARSE_LAYERS)
HOLES_APART = choose(Needs.HOLES | Needs.FAR_SPARSE)
HOLES_DENSE = choose(
    Needs.HOLES, Needs.FAR_SPARSE | Needs.COVERS, beyond=((NOTHING, Needs.COVERS), (Needs.FAR_SPARSE, NOTHING))
)
"""What is covered whole is filled just as far in as a disc beside reaches."""
SPARSE_BACK = choose(Needs.COARSE_LAYERS | Needs.FAR_SPARSE, Needs.HOLES)
"""All others but those with holes are whole and smooth as they come."""
DENSE_NEAR = choose(Needs.HOLES, Needs.NEAR_SPARSE)
SPARSE_NEAR = choose(Needs.HOLES | Needs.NEAR_SPARSE, beyond=((Needs.HOLES, NOTHING),))
"""Smoothing spreads a near layer by some texels."""


class LayerSet:
    """Back, near and aux of one size, drawn into together or the back alone.

    Parameters
    ----------
    also
        Textures that are drawn into with the back, of another set.
    aux_is_read
        Whether aux is read where near is empty, too; else it counts for nothing there, and is not emptied.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        also: tuple[moderngl.Texture, ...] = (),
        aux_is_read: bool = False,
    ) -> None:
        self._layers = tuple(make_texture(context, size) for _ in range(3))
        self.all = Target.onto(context, (*self._layers, *also))
        self.back = Target.onto(context, (self._layers[0], *also))
        aux = self._layers[2]
        self._emptied = tuple((aux_is_read or texture is not aux,) * 4 for texture in self.all.textures)

    @property
    def textures(self) -> Textures:
        """By the names the shaders have for them."""
        back, near, aux = self._layers
        return {"back_tx": back, "near_tx": near, "aux_tx": aux}

    def empty(self, has_near: bool) -> None:
        """Empty what will be read."""
        if not has_near:
            self.back.framebuffer.clear()
            return
        framebuffer: Any = self.all.framebuffer  # whose type knows of the masks of a single texture only
        drawn = framebuffer.color_mask
        framebuffer.color_mask = self._emptied
        framebuffer.clear()
        framebuffer.color_mask = drawn

    def release(self) -> None:
        """Free textures."""
        for target in (self.back, self.all):
            target.release()
        for texture in self._layers:
            texture.release()


Variant = tuple[Defines, Choice]
"""Defines, and the tiles they are for."""


class _Reducer:
    """Programs with and without a near layer.

    Parameters
    ----------
    size
        Of the picture.
    scale
        How many pixels of the picture a texel stands for.
    variants
        Those of the shader.
    """

    def __init__(
        self, context: moderngl.Context, fragment: str, size: Size, scale: int, variants: Sequence[Variant]
    ) -> None:
        make = partial(TilePass, context, fragment, size, scale)
        self._near = [(make({**defines, "NEAR": 1}), choice.with_(Needs.HOLES)) for defines, choice in variants]
        self._plain = [(make(defines), choice.without(Needs.HOLES)) for defines, choice in variants]

    def draw_near(self, target: LayerSet, tiles: TileMap, textures: Textures, uniforms: Uniforms) -> None:
        for tile_pass, choice in self._near:
            tile_pass.draw_tiles(target.all, tiles, choice, textures, uniforms)

    def draw_plain(self, target: LayerSet, tiles: TileMap, textures: Textures, uniforms: Uniforms) -> None:
        for tile_pass, choice in self._plain:
            tile_pass.draw_tiles(target.back, tiles, choice, textures, uniforms)

    def release(self) -> None:
        for tile_pass, _ in (*self._near, *self._plain):
            tile_pass.release()


def _preparing(context: moderngl.Context, size: Size, side: int, choice: Choice) -> _Reducer:
    quads: Defines = {"QUADS": 1} if side == 4 and shares_quads(context) else {}
    own: Defines = {"SIDE": side, **quads}
    flat: Defines = {**own, "FLAT": 1}
    variants: list[Variant] = [(own, choice.without(Needs.FLAT))]
    if side == 4:
        variants.append(({**flat, "ROUND": 1}, choice.with_(Needs.FLAT | Needs.NARROW)))
        choice = choice.without(Needs.NARROW)
    variants.append((flat, choice.with_(Needs.FLAT)))
    return _Reducer(context, "20_prepare.frag", size, side, variants)


class Layers:
    """The layers of one picture.

    Attributes
    ----------
    fine, coarse
        Half-size and quarter-size: back, near, aux as 20_prepare describes them.
    """

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        fine_size = half(size)
        coarse_size = half(fine_size)
        self._fine = LayerSet(context, fine_size)
        self._filtered_back, self._filtered_near = Target(context, coarse_size), Target(context, coarse_size, 2)
        self._reduced = LayerSet(context, coarse_size, also=self._filtered_back.textures, aux_is_read=True)
        self._near_is_smooth = False
        size16 = half(half(coarse_size))
        self._pulled16, self._pulled64 = (
            Target(context, each, linear=True, components=(4, 1), dtype="f4") for each in (size16, half(half(size16)))
        )
        self._lamps = Lamps(context, size)
        self._halve = _preparing(context, size, 2, FINE)
        self._quarter = _preparing(context, size, 4, COARSE_ONLY)
        self._reduce = _Reducer(context, "30_reduce.frag", size, 4, (({}, REDUCED),))
        self._pull16 = FullScreenPass(context, "32_pull.frag", {"SIDE": 4, "STRIDE": 2})
        self._pull64 = FullScreenPass(context, "32_pull.frag", {"SIDE": 16, "STRIDE": 4})
        back, near = "34_filter_back.frag", "36_filter_near.frag"
        late = partial(LateTilePass, context, size=size, scale=4)
        self._filter_back = late(back, defines={"APART": 1})
        self._fill_back = late(back, defines={"FILL": 1, "APART": 1})
        self._fill_dense = TilePass(context, back, size, 4, {"FILL": 1})
        self._filter_near, self._keep_near = late(near, defines={"APART": 1}), late(near)

    @property
    def fine(self) -> Textures:
        """Half-size layers."""
        return self._fine.textures

    @property
    def coarse(self) -> Textures:
        """Quarter-size layers, filled and smooth."""
        layers = {**self._reduced.textures, "back_tx": self._filtered_back.textures[0]}
        if not self._near_is_smooth:
            layers["near_tx"], layers["aux_tx"] = self._filtered_near.textures
        return layers

    def find_lamps(self, picture: Textures, uniforms: Uniforms) -> Textures:
        """Look for lamps, which needs no tiles; returns what to draw with: the picture's textures and theirs."""
        return {**picture, **self._lamps.find(picture, uniforms)}

    def draw(self, tiles: TileMap, picture: Textures, uniforms: Uniforms) -> None:
        """Make them for the tiles that need them, of a picture whose lamps have been found."""
        # one framebuffer after the other, each bound as seldom as may be: changing it ends what llvmpipe does at once
        self._fine.empty(tiles.has_near)
        if tiles.has_near:
            self._halve.draw_near(self._fine, tiles, picture, uniforms)
        self._halve.draw_plain(self._fine, tiles, picture, uniforms)
        self._reduced.empty(tiles.has_near)
        if tiles.has_near:
            self._quarter.draw_near(self._reduced, tiles, picture, uniforms)
            self._reduce.draw_near(self._reduced, tiles, self.fine, uniforms)
        self._quarter.draw_plain(self._reduced, tiles, picture, uniforms)
        self._reduce.draw_plain(self._reduced, tiles, self.fine, uniforms)
        reduced = self._reduced.textures
        back = self._filtered_back
        self._filter_back.draw_tiles(back, tiles, SPARSE_BACK, reduced, uniforms)
        if tiles.has_near:
            pulled = {**reduced, **self._pull(uniforms)}
            self._fill_back.draw_tiles(back, tiles, HOLES_APART, pulled, uniforms)
            self._fill_dense.draw_tiles(back, tiles, HOLES_DENSE, pulled, uniforms)
            _, rough = tiles.chosen(SPARSE_NEAR)
            self._near_is_smooth = not rough
            if rough:
                near = self._filtered_near
                near.framebuffer.clear()
                self._keep_near.draw_tiles(near, tiles, DENSE_NEAR, reduced, uniforms)
                self._filter_near.draw_tiles(near, tiles, SPARSE_NEAR, reduced, uniforms)

    def _pull(self, uniforms: Uniforms) -> Textures:
        """Average what is known of the back layer, for its holes."""
        for pull, target in ((self._pull16, self._pulled16), (self._pull64, self._pulled64)):
            pull.draw(target, self._reduced.textures, uniforms)
        light16, radius16 = self._pulled16.textures
        light64, radius64 = self._pulled64.textures
        return {"light16_tx": light16, "radius16_tx": radius16, "light64_tx": light64, "radius64_tx": radius64}

    def release(self) -> None:
        """Free programs and targets."""
        for layers in (self._fine, self._reduced):
            layers.release()
        for part in (self._filtered_back, self._filtered_near, self._pulled16, self._pulled64, self._lamps):
            part.release()
        for made in (self._halve, self._quarter, self._reduce, self._pull16, self._pull64):
            made.release()
        for tile_pass in (
            self._filter_back,
            self._fill_back,
            self._fill_dense,
            self._filter_near,
            self._keep_near,
        ):
            tile_pass.release()
