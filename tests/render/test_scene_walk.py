"""How the man with the suitcase moves, without a picture: feet that do not slide, an arrival, a departure."""

from __future__ import annotations

import numpy as np
import pytest

from livefocus.render.scenes.cafe import walk

HALF_WIDTH_M = 3.1


def feet(time_s: float) -> list[tuple[float, float]]:
    """Return world x and y of both ankles."""
    found = []
    for part in walk.figure(time_s, HALF_WIDTH_M):
        if part.name == "shin":
            angle = np.radians(part.pose.turn_deg)
            down = walk.SHIN_M * np.array([np.sin(angle), -np.cos(angle)])
            found.append((part.pose.x_m + float(down[0]), part.pose.y_m + float(down[1])))
    return found


def names(time_s: float) -> set[str]:
    return {part.name for part in walk.figure(time_s, HALF_WIDTH_M)}


def test_a_foot_on_the_ground_stays_where_it_is() -> None:
    step_s = 1 / 240
    slid, planted = [], 0
    for time_s in np.arange(4.0, 5.4, step_s):
        now, then = feet(float(time_s)), feet(float(time_s) + step_s)
        for (x0, y0), (x1, y1) in zip(now, then, strict=True):
            if max(y0, y1) < walk.ANKLE_M + 0.012:
                planted += 1
                slid.append(abs(x1 - x0) / step_s)
    assert planted > 200
    assert float(np.median(slid)) < 0.05 * walk.WALK_M_S


def test_no_foot_goes_into_the_ground() -> None:
    heights = [y for time_s in np.arange(3.6, 5.9, 0.01) for _, y in feet(float(time_s))]
    assert min(heights) > walk.ANKLE_M - 0.03


def test_he_slows_down_and_stops_where_he_stands() -> None:
    before = walk.figure(walk.STOP_S - 1e-3, HALF_WIDTH_M)[-1].pose.x_m
    after = next(p for p in walk.figure(walk.STOP_S, HALF_WIDTH_M) if p.name == "coat_front").pose.x_m
    assert before == pytest.approx(after, abs=0.12)


def test_the_way_in_is_continuous() -> None:
    way = [
        next(p.pose.x_m for p in walk.figure(float(t), HALF_WIDTH_M) if p.name == "coat_side")
        for t in np.arange(3.9, walk.STOP_S, 0.01)
    ]
    steps = np.diff(way)
    assert (steps <= 1e-9).all()
    assert np.abs(np.diff(steps)).max() < 0.01


def test_he_is_calm_first_and_shocked_then() -> None:
    assert "head_side" in names(5.0)
    assert "head_calm" in names(walk.STOP_S + 0.2)
    assert "head_shock" in names(walk.SHOCK_S + 0.3)
    assert "head_side" in names(walk.LEAVE_S + 0.2)


@pytest.mark.parametrize("half_width_m", [1.2, 2.1, 3.1, 4.4, 6.5])
def test_he_is_out_of_view_at_both_ends_of_a_round(half_width_m: float) -> None:
    assert walk.figure(0.0, half_width_m) == []
    assert walk.figure(11.8, half_width_m) == []
    assert walk.figure(walk.SHOCK_S, half_width_m)


def test_his_suitcase_is_before_him_coming_and_behind_him_going() -> None:
    coming = [part.name for part in walk.figure(5.0, HALF_WIDTH_M)]
    going = [part.name for part in walk.figure(10.2, HALF_WIDTH_M)]
    assert coming.index("suitcase") > coming.index("coat_side")
    assert going.index("suitcase") < going.index("coat_side")
