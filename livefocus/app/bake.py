"""Baking depth: a source's frames through an engine into a sidecar, offline, every frame."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from livefocus.app.build import OpenSource, open_estimator, open_source
from livefocus.app.offline import Progress, frames_of
from livefocus.depth.bake import BakeWriter, in_shape_of, make_writer
from livefocus.depth.both_ways import BothWays
from livefocus.depth.estimator import DepthEstimator
from livefocus.errors import DepthError, SettingsError
from livefocus.settings import ShowSettings


def bake_depth(
    settings: ShowSettings,
    output: Path,
    notify: Callable[[str], None],
    progress: Progress | None = None,
    *,
    replace: bool = False,
) -> int:
    """Write the depth of every frame of a source; returns how many there were.

    Parameters
    ----------
    settings
        Source, its size, engine, and how many seconds of it.
    output
        A folder's name, a `.png` for a still, or a `.npy`.
    notify, progress
        Take a line for the user; frames done and how many there will be.
    replace
        Write over what is there.

    Raises
    ------
    LivefocusError
        Whatever goes wrong.
    """
    with ExitStack() as stack:
        opened = open_source(settings, live=False)
        stack.callback(opened.source.close)
        if opened.info.live:
            raise SettingsError(f"{settings.source} never ends", "record it first, then bake the clip's depth")
        estimator = open_estimator(settings, opened, live=False, notify=notify)
        stack.callback(estimator.close)
        writer = make_writer(output, still=opened.info.frame_count == 1, replace=replace)
        stack.callback(writer.abandon)
        count = _write_all(opened, estimator, writer, settings.seconds, progress)
        writer.finish()
    if writer.cut_count:
        notify(f"depth beyond 0 to 1 was cut in {writer.cut_count} of {count} frames: a .npy keeps it")
    return count


def _write_all(
    opened: OpenSource,
    estimator: DepthEstimator,
    writer: BakeWriter,
    seconds: float | None,
    progress: Progress | None,
) -> int:
    total = opened.info.frame_count
    if seconds is not None and opened.info.fps > 0:
        total = min(total or round(seconds * opened.info.fps), round(seconds * opened.info.fps))
    count = 0
    smoother = BothWays() if estimator.own_thread else None
    for frame in frames_of(opened, until_s=seconds):
        if frame.sequence != count:
            raise DepthError(f"frame {count} of the clip is missing", "mend the clip: its depth would slip")
        found = estimator.estimate(frame).inverse_depth
        for ready in [found] if smoother is None else smoother.put(frame, found):
            writer.write(in_shape_of(ready, opened.info.size))
        count += 1
        if progress is not None:
            progress(count, total)
    for ready in smoother.finish() if smoother is not None else ():
        writer.write(in_shape_of(ready, opened.info.size))
    if count == 0:
        raise SettingsError(f"{opened.info.name} gave no picture", "give a longer --seconds")
    return count
