"""A live show on real threads: it runs, it stops cleanly, its file plays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import av
import pytest

from livefocus.app.live import LiveShow
from livefocus.control.actions import ChooseLook
from livefocus.errors import LivefocusError
from livefocus.settings import ShowSettings
from livefocus.timing import SystemClock
from tests.clips import make_clip

pytestmark = pytest.mark.gl
CAFE = ShowSettings(
    source="scene:cafe", depth="scene", size=(160, 90), sinks=("null",), midi="none", focus=0.5, seconds=1.0
)


def run(settings: ShowSettings) -> tuple[dict[str, float | int], list[str]]:
    said: list[str] = []
    report = LiveShow(settings, SystemClock(), said.append).run()
    return report.as_dict(), said


def test_a_show_runs_and_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    clip = tmp_path / "show.mp4"
    report, said = run(replace(CAFE, sinks=("null", f"file:{clip}"), trace=tmp_path / "pull.csv"))
    assert report["pictures"] >= 5
    assert said == []
    assert set(threading.enumerate()) == before
    with av.open(str(clip)) as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert frames >= 3
    rows = (tmp_path / "pull.csv").read_text().splitlines()
    assert len(rows) == report["pictures"] + 1


def test_an_estimator_of_its_own_rate_never_holds_a_picture_up(tmp_path: Path) -> None:
    report, _ = run(replace(CAFE, depth="gradient"))
    assert report["pictures"] >= 5


@pytest.mark.parametrize(
    "wrong",
    [{"source": "camera:97"}, {"depth": "nonsense"}, {"sinks": ("file:/proc/nope/x.mp4",)}, {"look": "nonsense"}],
)
def test_a_part_that_is_missing_ends_it_at_once(wrong: dict[str, str]) -> None:
    before = set(threading.enumerate())
    with pytest.raises(LivefocusError):
        run(replace(CAFE, **wrong))  # type: ignore[arg-type]
    assert set(threading.enumerate()) == before


def test_a_still_goes_on_until_it_is_told_to_stop(tmp_path: Path) -> None:
    import cv2
    import numpy as np

    cv2.imwrite(str(tmp_path / "still.png"), np.full((48, 64, 3), 90, np.uint8))
    report, _ = run(replace(CAFE, source=str(tmp_path / "still.png"), depth="constant:0.5", seconds=0.7))
    assert report["pictures"] >= 8


def test_a_pull_through_a_slide_show_is_smooth_and_can_be_stopped(tmp_path: Path) -> None:
    slides = make_clip(tmp_path / "slides.mp4", times_s=[0.0, 0.1, 60.0, 120.0])
    started_s = time.perf_counter()
    report, _ = run(replace(CAFE, source=str(slides), depth="constant:0.5"))
    assert report["pictures"] >= 8
    assert time.perf_counter() - started_s < 10


def test_a_clip_without_loop_ends_the_show(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    run(replace(CAFE, sinks=(f"file:{clip}",)))
    report, _ = run(replace(CAFE, source=str(clip), depth="gradient", loop=False, seconds=30.0))
    assert report["seconds"] < 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_signal_stops_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    clip = tmp_path / "show.mp4"
    words = ["run", "--source", "scene:cafe", "--size", "160x90", "--sink", f"file:{clip}", "--midi", "none", "--json"]
    words += ["--remote", "0"]
    process = subprocess.Popen(
        [sys.executable, "-m", "livefocus", *words],
        cwd=tmp_path,  # away from a checkout: what is tested is what these tests import
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (clip.exists() and clip.stat().st_size > 0) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1.0)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert err.startswith("livefocus: the web page is at http://127.0.0.1:")
    assert err.count("\n") == 1
    assert json.loads(out)["pictures"] > 0
    with av.open(str(clip)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 0


def test_a_look_can_be_changed_while_it_runs_and_a_wrong_one_is_said() -> None:
    said: list[str] = []
    wishes = iter([ChooseLook("sepia-dreams"), ChooseLook("cinematic")])

    def each_tick(show: LiveShow) -> None:
        for wish in wishes:
            show.act(wish)
            return

    LiveShow(CAFE, SystemClock(), said.append).run(each_tick)
    assert len(said) == 1
    assert "sepia-dreams" in said[0]


def test_a_look_has_its_own_cadence(tmp_path: Path) -> None:
    look = tmp_path / "slow.toml"
    look.write_text('title = "Slow"\n[grade]\ncadence_fps = 5.0\n')
    report, _ = run(replace(CAFE, look=str(look), seconds=1.6))
    assert 2 <= report["pictures"] <= 5 * report["seconds"] + 1, "the café has 24 a second"
