"""Puts sharp, softly blurred, far and near together, over the tiles where anything is blurred at all. Pass 60."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import moderngl

from livefocus.render.passes.base import Textures, Uniforms
from livefocus.render.passes.cells import TIERS
from livefocus.render.passes.choices import Choice, choose
from livefocus.render.passes.gather import Gather
from livefocus.render.passes.ladder import Needs
from livefocus.render.passes.sizes import SIZE_AT, Size
from livefocus.render.passes.tiles import TileMap, TilePass
from livefocus.render.quads import shares_quads
from livefocus.render.targets import Target, make_sampler

SHADER = "60_composite.frag"
SMALL, SMOOTH, NEAR, FAR, EDGE = Needs.SMALL, Needs.SMOOTH, Needs.NEAR, Needs.FAR, Needs.EDGE
PARTS = {"SMALL": SMALL, "SMOOTH": SMOOTH, "NEAR": NEAR}
LAYERS = ("far_tx", "near_tx", "layer_tx")
READ_LAYERS = {"ALONE", "MIXED", "NEAR", "FAR"}
INTERPOLATED = {"CORNERS", "NARROW"}
"""Where the shader interpolates layers itself."""
ONE_LAYER = (("ALONE",), ("NEAR",))
"""Where nothing else is worked out, four readings take no longer than three and what is handed over in a quad."""
COPIED = choose(Needs.COPIED)
COPIED_WHOLE = 0.1
"""From this part of a picture on it is quicker to copy all of it before than to draw copies of some of its cells."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of tile, the program for it, and which of the blurred layers it shows as it is.

    Attributes
    ----------
    texel_px
        How many pixels wide a texel of the layers is.
    """

    tile_pass: TilePass
    choice: Choice
    texel_px: int = 2
    alone: str = "far_tx"


class _Programs:
    """The shader's variants, each built once."""

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        self._sharing = (("QUADS",), ("CORNERS",)) if shares_quads(context) else ((), ())
        self._make = partial(TilePass, context, SHADER, size, 1)
        self._corners = make_sampler(context)
        self._passes: dict[tuple[int, frozenset[str]], TilePass] = {}

    def of(self, *flags: str, texel_px: int = 2) -> TilePass:
        known = texel_px, frozenset(flags)
        if known not in self._passes:
            made = self._passes[known] = self._make(
                {**dict.fromkeys(flags, 1), "LAYER_PX": texel_px, "LAYER_SIZE": SIZE_AT[texel_px]}
            )
            made.samplers = {} if INTERPOLATED.isdisjoint(flags) else dict.fromkeys(LAYERS, self._corners)
        return self._passes[known]

    def kinds(self, choice: Choice, *flags: str, alone: str = "far_tx") -> Iterator[_Kind]:
        """Tell apart at which size the layers of a kind are, where it reads any."""
        quads, corners = self._sharing
        if choice.is_of(SMALL):
            flags += quads
        if READ_LAYERS.isdisjoint(flags):
            yield _Kind(self.of(*flags), choice)
            return
        # at half size all discs are narrow; a pixel that is taken whole, never mixed, is taken by its code
        narrow = () if flags == ("FAR",) else ("NARROW",)
        shared = () if not narrow or flags in ONE_LAYER else quads
        yield _Kind(self.of(*flags, *narrow, *shared), choice.with_(Needs.HALF), alone=alone)
        yield _Kind(self.of(*flags, *corners, texel_px=4), choice.without(Needs.HALF), 4, alone)

    def alone(self, choice: Choice, tiers: tuple[Needs, Needs], layer: str) -> Iterator[_Kind]:
        """Tell apart, where a layer is seen as it is, for how narrow discs it is to be interpolated in light."""
        half, quarter = self.kinds(choice, "ALONE", alone=layer)
        _, corners = self._sharing
        narrow = self.of("ALONE", "NARROW", *corners, texel_px=4)
        many, more = tiers
        yield half
        yield replace(quarter, tile_pass=narrow, choice=quarter.choice.without(many | more))
        yield replace(quarter, choice=quarter.choice.with_(many))
        yield replace(quarter, choice=quarter.choice.with_(more).without(many))

    def release(self) -> None:
        self._corners.release()
        for tile_pass in self._passes.values():
            tile_pass.release()


def _parts_of(choice: Choice) -> tuple[str, ...]:
    return tuple(name for name, flag in PARTS.items() if choice.is_of(flag))


class Composite:
    """One program a kind of tile."""

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        self._programs = programs = _Programs(context, size)
        (self._copy,) = programs.kinds(COPIED, "COPY")
        kinds = [
            *programs.alone(choose(Needs.FAR_ALONE), TIERS[0], "far_tx"),
            *programs.alone(choose(Needs.NEAR_ALONE), TIERS[1], "near_tx"),
            *programs.kinds(choose(Needs.MIXED), "MIXED"),
            *programs.kinds(choose(EDGE, SMALL), "FAR"),
        ]
        for choice in (
            choose(SMALL | SMOOTH, NEAR),
            choose(SMALL, NEAR | SMOOTH),
            choose(NEAR, SMALL | Needs.NEAR_ALONE | Needs.MIXED),
            choose(NEAR | SMALL | SMOOTH, Needs.NEAR_ALONE),
        ):
            kinds += programs.kinds(choice.without(FAR), *_parts_of(choice))
            kinds += programs.kinds(choice.with_(FAR), *_parts_of(choice), "FAR")
        # a far layer that nothing of a cell is taken from does no harm, and these are few: a program less is worth more
        kinds += programs.kinds(choose(NEAR | SMALL, Needs.NEAR_ALONE | SMOOTH), "SMALL", "NEAR", "FAR")
        self._kinds = tuple(kinds)
        in_front = NEAR | Needs.NEAR_ALONE | Needs.MIXED
        self._without_near = tuple(kind for kind in kinds if not kind.choice.is_of(in_front))

    def is_mostly_sharp(self, tiles: TileMap) -> bool:
        """Tell whether so much of a picture is in focus that all of it is to be copied before."""
        return tiles.share_of(COPIED) > COPIED_WHOLE

    def draw(
        self,
        target: Target,
        tiles: TileMap,
        picture: Textures,
        blurred: Gather,
        uniforms: Uniforms,
        is_copied: bool,
    ) -> None:
        """Draw all of `target`; what is sharp is there already where the whole picture has been copied."""
        inputs = {
            (texel_px, alone): {**picture, **layers, "layer_tx": layer}
            for texel_px, layers in ((2, blurred.fine.textures), (4, blurred.coarse.textures))
            for alone, layer in layers.items()
        }
        kinds = self._kinds if tiles.has_near else self._without_near
        for kind in kinds if is_copied else (self._copy, *kinds):
            kind.tile_pass.draw_tiles(target, tiles, kind.choice, inputs[kind.texel_px, kind.alone], uniforms)

    def release(self) -> None:
        """Free the programs."""
        self._programs.release()
