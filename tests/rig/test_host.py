"""The main job on this machine: a real webcam recording, depth by a network, a knob in another process over JACK.

Pictures arrive in a window on a screen, read back through the X server, and in a recording; focus must be seen to
follow the knob in the trace and in both.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.rig import judge, knob
from tests.rig.processes import LIVEFOCUS, Program

pytestmark = pytest.mark.rig

FACE = (slice(100, 210), slice(150, 255))
MAP = (slice(70, 200), slice(0, 95))
"""In the clip of 400 × 300: the man's face, near; the map on the wall behind him, far."""
FOCUS_CONTROL, OTHER_CONTROL = 1, 99
FACE_TURN, MAP_TURN = 100, 20
"""Where on the knob the face and the map are sharp, by this clip's depth."""
TURNS = (0, FACE_TURN, MAP_TURN, 127, FACE_TURN)
"""The first only shows the knob on one side of focus, so that it is picked up as it passes."""
REST_S = 1.4
"""Longer than the judge asks for: some of it goes to the filter that smooths the knob."""

Shoot = Callable[[], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Pull:
    """What a pull left: a folder with `show.mp4` and `trace.csv`, what the show said, the screen at each rest."""

    folder: Path
    said: str
    shots: list[NDArray[np.uint8]]


def pull_over_jack(
    folder: Path, clip: Path, environment: dict[str, str], shoot: Shoot | None, control: int = FOCUS_CONTROL
) -> Pull:
    """Run the show while another process turns a knob, resting on each of `TURNS`; stop it by SIGINT."""
    arguments = ["--source", str(clip), "--depth", "tcsmall", "--blur-px", "20", "--focus", "0.5"]
    arguments += ["--midi", knob.CLIENT, "--midi-backend", "jack", "--trace", "trace.csv", "--seconds", "60"]
    sinks = ["--sink", "file:show.mp4", *(["--sink", "window"] if shoot else [])]
    hand_command = [sys.executable, knob.__file__, "UNIX_JACK", str(control)]
    shots = []
    with Program(hand_command, folder / "knob.log", environment) as hand:
        hand.wait_until(lambda: "ready" in hand.said, 30, "the knob")
        with Program([*LIVEFOCUS, "run", *arguments, *sinks], folder / "show.log", environment) as show:
            show.wait_until(lambda: "listening to" in show.said, 60, "MIDI")
            show.wait_until((folder / "show.mp4").exists, 60, "the recording")
            time.sleep(1.5)
            for turns, value in enumerate(TURNS, 1):
                hand.tell(f"{value} 0.5")
                hand.wait_until(partial(hand.has_said, "at ", turns), 10, "the turn")
                time.sleep(REST_S)
                if shoot:
                    shots.append(shoot())
            assert show.end(30, signal.SIGINT) == 0, show.said
            return Pull(folder, show.said, shots)


def wanted_planes() -> list[float]:
    """Return where the knob asked focus to rest."""
    return [value / 127 for value in TURNS[1:]]


def sharpness_at_rest(pull: Pull, box: judge.Box) -> dict[float, float]:
    """Return how sharp a part of the recording is, by the plane that focus rests on."""
    times_s, pictures = judge.decode(pull.folder / "show.mp4")
    found = {}
    for rest in judge.rests(*judge.read_trace(pull.folder / "trace.csv")):
        inside = (times_s > rest.start_s + 0.2) & (times_s < rest.end_s)
        each = [judge.sharpness(judge.luma_of(pictures[index]), box) for index in np.flatnonzero(inside)]
        if each:
            found[round(rest.focus_inverse_depth, 2)] = float(np.mean(each))
    return found


def wrong_with_sharpness(pull: Pull) -> str:
    """Say where the recording does not show what the knob asked for: the face sharp, then the map."""
    face, wall_map = (sharpness_at_rest(pull, box) for box in (FACE, MAP))
    face_plane, map_plane = (round(turn / 127, 2) for turn in (FACE_TURN, MAP_TURN))
    if {face_plane, map_plane} - set(face):
        return f"focus never rested on {face_plane} and {map_plane}, only on {sorted(face)}"
    if not face[face_plane] > 1.8 * face[map_plane]:
        return f"the face is hardly sharper in focus: {face}"
    if not wall_map[map_plane] > 1.25 * wall_map[face_plane]:
        return f"the map is hardly sharper in focus: {wall_map}"
    return ""


NO_SETTINGS = {"XDG_CONFIG_HOME": "/nonexistent"}
"""So that what the user of this machine has learned does not count."""
RECORDED_BYTES = 20_000
"""Of more than twenty pictures."""


@pytest.fixture(scope="module")
def environment(jack: dict[str, str], screen: str, weights: str) -> dict[str, str]:
    return {**jack, **NO_SETTINGS, "DISPLAY": screen, "LIVEFOCUS_MODELS": weights}


@pytest.fixture(scope="module")
def pull(
    tmp_path_factory: pytest.TempPathFactory, webcam_clip: Path, environment: dict[str, str], screenshot: Shoot
) -> Pull:
    return pull_over_jack(tmp_path_factory.mktemp("pull"), webcam_clip, environment, screenshot)


def test_focus_follows_a_knob_in_another_process(pull: Pull) -> None:
    assert not judge.wrong_with_pull(*judge.read_trace(pull.folder / "trace.csv"), wanted_planes())


def test_the_recording_plays_and_shows_the_pull(pull: Pull) -> None:
    assert not judge.wrong_with_recording(pull.folder / "show.mp4", least_pictures=40)
    assert not wrong_with_sharpness(pull)


def test_the_window_shows_what_is_recorded(pull: Pull) -> None:
    """Each screenshot is one of the recorded pictures of its own rest, and none of the rest with the other focus."""
    times_s, pictures = judge.decode(pull.folder / "show.mp4")
    rests = judge.rests(*judge.read_trace(pull.folder / "trace.csv"))[1:]
    assert len(rests) == len(TURNS) - 1
    inside = [
        [
            pictures[index][FACE].astype(int)
            for index in np.flatnonzero((times_s > rest.start_s) & (times_s < rest.end_s))
        ]
        for rest in rests
    ]
    for place, shot in enumerate(pull.shots[1:]):
        seen = shot[:300, :400][FACE].astype(int)
        nearest = [min(float(np.abs(seen - picture).mean()) for picture in group) for group in inside]
        other = nearest[1] if place != 1 else nearest[0]
        assert nearest[place] < 3, nearest
        assert nearest[place] < 0.5 * other, nearest


def test_another_control_is_not_taken_for_the_knob(
    tmp_path: Path, webcam_clip: Path, environment: dict[str, str]
) -> None:
    """The negative control of this file: the same show, the same turns on a control nobody learned, the same judge."""
    pull = pull_over_jack(tmp_path, webcam_clip, environment, None, OTHER_CONTROL)
    assert not judge.wrong_with_recording(tmp_path / "show.mp4", least_pictures=40)
    assert "focus rested on []" in judge.wrong_with_pull(*judge.read_trace(tmp_path / "trace.csv"), wanted_planes())
    assert wrong_with_sharpness(pull)


def test_a_picture_in_focus_reaches_the_screen_untouched(tmp_path: Path, screen: str, screenshot: Shoot) -> None:
    picture = np.random.default_rng(4).integers(0, 256, (300, 480, 3), np.uint8)
    Image.fromarray(picture).save(tmp_path / "noise.png")
    arguments = "--source noise.png --depth constant:0.5 --focus 0.5 --midi none --sink window --seconds 60"
    environment = {**NO_SETTINGS, "DISPLAY": screen}
    with Program([*LIVEFOCUS, "run", *arguments.split()], tmp_path / "show.log", environment) as show:
        show.wait_until(lambda: bool(screenshot()[:300, :480].any()), 60, "the window")
        time.sleep(1)
        seen = screenshot()
        assert show.end(20, signal.SIGTERM) == 0, show.said
    np.testing.assert_array_equal(seen[:300, :480], picture)
    assert not seen[300:].any()
    assert not seen[:, 480:].any()


def record_carphone(folder: Path, clip: Path, by: signal.Signals) -> tuple[Path, int, str]:
    """Record for a while, stop by a signal; returns the recording, the exit status, what was said."""
    arguments = ["--source", str(clip), "--depth", "auto", "--midi", "none", "--sink", "file:show.mp4"]
    recording = folder / "show.mp4"
    with Program([*LIVEFOCUS, "run", *arguments], folder / "show.log", NO_SETTINGS) as show:
        # not for a time from the start on: what a show has to make first takes as long as the machine is busy
        show.wait_until(lambda: recording.exists() and recording.stat().st_size >= RECORDED_BYTES, 60, "the recording")
        time.sleep(2)
        return recording, show.end(20, by), show.said


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=lambda by: by.name)
def test_a_signal_stops_the_show_cleanly(tmp_path: Path, carphone_clip: Path, by: signal.Signals) -> None:
    recording, status, said = record_carphone(tmp_path, carphone_clip, by)
    assert status == 0, said
    assert not judge.wrong_with_recording(recording, least_pictures=20)
    assert "Traceback" not in said


def test_a_killed_show_leaves_a_recording_that_plays(tmp_path: Path, carphone_clip: Path) -> None:
    """All but the picture that was just being written."""
    recording, status, said = record_carphone(tmp_path, carphone_clip, signal.SIGKILL)
    assert status == -signal.SIGKILL, said
    assert len(judge.decode_what_there_is(recording)) >= 20
