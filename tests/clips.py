"""Clips made on the spot with PyAV, for tests of what reads and writes them.

Every picture is a grey ramp that moves, with its number in its brightness, so that a test can tell which one it sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

TICKS_PER_S = 90_000


def level_of(number: int) -> int:
    """The grey a numbered picture has: 8 apart, so that no codec confuses two."""
    return 16 + 8 * (number % 28)


def numbered(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A flat RGB picture that says which one it is, with a red patch at the top left."""
    picture = np.full((size[1], size[0], 3), level_of(number), np.uint8)
    picture[: size[1] // 4, : size[0] // 4] = (200, 30, 30)
    return picture


def number_of(pixels: NDArray[np.uint8]) -> int:
    """Which of the first 28 pictures this is."""
    return round((float(pixels[-1, -1].mean()) - 16) / 8)


def make_clip(
    path: Path,
    *,
    size: tuple[int, int] = (64, 48),
    times_s: Sequence[float] | None = None,
    frames: int = 12,
    fps: int = 24,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
) -> Path:
    """Write a clip of numbered pictures and return its path."""
    stamps = list(times_s) if times_s is not None else [number / fps for number in range(frames)]
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.time_base = stream.time_base = Fraction(1, TICKS_PER_S)
        for number, stamp_s in enumerate(stamps):
            frame = av.VideoFrame.from_ndarray(numbered(number, size), format="rgb24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = round(stamp_s * TICKS_PER_S), Fraction(1, TICKS_PER_S)
            frame.duration = TICKS_PER_S // fps
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


QUARTER_TURNS = {
    1: (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30),
    2: (-65536, 0, 0, 0, -65536, 0, 0, 0, 1 << 30),
    3: (0, -65536, 0, 65536, 0, 0, 0, 0, 1 << 30),
}
"""Matrices of an MP4 track header for turns clockwise: 16.16 fixed point, last column 2.30 (ISO 14496-12, 8.3.2)."""


def turn_clip(path: Path, turns_clockwise: int) -> Path:
    """Mark an MP4 as shot with the camera turned, as phones do: the pixels stay, the track header says how to turn."""
    data = bytearray(path.read_bytes())
    matrix_at = data.index(b"tkhd") + 44
    data[matrix_at : matrix_at + 36] = np.array(QUARTER_TURNS[turns_clockwise], ">i4").tobytes()
    path.write_bytes(data)
    return path
