from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.focus.easing import CURVE_NAMES, Cubic, Curve, Overshoot, parse_curve
from livefocus.focus.paths import braked
from livefocus.focus.stages import Stage, Staged
from tests.focus.strategies import curves

shares = st.floats(0.0, 1.0)


@given(curves)
def test_every_curve_starts_at_0_and_ends_at_1_at_rest(curve: Curve) -> None:
    assert curve.at(0.0) == (pytest.approx(0.0, abs=1e-12), pytest.approx(0.0, abs=1e-9))
    assert curve.at(1.0) == (pytest.approx(1.0, abs=1e-12), pytest.approx(0.0, abs=1e-9))


@given(curves, shares)
def test_every_curve_stays_between_0_and_its_peak(curve: Curve, share: float) -> None:
    assert -1e-12 <= curve.at(share)[0] <= curve.peak + 1e-12


@given(curves, shares, shares)
def test_the_slope_is_the_derivative(curve: Curve, one: float, other: float) -> None:
    share = min(max(one, 1e-4), 1.0 - 1e-4)
    step = 1e-5
    measured = (curve.at(share + step)[0] - curve.at(share - step)[0]) / (2 * step)
    assert measured == pytest.approx(curve.at(share)[1], abs=2e-2, rel=2e-2)


@given(curves, shares, shares)
def test_only_an_overshoot_ever_turns_round(curve: Curve, one: float, other: float) -> None:
    if curve.peak == 1.0:
        assert curve.at(min(one, other))[0] <= curve.at(max(one, other))[0] + 1e-12


@given(curves, st.floats(0.0, 1.0))
def test_no_curve_runs_ahead_of_the_braking(curve: Curve, braking: float) -> None:
    """What `paths.rack` relies on where focus must first be braked and then brought back."""
    assert curve.at(braking * curve.braking_share)[0] <= braked(braking)[0] + 1e-12


@given(curves, st.floats(1.0, 1.5))
def test_a_curve_can_be_held_to_less_overshoot(curve: Curve, peak: float) -> None:
    held = curve.held_to(peak)
    assert max(held.at(share / 200)[0] for share in range(201)) <= max(peak, 1.0) + 1e-12


@pytest.mark.parametrize("text", [*CURVE_NAMES, "s:0.2:0.5", "overshoot:0.1"])
def test_text_form_both_ways(text: str) -> None:
    assert parse_curve(str(parse_curve(text))) == parse_curve(text)


@pytest.mark.parametrize(
    "text", ["", "bouncy", "s:1", "s:0.7:0.7", "s:a:b", "overshoot:2", "overshoot:-1", "linear:1", "s:nan:0.1"]
)
def test_no_such_curve(text: str) -> None:
    with pytest.raises(ValueError, match=r"curve|shoulders|overshoot"):
        parse_curve(text)


def test_linear_is_even_between_its_shoulders() -> None:
    curve = parse_curve("linear")
    speeds = {round(curve.at(share / 100)[1], 9) for share in range(10, 90)}
    assert len(speeds) == 1
    assert speeds.pop() == pytest.approx(1.0, abs=0.07)


def test_an_overshoot_peaks_where_it_says() -> None:
    assert max(Overshoot(0.2).at(share / 1000)[0] for share in range(1001)) == pytest.approx(1.2, abs=1e-5)


@pytest.mark.parametrize(
    "stages",
    [
        ((0.5, 1.0), (0.4, 0.0)),
        ((0.5, 0.5), (0.5, 0.4)),
        ((0.0, 0.5), (1.0, 0.5)),
        ((0.5, -0.5), (0.5, 1.5)),
    ],
)
def test_stages_must_add_up(stages: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match=r"add up|takes some time"):
        Staged(tuple(Stage(time, way, Cubic()) for time, way in stages))


def test_only_the_last_stage_may_overshoot() -> None:
    with pytest.raises(ValueError, match="only the last"):
        Staged((Stage(0.5, 0.5, Overshoot(0.1)), Stage(0.5, 0.5, Cubic())))
