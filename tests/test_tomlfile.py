"""Bad TOML is answered with one line that names the file and the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.errors import SettingsError
from livefocus.settings import Look, find_preset, load_look, preset_names
from livefocus.tomlfile import line_of, parse_toml

GOOD = 'title = "x"\n\n[lens]\nf_number = 2.0\n\n[aperture]\nblades = 7\n'


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("2.0", "2.0.0"), 4, "not valid TOML"),
        (GOOD.replace("f_number", "f_nummer"), 4, "unknown key 'lens.f_nummer'"),
        (GOOD.replace("2.0", "0.1"), 4, "greater than or equal to 0.5, not 0.1"),
        (GOOD.replace("2.0", '"wide"'), 4, "valid number"),
        (GOOD.replace("= 7", "= 2"), 7, "3 to 16"),
        ("\n[lens]\nf_number = 2.0\n", 1, "title"),
        ("title = 'x'\n[lens\n", 2, "not valid TOML"),
    ],
)
def test_a_bad_look_names_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_toml(text, Look, Path("my.toml"))
    message = str(caught.value)
    assert message.startswith(f"my.toml:{line}: ")
    assert says in message
    assert "\n" not in message


def test_lines_are_found_through_arrays_of_tables() -> None:
    text = '[[cues]]\nname = "a"\n\n[[cues]]\nname = "b"\nto = 3\n\n[[cues.steps]]\nx = 1\n'
    assert line_of(text, ("cues", 1, "to")) == 6
    assert line_of(text, ("cues", 0, "name")) == 2
    assert line_of(text, ("cues", 1, "steps", 0, "x")) == 9
    assert line_of(text, ("cues", 1, "missing")) == 4


def test_an_unknown_look_lists_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="neutral"):
        find_preset("looks", "sepia-dreams")


@pytest.mark.parametrize("name", preset_names("looks"))
def test_every_shipped_look_loads(name: str) -> None:
    look = load_look(name)
    assert look.title
    state = look.lens_state(32.0, 1280)
    assert state.max_coc_radius_px >= 32.0


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot read"):
        load_look(str(tmp_path / "no.toml"))
