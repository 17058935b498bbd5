"""Textures to draw into. What is drawn is the passes' business."""

from __future__ import annotations

import moderngl


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
        Channels a texel, and moderngl's name of their type: `f1` 8 bits, `f2` half float, `f4` float.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        count: int = 1,
        linear: bool = False,
        components: int = 4,
        dtype: str = "f1",
    ) -> None:
        self.size = size
        self.components = components
        self.textures = tuple(make_texture(context, size, components, dtype, linear) for _ in range(count))
        self.framebuffer = context.framebuffer(color_attachments=self.textures)

    def release(self) -> None:
        """Free them."""
        release_framebuffer(self.framebuffer)
        for texture in self.textures:
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


def half(size: tuple[int, int]) -> tuple[int, int]:
    """Return half of a size, rounded up: the last texel of an odd size stands for one pixel."""
    return (size[0] + 1) // 2, (size[1] + 1) // 2


def release_framebuffer(framebuffer: moderngl.Framebuffer) -> None:
    """Free a framebuffer, binding the default one first: moderngl binds the last one again, also when it is gone."""
    framebuffer.ctx.detect_framebuffer(0).use()
    framebuffer.release()
