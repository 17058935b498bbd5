"""Raw MIDI bytes: framing on whatever a stream may do, and device files: a pipe, a terminal's other end."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.control.actions import Rack, Turn
from livefocus.control.midi_events import ControlChange
from livefocus.control.midi_framing import Framer
from livefocus.control.midi_inputs import make_inputs
from livefocus.control.midi_raw import RawBackend
from livefocus.control.midi_surface import MidiSurface
from livefocus.control.midi_table import MidiTables
from livefocus.errors import ControlError

data = st.integers(0, 127)
channel_messages = st.one_of(
    st.tuples(st.integers(0x80, 0xBF) | st.integers(0xE0, 0xEF), data, data),
    st.tuples(st.integers(0xC0, 0xDF), data),
)
real_time = st.sampled_from([0xF8, 0xFA, 0xFB, 0xFC, 0xFE, 0xFF])


@given(st.lists(channel_messages, max_size=30), st.data())
def test_nothing_is_lost_to_running_status_real_time_bytes_and_cuts(
    messages: list[tuple[int, ...]], how: st.DataObject
) -> None:
    """A stream as the standard allows it, cut into pieces anywhere."""
    stream: list[int] = []
    clocks = 0
    before = 0
    for message in messages:
        shorter = message[0] == before and how.draw(st.booleans())
        before = message[0]
        for byte in message[1:] if shorter else message:
            for interruption in how.draw(st.lists(real_time, max_size=2)):
                stream.append(interruption)
                clocks += 1
            stream.append(byte)
    framer, found, start = Framer(), [], 0
    while start < len(stream):
        end = start + how.draw(st.integers(1, 7))
        found += framer.feed(stream[start:end])
        start = end
    assert [tuple(message) for message in found if message[0] < 0xF8] == messages
    assert sum(message[0] >= 0xF8 for message in found) == clocks


@given(st.binary(max_size=80), channel_messages)
def test_after_any_bytes_the_next_message_with_its_status_is_whole(noise: bytes, message: tuple[int, ...]) -> None:
    found = Framer().feed([*noise, *message])
    assert tuple(found[-1]) == message
    assert all(found)


@pytest.mark.parametrize(
    ("stream", "messages"),
    [
        ("B0 01 F8 40", ["F8", "B0 01 40"]),
        ("B0 01 40 02 41 F8 03 42", ["B0 01 40", "B0 02 41", "F8", "B0 03 42"]),
        ("F0 7E 7F F8 06 01 F7 B0 01 02", ["F8", "B0 01 02"]),
        ("F0 7E 7F 06 B0 01 02", ["B0 01 02"]),
        ("B0 01 40 F0 01 F7 02 41", ["B0 01 40"]),
        ("B0 01 40 F2 01 02 03 41", ["B0 01 40", "F2 01 02"]),
        ("B0 01 F6 40", ["F6"]),
        ("B0 01 90 24 7F", ["90 24 7F"]),
        ("C0 05 06", ["C0 05", "C0 06"]),
        ("40 41 B0 01 02", ["B0 01 02"]),
        ("B0 F9 01 FD 02", ["B0 01 02"]),
        ("F4 01 F5 02 B0 01 02", ["B0 01 02"]),
    ],
)
def test_streams_of_the_standard(stream: str, messages: list[str]) -> None:
    assert Framer().feed(bytes.fromhex(stream)) == [list(bytes.fromhex(message)) for message in messages]


@pytest.mark.parametrize(
    ("stream", "messages"),
    [
        # a Korg nanoKONTROL's start button, as somebody dumped it (misc@openbsd.org, May 2010)
        ("B0 2D 7F B0 2D 00", ["B0 2D 7F", "B0 2D 00"]),
        # a Behringer X-Touch Mini: an encoder turned and pushed, as MIDI-OX showed it
        ("BA 01 00 BA 01 7F 9A 00 7F 8A 00 00", ["BA 01 00", "BA 01 7F", "9A 00 7F", "8A 00 00"]),
        # a Roland TR-8 leaves the status out and lets its clock tick in between (libDaisy, issue 422)
        ("90 24 7F 24 00 F8 26 7F F8 26 00", ["90 24 7F", "90 24 00", "F8", "90 26 7F", "F8", "90 26 00"]),
        # an external clock between notes of running status (AMY, pull request 748)
        ("90 3C 40 F8 3E F8 40", ["90 3C 40", "F8", "F8", "90 3E 40"]),
    ],
)
def test_streams_as_devices_send_them(stream: str, messages: list[str]) -> None:
    assert Framer().feed(bytes.fromhex(stream)) == [list(bytes.fromhex(message)) for message in messages]


def test_why_mido_does_not_read_raw_bytes() -> None:
    """Its parser loses the controller that a clock's tick interrupts: the reason there is a framer here."""
    parser = mido.Parser()
    parser.feed(bytes.fromhex("B0 01 F8 40"))
    assert [message.type for message in parser] == ["clock"]


class SequencerEvent(ctypes.Structure):
    """`snd_seq_event_t`: the head, and the data of a note or a controller."""

    _fields_ = [
        ("type", ctypes.c_uint8),
        ("flags", ctypes.c_uint8),
        ("tag", ctypes.c_uint8),
        ("queue", ctypes.c_uint8),
        ("time", ctypes.c_uint8 * 8),
        ("ends", ctypes.c_uint8 * 4),
        ("channel", ctypes.c_uint8),
        ("rest", ctypes.c_uint8 * 3),
        ("param", ctypes.c_uint32),
        ("value", ctypes.c_int32),
    ]


@pytest.mark.rig
def test_streams_as_alsa_writes_them() -> None:
    """ALSA's own encoder, the one behind `amidi` and raw devices: running status and pairs as it makes them."""
    name = ctypes.util.find_library("asound")
    if name is None:
        pytest.skip("libasound2 is not installed")
    alsa = ctypes.CDLL(name)
    encoder = ctypes.c_void_p()
    assert alsa.snd_midi_event_new(ctypes.c_size_t(256), ctypes.byref(encoder)) == 0
    alsa.snd_midi_event_decode.restype = ctypes.c_long
    buffer = (ctypes.c_uint8 * 256)()
    controller, clock, rng = 10, 36, random.Random(7)
    stream, wanted = b"", []
    for _ in range(3000):
        if rng.random() < 0.2:
            event = SequencerEvent(type=clock)
        else:
            event = SequencerEvent(type=controller, channel=rng.choice([0, 0, 0, 5]), param=rng.randrange(120))
            event.value = rng.randrange(128)
            wanted.append([0xB0 | event.channel, event.param, event.value])
        size = alsa.snd_midi_event_decode(encoder, buffer, ctypes.c_long(256), ctypes.byref(event))
        assert size > 0
        stream += bytes(buffer[:size])
    alsa.snd_midi_event_free(encoder)
    assert len(stream) < 3000 * 2.9, "it uses running status"
    framer = Framer()
    found = [message for start in range(0, len(stream), 5) for message in framer.feed(stream[start : start + 5])]
    assert [message for message in found if message[0] < 0xF8] == wanted


pytestmark_posix = pytest.mark.skipif(os.name != "posix", reason="raw devices are POSIX's")


@pytest.fixture
def terminal() -> Iterator[tuple[int, str]]:
    """A serial line: our end of it, and the device file of the other."""
    ours, theirs = os.openpty()
    yield ours, os.ttyname(theirs)
    os.close(theirs)
    os.close(ours)


def surface_on(device: str) -> MidiSurface:
    surface = MidiSurface(make_inputs(f"raw:{device}"), MidiTables())
    surface.watch()
    return surface


@pytestmark_posix
def test_a_serial_line_moves_focus_and_racks(terminal: tuple[int, str]) -> None:
    ours, device = terminal
    surface = surface_on(device)
    try:
        assert surface.take_notices() == [f"MIDI: listening to {device}"]
        os.write(
            ours, bytes.fromhex("B0 01 F8 40 01 41 0D 0A 03")
        )  # a clock inside, running status, bytes a terminal eats
        time.sleep(0.05)
        turn = next(action for action in surface.take_actions() if isinstance(action, Turn))
        assert (turn.what, turn.value) == ("focus", 0x41 / 127)
        os.write(ours, bytes.fromhex("90 25 7F"))
        time.sleep(0.05)
        assert surface.take_actions() == [Rack("b")]
    finally:
        surface.close()


@pytestmark_posix
def test_a_pipe_that_others_write_into_and_leave(tmp_path: Path) -> None:
    pipe = tmp_path / "midi"
    os.mkfifo(pipe)
    (port,) = make_inputs(f"raw:{pipe}")
    port.watch()
    try:
        for value in (5, 6):
            pipe.write_bytes(bytes([0xB0, 1, value]))
            assert port.poll() == [ControlChange(1, 1, value)]
        assert RawBackend(str(pipe)).output_names() == []
    finally:
        port.close()


@pytestmark_posix
def test_a_device_that_goes_and_comes_back(tmp_path: Path) -> None:
    link = tmp_path / "midiC1D0"
    (port,) = make_inputs(f"raw:{link}")
    try:
        for _ in range(2):
            ours, theirs = os.openpty()
            link.symlink_to(os.ttyname(theirs))
            os.close(theirs)
            port.watch()
            assert port.name == str(link)
            os.write(ours, bytes([0xB0, 7, 3]))
            time.sleep(0.05)
            assert port.poll() == [ControlChange(1, 7, 3)]
            os.close(ours)
            assert port.poll() == []
            link.unlink()
            port.watch()
            assert port.name == ""
        assert [notice.split()[-1] for notice in port.take_notices()[:2]] == [str(link), "back"]
    finally:
        port.close()


@pytestmark_posix
def test_lights_are_written_back(terminal: tuple[int, str], tmp_path: Path) -> None:
    output = RawBackend(terminal[1]).open_output(terminal[1], virtual=False)
    try:
        output.send([0x90, 1, 127])
        assert os.read(terminal[0], 16) == bytes([0x90, 1, 127])
    finally:
        output.close()


@pytestmark_posix
@pytest.mark.parametrize("wrong", ["file", "folder"])
def test_what_is_no_device_is_one_line(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "x"
    path.touch() if wrong == "file" else path.mkdir()
    with pytest.raises(ControlError, match="cannot open the MIDI device"):
        RawBackend(str(path)).open_input(str(path), virtual=False)


@pytestmark_posix
def test_the_monitor_reads_a_device(terminal: tuple[int, str]) -> None:
    command = [sys.executable, "-m", "livefocus", "midi", "monitor", "--port", f"raw:{terminal[1]}", "--seconds", "3"]
    monitor = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert monitor.stderr is not None
        assert f"listening to {terminal[1]}" in monitor.stderr.readline()
        os.write(terminal[0], bytes([0xB0, 1, 9]))
        out, _ = monitor.communicate(timeout=30)
        assert "ControlChange(channel=1, control=1, value=9)" in out
    finally:
        monitor.kill()
        monitor.communicate()
