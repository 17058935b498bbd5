"""The edges of a small depth map, drawn along those of the picture on screen. Pass 02, over the tiles that hold one."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.render.passes.ranges import interpolated_over
from livefocus.render.passes.runs import TILE_PX, RunPass
from livefocus.render.targets import Target, written


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
        self._pass = RunPass(context, "02_edges.frag", size)
        self._colour: moderngl.Texture | None = None
        self._planes: moderngl.Texture | None = None
        self._model: EdgeModel | None = None
        self._is_drawn = False

    def take(self, edges: EdgeModel, least: float, share_per_depth: float) -> None:
        """Take a map's model.

        Depth is drawn as a share: how much more than `least` it is, times `share_per_depth`.
        """
        self._model, self._is_drawn = edges, False
        self._pass.choose(edge_tiles(edges, self._size))
        self._colour = written(self._context, self._colour, edges.colour)
        planes = edges.planes.copy()
        planes[..., 0] -= np.float32(least)
        planes *= np.float32(share_per_depth)
        self._planes = written(self._context, self._planes, planes)

    def draw_on(self, depth: Target, picture: moderngl.Texture) -> None:
        """Draw the edges over the shares of `depth`, two pixels a texel, along those of a picture.

        Under a map's first one all of them.
        """
        assert self._colour is not None
        assert self._planes is not None
        if self._is_drawn and self._model is not None:
            # found out only now: many a map is drawn under one picture only
            self._pass.choose(_following_tiles(self._model, self._size))
            self._model = None
        textures = {"picture_tx": picture, "colour_tx": self._colour, "planes_tx": self._planes}
        self._pass.draw(depth, textures, {}, beside=2)
        self._is_drawn = True

    def release(self) -> None:
        """Free program and textures."""
        self._pass.release()
        for texture in (self._colour, self._planes):
            if texture is not None:
                texture.release()


def edge_tiles(edges: EdgeModel, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which tiles of a picture `(width, height)` a model says anything about, `(rows, columns)`."""
    return _reached(_has_edge(edges), size)


def _following_tiles(edges: EdgeModel, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Return those of them that are others under another picture."""
    red, green, blue = (cv2.extractChannel(edges.colour, channel) != 0.0 for channel in range(3))
    return _reached((red | green | blue) & _has_edge(edges), size)


def _has_edge(edges: EdgeModel) -> NDArray[np.bool_]:
    return np.asarray(cv2.extractChannel(edges.planes, 1) > 0.0)


def _reached(texels: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    return np.asarray(interpolated_over(cv2.dilate, texels.view(np.uint8), size, TILE_PX) > 0)
