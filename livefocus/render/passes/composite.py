"""Puts sharp, softly blurred, far and near together, over the tiles where anything is blurred at all. Pass 60."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

from livefocus.render.passes.base import Textures, Uniforms
from livefocus.render.passes.gather import Gather
from livefocus.render.passes.ladder import Needs
from livefocus.render.passes.tiles import Choice, TileMap, TilePass
from livefocus.render.targets import Target

SHADER = "60_composite.frag"
SMALL, SMOOTH, NEAR, FAR, EDGE = Needs.SMALL, Needs.SMOOTH, Needs.NEAR, Needs.FAR, Needs.EDGE
PARTS = {"SMALL": SMALL, "SMOOTH": SMOOTH, "NEAR": NEAR}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of tile, the program for it, and which of the blurred layers it shows as it is."""

    tile_pass: TilePass
    choice: Choice
    alone: str = "far_tx"

    @property
    def is_near(self) -> bool:
        return bool(self.choice.wanted & (Needs.NEAR | Needs.NEAR_ALONE | Needs.MIXED))


class Composite:
    """One program a kind of tile."""

    def __init__(self, context: moderngl.Context) -> None:
        alone = TilePass(context, SHADER, {"ALONE": 1})
        kinds = [
            _Kind(TilePass(context, SHADER, {"COPY": 1}), Choice(Needs.COPIED)),
            _Kind(alone, Choice(Needs.FAR_ALONE)),
            _Kind(alone, Choice(Needs.NEAR_ALONE), alone="near_tx"),
            _Kind(alone, Choice(Needs.MIXED), alone="mixed_tx"),
            _Kind(TilePass(context, SHADER, {"FAR": 1}), Choice(EDGE, SMALL)),
        ]
        for choice in (
            Choice(SMALL, NEAR | SMOOTH),
            Choice(SMALL | SMOOTH, NEAR),
            Choice(NEAR, SMALL | Needs.NEAR_ALONE | Needs.MIXED),
            Choice(NEAR | SMALL, Needs.NEAR_ALONE | SMOOTH),
            Choice(NEAR | SMALL | SMOOTH, Needs.NEAR_ALONE),
        ):
            flags = {name: 1 for name, flag in PARTS.items() if flag in choice.wanted}
            kinds.append(_Kind(TilePass(context, SHADER, flags), choice.without(FAR)))
            kinds.append(_Kind(TilePass(context, SHADER, {**flags, "FAR": 1}), choice.with_(FAR)))
        self._kinds = tuple(kinds)

    def draw(self, target: Target, tiles: TileMap, picture: Textures, blurred: Gather, uniforms: Uniforms) -> None:
        """Draw all of `target`."""
        for kind in self._kinds:
            if kind.is_near and not tiles.has_near:
                continue
            for layers, texels, choice in (
                (blurred.fine.textures, 0.5, kind.choice.with_(Needs.HALF)),
                (blurred.coarse.textures, 0.25, kind.choice.without(Needs.HALF)),
            ):
                if choice.wanted & Needs.SMALL and choice.but_not & Needs.HALF:
                    continue  # such cells are always drawn at half size
                inputs = {**picture, **layers, "layer_tx": layers[kind.alone]}
                kind.tile_pass.draw_tiles(target, tiles, choice, inputs, {**uniforms, "u_layer_texels": texels})

    def release(self) -> None:
        """Free the programs."""
        for tile_pass in {kind.tile_pass for kind in self._kinds}:
            tile_pass.release()
