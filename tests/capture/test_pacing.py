"""When a frame of a clip is due, by a clock that only moves when told to."""

from __future__ import annotations

import pytest

from livefocus.capture.pacing import MOST_LATE_S, NAP_S, Pacer
from livefocus.timing import ManualClock


def test_frames_come_at_their_own_times() -> None:
    clock = ManualClock(50.0)
    pacer = Pacer(clock)
    shown_s = []
    for media_time_s in (3.0, 3.04, 3.05, 4.5):
        pacer.wait(media_time_s)
        shown_s.append(clock.now_s())
    assert shown_s == pytest.approx([50.0, 50.04, 50.05, 51.5])


def test_work_between_frames_does_not_slow_the_clip() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    for number in range(100):
        pacer.wait(number / 25)
        clock.sleep_s(0.03)
    assert clock.now_s() == pytest.approx(99 / 25 + 0.03)


def test_a_frame_a_little_late_is_not_waited_for_and_the_next_is_on_time() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    pacer.wait(0.0)
    clock.sleep_s(0.1)
    assert pacer.due_in_s(0.04) == 0.0
    assert pacer.due_in_s(0.12) == pytest.approx(0.02)


def test_after_a_stall_the_clip_goes_on_from_where_it_is() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    pacer.wait(0.0)
    clock.sleep_s(10.0)
    assert pacer.due_in_s(0.04) == 0.0
    assert pacer.due_in_s(0.08) == pytest.approx(0.04), "no race to catch up ten seconds"


def test_a_decoder_too_slow_for_the_clip_plays_it_slowly() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    for number in range(200):
        clock.sleep_s(0.1)
        pacer.wait(number / 25)
    assert clock.now_s() == pytest.approx(20.0)
    assert MOST_LATE_S < 1


def test_a_long_gap_can_be_stopped() -> None:
    clock = ManualClock()
    stopping: list[bool] = []

    def stopped() -> bool:
        stopping.append(clock.now_s() >= 0.5)
        return stopping[-1]

    pacer = Pacer(clock, stopped)
    pacer.wait(0.0)
    pacer.wait(600.0)
    assert 0.5 <= clock.now_s() <= 0.5 + NAP_S


def test_a_restart_takes_the_next_frame_at_once() -> None:
    clock = ManualClock()
    pacer = Pacer(clock)
    pacer.wait(0.0)
    pacer.restart()
    pacer.wait(100.0)
    assert clock.now_s() == 0.0
