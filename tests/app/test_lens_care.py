"""The lens of a running show gives way when it takes too long, and is put back when there is room."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest

from livefocus.app.lens_care import LensCare
from livefocus.render.lens import Lens
from livefocus.settings import ShowSettings
from livefocus.state import GradeState, LensState, Quality
from livefocus.timing import ManualClock

pytestmark = pytest.mark.gl
SIZE = (160, 90)


class Show:
    """A lens that draws 25 pictures a second by a clock of its own, and says of itself that each took `takes_ms`."""

    def __init__(self, gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch, quality: str) -> None:
        self.lens = Lens(gl, SIZE)
        self.lens.upload_frame(np.random.default_rng(2).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8))
        self.lens.upload_depth(np.tile(np.linspace(0, 1, SIZE[0], dtype=np.float32), (SIZE[1], 1)))
        self.clock = ManualClock()
        self.takes_ms = 5.0
        self.care = LensCare(gl, self.lens, ShowSettings(quality=quality), 25.0, self.clock, lambda _: None)
        monkeypatch.setattr(self.lens.timer, "recent_ms", lambda: self.takes_ms)

    def play(self, seconds: float) -> Quality:
        for number in range(round(25 * seconds)):
            self.clock.sleep_s(0.04)
            self.care.step()
            self.lens.draw(0.5, LensState(blur_px=20.0), GradeState(), number)
        return self.lens.quality


@pytest.fixture
def auto(gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[Show]:
    monkeypatch.setattr("livefocus.app.lens_care.is_software", lambda _: False)  # as if a GPU drew, where auto is on
    show = Show(gl, monkeypatch, "auto")
    yield show
    show.lens.release()


def test_auto_gives_way_and_comes_back(auto: Show) -> None:
    auto.takes_ms = 15.0
    assert auto.play(2.0) is Quality.NORMAL
    auto.takes_ms = 35.0
    assert auto.play(1.0) is Quality.DRAFT
    auto.takes_ms = 5.0
    assert auto.play(6.0) is Quality.NORMAL
    assert auto.play(6.0) is Quality.FINE


def test_auto_times_the_lens_also_when_nobody_asked_for_figures(auto: Show) -> None:
    auto.play(1.0)
    assert auto.lens.timer.total_ms() is not None
    assert auto.care.line().endswith(" at normal")


@pytest.mark.parametrize("quality", list(Quality))
def test_a_level_that_was_asked_for_is_held(
    gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch, quality: Quality
) -> None:
    show = Show(gl, monkeypatch, quality.value)
    show.takes_ms = 100.0
    assert show.play(2.0) is quality
    assert show.care.line() == "", "nothing is timed where nobody asked"
    show.lens.release()


def test_auto_holds_normal_where_the_processor_draws(gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livefocus.app.lens_care.is_software", lambda _: True)
    show = Show(gl, monkeypatch, "auto")
    show.takes_ms = 100.0
    assert show.play(2.0) is Quality.NORMAL
    show.lens.release()
