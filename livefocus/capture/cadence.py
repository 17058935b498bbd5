"""A look's cadence, offline: which frame each picture shows where a show has a rate of its own.

Live, the newest frame is taken when a picture is due; this is the same rule where frames come with time stamps and no
clock runs: a camera that runs at the cadence's rate is pointed at the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from livefocus.frame import Frame

EARLY = 0.25
"""A frame this part of a picture's time ahead is taken as there: time stamps are rounded, some to a millisecond."""


def at_cadence(frames: Iterable[Frame], cadence_fps: float, source_fps: float) -> Iterator[Frame]:
    """Yield the frame each picture shows, stamped with the picture's own time.

    Parameters
    ----------
    frames
        With rising media times.
    cadence_fps
        Pictures a second; 0 for one a frame.
    source_fps
        Frames a second: how long the last one lasts. 0 for a still, which is shown once.
    """
    if cadence_fps <= 0.0 or source_fps <= 0.0:
        yield from frames
        return
    shown: Frame | None = None
    start_s, number = 0.0, 0
    for frame in frames:
        if shown is None:
            start_s = frame.media_time_s
        else:
            while (time_s := start_s + number / cadence_fps) < frame.media_time_s - EARLY / cadence_fps:
                yield replace(shown, media_time_s=time_s)
                number += 1
        shown = frame
    while shown is not None and (time_s := start_s + number / cadence_fps) < _end_s(shown, cadence_fps, source_fps):
        yield replace(shown, media_time_s=time_s)
        number += 1


def _end_s(last: Frame, cadence_fps: float, source_fps: float) -> float:
    return last.media_time_s + 1.0 / source_fps - EARLY / cadence_fps
