"""Rendering to a file: every frame in order, each with the depth of its own, no clock; the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import moderngl

from livefocus.app.build import LensMaker, OpenSource, make_desk, open_estimator, open_source
from livefocus.app.outlets import make_outlets
from livefocus.app.threads import Crew
from livefocus.capture.cadence import at_cadence
from livefocus.control.pull_file import open_trace
from livefocus.errors import LivefocusError, SettingsError
from livefocus.frame import Frame
from livefocus.output.factory import make_sink
from livefocus.output.sink_worker import SinkWorker
from livefocus.pipeline import Pipeline
from livefocus.render.context import make_standalone_context
from livefocus.render.lens import Lens
from livefocus.settings import ShowSettings, load_look
from livefocus.state import Quality
from livefocus.timing import ManualClock

ROUNDING_S = 1e-6
"""Time stamps are fractions; seconds on a command line are not."""

Progress = Callable[[int, int | None], None]
"""Takes pictures done, and how many there will be where that is known."""


def frames_of(opened: OpenSource, until_s: float | None = None) -> Iterator[Frame]:
    """Yield a source's frames in order, up to a media time."""
    while (frame := opened.source.read()) is not None:
        if until_s is not None and frame.media_time_s >= until_s - ROUNDING_S:
            return
        yield frame


def render_offline(settings: ShowSettings, notify: Callable[[str], None], progress: Progress | None = None) -> int:
    """Render a source through the lens into the sinks; returns how many pictures there were.

    Cues and pulls run on the source's own time, so the same settings give the same pictures.

    Raises
    ------
    LivefocusError
        Whatever goes wrong: nothing is dropped, held or retried offline.
    """
    with ExitStack() as stack:
        look = load_look(settings.look)
        context = make_standalone_context()
        stack.callback(context.release)
        opened = open_source(settings, live=False, context=context)
        stack.callback(opened.source.close)
        estimator = open_estimator(settings, opened, live=False, notify=notify)
        stack.callback(estimator.close)
        desk = make_desk(settings, opened.planes)
        size = opened.info.size
        lens = Lens(context, size)
        stack.callback(lens.release)
        lens.quality = Quality(settings.quality)
        cadence_fps = look.grade.cadence_fps if opened.info.fps > 0 else 0.0
        sinks = _Sinks(stack, context, settings, opened.info.size, cadence_fps or opened.fps, notify)
        pipeline = Pipeline(lens, sinks.outlets)
        stops = desk.puller.stops
        trace = stack.enter_context(open_trace(settings.trace, stops.far, stops.near)) if settings.trace else None
        maker = LensMaker(look, size[0], settings.blur_px)
        total = _count(opened, settings, cadence_fps)
        count, last_s = 0, 0.0
        for frame in at_cadence(frames_of(opened, until_s=_until_s(settings)), cadence_fps, opened.info.fps):
            desk.step(max(frame.media_time_s - last_s, 0.0), frame.media_time_s)
            last_s = frame.media_time_s
            for message in desk.take_messages():
                notify(message)
            if frame.media_time_s >= settings.start_s - ROUNDING_S or desk.watches:
                depth = estimator.estimate(frame)
                desk.see_depth(depth.inverse_depth)
            if frame.media_time_s < settings.start_s - ROUNDING_S:
                continue  # cues and pulls before the start have happened all the same
            state = maker.lens(desk.focus.inverse_depth, desk.blur_factor)
            pipeline.step(frame, depth, desk.focus, state, maker.grade(), frame.media_time_s)
            if trace is not None:
                trace.row(frame.media_time_s, desk.focus, desk.blur_factor)
            count += 1
            if progress is not None:
                progress(count, total)
            if count == settings.pictures:
                break
        sinks.finish()
    if count == 0:
        raise SettingsError(f"{settings.source} gave no picture", "is it shorter than --at?")
    return count


def _until_s(settings: ShowSettings) -> float | None:
    return None if settings.seconds is None else settings.start_s + settings.seconds


def _count(opened: OpenSource, settings: ShowSettings, cadence_fps: float) -> int | None:
    """Return how many pictures there will be, as far as that is known."""
    if settings.pictures is not None:
        return settings.pictures
    total = opened.info.frame_count
    if opened.info.fps == 0:
        return total
    fps = cadence_fps or opened.info.fps
    left = None if total is None else max(round(total * fps / opened.info.fps - settings.start_s * fps), 0)
    most = None if settings.seconds is None else round(settings.seconds * fps)
    return min((number for number in (left, most) if number is not None), default=None)


class _Sinks:
    """The sinks of an offline render: waited for, and an error of theirs is the render's."""

    def __init__(
        self,
        stack: ExitStack,
        context: moderngl.Context,
        settings: ShowSettings,
        size: tuple[int, int],
        fps: float,
        notify: Callable[[str], None],
    ) -> None:
        clock = ManualClock()
        self._workers = [SinkWorker(make_sink(spec, offline=True), clock, offline=True) for spec in settings.sinks]
        self._crew = stack.enter_context(Crew(notify))
        self._errors: list[LivefocusError] = []
        self.outlets = make_outlets(context, size, fps, self._workers)
        for worker in self._workers:
            self._crew.start(f"sink {worker.sink.name}", worker.step, self._closer(worker), worker.finish)
        for outlet in self.outlets:
            stack.callback(outlet.release)

    def finish(self) -> None:
        """Send what is still under way, close every sink, and raise what went wrong."""
        for outlet in self.outlets:
            outlet.collect(wait=True)
        self._crew.stop()
        if self._errors:
            raise self._errors[0]

    def _closer(self, worker: SinkWorker) -> Callable[[], None]:
        def close() -> None:
            try:
                worker.close()
            except LivefocusError as error:
                self._errors.append(error)

        return close
