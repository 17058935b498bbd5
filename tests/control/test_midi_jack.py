"""MIDI through a real JACK server, from another process."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from livefocus.control.desk import Desk
from livefocus.control.midi import MidoBackend
from livefocus.control.midi_bytes import message_of
from livefocus.control.midi_events import ControlChange, MidiEvent
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_map import MidiMap
from livefocus.control.midi_table import MidiBinding, MidiTable
from tests.jack import Knob

CONNECTED_S = 0.3
"""A JACK connection carries messages only some periods after it was made."""

pytestmark = pytest.mark.rig


def collected(midi: MidiInput, count: int, within_s: float = 5.0) -> list[MidiEvent]:
    events: list[MidiEvent] = []
    until = time.monotonic() + within_s
    while len(events) < count and time.monotonic() < until:
        events += midi.poll()
        time.sleep(0.005)
    return events


def watched(midi: MidiInput, open_: bool, within_s: float = 10.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        midi.watch()
        if bool(midi.name) == open_:
            return True
        time.sleep(0.1)
    return False


def test_a_knob_in_another_process_moves_focus_and_comes_back_after_unplugging(jack_server: None) -> None:
    midi = MidiInput("knob", backend=MidoBackend("jack"))
    table = MidiTable(controls=(MidiBinding(when="cc 21", do="focus", takeover="jump"),))
    desk, meaning = Desk(), MidiMap(table)
    knob = Knob()
    try:
        assert watched(midi, open_=True), midi.take_notices()
        time.sleep(CONNECTED_S)
        knob.turn(*range(128))
        events = collected(midi, 128)
        assert events == [ControlChange(1, 21, value) for value in range(128)]
        for action in meaning.actions(map(message_of, events)):
            desk.act(action)
        for _ in range(120):
            desk.step(1 / 60)
        assert desk.focus.inverse_depth == pytest.approx(1.0, abs=1e-3)
        knob.unplug()
        assert watched(midi, open_=False)
        knob = Knob()
        assert watched(midi, open_=True)
        time.sleep(CONNECTED_S)
        knob.turn(0, 64)
        assert collected(midi, 2) == [ControlChange(1, 21, 0), ControlChange(1, 21, 64)]
    finally:
        knob.unplug()
        midi.close()


def test_a_port_of_our_own_can_be_played_to(jack_server: None) -> None:
    midi = MidiInput(virtual=True, backend=MidoBackend("jack"))
    midi.watch()
    script = """
import time, mido
backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
name = next(name for name in backend.get_output_names() if name.startswith("livefocus"))
with backend.open_output(name) as port:
    time.sleep(0.2)
    port.send(mido.Message("control_change", control=1, value=77))
    time.sleep(0.3)
"""
    try:
        subprocess.run([sys.executable, "-c", script], check=True, timeout=20.0)
        assert collected(midi, 1) == [ControlChange(1, 1, 77)]
    finally:
        midi.close()


def test_closing_while_messages_stream_in_neither_hangs_nor_crashes(jack_server: None) -> None:
    """Run in a process of its own, for a crash would take the tests along; see `control.midi` for why."""
    script = """
import faulthandler, subprocess, sys, time
faulthandler.dump_traceback_later(30, exit=True)
from livefocus.control.midi import MidoBackend
from livefocus.control.midi_input import MidiInput
flood = '''
import mido, time
port = mido.Backend("mido.backends.rtmidi/UNIX_JACK").open_output("out", virtual=True, client_name="flood")
while True:
    for value in range(60):
        port.send(mido.Message("control_change", control=1, value=value))
    time.sleep(0.001)
'''
sender = subprocess.Popen([sys.executable, "-c", flood])
backend = MidoBackend("jack")
got = 0
try:
    for _ in range(20):
        midi = MidiInput("flood", backend=backend)
        until = time.monotonic() + 5
        while not midi.name and time.monotonic() < until:
            midi.watch()
        until = time.monotonic() + 0.1
        while time.monotonic() < until:
            got += len(midi.poll())
        midi.close()
finally:
    sender.kill()
    sender.wait()
print(got)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60.0, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000


def test_a_clock_in_another_process_gives_the_beat(jack_server: None) -> None:
    """Read once a picture; the period of this server, 21 ms, makes ticks come late by half of it."""
    script = """
import mido, time
port = mido.Backend("mido.backends.rtmidi/UNIX_JACK").open_output("out", virtual=True, client_name="clock")
time.sleep(1.5)
port.send(mido.Message("start"))
begun = time.monotonic()
print(begun, flush=True)
for tick in range(24 * 10):
    while time.monotonic() < begun + tick * 60 / 120 / 24:
        time.sleep(0.0005)
    port.send(mido.Message("clock"))
"""
    sender = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    midi, desk = MidiInput("clock", backend=MidoBackend("jack")), Desk()
    meaning = MidiMap(MidiTable())
    try:
        assert watched(midi, open_=True)
        started_s = last_s = time.monotonic()
        while sender.poll() is None:
            time.sleep(1 / 30)
            for action in meaning.actions(*midi.take()):
                desk.act(action)
            now_s = time.monotonic()
            desk.step(now_s - last_s)
            last_s = now_s
        assert sender.stdout is not None
        begun_s = float(sender.stdout.read())
        next_s = desk.tempo.next_s(last_s - started_s)
        assert desk.tempo.bpm == pytest.approx(120.0, rel=0.01)
        assert next_s is not None
        beats = (started_s + next_s - begun_s) / 0.5
        assert abs(beats - round(beats)) * 0.5 < 0.03
    finally:
        sender.kill()
        sender.wait(10.0)
        if sender.stdout is not None:
            sender.stdout.close()
        midi.close()
