from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from livefocus.depth.guard import GOOD_MAPS_UNTIL_SAID_AGAIN, GuardedEstimator, check_map
from livefocus.errors import DepthError, ModelError
from livefocus.frame import DepthMap, Frame, MattePlanes
from tests.depth.conftest import MakeFrame

GOOD = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)


class Told:
    """An engine that does what it is told, frame by frame; the last answer stays."""

    name = "told"
    notice = ""
    own_thread = True

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)

    def open(self) -> None:
        self.notice = "now open"

    def estimate(self, frame: Frame) -> DepthMap:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return DepthMap(np.array(answer), frame.sequence)

    def close(self) -> None:
        self.notice = "closed"


def with_bad(value: float) -> np.ndarray:
    bad = GOOD.astype(np.float64)
    bad[0, :2] = value
    return bad


BAD = [
    pytest.param(with_bad(np.nan), "2 NaN and 0 infinite values among 12", id="nan"),
    pytest.param(with_bad(-np.inf), "0 NaN and 2 infinite values among 12", id="infinite"),
    pytest.param(with_bad(1e300), "infinite", id="too large for float32"),
    pytest.param(GOOD[None], r"shape \(1, 3, 4\)", id="three axes"),
    pytest.param(np.zeros((0, 4), np.float32), r"shape \(0, 4\)", id="empty"),
    pytest.param(GOOD.astype(complex), "type complex128", id="complex"),
    pytest.param(np.full((3, 4), 0.3, np.float32), "one single depth", id="constant"),
    pytest.param(DepthError("the file ended"), "the file ended", id="depth error"),
    pytest.param(ModelError("no weights", "get them"), "no weights: get them", id="model error"),
    pytest.param(ZeroDivisionError("by zero"), r"told failed on frame 7 \(by zero\)", id="anything it throws"),
]


def test_what_else_is_known_of_a_map_passes_the_gate(make_frame: MakeFrame) -> None:
    class Matte(Told):
        def estimate(self, frame: Frame) -> DepthMap:
            return DepthMap(GOOD.astype(np.float64), frame.sequence, matte=MattePlanes(0.8, 0.2))

    class Flat(Told):
        def estimate(self, frame: Frame) -> DepthMap:
            return DepthMap(GOOD, frame.sequence, matte=MattePlanes(0.2, 0.2))

    with pytest.raises(DepthError, match="not nearer than its far plane"):
        GuardedEstimator(Flat(GOOD)).estimate(make_frame(sequence=3))
    found = GuardedEstimator(Matte(GOOD)).estimate(make_frame(sequence=3))
    assert found.inverse_depth.dtype == np.float32
    assert found.matte == MattePlanes(near=0.8, far=0.2)


@pytest.mark.parametrize(("answer", "message"), BAD)
def test_offline_a_bad_map_is_an_error(make_frame: MakeFrame, answer: object, message: str) -> None:
    guarded = GuardedEstimator(Told(answer), flat_is_wrong=True)
    with pytest.raises(DepthError, match=message) as caught:
        guarded.estimate(make_frame(sequence=7))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("answer", "message"), BAD)
def test_live_the_last_good_depth_is_held(make_frame: MakeFrame, answer: object, message: str) -> None:
    said: list[str] = []
    guarded = GuardedEstimator(Told(GOOD, answer, answer, GOOD * 2), flat_is_wrong=True, live=True, report=said.append)
    good = guarded.estimate(make_frame(sequence=6))
    for sequence in (7, 8):
        held = guarded.estimate(make_frame(sequence=sequence))
        assert held is good
        assert held.sequence == 6, "the age of held depth must stay true"
    assert len(said) == 1, "said once"
    assert "holding the last good depth" in said[0]
    assert np.array_equal(guarded.estimate(make_frame(sequence=9)).inverse_depth, GOOD * 2), "tried again every frame"
    assert guarded.held_count == 2


def test_a_failure_that_comes_back_much_later_is_said_again(make_frame: MakeFrame) -> None:
    said: list[str] = []
    answers = [
        GOOD,
        ValueError("1"),
        *[GOOD] * 5,
        ValueError("2"),
        *[GOOD] * GOOD_MAPS_UNTIL_SAID_AGAIN,
        ValueError("3"),
    ]
    guarded = GuardedEstimator(Told(*answers), live=True, report=said.append)
    for sequence in range(len(answers)):
        guarded.estimate(make_frame(sequence=sequence))
    assert [line.split("(")[1][0] for line in said] == ["1", "3"]


def test_live_with_nothing_good_yet_is_a_middle_plane(make_frame: MakeFrame) -> None:
    guarded = GuardedEstimator(Told(ValueError("no")), live=True, report=lambda _: None)
    depth = guarded.estimate(make_frame(sequence=3))
    assert (depth.inverse_depth == 0.5).all()
    assert depth.sequence == 3


def test_a_flat_map_of_a_flat_picture_is_honest(make_frame: MakeFrame) -> None:
    flat = np.full((3, 4), 0.3, np.float32)
    black = make_frame(pixels=np.zeros((36, 64, 3), np.uint8))
    assert GuardedEstimator(Told(flat), flat_is_wrong=True).estimate(black).inverse_depth[0, 0] == np.float32(0.3)
    assert GuardedEstimator(Told(flat)).estimate(make_frame()).inverse_depth[0, 0] == np.float32(0.3)


@pytest.mark.parametrize("make", [np.float64, np.float16, np.int32, np.uint8, bool])
def test_any_real_type_becomes_float32(make: Callable[..., object]) -> None:
    checked = check_map(np.eye(3).astype(make), "it")
    assert checked.dtype == np.float32
    assert np.array_equal(checked, np.eye(3))


def test_good_float32_passes_untouched_and_unclipped() -> None:
    wide = np.asfortranarray(np.array([[-3.5, 0.0], [1.0, 80.0]], np.float32))
    assert np.array_equal(check_map(wide, "it"), wide)
    good = np.ascontiguousarray(wide)
    assert check_map(good, "it") is good


def test_what_an_engine_says_after_opening_is_passed_on() -> None:
    guarded = GuardedEstimator(Told(GOOD))
    guarded.open()
    assert guarded.notice == "now open"
    assert (guarded.name, guarded.own_thread) == ("told", True)
