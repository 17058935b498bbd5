"""From the text behind `--sink` to a sink."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.errors import PluginError, SinkError
from livefocus.output.factory import GROUP, make_sink
from livefocus.output.null import NullSink
from livefocus.output.recorder import RecorderSink
from livefocus.output.stills import StillsSink
from livefocus.output.stream import StreamSink
from livefocus.output.virtual_camera import VirtualCameraSink
from tests.plugin_points import offer


@pytest.mark.parametrize(
    ("spec", "kind", "name"),
    [
        ("null", NullSink, "null"),
        ("virtualcam", VirtualCameraSink, "virtualcam"),
        ("virtualcam:/dev/video10", VirtualCameraSink, "virtualcam:/dev/video10"),
        ("virtualcam:OBS Virtual Camera", VirtualCameraSink, "virtualcam:OBS Virtual Camera"),
        ("file:out.mp4", RecorderSink, "file:out.mp4"),
        ("file:C:\\shows\\out.mp4", RecorderSink, "file:C:\\shows\\out.mp4"),
        ("png:stills", StillsSink, "png:stills"),
        ("stream:udp://10.0.0.2:5004", StreamSink, "stream:udp://10.0.0.2:5004"),
    ],
)
def test_names_lead_to_their_kinds(spec: str, kind: type, name: str) -> None:
    sink = make_sink(spec)
    assert isinstance(sink, kind)
    assert sink.name == name


def test_a_home_folder_is_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert make_sink("file:~/out.mp4").name == f"file:{tmp_path / 'out.mp4'}"


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ("", "there is no sink ''"),
        ("obs", "there is no sink 'obs': give virtualcam"),
        ("out.mp4", "there is no sink 'out.mp4': give .*file:"),
        ("file:", "'file:' lacks a name"),
        ("png", "'png:' lacks a name"),
    ],
)
def test_what_goes_by_no_name_is_one_line(spec: str, reason: str) -> None:
    with pytest.raises(SinkError, match=reason) as caught:
        make_sink(spec)
    assert "\n" not in str(caught.value)


def test_another_package_s_sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, tmp_path, GROUP, "ndiout", "def make(text):\n    return ('made', text)\n")
    assert make_sink("ndiout:stage left") == ("made", "stage left")


def test_another_package_s_sink_that_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, tmp_path, GROUP, "brokenout", "raise ImportError('no library')\n")
    with pytest.raises(PluginError, match="no library"):
        make_sink("brokenout")
