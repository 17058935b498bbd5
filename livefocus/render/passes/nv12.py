"""RGB to NV12 on the GPU: a third of the bytes to read back, in the layout virtual cameras and encoders take."""

from __future__ import annotations

from enum import Enum

import moderngl

from livefocus.errors import RenderError
from livefocus.render.passes.base import FullScreenPass, UniformValue
from livefocus.render.targets import Target


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
        self._height = height
        self._matrix = matrix
        self.target = Target(context, (width // bytes_per_texel, height * 3 // 2), components=bytes_per_texel)
        self._pack = FullScreenPass(context, "80_nv12.frag", {"BYTES": bytes_per_texel})

    def draw(self, picture: moderngl.Texture) -> Target:
        """Pack `picture`; the target's bytes in reading order are the NV12 picture."""
        uniforms: dict[str, UniformValue] = {"u_luma_weights": self._matrix.value, "u_height_px": self._height}
        self._pack.draw(self.target, {"picture_tx": picture}, uniforms)
        return self.target

    def release(self) -> None:
        """Free program and target."""
        self._pack.release()
        self.target.release()
