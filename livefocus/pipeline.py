"""The way of one frame: upload, lens, out. Nothing here decides anything; `state` says what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import moderngl

from livefocus.frame import DepthMap, Frame
from livefocus.render.lens import Lens
from livefocus.state import FocusState, GradeState, LensState


class Outlet(Protocol):
    """Where a finished picture leaves GL."""

    def submit(self, picture: moderngl.Texture, media_time_s: float, sequence: int) -> None:
        """Start the picture on its way; never waits for it."""
        ...


class Pipeline:
    """One frame's way through the lens to every outlet. Lives on the thread that owns GL."""

    def __init__(self, lens: Lens, outlets: Sequence[Outlet]) -> None:
        self._lens = lens
        self._outlets = outlets
        self._sequence = 0

    def step(
        self,
        frame: Frame | None,
        depth: DepthMap | None,
        focus: FocusState,
        lens: LensState,
        grade: GradeState,
        media_time_s: float,
    ) -> moderngl.Texture:
        """Draw the newest frame with the newest depth (None: the ones it has) and start it on its way out."""
        if frame is not None:
            self._lens.upload_frame(frame.pixels)
        if depth is not None:
            self._lens.upload_depth(depth.inverse_depth, depth.edges, depth.matte)
        picture = self._lens.draw(focus.inverse_depth, lens, grade, self._sequence)
        for outlet in self._outlets:
            outlet.submit(picture, media_time_s, self._sequence)
        self._sequence += 1
        return picture
