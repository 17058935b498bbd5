"""The looks that come with livefocus: they load, they are what they say, and no two are the same lens."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.app.build import LensMaker
from livefocus.app.look_page import look_page
from livefocus.settings import load_look, preset_names

LOOKS = preset_names("looks")
DOCS = Path(__file__).parent.parent / "docs"


def test_there_are_enough() -> None:
    assert {"cinematic", "neutral", "realistic"} <= set(LOOKS)
    assert len(LOOKS) >= 9


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_loads_and_blurs_as_a_picture_can_bear(name: str) -> None:
    look = load_look(name)
    lens = LensMaker(look, 1280).lens(0.5)
    assert look.title
    assert look.description.endswith(".")
    assert 4.0 < lens.blur_px < 120.0
    assert 64.0 <= lens.max_coc_radius_px <= 160.0


@pytest.mark.parametrize("name", LOOKS)
def test_blur_is_a_share_of_the_width(name: str) -> None:
    look = load_look(name)
    small, large = (LensMaker(look, width).lens(0.5).blur_px for width in (640, 3840))
    assert large == pytest.approx(6.0 * small)


def test_no_two_are_the_same() -> None:
    lenses = {(look.lens, look.aperture, look.grade) for look in map(load_look, LOOKS)}
    assert len(lenses) == len(LOOKS)


def test_neutral_adds_nothing() -> None:
    look = load_look("neutral")
    assert look.grade.model_dump() == {"grain": 0.0, "letterbox_aspect": 0.0, "cadence_fps": 0.0}
    assert set(look.aperture.model_dump().values()) == {0, 1.0}


@pytest.mark.skipif(not (DOCS / "looks.md").is_file(), reason="an sdist has no pages")
def test_the_page_of_looks_says_what_the_files_say() -> None:
    pictures = {name: f"pictures/look-{name}.jpg" for name in LOOKS}
    page = look_page({name: load_look(name) for name in LOOKS}, pictures)
    assert (DOCS / "looks.md").read_text(encoding="utf-8") == page, "make it anew: see the top of the page"
    assert all((DOCS / path).stat().st_size < 100_000 for path in pictures.values())
