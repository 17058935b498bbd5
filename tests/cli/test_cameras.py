"""`livefocus cameras`, for people and for programs."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from livefocus.capture.cameras import CameraDevice
from livefocus.cli.main import app
from livefocus.output.loopback import VirtualDevice

FOUND = [
    CameraDevice(2, "HD Pro Webcam C920", "/dev/video2", "V4L2"),
    CameraDevice(5, "Loop", "/dev/video5", "V4L2", True),
]
VIRTUAL = [VirtualDevice("/dev/video10", "livefocus")]


def found(monkeypatch: pytest.MonkeyPatch, cameras: list[CameraDevice], virtual: list[VirtualDevice]) -> None:
    monkeypatch.setattr("livefocus.capture.cameras.list_cameras", lambda: cameras)
    monkeypatch.setattr("livefocus.output.loopback.list_virtual_cameras", lambda: virtual)


def test_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, FOUND, VIRTUAL)
    done = CliRunner().invoke(app, ["cameras"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    for word in ("HD Pro Webcam C920", "/dev/video2", "V4L2", "Loop (virtual)", "/dev/video10", "livefocus"):
        assert word in done.stdout


def test_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, FOUND, VIRTUAL)
    done = CliRunner().invoke(app, ["cameras", "--json"])
    listed = json.loads(done.stdout)
    assert listed["cameras"][0] == {
        "index": 2,
        "name": "HD Pro Webcam C920",
        "path": "/dev/video2",
        "backend": "V4L2",
        "virtual": False,
    }
    assert listed["virtual_cameras"] == [{"device": "/dev/video10", "name": "livefocus"}]


def test_where_there_is_nothing_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, [], [])
    done = CliRunner().invoke(app, ["cameras"])
    assert done.exit_code == 0
    assert "No camera found" in done.stdout
    assert "No virtual camera found" in done.stdout
    assert "install" in done.stdout
    assert json.loads(CliRunner().invoke(app, ["cameras", "--json"]).stdout) == {"cameras": [], "virtual_cameras": []}
