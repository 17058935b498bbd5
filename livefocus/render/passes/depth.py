"""The depth map on the GPU: as large as the picture, with its extremes known. Pass 02.

A pixel is a share of the map's own range in 16 bits, half of what a float takes to hand over; two of them are a texel
of four bytes, which a software rasteriser reads in a fraction of the time.
A map as large as the picture is taken as it is. A smaller one is interpolated once; where it comes with an `EdgeModel`,
its edges are drawn over that, and those that follow the picture drawn anew for each.
"""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.optics.thin_lens import relative_blur_px
from livefocus.render.passes.base import Uniforms
from livefocus.render.passes.edges import EdgePass
from livefocus.render.passes.ranges import SHARES, Relief, block_ranges, relief_of, shares_of
from livefocus.render.targets import Target, half

SHARE_TYPE = np.dtype("<u2")
"""What is handed over for a pixel; shaders put it together from its bytes."""

EDGES_EXACT = {"u_back_up_to": 1.0, "u_bared_from": 2.0}
"""A pixel is of the surface that the map says it is of, also right beside an edge."""
EDGES_ABOUT = {"u_back_up_to": 0.2, "u_bared_from": 0.3}
"""An edge in a video is some pixels wide, and there a pixel is half of what is in front, whatever a map says: what
is behind is told by pixels that the near layer covers by no more than this."""


@dataclass(frozen=True, slots=True)
class DepthImage:
    """Inverse depth as a texture and what turns its shares into numbers (`shaders/lib/depth.glsl`).

    Attributes
    ----------
    texture
        RGBA8, half as wide as the picture: shares of the range, two pixels a texel.
    size
        `(width, height)` of the picture.
    least, greatest
        Inverse depth of the shares 0 and 1: no pixel lies outside.
    relief
        The same of small parts.
    is_small
        Whether the map was smaller than the picture: its edges lie only about where the picture's do.
    """

    texture: moderngl.Texture
    size: tuple[int, int]
    least: float
    greatest: float
    relief: Relief
    is_small: bool = False

    @property
    def uniforms(self) -> Uniforms:
        """What shaders that read it want to know."""
        return {"u_depth_least": self.least, "u_depth_range": self.greatest - self.least}

    def coc_uniforms(self, focus_inverse_depth: float, blur_px: float) -> Uniforms:
        """Return a plane of focus and K in the unit of the texture's shares (`shaders/lib/coc_code.glsl`)."""
        scale = (self.greatest - self.least) or 1.0  # where all shares are 0, any unit does
        return {
            "u_focus_share": (focus_inverse_depth - self.least) / scale,
            "u_share_blur_px": relative_blur_px(blur_px, scale),
        }

    @property
    def edge_uniforms(self) -> Uniforms:
        """Up to which coverage by the near layer pixels beside it tell what is behind (20_prepare, 60_composite)."""
        return EDGES_ABOUT if self.is_small else EDGES_EXACT

    def read(self) -> NDArray[np.float32]:
        """Return inverse depth, float32 `(height, width)`; waits for the GPU: for tests and tools."""
        width, height = self.size
        pairs = np.frombuffer(self.texture.read(), SHARE_TYPE).reshape(height, -1)
        share = pairs[:, :width].astype(np.float32) / SHARES
        return np.asarray(self.least + share * (self.greatest - self.least), np.float32)


class DepthPlane:
    """The inverse depth of one picture size.

    Attributes
    ----------
    image
        What is drawn with.
    has_edges
        Whether its edges are to be drawn along those of each picture.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        pairs = half(size)[0]
        self._pairs = Target(context, (pairs, size[1]))
        self._written = np.zeros((size[1], 2 * pairs), SHARE_TYPE)
        self._drawn = self._written[:, : size[0]]
        self._shares = np.empty((0, 0), np.float32)
        self._edges: EdgePass | None = None
        self.has_edges = False
        self.image = DepthImage(self._pairs.textures[0], size, 0.0, 0.0, relief_of(np.zeros((2, 1, 1), np.float32)))

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
        is_small = inverse_depth.shape != self._size[::-1]
        self.has_edges = edges is not None and is_small
        relief = relief_of(block_ranges(inverse_depth, self._size, edges if self.has_edges else None))
        self.image = DepthImage(self.image.texture, self._size, relief.least, relief.greatest, relief, is_small)
        self._write(inverse_depth)
        if edges is not None and self.has_edges:
            self._edges = self._edges or EdgePass(self._context, self._size)
            self._edges.take(edges, relief.least, relief.shares_per_depth / SHARES)

    def follow(self, picture: moderngl.Texture) -> None:
        """Draw the map's edges along those of a picture: after `upload`, and for every new picture."""
        if self.has_edges and self._edges is not None:
            self._edges.draw_on(self._pairs, picture)

    def _write(self, inverse_depth: NDArray[np.float32]) -> None:
        if self._shares.shape != inverse_depth.shape:
            self._shares = np.empty_like(inverse_depth)
        shares = shares_of(inverse_depth, self.image.least, self.image.greatest, out=self._shares)
        if shares.shape == self._drawn.shape:
            np.copyto(self._drawn, shares, casting="unsafe")
        else:  # a small map is told in shares before it is interpolated: there are fewer, of half the bytes
            cv2.resize(shares.astype(SHARE_TYPE), self._size, dst=self._drawn, interpolation=cv2.INTER_LINEAR)
        self._written[:, self._size[0] :] = self._drawn[:, -1:]  # what goes on beyond the border
        self.image.texture.write(self._written)

    def release(self) -> None:
        """Free textures and programs."""
        self._pairs.release()
        if self._edges is not None:
            self._edges.release()
