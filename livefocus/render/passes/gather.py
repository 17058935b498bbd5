"""From layers to blur: each texel gathers the discs that reach it, narrow ones at half size, wide ones at a quarter.

Passes 40 to 48.
"""

from __future__ import annotations

from functools import partial

import moderngl

from livefocus.render.passes.base import Textures, Uniforms
from livefocus.render.passes.choices import Choice, choose
from livefocus.render.passes.ladder import EVEN_STEPS, NOTHING, Needs
from livefocus.render.passes.layers import Layers
from livefocus.render.passes.opening import OpeningPrograms, Openings, TapSet
from livefocus.render.passes.tiles import LateTilePass, TileMap, TilePass
from livefocus.render.targets import Target, half
from livefocus.state import ApertureState, Quality

# Which program draws which cells of which target. Cells that nobody draws are drawn beside those that somebody does,
# since every target is interpolated; near targets are emptied instead, as nothing reaches there.
FAR_DRAWN = ((Needs.FAR, Needs.NEAR_ALONE),)
FAR_BLUR = choose(Needs.FAR | Needs.FAR_BLUR, Needs.NEAR_ALONE, FAR_DRAWN)
UNCOVERED = choose(Needs.FAR, Needs.FAR_BLUR | Needs.NEAR_ALONE, FAR_DRAWN)
FINE_FAR_DRAWN = ((Needs.HALF | Needs.FAR, Needs.NEAR_ALONE), (Needs.FINE_FAR, NOTHING))
WIDENED_FAR = choose(Needs.HALF | Needs.FAR, Needs.FINE_FAR | Needs.NEAR_ALONE, FINE_FAR_DRAWN)
FINE_FAR = choose(Needs.FINE_FAR, NOTHING, FINE_FAR_DRAWN)
WIDE_NEAR = choose(Needs.COARSE_NEAR)
NEAR_DRAWN = ((Needs.HALF | Needs.COARSE_NEAR, NOTHING), (Needs.FINE_NEAR, NOTHING))
NARROW_NEAR = choose(Needs.FINE_NEAR, Needs.COARSE_NEAR)
WIDENED_NEAR = choose(Needs.HALF | Needs.COARSE_NEAR, Needs.FINE_NEAR, NEAR_DRAWN)
BOTH_NEAR = choose(Needs.FINE_NEAR | Needs.COARSE_NEAR, NOTHING, NEAR_DRAWN)


class BlurSet:
    """Blurred layers of one size: far, and near premultiplied."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self.far, self.near = (Target(context, size, linear=True) for _ in range(2))

    @property
    def textures(self) -> Textures:
        """By the names the shaders have for them."""
        far, near = (target.textures[0] for target in (self.far, self.near))
        return {"far_tx": far, "near_tx": near}

    def release(self) -> None:
        """Free textures."""
        for target in (self.far, self.near):
            target.release()


class Gather:
    """The blurred layers of one picture.

    Attributes
    ----------
    fine, coarse
        Half-size results of the tiles that need them, quarter-size ones of all.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._size = size
        self.fine, self.coarse = BlurSet(context, half(size)), BlurSet(context, half(half(size)))
        self._openings = Openings(partial(OpeningPrograms, context, size))
        self._widen = TilePass(context, "48_widen.frag", size, 2)
        self._uncover = TilePass(context, "44_uncover.frag", size, 4)
        self._rough = Target(context, half(half(size)))
        smooth = partial(LateTilePass, context, "46_smooth.frag", size, 4)
        self._smooth_far, self._smooth_near = smooth({"APART": 1}), smooth({"APART": 1, "NEAR": 1})

    def through(self, aperture: ApertureState, quality: Quality) -> OpeningPrograms:
        """Return programs to draw with: those asked for, or the last ones while they are being made."""
        return self._openings.through(aperture, quality)

    def draw(self, tiles: TileMap, layers: Layers, programs: OpeningPrograms, uniforms: Uniforms) -> None:
        """Gather through an opening, for the tiles that need it.

        Both wide ones first, then both narrow ones, which read them: a driver that waits for what is read, as llvmpipe
        does, waits but once for two.
        """
        fine, coarse = self._at_scale(uniforms, 2), self._at_scale(uniforms, 4)
        if tiles.has_near:
            self._draw_wide_near(tiles, layers, programs, coarse)
        self._draw_wide_far(tiles, layers, programs, coarse)
        if tiles.has_near:
            self._draw_narrow_near(tiles, layers, programs, fine)
        self._draw_narrow_far(tiles, layers, programs, fine)

    def _draw_wide_far(self, tiles: TileMap, layers: Layers, programs: OpeningPrograms, uniforms: Uniforms) -> None:
        target, stages = self.coarse.far, (programs.coarse_far, self._smooth_far)
        even = max(programs.reaches.coarse[-1], EVEN_STEPS * programs.reaches.apart)
        self._draw_coarse(target, stages, tiles, FAR_BLUR, layers, even, uniforms)
        self._uncover.draw_tiles(target, tiles, UNCOVERED, layers.coarse, uniforms)

    def _draw_narrow_far(self, tiles: TileMap, layers: Layers, programs: OpeningPrograms, uniforms: Uniforms) -> None:
        target, inputs = self.fine.far, {**layers.fine, "coarse_tx": self.coarse.far.textures[0]}
        self._widen.draw_tiles(target, tiles, WIDENED_FAR, inputs, uniforms)
        programs.far.draw_tiles(target, tiles, FINE_FAR, inputs, uniforms)

    def _draw_wide_near(self, tiles: TileMap, layers: Layers, programs: OpeningPrograms, uniforms: Uniforms) -> None:
        target, stages = self.coarse.near, (programs.coarse_near, self._smooth_near)
        target.framebuffer.clear()
        self._draw_coarse(target, stages, tiles, WIDE_NEAR, layers, programs.reaches.coarse[-1], uniforms)

    def _draw_narrow_near(self, tiles: TileMap, layers: Layers, programs: OpeningPrograms, uniforms: Uniforms) -> None:
        target, inputs = self.fine.near, {**layers.fine, "coarse_tx": self.coarse.near.textures[0]}
        target.framebuffer.clear()
        programs.near.draw_tiles(target, tiles, NARROW_NEAR, inputs, uniforms)
        self._widen.draw_tiles(target, tiles, WIDENED_NEAR, inputs, uniforms)
        programs.near_both.draw_tiles(target, tiles, BOTH_NEAR, inputs, uniforms)

    def _draw_coarse(
        self,
        target: Target,
        stages: tuple[TapSet, LateTilePass],
        tiles: TileMap,
        choice: Choice,
        layers: Layers,
        even: float,
        uniforms: Uniforms,
    ) -> None:
        """Gather at a quarter of the size; smooth it where discs are wider than what is even by itself, in texels."""
        gather, smooth = stages
        is_wide = tiles.widest_px > 4.0 * even
        rough = self._rough if is_wide else target
        if is_wide:
            rough.framebuffer.clear()
        gather.draw_tiles(rough, tiles, choice, layers.coarse, uniforms)
        if is_wide:
            inputs = {**layers.coarse, "rough_tx": rough.textures[0]}
            smooth.draw_tiles(target, tiles, choice, inputs, uniforms)

    def _at_scale(self, uniforms: Uniforms, scale: int) -> Uniforms:
        """Add the middle in texels of `scale` pixels, which a barrel is seen from."""
        middle = (self._size[0] / (2.0 * scale), self._size[1] / (2.0 * scale))
        return {**uniforms, "u_middle_texels": middle}

    def release(self) -> None:
        """Free programs and targets."""
        for part in (self.fine, self.coarse, self._rough, self._openings):
            part.release()
        for tile_pass in (self._widen, self._uncover, self._smooth_far, self._smooth_near):
            tile_pass.release()
