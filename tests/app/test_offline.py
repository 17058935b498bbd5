"""Rendering to a file: exactly repeatable, and true to what is in focus."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from livefocus.app.offline import render_offline
from livefocus.errors import SettingsError
from livefocus.settings import ShowSettings

pytestmark = pytest.mark.gl
SIZE = (192, 108)
CAFE = ShowSettings(source="scene:cafe", depth="scene", size=SIZE, focus=0.5, blur_px=12.0, seconds=0.5)


def quiet(_: str) -> None:
    pass


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        clip, trace = tmp_path / f"{name}.mp4", tmp_path / f"{name}.csv"
        settings = replace(CAFE, sinks=(f"file:{clip}", f"png:{tmp_path / name}"), trace=trace)
        assert render_offline(settings, quiet) == 12
        stills = b"".join(path.read_bytes() for path in sorted((tmp_path / name).glob("*.png")))
        written.append((clip.read_bytes(), stills, trace.read_bytes()))
    assert written[0] == written[1]
    assert len(list((tmp_path / "one").glob("*.png"))) == 12


def test_the_trace_has_a_row_a_frame(tmp_path: Path) -> None:
    trace = tmp_path / "pull.csv"
    render_offline(replace(CAFE, sinks=("null",), trace=trace), quiet)
    with trace.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["time_s", "focus_inverse_depth", "target", "velocity_per_s"]
    assert [float(row["time_s"]) for row in rows] == pytest.approx([n / 24 for n in range(12)], abs=1e-5)
    assert {float(row["focus_inverse_depth"]) for row in rows} == {0.5}


def test_what_is_in_focus_is_bit_identical(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    picture = rng.integers(0, 256, (90, 160, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "in.png"), picture)
    depth = np.full((90, 160), 0.7, np.float32)
    depth[:, :40] = 0.1
    np.save(tmp_path / "depth.npy", depth)
    settings = ShowSettings(
        source=str(tmp_path / "in.png"),
        depth=str(tmp_path / "depth.npy"),
        focus=0.7,
        blur_px=16.0,
        sinks=(f"png:{tmp_path / 'out.png'}",),
    )
    assert render_offline(settings, quiet) == 1
    out = cv2.imread(str(tmp_path / "out.png"))
    assert (out[:, 60:] == picture[:, 60:]).all(), "behind the blur's reach nothing may change"
    assert (out[:, :38] != picture[:, :38]).any()


def test_a_matte_is_two_planes_and_not_a_depth(tmp_path: Path) -> None:
    """A half-covered pixel in front of a blur keeps its own light: it is not half as blurred."""
    picture = np.full((90, 160, 3), 60, np.uint8)
    matte = np.zeros((90, 160), np.float32)
    for column in range(20, 140, 12):
        matte[:, column], picture[:, column] = 0.5, 200
    matte[30:60, 70:90], picture[30:60, 70:90] = 1.0, 220
    cv2.imwrite(str(tmp_path / "in.png"), picture)
    np.save(tmp_path / "matte.npy", matte)
    drawn = {}
    for name in ("matte:", ""):
        out = tmp_path / "out.png"
        settings = ShowSettings(
            source=str(tmp_path / "in.png"),
            depth=f"{name}{tmp_path / 'matte.npy'}",
            focus=1.0,
            blur_px=20.0,
            sinks=(f"png:{out}",),
        )
        assert render_offline(settings, quiet) == 1
        drawn[name] = cv2.imread(str(out)).astype(int)
    strands = matte == 0.5
    assert np.abs(drawn["matte:"] - picture)[strands].mean() < 12.0
    assert np.abs(drawn[""] - picture)[strands].mean() > 60.0
    assert (drawn["matte:"][matte == 1.0] == picture[matte == 1.0]).all()


@pytest.mark.parametrize("size", [(108, 192), (101, 67)])
def test_any_aspect_ratio(tmp_path: Path, size: tuple[int, int]) -> None:
    clip = tmp_path / "tall.mp4"
    settings = replace(CAFE, size=size, seconds=0.1, sinks=(f"png:{tmp_path / 'tall'}", f"file:{clip}"))
    assert render_offline(settings, quiet) == 3
    still = cv2.imread(str(tmp_path / "tall" / "000000.png"))
    assert still.shape == (size[1], size[0], 3)
    assert clip.stat().st_size > 0


def test_starting_later_gives_the_same_picture(tmp_path: Path) -> None:
    render_offline(replace(CAFE, sinks=(f"png:{tmp_path / 'all'}",)), quiet)
    render_offline(replace(CAFE, start_s=0.25, pictures=1, sinks=(f"png:{tmp_path / 'one.png'}",)), quiet)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "all" / "000006.png").read_bytes()


def test_a_start_beyond_the_end_is_said() -> None:
    with pytest.raises(SettingsError, match="no picture"):
        render_offline(replace(CAFE, start_s=60.0, sinks=("null",)), quiet)


def look_file(folder: Path, grade: str) -> str:
    path = folder / "look.toml"
    path.write_text(f'title = "A test"\n[grade]\n{grade}\n')
    return str(path)


def test_a_look_has_its_own_cadence(tmp_path: Path) -> None:
    clip, trace = tmp_path / "slow.mp4", tmp_path / "pull.csv"
    look = look_file(tmp_path, "cadence_fps = 8.0")
    totals: set[int | None] = set()
    settings = replace(CAFE, look=look, sinks=(f"file:{clip}",), trace=trace)
    assert render_offline(settings, quiet, lambda _, total: totals.add(total)) == 4
    assert totals == {4}
    with trace.open() as file:
        assert [float(row["time_s"]) for row in csv.DictReader(file)] == pytest.approx([n / 8 for n in range(4)])
    with av.open(str(clip)) as container:
        assert container.streams.video[0].average_rate == 8


def test_a_finished_render_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    look = look_file(tmp_path, "grain = 6.0\nletterbox_aspect = 2.39")
    cv2.imwrite(str(tmp_path / "in.png"), np.full((90, 160, 3), 118, np.uint8))
    render_offline(replace(CAFE, look=look, seconds=0.1, sinks=(f"png:{tmp_path / 'one'}",)), quiet)
    render_offline(replace(CAFE, look=look, seconds=0.1, sinks=(f"png:{tmp_path / 'two'}",)), quiet)
    first, again = (sorted((tmp_path / name).glob("*.png")) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    settings = ShowSettings(str(tmp_path / "in.png"), depth="constant:0.5", look=look, sinks=(f"png:{tmp_path}/s.png",))
    render_offline(settings, quiet)
    still = cv2.imread(str(tmp_path / "s.png"))
    assert not still[:10].any()
    assert still[40:50].std() == pytest.approx(6.0, rel=0.1)
