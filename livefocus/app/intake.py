"""What comes into a live show: a source and what tells its depth, opened on the thread that reads them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial

from livefocus.app.build import OpenSource, open_estimator, open_source
from livefocus.app.depth_line import DepthLine
from livefocus.app.threads import Crew
from livefocus.capture.pacing import Pacer
from livefocus.capture.stage import CaptureStage, Shot
from livefocus.errors import SourceError
from livefocus.settings import ShowSettings
from livefocus.timing import Clock, Latest

OPEN_WITHIN_S = 30.0
"""Longest a source may take to open: some cameras take ten seconds."""


def open_intake(
    settings: ShowSettings,
    depth: DepthLine,
    shots: Latest[Shot],
    clock: Clock,
    notify: Callable[[str], None],
    crew: Crew,
) -> tuple[OpenSource, threading.Thread]:
    """Open source and depth on the thread that will read them, and wait until both are there.

    Parameters
    ----------
    settings
        What was asked for.
    depth
        Takes an engine that has a thread of its own.
    shots
        Takes the frames.
    clock, notify, crew
        The show's.

    Returns
    -------
    source, thread
        What was opened, and the thread that reads it.

    Raises
    ------
    LivefocusError
        One of them could not be had.
    """
    return _Intake(settings, depth, shots, clock, notify).open(crew)


class _Intake:
    def __init__(
        self,
        settings: ShowSettings,
        depth: DepthLine,
        shots: Latest[Shot],
        clock: Clock,
        notify: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._depth = depth
        self._shots = shots
        self._clock = clock
        self._notify = notify
        self._opened: Future[OpenSource] = Future()
        self._stage: CaptureStage | None = None
        self._stopping = threading.Event()

    def open(self, crew: Crew) -> tuple[OpenSource, threading.Thread]:
        thread = crew.start("capture", self._step, self._close, self._stopping.set)
        try:
            return self._opened.result(OPEN_WITHIN_S), thread
        except FutureTimeoutError as error:
            message = f"{self._settings.source} does not open within {OPEN_WITHIN_S:.0f} s"
            raise SourceError(message, "is another program using it?") from error

    def _step(self) -> bool:
        if self._stopping.is_set():
            return False
        if self._stage is not None:
            return self._stage.step()
        try:
            self._stage = self._prepare()
        except BaseException as error:  # handed to the thread that waits
            self._opened.set_exception(error)
            return False
        return True

    def _close(self) -> None:
        if self._stage is not None:
            self._stage.close()

    def _prepare(self) -> CaptureStage:
        settings = self._settings
        opened = open_source(settings, live=True)
        if opened.info.notice:
            self._notify(opened.info.notice)
        try:
            estimator = open_estimator(settings, opened, live=True, notify=self._notify)
        except BaseException:
            opened.source.close()
            raise
        self._opened.set_result(opened)
        if estimator.own_thread:
            self._depth.start(estimator, partial(open_estimator, settings, opened, live=True, notify=self._notify))
        return CaptureStage(
            opened.source,
            self._shots,
            self._clock,
            look_up=None if estimator.own_thread else estimator.estimate,
            pace=Pacer(self._clock, self._stopping.is_set).wait if settings.paced and not opened.info.live else None,
            loop=settings.loop,
            depth_frames=self._depth.frames if estimator.own_thread else None,
            notify=self._notify,
        )
