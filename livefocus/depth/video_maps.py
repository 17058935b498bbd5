"""Depth or matte maps out of a video: the luma plane of each frame, 0…1, through PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from livefocus.errors import DepthError

FULL_RANGE = 2
"""FFmpeg's `AVCOL_RANGE_JPEG`: black is 0 and white the largest number."""


class VideoMaps:
    """A second video that carries depth as grey.

    Frames are decoded in order; going back starts again from the first. Limited-range video (the usual kind) is
    stretched so that black is 0 and white 1; 8 to 16 bits are kept.
    """

    def __init__(self, path: Path) -> None:
        self.count: int | None = None
        self.remark = ""
        self._path = path
        self._container: av.container.InputContainer | None = None
        self._frames: Iterator[VideoFrame] = iter(())
        self._next = 0
        self._last: NDArray[np.float32] | None = None

    def open(self) -> None:
        """Open the file and look for a picture in it."""
        try:
            self._container = av.open(str(self._path))
        except (FFmpegError, OSError) as error:
            raise DepthError(f"{self._path} cannot be opened as video ({error})", "check the file") from error
        if not self._container.streams.video:
            self.close()
            raise DepthError(f"{self._path} has no picture", "a depth video carries depth as grey")
        stream = self._container.streams.video[0]
        stream.thread_type = "SLICE"  # frame threads hold several frames back, which a look-up does not want
        self.count = stream.frames or self.count  # many files do not say; then the first pass through counts them
        self._frames, self._next, self._last = self._container.decode(stream), 0, None
        components = stream.codec_context.format.components if stream.codec_context.format else ()
        if components and components[0].bits <= 8:
            self.remark = f"{self._path} has 8 bits: 256 planes, which may show as steps; 10-bit video is smoother"

    def read(self, index: int) -> NDArray[np.float32] | None:
        """Decode up to frame `index`; None past the end."""
        if index == self._next - 1:
            return self._last
        if index < self._next:
            self.close()
            self.open()
        frame = None
        while self._next <= index:
            frame = self._decode_one()
            if frame is None:
                self.count = self._next
                return None
            self._next += 1
        self._last = None if frame is None else luma(frame, self._path)
        return self._last

    def close(self) -> None:
        """Close the file."""
        if self._container is not None:
            self._container.close()
        self._container, self._frames, self._last = None, iter(()), None

    def _decode_one(self) -> VideoFrame | None:
        try:
            return next(self._frames, None)
        except (FFmpegError, ValueError) as error:
            raise DepthError(f"{self._path} breaks off at frame {self._next} ({error})", "bake it again") from error


def luma(frame: VideoFrame, path: Path) -> NDArray[np.float32]:
    """Return a frame's luma as float32 0…1, `(height, width)`.

    Raises
    ------
    DepthError
        For a pixel format whose first plane is not luma and that cannot be turned into one.
    """
    layout = frame.format
    if layout.is_rgb or layout.has_palette:  # a video of grey pictures in RGB: green stands for all three
        return frame.to_ndarray(format="rgb24")[..., 1].astype(np.float32) / np.float32(255.0)
    if not layout.components or layout.is_bit_stream:
        raise DepthError(f"{path} has pixels of {layout.name}", "write depth as grey or yuv420p video")
    bits = layout.components[0].bits
    plane = frame.planes[0]
    sample = np.dtype(np.uint8 if bits <= 8 else (">u2" if layout.is_big_endian else "<u2"))
    row = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: frame.height]
    values = np.ascontiguousarray(row).view(sample)[:, : frame.width].astype(np.float32)
    step = float(1 << (bits - 8)) if bits >= 8 else 1.0
    if is_full_range(frame):
        return values / np.float32((1 << bits) - 1)
    return (values - np.float32(16.0 * step)) / np.float32(219.0 * step)


def is_full_range(frame: VideoFrame) -> bool:
    """Tell whether black is 0: said by the stream, by a `yuvj` format, or because grey formats are so."""
    name = frame.format.name
    return int(frame.color_range) == FULL_RANGE or name.startswith(("yuvj", "gray"))
