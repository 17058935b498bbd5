"""`livefocus bench`: what it prints, and that its numbers hang together. Never how fast the machine is."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import cv2
import moderngl
import numpy as np
import pytest
from typer.testing import CliRunner

from livefocus.cli.bench_plot import draw_curves
from livefocus.cli.main import app
from livefocus.errors import LivefocusError, SettingsError, SinkError
from livefocus.render.baselines import COPY, NAIVE_GATHER, Baseline
from livefocus.render.timing_bench import BenchPicture, scene_picture, time_lens
from tests.scenes.rivals import read_rgb

SMALL = ("--size", "160x90", "--rounds", "2")


def _bench(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["bench", "--json", *words], catch_exceptions=False)
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert isinstance(report, dict)
    return report


@pytest.mark.gl
def test_json_has_what_a_program_reads() -> None:
    report = _bench(*SMALL)
    assert {"renderer", "size", "copy_ms", "lens_ms", "naive_ms", "ratio", "all_sharp_ratio"} <= set(report)
    assert report["size"] == "160x90"
    assert min(report[key] for key in ("copy_ms", "lens_ms", "naive_ms", "upload_ms")) > 0.0
    assert report["naive_ms"] > report["copy_ms"]
    assert report["naive_ratio"] > 1.0
    assert min(report[key] for key in ("depth_scale_ms", "depth_edges_ms", "depth_ratio")) > 0.0


@pytest.mark.gl
def test_curves_have_a_row_a_point() -> None:
    report = _bench(*SMALL, "--no-naive", "--k", "4,8", "--sizes", "96x54,160x90")
    assert report["naive_ms"] is None
    assert [row["blur_px"] for row in report["over_k"]] == [4.0, 8.0]
    assert [(row["size"], row["blur_px"]) for row in report["over_sizes"]] == [("96x54", 19.2), ("160x90", 32.0)]
    ratios = [row["ratio"] for row in report["over_k"]]
    assert report["k_flatness"] == pytest.approx(max(ratios) / min(ratios), rel=0.01)


@pytest.mark.gl
def test_a_person_gets_a_table() -> None:
    result = CliRunner().invoke(app, ["bench", *SMALL, "--no-naive"], catch_exceptions=False)
    assert "160x90" in result.stdout
    assert "all sharp" in result.stdout


@pytest.mark.gl
def test_the_whole_show_is_timed() -> None:
    report = _bench("--show", "--size", "160x90", "--depth", "constant:0.4", "--seconds", "1")
    assert {"fps", "depth_maps_per_s", "depth_age_frames", "dropped", "peak_memory_mb"} <= set(report)
    assert report["pictures"] > 0
    assert report["fps"] == pytest.approx(report["pictures"] / report["seconds"], rel=0.02)


@pytest.mark.gl
def test_plot_draws_both_curves(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    _bench(*SMALL, "--no-naive", "--k", "4,8", "--sizes", "96x54,160x90", "--plot", str(tmp_path / "curves.png"))
    picture = cv2.imread(str(tmp_path / "curves.png"))
    assert picture.shape[1] > 1000
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100


def test_a_plot_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    row = {"size": "4x4", "blur_px": 1.0, "lens_ms": 2.0, "copy_ms": 1.0, "ratio": 2.0}
    report = {"renderer": "none", "size": "4x4", "over_k": [row], "over_sizes": [row]}
    with pytest.raises(SinkError, match="cannot write"):
        draw_curves(report, tmp_path / "nowhere" / "curves.png")


def test_without_matplotlib_a_plot_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SettingsError, match=r"livefocus\[plot\]"):
        CliRunner().invoke(app, ["bench", "--plot", str(tmp_path / "x.png")], catch_exceptions=False)


@pytest.mark.parametrize("words", [("--size", "big"), ("--k", "8,wide"), ("--sizes", "640")])
def test_nonsense_is_one_line(words: tuple[str, str]) -> None:
    with pytest.raises(LivefocusError, match="is no"):
        CliRunner().invoke(app, ["bench", *words], catch_exceptions=False)


@pytest.mark.gl
def test_the_copy_copies(gl: moderngl.Context) -> None:
    picture = scene_picture(gl, (97, 55))
    copy = Baseline(gl, picture.size, COPY)
    copy.upload(picture.pixels, picture.inverse_depth)
    assert np.array_equal(read_rgb(copy.draw(0.5, 32.0, 32.0)), picture.pixels)
    copy.release()


@pytest.mark.gl
def test_the_naive_gather_blurs_what_is_out_of_focus_only(gl: moderngl.Context) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (60, 160, 3), dtype=np.uint8)
    depth = np.full((60, 160), 0.5, np.float32)
    depth[:, 80:] = 0.1
    naive = Baseline(gl, (160, 60), NAIVE_GATHER)
    naive.upload(pixels, depth)
    picture = read_rgb(naive.draw(0.5, 20.0, 8.0))
    naive.release()
    assert np.abs(picture[:, :60].astype(int) - pixels[:, :60]).max() <= 1
    assert picture[10:-10, 100:].std() < 0.25 * pixels.std()


@pytest.mark.gl
@pytest.mark.bench
def test_print_timings(gl: moderngl.Context) -> None:
    """Print what the lens takes here; read it, it never fails."""
    picture = scene_picture(gl, (1280, 720))
    for each in (picture, BenchPicture(picture.pixels, np.full_like(picture.inverse_depth, 0.5), (0.5,))):
        timing = time_lens(gl, each, 32.0, rounds=3)
        print(f"copy {timing.copy_ms:.2f} ms, lens {timing.lens_ms:.1f} ms, ratio {timing.ratio:.1f}")
