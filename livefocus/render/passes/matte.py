"""The lens where depth is a matte: two planes, drawn apart and laid over each other again. Passes 13 to 62.

With a soft matte α a pixel may show both planes, as hair does. What stands in front is blurred with its coverage, what
is behind is made whole and blurred by itself: `D(αF) + (1 − D(α)) · D(B)`. That is exact where one of the planes is in
focus, up to how well F and B are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel, MattePlanes
from livefocus.optics.thin_lens import point_radius_px
from livefocus.render.gpu_timer import GpuTimer
from livefocus.render.passes.base import Textures, Uniforms
from livefocus.render.passes.depth import DepthImage
from livefocus.render.passes.ladder import SHARP_PX
from livefocus.render.passes.matte_areas import MatteAreas, Tiles, coverage_scale, grown
from livefocus.render.passes.matte_blur import Blurred, MatteBlur, MattePrograms
from livefocus.render.passes.matte_layers import MatteLayers, Wanted
from livefocus.render.passes.runs import RunPass
from livefocus.render.targets import Target, written
from livefocus.state import LensState, Quality

COMPOSITE = "62_matte_composite.frag"
SOFT_FROM_PX = 4.0
"""Planes blurred by so much need not add up to the picture any more (`shaders/lib/matte.glsl`)."""


@dataclass(frozen=True, slots=True)
class _Plane:
    """One of the two planes: how far out of focus, where it is seen, and the layer it is drawn from."""

    name: str
    radius_px: float
    seen: Tiles
    layer: Tiles

    @property
    def is_sharp(self) -> bool:
        return abs(self.radius_px) <= SHARP_PX


class MatteLens:
    """Draws pictures whose depth is a matte.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the pictures.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._planes = MattePlanes()
        self._areas = MatteAreas(size)
        self._doubt = written(context, None, self._areas.doubt[..., None])
        self._layers = MatteLayers(context, size)
        self._blur = MatteBlur(context, size)
        self._alone = RunPass(context, COMPOSITE, size, {"ALONE": 1})
        self._bare = RunPass(context, COMPOSITE, size, {"FRONT": 1, "BARE": 1})
        kinds = {(True, True): ("FRONT", "BACK"), (True, False): ("FRONT", "HALF_SHARP")}
        kinds[False, True] = ("BACK", "HALF_SHARP")
        self._both = {
            is_soft: RunPass(context, COMPOSITE, size, dict.fromkeys(flags, 1)) for is_soft, flags in kinds.items()
        }

    def take(self, matte: NDArray[np.float32], edges: EdgeModel | None, planes: MattePlanes) -> None:
        """Take note of a new matte, float32 `(height, width)` of any size, as inverse depth."""
        self._planes = planes
        self._areas.take(matte, edges, planes)
        self._doubt = written(self._context, self._doubt, self._areas.doubt[..., None])

    def draw(
        self,
        target: Target,
        picture: moderngl.Texture,
        depth: DepthImage,
        focus_inverse_depth: float,
        lens: LensState,
        quality: Quality,
        timer: GpuTimer,
    ) -> None:
        """Draw over `target`, which holds the sharp picture already; `depth` is the matte as inverse depth."""
        inputs = {"picture_tx": picture, "depth_tx": depth.texture, "doubt_tx": self._doubt}
        front, back = self._seen(focus_inverse_depth, lens)
        programs = self._blur.through(lens.aperture, quality)
        if front.is_sharp and back.is_sharp:
            return
        uniforms: Uniforms = {
            "u_coverage": coverage_scale(self._planes),
            "u_highlight_gain": lens.highlight_gain,
            "u_free": _softness(front),
            "u_lamps_behind": _softness(back),
            **depth.uniforms,
        }
        soft = [plane for plane in (front, back) if not plane.is_sharp]
        with timer.stage("layers"):
            layers = self._draw_layers(soft, front, back, programs, inputs, uniforms)
        with timer.stage("gather"):
            blurred = {
                plane.name: self._blur.draw(plane.name, layers[plane.name], plane.radius_px, programs, plane.seen)
                for plane in soft
            }
        with timer.stage("composite"):
            self._put_together(target, front, back, blurred, {**inputs, **self._layers.estimates}, uniforms)

    def _seen(self, focus: float, lens: LensState) -> tuple[_Plane, _Plane]:
        """Return both planes; each is seen where it is and as far as blur carries it, or bares what is behind."""
        near_px, far_px = (
            point_radius_px(end, focus, lens.blur_px, lens.max_coc_radius_px)
            for end in (self._planes.near, self._planes.far)
        )
        front, back = self._areas.front, self._areas.back
        if abs(near_px) > SHARP_PX:
            front, back = grown(front, abs(near_px)), grown(back, abs(near_px))
        return (
            _Plane("front", near_px, front, self._areas.front),
            _Plane("back", far_px, back, grown(grown(back, abs(far_px)), abs(far_px) / 4.0)),
        )

    def _draw_layers(
        self,
        soft: Sequence[_Plane],
        front: _Plane,
        back: _Plane,
        programs: MattePrograms,
        picture: Textures,
        uniforms: Uniforms,
    ) -> dict[str, dict[int, moderngl.Texture]]:
        """Draw each plane that is out of focus at the sizes it is gathered at."""
        uncertain = self._areas.front & back.layer & grown(front.seen, abs(back.radius_px))
        self._layers.estimate(grown(uncertain, 0.0), self._areas, picture, uniforms)
        layers: dict[str, dict[int, moderngl.Texture]] = {}
        for plane in soft:
            share = programs.share_for(abs(plane.radius_px))
            scales = {share.rung.scale} | ({share.coarser.scale} if share.of_coarser > 0.0 else set())
            placed = {**uniforms, "u_radius_px": abs(plane.radius_px)}
            layers[plane.name] = {
                scale: self._layers.draw(
                    Wanted(plane.name == "front", scale, plane.layer), self._areas, picture, placed
                )
                for scale in scales
            }
        return layers

    def _put_together(
        self,
        target: Target,
        front: _Plane,
        back: _Plane,
        blurred: dict[str, Blurred],
        inputs: Textures,
        uniforms: Uniforms,
    ) -> None:
        """Draw tiles that show one plane as it is, and those that show both."""
        for name, tiles in (("front", front.seen & ~back.seen), ("back", back.seen & ~front.seen)):
            if layer := blurred.get(name):
                self._draw_alone(target, layer, tiles)
        seen = front.seen & back.seen
        if len(blurred) == 2 and (both := self._blur.over(blurred["front"], blurred["back"], seen)):
            self._draw_alone(target, both, seen)
            return
        textures, placed = dict(inputs), dict(uniforms)
        for name, layer in blurred.items():
            textures[f"{name}_layer_tx"] = layer.texture
            placed[f"u_{name}_texels"] = layer.texels
        if back.is_sharp:
            touched = self._areas.front if self._doubt.size == (1, 1) else grown(self._areas.front, 0.0)
            self._bare.choose(seen & ~touched)
            self._bare.draw(target, textures, placed)
            seen = seen & touched
        composite = self._both[not front.is_sharp, not back.is_sharp]
        composite.choose(seen)
        composite.draw(target, textures, placed)

    def _draw_alone(self, target: Target, layer: Blurred, tiles: Tiles) -> None:
        self._alone.choose(tiles)
        self._alone.draw(target, {"front_layer_tx": layer.texture}, {"u_front_texels": layer.texels})

    def release(self) -> None:
        """Free programs and targets."""
        self._doubt.release()
        self._layers.release()
        self._blur.release()
        for made in (self._alone, self._bare, *self._both.values()):
            made.release()


def _softness(plane: _Plane) -> float:
    return min(max(abs(plane.radius_px) - SHARP_PX, 0.0) / SOFT_FROM_PX, 1.0)
