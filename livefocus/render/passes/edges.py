"""The edges of a small depth map, drawn along those of the picture on screen. Pass 02, over the tiles that hold one."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.render.passes.base import Uniforms
from livefocus.render.passes.runs import RunPass, tile_grid
from livefocus.render.targets import Target, written


class EdgePass:
    """Draws the edges of an interpolated map.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.

    Attributes
    ----------
    follows
        Whether any edge of the last model is another under another picture.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        self._pass = RunPass(context, "02_edges.frag", size)
        self._colour: moderngl.Texture | None = None
        self._planes: moderngl.Texture | None = None
        self._next: NDArray[np.bool_] | None = None
        self.follows = False

    def take(self, edges: EdgeModel) -> None:
        """Take a map's model; all of it is drawn next, and from then on what follows the picture."""
        grid = tile_grid(self._size)
        self._pass.choose(edge_tiles(edges, grid))
        self._next = _following_tiles(edges, grid)
        self.follows = bool(self._next.any())
        self._colour = written(self._context, self._colour, edges.colour)
        self._planes = written(self._context, self._planes, edges.planes)

    def draw_on(self, depth: Target, picture: moderngl.Texture, uniforms: Uniforms) -> None:
        """Draw the edges over `depth`, along those of a picture; `uniforms` are those of the `DepthImage`."""
        assert self._colour is not None
        assert self._planes is not None
        textures = {"picture_tx": picture, "colour_tx": self._colour, "planes_tx": self._planes}
        self._pass.draw(depth, textures, uniforms)
        if self._next is not None:
            self._pass.choose(self._next)
            self._next = None

    def release(self) -> None:
        """Free program and textures."""
        self._pass.release()
        for texture in (self._colour, self._planes):
            if texture is not None:
                texture.release()


def edge_tiles(edges: EdgeModel, grid: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which tiles of a grid `(columns, rows)` a model says anything about, `(rows, columns)`."""
    return _reached(edges.planes[..., 1] > 0.0, grid)


def _following_tiles(edges: EdgeModel, grid: tuple[int, int]) -> NDArray[np.bool_]:
    """Return those of them that are other under another picture."""
    red, green, blue = (edges.colour[..., channel] != 0.0 for channel in range(3))
    return _reached((red | green | blue) & (edges.planes[..., 1] > 0.0), grid)


def _reached(texels: NDArray[np.bool_], grid: tuple[int, int]) -> NDArray[np.bool_]:
    # a texel is interpolated up to half a texel beyond itself
    reached = cv2.dilate(texels.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    return np.asarray(cv2.resize(reached, grid, interpolation=cv2.INTER_AREA) > 0.0)
