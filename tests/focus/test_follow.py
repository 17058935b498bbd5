from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from livefocus.focus.follow import Follower, FollowSettings
from livefocus.focus.puller import Puller

DT_S = 1 / 30


def followed(
    plane_at: Callable[[float], float | None],
    seconds: float,
    settings: FollowSettings | None = None,
    start: float = 0.5,
) -> tuple[list[float], Follower]:
    """Focus in each picture while a subject is followed."""
    puller, follower = Puller(start), Follower(settings or FollowSettings(), start)
    planes = []
    for frame in range(round(seconds / DT_S)):
        wish = follower.step(plane_at(frame * DT_S), DT_S)
        if wish is not None:
            puller.wish(wish)
        planes.append(puller.step(DT_S).inverse_depth)
    return planes, follower


def test_noise_does_not_move_focus_but_a_step_forward_does() -> None:
    rng = random.Random(1)
    planes, _ = followed(lambda t: (0.5 if t < 4 else 0.7) + rng.gauss(0, 0.008), 8.0)
    settled = planes[45:118]
    assert max(settled) - min(settled) < 1e-4
    assert planes[-1] == pytest.approx(0.7, abs=0.01)


def test_a_subject_that_walks_is_kept_in_focus() -> None:
    planes, _ = followed(lambda t: 0.3 + 0.1 * t, 6.0, FollowSettings(sensitivity=1.0, speed=1.0), start=0.3)
    lags = [0.3 + 0.1 * frame * DT_S - plane for frame, plane in enumerate(planes)]
    assert max(lags[60:]) < 0.03


@pytest.mark.parametrize(("sensitivity", "least_s", "most_s"), [(0.0, 1.3, 1.8), (1.0, 0.0, 0.2)])
def test_sensitivity_sets_how_soon(sensitivity: float, least_s: float, most_s: float) -> None:
    planes, _ = followed(lambda t: 0.5 if t < 3 else 0.8, 8.0, FollowSettings(sensitivity, 1.0))
    began_s = next(frame for frame, plane in enumerate(planes) if plane > 0.51) * DT_S - 3.0
    assert least_s <= began_s <= most_s


def test_sensitivity_sets_how_small_a_change_counts() -> None:
    assert followed(lambda t: 0.5 if t < 2 else 0.54, 6.0, FollowSettings(0.0))[0][-1] == pytest.approx(0.5, abs=1e-3)
    assert followed(lambda t: 0.5 if t < 2 else 0.54, 6.0, FollowSettings(1.0))[0][-1] == pytest.approx(0.54, abs=1e-3)


def test_speed_sets_how_quickly() -> None:
    slow, quick = (
        followed(lambda t: 0.5 if t < 1 else 0.8, 4.0, FollowSettings(1.0, speed))[0] for speed in (0.0, 1.0)
    )
    half = [next(frame for frame, plane in enumerate(planes) if plane > 0.65) * DT_S - 1.0 for planes in (slow, quick)]
    assert half[0] > 1.0
    assert half[1] < 0.4


def test_a_lost_subject_leaves_focus_where_it_was_and_is_said() -> None:
    planes, follower = followed(lambda t: 0.7 if t < 2 else None, 6.0)
    assert planes[-1] == pytest.approx(0.7, abs=1e-3)
    assert follower.lost
    assert not follower.given_up


def test_a_weak_lock_gives_up_and_a_fixed_one_never_moves() -> None:
    _, weak = followed(lambda t: 0.7 if t < 2 else None, 4.0, FollowSettings(lock="weak"))
    assert weak.given_up
    planes, _ = followed(lambda t: 0.5 if t < 2 else 0.9, 5.0, FollowSettings(lock="fixed"))
    assert planes[-1] == pytest.approx(0.5, abs=1e-9)


def test_a_single_wild_sighting_is_ignored() -> None:
    planes, _ = followed(lambda t: 0.05 if abs(t - 3.0) < DT_S / 2 else 0.6, 5.0, FollowSettings(1.0, 1.0), start=0.6)
    assert min(planes) == pytest.approx(0.6, abs=1e-6)


def test_settings_out_of_range() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        FollowSettings(sensitivity=2.0)
