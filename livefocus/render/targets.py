"""Textures to draw into. What is drawn is the passes' business."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""`(left, top, width, height)` in texels."""


class Target:
    """One or more textures of one size and kind, drawn into together.

    Parameters
    ----------
    context
        The GL context they live in.
    size
        `(width, height)` in texels.
    count
        How many colour attachments.
    linear
        Whether `texture()` interpolates; edges are held either way.
    components, dtype
        Channels a texel, of all or of each of them, and moderngl's name of their type: `f1` 8 bits, `f2` half float,
        `f4` float.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        count: int = 1,
        linear: bool = False,
        components: int | tuple[int, ...] = 4,
        dtype: str = "f1",
    ) -> None:
        each = (components,) * count if isinstance(components, int) else components
        textures = tuple(make_texture(context, size, channels, dtype, linear) for channels in each)
        self._attach(context, textures, owned=True)

    def _attach(self, context: moderngl.Context, textures: tuple[moderngl.Texture, ...], owned: bool) -> None:
        self._owned = owned
        self.textures = textures
        self.size: tuple[int, int] = textures[0].size
        self.framebuffer = context.framebuffer(color_attachments=textures)
        self._all = self._box = (0, 0, *self.size)

    def use(self, box: Box | None = None) -> None:
        """Draw into it from now on: all of it, or over a box, which may be larger."""
        self.framebuffer.use()
        box = box or self._all
        if box != self._box:
            self.framebuffer.viewport = self._box = box

    @classmethod
    def onto(cls, context: moderngl.Context, textures: tuple[moderngl.Texture, ...]) -> Target:
        """Make a target of textures that belong to somebody else."""
        target = cls.__new__(cls)
        target._attach(context, textures, owned=False)
        return target

    def release(self) -> None:
        """Free them, but for textures that belong to somebody else."""
        release_framebuffer(self.framebuffer)
        for texture in self.textures if self._owned else ():
            texture.release()


def make_texture(
    context: moderngl.Context, size: tuple[int, int], components: int = 4, dtype: str = "f1", linear: bool = False
) -> moderngl.Texture:
    """Make a texture that holds its edge colours beyond its border and has no mipmaps."""
    texture = context.texture(size, components, dtype=dtype, alignment=1)
    mode = moderngl.LINEAR if linear else moderngl.NEAREST
    texture.filter = (mode, mode)
    texture.repeat_x = texture.repeat_y = False
    return texture


def make_sampler(context: moderngl.Context, linear: bool = False) -> moderngl.Sampler:
    """Make what reads a texture as `make_texture` would have it read, however it was made."""
    mode = moderngl.LINEAR if linear else moderngl.NEAREST
    return context.sampler(repeat_x=False, repeat_y=False, filter=(mode, mode))


def written(
    context: moderngl.Context, texture: moderngl.Texture | None, values: NDArray[np.uint8] | NDArray[np.float32]
) -> moderngl.Texture:
    """Write values `(height, width, components)` into an interpolated texture; a new one where the size differs."""
    height, width, components = values.shape
    if texture is None or texture.size != (width, height):
        if texture is not None:
            texture.release()
        dtype = "f1" if values.dtype == np.uint8 else "f4"
        texture = make_texture(context, (width, height), components, dtype, linear=True)
    texture.write(np.ascontiguousarray(values))
    return texture


def half(size: tuple[int, int]) -> tuple[int, int]:
    """Return half of a size, rounded up: the last texel of an odd size stands for one pixel."""
    return (size[0] + 1) // 2, (size[1] + 1) // 2


def release_framebuffer(framebuffer: moderngl.Framebuffer) -> None:
    """Free a framebuffer, binding the default one first: moderngl binds the last one again, also when it is gone."""
    framebuffer.ctx.detect_framebuffer(0).use()
    framebuffer.release()
