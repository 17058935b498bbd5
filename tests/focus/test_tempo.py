from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.focus.tempo import Tempo


def clocked(tempo: Tempo, bpm: float, beats: float, jitter_s: float, seed: int, from_s: float = 0.0) -> float:
    """Play a clock to a tempo; returns the time of the tick after the last."""
    rng = random.Random(seed)
    step_s = 60.0 / bpm / 24
    ticks = round(beats * 24)
    last = -1.0
    for tick in range(ticks):
        last = max(from_s + tick * step_s + rng.uniform(-jitter_s, jitter_s), last)
        tempo.tick(last)
    return from_s + ticks * step_s


@given(st.floats(60.0, 180.0), st.integers(0, 10_000), st.integers(4, 32))
def test_a_jittering_clock_is_known_to_a_few_milliseconds(bpm: float, seed: int, beats: int) -> None:
    tempo = Tempo()
    tempo.start()
    now_s = clocked(tempo, bpm, beats, 0.005, seed)
    beat_s = 60.0 / bpm
    for ahead in (0, 1, beats / 2, beats):  # what was heard says no more than so far ahead
        wanted_s = now_s + min(round(ahead), 8) * beat_s
        assert tempo.next_s(wanted_s - 0.3 * beat_s) == pytest.approx(wanted_s, abs=0.008)


@pytest.mark.parametrize(("before", "after"), [(120.0, 126.0), (90.0, 140.0), (128.0, 127.0), (174.0, 87.0)])
def test_a_change_of_tempo_is_followed_within_two_beats(before: float, after: float) -> None:
    tempo = Tempo()
    now_s = clocked(tempo, before, 16, 0.003, 1)
    clocked(tempo, after, 2, 0.003, 2, now_s)
    assert tempo.bpm == pytest.approx(after, rel=0.02)
    end_s = now_s + 2 * 60 / after
    assert tempo.next_s(end_s + 0.5 * 60 / after) == pytest.approx(end_s + 60 / after, abs=0.02)


def test_lost_ticks_do_not_shift_the_beat() -> None:
    tempo, step_s = Tempo(), 60.0 / 120 / 24
    for tick in range(24 * 16):
        if tick not in (60, 95, 150, 151, 152, 230, 310):
            tempo.tick(tick * step_s)
    assert tempo.next_s(7.9) == pytest.approx(8.0, abs=0.003)


def test_taps_give_a_beat_and_a_new_beat_is_taken_at_once() -> None:
    tempo = Tempo()
    assert tempo.bpm is None
    assert tempo.next_s(1.0) is None
    rng = random.Random(5)
    for beat in range(6):
        tempo.tap(0.6 * beat + rng.uniform(-0.01, 0.01))
    assert tempo.bpm == pytest.approx(100, rel=0.02)
    assert tempo.next_s(3.1) == pytest.approx(3.6, abs=0.02)
    for beat in range(3):
        tempo.tap(10.0 + 0.4 * beat)
    assert tempo.bpm == pytest.approx(150)


def test_start_makes_the_next_tick_the_first_of_a_bar() -> None:
    tempo = Tempo()
    now_s = clocked(tempo, 120.0, 5.5, 0.0, 1)
    tempo.start()
    clocked(tempo, 120.0, 3, 0.0, 2, now_s)
    assert tempo.next_s(now_s + 0.6, every=4) == pytest.approx(now_s + 2.0, abs=1e-6)
    assert tempo.beat_at(now_s) == pytest.approx(0.0, abs=1e-6)
    assert tempo.seconds(4) == pytest.approx(2.0)


def test_after_a_silence_it_begins_anew() -> None:
    tempo = Tempo()
    clocked(tempo, 120.0, 8, 0.0, 1)
    tempo.tick(60.0)
    assert tempo.bpm is None


@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 3.0)), max_size=60))
def test_any_ticks_and_taps_give_a_tempo_within_reason_or_none(story: list[tuple[bool, float]]) -> None:
    tempo, now_s = Tempo(), 0.0
    for tapped, wait_s in story:
        now_s += wait_s
        (tempo.tap if tapped else tempo.tick)(now_s)
        if tempo.bpm is not None:
            assert 19.0 <= tempo.bpm <= 401.0
            after_s = tempo.next_s(now_s)
            assert after_s is not None
            assert now_s - 1e-6 <= after_s <= now_s + 4.0


@pytest.mark.parametrize("bpm", [90.0, 120.0, 140.6])
def test_ticks_that_come_in_long_periods_are_late_by_half_of_one_and_no_more(bpm: float) -> None:
    """A JACK server of 1024 samples hands on what came in its last 21 ms all at once."""
    tempo, period_s = Tempo(), 1024 / 48000
    step_s = 60.0 / bpm / 24
    for tick in range(24 * 16):
        tempo.tick(math.ceil(tick * step_s / period_s) * period_s)
    now_s = 24 * 16 * step_s
    wanted_s = now_s + 60.0 / bpm
    assert tempo.bpm == pytest.approx(bpm, rel=0.005)
    assert tempo.next_s(wanted_s - 0.1) == pytest.approx(wanted_s + period_s / 2, abs=0.006)


def test_ticks_that_are_held_up_and_then_come_all_at_once_change_nothing() -> None:
    """A sender that was starved of the processor for 120 ms, four times."""
    tempo, step_s = Tempo(), 60.0 / 120 / 24
    for tick in range(24 * 16):
        due_s = tick * step_s
        held_s = next((0.12 - (due_s - at_s) for at_s in (2.1, 3.3, 4.7, 6.6) if 0.0 <= due_s - at_s < 0.12), 0.0)
        tempo.tick(due_s + held_s)
    assert tempo.bpm == pytest.approx(120.0, rel=0.01)
    assert tempo.next_s(7.9) == pytest.approx(8.0, abs=0.005)
