"""`livefocus presets`: the list, the pictures of looks, and the ISF files."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from livefocus.cli.main import app
from livefocus.settings import KINDS, preset_names

LOOKS = preset_names("looks")


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["presets", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_everything_is_listed_with_its_file() -> None:
    facts = json.loads(run("--json"))
    assert {each["kind"] for each in facts} == set(KINDS)
    assert all(Path(each["path"]).is_file() for each in facts)
    assert "cinematic" in run()


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_is_listed_alone(kind: str) -> None:
    assert [each["name"] for each in json.loads(run(kind, "--json"))] == preset_names(kind)


@pytest.mark.gl
def test_a_sheet_has_a_picture_a_look_and_a_page(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "looks.md"
    page.parent.mkdir()
    run("sheet", "-o", str(tmp_path / "pictures"), "--page", str(page), "--look", "noir", "--look", "neutral",
        "--size", "240x136")  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["look-neutral.jpg", "look-noir.jpg"]
    noir = cv2.imread(str(tmp_path / "pictures" / "look-noir.jpg")).astype(np.float32)
    assert noir.shape == (136, 480, 3)
    assert noir[:2].max() < 40, "1.85:1 has bars on 16:9"
    text = page.read_text()
    assert "![Noir](../pictures/look-noir.jpg)" in text
    assert "| `f_number` | 1.8 | 0.5 to 64 |" in text


def test_an_isf_file_a_look(tmp_path: Path) -> None:
    run("isf", "-o", str(tmp_path / "new" / "ISF"))
    assert sorted(path.stem for path in (tmp_path / "new" / "ISF").iterdir()) == [f"livefocus-{name}" for name in LOOKS]


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(app, ["presets", "isf", "-o", str(tmp_path / "file" / "under")])
    assert result.exit_code != 0
    assert "cannot make the folder" in str(result.exception)


def test_a_look_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["presets", "isf", "-o", str(tmp_path), "--look", "sepia"])
    assert "cinematic" in str(result.exception)
