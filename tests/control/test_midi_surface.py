"""MIDI devices of a running show: their tables, and learning on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.control.actions import Beat, Rack, Turn
from livefocus.control.desk import Desk
from livefocus.control.learn import LEARN_FOR_S
from livefocus.control.midi import Arrivals
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_surface import LEARN_WITHIN_S, MidiSurface
from livefocus.control.midi_table import MidiTables, load_midi_table
from livefocus.control.vocabulary import parse_action
from livefocus.timing import ManualClock

from .midi_fakes import Backend

PAD, KNOB = [0x90, 99, 100], [0xB0, 77, 5]


class Rig:
    """A surface with devices that say what a test makes them say."""

    def __init__(self, *names: str, chosen: str = "") -> None:
        self.backend = Backend(*names)
        self.clock = ManualClock()
        ports = [MidiInput(name, backend=self.backend) for name in names]
        self.surface = MidiSurface(ports, MidiTables(chosen), self.clock.now_s)
        self.surface.watch()
        self.surface.take_notices()

    def say(self, *messages: list[int], device: int = 0) -> list[object]:
        self.backend.opened[device].arrived = Arrivals(messages, [0.0] * len(messages))
        return list(self.surface.take_actions())


@pytest.fixture(autouse=True)
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("livefocus.control.midi_table.config_folder", lambda: tmp_path)
    return tmp_path


def test_a_pad_is_learned_while_the_show_runs_and_does_nothing_else_meanwhile(settings_folder: Path) -> None:
    rig = Rig("pads 20:0")
    desk = Desk()
    desk.learn = rig.surface.learn
    desk.act(parse_action("learn rack b"))
    assert rig.surface.learning == "rack b"
    assert desk.take_messages() == ["MIDI: turn or press what shall do 'rack b'"]
    assert rig.say([0x90, 36, 100], [0xF8]) == [Beat("tick")]
    assert rig.surface.learning == ""
    assert rig.say([0x80, 36, 0], [0x90, 36, 100]) == [Rack("b")], "it does what was learned, not what it did before"
    rig.surface.watch()
    assert [(one.when, one.do) for one in load_midi_table(settings_folder / "midi.toml").controls] == [
        ("note 36 ch 1", "rack b")
    ]
    assert "written to" in rig.surface.take_notices()[-1]
    assert Rig("pads 20:0").say([0x90, 36, 100]) == [Rack("b")], "the next show knows it too"
    assert Rig("pads 20:0").say([0x90, 37, 100]) == [Rack("b")], "what was not learned stays as it was"


def test_a_knob_is_learned_when_it_was_turned_both_ways() -> None:
    rig = Rig("knob 20:0")
    rig.surface.learn("focus")
    assert rig.say(*([0xB0, 77, value] for value in (5, 6, 7, 6))) == []
    rig.clock.sleep_s(LEARN_FOR_S + 0.1)
    assert rig.say() == []
    assert rig.surface.learning == ""
    (turn,) = rig.say(KNOB)
    assert isinstance(turn, Turn)
    assert rig.say([0xB0, 1, 5]) == [], "focus is on the new knob only"


def test_learning_is_given_up_when_asked_and_by_itself() -> None:
    rig = Rig("pads 20:0")
    rig.surface.learn("rack b")
    rig.surface.learn("off")
    assert rig.surface.learning == ""
    assert rig.say(PAD) == []
    rig.surface.learn("rack c")
    rig.clock.sleep_s(LEARN_WITHIN_S + 1.0)
    rig.say()
    assert rig.surface.learning == ""
    assert "no control that can do 'rack c' was touched" in rig.surface.take_notices()[0]


def test_what_one_of_two_devices_has_learned_is_its_own() -> None:
    rig = Rig("left:1 20:0", "right:1 24:0")
    rig.surface.learn("rack d")
    rig.say(PAD, device=1)
    assert rig.say([0x80, 99, 0], PAD, device=1) == [Rack("d")]
    assert rig.say(PAD, device=0) == []


def test_what_cannot_be_written_is_said_and_known_all_the_same(settings_folder: Path) -> None:
    (settings_folder / "midi.toml").mkdir()
    rig = Rig("pads 20:0")
    rig.surface.learn("rack b")
    rig.say(PAD)
    rig.surface.watch()
    assert "cannot write" in rig.surface.take_notices()[-1]
    assert rig.say([0x80, 99, 0], PAD) == [Rack("b")]


def test_a_file_that_was_chosen_is_all_there_is_and_learns(tmp_path: Path) -> None:
    path = tmp_path / "stage.toml"
    path.write_text('# stage\n[[controls]]\nwhen = "note 1"\ndo = "swap"\n')
    rig = Rig("pads 20:0", chosen=str(path))
    assert rig.say([0x90, 36, 100]) == []
    rig.surface.learn("rack b")
    rig.say(PAD)
    rig.surface.close()
    assert path.read_text().startswith("# stage\n")
    assert [one.do for one in load_midi_table(path).controls] == ["swap", "rack b"]


def test_without_midi_nothing_can_be_learned() -> None:
    desk = Desk()
    desk.act(parse_action("learn rack b"))
    assert desk.take_messages() == ["there is no MIDI to learn from"]


def test_an_empty_action_takes_a_control_away(settings_folder: Path) -> None:
    (settings_folder / "midi.toml").write_text('[[controls]]\nwhen = "note 36"\ndo = ""\n')
    rig = Rig("pads 20:0")
    assert rig.say([0x90, 36, 100], [0x90, 37, 100]) == [Rack("b")]
