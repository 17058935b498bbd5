"""Numbers that most shaders of a picture read, each in a uniform block of its own, told once a picture.

On llvmpipe a number that a block begins with is read once for all pixels that are shaded together; anything further on,
and a plain uniform, for each of them by itself: a fiftieth of a picture's time.
"""

from __future__ import annotations

import struct

import moderngl

from livefocus.render.passes.base import Uniforms, UniformValue
from livefocus.render.program import BLOCKS


class Blocks:
    """The buffers of `BLOCKS`."""

    def __init__(self, context: moderngl.Context) -> None:
        self._buffers = {name: context.buffer(reserve=16, dynamic=True) for name in BLOCKS.values()}
        self._told: dict[str, UniformValue] = {}

    def tell(self, uniforms: Uniforms) -> None:
        """Tell programs drawn from now on what they are, out of all uniforms of a picture."""
        for binding, (name, buffer) in enumerate(self._buffers.items()):
            value = uniforms[name]
            if value != self._told.get(name):
                buffer.write(struct.pack("=f", value))
                self._told[name] = value
            buffer.bind_to_uniform_block(binding)  # another lens may have bound its own

    def release(self) -> None:
        """Free the buffers."""
        for buffer in self._buffers.values():
            buffer.release()
