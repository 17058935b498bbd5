"""One sink's failure is its own: stepped by hand, with a sink that does what it is told and a clock that waits."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from livefocus.errors import LivefocusError, SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.sink_worker import FIRST_RETRY_S, LONGEST_RETRY_S, SinkWorker
from livefocus.timing import ManualClock, SystemClock

SIZE = (4, 2)


def picture(number: int) -> Picture:
    return Picture(np.zeros(24, np.uint8), PixelFormat.RGB24, SIZE, number / 24, number)


class ScriptedSink:
    """Fails where it is told to.

    Attributes
    ----------
    taken
        Sequence numbers of what it took.
    refuses_to_open, refuses
        While set, `open` or `send` fail.
    """

    def __init__(self) -> None:
        self.name = "scripted"
        self.taken: list[int] = []
        self.opened = 0
        self.closed = 0
        self.refuses_to_open = False
        self.refuses = False
        self.refuses_to_close = False

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        return (PixelFormat.RGB24,)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        if self.refuses_to_open:
            raise SinkError("scripted is still broken")
        self.opened += 1

    def send(self, sent: Picture) -> None:
        if self.refuses:
            raise SinkError("scripted broke")
        self.taken.append(sent.sequence)

    def close(self) -> None:
        self.closed += 1
        if self.refuses_to_close:
            raise SinkError("scripted cannot finish")


def started(sink: ScriptedSink, *, offline: bool = False) -> tuple[SinkWorker, ManualClock, list[str]]:
    clock, said = ManualClock(), list[str]()
    worker = SinkWorker(sink, clock, offline=offline, notify=said.append)
    worker.open(SIZE, 24.0, PixelFormat.RGB24)
    return worker, clock, said


def test_live_the_newest_picture_wins() -> None:
    sink = ScriptedSink()
    worker, _, said = started(sink)
    for number in range(5):
        worker.offer(picture(number))
    assert worker.step(0.0)
    assert worker.step(0.0), "nothing to send is not the end"
    worker.offer(picture(5))
    worker.step(0.0)
    assert sink.taken == [4, 5]
    assert (worker.sent, worker.dropped, worker.lost, said) == (2, 4, 0, [])


def test_an_error_before_the_show_is_the_user_s() -> None:
    sink = ScriptedSink()
    sink.refuses_to_open = True
    with pytest.raises(SinkError, match="still broken"):
        SinkWorker(sink, ManualClock()).open(SIZE, 24.0, PixelFormat.RGB24)


def test_live_a_failing_sink_is_dropped_said_once_and_tried_again() -> None:
    sink = ScriptedSink()
    worker, clock, said = started(sink)
    for number in range(100):
        sink.refuses = sink.refuses_to_open = 10 <= number < 60
        worker.offer(picture(number))
        assert worker.step(0.0)
        clock.sleep_s(0.1)
    assert said == ["scripted broke; scripted is dropped and tried again, the rest goes on", "scripted is back"]
    assert sink.opened == 2
    assert sink.taken[:10] == list(range(10))
    assert sink.taken[-1] == 99
    back_at = sink.taken[10]
    assert 60 <= back_at <= 60 + 10 * 4, "tries get rarer, but not so rare"
    assert sink.taken[10:] == list(range(back_at, 100))
    assert worker.lost == 100 - len(sink.taken)
    assert worker.well


def test_live_tries_get_rarer_up_to_a_limit() -> None:
    sink = ScriptedSink()
    worker, clock, said = started(sink)
    tries_s: list[float] = []

    def broken(size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        tries_s.append(clock.now_s())
        raise SinkError("scripted is still broken")

    sink.open = broken  # type: ignore[method-assign]
    sink.refuses = True
    for number in range(3000):
        worker.offer(picture(number))
        worker.step(0.0)
        clock.sleep_s(0.1)
    gaps_s = np.diff([0.0, *tries_s])
    assert gaps_s[0] == pytest.approx(FIRST_RETRY_S, abs=0.11)
    assert (np.diff(gaps_s) > -0.11).all()
    assert gaps_s[-1] == pytest.approx(LONGEST_RETRY_S, abs=0.11)
    assert len(said) == 1
    assert not worker.well


def test_live_a_sink_that_opens_but_never_works_is_not_tried_all_the_time() -> None:
    sink = ScriptedSink()
    worker, clock, said = started(sink)
    sink.refuses = True
    for number in range(1000):
        worker.offer(picture(number))
        worker.step(0.0)
        clock.sleep_s(0.1)
    assert 3 <= sink.opened <= 9
    assert len(said) < 20


def test_live_what_is_queued_at_the_end_is_still_sent() -> None:
    sink = ScriptedSink()
    worker, _, _ = started(sink)
    worker.offer(picture(7))
    worker.finish()
    assert worker.step(0.0)
    assert not worker.step(0.0)
    assert sink.taken == [7]


def test_live_an_error_while_closing_is_said() -> None:
    sink = ScriptedSink()
    worker, _, said = started(sink)
    sink.refuses_to_close = True
    worker.close()
    assert said == ["scripted cannot finish"]


def run(worker: SinkWorker) -> threading.Thread:
    def loop() -> None:
        while worker.step(0.01):
            pass

    thread = threading.Thread(target=loop)
    thread.start()
    return thread


def test_offline_every_picture_arrives_in_order_and_offer_waits() -> None:
    sink = ScriptedSink()
    worker, _, _ = started(sink, offline=True)
    thread = run(worker)
    for number in range(500):
        worker.offer(picture(number))
    worker.finish()
    thread.join(10)
    worker.close()
    assert sink.taken == list(range(500))
    assert (worker.dropped, sink.closed) == (0, 1)


def test_offline_an_error_ends_the_render() -> None:
    sink = ScriptedSink()
    worker, _, said = started(sink, offline=True)
    thread = run(worker)
    for number in range(10):
        worker.offer(picture(number))
    sink.refuses = True
    with pytest.raises(SinkError, match="scripted broke"):  # noqa: PT012 - the error arrives some pictures later
        for number in range(10, 1000):
            worker.offer(picture(number))
    worker.finish()
    thread.join(10)
    with pytest.raises(SinkError, match="scripted broke"):
        worker.close()
    assert sink.closed == 1
    assert said == []


def test_offline_an_error_with_the_very_last_picture_is_not_missed() -> None:
    sink = ScriptedSink()
    worker, _, _ = started(sink, offline=True)
    worker.offer(picture(0))
    worker.finish()
    sink.refuses = True
    while worker.step(0.0):
        pass
    with pytest.raises(SinkError, match="scripted broke"):
        worker.close()


def test_offline_nothing_waits_for_a_worker_that_is_gone() -> None:
    worker, _, _ = started(ScriptedSink(), offline=True)
    worker.close()
    with pytest.raises(SinkError, match="is closed already"):
        worker.offer(picture(0))


def test_offline_an_error_while_finishing_ends_the_render_too() -> None:
    sink = ScriptedSink()
    worker, _, _ = started(sink, offline=True)
    sink.refuses_to_close = True
    with pytest.raises(SinkError, match="cannot finish"):
        worker.close()


def test_live_with_real_threads_the_last_picture_always_arrives() -> None:
    for _ in range(20):
        sink = ScriptedSink()
        worker = SinkWorker(sink, SystemClock())
        worker.open(SIZE, 24.0, PixelFormat.RGB24)
        thread = run(worker)
        for number in range(50):
            worker.offer(picture(number))
        worker.finish()
        thread.join(10)
        assert sink.taken[-1] == 49
        assert worker.sent + worker.dropped == 50


class ThrowingSink(ScriptedSink):
    """Throws what no sink should."""

    def __init__(self, thrown: Exception) -> None:
        super().__init__()
        self._thrown = thrown

    def send(self, sent: Picture) -> None:
        raise self._thrown


@pytest.mark.parametrize("offline", [False, True])
@pytest.mark.parametrize("thrown", [LivefocusError("OpenCV cannot be loaded", "install it"), RuntimeError("segment")])
def test_whatever_a_sink_throws_is_a_failure_of_that_sink(thrown: Exception, offline: bool) -> None:
    worker, _, said = started(ThrowingSink(thrown), offline=offline)
    worker.offer(picture(0))
    assert worker.step()
    assert not worker.well
    if offline:
        with pytest.raises(SinkError, match=r"OpenCV|segment"):
            worker.close()
    else:
        assert len(said) == 1
