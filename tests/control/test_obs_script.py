"""The script for OBS, outside OBS: what it may be made of, and where it looks. In OBS: tests/rig/test_obs.py."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from platformdirs.macos import MacOS
from platformdirs.windows import Windows

from livefocus.control.obs_script import PATH
from livefocus.control.remote.instance import announce, instance_folder


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script, in a Python that is not OBS's: its `obspython` is a name and nothing more."""
    monkeypatch.setitem(sys.modules, "obspython", types.ModuleType("obspython"))
    spec = importlib.util.spec_from_file_location("livefocus_obs", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def test_it_needs_nothing_but_an_old_python_s_own_library() -> None:
    tree = ast.parse(PATH.read_text(encoding="utf-8"), feature_version=(3, 8))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    outside = {module.split(".")[0] for module in modules} - set(sys.stdlib_module_names)
    assert outside == {"obspython"}


@pytest.mark.skipif(os.name == "nt", reason="XDG is not Windows's")
def test_it_looks_where_a_show_leaves_its_file(script: Any, runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert instance_folder().is_relative_to(runtime)
    assert instance_folder() in script.instance_folders()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert instance_folder() in script.instance_folders()


def test_it_looks_in_the_right_place_on_other_systems(script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """By platformdirs' own rules for them; neither system has been tried."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert MacOS("livefocus", appauthor=False).user_runtime_path / "instances" in script.instance_folders()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/profile/AppData/Local")
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _name: "/profile/AppData/Local")
    assert Windows("livefocus", appauthor=False).user_runtime_path / "instances" in script.instance_folders()


@pytest.mark.skipif(os.name == "nt", reason="XDG is not Windows's")
def test_it_takes_the_newest_show_and_passes_over_what_is_none(
    script: Any, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "instance_folders", lambda: [instance_folder()])  # not what others left elsewhere
    announce("127.0.0.1", 7380, "secret")
    folder = instance_folder()
    (folder / "1-7381.json").write_text(
        json.dumps({"host": "127.0.0.1", "port": 7381, "token": "t", "started_at_s": 1})
    )
    (folder / "2-7382.json").write_text("{")
    (folder / "3-7383.json").write_text(json.dumps({"host": "127.0.0.1"}))
    assert script.shows() == [("127.0.0.1", 7380, "secret"), ("127.0.0.1", 7381, "t")]
    assert script.look() == (script.NOBODY, [])
