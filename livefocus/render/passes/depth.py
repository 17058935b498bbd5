"""The depth map on the GPU: as large as the picture, with its extremes known. Pass 00.

A texel holds the four bytes of a float, because a software rasteriser fetches those four times as fast as a float.
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.base import FullScreenPass
from livefocus.render.targets import Target


class DepthPlane:
    """The inverse depth of one picture size.

    Attributes
    ----------
    texture
        RGBA8, the bytes of the float (`shaders/lib/depth.glsl`).
    least, greatest
        Of the map as it was uploaded: no pixel lies outside.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._full = Target(context, size)
        self._map: moderngl.Texture | None = None
        self._scale: FullScreenPass | None = None
        self.least, self.greatest = 0.0, 0.0

    @property
    def texture(self) -> moderngl.Texture:
        """See the class."""
        return self._full.textures[0]

    def upload(self, inverse_depth: NDArray[np.float32]) -> None:
        """Take a map, float32 `(height, width)`, finite, of any size; interpolated where it is not the picture's."""
        inverse_depth = np.ascontiguousarray(inverse_depth, np.float32)
        self.least, self.greatest = float(inverse_depth.min()), float(inverse_depth.max())
        if inverse_depth.shape == self._full.size[::-1]:
            self.texture.write(inverse_depth)
        else:
            self._scale_up(inverse_depth)

    def _scale_up(self, inverse_depth: NDArray[np.float32]) -> None:
        height, width = inverse_depth.shape
        if self._map is None or self._map.size != (width, height):
            if self._map is not None:
                self._map.release()
            self._map = self._context.texture((width, height), 1, dtype="f4")
        self._map.write(inverse_depth)
        self._scale = self._scale or FullScreenPass(self._context, "00_scale_depth.frag")
        scale = (width / self._full.size[0], height / self._full.size[1])
        self._scale.draw(self._full, {"map_tx": self._map}, {"u_scale": scale})

    def release(self) -> None:
        """Free textures and program."""
        self._full.release()
        for part in (self._map, self._scale):
            if part is not None:
                part.release()
