from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.focus.easing import Cubic, Curve, Overshoot, Quint
from livefocus.focus.paths import SHORTEST_RACK_S, Motion, Stops, track
from livefocus.focus.puller import Puller
from livefocus.focus.wishes import Cancel, MoveTo, Nudge, Pause, RackTo, Resume, Reverse, Stop, Wish
from tests.focus.strategies import curves, planes, timed_wishes

BEAT_S = 1.0 / 15.0
Story = list[tuple[int, Wish]]


def told(story: Story, steps_a_beat: int) -> list[tuple[float, float]]:
    """Plane and velocity at each fifteenth of a second of a story, at this many steps in each."""
    puller = Puller(0.4)
    seen = []
    for beats, wish in story:
        puller.wish(wish)
        for _ in range(beats):
            for _ in range(steps_a_beat):
                puller.step(BEAT_S / steps_a_beat)
            seen.append((puller.state.inverse_depth, puller.state.velocity_per_s))
    return seen


@given(timed_wishes)
def test_a_wish_changes_neither_plane_nor_speed(story: Story) -> None:
    puller = Puller(0.4)
    for beats, wish in story:
        before = puller.state
        puller.wish(wish)
        after = puller.state
        assert after.inverse_depth == pytest.approx(before.inverse_depth, abs=1e-9)
        assert after.velocity_per_s == pytest.approx(before.velocity_per_s, abs=1e-6)
        for _ in range(beats):
            puller.step(BEAT_S)


@given(timed_wishes)
def test_velocity_is_the_slope_of_the_plane_all_along(story: Story) -> None:
    """Integrates the velocity by Simpson's rule over small steps: a jump of either would show as a difference."""
    puller = Puller(0.4)
    dt_s = 1e-4
    for beats, wish in story:
        puller.wish(wish)
        for _ in range(100):
            first = puller.state
            middle = puller.step(dt_s / 2).velocity_per_s
            last = puller.step(dt_s / 2)
            way = dt_s / 6 * (first.velocity_per_s + 4 * middle + last.velocity_per_s)
            assert last.inverse_depth - first.inverse_depth == pytest.approx(way, abs=2e-5)
        for _ in range(beats):
            puller.step(BEAT_S)


@given(timed_wishes)
def test_the_picture_rate_does_not_matter(story: Story) -> None:
    slow = told(story, 1)
    for steps in (2, 4, 16):
        quick = told(story, steps)
        for (plane, velocity), (other_plane, other_velocity) in zip(slow, quick, strict=True):
            assert plane == pytest.approx(other_plane, abs=1e-7)
            assert velocity == pytest.approx(other_velocity, abs=1e-4)


@given(timed_wishes, st.floats(0.0, 0.3), st.floats(0.6, 1.0))
def test_never_past_an_end_stop(story: Story, far: float, near: float) -> None:
    puller = Puller(0.4, near, far)
    for beats, wish in story:
        puller.wish(wish)
        for _ in range(beats * 8):
            puller.step(BEAT_S / 8)
            assert far <= puller.state.inverse_depth <= near


@given(timed_wishes)
def test_the_stops_are_kept_by_the_paths_themselves(story: Story) -> None:
    """The state is held to the stops against rounding only: the path below it never needs that."""
    puller = Puller(0.4)
    for beats, wish in story:
        puller.wish(wish)
        for _ in range(beats * 4):
            plane, _ = puller._path.at(puller._time_s)
            assert -1e-9 <= plane <= 1.0 + 1e-9
            puller.step(BEAT_S / 4)


@given(timed_wishes, planes, st.floats(0.0, 4.0), curves)
def test_arrives_on_the_plane_on_time_whatever_came_before(
    story: Story, plane: float, duration_s: float, curve: Curve
) -> None:
    puller = Puller(0.4)
    for beats, wish in story:
        puller.wish(wish)
        for _ in range(beats):
            puller.step(BEAT_S)
    puller.wish(RackTo(plane, duration_s, curve))
    wanted = min(max(plane, 0.0), 1.0)
    state = puller.step(max(duration_s, SHORTEST_RACK_S) + 1e-9)
    assert state.inverse_depth == wanted
    assert state.velocity_per_s == 0.0
    assert state.target_inverse_depth == wanted
    assert not puller.moving


@given(timed_wishes, st.lists(st.tuples(planes, st.integers(1, 30)), min_size=1, max_size=8))
def test_under_a_hand_focus_keeps_the_speed_limit(story: Story, turns: list[tuple[float, int]]) -> None:
    puller = Puller(0.4, speed_limit_per_s=1.5)
    for plane, steps in turns:
        puller.wish(MoveTo(plane))
        for _ in range(steps):
            assert abs(puller.step(0.01).velocity_per_s) <= 1.5 + 1e-9


def test_a_hand_that_stays_is_reached() -> None:
    puller = Puller(0.2)
    puller.wish(MoveTo(0.9))
    assert puller.step(2.0).inverse_depth == pytest.approx(0.9, abs=1e-9)


@pytest.mark.parametrize(("stop", "velocity_per_s"), [(0.0, -1e-40), (1.0, 1e-40), (0.0, -1e-12), (1.0, 1e-12)])
def test_a_hand_takes_focus_off_a_stop_it_has_all_but_come_to_rest_on(stop: float, velocity_per_s: float) -> None:
    path = track(Motion(stop, velocity_per_s), 1.0 - stop, 12.0, 4.0, Stops())
    assert path.at(3.0).plane == pytest.approx(1.0 - stop, abs=1e-6)


def test_repeating_a_hands_wish_changes_nothing() -> None:
    once, often = Puller(0.1), Puller(0.1)
    once.wish(MoveTo(0.9))
    for _ in range(300):
        often.wish(MoveTo(0.9))
        assert often.step(0.001).inverse_depth == pytest.approx(once.step(0.001).inverse_depth, abs=1e-9)


def test_a_rack_does_not_pass_its_target_when_it_inherits_speed_towards_it() -> None:
    puller = Puller(0.1)
    puller.wish(RackTo(0.9, 1.0, Quint()))
    puller.step(0.5)
    puller.wish(RackTo(0.8, 2.0, Quint()))
    last = puller.state.inverse_depth
    for _ in range(200):
        now = puller.step(0.01).inverse_depth
        assert last <= now <= 0.8
        last = now


def test_an_overshoot_goes_past_by_its_share_and_no_further_than_the_stop() -> None:
    puller = Puller(0.5)
    puller.wish(RackTo(0.7, 1.0, Overshoot(0.1)))
    assert max(puller.step(0.001).inverse_depth for _ in range(1000)) == pytest.approx(0.72, abs=1e-5)
    puller.wish(RackTo(0.99, 1.0, Overshoot(0.5)))
    assert max(puller.step(0.001).inverse_depth for _ in range(1000)) == pytest.approx(1.0, abs=1e-5)


def test_a_paused_pull_goes_on_along_its_own_way() -> None:
    straight, paused = Puller(0.1), Puller(0.1)
    for puller in (straight, paused):
        puller.wish(RackTo(0.9, 2.0, Cubic()))
        puller.step(0.8)
    paused.wish(Pause())
    paused.step(1.0)
    held = paused.state
    assert held.velocity_per_s == 0.0
    assert paused.paused
    assert paused.step(5.0) == held
    paused.wish(Resume())
    ahead = [straight.step(0.001).inverse_depth for _ in range(1300)]
    for _ in range(60):
        plane = paused.step(0.02).inverse_depth
        assert min(abs(plane - other) for other in ahead) < 1e-3
    assert paused.step(0.5).inverse_depth == 0.9


def test_cancel_goes_back_to_where_it_came_from_in_the_time_it_took() -> None:
    puller = Puller(0.2)
    puller.wish(RackTo(0.8, 4.0))
    puller.step(1.0)
    puller.wish(Cancel())
    assert puller.step(0.9).inverse_depth > 0.2
    assert puller.step(0.1 + 1e-9).inverse_depth == 0.2


def test_reverse_twice_goes_forward_again() -> None:
    puller = Puller(0.2)
    puller.wish(RackTo(0.8, 1.0))
    puller.step(0.5)
    puller.wish(Reverse())
    assert puller.state.target_inverse_depth == 0.2
    puller.step(0.1)
    puller.wish(Reverse())
    assert puller.step(1.0).inverse_depth == 0.8


def test_stop_rests_within_a_quarter_of_a_second_further_on() -> None:
    puller = Puller(0.2)
    puller.wish(RackTo(0.8, 1.0))
    moving = puller.step(0.4)
    puller.wish(Stop())
    rested = puller.step(0.26)
    assert rested.velocity_per_s == 0.0
    assert rested.inverse_depth == pytest.approx(moving.inverse_depth + 0.125 * moving.velocity_per_s)


def test_nudging_a_rack_moves_its_target_and_keeps_its_time() -> None:
    puller = Puller(0.2)
    puller.wish(RackTo(0.6, 1.0))
    puller.step(0.5)
    puller.wish(Nudge(0.05))
    assert puller.step(0.49).inverse_depth < 0.65
    assert puller.step(0.01 + 1e-9).inverse_depth == pytest.approx(0.65)


@pytest.mark.parametrize(
    "wish", [MoveTo(math.nan), RackTo(math.inf, 1.0), RackTo(0.5, -1.0), RackTo(0.5, math.nan), Nudge(math.nan)]
)
def test_nonsense_is_refused_and_changes_nothing(wish: Wish) -> None:
    puller = Puller(0.2)
    with pytest.raises(ValueError, match=r"no plane|cannot be"):
        puller.wish(wish)
    assert puller.step(1.0).inverse_depth == 0.2


@pytest.mark.parametrize("dt_s", [-0.1, math.nan, math.inf])
def test_time_runs_forward(dt_s: float) -> None:
    with pytest.raises(ValueError, match="time runs forward"):
        Puller().step(dt_s)
