from __future__ import annotations

import itertools
import random

import pytest

from livefocus.control.ages import Ages
from livefocus.control.midi import MidoBackend
from livefocus.control.midi_events import ClockTick, ControlChange, Transport
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_ports import Arrivals
from livefocus.errors import ControlError

from .midi_fakes import Backend


def test_the_first_device_is_taken_but_not_the_through_port() -> None:
    midi = MidiInput(backend=Backend("Midi Through:Midi Through Port-0 14:0", "nanoKONTROL2:1 20:0"))
    midi.watch()
    assert midi.name == "nanoKONTROL2:1 20:0"


def test_part_of_a_name_in_any_case() -> None:
    midi = MidiInput("KONTROL", backend=Backend("Keys:1 20:0", "nanoKONTROL2:1 24:0"))
    midi.watch()
    assert midi.name == "nanoKONTROL2:1 24:0"


def test_messages_come_in_order_and_nonsense_is_left_out() -> None:
    backend = Backend("knob 20:0")
    midi = MidiInput(backend=backend)
    midi.watch()
    messages = [[0xB0, 1, 5], [0xB0, 1], [0xFE], [0xB0, 1, 6]]
    backend.opened[0].arrived = Arrivals(messages)
    assert midi.poll() == [ControlChange(1, 1, 5), ControlChange(1, 1, 6)]
    assert midi.poll() == []


def test_a_device_that_goes_and_comes_back_under_another_number_is_taken_up_again() -> None:
    backend = Backend("other 16:0", "knob:knob 1 20:0")
    midi = MidiInput("knob", backend=backend)
    midi.watch()
    backend.names = ["other 16:0"]
    midi.watch()
    assert midi.name == ""
    assert midi.poll() == []
    midi.watch()
    backend.names = ["other 16:0", "knob:knob 1 28:0"]
    midi.watch()
    assert midi.name == "knob:knob 1 28:0"
    backend.opened[-1].arrived = Arrivals([[0xB0, 1, 9]])
    assert midi.poll() == [ControlChange(1, 1, 9)]
    assert midi.take_notices() == [
        "MIDI: listening to knob:knob 1 20:0",
        "MIDI: knob:knob 1 20:0 is gone; it is taken up again when it comes back",
        "MIDI: listening to knob:knob 1 28:0",
    ]


def test_without_a_name_it_waits_for_the_device_it_had() -> None:
    backend = Backend("knob 20:0")
    midi = MidiInput(backend=backend)
    midi.watch()
    backend.names = ["other 16:0", "knob 21:0"]
    midi.watch()
    assert midi.name == "knob 21:0"


def test_a_missing_system_is_one_warning() -> None:
    backend = Backend()
    backend.problem = "this machine has no MIDI system"
    midi = MidiInput(backend=backend)
    for _ in range(5):
        midi.watch()
        assert midi.poll() == []
    assert midi.take_notices() == ["this machine has no MIDI system"]
    assert midi.take_notices() == []


def test_a_name_nobody_has_is_said_once_and_waited_for() -> None:
    backend = Backend("knob 20:0")
    midi = MidiInput("fader", backend=backend)
    midi.watch()
    midi.watch()
    assert len(midi.take_notices()) == 1
    backend.names.append("Fader One 24:0")
    midi.watch()
    assert midi.name == "Fader One 24:0"


def test_closed_it_opens_nothing_any_more() -> None:
    backend = Backend("knob 20:0")
    midi = MidiInput(backend=backend)
    midi.watch()
    midi.close()
    midi.close()
    midi.watch()
    assert midi.name == ""
    assert len(backend.opened) == 1
    assert backend.opened[0].closed
    assert backend.let_go


def test_no_such_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ControlError, match="no MIDI backend 'foot'"):
        MidoBackend("foot").input_names()
    with pytest.raises(ControlError, match="not installed"):
        MidoBackend("no.such.backend").input_names()


def test_jack_without_a_server_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-no-such-server")
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(ControlError, match="no JACK server"):
        MidoBackend("jack").input_names()


def test_what_the_library_throws_is_mapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-rtmidi's SystemError is an OSError; whatever it is, a user sees one line."""
    from livefocus.control import midi

    class Broken:
        name = "somebody.elses"

        def get_input_names(self) -> list[str]:
            raise OSError("error creating ALSA sequencer client object")

        def open_input(self, name: str, virtual: bool) -> None:
            raise SystemError("nothing there")

    monkeypatch.setattr(midi.mido, "Backend", lambda name, load: Broken())
    with pytest.raises(ControlError, match="error creating ALSA") as caught:
        MidoBackend("somebody.elses").input_names()
    assert isinstance(caught.value.__cause__, OSError)
    with pytest.raises(ControlError, match="cannot open the MIDI port 'x'"):
        MidoBackend("somebody.elses").open_input("x", virtual=False)


def test_the_age_of_a_clocks_tick_is_passed_on() -> None:
    backend = Backend("clock 20:0")
    midi = MidiInput(backend=backend)
    midi.watch()
    backend.opened[0].arrived = Arrivals([[0xFA], [0xF8]], [0.02, 0.01])
    assert midi.poll() == [Transport("start", 0.02), ClockTick(0.01)]


def test_ages_come_from_the_gaps_between_messages() -> None:
    """A clock of 20 ms read once a picture: true ages are found to the least delay between arriving and being read."""
    ages = Ages()
    rng = random.Random(1)
    arrivals_s = [0.02 * number for number in range(1, 400)]
    read_s, unread, last_s, worst_s = 0.0, list(arrivals_s), 0.0, 0.0
    while unread:
        read_s += 0.033 + rng.uniform(0.0, 0.01)
        ready = [arrived_s for arrived_s in unread if arrived_s <= read_s]
        unread = unread[len(ready) :]
        gaps_s = [arrived_s - before_s for before_s, arrived_s in itertools.pairwise([last_s, *ready])]
        last_s = ready[-1] if ready else last_s
        for arrived_s, age_s in zip(ready, ages.of(gaps_s, 1000.0 + read_s), strict=True):
            if read_s > 2.0:
                worst_s = max(worst_s, abs(read_s - arrived_s - age_s))
    assert worst_s < 0.002


def test_lost_gaps_do_not_make_messages_old_for_long() -> None:
    ages = Ages()
    for number in range(100):
        lost = 3.0 if number == 50 else 0.0
        (age_s,) = ages.of([0.02], 5.0 + 0.02 * number + lost + (3.0 if number > 50 else 0.0))
        assert number == 50 or age_s < 0.01
