"""The depth map on the GPU: as large as the picture, with its extremes known. Passes 00 and 02.

A texel holds the four bytes of a float, because a software rasteriser fetches those four times as fast as a float.
A map as large as the picture is taken as it is. A smaller one is interpolated once; where it comes with an `EdgeModel`,
its edges are drawn anew along those of each picture.
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.render.passes.edges import EdgePass
from livefocus.render.passes.runs import RunPass, tile_grid
from livefocus.render.targets import Target, make_texture


class DepthPlane:
    """The inverse depth of one picture size.

    Attributes
    ----------
    texture
        RGBA8, the bytes of the float (`shaders/lib/depth.glsl`).
    least, greatest
        Of the map as it was uploaded: no pixel lies outside.
    has_edges
        Whether its edges are to be drawn along those of each picture.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._full = Target(context, size)
        self._map: moderngl.Texture | None = None
        self._scale: RunPass | None = None
        self._edges: EdgePass | None = None
        self.has_edges = False
        self.least, self.greatest = 0.0, 0.0

    @property
    def texture(self) -> moderngl.Texture:
        """See the class."""
        return self._full.textures[0]

    def upload(self, inverse_depth: NDArray[np.float32], edges: EdgeModel | None = None) -> None:
        """Take a map, float32 `(height, width)`, finite, of any size; interpolated where it is not the picture's.

        Parameters
        ----------
        edges
            By what a smaller map's edges follow the picture (`follow`); of no use for a map of the picture's size.
        """
        inverse_depth = np.ascontiguousarray(inverse_depth, np.float32)
        self.least, self.greatest = float(inverse_depth.min()), float(inverse_depth.max())
        self.has_edges = edges is not None and inverse_depth.shape != self._full.size[::-1]
        if inverse_depth.shape == self._full.size[::-1]:
            self.texture.write(inverse_depth)
            return
        columns, rows = tile_grid(self._full.size)
        plain = np.ones((rows, columns), np.bool_)
        if edges is not None:
            self._edges = self._edges or EdgePass(self._context, self._full.size)
            plain = ~self._edges.take(edges)
        self._scale_up(inverse_depth, plain)

    def follow(self, picture: moderngl.Texture) -> None:
        """Draw the map's edges along those of a picture: once after `upload`, and for every new picture."""
        if self.has_edges and self._edges is not None:
            self._edges.draw_on(self._full, picture)

    def _scale_up(self, inverse_depth: NDArray[np.float32], tiles: NDArray[np.bool_]) -> None:
        height, width = inverse_depth.shape
        if self._map is None or self._map.size != (width, height):
            if self._map is not None:
                self._map.release()
            self._map = make_texture(self._context, (width, height), 1, "f4", linear=True)
        self._map.write(inverse_depth)
        self._scale = self._scale or RunPass(self._context, "00_scale_depth.frag", self._full.size)
        self._scale.choose(tiles)
        self._scale.draw(self._full, {"map_tx": self._map}, {})

    def release(self) -> None:
        """Free textures and programs."""
        self._full.release()
        for part in (self._map, self._scale, self._edges):
            if part is not None:
                part.release()
