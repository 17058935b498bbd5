from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.control.actions import Turn
from livefocus.control.desk import Desk
from livefocus.control.desk_settings import DeskSettings
from livefocus.control.knob import TICK_S, Knob, KnobSettings, OneEuro
from livefocus.control.vocabulary import parse_action


def settled(knob: Knob) -> float:
    for _ in range(2000):
        knob.tick()
    return knob.tick()


def test_pickup_waits_until_the_knob_passes_the_value() -> None:
    knob = Knob(KnobSettings())
    for place in (0.1, 0.2, 0.3):
        knob.turn_to(place, 0.5)
        assert not knob.held
    knob.turn_to(0.6, 0.5)
    assert knob.held
    assert settled(knob) == 0.6


def test_pickup_takes_up_a_knob_that_is_there_already() -> None:
    knob = Knob(KnobSettings())
    knob.turn_to(0.51, 0.5)
    assert settled(knob) == 0.51


def test_a_knob_that_was_let_go_must_be_picked_up_again() -> None:
    knob = Knob(KnobSettings())
    knob.turn_to(0.5, 0.5)
    knob.let_go()
    knob.turn_to(0.55, 0.9)
    assert not knob.held
    knob.turn_to(0.95, 0.9)
    assert knob.held


def test_jump_goes_there_at_once_but_focus_does_not_jump() -> None:
    desk = Desk()
    desk.act(Turn("focus", 1.0, settings=KnobSettings(takeover="jump")))
    planes = [desk.step(1 / 240).inverse_depth for _ in range(240)]
    assert max(after - before for before, after in itertools.pairwise([0.5, *planes])) < 0.02
    assert planes[-1] == pytest.approx(1.0, abs=1e-4)


@given(st.floats(0.0, 1.0), st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20))
def test_scale_meets_the_value_at_the_ends_and_never_jumps(value: float, places: list[float]) -> None:
    knob = Knob(KnobSettings(takeover="scale", cutoff_hz=0.0))
    last_place, last = places[0], value
    knob.turn_to(places[0], value)
    last = knob.tick() if knob.held else value
    for place in places[1:]:
        knob.turn_to(place, value)
        now = knob.tick()
        assert 0.0 <= now <= 1.0
        assert (now - last) * (place - last_place) >= -1e-9
        last_place, last = place, now
    for end in (0.0, 1.0):
        knob.turn_to(end, value)
    assert knob.tick() == pytest.approx(1.0, abs=1e-6)


def test_a_relative_knob_takes_nothing_over() -> None:
    knob = Knob(KnobSettings())
    knob.turn_by(0.1, 0.5)
    knob.turn_by(0.1, 0.5)
    assert settled(knob) == pytest.approx(0.7)


def test_the_dead_band_swallows_jitter_but_not_the_ends() -> None:
    knob = Knob(KnobSettings(takeover="jump", dead_band=0.02))
    knob.turn_to(0.5, 0.5)
    knob.turn_to(0.51, 0.5)
    assert settled(knob) == 0.5
    knob.turn_to(0.985, 0.5)
    knob.turn_to(1.0, 0.5)
    assert settled(knob) == 1.0


@pytest.mark.parametrize("turn_s", [0.5, 2.0, 8.0])
@pytest.mark.parametrize("fps", [24, 60])
def test_a_7_bit_knob_gives_no_steps(turn_s: float, fps: int) -> None:
    """A knob turned evenly says 128 places; the speed of focus never stops in between, and its change stays small."""
    desk = Desk()
    desk.act(parse_action("turn focus 0.5"))
    desk.step(0.5)
    planes = []
    frames = int(turn_s * fps)
    for frame in range(frames):
        place = round(127 * (0.5 + 0.5 * (frame + 1) / frames)) / 127
        desk.act(parse_action(f"turn focus {place!r}"))
        planes.append(desk.step(1 / fps).inverse_depth)
    steady = planes[frames // 4 :]
    changes = [(after - before) * fps for before, after in itertools.pairwise(steady)]
    even = 0.5 / turn_s
    assert min(changes) > 0.55 * even
    assert max(changes) < 1.6 * even


def test_the_knob_arrives_within_a_tenth_of_a_second_of_a_quick_turn() -> None:
    desk = Desk()
    desk.act(parse_action("turn focus 0.5"))
    desk.step(0.2)
    for frame in range(12):
        desk.act(parse_action(f"turn focus {0.5 + 0.4 * (frame + 1) / 12!r}"))
        desk.step(1 / 60)
    desk.step(0.12)
    assert desk.focus.inverse_depth == pytest.approx(0.9, abs=0.05)
    desk.step(0.5)
    assert desk.focus.inverse_depth == pytest.approx(0.9, abs=2e-3)


def test_the_picture_rate_does_not_matter_to_a_knob() -> None:
    def turned(steps: int) -> float:
        desk = Desk()
        for place in (0.5, 0.53, 0.6, 0.75, 0.7):
            desk.act(parse_action(f"turn focus {place}"))
            for _ in range(steps):
                desk.step(1 / 15 / steps)
        return desk.focus.inverse_depth

    assert turned(1) == pytest.approx(turned(16), abs=1e-9)
    assert turned(1) == pytest.approx(turned(3), abs=1e-3)


def test_the_filter_is_calm_when_slow_and_quick_when_quick() -> None:
    slow, quick = OneEuro(0.0, 1.0, 8.0), OneEuro(0.0, 1.0, 8.0)
    for tick in range(1, 25):
        slow.step(0.0004 * tick, TICK_S)
        quick.step(0.04 * tick, TICK_S)
    assert (0.0004 * 24 - slow.value) / (0.0004 * 24) > (0.04 * 24 - quick.value) / (0.04 * 24)


def test_the_throw_map_covers_the_shot_and_may_be_turned_round() -> None:
    for low, high, wanted in ((0.3, 0.7, 0.7), (0.7, 0.3, 0.3)):
        desk = Desk()
        desk.act(Turn("focus", 1.0, settings=KnobSettings("jump", low, high)))
        assert desk.step(3.0).inverse_depth == pytest.approx(wanted, abs=1e-4)


def test_the_throw_is_from_stop_to_stop_unless_told_otherwise() -> None:
    desk = Desk(DeskSettings(inverse_depth=2.0, near=8.0, far=-1.0))
    desk.act(Turn("focus", 0.5, settings=KnobSettings("jump")))
    assert desk.step(3.0).inverse_depth == pytest.approx(3.5, abs=1e-3)
