"""MIDI through a real JACK server, from another process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from livefocus.control.actions import Turn
from livefocus.control.desk import Desk
from livefocus.control.midi import MidoBackend
from livefocus.control.midi_bytes import message_of
from livefocus.control.midi_events import ControlChange, MidiEvent
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_map import MidiMap
from livefocus.control.midi_rtmidi2 import RtMidi2Backend
from livefocus.control.midi_surface import MidiSurface
from livefocus.control.midi_table import MidiBinding, MidiTable, MidiTables
from livefocus.control.show_state import Facts, show_state
from livefocus.errors import ControlError
from tests.jack import Device, Knob

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


def heard_clock() -> tuple[float, float]:
    """Play ten seconds of a clock at 120 bpm; returns the tempo that was heard, and how far its beat is off, in s."""
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
        assert desk.tempo.bpm is not None
        assert next_s is not None
        beats = (started_s + next_s - begun_s) / 0.5
        return desk.tempo.bpm, abs(beats - round(beats)) * 0.5
    finally:
        sender.kill()
        sender.wait(10.0)
        if sender.stdout is not None:
            sender.stdout.close()
        midi.close()


def test_a_clock_in_another_process_gives_the_beat(jack_server: None) -> None:
    """Read once a picture; the period of this server, 21 ms, makes ticks come late by half of it.

    Where the machine stood still for a moment the clock itself was not even: it is played once more then.
    """
    for _ in range(4):
        bpm, off_s = heard_clock()
        if abs(bpm - 120.0) < 1.2 and off_s < 0.03:
            break
    assert bpm == pytest.approx(120.0, rel=0.01)
    assert off_s < 0.03


def test_a_controller_is_known_by_its_name_its_ring_follows_focus_and_its_lights_the_marks(jack_server: None) -> None:
    """The whole way: a device in another process, its table, the desk, and back to the device."""
    said: list[str] = []
    device, desk = Device(), Desk()
    hands = MidiSurface([MidiInput(backend=MidoBackend("jack"), prefers=MidiTables().knows)], MidiTables())
    stop = threading.Event()

    def show() -> None:
        while not stop.is_set():
            for action in hands.take_actions():
                desk.act(action)
            desk.step(1 / 60)
            hands.publish(show_state(desk, Facts()))
            said.extend(hands.take_notices())
            time.sleep(1 / 60)

    def ports() -> None:
        while hands.step():
            pass
        hands.close()

    threads = [threading.Thread(target=show), threading.Thread(target=ports)]
    for thread in threads:
        thread.start()
    try:
        assert device.hears("ba 01 40"), said  # the ring of the first encoder: focus is in the middle
        assert device.hears("90 00 01", "9a 00 7f", "8a 00 00"), said  # its push sets mark A, and the first light is on
        assert device.hears("90 00 00", "ba 01 7f"), said  # it is turned to the near stop, and the light goes out
        assert desk.focus.target_inverse_depth == pytest.approx(1.0)
        assert device.hears("ba 01 40", "9a 08 7f", "8a 08 00"), said  # the first button: back to mark A
        device.unplug()
        device = Device()
        assert device.hears("ba 01 40"), "one that comes back is told everything anew"
    finally:
        stop.set()
        hands.stop()
        for thread in threads:
            thread.join(10.0)
        assert device.hears("90 00 00"), "the show is over: its lights are out"
        device.unplug()


def test_of_a_flood_the_last_value_is_kept(jack_server: None) -> None:
    """Ten thousand messages while the show stands still: they wait, and the last one counts."""
    script = """
import rtmidi, time
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, "flood")
out.open_virtual_port("out")
time.sleep(2.0)
for count in range(10_000):
    out.send_message([0xB0, 1, count % 100])
    if count % 20 == 19:
        time.sleep(0.001)
time.sleep(0.5)  # until the sender's own buffer is empty
out.send_message([0xB0, 1, 101])
time.sleep(0.5)
"""
    sender = subprocess.Popen([sys.executable, "-c", script])
    midi = MidiInput("flood", backend=MidoBackend("jack"))
    meaning = MidiMap(MidiTable(controls=(MidiBinding(when="cc 1", do="focus", takeover="jump"),)))
    try:
        assert watched(midi, open_=True)
        sender.wait(120.0)
        arrivals = midi.take()
        (turn,) = meaning.actions(*arrivals)
        assert isinstance(turn, Turn)
        assert turn.value == 101 / 127
        assert len(arrivals.messages) > 5_000, "JACK may drop some where it is starved; we do not"
    finally:
        sender.kill()
        sender.wait(10.0)
        midi.close()


@pytest.mark.bench
def test_what_a_flood_costs(jack_server: None) -> None:
    """Ten thousand messages a second for three seconds: ports, table and desk, on this thread and JACK's."""
    script = """
import rtmidi, time
out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, "flood")
out.open_virtual_port("out")
time.sleep(2.0)
begun = time.monotonic()
sent = 0
while sent < 30_000:
    for _ in range(min(int((time.monotonic() - begun) * 10_000), 30_000) - sent):
        out.send_message([0xB0, 1, sent % 128])
        sent += 1
    time.sleep(0.001)
time.sleep(0.5)
"""
    sender = subprocess.Popen([sys.executable, "-c", script])
    midi, desk = MidiInput("flood", backend=MidoBackend("jack")), Desk()
    meaning = MidiMap(MidiTable(controls=(MidiBinding(when="cc 1", do="focus", takeover="jump"),)))
    got, spent_s = 0, 0.0
    try:
        assert watched(midi, open_=True)
        while sender.poll() is None:
            begun_s = time.process_time()
            time.sleep(1 / 30)
            arrivals = midi.take()
            for action in meaning.actions(*arrivals):
                desk.act(action)
            got += len(arrivals.messages)
            spent_s += time.process_time() - begun_s if arrivals.messages else 0.0
        print(f"\n{1e6 * spent_s / got:.2f} µs a message; 10 000 a second take {1e6 * spent_s / got:.1f} % of a core")
    finally:
        sender.kill()
        sender.wait(10.0)
        midi.close()


def test_rtmidi2_hears_and_speaks_as_well(jack_server: None) -> None:
    """The library for Pythons without python-rtmidi, with the system's libjack loaded before its own."""
    pytest.importorskip("rtmidi2")
    script = """
import time
from livefocus.control.midi_inputs import make_inputs
(midi,) = make_inputs("X-TOUCH", "rtmidi2/jack")
until = time.monotonic() + 20
events, output = [], None
while not events and time.monotonic() < until:
    midi.watch()
    events += midi.poll()
    time.sleep(0.05)
print(type(midi.backend).__name__, *events[:1], flush=True)
(name,) = [name for name in midi.backend.output_names() if "X-TOUCH" in name]
output = midi.backend.open_output(name, virtual=False)
for _ in range(20):  # what is said before a connection carries is lost
    output.send([0x90, 1, 2])
    time.sleep(0.1)
output.close()
midi.close()
"""
    device = Device()
    command = [sys.executable, "-c", script]
    environment = os.environ | {"LD_PRELOAD": "libjack.so.0"}
    listener = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert device.hears("90 01 02", "ba 01 07")
        out, errors = listener.communicate(timeout=30)
        assert out.strip() == "RtMidi2Backend ControlChange(channel=11, control=1, value=7)", errors
    finally:
        listener.kill()
        listener.communicate()
        device.unplug()


def test_rtmidi2_without_the_systems_libjack_is_one_line(jack_server: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rtmidi2")
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    for ask in (RtMidi2Backend("jack").input_names, RtMidi2Backend("jack").output_names):
        with pytest.raises(ControlError, match="too old for JACK servers: set LD_PRELOAD"):
            ask()
    with pytest.raises(ControlError, match="no MIDI backend 'foot'"):
        RtMidi2Backend("foot").input_names()
