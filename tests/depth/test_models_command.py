"""`livefocus models`, run as a user runs it: a real process with its own environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from livefocus.depth.catalogue import CATALOGUE
from livefocus.depth.store import ENVIRONMENT_VARIABLE


class Command:
    """Runs the command in a home of its own, with its own cache."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.extra = home / "extra"
        self.extra.mkdir()

    def __call__(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
        environment |= {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "LOCALAPPDATA": str(self.home),
            ENVIRONMENT_VARIABLE: str(self.extra),
            "COLUMNS": "80",
        }
        command = [sys.executable, "-m", "livefocus", "models", *(str(word) for word in words)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def models(tmp_path: Path) -> Command:
    return Command(tmp_path)


def test_list_shows_every_model_its_licence_and_state(models: Command) -> None:
    done = models("list")
    assert done.returncode == 0, done.stderr
    for entry in CATALOGUE:
        line = next(line for line in done.stdout.splitlines() if line.startswith(entry.name))
        assert entry.licence in line
        assert "missing" in line


def test_list_as_json(models: Command) -> None:
    listed = json.loads(models("list", "--json").stdout)
    assert [one["name"] for one in listed] == [entry.name for entry in CATALOGUE]
    assert {one["state"] for one in listed} == {"missing"}
    assert all(one["sha256"] and one["licence"] and one["address"] for one in listed)


def test_an_unknown_name_is_one_line_and_a_failure(models: Command) -> None:
    for words in (("download", "tcsmal"), ("verify", "tcsmal"), ("remove", "tcsmal"), ("path", "tcsmal")):
        done = models(*words)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1
        assert "tcsmall" in done.stderr


def test_a_damaged_file_in_the_environments_folder_fails_verification(models: Command) -> None:
    (models.extra / "tcmonodepth_tcsmallnet_192x320.onnx").write_bytes(b"damaged")
    done = models("verify")
    assert done.returncode == 1
    assert "tcsmall: damaged" in done.stdout
    assert json.loads(models("list", "--json").stdout)[0]["state"] == "damaged"


def test_verify_counts_a_missing_model_only_where_it_is_named(models: Command) -> None:
    assert models("verify").returncode == 0
    assert models("verify", "selfie").returncode == 1


def test_remove_of_nothing(models: Command) -> None:
    done = models("remove", "tcsmall")
    assert done.returncode == 0
    assert "nothing to remove" in done.stdout


def test_path_prints_one_path(models: Command) -> None:
    folder = models("path").stdout.strip()
    assert folder.startswith(str(models.home))
    assert models("path", "tcsmall").stdout.strip() == str(Path(folder) / "tcmonodepth_tcsmallnet_192x320.onnx")


def test_import_of_something_else(models: Command, tmp_path: Path) -> None:
    (tmp_path / "it.onnx").write_bytes(b"something else")
    done = models("import", tmp_path / "it.onnx")
    assert done.returncode == 1
    assert "none of the models" in done.stderr


@pytest.mark.models
def test_import_list_verify_remove_the_real_thing(models: Command, weights) -> None:
    file = models.home / "download (3)"
    file.write_bytes(weights.load("tcsmall"))
    done = models("import", file)
    assert done.returncode == 0, done.stderr
    assert "MIT" in done.stdout
    assert models("verify", "tcsmall").returncode == 0
    assert "present" in models("list").stdout
    assert models("download", "tcsmall").stdout.startswith("tcsmall is here"), "not downloaded twice"
    assert models("remove", "tcsmall").returncode == 0
    assert models("verify", "tcsmall").returncode == 1
