"""Pictures from the GPU to memory without waiting: a ring of pixel buffers, each read when its copy is long done.

OpenGL 3.3 through moderngl has no fences, so age stands for one: a copy is taken to be finished once `depth - 1` later
ones were started. Where that was too early the driver waits; nothing is ever torn.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.errors import RenderError
from livefocus.frame import PixelFormat
from livefocus.opencv import rgb_from_rgba
from livefocus.render.context import is_software, make_let_others_work
from livefocus.render.passes.nv12 import Nv12Pass, YuvMatrix

T = TypeVar("T")


class Readback(Generic[T]):
    """Reads pictures of one size and format back, `depth - 1` pictures late.

    Parameters
    ----------
    context
        The GL context; lives on its thread.
    size
        `(width, height)` in pixels.
    pixel_format
        RGB24, or NV12 (packed on the GPU).
    depth
        Pixel buffers in the ring; 1 reads at once, and hands a picture on as soon as it is drawn. None: 2, and 1 of a
        software renderer, which is waited for in any case.
    matrix
        Which Y'CbCr NV12 is in.

    Raises
    ------
    RenderError
        NV12 of an odd size.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        pixel_format: PixelFormat,
        depth: int | None = None,
        matrix: YuvMatrix = YuvMatrix.BT709,
    ) -> None:
        if depth is None:
            depth = 1 if is_software(context) else 2
        if depth < 1:
            raise RenderError(f"a read-back ring needs at least one buffer, not {depth}")
        self.size = size
        self.pixel_format = pixel_format
        self._let_others_work = make_let_others_work(context)
        self._pack = Nv12Pass(context, size, matrix) if pixel_format is PixelFormat.NV12 else None
        self._packed_bytes = size[0] * size[1] * 3 // 2 if self._pack else size[0] * size[1] * 4
        self._free = deque(context.buffer(reserve=self._packed_bytes, dynamic=True) for _ in range(depth))
        self._raw = np.empty(self._packed_bytes, np.uint8)
        self._busy: deque[tuple[T, moderngl.Buffer]] = deque()

    def submit(self, texture: moderngl.Texture, tag: T) -> None:
        """Start copying a finished picture (RGBA8 of this size); `tag` comes back with its bytes.

        Raises
        ------
        RenderError
            Where every buffer is taken: `collect` after every `submit`.
        """
        if not self._free:
            raise RenderError("every read-back buffer is taken", "collect a picture before submitting the next")
        buffer = self._free.popleft()
        sources = self._pack.draw(texture) if self._pack else (texture,)
        self._let_others_work()
        for number, source in enumerate(sources):
            source.read_into(buffer, alignment=1, write_offset=number * buffer.size // len(sources))
        self._busy.append((tag, buffer))

    def collect(self, wait: bool = False) -> tuple[T, NDArray[np.uint8]] | None:
        """Return the oldest finished picture, None where none is.

        Parameters
        ----------
        wait
            Take the oldest even if its copy has just been started (to drain the ring at the end).

        Returns
        -------
        tag, data
            What was submitted with it, and a fresh flat uint8 array laid out as `pixel_format` says.
        """
        if not self._busy or (self._free and not wait):
            return None
        tag, buffer = self._busy.popleft()
        buffer.read_into(self._raw)
        self._free.append(buffer)
        return tag, self._pack.in_order(self._raw) if self._pack else self._without_alpha(self._raw)

    def _without_alpha(self, raw: NDArray[np.uint8]) -> NDArray[np.uint8]:
        # dropping alpha here costs less than asking the driver for RGB, and is the same on every driver
        width, height = self.size
        return rgb_from_rgba(raw.reshape(height, width, 4)).reshape(-1)

    def release(self) -> None:
        """Free buffers and program."""
        for buffer in (*self._free, *(buffer for _, buffer in self._busy)):
            buffer.release()
        self._free.clear()
        self._busy.clear()
        if self._pack:
            self._pack.release()
