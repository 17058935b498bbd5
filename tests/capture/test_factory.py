"""From the text behind `--source` to a source."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from livefocus.capture.camera import CameraSource
from livefocus.capture.factory import GROUP, make_source
from livefocus.capture.image import ImageSource
from livefocus.capture.source import Source
from livefocus.capture.video import VideoSource
from livefocus.errors import PluginError, SourceError
from tests.clips import make_clip, numbered
from tests.plugin_points import offer


def test_names_lead_to_their_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_clip(tmp_path / "clip.mp4")
    make_clip(tmp_path / "no suffix.mp4").rename(tmp_path / "clip")
    cv2.imwrite(str(tmp_path / "PICTURE.PNG"), numbered(0, (8, 8)))
    monkeypatch.chdir(tmp_path)
    assert isinstance(make_source("camera"), CameraSource)
    assert isinstance(make_source("camera:HD Webcam: Front", size=(640, 480), fps=30, fourcc="MJPG"), CameraSource)
    assert isinstance(make_source("clip.mp4"), VideoSource)
    assert isinstance(make_source(str(tmp_path / "clip")), VideoSource)
    assert make_source("clip").open().size == (64, 48)
    assert isinstance(make_source("PICTURE.PNG"), ImageSource)


def test_scenes_are_made_by_what_was_handed_in(tmp_path: Path) -> None:
    asked: list[str] = []
    scene = ImageSource(tmp_path)

    def make_scene(name: str) -> Source:
        asked.append(name)
        return scene

    assert make_source("scene:cafe", make_scene=make_scene) is scene
    assert make_source("scene", make_scene=make_scene) is scene
    assert asked == ["cafe", "cafe"]


def test_offline_a_clip_that_was_cut_off_is_an_error(tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "whole.mkv", frames=96)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    live, offline = make_source(str(cut)), make_source(str(cut), offline=True)
    live.open()
    assert 0 < len(list(iter(live.read, None))) < 96
    offline.open()
    with pytest.raises(SourceError, match="damaged after frame"):
        list(iter(offline.read, None))


@pytest.mark.parametrize("spec", ["missing.mp4", "/no/such/clip.mov", "webcam", "camra:0", "C:\\clips\\one.mp4"])
def test_what_goes_by_no_name_is_one_line(spec: str) -> None:
    with pytest.raises(SourceError, match="there is no source") as caught:
        make_source(spec)
    assert spec in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_is_not_a_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        make_source(str(tmp_path))


def test_another_package_s_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, tmp_path, GROUP, "depthcam", "def make(text):\n    return ('made', text)\n")
    assert make_source("depthcam:front:left") == ("made", "front:left")


def test_another_package_s_source_that_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, tmp_path, GROUP, "brokencam", "raise ImportError('no driver')\n")
    with pytest.raises(PluginError, match=r"brokencam does not load .*no driver"):
        make_source("brokencam:")
