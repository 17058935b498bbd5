"""A built-in scene as a source: frames in order, each with its true inverse depth.

What draws is handed in as a callable, so that this room stays free of GL; `render.scenes` has the painters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from livefocus.capture.source import SourceInfo
from livefocus.errors import SourceError
from livefocus.frame import Frame
from livefocus.timing import Clock, SystemClock

DrawAt = Callable[[float], tuple[NDArray[np.uint8], NDArray[np.float32]]]
"""Time in seconds → sRGB pixels `(height, width, 3)` and inverse depth `(height, width)`, both fresh."""


class SceneSource:
    """Read a drawn scene frame by frame: frame `n` is the scene at `n / fps`.

    Drawing happens inside `read`, so the thread that reads must be the one that owns the painter's GL context.

    Parameters
    ----------
    name
        As a user would recognise it, such as `scene:cafe`.
    size
        `(width, height)` in pixels of what `draw` gives.
    fps
        Frames a second.
    duration_s
        How long the scene is; it loops without a seam.
    draw
        The painter.
    endless
        True to go round for ever, like a camera; False to end after one round, like a clip.
    clock
        What stamps the frames.
    """

    def __init__(
        self,
        name: str,
        size: tuple[int, int],
        fps: float,
        duration_s: float,
        draw: DrawAt,
        *,
        endless: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self._name = name
        self._size = size
        self._fps = fps
        self._frames_a_round = max(1, round(duration_s * fps))
        self._draw = draw
        self._endless = endless
        self._clock = clock or SystemClock()
        self._open = False
        self._sequence = 0
        self._position = 0

    def open(self) -> SourceInfo:
        """Start at the first frame."""
        self._open = True
        self._sequence = 0
        self._position = 0
        count = None if self._endless else self._frames_a_round
        return SourceInfo(self._name, self._size, self._fps, live=False, frame_count=count, has_depth=True)

    def read(self) -> Frame | None:
        """Draw the next frame; None after the last of a round, unless endless.

        Raises
        ------
        SourceError
            Where it is not open.
        """
        if not self._open:
            raise SourceError(f"{self._name} is not open", "call open() before read()")
        if self._position >= self._frames_a_round:
            if not self._endless:
                return None
            self._position = 0
        pixels, inverse_depth = self._draw(self._position / self._fps)
        frame = Frame(
            pixels=pixels,
            captured_at_s=self._clock.now_s(),
            sequence=self._sequence,
            media_time_s=self._sequence / self._fps,
            inverse_depth=inverse_depth,
        )
        self._sequence += 1
        self._position += 1
        return frame

    def rewind(self) -> None:
        """Go back to the scene's first frame; sequence and media time go on rising."""
        self._position = 0

    def close(self) -> None:
        """Stop reading; the painter belongs to whoever made it."""
        self._open = False
