"""A matte's two layers: what stands in front with its coverage, and what is behind made whole. Passes 13 to 22.

Where both are seen in one pixel they are told apart by estimates of both colours (blur-fusion, Forte & Pitié, ICIP
2021); a tile that holds one plane only is that plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import moderngl

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.lamps import Lamps
from livefocus.render.passes.matte_areas import MatteAreas, Tiles, grown
from livefocus.render.passes.runs import RunPass
from livefocus.render.passes.sizes import Size
from livefocus.render.targets import Target, half

KNOWN = "13_matte_known.frag"
LAYER = "22_matte_layer.frag"
KNOWN_FROM_PX = 64.0
"""How far around an edge colours are taken from."""

SIDES = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A layer of one size: what stands in front (or what is behind), and in which tiles."""

    is_front: bool
    scale: int
    tiles: Tiles


class _Estimate:
    """The colours in front and behind around a matte's edges."""

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        quarter = half(half(size))
        sixteenth = half(half(quarter))
        self._known = Target(context, quarter, 3, dtype="f2")
        self._pulled16 = Target(context, sixteenth, 3, linear=True, dtype="f2")
        self._pulled64 = Target(context, half(half(sixteenth)), 3, linear=True, dtype="f2")
        self._estimated = Target(context, quarter, 2, linear=True)
        self._know_both = RunPass(context, KNOWN, size)
        self._know_front = RunPass(context, KNOWN, size, {"PURE": 1, "FRONT": 1})
        self._know_back = RunPass(context, KNOWN, size, {"PURE": 1})
        self._pull16 = FullScreenPass(context, "15_matte_pull.frag")
        self._pull64 = FullScreenPass(context, "15_matte_pull.frag")
        self._estimate = RunPass(context, "17_matte_estimate.frag", size)

    @property
    def textures(self) -> Textures:
        """By the names the shaders have for them."""
        front, back = self._estimated.textures
        return {"front_tx": front, "back_tx": back}

    def draw(self, tiles: Tiles, areas: MatteAreas, inputs: Textures, uniforms: Uniforms) -> None:
        """Estimate within these tiles."""
        self._known.framebuffer.clear()
        around = grown(tiles, KNOWN_FROM_PX)
        for know, where in (
            (self._know_both, areas.both),
            (self._know_front, areas.only_front),
            (self._know_back, areas.only_back),
        ):
            know.choose(around & where)
            know.draw(self._known, inputs, uniforms, scale=4)
        known = _level(self._known)
        self._pull16.draw(self._pulled16, known, {})
        self._pull64.draw(self._pulled64, _level(self._pulled16), {})
        self._estimate.choose(tiles)
        levels = {**known, **_level(self._pulled16, "16"), **_level(self._pulled64, "64")}
        self._estimate.draw(self._estimated, levels, {}, scale=4)

    def release(self) -> None:
        for part in (self._known, self._pulled16, self._pulled64, self._estimated):
            part.release()
        for made in (self._know_both, self._know_front, self._know_back, self._pull16, self._pull64, self._estimate):
            made.release()


def _level(target: Target, level: str = "") -> Textures:
    names = (f"{name}{level}_tx" for name in ("front", "back", "share"))
    return dict(zip(names, target.textures, strict=True))


class MatteLayers:
    """The layers of one picture.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.
    """

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        self._context = context
        self._size = size
        self._estimate = _Estimate(context, size)
        self._lamps = Lamps(context, size)
        self._found: Textures = {}
        self._mixed = {
            (is_front, side): RunPass(context, LAYER, size, {"SIDE": side, **({"FRONT": 1} if is_front else {})})
            for is_front in (True, False)
            for side in SIDES
        }
        self._pure = {side: RunPass(context, LAYER, size, {"SIDE": side, "PURE": 1}) for side in SIDES}
        self._fill = {side: RunPass(context, LAYER, size, {"SIDE": side, "FILL": 1}) for side in SIDES}
        self._targets: dict[tuple[bool, int], Target] = {}

    @property
    def estimates(self) -> Textures:
        """What `estimate` drew."""
        return self._estimate.textures

    def estimate(self, tiles: Tiles, areas: MatteAreas, inputs: Textures, uniforms: Uniforms) -> None:
        """Estimate both colours within tiles, for layers and for what is put together at full size."""
        self._found = self._lamps.find(inputs, uniforms)
        self._estimate.draw(tiles, areas, inputs, uniforms)

    def draw(self, wanted: Wanted, areas: MatteAreas, inputs: Textures, uniforms: Uniforms) -> moderngl.Texture:
        """Draw a layer; what is in front is nothing outside its tiles."""
        target = self._target(wanted)
        textures = {**inputs, **self.estimates, **self._found}
        if wanted.is_front:
            target.framebuffer.clear()
        drawn_where = [
            (self._pure[wanted.scale], areas.only_front if wanted.is_front else areas.only_back),
            (self._mixed[wanted.is_front, wanted.scale], areas.both),
        ]
        if not wanted.is_front:
            drawn_where.append((self._fill[wanted.scale], areas.only_front))
        for drawn, tiles in drawn_where:
            drawn.choose(wanted.tiles & tiles)
            drawn.draw(target, textures, uniforms, wanted.scale)
        return target.textures[0]

    def _target(self, wanted: Wanted) -> Target:
        key = (wanted.is_front, wanted.scale)
        if key not in self._targets:
            self._targets[key] = Target(self._context, scaled(self._size, wanted.scale))
        return self._targets[key]

    def release(self) -> None:
        """Free programs and targets."""
        self._estimate.release()
        for target in self._targets.values():
            target.release()
        self._lamps.release()
        for made in (*self._mixed.values(), *self._pure.values(), *self._fill.values()):
            made.release()


def scaled(size: Size, scale: int) -> Size:
    """Return the size of a target of which a texel stands for 1, 2, 4 or 8 pixels a side."""
    while scale > 1:
        size, scale = half(size), scale // 2
    return size
