"""A live show: threads around one tick.

Each tick on the main thread: events → actions → desk → lens → pictures out. It never waits for depth or for a sink; it
waits for the next frame, and no longer than until the next picture is due.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import moderngl
import numpy as np

from livefocus.app.build import LensMaker, OpenSource
from livefocus.app.depth_line import DepthLine
from livefocus.app.hands import Hands
from livefocus.app.intake import open_intake
from livefocus.app.lens_care import LensCare
from livefocus.app.meters import Meters, Report
from livefocus.app.outlets import ReadbackOutlet, make_outlets
from livefocus.app.preview import PreviewOutlet, preview_outlets
from livefocus.app.screen import Screen
from livefocus.app.surfaces import make_surfaces
from livefocus.app.threads import Crew
from livefocus.capture.stage import Shot
from livefocus.control.actions import Action
from livefocus.control.desk import Refusal
from livefocus.control.pull_file import open_trace
from livefocus.control.show_state import Facts
from livefocus.errors import SettingsError
from livefocus.focus.trace import Trace
from livefocus.frame import DepthMap, Frame
from livefocus.output.factory import make_sink
from livefocus.output.sink_worker import SinkWorker
from livefocus.pipeline import Pipeline
from livefocus.render.context import make_standalone_context
from livefocus.render.lens import Lens
from livefocus.settings import MATCH, ShowSettings, load_look, preset_names
from livefocus.state import FocusState
from livefocus.timing import Clock, Latest

LONGEST_STEP_S = 0.25
"""A tick later than this (the machine slept) moves focus no farther than this much time would."""
LATE_FRAME = 1.5
"""A new picture is drawn when the next frame is this many frame times late: a pull goes on while a camera stalls."""
LEAST_FPS = 20.0
"""A source slower than this (a slide show, a dark room) is drawn again in between: a pull is no slide show."""

Notify = Callable[[str], None]


class LiveShow:
    """One live show, from its settings to its end. Lives on the thread that owns GL.

    Parameters
    ----------
    settings
        What was asked for.
    clock
        What time it is.
    notify
        Takes one line for the operator; may be called from any thread.

    Attributes
    ----------
    stop_asked
        Set it to end the show after the present tick (signal handlers do).
    """

    meters: Meters
    _depth: DepthLine
    _opened: OpenSource
    _hands: Hands
    _maker: LensMaker
    _lens: Lens
    _care: LensCare
    _pipeline: Pipeline
    _outlets: list[ReadbackOutlet | PreviewOutlet]
    _capture_thread: threading.Thread

    def __init__(self, settings: ShowSettings, clock: Clock, notify: Notify) -> None:
        self._settings = settings
        self._clock = clock
        self._notify = notify
        self._shots: Latest[Shot] = Latest()
        self._screen: Screen | None = None
        self._trace: Trace | None = None
        self._shot: Shot | None = None
        self._depth_sequence: int | None = None
        self._look_name = settings.look
        self._look_names = tuple(preset_names("looks"))
        self._started_at_s = self._ticked_at_s = self._due_at_s = clock.now_s()
        self.stop_asked = False

    def run(self, each_tick: Callable[[LiveShow], None] | None = None) -> Report:
        """Run until the source ends, `seconds` are over, or somebody asks to stop; returns what it came to.

        Raises
        ------
        LivefocusError
            A part could not be had at the start. Once the show runs, parts that fail are held or dropped.
        """
        with ExitStack() as stack:
            self._set_up(stack)
            while not self._done():
                self.tick()
                if each_tick is not None:
                    each_tick(self)
            for outlet in self._outlets:
                outlet.collect(wait=True)
            return self.meters.report(self._clock.now_s(), self.maps_made, self._shots.dropped)

    @property
    def maps_made(self) -> int:
        """Depth maps made so far; looked-up depth counts one a picture."""
        made = self._depth.maps_made
        return self.meters.pictures if made is None else made

    @property
    def dropped(self) -> int:
        """Frames no picture was drawn from so far."""
        return self._shots.dropped

    @property
    def gpu_line(self) -> str:
        """What the GPU took for the last pictures; empty where nobody asked."""
        return self._care.line()

    def act(self, action: Action) -> None:
        """Do what a hand would ask for."""
        self._hands.desk.act(action)

    def tick(self) -> None:
        """Do one round: the newest frame, what the hand wants, a picture."""
        shot, depth = self._depth.pair(self._next_shot())
        now_s = self._clock.now_s()
        step_s = min(now_s - self._ticked_at_s, LONGEST_STEP_S)
        self._ticked_at_s = now_s
        self._shot = shot or self._shot
        if shot is not None:
            self._hands.look(shot.frame)
        if self._shot is not None:
            self._hands.step(step_s, now_s, self._shot.frame.media_time_s, self._screen, self._facts)
            self._follow_look()
            self._care.step()
            self._draw(shot, depth, now_s - self._started_at_s)

    def _facts(self) -> Facts:
        """Return what surfaces show besides the desk."""
        look = self._maker.look
        return Facts(
            source=self._opened.info.name,
            size=self._opened.info.size,
            look=self._look_name,
            f_number=look.lens.f_number * self._hands.desk.switches.f_number_factor,
            looks=self._look_names,
            moves=tuple(self._hands.desk.moves),
            fps=self.meters.fps,
            latency_ms=self.meters.latency_ms,
            depth_age_frames=self.meters.depth_age_frames,
            dropped=self.dropped,
        )

    def _draw(self, shot: Shot | None, depth: DepthMap | None, time_s: float) -> None:
        if depth is not None:
            self._depth_sequence = depth.sequence
            self._hands.see(depth)
        desk = self._hands.desk
        lens = self._maker.lens(desk.focus.inverse_depth, desk.blur_factor)
        frame = shot.frame if shot is not None else None
        picture = self._pipeline.step(frame, depth, desk.focus, lens, self._maker.grade(), time_s)
        if self._screen is not None:
            view = self._hands.view(self.meters.fps)
            self._screen.show(picture, self._lens.depth, view, desk.focus, lens)
        self._note(desk.focus, time_s, frame)

    def _follow_look(self) -> None:
        """Draw through another look where the hand asked for one; a wrong one is said and the old one stays."""
        name = self._hands.desk.look
        if name is None or name == self._look_name:
            return
        self._look_name = name
        try:
            self._maker = replace(self._maker, look=load_look(name))
        except SettingsError as error:
            self._hands.tell(Refusal(error))

    def _note(self, focus: FocusState, time_s: float, frame: Frame | None) -> None:
        age = None
        if self._depth_sequence is not None and self._shot is not None:
            age = abs(self._shot.frame.sequence - self._depth_sequence)
        self.meters.drawn(self._clock.now_s(), age, frame.captured_at_s if frame is not None else None)
        if self._trace is not None:
            self._trace.row(time_s, focus, self._hands.desk.blur_factor)

    def _next_shot(self) -> Shot | None:
        """Wait for a frame, or until a picture is due without one."""
        cadence_fps = self._maker.look.grade.cadence_fps
        if cadence_fps > 0:
            self._clock.sleep_s(self._due_at_s - self._clock.now_s())
            self._due_at_s = max(self._due_at_s + 1 / cadence_fps, self._clock.now_s())
            return self._shots.take()
        late_s = self._ticked_at_s + LATE_FRAME / max(self._opened.fps, LEAST_FPS) - self._clock.now_s()
        return self._shots.take(max(late_s, 0.0))

    def _done(self) -> bool:
        settings = self._settings
        if self.stop_asked or self._hands.desk.quit:
            return True
        if settings.seconds is not None and self._clock.now_s() - self._started_at_s >= settings.seconds:
            return True
        is_still = self._opened.info.fps == 0
        return not is_still and not self._capture_thread.is_alive() and not self._shots.fresh

    def _set_up(self, stack: ExitStack) -> None:
        settings = self._settings
        look = load_look(settings.look)
        crew = stack.enter_context(Crew(self._notify))
        self._depth = DepthLine(settings.depth_sync == MATCH, self._clock, self._notify, crew)
        self._opened, self._capture_thread = open_intake(
            settings, self._depth, self._shots, self._clock, self._notify, crew
        )
        size = self._opened.info.size
        self._maker = LensMaker(look, size[0], settings.blur_px)
        self._hands = Hands(settings, self._opened.planes, self._notify, crew)
        if settings.trace is not None:
            stops = self._hands.desk.puller.stops
            self._trace = stack.enter_context(open_trace(settings.trace, stops.far, stops.near))
        context = self._open_gl(stack, size)
        self._lens = Lens(context, size)
        stack.callback(self._lens.release)
        fps = look.grade.cadence_fps or self._opened.fps
        self._care = LensCare(context, self._lens, settings, fps, self._clock, self._notify)
        self._open_sinks(crew, stack, context, size)
        self._open_surfaces(crew, stack, context, size)
        focus = self._hands.desk.focus.inverse_depth
        self._lens.upload_depth(np.full((2, 2), focus, np.float32))  # all sharp until the first map is there
        self._pipeline = Pipeline(self._lens, self._outlets)
        self._started_at_s = self._ticked_at_s = self._due_at_s = self._clock.now_s()
        self.meters = Meters(self._started_at_s)

    def _open_gl(self, stack: ExitStack, size: tuple[int, int]) -> moderngl.Context:
        settings = self._settings
        if "window" not in settings.sinks:
            context = make_standalone_context()
            stack.callback(context.release)
            return context
        title = f"livefocus: {self._opened.info.name}"
        self._screen = Screen(size, title, vsync=settings.vsync, fullscreen=settings.fullscreen)
        stack.callback(self._screen.close)
        return self._screen.context

    def _open_surfaces(self, crew: Crew, stack: ExitStack, context: moderngl.Context, size: tuple[int, int]) -> None:
        """Let other hands in, now that there is a show for them."""
        self._hands.surfaces = make_surfaces(self._settings, crew, self._notify)
        for outlet in preview_outlets(self._hands.surfaces, context, size, self._clock):
            self._outlets.append(outlet)
            stack.callback(outlet.release)

    def _open_sinks(self, crew: Crew, stack: ExitStack, context: moderngl.Context, size: tuple[int, int]) -> None:
        specs = [spec for spec in self._settings.sinks if spec != "window"]
        workers = [SinkWorker(make_sink(spec), self._clock, notify=self._notify) for spec in specs]
        self._outlets = [*make_outlets(context, size, self._opened.fps, workers)]
        for worker in workers:
            crew.start(f"sink {worker.sink.name}", worker.step, worker.close, worker.finish)
        for outlet in self._outlets:
            stack.callback(outlet.release)
