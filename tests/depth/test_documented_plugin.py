"""The example of docs/depth.md, installed as a package beside livefocus, is an engine like any other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from livefocus.depth.factory import engine_names, make_estimator
from livefocus.depth.store import ModelStore
from livefocus.frame import Frame

DOCS = Path(__file__).parents[2] / "docs" / "depth.md"


def documented(language: str) -> str:
    section = DOCS.read_text(encoding="utf-8").split("## Adding an engine")[1]
    found = re.search(rf"```{language}\n(.*?)```", section, re.S)
    assert found, f"docs/depth.md shows {language}"
    return found.group(1)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The documented package, really installed by pip, into a folder of its own."""
    if not DOCS.exists():
        pytest.skip("no docs beside these tests: a wheel is tested")
    project = tmp_path / "project"
    (project / "my_package").mkdir(parents=True)
    (project / "my_package" / "__init__.py").write_text("")
    (project / "my_package" / "lidar.py").write_text(documented("python"), encoding="utf-8")
    head = '[project]\nname = "my-package"\nversion = "1.0"\n[build-system]\nrequires = ["hatchling"]\n'
    head += 'build-backend = "hatchling.build"\n[tool.hatch.build.targets.wheel]\npackages = ["my_package"]\n'
    (project / "pyproject.toml").write_text(head + documented("toml"), encoding="utf-8")
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(project)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return target


def test_the_documented_engine_is_found_runs_and_is_offered(installed: Path, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(installed)
    assert "lidar" in engine_names()
    engine = make_estimator("lidar:left", source_has_depth=False, store=ModelStore(tmp_path))
    engine.open()
    found = engine.estimate(Frame(np.zeros((36, 64, 3), np.uint8), 0.0, 5, 0.2))
    assert (found.inverse_depth.shape, found.sequence, found.metric) == ((120, 160), 5, True)
    engine.close()


def test_the_command_line_takes_it(installed: Path, tmp_path: Path) -> None:
    import os

    paths = os.pathsep.join([str(installed), *sys.path])
    words = ["run", "--source", "scene:cafe", "--size", "96x54", "--depth", "lidar", "--sink", "null", "--midi", "none"]
    words += ["--remote", "none", "--seconds", "1", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "livefocus", *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["depth_maps_per_s"] > 0
