from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.control.actions import Action, Pull, Rack, Turn
from livefocus.control.desk import Desk, DeskSettings
from livefocus.control.midi_bytes import event_of, message_of
from livefocus.control.midi_controls import clicks
from livefocus.control.midi_events import ControlChange, MidiEvent, Note, PitchBend, ProgramChange
from livefocus.control.midi_map import MidiMap
from livefocus.control.midi_table import MidiBinding, MidiTable, load_midi_table
from livefocus.errors import SettingsError


class Mapped:
    """A map that is told events."""

    def __init__(self, *controls: dict[str, object]) -> None:
        self.map = MidiMap(MidiTable(controls=tuple(MidiBinding.model_validate(control) for control in controls)))

    def actions(self, events: Iterable[MidiEvent]) -> list[Action]:
        return self.map.actions([message_of(event) for event in events])


def mapped(*controls: dict[str, object]) -> Mapped:
    return Mapped(*controls)


def test_a_knob_turns_focus() -> None:
    (turn,) = mapped({"when": "cc 7", "do": "focus"}).actions([ControlChange(3, 7, 127)])
    assert isinstance(turn, Turn)
    assert (turn.what, turn.value, turn.relative, turn.control) == ("focus", 1.0, False, "cc 7")


def test_a_burst_costs_one_action_and_keeps_the_last_value() -> None:
    burst: list[MidiEvent] = [ControlChange(1, 1, value % 128) for value in range(2400)]
    (turn,) = mapped({"when": "cc 1", "do": "focus"}).actions(burst)
    assert isinstance(turn, Turn)
    assert turn.value == (2399 % 128) / 127


def test_turns_of_an_encoder_in_a_burst_add_up() -> None:
    knob = mapped({"when": "cc 1", "do": "focus", "coding": "twos", "step": 0.01})
    (turn,) = knob.actions([ControlChange(1, 1, value) for value in (1, 1, 127, 3)])
    assert isinstance(turn, Turn)
    assert turn.relative
    assert turn.value == pytest.approx(0.04)


@pytest.mark.parametrize(("coding", "up", "down"), [("twos", 3, 125), ("signed", 3, 67), ("offset", 67, 61)])
def test_the_three_codings(coding: str, up: int, down: int) -> None:
    assert clicks(coding, up) == 3
    assert clicks(coding, down) == -3


def test_a_pair_of_controllers_is_14_bits() -> None:
    knob = mapped({"when": "cc14 1", "do": "focus"})
    assert knob.actions([ControlChange(1, 1, 64)]) == []
    (turn,) = knob.actions([ControlChange(1, 33, 1)])
    assert isinstance(turn, Turn)
    assert turn.value == pytest.approx((64 * 128 + 1) / 16383)


def nrpn(number: int, *data: tuple[int, int], channel: int = 1) -> list[MidiEvent]:
    chosen = [(99, number >> 7), (98, number & 127)]
    return [ControlChange(channel, control, value) for control, value in (*chosen, *data)]


def test_an_nrpn_of_seven_and_of_fourteen_bits() -> None:
    knob = mapped({"when": "nrpn 1234", "do": "focus"})
    (turn,) = knob.actions(nrpn(1234, (6, 127)))
    assert isinstance(turn, Turn)
    assert turn.value == 1.0
    (turn,) = knob.actions(nrpn(1234, (6, 64), (38, 1)))
    assert isinstance(turn, Turn)
    assert turn.value == pytest.approx((64 * 128 + 1) / 16383)
    assert knob.actions([ControlChange(1, 6, 65)]) == [], "a high byte alone is half a value, once low ones are known"
    (turn,) = knob.actions([ControlChange(1, 38, 2)])
    assert isinstance(turn, Turn)
    assert turn.value == pytest.approx((65 * 128 + 2) / 16383)
    (turn,) = knob.actions([ControlChange(1, 96, 0)])
    assert isinstance(turn, Turn)
    assert turn.value == pytest.approx((65 * 128 + 3) / 16383)


def test_an_nrpn_of_another_number_or_channel_is_not_meant() -> None:
    knob = mapped({"when": "nrpn 7 ch 2", "do": "focus"})
    assert knob.actions(nrpn(7, (6, 1))) == []
    assert knob.actions(nrpn(8, (6, 1), channel=2)) == []
    assert len(knob.actions(nrpn(7, (6, 1), channel=2))) == 1


def test_a_registered_parameter_moves_nothing_and_lets_go_of_its_controllers() -> None:
    table = mapped({"when": "cc 6", "do": "focus"}, {"when": "nrpn 0", "do": "fade"})
    bend_range = [ControlChange(1, control, value) for control, value in ((101, 0), (100, 0), (6, 2), (38, 0), (96, 0))]
    assert table.actions(bend_range) == []
    assert table.actions([ControlChange(1, 6, 5)]) == [], "it still belongs to the parameter"
    assert len(table.actions([ControlChange(2, 6, 5)])) == 1, "on another channel nothing was chosen"
    assert table.actions([ControlChange(1, 101, 127), ControlChange(1, 100, 127)]) == []
    (turn,) = table.actions([ControlChange(1, 6, 5)])
    assert isinstance(turn, Turn)
    assert turn.what == "focus"


def test_a_pad_cannot_be_turned(tmp_path: Path) -> None:
    path = tmp_path / "midi.toml"
    path.write_text('[[controls]]\nwhen = "note 36"\ndo = "focus"\n')
    with pytest.raises(SettingsError, match=r"midi.toml:3: .*'note 36' is pressed, and 'focus' is turned"):
        load_midi_table(path)


def test_messages_that_are_none_mean_nothing() -> None:
    table = mapped({"when": "cc 1", "do": "focus"}, {"when": "program 3", "do": "swap"}).map
    nonsense = [
        [],
        [0xB0],
        [0xB0, 1],
        [0xB0, 1, 2, 3],
        [0xB0, 200, 5],
        [0xB0, 1, 200],
        [1, 2, 3],
        [0xF0, 1, 0xF7],
        [0xC0],
    ]
    assert table.actions(nonsense) == []


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_any_bytes_do_no_harm_and_the_next_good_message_counts(noise: list[bytes]) -> None:
    table = mapped({"when": "cc 1", "do": "focus"}, {"when": "nrpn 1", "do": "fade"}).map
    table.actions(noise)
    (turn,) = table.actions([[0xB0, 1, 77]])
    assert isinstance(turn, Turn)
    assert turn.value == 77 / 127


def test_one_channel_only() -> None:
    knob = mapped({"when": "cc 1 ch 2", "do": "focus"})
    assert knob.actions([ControlChange(1, 1, 5)]) == []
    assert len(knob.actions([ControlChange(2, 1, 5)])) == 1


def test_a_button_acts_once_as_it_goes_down() -> None:
    buttons = mapped({"when": "note 36", "do": "rack b"}, {"when": "cc 20", "do": "cancel"})
    assert buttons.actions([Note(1, 36, 90), Note(1, 36, 0), Note(1, 36, 1)]) == [Rack("b"), Rack("b")]
    assert buttons.actions([ControlChange(1, 20, 127), ControlChange(1, 20, 127)]) == [Pull("cancel")]
    assert buttons.actions([ControlChange(1, 20, 0)]) == []
    assert buttons.actions([ControlChange(1, 20, 127)]) == [Pull("cancel")]


def test_one_button_may_do_two_things() -> None:
    both = mapped({"when": "note 36", "do": "rack b"}, {"when": "note 36", "do": "peaking on"})
    assert len(both.actions([Note(1, 36, 90)])) == 2


def test_pitch_bend_and_program_change() -> None:
    table = mapped({"when": "pitchbend", "do": "focus"}, {"when": "program 3", "do": "rack c"})
    (turn,) = table.actions([PitchBend(1, 16383)])
    assert isinstance(turn, Turn)
    assert turn.value == 1.0
    assert table.actions([ProgramChange(1, 3), ProgramChange(1, 3)]) == [Rack("c"), Rack("c")]


def test_the_default_table_binds_the_modulation_wheel() -> None:
    assert load_midi_table().controls[0].when == "cc 1"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('when = "knob 1"', "is no MIDI control"),
        ('when = "cc 128"', "cc goes to 127"),
        ('when = "cc14 40"', "cc14 goes to 31"),
        ('when = "cc 1 ch 17"', "channels are 1 to 16"),
        ('when = "cc"', "has a number"),
        ('when = "nrpn 16384"', "nrpn goes to 16383"),
        ('do = "fokus"', "no action 'fokus'"),
        ('takeover = "grab"', "takeover"),
        ("dead_band = 2", "dead_band"),
        ("zoom = 2", "unknown key"),
    ],
)
def test_a_wrong_table_is_refused_with_file_and_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "midi.toml"
    key = line.split(" =", maxsplit=1)[0]
    lines = [other for other in ('when = "cc 1"', 'do = "focus"') if not other.startswith(key)]
    path.write_text("\n".join(["[[controls]]", *lines, line]) + "\n")
    with pytest.raises(SettingsError) as caught:
        load_midi_table(path)
    assert str(caught.value).startswith(f"{path}:{2 + len(lines)}: ")
    assert reason in str(caught.value)


@given(st.binary(max_size=6))
def test_any_bytes_are_an_event_or_nothing(data: bytes) -> None:
    event = event_of(list(data))
    if isinstance(event, ControlChange):
        assert 1 <= event.channel <= 16
        assert 0 <= event.control <= 127
        assert 0 <= event.value <= 127


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ([0xB2, 7, 100], ControlChange(3, 7, 100)),
        ([0x90, 60, 0], Note(1, 60, 0)),
        ([0x85, 60, 64], Note(6, 60, 0)),
        ([0xE0, 0, 64], PitchBend(1, 8192)),
        ([0xC9, 5], ProgramChange(10, 5)),
        ([0xB0, 7], None),
        ([0xB0, 7, 200], None),
        ([0xF0, 1, 2, 0xF7], None),
        ([0xFE], None),
        ([], None),
    ],
)
def test_messages_are_read(data: list[int], event: MidiEvent | None) -> None:
    assert event_of(data) == event


def test_a_first_turn_that_sweeps_past_within_one_picture_takes_over() -> None:
    sweep: list[MidiEvent] = [ControlChange(1, 1, value) for value in range(0, 101, 4)]
    (turn,) = mapped({"when": "cc 1", "do": "focus", "takeover": "pickup"}).actions(sweep)
    desk = Desk(DeskSettings(inverse_depth=0.5))
    desk.act(turn)
    for _ in range(60):
        desk.step(1 / 30)
    assert desk.focus.inverse_depth == pytest.approx(100 / 127, abs=0.01)
    beside = Desk(DeskSettings(inverse_depth=0.95))
    beside.act(turn)
    beside.step(1.0)
    assert beside.focus.inverse_depth == 0.95, "a knob that did not pass by must not take over"
