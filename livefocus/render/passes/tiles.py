"""Sorts the picture into tiles by kind of blur, and draws a program over those that ask for it.

A software rasteriser runs both sides of every `if`; a quad that is not there costs nothing.
"""

from __future__ import annotations

import math
from typing import ClassVar

import moderngl

from livefocus.optics.thin_lens import coc_radius_px
from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.depth import DepthPlane
from livefocus.render.passes.ladder import (
    BLOCK_PX,
    CELL_PX,
    NEAR_MARGIN_PX,
    RANGE_SLACK_PX,
    SHARP_PX,
    SMALL_FROM_PX,
    TILE_PX,
    WORK,
    Needs,
)
from livefocus.render.targets import Target
from livefocus.state import LensState, Quality


def grid(size: tuple[int, int], cell_px: int) -> tuple[int, int]:
    """Return how many cells of `cell_px` cover a picture."""
    return -(-size[0] // cell_px), -(-size[1] // cell_px)


class _Sorter:
    """The programs that know which radius is drawn at which size."""

    def __init__(self, context: moderngl.Context, quality: Quality) -> None:
        self.cells = FullScreenPass(context, "10_cells.frag", WORK[quality].defines)
        self.reach = FullScreenPass(context, "12_reach.frag", WORK[quality].defines)


class TileMap:
    """What each tile of a picture holds and needs: passes 05, 10 and 12.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self.size = size
        self._blocks = Target(context, grid(size, BLOCK_PX), components=2, dtype="f4")
        self._holds = Target(context, grid(size, CELL_PX), dtype="f4")
        self._needs = Target(context, grid(size, TILE_PX), dtype="f4")
        self._blocks_pass = FullScreenPass(context, "05_blocks.frag")
        self._sorters: dict[Quality, _Sorter] = {Quality.NORMAL: _Sorter(context, Quality.NORMAL)}
        self._blocks_are_known = False
        self.has_near = False
        self.widest_px = 0.0

    @property
    def needs(self) -> moderngl.Texture:
        """A texel a tile: bits of `Needs`, then the reaches of 12_reach."""
        return self._needs.textures[0]

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return self._needs.size[0] * self._needs.size[1]

    def forget_depth(self) -> None:
        """Take note that there is a new depth map."""
        self._blocks_are_known = False

    def sort(
        self,
        depth: DepthPlane,
        focus_inverse_depth: float,
        lens: LensState,
        uniforms: Uniforms,
        quality: Quality = Quality.NORMAL,
    ) -> bool:
        """Sort the tiles for a plane of focus; False where nothing is out of it at all.

        Sets `has_near`, whether anything lies in front of the plane of focus, and `widest_px`, the greatest radius.
        """
        nearest, farthest = (
            float(coc_radius_px(end, focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px))
            for end in (depth.greatest, depth.least)
        )
        self.has_near = nearest < -SMALL_FROM_PX + RANGE_SLACK_PX
        self.widest_px = max(-nearest, farthest)
        if self.widest_px <= SHARP_PX:
            return False
        if not self._blocks_are_known:
            self._blocks_pass.draw(self._blocks, {"depth_tx": depth.texture}, {})
            self._blocks_are_known = True
        if quality not in self._sorters:
            self._sorters[quality] = _Sorter(self._blocks_pass.context, quality)
        sorter = self._sorters[quality]
        sorter.cells.draw(self._holds, {"blocks_tx": self._blocks.textures[0]}, uniforms)
        reach = math.ceil((max(-nearest, 0.0) + NEAR_MARGIN_PX) / CELL_PX) + 1
        sorter.reach.draw(self._needs, {"holds_tx": self._holds.textures[0]}, {"u_reach_cells": reach})
        return True

    def release(self) -> None:
        """Free programs and targets."""
        for part in (self._blocks, self._holds, self._needs):
            part.release()
        self._blocks_pass.release()
        for sorter in self._sorters.values():
            sorter.cells.release()
            sorter.reach.release()


class TilePass(FullScreenPass):
    """A fragment shader run over the tiles that ask for it."""

    vertex: ClassVar[str] = "lib/tiles.vert"

    def draw_tiles(
        self,
        target: Target,
        tiles: TileMap,
        wanted: Needs,
        but_not: Needs,
        textures: Textures,
        uniforms: Uniforms,
        scale: int = 1,
        margin: bool = False,
    ) -> None:
        """Draw the tiles that have every flag of `wanted` and none of `but_not`.

        Parameters
        ----------
        scale
            Pixels of the picture a texel of the target stands for: 1, 2 or 4.
        margin
            Go on by a texel into tiles that are not drawn, so that the target can be interpolated across the border.
        """
        width, height = target.size
        across = TILE_PX // scale
        placed: dict[str, float | int | tuple[float, ...]] = {
            **uniforms,
            "u_mask": (wanted | but_not).value,
            "u_wanted": wanted.value,
            "u_tile_clip": (2.0 * across / width, 2.0 * across / height),
            "u_margin_clip": (2.0 / width, 2.0 / height) if margin else (0.0, 0.0),
        }
        self._bind(target, {**textures, "needs_tx": tiles.needs}, placed)
        self._vertices.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=tiles.count)
