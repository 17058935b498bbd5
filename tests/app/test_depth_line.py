"""Which depth goes with which picture, and an engine that does not come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from livefocus.app.depth_line import FIRST_PATIENCE_S, MOST_WAITING, PATIENCE_S, DepthLine, Matcher, Nearest
from livefocus.app.threads import Crew
from livefocus.capture.stage import Shot
from livefocus.frame import DepthMap, Frame
from livefocus.timing import ManualClock


def frame(sequence: int) -> Frame:
    return Frame(np.zeros((4, 4, 3), np.uint8), 0.0, sequence, sequence / 30)


def shot(sequence: int) -> Shot:
    return Shot(frame(sequence))


def depth(sequence: int) -> DepthMap:
    return DepthMap(np.full((2, 2), sequence / 100, np.float32), sequence)


def played(matcher: Matcher, frames: int, delay: int, every: int) -> list[tuple[int, int]]:
    """Frames come one a tick, maps of every n-th of them `delay` ticks later: which went together."""
    pairs, drawn_with = [], -1
    for tick in range(frames):
        made_of = tick - delay
        is_made = made_of >= 0 and made_of % every == 0
        taken, found = matcher.pair(shot(tick), depth(made_of) if is_made else None)
        drawn_with = found.sequence if found is not None else drawn_with
        if taken is not None:
            pairs.append((taken.frame.sequence, drawn_with))
    return pairs


@pytest.mark.parametrize("delay", [0, 1, 2, 5])
def test_every_frame_is_drawn_with_its_own_depth_and_no_later_than_that_is_there(delay: int) -> None:
    pairs = played(Matcher(), 60, delay, every=1)
    assert all(frame == depth for frame, depth in pairs)
    assert [frame for frame, _ in pairs] == list(range(60 - delay))


def test_with_a_slow_engine_each_frame_takes_the_nearest_map_and_none_is_lost() -> None:
    pairs = played(Matcher(), 90, 3, every=3)
    assert max(abs(frame - depth) for frame, depth in pairs[5:]) <= 1
    assert [frame for frame, _ in pairs] == list(range(len(pairs)))
    assert len(pairs) >= 90 - 3 - 3


def test_frames_do_not_wait_for_depth_that_does_not_come_and_the_delay_shrinks_again() -> None:
    matcher = Matcher()
    late = [matcher.pair(shot(tick), None)[0] for tick in range(40)]
    assert late[MOST_WAITING - 1] is None
    assert late[-1] is not None
    assert late[-1].frame.sequence == 39 - MOST_WAITING
    drawn = [matcher.pair(shot(tick), depth(tick - 1))[0] for tick in range(40, 90)]
    assert drawn[-1] is not None
    assert drawn[-1].frame.sequence == 88, "one frame behind, as the engine is"


def test_a_tick_without_a_frame_draws_nothing_new() -> None:
    assert Matcher().pair(None, None) == (None, None)


def test_at_once_means_the_nearest_map_even_one_that_came_early() -> None:
    line = Nearest()
    assert line.pair(shot(0), None)[1] is None
    drawn = []
    for sequence, made_of in [(1, 0), (2, 2), (3, 5), (4, None), (5, None), (6, None), (7, 6)]:
        taken, found = line.pair(shot(sequence), None if made_of is None else depth(made_of))
        assert taken is not None, "nothing waits"
        drawn.append(None if found is None else found.sequence)
    assert drawn == [0, 2, None, 5, None, None, 6]


class Hanging:
    """An engine that hangs when it is asked about a frame beyond `good`, until it is let go."""

    name, notice, own_thread = "hanging", "", True

    def __init__(self, good: int, let_go: threading.Event) -> None:
        self.good = good
        self.let_go = let_go
        self.closed = threading.Event()

    def open(self) -> None: ...

    def estimate(self, of: Frame) -> DepthMap:
        if of.sequence > self.good:
            self.let_go.wait(30)
        return depth(of.sequence)

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def until(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("it did not happen within 30 s")


def test_an_engine_that_hangs_is_said_once_and_started_anew(let_go: threading.Event) -> None:
    clock, said = ManualClock(), []
    first, second = Hanging(0, let_go), Hanging(10**6, let_go)
    with Crew(said.append) as crew:
        line = DepthLine(False, clock, said.append, crew)
        line.start(first, lambda: second)
        line.frames.put(frame(0))
        until(lambda: line.maps_made == 1)
        assert line.pair(shot(0))[1] is not None
        line.frames.put(frame(1))
        until(lambda: not line.frames.fresh)
        for _ in range(3):
            clock.sleep_s(PATIENCE_S / 2 - 0.1)
            picture, held = line.pair(shot(1))
            assert picture is not None, "pictures go on"
            assert held is None, "with the last good depth"
        assert len(said) == 1
        assert "hanging has not answered for 5 s; holding the last good depth" in said[0]
        line.frames.put(frame(2))
        until(lambda: line.maps_made == 2)
        found = line.pair(shot(2))[1]
        assert found is not None
        assert found.sequence == 2
        let_go.set()
        until(first.closed.is_set)
        assert line.pair(shot(3))[1] is None, "what came too late is thrown away"
    assert second.closed.is_set()
    assert len(said) == 1


def test_one_that_hangs_again_and_again_is_given_longer_each_time(let_go: threading.Event) -> None:
    clock, said, made = ManualClock(), [], []

    def another() -> Hanging:
        made.append(Hanging(-1, let_go))
        return made[-1]

    with Crew(said.append) as crew:
        line = DepthLine(False, clock, said.append, crew)
        line.start(another(), another)
        for sequence in range(40):
            line.frames.put(frame(sequence))
            clock.sleep_s(FIRST_PATIENCE_S / 2)
            line.pair(shot(sequence))
            time.sleep(0.02)
        let_go.set()
    assert len(said) == 1
    assert 3 <= len(made) <= 6, "twice as long each time"
