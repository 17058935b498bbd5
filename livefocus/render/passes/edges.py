"""The edges of a small depth map, drawn along those of the picture on screen. Pass 02, over the tiles that hold one."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.render.passes.runs import RunPass, tile_grid
from livefocus.render.targets import Target, make_texture

STEEPNESS = 2.0
"""The fitted share of the near plane is a slide; times this, around a half, it is an edge as wide as the picture's."""


class EdgePass:
    """Draws the edges of an interpolated map.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        self._pass = RunPass(context, "02_edges.frag", size, {"EDGE_STEEPNESS": STEEPNESS})
        self._colour: moderngl.Texture | None = None
        self._planes: moderngl.Texture | None = None

    def take(self, edges: EdgeModel) -> NDArray[np.bool_]:
        """Take a map's model; returns which tiles `(rows, columns)` it will draw."""
        tiles = edge_tiles(edges, tile_grid(self._size))
        self._pass.choose(tiles)
        self._colour = self._written(self._colour, edges.colour)
        self._planes = self._written(self._planes, edges.planes)
        return tiles

    def draw_on(self, depth: Target, picture: moderngl.Texture) -> None:
        """Draw the edges over `depth`, along those of a picture."""
        assert self._colour is not None
        assert self._planes is not None
        textures = {"picture_tx": picture, "colour_tx": self._colour, "planes_tx": self._planes}
        self._pass.draw(depth, textures, {})

    def _written(self, texture: moderngl.Texture | None, values: NDArray[np.float32]) -> moderngl.Texture:
        height, width, components = values.shape
        if texture is None or texture.size != (width, height):
            if texture is not None:
                texture.release()
            texture = make_texture(self._context, (width, height), components, "f4", linear=True)
        texture.write(values)
        return texture

    def release(self) -> None:
        """Free program and textures."""
        self._pass.release()
        for texture in (self._colour, self._planes):
            if texture is not None:
                texture.release()


def edge_tiles(edges: EdgeModel, grid: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which tiles of a grid `(columns, rows)` a model says anything about, `(rows, columns)`."""
    # interpolation reaches a texel beyond, and a tile's border may cut one: two are safe
    says = cv2.dilate((edges.planes[..., 1] > 0.0).astype(np.float32), np.ones((5, 5), np.uint8))
    return np.asarray(cv2.resize(says, grid, interpolation=cv2.INTER_AREA) > 0.0)
