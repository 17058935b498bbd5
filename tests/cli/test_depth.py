"""`livefocus depth`: what it bakes is what `--depth` reads back."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.clips import make_clip

from .conftest import LiveFocus


def test_a_clip_baked_and_read_back(livefocus: LiveFocus, tmp_path: Path) -> None:
    clip, baked, again = make_clip(tmp_path / "clip.mp4", frames=9), tmp_path / "baked", tmp_path / "again.npy"
    done = livefocus("depth", clip, "--depth", "gradient", "-o", baked)
    assert done.code == 0, done.err
    assert "wrote" in done.err
    assert "9 maps" in done.err
    assert [file.name for file in sorted(baked.iterdir())] == [f"depth_{number:06d}.png" for number in range(9)]
    assert livefocus("depth", clip, "--depth", baked, "-o", again).code == 0
    depth = np.load(again)
    assert depth.shape == (9, 48, 64)
    assert np.abs(depth - np.linspace(0, 1, 48)[None, :, None]).max() < 1e-5


def test_only_so_many_seconds(livefocus: LiveFocus, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", frames=12, fps=24)
    assert livefocus("depth", clip, "--depth", "gradient", "--seconds", "0.25", "-o", tmp_path / "d.npy").code == 0
    assert len(np.load(tmp_path / "d.npy")) == 6


@pytest.mark.parametrize("name", ["d.npy", "d.png", "d"])
def test_a_still(livefocus: LiveFocus, tmp_path: Path, name: str) -> None:
    cv2.imwrite(str(tmp_path / "still.png"), np.random.default_rng(0).integers(0, 255, (48, 64, 3), np.uint8))
    done = livefocus("depth", tmp_path / "still.png", "--depth", "constant:0.25", "-o", tmp_path / name)
    assert done.code == 0, done.err
    assert "1 map)" in done.err


def test_the_student_is_announced(livefocus: LiveFocus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setenv("LIVEFOCUS_MODELS", "")
    done = livefocus("depth", make_clip(tmp_path / "clip.mp4", frames=2), "-o", tmp_path / "d.npy")
    assert done.code == 0
    assert "student" in done.err
    assert "livefocus models download tcsmall" in done.err


@pytest.mark.gl
def test_a_scenes_true_depth_is_exact(livefocus: LiveFocus, tmp_path: Path) -> None:
    words = ("depth", "scene:cafe", "--size", "160x90", "--seconds", "0.1")
    assert livefocus(*words, "-o", tmp_path / "d.npy").code == 0
    assert livefocus(*words, "-o", tmp_path / "d").code == 0
    exact = np.load(tmp_path / "d.npy")
    assert exact.shape[1:] == (90, 160)
    baked = cv2.imread(str(tmp_path / "d" / "depth_000000.png"), cv2.IMREAD_UNCHANGED)
    assert np.abs(baked / 65535 - exact[0]).max() < 1 / 65535


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-o", "d.exr"), "depth is not written as .exr"),
        (("-o", "d.png"), "is one picture, the source a clip"),
        (("-o", "d", "--depth", "tcsmal"), "there is no depth engine 'tcsmal'"),
        (("-o", "file/d"), "cannot be written"),
        (("-o", "d", "--seconds", "0"), "gave no picture"),
    ],
)
def test_wrong_words_are_one_line(
    livefocus: LiveFocus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("in the way")
    make_clip(tmp_path / "clip.mp4", frames=3)
    with_engine = () if "--depth" in words else ("--depth", "gradient")
    done = livefocus("depth", "clip.mp4", *with_engine, *words)
    assert done.code == 1
    assert message in done.line


def test_what_is_there_is_kept_unless_forced(livefocus: LiveFocus, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip.mp4", frames=3)
    words = ("depth", clip, "--depth", "gradient", "-o", tmp_path / "d")
    assert livefocus(*words).code == 0
    refused = livefocus(*words)
    assert refused.code == 1
    assert "--force" in refused.line
    assert livefocus(*words, "--force").code == 0
