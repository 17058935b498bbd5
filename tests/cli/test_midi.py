"""`livefocus midi`, with and without a MIDI system."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from livefocus.control.midi_table import load_midi_table
from tests.jack import Knob

from .conftest import LiveFocus


@pytest.fixture
def no_midi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("LIVEFOCUS_MIDI_BACKEND", "jack")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-no-such-server")


def test_no_midi_system_is_one_warning(livefocus: LiveFocus, no_midi: None) -> None:
    outcome = livefocus("midi", "ports")
    assert outcome.code == 0
    assert "no JACK server is running" in outcome.line


def test_no_midi_system_as_json(livefocus: LiveFocus, no_midi: None) -> None:
    found = json.loads(livefocus("midi", "ports", "--json").out)
    assert found["inputs"] == []
    assert "no JACK server" in found["problem"]


def test_an_action_nobody_knows_is_refused_before_anything_is_opened(livefocus: LiveFocus, no_midi: None) -> None:
    outcome = livefocus("midi", "learn", "rak b")
    assert outcome.code != 0
    assert "no action 'rak'" in outcome.line


@pytest.mark.rig
def test_ports_over_jack(livefocus: LiveFocus, jack_server: None) -> None:
    knob = Knob()
    try:
        found = json.loads(livefocus("midi", "ports", "--json", "--midi-backend", "jack").out)
        assert found == {"inputs": ["knob:out"], "outputs": [], "problem": ""}
    finally:
        knob.unplug()


@pytest.mark.rig
def test_learning_a_knob_over_jack(livefocus: LiveFocus, jack_server: None, tmp_path: Path) -> None:
    knob = Knob()

    def turn() -> None:
        for _ in range(30):
            time.sleep(0.1)
            knob.turn(*range(40, 50))

    hand = threading.Thread(target=turn)
    hand.start()
    try:
        table = tmp_path / "midi.toml"
        outcome = livefocus("midi", "learn", "--midi-backend", "jack", "--port", "knob", "--to", table)
        assert outcome.code == 0, outcome.err
        assert [control.when for control in load_midi_table(table).controls if control.do == "focus"] == ["cc 21 ch 1"]
    finally:
        hand.join()
        knob.unplug()


@pytest.mark.rig
def test_learning_gives_up(livefocus: LiveFocus, jack_server: None, tmp_path: Path) -> None:
    outcome = livefocus("midi", "learn", "--midi-backend", "jack", "--to", tmp_path / "m.toml", "--seconds", "0.5")
    assert outcome.code != 0
    assert "touched in 0.5 s" in outcome.err


@pytest.mark.rig
def test_the_monitor_says_what_arrives_and_what_it_means(jack_server: None) -> None:
    knob = Knob()
    command = [sys.executable, "-m", "livefocus", "midi", "monitor", "--midi-backend", "jack", "--seconds", "3"]
    monitor = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert monitor.stderr is not None
        assert "listening to knob:out" in monitor.stderr.readline()
        time.sleep(0.3)  # until the connection carries messages
        knob.turn(5, 6)
        out, _ = monitor.communicate(timeout=20)
        assert out.splitlines() == [f"ControlChange(channel=1, control=21, value={value})" for value in (5, 6)]
    finally:
        monitor.kill()
        monitor.communicate()
        knob.unplug()
