"""Time on the GPU: every stage is told, nothing is asked before it is long answered, and off means off."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.render.gpu_timer import RING
from livefocus.render.lens import Lens
from livefocus.state import GradeState, LensState

pytestmark = pytest.mark.gl
SIZE = (320, 180)


@pytest.fixture
def lens(gl: moderngl.Context) -> Lens:
    machine = Lens(gl, SIZE)
    machine.upload_frame(np.full((SIZE[1], SIZE[0], 3), 90, np.uint8))
    machine.upload_depth(np.tile(np.linspace(0, 1, SIZE[0], dtype=np.float32), (SIZE[1], 1)))
    return machine


def draw(lens: Lens, count: int, blur_px: float = 24.0) -> None:
    for number in range(count):
        lens.draw(0.5, LensState(blur_px=blur_px), GradeState(grain=2.0), number)


def test_every_stage_is_timed_once_the_ring_has_come_round(lens: Lens) -> None:
    lens.timer.on = True
    draw(lens, RING)
    assert lens.timer.total_ms() is None
    assert lens.timer.line() == ""
    draw(lens, 4)
    stages = lens.timer.stages_ms()
    assert list(stages) == ["tiles", "layers", "gather", "composite", "finish"]
    assert all(taken_ms > 0.0 for taken_ms in stages.values())
    total_ms = lens.timer.total_ms()
    assert total_ms is not None
    assert max(stages.values()) < total_ms < 10_000.0
    assert f"lens {total_ms:.1f} ms on the GPU (tiles " in lens.timer.line()
    lens.release()


def test_a_stage_that_is_not_drawn_takes_no_time(lens: Lens) -> None:
    lens.timer.on = True
    draw(lens, RING + 1)
    draw(lens, 70, blur_px=0.0)
    assert lens.timer.stages_ms()["gather"] == 0.0
    lens.release()


def test_off_asks_nothing(lens: Lens, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a query was made")

    monkeypatch.setattr("livefocus.render.gpu_timer.moderngl.Context.query", refuse)
    draw(lens, RING + 2)
    assert lens.timer.line() == ""
    lens.release()
