"""A whole show from outside: `livefocus run`, a real browser, a real MIDI knob, `livefocus send`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.control.remote.browser import Visitor, chromium
from tests.control.remote.stage import until
from tests.jack import Knob

pytestmark = [pytest.mark.gl, pytest.mark.browser, pytest.mark.rig]

LIVEFOCUS = (sys.executable, "-m", "livefocus")
CONNECTED_S = 0.5
"""A JACK connection carries messages only some periods after it was made."""


class Show:
    """`livefocus run` in a process of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "XDG_RUNTIME_DIR": str(folder / "runtime"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        self.folder = folder
        self.said = folder / "said"
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [*LIVEFOCUS, "run", "--source", "scene:cafe", "--size", "320x180", "--sink", "null", *words],
                cwd=folder,
                env=self.environment,
                stderr=said,
            )
        self.url: str = until(self._page)

    def _page(self) -> str:
        assert self.process.poll() is None, self.said.read_text()
        lines = [line for line in self.said.read_text().splitlines() if "the web page is at" in line]
        return lines[0].rpartition(" ")[2] if lines else ""

    def send(self, *words: str) -> tuple[int, str]:
        sent = subprocess.run(
            [*LIVEFOCUS, "send", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return sent.returncode, sent.stdout or sent.stderr

    def state(self) -> dict[str, Any]:
        status, text = self.send("state")
        assert status == 0, text
        data: dict[str, Any] = json.loads(text)
        return data

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, self.said.read_text()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_a_show_from_outside(tmp_path: Path, jack_server: None) -> None:
    (tmp_path / "runtime").mkdir(mode=0o700)
    knob = Knob()
    show = Show(tmp_path, "--midi", "knob", "--midi-backend", "jack", "--remote", "0")
    try:
        with chromium() as browser:
            phone = Visitor(browser, show.url).ready()
            phone.page.wait_for_function("() => document.getElementById('picture').dataset.pictures > 3")

            box = phone.page.locator("#preview").bounding_box()
            assert box is not None
            show.send("rack man 0")
            phone.page.touchscreen.tap(box["x"] + 0.29 * box["width"], box["y"] + 0.62 * box["height"])  # the woman
            phone.shows(0.72, tolerance=0.06)

            assert show.send("rack", "b", "0.5") == (0, "")
            phone.shows(0.32)
            assert show.send("rack", "h")[0] == 1

            learn(phone, show, knob)

            show.end()
            phone.page.wait_for_selector("body.away")
            assert show.send("swap")[0] == 1
            show = Show(tmp_path, "--midi", "none", "--remote", show.url.rstrip("/").rpartition(":")[2])
            phone.ready()
            phone.page.tap("#marks button:nth-child(2)")
            phone.shows(0.32)
            phone.close()
    finally:
        knob.unplug()
        show.end()


def learn(phone: Visitor, show: Show, knob: Knob) -> None:
    """Learn from the page what the knob shall do, and have it do that."""
    until(lambda: "listening to" in show.said.read_text())
    time.sleep(CONNECTED_S)
    phone.page.tap("#learn")
    phone.page.tap("#wheel")
    phone.page.wait_for_selector("body.learning")
    table = show.folder / "config" / "livefocus" / "midi.toml"

    def turned() -> bool:
        knob.turn(*range(0, 128, 9), *range(127, 0, -9))
        time.sleep(0.2)
        return table.is_file() and "cc 21" in table.read_text()

    until(turned)
    phone.page.wait_for_selector("body:not(.learning)")
    knob.turn(*range(127))  # past where focus is: a knob that has to pick it up does
    knob.turn(127)
    phone.shows(1.0, tolerance=0.01)
    assert show.state()["learning"] == ""
