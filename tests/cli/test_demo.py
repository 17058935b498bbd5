"""`livefocus demo`: every scene can be asked for by name, and the list says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livefocus.cli.demo import demos
from livefocus.focus.cue_file import load_cues
from livefocus.focus.moves import load_moves
from livefocus.render.scenes.scene import SCENES
from tests.cli.conftest import LiveFocus


def test_every_scene_has_a_demo_of_its_name() -> None:
    found = {each.name: each for each in demos()}
    for name in SCENES:
        assert found[name].scene == f"scene:{name}"
        assert found[name].title
        assert found[name].description


@pytest.mark.parametrize("name", sorted(each.name for each in demos()))
def test_its_cue_list_fits_its_scene(name: str) -> None:
    """Names of planes are the scene's, and the list's round is as long as the scene's: a loop shows the same again."""
    scene = next(each.scene for each in demos() if each.name == name).removeprefix("scene:")
    play = SCENES[scene]()
    cue_list = load_cues(name, play.subjects, load_moves())
    assert cue_list.loop_s in (None, play.duration_s)
    assert all(cue.at_s is None or cue.at_s < play.duration_s for cue in cue_list.cues)


def test_the_list_is_for_people_and_for_programs(livefocus: LiveFocus) -> None:
    shown = livefocus("demo", "--list").out
    assert "beach" in shown
    assert "dialogue" in shown
    listed = json.loads(livefocus("demo", "--list", "--json").out)
    assert {each["name"] for each in listed} >= {"beach", "cafe", "dialogue"}
    assert all(each["scene"].startswith("scene:") for each in listed)


def test_a_demo_nobody_made(livefocus: LiveFocus) -> None:
    outcome = livefocus("demo", "moon")
    assert outcome.code == 1
    assert "there is no demo 'moon'" in outcome.line
    assert "beach" in outcome.line


@pytest.mark.gl
@pytest.mark.parametrize("name", ["beach", "dialogue"])
def test_it_is_rendered_to_a_file_of_its_own(
    livefocus: LiveFocus, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("demo", name, "--headless", "--size", "160x90", "--seconds", "0.25", "--trace", "pull.csv")
    assert livefocus(*words).code == 0
    assert (tmp_path / f"livefocus-demo-{name}.mp4").stat().st_size > 1000
    assert len((tmp_path / "pull.csv").read_text().splitlines()) == 1 + 6
