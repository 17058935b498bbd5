"""The depth map on the GPU: as large as the picture, with its extremes known. Pass 02.

A texel holds the four bytes of a float, because a software rasteriser fetches those four times as fast as a float.
A map as large as the picture is taken as it is. A smaller one is interpolated once; where it comes with an `EdgeModel`,
its edges are drawn over that, and those that follow the picture drawn anew for each.
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.render.passes.edges import EdgePass
from livefocus.render.targets import Target


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
        self._whole = np.empty(size[::-1], np.float32)
        self._edges: EdgePass | None = None
        self.has_edges = False
        self.least, self.greatest = 0.0, 0.0

    @property
    def texture(self) -> moderngl.Texture:
        """See the class."""
        return self._full.textures[0]

    def upload(self, inverse_depth: NDArray[np.float32], edges: EdgeModel | None = None) -> None:
        """Take a map, float32 `(height, width)`, finite, of any size; interpolated where it is not the picture's.

        Interpolating is the processor's: a quarter of what a copy pass takes, upload and all, where a software
        rasteriser takes three copies (and a GPU is given no more than with depth of the picture's size).

        Parameters
        ----------
        edges
            By what a smaller map's edges follow the picture (`follow`); of no use for a map of the picture's size.
        """
        inverse_depth = np.ascontiguousarray(inverse_depth, np.float32)
        self.least, self.greatest = float(inverse_depth.min()), float(inverse_depth.max())
        self.has_edges = False
        if inverse_depth.shape != self._full.size[::-1]:
            self.has_edges = edges is not None
            cv2.resize(inverse_depth, self._full.size, dst=self._whole, interpolation=cv2.INTER_LINEAR)
            inverse_depth = self._whole
        self.texture.write(inverse_depth)
        if edges is not None and self.has_edges:
            self._edges = self._edges or EdgePass(self._context, self._full.size)
            self._edges.take(edges)

    @property
    def follows(self) -> bool:
        """Whether any edge is another under another picture."""
        return self.has_edges and self._edges is not None and self._edges.follows

    def follow(self, picture: moderngl.Texture) -> None:
        """Draw the map's edges along those of a picture: once after `upload`, and for every new picture."""
        if self.has_edges and self._edges is not None:
            self._edges.draw_on(self._full, picture)

    def release(self) -> None:
        """Free textures and programs."""
        self._full.release()
        if self._edges is not None:
            self._edges.release()
