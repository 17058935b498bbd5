"""A hand on the window of a real show: keys, wheel, clicks and an edit of the cue list, each seen in the show's state.

The show runs as a user starts it, on a screen of its own (Xvfb); the hand is xdotool's, the state is what
`livefocus send` says.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.output.xvfb import Screen, missing_programs, screen
from tests.rig.processes import LIVEFOCUS, Program, environment_with, wait_for

pytestmark = pytest.mark.rig

SIZE = (480, 270)
HER, HIM = 0.8, 0.32
HER_HAIR, HIS_FACE = (0.62, 0.62), (0.375, 0.28)
"""Where they are in the picture."""
CUES = """
start = "her"
[marks]
a = "her"
b = "him"
[[cues]]
name = "there" # he speaks
to = "b"
duration_s = 0.5
[[cues]]
name = "home"
to = "a"
duration_s = 0.5
"""
LIMIT_S = 30.0

State = dict[str, Any]


class Stage:
    """A running show and a hand on it."""

    def __init__(self, program: Program, on: Screen, environment: dict[str, str]) -> None:
        self.program = program
        self._screen = on
        self._environment = environment
        window = on.hand("search", "--sync", "--onlyvisible", "--name", "livefocus").splitlines()[0]
        on.hand("windowmove", "--sync", window, "100", "80")
        on.hand("windowfocus", "--sync", window)

    def state(self) -> State:
        """Return how the show stands."""
        command = [*LIVEFOCUS, "send", "--json", "state"]
        done = subprocess.run(
            command, env=environment_with(self._environment), capture_output=True, text=True, timeout=30, check=True
        )
        answer: State = json.loads(done.stdout)
        return answer

    def until(self, fits: Callable[[State], bool], what: str) -> State:
        """Wait until the show stands so."""
        states: list[State] = []

        def reached() -> bool:
            states.append(self.state())
            return fits(states[-1])

        assert wait_for(reached, LIMIT_S), f"{what}: {states[-1]}\n{self.program.said}"
        return states[-1]

    def rests_on(self, plane: float) -> State:
        return self.until(
            lambda now: abs(now["focus"] - plane) < 1e-3 and abs(now["velocity_per_s"]) < 1e-3, f"at {plane}"
        )

    def keys(self, *keys: str) -> None:
        self._screen.hand("key", *keys)

    def click(self, place: tuple[float, float], button: int = 1, held: str = "") -> None:
        x, y = (100 + place[0] * SIZE[0], 80 + place[1] * SIZE[1])
        hold, let_go = (["keydown", held], ["keyup", held]) if held else ([], [])
        self._screen.hand("mousemove", str(round(x)), str(round(y)), *hold, "click", str(button), *let_go)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    if missing := missing_programs():
        pytest.skip(f"not installed: {', '.join(missing)}")
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    (tmp_path / "cues.toml").write_text(CUES)
    with screen(tmp_path / "screen") as on:
        environment = {
            "DISPLAY": on.display,
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
        }
        words = ["--source", "scene:dialogue", "--depth", "scene", "--size", f"{SIZE[0]}x{SIZE[1]}", "--sink", "window"]
        words += ["--cues", str(tmp_path / "cues.toml"), "--midi", "none", "--remote", "0"]
        with Program([*LIVEFOCUS, "run", *words], tmp_path / "show.log", environment) as program:
            program.wait_until(lambda: "web page" in program.said, 90, "the show")
            yield Stage(program, on, environment)


def test_keys_wheel_and_clicks_pull_focus(stage: Stage) -> None:
    stage.rests_on(HER)
    stage.click(HIS_FACE)
    stage.rests_on(HIM)
    stage.keys("1")
    stage.rests_on(HER)
    stage.keys("period", "period")
    stage.rests_on(HER + 0.1 * (HIM - HER))
    stage.keys("comma")
    stage.rests_on(HER + 0.05 * (HIM - HER))
    stage.click((0.5, 0.5), 4)
    stage.rests_on(HER + 0.05 * (HIM - HER) - 0.02)
    stage.keys("2")
    stage.rests_on(HIM)
    stage.keys("Tab")
    stage.rests_on(HER)
    stage.click(HER_HAIR, held="ctrl")
    stage.until(lambda now: now["marks"]["a"]["on_subject"], "a mark on her")
    stage.click(HIS_FACE, held="shift")
    assert stage.rests_on(HIM)["following"] == "tapped"
    stage.keys("x")
    stage.until(lambda now: now["following"] == "", "following nobody")
    stage.keys("q")
    assert stage.program.process.wait(LIMIT_S) == 0


def test_cues_by_keys_and_a_list_that_is_edited_meanwhile(stage: Stage, tmp_path: Path) -> None:
    cues = tmp_path / "cues.toml"
    stage.keys("space")
    assert stage.rests_on(HIM)["cue"] == "there"
    cues.write_text(CUES.replace('name = "home"', 'name = "home again"'))
    now = stage.until(lambda state: state["next_cue"] == "home again", "the list as it is now")
    assert now["cue"] == "there"
    cues.write_text(CUES.replace('to = "a"', 'to = "nobody"'))
    stage.program.wait_until(lambda: "no plane or mark 'nobody'" in stage.program.said, LIMIT_S, "what is wrong")
    assert f"{cues}:12: " in stage.program.said
    assert stage.state()["next_cue"] == "home again"
    stage.keys("space")
    assert stage.rests_on(HER)["cue"] == "home again"
    stage.keys("BackSpace")
    assert stage.rests_on(HIM)["cue"] == "there"
    stage.keys("q")
    assert stage.program.process.wait(LIMIT_S) == 0
