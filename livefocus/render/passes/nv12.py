"""RGB to NV12 on the GPU: a third of the bytes to read back, in the layout virtual cameras and encoders take."""

from __future__ import annotations

from enum import Enum

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.errors import RenderError
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.passes.sizes import size_defines
from livefocus.render.program import Defines
from livefocus.render.targets import Target, make_sampler


class YuvMatrix(Enum):
    """Luma weights Kr, Kg, Kb of the encoded primaries."""

    BT709 = (0.2126, 0.7152, 0.0722)
    BT601 = (0.299, 0.587, 0.114)


class Nv12Pass:
    """Packs a picture as NV12, limited range.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture; both even.
    matrix
        Which Y'CbCr.

    Raises
    ------
    RenderError
        Where a side is odd: NV12 has no such pictures.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], matrix: YuvMatrix = YuvMatrix.BT709) -> None:
        width, height = size
        if width % 2 or height % 2:
            raise RenderError(
                f"NV12 needs even sides, this picture is {width}×{height}", "use RGB24 or crop by a pixel"
            )
        bytes_per_texel = 4 if width % 4 == 0 else 2
        self._rows = (height // 2, width)
        self._target = Target(context, (width // bytes_per_texel, height // 2), 3, components=bytes_per_texel)
        self._sampler = make_sampler(context)
        own: Defines = {"BYTES": bytes_per_texel, "LUMA_WEIGHTS": f"vec3{matrix.value}"}
        self._pack = FullScreenPass(context, "80_nv12.frag", {**size_defines(size), **own})
        self._pack.samplers = {"picture_tx": self._sampler}

    def draw(self, picture: moderngl.Texture) -> tuple[moderngl.Texture, ...]:
        """Pack `picture`; returns textures whose bytes, one after the other, `in_order` makes an NV12 picture of."""
        self._pack.draw(self._target, {"picture_tx": picture}, {})
        return self._target.textures

    def in_order(self, packed: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return a picture in reading order: rows of luma, then rows of Cb Cr pairs."""
        half_height, width = self._rows
        even, odd, pairs = packed.reshape(3, half_height, width)
        picture = np.empty((3 * half_height, width), np.uint8)
        picture[0 : 2 * half_height : 2] = even
        picture[1 : 2 * half_height : 2] = odd
        picture[2 * half_height :] = pairs
        return picture.reshape(-1)

    def release(self) -> None:
        """Free program and target."""
        self._pack.release()
        self._sampler.release()
        self._target.release()
