"""The edges of a small depth map, drawn along those of the picture on screen. Pass 02, over the tiles that hold one."""

from __future__ import annotations

from typing import ClassVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.targets import Target, make_texture

TILE_PX = 16
"""Side of the tiles that are drawn or left alone."""

RUN_BYTES = 12

STEEPNESS = 2.0
"""The fitted share of the near plane is a slide; times this, around a half, it is an edge as wide as the picture's."""


class EdgePass(FullScreenPass):
    """Draws over the edges of an interpolated map.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.
    """

    vertex: ClassVar[str] = "lib/tile_runs.vert"

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._grid = (-(-size[0] // TILE_PX), -(-size[1] // TILE_PX))
        self._runs = context.buffer(reserve=self._grid[0] * self._grid[1] * RUN_BYTES, dynamic=True)
        self._models: tuple[moderngl.Texture, ...] = ()
        self._count = 0
        super().__init__(context, "02_edges.frag", {"EDGE_STEEPNESS": STEEPNESS})

    def _adopt(self, program: moderngl.Program) -> None:
        super()._adopt(program)
        self._vertices.release()
        self._vertices = self.context.vertex_array(program, [(self._runs, "3f/i", "in_run")])

    def take(self, edges: EdgeModel) -> bool:
        """Take a map's model; False where there is no edge to draw."""
        runs = edge_runs(edges, self._grid)
        self._count = len(runs)
        if not self._count:
            return False
        self._runs.write(runs)
        size = (edges.colour.shape[1], edges.colour.shape[0])
        if not self._models or self._models[0].size != size:
            self._free_models()
            self._models = tuple(make_texture(self.context, size, dtype="f4", linear=True) for _ in range(2))
        for texture, values in zip(self._models, (edges.colour, edges.planes), strict=True):
            texture.write(values)
        return True

    def draw_on(self, depth: Target, picture: moderngl.Texture, inverse_depth: moderngl.Texture) -> None:
        """Draw the edges over `depth`, which holds the interpolated map."""
        width, height = depth.size
        textures = {"picture_tx": picture, "map_tx": inverse_depth}
        textures |= {"colour_tx": self._models[0], "planes_tx": self._models[1]}
        uniforms = {
            "u_uv_per_px": (1.0 / width, 1.0 / height),
            "u_tile_clip": (2.0 * TILE_PX / width, 2.0 * TILE_PX / height),
        }
        self._bind(depth, textures, uniforms)
        self._vertices.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)

    def release(self) -> None:
        """Free program, list and textures."""
        super().release()
        self._runs.release()
        self._free_models()

    def _free_models(self) -> None:
        for texture in self._models:
            texture.release()
        self._models = ()


def edge_runs(edges: EdgeModel, grid: tuple[int, int]) -> NDArray[np.float32]:
    """Return the tiles of a grid `(columns, rows)` that a model says anything about, as runs along its rows.

    Returns
    -------
    NDArray
        float32 `(runs, 3)`: first column, row, how many tiles. A quad a run costs less than a quad a tile.
    """
    believed = cv2.dilate(edges.planes[..., 2], np.ones((3, 3), np.uint8))  # interpolation reaches a cell beyond
    is_edge = cv2.resize(believed, grid, interpolation=cv2.INTER_NEAREST) > 0.0
    change = np.diff(np.pad(is_edge, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, first = np.nonzero(change > 0)
    _, beyond = np.nonzero(change < 0)
    return np.stack([first, rows, beyond - first], axis=-1).astype(np.float32)
