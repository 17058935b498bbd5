"""What the command line says about OBS."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from livefocus.cli.doctor import CHECKS
from livefocus.control import obs_table
from tests.cli.conftest import LiveFocus
from tests.control.fake_obs import FakeObs


def test_the_script_is_where_it_says(livefocus: LiveFocus) -> None:
    outcome = livefocus("obs-script")
    assert outcome.code == 0
    path = Path(outcome.out.strip())
    assert "def script_load" in path.read_text(encoding="utf-8")
    assert "Tools > Scripts" in outcome.err


def run(livefocus: LiveFocus, folder: Path, *words: object) -> str:
    picture = folder / "grey.png"
    Image.new("RGB", (64, 48), (99, 99, 99)).save(picture)
    usual = ("--depth", "constant:0.5", "--midi", "none", "--remote", "none", "--sink", "null", "--seconds", "1")
    outcome = livefocus("run", "--source", picture, *usual, *words)
    assert outcome.code == 1
    return outcome.line


@pytest.mark.gl
def test_an_address_that_is_none(livefocus: LiveFocus, tmp_path: Path) -> None:
    line = run(livefocus, tmp_path, "--obs-at", "ws://stage")
    assert line == (
        "livefocus: 'ws://stage' is no address of OBS: write it as HOST or HOST:PORT, such as 192.168.1.20:4455"
    )


@pytest.mark.gl
def test_a_table_that_is_wrong(livefocus: LiveFocus, tmp_path: Path) -> None:
    table = tmp_path / "obs.toml"
    table.write_text('[scenes]\n"Close-up" = "cue fir close"\n')
    assert f"{table}:2: 'cue fir close' is not understood" in run(livefocus, tmp_path, "--obs-map", table)


def test_doctor_tells_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    look = next(check for part, check, _ in CHECKS if part == "OBS")
    monkeypatch.setenv(obs_table.PASSWORD_VARIABLE, "secret")
    with FakeObs("secret") as there:
        monkeypatch.setattr(obs_table, "DEFAULT_ADDRESS", there.address)
        assert look() == (True, f"OBS 0.fake answers at {there.address}, 2 scenes")
