"""Rendering to a file: every frame in order, each with the depth of its own, no clock; the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import moderngl

from livefocus.app.build import LensMaker, OpenSource, make_desk, open_estimator, open_source
from livefocus.app.outlets import make_outlets
from livefocus.app.threads import Crew
from livefocus.errors import LivefocusError, SettingsError
from livefocus.focus.trace import TraceWriter
from livefocus.frame import Frame
from livefocus.output.factory import make_sink
from livefocus.output.sink_worker import SinkWorker
from livefocus.pipeline import Pipeline
from livefocus.render.context import make_standalone_context
from livefocus.render.lens import Lens
from livefocus.settings import ShowSettings, load_look
from livefocus.timing import ManualClock

Progress = Callable[[int, int | None], None]
"""Takes pictures done, and how many there will be where that is known."""


def frames_of(opened: OpenSource, seconds: float | None = None) -> Iterator[Frame]:
    """Yield a source's frames in order, up to a media time."""
    while (frame := opened.source.read()) is not None:
        if seconds is not None and frame.media_time_s >= seconds - 1e-6:
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
        sinks = _Sinks(stack, context, settings, opened, notify)
        pipeline = Pipeline(lens, sinks.outlets)
        trace = stack.enter_context(TraceWriter(settings.trace)) if settings.trace is not None else None
        maker = LensMaker(look, size[0], settings.blur_px)
        total = _count(opened, settings.seconds)
        count, last_s = 0, 0.0
        for count, frame in enumerate(frames_of(opened, settings.seconds), start=1):
            desk.step(frame.media_time_s - last_s if count > 1 else 0.0, frame.media_time_s)
            last_s = frame.media_time_s
            for message in desk.take_messages():
                notify(message)
            state = maker.lens(desk.focus.inverse_depth, desk.blur_factor)
            pipeline.step(frame, estimator.estimate(frame), desk.focus, state, maker.grade(), frame.media_time_s)
            if trace is not None:
                trace.row(frame.media_time_s, desk.focus)
            if progress is not None:
                progress(count, total)
        sinks.finish()
    if count == 0:
        raise SettingsError(f"{settings.source} gave no picture")
    return count


def _count(opened: OpenSource, seconds: float | None) -> int | None:
    total = opened.info.frame_count
    if seconds is None or opened.info.fps == 0:
        return total
    most = max(round(seconds * opened.info.fps), 1)
    return most if total is None else min(total, most)


class _Sinks:
    """The sinks of an offline render: waited for, and an error of theirs is the render's."""

    def __init__(
        self,
        stack: ExitStack,
        context: moderngl.Context,
        settings: ShowSettings,
        opened: OpenSource,
        notify: Callable[[str], None],
    ) -> None:
        clock = ManualClock()
        self._workers = [SinkWorker(make_sink(spec, offline=True), clock, offline=True) for spec in settings.sinks]
        self._crew = stack.enter_context(Crew(notify))
        self._errors: list[LivefocusError] = []
        self.outlets = make_outlets(context, opened.info.size, opened.fps, self._workers)
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
