"""A real OBS and a real show: scenes fire cues, cues switch scenes, whatever the other side does meanwhile."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from livefocus.control.obs_script import PATH as SCRIPT
from tests.rig import judge, obs
from tests.rig.conftest import cannot, need_program
from tests.rig.processes import LIVEFOCUS, Program, virtual_screen

pytestmark = pytest.mark.rig

SCENES = ("Wide", "close", "Button", "Unbound")
CUES = """
start = 0.5
[[cues]]
name = "wide"
to = 0.2
[[cues]]
name = "close"
to = 0.8
[[cues]]
name = "end"
to = 0.4
"""
TABLE = """
[scenes]
Wide = ["cue fire wide", "mark d 0.1"]
Button = "cue fire end"
[previews]
close = "mark c 0.3"
[cues]
end = "Unbound"
nobody = "No such scene"
"""
KEY = "OBS_KEY_F9"
REST_S = 1.4
"""Longer than the judge asks for."""
SHOW = "--source grey.png --depth constant:0.5 --move snap --cues cues.toml --midi none --sink null --seconds 300"


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[obs.Network]:
    for program in ("obs", "Xvfb", "unshare", "nsenter"):
        need_program(program)
    if os.geteuid() != 0:
        cannot("a network of its own for OBS needs root")
    with obs.network(tmp_path_factory.mktemp("network")) as made:
        yield made


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A screen for OBS alone: others look at what is on theirs."""
    with virtual_screen(tmp_path_factory.mktemp("obs-screen") / "xvfb.log") as made:
        yield made


@contextmanager
def show(net: obs.Network, folder: Path, *more: str, password: str = obs.PASSWORD) -> Iterator[Program]:
    """Run a show that goes with OBS."""
    Image.fromarray(np.full((90, 160, 3), 128, np.uint8)).save(folder / "grey.png")
    (folder / "cues.toml").write_text(CUES)
    (folder / "obs.toml").write_text(TABLE)
    environment = {"XDG_CONFIG_HOME": str(folder / "config"), "LIVEFOCUS_OBS_PASSWORD": password}
    environment["XDG_RUNTIME_DIR"] = str(folder / "home" / "run")
    command = [*LIVEFOCUS, "run", *SHOW.split(), "--trace", "trace.csv", "--obs", "--obs-map", "obs.toml", *more]
    with Program(net.inside(command), folder / "show.log", environment) as program:
        yield program


def test_scenes_fire_cues_and_cues_switch_scenes(tmp_path: Path, net: obs.Network, display: str) -> None:
    obs.prepare(tmp_path / "home", SCENES)
    with obs.studio(net, tmp_path, display) as studio, show(net, tmp_path) as running:
        running.wait_until(lambda: "connected to OBS" in running.said, 60, "OBS")
        running.wait_until(lambda: "no scene called 'No such scene'" in running.said, 10, "the missing scene")
        time.sleep(REST_S)
        studio.scene = "close"  # bound to nothing: its name is that of a cue
        running.wait_until(lambda: running.has_said("cue: close"), 30, "the cue of the same name")
        time.sleep(REST_S)
        studio.scene = "Wide"
        running.wait_until(lambda: running.has_said("cue: wide"), 30, "the cue of the scene")
        running.wait_until(lambda: running.has_said("mark D is at 0.1"), 30, "the scene's other action")
        time.sleep(REST_S)
        studio.scene = "Button"
        running.wait_until(lambda: running.has_said("cue: end"), 30, "the cue of the button")
        running.wait_until(lambda: studio.scene == "Unbound", 30, "the scene of the cue")
        time.sleep(REST_S)
        studio.ask("SetStudioModeEnabled", studioModeEnabled=True)
        studio.ask("SetCurrentPreviewScene", sceneName="close")
        studio.ask("SetCurrentProgramScene", sceneName="close")
        running.wait_until(lambda: running.has_said("cue: close", 2), 30, "the cue, out of studio mode")
        running.wait_until(lambda: running.has_said("mark C is at 0.3"), 30, "the preview's mark")
        time.sleep(REST_S)
        assert running.end(30, signal.SIGINT) == 0, running.said
        assert [running.said.count(f"cue: {name}") for name in ("close", "wide", "end")] == [2, 1, 1], running.said
        assert obs.PASSWORD not in running.said
    assert not judge.wrong_with_pull(*judge.read_trace(tmp_path / "trace.csv"), [0.8, 0.2, 0.4, 0.8])


def test_a_wrong_password_is_said_once_and_the_show_goes_on(tmp_path: Path, net: obs.Network, display: str) -> None:
    obs.prepare(tmp_path / "home", SCENES)
    with obs.studio(net, tmp_path, display), show(net, tmp_path, "--seconds", "6", password="not-this-one") as running:
        assert running.end(60) == 0, running.said
        assert running.said.count("OBS refuses the password: set LIVEFOCUS_OBS_PASSWORD") == 1, running.said
        assert "not-this-one" not in running.said
        assert "Traceback" not in running.said


def test_obs_may_come_late_and_go_and_come_back(tmp_path: Path, net: obs.Network, display: str) -> None:
    obs.prepare(tmp_path / "home", SCENES)
    with show(net, tmp_path) as running:
        running.wait_until(lambda: running.has_said("OBS does not answer at 127.0.0.1:4455"), 60, "the line")
        for times in (1, 2):
            with obs.studio(net, tmp_path, display) as studio:
                running.wait_until(partial(running.has_said, "connected to OBS", times), 60, "OBS")
                studio.scene = "close"
                running.wait_until(partial(running.has_said, "cue: close", times), 30, "the cue")
                studio.scene = "Unbound"
                studio.quit()
            running.wait_until(lambda: running.has_said("OBS is gone"), 30, "the loss")
        assert running.end(30, signal.SIGINT) == 0, running.said
        assert running.has_said("OBS does not answer", 1)


def test_an_obs_that_hangs_holds_up_neither_the_show_nor_its_end(
    tmp_path: Path, net: obs.Network, display: str
) -> None:
    obs.prepare(tmp_path / "home", SCENES)
    with obs.studio(net, tmp_path, display) as studio, show(net, tmp_path) as running:
        running.wait_until(lambda: running.has_said("connected to OBS"), 60, "OBS")
        studio.scene = "Button"  # whose cue switches to another scene
        running.wait_until(lambda: running.has_said("cue: end"), 30, "the cue")
        studio.program.process.send_signal(signal.SIGSTOP)
        try:
            pictures = len((tmp_path / "trace.csv").read_bytes())
            running.wait_until(lambda: len((tmp_path / "trace.csv").read_bytes()) > pictures, 30, "another picture")
            assert running.end(30, signal.SIGINT) == 0, running.said
        finally:
            studio.program.process.send_signal(signal.SIGCONT)
        assert not running.has_said("left behind")


def script_settings(folder: Path) -> dict[str, Any]:
    """What OBS has written down for its script."""
    collection = json.loads((folder / "home/.config/obs-studio/basic/scenes/livefocus.json").read_text())
    return dict(collection["modules"]["scripts-tool"][0]["settings"])


def test_every_action_is_a_hotkey_of_obs(tmp_path: Path, net: obs.Network, display: str) -> None:
    """OBS learns the actions from the first show; from then on its keys are there before any show is."""
    obs.prepare(tmp_path / "home", SCENES, SCRIPT, {"own": [{"value": "cue fire wide"}]})
    with obs.studio(net, tmp_path, display) as studio:
        assert "livefocus_own_cue_fire_wide" in studio.ask("GetHotkeyList")["hotkeys"]
        with show(net, tmp_path) as running:
            running.wait_until(lambda: "livefocus_rack_a" in studio.ask("GetHotkeyList")["hotkeys"], 60, "the hotkeys")
            studio.ask("TriggerHotkeyByName", hotkeyName="livefocus_cue_fire_close")
            running.wait_until(lambda: running.has_said("cue: close"), 30, "the cue")
            studio.ask("TriggerHotkeyByName", hotkeyName="livefocus_own_cue_fire_wide")
            running.wait_until(lambda: running.has_said("cue: wide"), 30, "the user's own action")
        studio.quit()
    settings = script_settings(tmp_path)
    names = {name for name, _, _ in json.loads(settings["known"])}
    assert {"rack_a", "panic", "look_noir", "cue_fire_close"} <= names
    settings["livefocus_cue_fire_close"] = [{"key": KEY}]  # as OBS does where its user gives the hotkey a key
    obs.prepare(tmp_path / "home", SCENES, SCRIPT, settings)
    with obs.studio(net, tmp_path, display) as studio:
        assert "livefocus_rack_a" in studio.ask("GetHotkeyList")["hotkeys"]
        studio.ask("TriggerHotkeyByName", hotkeyName="livefocus_rack_a")  # nobody to do it
        with show(net, tmp_path) as running:
            running.wait_until(lambda: running.has_said("connected to OBS"), 60, "OBS")
            time.sleep(REST_S)
            studio.ask("TriggerHotkeyByKeySequence", keyId=KEY, keyModifiers={})
            running.wait_until(lambda: running.has_said("cue: close"), 30, "the cue of the key")
        studio.quit()
    assert script_settings(tmp_path)["livefocus_cue_fire_close"] == [{"key": KEY}]
    assert "No show is running" in studio.program.said
    assert "Traceback" not in studio.program.said


def test_obs_sees_the_window_pixel_for_pixel(tmp_path: Path, net: obs.Network, display: str) -> None:
    """A picture in focus, from a file through the lens to a window on a screen that OBS captures."""
    picture = np.random.default_rng(6).integers(0, 256, (180, 320, 3), np.uint8)
    Image.fromarray(picture).save(tmp_path / "noise.png")
    obs.prepare(tmp_path / "home", SCENES)
    arguments = "--source noise.png --depth constant:0.5 --focus 0.5 --midi none --remote none --sink window"
    with obs.studio(net, tmp_path, display) as studio, virtual_screen(tmp_path / "xvfb.log") as projector:
        command = net.inside([*LIVEFOCUS, "run", *arguments.split()])
        with Program(command, tmp_path / "show.log", {"DISPLAY": projector}) as running:
            capture = {"advanced": True, "server": projector, "screen": 0, "show_cursor": False}
            made = {"inputName": "projector", "inputKind": "xshm_input", "inputSettings": capture}
            studio.ask("CreateInput", sceneName="Wide", sceneItemEnabled=True, **made)
            running.wait_until(lambda: bool(studio.picture("projector")[:180, :320].any()), 60, "the window in OBS")
            time.sleep(REST_S)
            seen = studio.picture("projector")
            assert running.end(30, signal.SIGTERM) == 0, running.said
    np.testing.assert_array_equal(seen[:180, :320], picture)


COLOURS = ((200, 40, 90), (30, 160, 60), (60, 70, 210), (210, 190, 50))


def colours_seen(studio: obs.Studio, source: str) -> list[list[int]]:
    """The colours OBS sees of a picture in four stripes; none while it has no picture of the source."""
    try:
        picture = studio.picture(source)
    except AssertionError:
        return []
    width = picture.shape[1] // 4
    return [picture[40:-40, width * at + 20 : width * at + width - 20].mean((0, 1)).tolist() for at in range(4)]


@pytest.mark.parametrize("kind", ["udp", "srt"])
def test_obs_receives_a_stream_in_its_true_colours(tmp_path: Path, net: obs.Network, display: str, kind: str) -> None:
    """OBS takes untagged video for BT.709, and so does whoever reads the tags."""
    stripes = np.repeat(np.array(COLOURS, np.uint8), 80, axis=0)[None].repeat(180, axis=0)
    Image.fromarray(stripes).save(tmp_path / "stripes.png")
    obs.prepare(tmp_path / "home", SCENES)
    sink = f"stream:{kind}://127.0.0.1:5004" + ("?mode=listener" if kind == "srt" else "")
    url = "udp://127.0.0.1:5004?fifo_size=1000000&overrun_nonfatal=1" if kind == "udp" else "srt://127.0.0.1:5004"
    media = {
        "is_local_file": False,
        "input": url,
        "input_format": "mpegts",
        "buffering_mb": 0,
        "reconnect_delay_sec": 1,
    }
    arguments = "--source stripes.png --depth constant:0.5 --focus 0.5 --midi none --remote none --sink"
    with obs.studio(net, tmp_path, display) as studio:
        command = net.inside([*LIVEFOCUS, "run", *arguments.split(), sink])
        with Program(command, tmp_path / "show.log") as running:
            made = {"inputName": "stream", "inputKind": "ffmpeg_source", "inputSettings": media}
            studio.ask("CreateInput", sceneName="Wide", sceneItemEnabled=True, **made)

            def is_right() -> bool:
                seen = colours_seen(studio, "stream")
                return bool(seen) and float(np.abs(np.array(seen) - COLOURS).max()) <= 5

            running.wait_until(is_right, 90, f"the stream in OBS, which sees {colours_seen(studio, 'stream')}")
            assert running.end(30, signal.SIGTERM) == 0, running.said
