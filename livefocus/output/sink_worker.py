"""What stands between the main thread and a sink: a queue, and the rule that one sink's failure is its own.

Live, the queue holds one picture and the newest wins; a sink that fails is dropped with one line and tried again later,
while the others go on. Offline nothing is left out: `offer` waits, and an error ends the render. `step` is one picture
and knows no thread; `app` calls it in a loop on a thread of its own, one a sink.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable

from livefocus.errors import LivefocusError, SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.sink import Sink
from livefocus.timing import Clock, Latest

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 30.0
OFFLINE_QUEUE = 2
"""Enough to keep the encoder busy while the next picture is drawn."""


class SinkWorker:
    """Feeds one sink.

    Parameters
    ----------
    sink
        Not open yet.
    clock
        For the time between tries.
    offline
        Wait rather than drop, and give up at the first error.
    notify
        Takes one line for the operator.

    Attributes
    ----------
    sent
        Pictures the sink took.
    lost
        Pictures that came while the sink was down, or that it refused.
    """

    def __init__(
        self, sink: Sink, clock: Clock, *, offline: bool = False, notify: Callable[[str], None] = print
    ) -> None:
        self.sink = sink
        self.sent = 0
        self.lost = 0
        self._clock = clock
        self._offline = offline
        self._notify = notify
        self._latest: Latest[Picture] = Latest()
        self._waiting: queue.Queue[Picture] = queue.Queue(OFFLINE_QUEUE)
        self._opening: tuple[tuple[int, int], float, PixelFormat] | None = None
        self._retry_at_s: float | None = None  # None while the sink is well
        self._retry_after_s = FIRST_RETRY_S
        self._failure: SinkError | None = None
        self._finished = False
        self._closed = False

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Open the sink before the show; an error here is the user's to mend, so it is raised (`SinkError`)."""
        self._opening = (size, fps, pixel_format)
        self.sink.open(*self._opening)

    def offer(self, picture: Picture) -> None:
        """Hand a picture over (main thread). Live it never waits; offline it may, and raises what the sink raised."""
        if not self._offline:
            self._latest.put(picture)
            return
        while True:
            if self._failure is not None:
                raise self._failure
            if self._closed:
                raise SinkError(f"{self.sink.name} is closed already")
            try:
                self._waiting.put(picture, timeout=0.1)
            except queue.Full:
                continue
            return

    def step(self, timeout_s: float = 0.1) -> bool:
        """Send one picture, waiting for it up to `timeout_s`; False once finished and empty."""
        return self._step_offline(timeout_s) if self._offline else self._step_live(timeout_s)

    def finish(self) -> None:
        """Say that no more pictures come (main thread): what is queued is still sent, then `step` returns False."""
        self._finished = True
        self._latest.close()

    def close(self) -> None:
        """Close the sink, after the last step.

        Raises
        ------
        SinkError
            Offline: what went wrong with any picture, or with finishing. Live it is said instead.
        """
        self._closed = True
        try:
            self.sink.close()
        except SinkError as error:
            if not self._offline:
                self._notify(str(error))
            self._failure = self._failure or error
        if self._offline and self._failure is not None:
            raise self._failure

    @property
    def well(self) -> bool:
        """Whether the sink takes pictures at present."""
        return self._retry_at_s is None and self._failure is None

    @property
    def dropped(self) -> int:
        """How many pictures never reached the sink: replaced by a newer one, or lost while it was down."""
        return self._latest.dropped + self.lost

    def _step_offline(self, timeout_s: float) -> bool:
        finished = self._finished  # asked first: what is queued before `finish` must not be missed
        try:
            picture = self._waiting.get(timeout=timeout_s)
        except queue.Empty:
            return not finished
        if self._failure is not None:
            self.lost += 1
            return True
        try:
            self._send(picture)
        except SinkError as error:
            self._failure = error
            self.lost += 1
            return True
        self.sent += 1
        return True

    def _send(self, picture: Picture) -> None:
        """Hand a picture to the sink; whatever it throws, a sink may be anybody's, is a failure of that sink."""
        try:
            self.sink.send(picture)
        except SinkError:
            raise
        except LivefocusError as error:
            raise SinkError(error.message, error.advice) from error
        except Exception as error:
            raise SinkError(f"{self.sink.name} failed ({type(error).__name__}: {error})") from error

    def _step_live(self, timeout_s: float) -> bool:
        finished = self._finished
        picture = self._latest.take(timeout_s)
        if picture is None:
            return not finished
        if self._retry_at_s is not None and not self._try_again():
            self.lost += 1
            return True
        try:
            self._send(picture)
        except SinkError as error:
            self._drop(error)
            return True
        self.sent += 1
        self._retry_after_s = FIRST_RETRY_S
        return True

    def _drop(self, error: SinkError) -> None:
        self.lost += 1
        with contextlib.suppress(SinkError):  # one line a failure: this one would follow from the first
            self.sink.close()
        self._retry_at_s = self._clock.now_s() + self._retry_after_s
        self._retry_after_s = min(self._retry_after_s * 2, LONGEST_RETRY_S)
        self._notify(f"{error}; {self.sink.name} is dropped and tried again, the rest goes on")

    def _try_again(self) -> bool:
        """Open the sink again where it is time to; whether it is well now."""
        if self._opening is None or self._retry_at_s is None or self._clock.now_s() < self._retry_at_s:
            return False
        try:
            self.sink.open(*self._opening)
        except SinkError:
            self._retry_after_s = min(self._retry_after_s * 2, LONGEST_RETRY_S)
            self._retry_at_s = self._clock.now_s() + self._retry_after_s
            return False
        self._retry_at_s = None
        self._notify(f"{self.sink.name} is back")
        return True
