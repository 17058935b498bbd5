"""Lists of tiles by what is to be drawn for them, and a program drawn over one of the lists.

A software rasteriser runs both sides of every `if`; a tile that is not listed costs nothing. Tiles are drawn as points,
squares of one cell up to four by four: a vertex each, and no diagonal along which a quad's two triangles shade twice.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, NamedTuple

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.optics.thin_lens import coc_radius_px
from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.cells import Cells, Reaches, sort_cells
from livefocus.render.passes.depth import DepthImage
from livefocus.render.passes.ladder import CELL_PX, NOTHING, RANGE_SLACK_PX, SHARP_PX, SMALL_FROM_PX, WORK, Needs
from livefocus.render.passes.ranges import over_squares
from livefocus.render.passes.runs import tile_grid
from livefocus.render.targets import Target
from livefocus.state import LensState, Quality

SIDES = (4, 2, 1)
"""Of tiles, in cells."""
BIG = SIDES[0]
TILE_BYTES = 8
SIDE_BITS = 4
EXISTS = 1 << 31
"""A bit that every cell of the picture has, and none of those that only fill the last tile up."""


class Choice(NamedTuple):
    """Which cells a program is drawn over; whole numbers, since it is looked up at every draw. See `choose`.

    Attributes
    ----------
    wanted, but_not
        Values of `Needs`: those that have every flag of the first and none of the second.
    beyond
        Where not empty: also their neighbours that have none of these, each a (wanted, but_not) again: so that a target
        can be interpolated across the border to cells that nobody draws.
    """

    wanted: int
    but_not: int
    beyond: tuple[tuple[int, int], ...]

    def with_(self, flags: Needs) -> Choice:
        """Return those of them that have some more flags."""
        return self._replace(wanted=self.wanted | flags.value)

    def without(self, flags: Needs) -> Choice:
        """Return those of them that have none of some flags."""
        return self._replace(but_not=self.but_not | flags.value)

    def is_of(self, flags: Needs) -> bool:
        """Tell whether all of them have one of some flags at least."""
        return self.wanted & flags.value != 0


def choose(wanted: Needs, but_not: Needs = NOTHING, beyond: tuple[tuple[Needs, Needs], ...] = ()) -> Choice:
    """Choose cells by what they need."""
    return Choice(wanted.value, but_not.value, tuple((has.value, lacks.value) for has, lacks in beyond))


class TileMap:
    """What each cell of a picture needs, and the lists made of it.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.

    Attributes
    ----------
    has_near
        Whether anything lies in front of the plane of focus.
    widest_px
        The greatest radius.
    tiles
        Buffer of all lists, as `shaders/lib/tiles.vert` reads it: column, row, side and steps, 16 bits each.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self.cells = tile_grid(size)
        self.has_near = False
        self.widest_px = 0.0
        context.enable(moderngl.PROGRAM_POINT_SIZE)
        self.tiles = context.buffer(reserve=8 * self.cells[0] * self.cells[1] * TILE_BYTES, dynamic=True)
        self._choices: dict[Choice, tuple[int, int]] = {}
        self._sorted: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None = None
        self._depth: DepthImage | None = None
        self._seen: tuple[float, float, float, Quality, Reaches] | None = None

    def sort(
        self, depth: DepthImage, focus_inverse_depth: float, lens: LensState, quality: Quality, reaches: Reaches
    ) -> bool:
        """Sort the cells for a plane of focus; False where nothing is out of it at all. See `sort_cells`.

        Where neither depth nor focus has changed since the last picture the lists are what they were.
        """
        seen = (focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px, quality, reaches)
        if self._depth is depth and self._seen == seen:
            return self.widest_px > SHARP_PX
        self._depth, self._seen = depth, seen
        nearest, farthest = (
            float(coc_radius_px(end, focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px))
            for end in (depth.greatest, depth.least)
        )
        self.has_near = nearest < -SMALL_FROM_PX + RANGE_SLACK_PX
        self.widest_px = max(-nearest, farthest)
        if self.widest_px <= SHARP_PX:
            return False
        cells = sort_cells(depth.ranges, focus_inverse_depth, lens, WORK[quality], reaches)
        self._sorted = _padded(cells.needs | np.uint32(EXISTS)), _padded(_steps(cells))
        self._list(tuple(self._choices))
        return True

    def chosen(self, choice: Choice) -> tuple[int, int]:
        """Return first and number of the tiles in `tiles`: chosen once a picture, all together from the second on."""
        if choice not in self._choices:
            self._list((*self._choices, choice))
        return self._choices[choice]

    def _list(self, choices: tuple[Choice, ...]) -> None:
        if self._sorted is None or not choices:
            return
        tiles, counts = _tiles(_select(self._sorted[0], choices), self._sorted[1])
        firsts = np.cumsum(counts) - counts
        self._choices = dict(zip(choices, zip(firsts.tolist(), counts.tolist(), strict=True), strict=True))
        self._write(tiles)

    def _write(self, tiles: NDArray[np.uint16]) -> None:
        if tiles.nbytes > self.tiles.size:
            self.tiles.orphan(2 * tiles.nbytes)
        else:
            self.tiles.orphan()
        self.tiles.write(tiles)

    def release(self) -> None:
        """Free the buffer."""
        self.tiles.release()


def _steps(cells: Cells) -> NDArray[np.uint32]:
    """Pack texels from tap to tap: six bits each, behind and in front, of the gather and of the smoothing before it."""
    parts = (cells.far_steps, cells.near_steps, cells.far_smooth, cells.near_smooth)
    return np.asarray(sum(part.astype(np.uint32) << 6 * number for number, part in enumerate(parts)), np.uint32)


def _padded(cells: NDArray[Any]) -> NDArray[Any]:
    rows, columns = (-(-count // BIG) * BIG for count in cells.shape)
    padded = np.zeros((rows, columns), cells.dtype)
    padded[: cells.shape[0], : cells.shape[1]] = cells
    return padded


def _select(needs: NDArray[np.uint32], choices: tuple[Choice, ...]) -> NDArray[np.bool_]:
    """Return the cells of each choice, `(choices, rows, columns)`."""
    chosen = _having(needs, tuple(each[:2] for each in choices))
    grown = [number for number, choice in enumerate(choices) if choice.beyond]
    for number, more in zip(grown, _grown(chosen[grown]), strict=True):
        chosen[number] |= more & ~_having(needs, choices[number].beyond).any(axis=0) & (needs != 0)
    return chosen


def _having(needs: NDArray[np.uint32], flags: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    masks, values = _bits(flags)
    return np.asarray((needs & masks) == values)


@cache
def _bits(flags: tuple[tuple[int, int], ...]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    masks = np.array([EXISTS | wanted | but_not for wanted, but_not in flags], np.uint32)
    values = np.array([EXISTS | wanted for wanted, _ in flags], np.uint32)
    return masks[:, None, None], values[:, None, None]


def _grown(cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return cells `(n, rows, columns)` and all that touch them."""
    grown = cells.copy()
    grown[:, 1:] |= cells[:, :-1]
    grown[:, :-1] |= cells[:, 1:]
    across = grown.copy()
    grown[..., 1:] |= across[..., :-1]
    grown[..., :-1] |= across[..., 1:]
    return grown


def _tiles(chosen: NDArray[np.bool_], steps: NDArray[np.uint32]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Return tiles that cover each choice's cells, one choice after the other, and how many each has.

    uint16 `(n, 4)` as in `TileMap.tiles`: the largest where they fit, then those half as large, the rest cell by cell.
    """
    found = []
    for side in SIDES:
        whole, widest = chosen, steps
        if side > 1:
            whole = over_squares(np.logical_and, chosen, side)
            widest = _widest(steps, side)
            chosen = chosen & ~whole.repeat(side, 1).repeat(side, 2)
        found.append(_places(whole, widest, side))
    owner = np.concatenate([owners for owners, _ in found])
    tiles = np.concatenate([places for _, places in found])
    return tiles[np.argsort(owner, kind="stable")], np.bincount(owner, minlength=len(chosen))


def _widest(steps: NDArray[np.uint32], side: int) -> NDArray[np.uint32]:
    """Return the widest of each of the packed steps, square by square."""
    widest = np.zeros((steps.shape[0] // side, steps.shape[1] // side), np.uint32)
    for bits in range(0, 24, 6):
        part = steps & np.uint32(63 << bits)
        widest |= over_squares(np.maximum, part, side)
    return widest


def _places(
    where: NDArray[np.bool_], steps: NDArray[np.uint32], side: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Return to which choice each chosen place belongs, and its tile."""
    cells = where.shape[1] * where.shape[2]
    choices, cell = np.divmod(np.flatnonzero(where).astype(np.uint32), np.uint32(cells))
    rows, columns = np.divmod(cell, np.uint32(where.shape[2]))
    places = np.empty((len(cell), 4), np.uint16)
    tapped = steps[rows, columns]
    places[:, 0], places[:, 1] = columns * side, rows * side
    places[:, 2] = side + (tapped >> 12 << SIDE_BITS)
    places[:, 3] = tapped & 0xFFF
    return choices.astype(np.uint8), places


class TilePass(FullScreenPass):
    """A fragment shader run over the tiles that ask for it."""

    vertex: ClassVar[str] = "lib/tiles.vert"

    def _adopt(self, program: moderngl.Program) -> None:
        super()._adopt(program)
        self._over: moderngl.Buffer | None = None

    def draw_tiles(
        self, target: Target, tiles: TileMap, choice: Choice, textures: Textures, uniforms: Uniforms, scale: int = 1
    ) -> None:
        """Draw the tiles of a choice; `scale` is how many pixels of the picture a texel of the target stands for."""
        first, count = tiles.chosen(choice)
        if not count:
            return
        if self._over is not tiles.tiles:
            self._vertices.release()
            self._vertices = self.context.vertex_array(self._program, [(tiles.tiles, "4u2", "in_tile")])
            self._over = tiles.tiles
        columns, rows = tiles.cells
        texels = CELL_PX // scale
        self._bind(target, textures, {**uniforms, "u_cell_texels": float(texels), "u_cells": (columns, rows)})
        # whole cells, also where the picture ends within one: a point is drawn if its middle is within the viewport
        target.framebuffer.viewport = (0, 0, columns * texels, rows * texels)
        self._vertices.render(moderngl.POINTS, vertices=count, first=first)
        target.framebuffer.viewport = (0, 0, *target.size)
