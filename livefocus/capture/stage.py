"""The capture stage: reads a source, gives each frame its looked-up depth, and leaves both in a mailbox.

`step` is one frame and knows no thread; `app` calls it in a loop on the capture thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from livefocus.capture.source import Source
from livefocus.errors import SourceError
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
        Depth of a frame where it is only looked up (built-in scene, sidecar, plane), behind the guard that holds the
        last good one; None where a model estimates it.
    pace
        Waits until a frame of this media time is due (`pacing.Pacer.wait`); None where the source has its own time.
    loop
        Start again at the end.
    depth_frames
        Where frames go for a model to estimate, at once and not only when a picture is drawn.
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
        depth_frames: Latest[Frame] | None = None,
        notify: Callable[[str], None] = print,
    ) -> None:
        self._source = source
        self._shots = shots
        self._clock = clock
        self._look_up = look_up
        self._pace = pace
        self._loop = loop
        self._depth_frames = depth_frames
        self._notify = notify
        self._lost = False
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
        if self._depth_frames is not None:
            self._depth_frames.put(frame)  # a clip's frame is there before it is due: its depth can be made meanwhile
        if self._pace is not None:
            self._pace(frame.media_time_s)
        self._shots.put(Shot(frame, self._look_up(frame) if self._look_up else None))
        return True

    def close(self) -> None:
        """Release the source."""
        self._source.close()

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
