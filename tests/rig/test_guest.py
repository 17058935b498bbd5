"""The whole show on kernel devices: a V4L2 camera in, a V4L2 loopback camera out, an ALSA knob; judged on the host.

One guest runs `guest/show.py` once (two minutes or more: everything is emulated); each test judges a part of it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.rig import judge
from tests.rig.guest_runner import HERE, Guest
from tests.rig.processes import LIVEFOCUS, environment_with

pytestmark = pytest.mark.rig

HEIGHT = 180
LEFT = (slice(16, 160), slice(16, 112))
RIGHT = (slice(16, 160), slice(208, 304))
"""Well inside the near and the far half, 48 pixels from where they meet, on whole squares of the checkers."""
NEAR_PLANE, FAR_PLANE = 114 / 127, 13 / 127


class Left:
    """What the show left: notes, pictures, recordings."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.notes: dict[str, Any] = json.loads((out / "notes.json").read_text())

    def picture(self, name: str) -> NDArray[np.uint8]:
        """Return a picture as the other program read it: NV12."""
        assert self.notes.get(name) == "kept", f"the reader had no picture at '{name}'"
        picture: NDArray[np.uint8] = np.load(self.out / f"{name}.npy")
        return picture

    def luma(self, name: str) -> NDArray[np.uint8]:
        """Return the luma of a picture."""
        return self.picture(name)[:HEIGHT]


@pytest.fixture(scope="module")
def left(guest: Guest) -> Left:
    wanted = ("PYTHONPATH", "PYTHONUNBUFFERED")
    environment = {name: value for name, value in environment_with().items() if name in wanted}
    environment["XDG_CONFIG_HOME"] = "/tmp/nobody"
    # Shaders are compiled to machine code by LLVM; emulated, its optimiser takes longer than it saves.
    environment["GALLIVM_PERF"] = "nopt"
    result = guest.run([sys.executable, str(HERE / "show.py"), *LIVEFOCUS], environment)
    logs = "".join(f"\n--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in result.out.glob("*.log"))
    assert result.status == 0, f"the show's driver failed in the guest: {logs}"
    print(f"the guest ran {result.duration_s:.0f} s{logs}")
    return Left(result.out)


def test_the_loopback_camera_is_fed_with_what_was_promised(left: Left) -> None:
    assert left.notes["loopback_is_fed"]
    assert "320/180" in left.notes["loopback_format"]
    assert "'NV12'" in left.notes["loopback_format"]


def test_the_loopback_camera_can_be_fed_again_after_the_show(left: Left) -> None:
    """With exclusive_caps, v4l2loopback 0.12 forgets that unless it is told."""
    assert left.notes["loopback_takes_pictures_again"]


def test_between_the_halves_nothing_is_sharp(left: Left) -> None:
    for half in (LEFT, RIGHT):
        assert judge.wrong_with_sharp_checkers(left.luma("first"), half)


def test_amidi_turns_focus_to_the_near_half(left: Left) -> None:
    assert left.notes["amidi"][0] == 0, left.notes["amidi"]
    assert not judge.wrong_with_sharp_checkers(left.luma("near"), LEFT)
    assert not judge.wrong_with_soft_checkers(left.luma("near"), RIGHT)


def test_aplaymidi_turns_focus_to_the_far_half(left: Left) -> None:
    assert left.notes["aplaymidi"][0] == 0, left.notes["aplaymidi"]
    assert not judge.wrong_with_sharp_checkers(left.luma("far"), RIGHT)
    assert not judge.wrong_with_soft_checkers(left.luma("far"), LEFT)


def test_the_trace_tells_the_same_pull(left: Left) -> None:
    times_s, focus = judge.read_trace(left.out / "trace.csv")
    assert not judge.wrong_with_pull(times_s, focus, [NEAR_PLANE, FAR_PLANE, NEAR_PLANE])


def test_a_camera_that_another_program_has_is_one_clear_line(left: Left) -> None:
    assert left.notes["show_has_camera"]
    assert left.notes["busy_status"] == 1
    said = left.notes["busy_says"].strip()
    assert "\n" not in said
    assert re.search(r"python[\d.]* has it", said), said


def test_a_camera_that_is_not_there_is_one_clear_line(left: Left) -> None:
    assert left.notes["missing_status"] == 1
    said = left.notes["missing_says"].strip()
    assert "\n" not in said
    assert "/dev/video7" in said


def test_an_unplugged_camera_leaves_its_last_picture(left: Left) -> None:
    assert not left.notes["camera_there_while_unplugged"]
    assert left.notes["pictures_while_unplugged"] >= 3, "the virtual camera stopped with the real one"
    np.testing.assert_array_equal(left.picture("while_unplugged"), left.picture("before_unplug"))


def test_a_camera_that_comes_back_is_taken_up_with_its_colours(left: Left) -> None:
    """It shows colour bars now; focus still answers, so each half is judged when it is in focus.

    The fourth bar from the right is left out: the soft near half spreads over its middle, as it would in a lens.
    """
    for name, bars in (("bars_far", range(5, 8)), ("bars_near", range(4))):
        assert not judge.wrong_with_bars(judge.rgb_from_nv12(left.picture(name), "bt709"), bars)


def test_bars_out_of_focus_are_told_from_bars_in_focus(left: Left) -> None:
    """The control of the test above: what ought to be soft there is."""
    edge = (slice(40, 140), slice(72, 88))  # between the second and the third bar: yellow and cyan differ in luma
    near, far = (judge.sharpness(left.luma(name), edge) for name in ("bars_near", "bars_far"))
    assert near > 4 * far


@pytest.mark.parametrize(("show", "by"), [("show", "sigint"), ("second", "sigterm")])
def test_a_signal_stops_it_cleanly(left: Left, show: str, by: str) -> None:
    assert left.notes[f"{show}_status"] == 0
    assert left.notes[f"{show}_s"] < 20, "it took its time (emulated)"
    assert left.notes[f"camera_opens_after_{by}"], "the camera was not released"
    assert not judge.wrong_with_recording(left.out / f"{show}.mp4", least_pictures=2)


def test_nothing_crashed_in_the_guest(left: Left) -> None:
    assert left.notes["finished"]
    assert not (left.out / "kernel_complaints").read_text()
    for log in ("show.log", "second.log"):
        assert "Traceback" not in (left.out / log).read_text()
