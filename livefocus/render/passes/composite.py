"""Puts sharp, softly blurred, far and near together, over the tiles where anything is blurred at all. Pass 60."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import moderngl

from livefocus.render.passes.base import Textures, Uniforms
from livefocus.render.passes.choices import Choice, choose
from livefocus.render.passes.gather import Gather
from livefocus.render.passes.ladder import Needs
from livefocus.render.passes.tiles import TileMap, TilePass
from livefocus.render.quads import shares_quads
from livefocus.render.targets import Target

SHADER = "60_composite.frag"
SMALL, SMOOTH, NEAR, FAR, EDGE = Needs.SMALL, Needs.SMOOTH, Needs.NEAR, Needs.FAR, Needs.EDGE
PARTS = {"SMALL": SMALL, "SMOOTH": SMOOTH, "NEAR": NEAR}


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of tile, the program for it, and which of the blurred layers it shows as it is."""

    tile_pass: TilePass
    choice: Choice
    alone: str
    texels: float

    @property
    def is_near(self) -> bool:
        return self.choice.is_of(Needs.NEAR | Needs.NEAR_ALONE | Needs.MIXED)


def _kinds(tile_pass: TilePass, choice: Choice, alone: str = "far_tx") -> Iterator[_Kind]:
    """Tell apart at which size the layers of a kind are."""
    yield _Kind(tile_pass, choice.with_(Needs.HALF), alone, 0.5)
    if not choice.is_of(SMALL):  # such cells are always drawn at half size
        yield _Kind(tile_pass, choice.without(Needs.HALF), alone, 0.25)


class Composite:
    """One program a kind of tile."""

    def __init__(self, context: moderngl.Context) -> None:
        alone, opaque = (TilePass(context, SHADER, {"ALONE": 1, **more}) for more in ({}, {"OPAQUE": 1}))
        kinds = [
            *_kinds(TilePass(context, SHADER, {"COPY": 1}), choose(Needs.COPIED)),
            *_kinds(opaque, choose(Needs.FAR_ALONE)),
            *_kinds(alone, choose(Needs.NEAR_ALONE), alone="near_tx"),
            *_kinds(opaque, choose(Needs.MIXED), alone="mixed_tx"),
            *_kinds(TilePass(context, SHADER, {"FAR": 1}), choose(EDGE, SMALL)),
        ]
        for choice in (
            choose(SMALL, NEAR | SMOOTH),
            choose(SMALL | SMOOTH, NEAR),
            choose(NEAR, SMALL | Needs.NEAR_ALONE | Needs.MIXED),
            choose(NEAR | SMALL, Needs.NEAR_ALONE | SMOOTH),
            choose(NEAR | SMALL | SMOOTH, Needs.NEAR_ALONE),
        ):
            flags = {name: 1 for name, flag in PARTS.items() if choice.is_of(flag)}
            if choice.is_of(SMALL) and shares_quads(context):
                flags["QUADS"] = 1
            kinds += _kinds(TilePass(context, SHADER, flags), choice.without(FAR))
            kinds += _kinds(TilePass(context, SHADER, {**flags, "FAR": 1}), choice.with_(FAR))
        self._kinds = tuple(kinds)

    def draw(self, target: Target, tiles: TileMap, picture: Textures, blurred: Gather, uniforms: Uniforms) -> None:
        """Draw all of `target`."""
        for kind in self._kinds:
            if kind.is_near and not tiles.has_near:
                continue
            layers = (blurred.fine if kind.texels == 0.5 else blurred.coarse).textures
            inputs = {**picture, **layers, "layer_tx": layers[kind.alone]}
            kind.tile_pass.draw_tiles(target, tiles, kind.choice, inputs, {**uniforms, "u_layer_texels": kind.texels})

    def release(self) -> None:
        """Free the programs."""
        for tile_pass in {kind.tile_pass for kind in self._kinds}:
            tile_pass.release()
