"""A program drawn over tiles that the processor chose: a quad a run of them costs less than a quad a tile.

Runs below one another that begin and end alike are one quad: a software rasteriser shades the blocks along a quad's
diagonal twice, so that the same tiles are a tenth cheaper as fewer, taller quads.
"""

from __future__ import annotations

from typing import ClassVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.ladder import CELL_PX
from livefocus.render.program import Defines
from livefocus.render.targets import Target

TILE_PX = CELL_PX
"""Side of the tiles that are drawn or left alone."""

RUN_BYTES = 16


class RunPass(FullScreenPass):
    """A fragment shader over those tiles of a picture that were chosen.

    Parameters
    ----------
    context, fragment, defines
        As for any pass.
    size
        `(width, height)` of the picture.
    """

    vertex: ClassVar[str] = "lib/tile_runs.vert"

    def __init__(
        self, context: moderngl.Context, fragment: str, size: tuple[int, int], defines: Defines | None = None
    ) -> None:
        columns, rows = tile_grid(size)
        self._runs = context.buffer(reserve=columns * rows * RUN_BYTES, dynamic=True)
        self.count = 0
        super().__init__(context, fragment, defines)

    def _adopt(self, program: moderngl.Program) -> None:
        super()._adopt(program)
        self._vertices.release()
        self._vertices = self.context.vertex_array(program, [(self._runs, "4f/i", "in_run")])

    def choose(self, tiles: NDArray[np.bool_]) -> None:
        """Choose the tiles `(rows, columns)` to be drawn from now on."""
        runs = runs_of(tiles)
        self.count = len(runs)
        if self.count:
            self._runs.orphan()  # a GPU may still read the last list: it keeps that, and nobody waits
            self._runs.write(runs)

    def draw(self, target: Target, textures: Textures, uniforms: Uniforms, scale: int = 1, beside: int = 1) -> None:
        """Draw the chosen tiles of `target`, of which a texel is `scale` pixels high and `beside` times as wide."""
        if not self.count:
            return
        width, height = target.size
        across = 2.0 * TILE_PX / scale
        self._bind(target, textures, {**uniforms, "u_tile_clip": (across / (width * beside), across / height)})
        self._render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self.count)

    def release(self) -> None:
        """Free program and list."""
        super().release()
        self._runs.release()


def tile_grid(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many tiles a picture `(width, height)` has across and down."""
    return -(-size[0] // TILE_PX), -(-size[1] // TILE_PX)


def runs_of(tiles: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return rectangles that cover the `True` ones once: float32 `(runs, 4)`: first column, row, columns, rows."""
    across = tiles.shape[1] + 1  # a column more, which is never chosen: no run goes on in the next row
    held = np.zeros(tiles.shape[0] * across + 1, np.bool_)
    held[1:].reshape(-1, across)[:, :-1] = tiles
    ends = np.flatnonzero(held[1:] != held[:-1])
    rows, first = np.divmod(ends[::2], across)
    count = ends[1::2] - ends[::2]
    alike = first * across + count
    order = np.argsort(alike, kind="stable")
    rows, first, count, alike = (each[order] for each in (rows, first, count, alike))
    is_new = np.ones(len(rows) + 1, np.bool_)
    is_new[1:-1] = (alike[1:] != alike[:-1]) | (rows[1:] != rows[:-1] + 1)
    begins = np.flatnonzero(is_new)
    runs = np.empty((len(begins) - 1, 4), np.float32)
    for column, values in enumerate((first, rows, count)):
        runs[:, column] = values[begins[:-1]]
    runs[:, 3] = begins[1:] - begins[:-1]
    return runs
