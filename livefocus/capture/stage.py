"""The capture stage: reads a source, gives each frame its looked-up depth, and leaves both in a mailbox.

`step` is one frame and knows no thread; `app` calls it in a loop on the capture thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from livefocus.capture.source import Source
from livefocus.errors import DepthError, LivefocusError, SourceError
from livefocus.frame import DepthMap, Frame
from livefocus.timing import Clock, Latest

RETRY_S = 1.0
"""How long a lost source is left alone before it is tried again."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A frame, and its depth where that was looked up rather than estimated."""

    frame: Frame
    depth: DepthMap | None = None


class CaptureStage:
    """Reads an open source into `shots`; a source that is lost is held and tried again, one that ends stays ended.

    Parameters
    ----------
    source
        Open already; this stage closes it.
    shots
        Where shots go; the newest wins.
    clock
        To wait between tries.
    look_up
        Depth of a frame where it is only looked up (built-in scene, sidecar, plane); None where a model estimates it.
    pace
        Waits until a frame of this media time is due; None where the source has its own time (camera).
    loop
        Start again at the end.
    notify
        Takes one line for the operator.
    """

    def __init__(
        self,
        source: Source,
        shots: Latest[Shot],
        clock: Clock,
        *,
        look_up: Callable[[Frame], DepthMap] | None = None,
        pace: Callable[[float], None] | None = None,
        loop: bool = False,
        notify: Callable[[str], None] = print,
    ) -> None:
        self._source = source
        self._shots = shots
        self._clock = clock
        self._look_up = look_up
        self._pace = pace
        self._loop = loop
        self._notify = notify
        self._lost = False
        self._said = ""
        self._last_depth: DepthMap | None = None
        self._frames_in_round = 0

    def step(self) -> bool:
        """Read one frame and hand it on; False at the end of the source."""
        if self._lost:
            self._reopen()
            return True
        try:
            frame = self._source.read()
        except SourceError as error:
            return self._lose(error)
        if frame is None:
            return self._rewind()
        self._frames_in_round += 1
        if self._pace is not None:
            self._pace(frame.media_time_s)
        self._shots.put(Shot(frame, self._depth_of(frame)))
        return True

    def close(self) -> None:
        """Release the source."""
        self._source.close()

    def _depth_of(self, frame: Frame) -> DepthMap | None:
        """Look the depth up; a bad one is said once and the last good one is held."""
        if self._look_up is None:
            return None
        try:
            self._last_depth = self._look_up(frame)
            self._said = ""
        except DepthError as error:
            self._say_once(error)
        return self._last_depth

    def _say_once(self, error: LivefocusError) -> None:
        if str(error) != self._said:
            self._said = str(error)
            self._notify(str(error))

    def _rewind(self) -> bool:
        """Go back to the start where asked to; a round that gave no frame would spin for ever."""
        if not self._loop or self._frames_in_round == 0:
            return False
        self._frames_in_round = 0
        try:
            self._source.rewind()
        except SourceError as error:
            return self._lose(error)
        return True

    def _lose(self, error: SourceError) -> bool:
        """Say it once, hold the last picture, try again later."""
        self._notify(f"{error}; the last picture is held")
        self._source.close()
        self._lost = True
        return True

    def _reopen(self) -> None:
        self._clock.sleep_s(RETRY_S)
        try:
            info = self._source.open()
        except SourceError:
            return
        self._lost = False
        self._notify(f"{info.name} is back")
