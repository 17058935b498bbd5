"""Lists of tiles by what is to be drawn for them, and a program drawn over one of the lists.

A software rasteriser runs both sides of every `if`; a tile that is not listed costs nothing. Tiles are drawn as points,
squares of one cell up to four by four: a vertex each, and no diagonal along which a quad's two triangles shade twice.
"""

from __future__ import annotations

from functools import partial
from itertools import accumulate
from typing import ClassVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.optics.thin_lens import point_radius_px
from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.cells import Cells, Reaches, sort_cells
from livefocus.render.passes.choices import WORD_BITS, Choice, Chooser
from livefocus.render.passes.depth import DepthImage
from livefocus.render.passes.ladder import CELL_PX, RANGE_SLACK_PX, SHARP_PX, SMALL_FROM_PX, WORK
from livefocus.render.passes.runs import tile_grid
from livefocus.render.passes.sizes import SIZE_AT, Size, size_defines
from livefocus.render.passes.squares import SIDE_BITS, tiles_of
from livefocus.render.program import Defines
from livefocus.render.targets import Target
from livefocus.state import LensState, Quality

TILE_BYTES = 8
SIDE_MASK = (1 << SIDE_BITS) - 1


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
        self._choices: dict[Choice, int] = {}
        self._firsts: list[int] = []
        self._counts: list[int] = []
        self._choosers: tuple[Chooser, ...] = ()
        self._listed = np.empty((0, 4), np.uint16)
        self._sorted: Cells
        self._depth: DepthImage | None = None
        self._seen: tuple[float, float, float, Quality, Reaches] | None = None

    def measure(self, depth: DepthImage, focus_inverse_depth: float, lens: LensState) -> bool:
        """Tell how wide the widest discs are, and on which side; False where nothing is out of focus at all."""
        nearest, farthest = (
            point_radius_px(end, focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px)
            for end in (depth.greatest, depth.least)
        )
        self.has_near = nearest < -SMALL_FROM_PX + RANGE_SLACK_PX
        self.widest_px = max(-nearest, farthest)
        return self.widest_px > SHARP_PX

    def sort(
        self, depth: DepthImage, focus_inverse_depth: float, lens: LensState, quality: Quality, reaches: Reaches
    ) -> None:
        """Sort the cells for a plane of focus. See `sort_cells`.

        Where neither depth nor focus has changed since the last picture the lists are what they were.
        """
        seen = (focus_inverse_depth, lens.blur_px, lens.max_coc_radius_px, quality, reaches)
        if self._depth is depth and self._seen == seen:
            return
        self._depth, self._seen = depth, seen
        self._sorted = sort_cells(depth.relief, focus_inverse_depth, lens, WORK[quality], reaches)
        self._list()

    def chosen(self, choice: Choice) -> tuple[int, int]:
        """Return first and number of the tiles in `tiles`: what is new is listed by itself, from then on with all."""
        if choice not in self._choices:
            tiles, _ = self._tiles_of(Chooser((choice,), self._sorted.told))
            self._choices[choice] = len(self._choices)
            self._firsts.append(len(self._listed))
            self._counts.append(len(tiles))
            self._choosers = ()
            self._write(np.concatenate((self._listed, tiles)))
        number = self._choices[choice]
        return self._firsts[number], self._counts[number]

    def share_of(self, choice: Choice) -> float:
        """Return how much of the picture is chosen."""
        first, count = self.chosen(choice)
        sides = (self._listed[first : first + count, 2] & SIDE_MASK).astype(np.int64)
        return int(sides.dot(sides)) / (self.cells[0] * self.cells[1])

    def _list(self) -> None:
        if not self._choices:
            return
        if not self._choosers:
            known = tuple(self._choices)
            starts = range(0, len(known), WORD_BITS)
            told = self._sorted.told
            self._choosers = tuple(Chooser(known[start : start + WORD_BITS], told) for start in starts)
        lists = [self._tiles_of(chooser) for chooser in self._choosers]
        self._counts = [count for _, counts in lists for count in counts.tolist()]
        self._firsts = list(accumulate(self._counts, initial=0))[:-1]
        self._write(lists[0][0] if len(lists) == 1 else np.concatenate([tiles for tiles, _ in lists]))

    def _tiles_of(self, chooser: Chooser) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        cells = self._sorted
        return tiles_of(chooser.words(cells.codes), chooser.count, cells.steps)

    def _write(self, tiles: NDArray[np.uint16]) -> None:
        self._listed = tiles
        if tiles.nbytes > self.tiles.size:
            self.tiles.orphan(2 * tiles.nbytes)
        else:
            self.tiles.orphan()
        self.tiles.write(tiles)

    def release(self) -> None:
        """Free the buffer."""
        self.tiles.release()


class TilePass(FullScreenPass):
    """A fragment shader run over the tiles that ask for it.

    Parameters
    ----------
    context, fragment, defines
        As for any pass.
    size
        `(width, height)` of the picture.
    scale
        How many pixels of it a texel of the target stands for.
    """

    vertex: ClassVar[str] = "lib/tiles.vert"

    def __init__(
        self, context: moderngl.Context, fragment: str, size: Size, scale: int, defines: Defines | None = None
    ) -> None:
        texels = CELL_PX // scale
        columns, rows = tile_grid(size)
        # whole cells, also where the picture ends within one: a point is drawn if its middle is within the viewport
        self._box = (0, 0, columns * texels, rows * texels)
        own: Defines = {"TARGET_SIZE": SIZE_AT[scale], "CELL_TEXELS": float(texels), "TEXEL_PX": float(scale)}
        super().__init__(context, fragment, {**size_defines(size), **own, **(defines or {})})

    def _adopt(self, program: moderngl.Program) -> None:
        super()._adopt(program)
        self._over: moderngl.Buffer | None = None

    def draw_tiles(
        self, target: Target, tiles: TileMap, choice: Choice, textures: Textures, uniforms: Uniforms
    ) -> None:
        """Draw the tiles of a choice."""
        first, count = tiles.chosen(choice)
        if not count:
            return
        if self._over is not tiles.tiles:
            self._vertices.release()
            self._vertices = self.context.vertex_array(self._program, [(tiles.tiles, "4u2", "in_tile")])
            self._over = tiles.tiles
        self._bind(target, textures, uniforms, self._box)
        self._render(moderngl.POINTS, vertices=count, first=first)


class LateTilePass:
    """A `TilePass` that most pictures have no tile for: its program is made when there is one.

    A program takes a megabyte and more of a software rasteriser's memory, drawn with or not.

    Parameters
    ----------
    context, fragment, size, scale, defines
        As for a `TilePass`.
    """

    def __init__(
        self, context: moderngl.Context, fragment: str, size: Size, scale: int, defines: Defines | None = None
    ) -> None:
        self._make = partial(TilePass, context, fragment, size, scale, defines)
        self._made: TilePass | None = None

    @property
    def is_made(self) -> bool:
        """Whether it has been drawn with."""
        return self._made is not None

    def make(self) -> TilePass:
        """Make the program, where it is not yet; raises `ShaderCompileError`."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def draw_tiles(
        self, target: Target, tiles: TileMap, choice: Choice, textures: Textures, uniforms: Uniforms
    ) -> None:
        """Draw the tiles of a choice."""
        if self.is_made or tiles.chosen(choice)[1]:
            self.make().draw_tiles(target, tiles, choice, textures, uniforms)

    def release(self) -> None:
        """Free the program."""
        if self._made is not None:
            self._made.release()
            self._made = None
