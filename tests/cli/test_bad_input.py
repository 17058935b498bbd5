"""Bad input: one clear line, a non-zero exit, nothing lost."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from livefocus.render import context as render_context

from .conftest import LiveFocus

pytestmark = pytest.mark.gl


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    rng = np.random.default_rng(1)
    cv2.imwrite(str(path), rng.integers(0, 255, (48, 64, 3), np.uint8))
    return path


def refused(livefocus: LiveFocus, *words: object) -> str:
    outcome = livefocus(*words)
    assert outcome.code != 0
    assert "Traceback" not in outcome.err
    return outcome.line


def test_no_such_camera(livefocus: LiveFocus) -> None:
    line = refused(livefocus, "run", "--source", "camera:97", "--sink", "null", "--seconds", "1", "--midi", "none")
    assert "camera" in line


def test_no_such_source(livefocus: LiveFocus) -> None:
    assert "there is no source 'holiday.mp4'" in refused(
        livefocus, "run", "--source", "holiday.mp4", "--sink", "null", "--midi", "none"
    )


def test_no_such_scene(livefocus: LiveFocus, tmp_path: Path) -> None:
    assert "cafe" in refused(livefocus, "render", "scene:moon", "-o", tmp_path / "x.mp4")


def test_an_unreadable_clip(livefocus: LiveFocus, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"this is not a clip" * 100)
    assert "clip.mp4" in refused(livefocus, "render", clip, "-o", tmp_path / "out.mp4")


def test_a_truncated_clip_says_how_far_it_got(livefocus: LiveFocus, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.mkv", tmp_path / "cut.mkv"
    size = ("--size", "160x90", "--depth", "scene", "--focus", "0.5")
    assert livefocus("render", "scene:cafe", *size, "--seconds", "1", "-o", whole).code == 0
    data = whole.read_bytes()
    cut.write_bytes(data[: len(data) * 2 // 3])
    assert "cut.mkv" in refused(livefocus, "render", cut, "--depth", "constant:0.5", "-o", tmp_path / "out.mp4")


def test_not_an_image(livefocus: LiveFocus, tmp_path: Path) -> None:
    path = tmp_path / "letter.png"
    path.write_text("Dear Sir or Madam")
    assert "letter.png" in refused(livefocus, "render", path, "-o", tmp_path / "out.png")


def test_a_sidecar_of_the_wrong_shape(livefocus: LiveFocus, picture: Path, tmp_path: Path) -> None:
    sidecar = tmp_path / "depth.npy"
    np.save(sidecar, np.zeros((64, 48), np.float32))
    line = refused(livefocus, "render", picture, "--depth", sidecar, "-o", tmp_path / "out.png")
    assert "depth.npy" in line or "sidecar" in line
    assert "64" in line
    assert "48" in line


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_depth_that_is_not_finite(livefocus: LiveFocus, picture: Path, tmp_path: Path, bad: float) -> None:
    depth = np.zeros((48, 64), np.float32)
    depth[3, 4] = bad
    np.save(tmp_path / "depth.npy", depth)
    line = refused(livefocus, "render", picture, "--depth", tmp_path / "depth.npy", "-o", tmp_path / "out.png")
    assert "finite" in line


def test_no_such_depth_engine(livefocus: LiveFocus, picture: Path, tmp_path: Path) -> None:
    assert "tcsmall" in refused(livefocus, "render", picture, "--depth", "crystal-ball", "-o", tmp_path / "out.png")


def test_an_unknown_preset(livefocus: LiveFocus, picture: Path, tmp_path: Path) -> None:
    line = refused(livefocus, "render", picture, "--depth", "gradient", "--look", "sepia", "-o", tmp_path / "o.png")
    assert "neutral" in line


def test_bad_toml_names_file_and_line(livefocus: LiveFocus, picture: Path, tmp_path: Path) -> None:
    look = tmp_path / "mine.toml"
    look.write_text('title = "mine"\n[lens]\nf_number = fast\n')
    line = refused(livefocus, "render", picture, "--depth", "gradient", "--look", look, "-o", tmp_path / "o.png")
    assert "mine.toml:3" in line


def test_an_unknown_move(livefocus: LiveFocus, picture: Path, tmp_path: Path) -> None:
    words = ("--depth", "gradient", "--move", "somersault", "-o", tmp_path / "o.png")
    assert "suspense" in refused(livefocus, "render", picture, *words)


def test_a_bad_mark_and_a_bad_size(livefocus: LiveFocus) -> None:
    assert "a=0.7" in refused(livefocus, "run", "--mark", "z=1")
    assert "1280x720" in refused(livefocus, "run", "--size", "wide")


def test_a_model_with_a_wrong_hash(
    livefocus: LiveFocus, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    weights = models / "tcmonodepth_tcsmallnet_192x320.onnx"
    weights.write_bytes(b"not the weights")
    monkeypatch.setenv("LIVEFOCUS_MODELS", str(models))
    line = refused(livefocus, "render", picture, "--depth", "tcsmall", "-o", tmp_path / "out.png")
    assert hashlib.sha256(b"not the weights").hexdigest()[:8] in line or "sha256" in line
    assert weights.name in line


def test_no_gl(livefocus: LiveFocus, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise Exception("cannot load libGL.so")

    monkeypatch.setattr(render_context.moderngl, "create_context", refuse)
    line = refused(livefocus, "render", picture, "--depth", "gradient", "-o", tmp_path / "out.png")
    assert "no OpenGL 3.3" in line
    assert "install" in line


def test_a_bad_shader_names_file_and_line(
    livefocus: LiveFocus, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from livefocus import resources

    shaders = tmp_path / "shaders"
    shutil.copytree(resources.shaders(), shaders)
    broken = next(shaders.glob("*composite.frag"))  # every picture needs it
    text = broken.read_text().splitlines()
    broken_at = next(i for i, line in enumerate(text) if line.startswith("void main")) + 1
    text.insert(broken_at, "    vec3 nonsense = ;")
    broken.write_text("\n".join(text))
    monkeypatch.setattr(resources, "shaders", lambda: shaders)
    line = refused(livefocus, "render", picture, "--depth", "gradient", "-o", tmp_path / "out.png")
    assert f"{broken.name}:{broken_at + 1}" in line


@pytest.mark.skipif(Path("/sys/devices/virtual/video4linux").exists(), reason="there is a loopback")
def test_no_virtual_camera_says_what_to_install(livefocus: LiveFocus) -> None:
    words = ("--source", "scene:cafe", "--size", "160x90", "--sink", "virtualcam", "--seconds", "1", "--midi", "none")
    line = refused(livefocus, "run", *words)
    assert "install" in line or "modprobe" in line


@pytest.mark.parametrize("name", ["out.png", "out.mp4"])
def test_an_output_that_cannot_be_written(livefocus: LiveFocus, picture: Path, name: str) -> None:
    line = refused(livefocus, "render", picture, "--depth", "gradient", "-o", f"/proc/no-such-folder/{name}")
    assert name in line


def test_an_output_of_unknown_kind_loses_nothing(livefocus: LiveFocus, picture: Path, tmp_path: Path) -> None:
    mine = tmp_path / "thesis.docx"
    mine.write_text("years of work")
    refused(livefocus, "render", picture, "--depth", "gradient", "-o", mine)
    assert mine.read_text() == "years of work"


@pytest.mark.skipif(os.name == "nt", reason="a window is always there")
def test_no_display_for_a_window(livefocus: LiveFocus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    words = ("--source", "scene:cafe", "--size", "160x90", "--sink", "window", "--seconds", "1", "--midi", "none")
    assert "display" in refused(livefocus, "run", *words)
