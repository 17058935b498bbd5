"""A whole show with a controller on JACK and OSC: what the hand does, what its lights say, and learning on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pythonosc.udp_client import SimpleUDPClient

from livefocus.control.midi_table import load_midi_table
from tests.jack import Device


def waited(path: Path, words: str, within_s: float = 60.0) -> str:
    until = time.monotonic() + within_s
    while words not in path.read_text() and time.monotonic() < until:
        time.sleep(0.1)
    found = [line for line in path.read_text().splitlines() if words in line]
    assert found, path.read_text()
    return found[0]


@pytest.mark.gl
@pytest.mark.rig
def test_a_controller_and_osc_move_a_show_and_are_told_how_it_stands(jack_server: None, tmp_path: Path) -> None:
    said, device = tmp_path / "said", Device()
    words = "--source scene:cafe --size 160x90 --sink null --remote none --osc 0 --midi-backend jack --seconds 120"
    with said.open("wb") as file:
        show = subprocess.Popen(
            [sys.executable, "-m", "livefocus", "run", *words.split()],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "XDG_CONFIG_HOME": str(tmp_path)},
            stderr=file,
        )
    client = None
    try:
        client = SimpleUDPClient("127.0.0.1", int(waited(said, "OSC: listening at").rpartition(":")[2]))
        waited(said, "listening to X-TOUCH MINI")
        assert device.hears("ba 01 5b")  # focus is at 0.72, on the couple, where the show begins
        assert device.hears("90 01 01", "9a 09 7f", "8a 09 00")  # the second button: to mark B
        assert device.hears("ba 01 29")  # 0.32, the man
        client.send_message("/livefocus/learn", "rack c")
        waited(said, "turn or press what shall do 'rack c'")
        waited_for = time.monotonic() + 20.0
        while "note 23 ch 11 → rack c" not in said.read_text() and time.monotonic() < waited_for:
            device.say("9a 17 7f", "8a 17 00")
        waited(said, "written to")
        assert device.hears("ba 01 1a", "9a 17 7f", "8a 17 00")  # it racks to mark C, 0.2057
        client.send_message("/livefocus/quit", [])
        assert show.wait(30.0) == 0
        assert device.hears("90 02 00"), "the show is over: its lights are out"
    finally:
        if show.poll() is None:
            show.send_signal(signal.SIGKILL)
            show.wait(10.0)
        if client is not None:
            client._sock.close()  # it has no way to be closed
        device.unplug()
    learned = load_midi_table(tmp_path / "livefocus" / "midi.toml").controls
    assert [(one.when, one.do) for one in learned] == [("note 23 ch 11", "rack c")]
