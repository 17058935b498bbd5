"""A program drawn over runs of tiles that the processor chose: a quad a run costs less than a quad a tile."""

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

RUN_BYTES = 12


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
        self._vertices = self.context.vertex_array(program, [(self._runs, "3f/i", "in_run")])

    def choose(self, tiles: NDArray[np.bool_]) -> None:
        """Choose the tiles `(rows, columns)` to be drawn from now on."""
        runs = runs_of(tiles)
        self.count = len(runs)
        if self.count:
            self._runs.orphan()  # a GPU may still read the last list: it keeps that, and nobody waits
            self._runs.write(runs)

    def draw(self, target: Target, textures: Textures, uniforms: Uniforms, scale: int = 1) -> None:
        """Draw the chosen tiles of `target`, of which a texel stands for `scale` pixels a side."""
        if not self.count:
            return
        width, height = target.size
        across = 2.0 * TILE_PX / scale
        placed = {**uniforms, "u_tile_clip": (across / width, across / height)}
        self._bind(target, textures, {**placed, "u_uv_per_px": (1.0 / width, 1.0 / height)})
        self._vertices.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self.count)

    def release(self) -> None:
        """Free program and list."""
        super().release()
        self._runs.release()


def tile_grid(size: tuple[int, int]) -> tuple[int, int]:
    """Return how many tiles a picture `(width, height)` has across and down."""
    return -(-size[0] // TILE_PX), -(-size[1] // TILE_PX)


def runs_of(tiles: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the runs of `True` along the rows: float32 `(runs, 3)`: first column, row, how many."""
    held = np.zeros((tiles.shape[0], tiles.shape[1] + 2), np.int8)
    held[:, 1:-1] = tiles
    change = held[:, 1:] - held[:, :-1]
    rows, first = np.nonzero(change > 0)
    _, beyond = np.nonzero(change < 0)
    return np.stack([first, rows, beyond - first], axis=-1).astype(np.float32)
