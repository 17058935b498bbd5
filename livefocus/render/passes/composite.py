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
    """A kind of tile, the program for it, and which of the blurred layers it shows as it is.

    Attributes
    ----------
    texels
        Texels of the layers a pixel.
    reads_corners
        Whether it interpolates by itself.
    """

    tile_pass: TilePass
    choice: Choice
    alone: str = "far_tx"
    texels: float = 0.5
    reads_corners: bool = False

    @property
    def is_near(self) -> bool:
        return self.choice.is_of(Needs.NEAR | Needs.NEAR_ALONE | Needs.MIXED)


def _kinds(tile_pass: TilePass, choice: Choice) -> Iterator[_Kind]:
    """Tell apart at which size the layers of a kind are."""
    yield _Kind(tile_pass, choice.with_(Needs.HALF))
    if not choice.is_of(SMALL):  # such cells are always drawn at half size
        yield _Kind(tile_pass, choice.without(Needs.HALF), texels=0.25)


def _alone(context: moderngl.Context) -> Iterator[_Kind]:
    """Tell apart which layer covers all, and at which size."""
    corners = shares_quads(context)
    own: dict[str, int] = {"QUADS": 1} if corners else {}
    for flags, kinds in (
        ({"OPAQUE": 1}, ((Needs.FAR_ALONE, "far_tx"), (Needs.MIXED, "mixed_tx"))),
        ({}, ((Needs.NEAR_ALONE, "near_tx"),)),
    ):
        half, quarter = (TilePass(context, SHADER, {"ALONE": 1, **flags, **more}) for more in ({}, own))
        for needs, layer in kinds:
            yield _Kind(half, choose(needs | Needs.HALF), layer)
            yield _Kind(quarter, choose(needs, Needs.HALF), layer, 0.25, corners)


class Composite:
    """One program a kind of tile."""

    def __init__(self, context: moderngl.Context) -> None:
        self._corners = context.sampler(repeat_x=False, repeat_y=False, filter=(moderngl.NEAREST, moderngl.NEAREST))
        kinds = [
            _Kind(TilePass(context, SHADER, {"COPY": 1}), choose(Needs.COPIED)),
            *_alone(context),
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
            if kind.reads_corners:
                self._corners.use(kind.tile_pass.unit("layer_tx"))
            kind.tile_pass.draw_tiles(target, tiles, kind.choice, inputs, {**uniforms, "u_layer_texels": kind.texels})
            if kind.reads_corners:
                self._corners.clear(kind.tile_pass.unit("layer_tx"))

    def release(self) -> None:
        """Free programs and sampler."""
        self._corners.release()
        for tile_pass in {kind.tile_pass for kind in self._kinds}:
            tile_pass.release()
