"""The parts of a show, made from settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.app.build import LensMaker, make_desk
from livefocus.errors import SettingsError
from livefocus.settings import ShowSettings, load_look


def test_k_follows_from_the_lens_and_grows_with_the_picture() -> None:
    look = load_look("neutral")
    small, large = LensMaker(look, 1280).lens(0.5), LensMaker(look, 2560).lens(0.5)
    assert large.blur_px == pytest.approx(2 * small.blur_px)
    assert 25 < small.blur_px < 45, "a 50 mm f/1.8 on full frame, 1280 px wide, a scene of 0.8 m and beyond"


def test_stopping_down_shrinks_k_and_a_panic_is_all_sharp() -> None:
    maker = LensMaker(load_look("neutral"), 1280)
    assert maker.lens(0.5, 0.5).blur_px == pytest.approx(maker.lens(0.5).blur_px / 2)
    assert maker.lens(0.5, 0.0).blur_px == 0.0


def test_a_k_asked_for_is_not_cut_short_on_a_small_picture() -> None:
    state = LensMaker(load_look("neutral"), 320, blur_px=32.0).lens(0.5)
    assert state.blur_px == 32.0
    assert state.max_coc_radius_px >= 32.0


def test_planes_beyond_the_usual_move_the_end_stops() -> None:
    desk = make_desk(ShowSettings(focus=7.5, marks=(("b", -2.0),)), {})
    assert desk.focus.inverse_depth == 7.5
    assert desk.puller.stops.near == 7.5
    assert desk.puller.stops.far == -2.0


def test_marks_come_from_the_source_and_the_command_line_overrules() -> None:
    desk = make_desk(ShowSettings(marks=(("b", 0.4),)), {"couple": 0.72, "man": 0.3})
    assert dict(desk.marks) == {"a": 0.72, "b": 0.4}
    assert desk.focus.inverse_depth == 0.72


def test_an_unknown_name_in_a_cue_list_names_its_line(tmp_path: Path) -> None:
    cues = tmp_path / "mine.toml"
    cues.write_text('title = "mine"\n\n[[cues]]\nname = "one"\nto = "moon"\n')
    with pytest.raises(SettingsError, match=r"mine\.toml:5"):
        make_desk(ShowSettings(cues=str(cues)), {"couple": 0.7})
