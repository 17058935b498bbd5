"""MIDI devices of a running show: their tables, and learning on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.control.actions import Beat, Rack, Turn
from livefocus.control.desk import Desk
from livefocus.control.learn import LEARN_FOR_S
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_ports import Arrivals
from livefocus.control.midi_surface import LEARN_WITHIN_S, MidiSurface
from livefocus.control.midi_table import MidiTables, load_midi_table
from livefocus.control.show_state import Facts, ShowState, show_state
from livefocus.control.vocabulary import parse_action
from livefocus.settings import find_preset, preset_names
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


@pytest.mark.parametrize(
    ("port", "press", "action"),
    [
        ("MIDI Mix:MIDI Mix MIDI 1 20:0", [0x90, 4, 127], Rack("b")),
        ("nanoKONTROL2 SLIDER/KNOB", [0xB0, 33, 127], Rack("b")),
        ("X-TOUCH MINI:X-TOUCH MINI MIDI 1 24:0", [0x9A, 9, 127], Rack("b")),
        ("Launch Control XL 0", [0x98, 42, 127], Rack("b")),
        ("Some Pads 28:0", [0x90, 37, 127], Rack("b")),
    ],
)
def test_a_known_controller_has_its_own_table(port: str, press: list[int], action: Rack) -> None:
    assert Rig(port).say(press) == [action]


def test_a_known_controller_is_taken_before_others() -> None:
    backend, tables = Backend("Keystation 20:0", "MIDI Mix:MIDI Mix MIDI 1 24:0"), MidiTables()
    midi = MidiInput(backend=backend, prefers=tables.knows)
    midi.watch()
    assert midi.name.startswith("MIDI Mix")


def test_every_table_that_comes_along_names_its_device_and_turns_focus() -> None:
    for name in preset_names("midi"):
        table = load_midi_table(find_preset("midi", name))
        assert bool(table.port) == (name != "default")
        assert any(control.do == "focus" for control in table.controls)
        assert len({control.when for control in table.controls}) == len(table.controls), "two do not share a control"


def test_the_document_has_every_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "midi.md"
    if not page.is_file():
        pytest.skip("a source distribution comes without documents")
    for name in preset_names("midi"):
        assert name == "default" or f"| `{name}` |" in page.read_text(encoding="utf-8")


def told(rig: Rig, *texts: str) -> ShowState:
    desk = Desk()
    for text in texts:
        desk.act(parse_action(text))
    desk.step(3.0)
    state = show_state(desk, Facts())
    rig.surface.publish(state)
    rig.surface.step()
    return state


def test_the_lights_of_a_device_follow_the_show_and_are_lit_anew_when_it_comes_back() -> None:
    name = "X-TOUCH MINI:X-TOUCH MINI MIDI 1 24:0"
    rig = Rig(name)
    assert rig.surface.wants_state is False, "before it has a device, nobody wants the state"
    rig.say()
    rig.backend.output_list = [name]
    told(rig, "mark a 0.5", "rack a")
    (output,) = rig.backend.outputs
    first = output.taken()
    assert [0xBA, 1, 64] in first
    assert [0x90, 0, 1] in first
    assert [0x90, 1, 0] in first
    told(rig, "mark a 0.5", "rack a")
    assert output.taken() == []
    rig.backend.names = []
    rig.surface.watch()
    rig.backend.names = rig.backend.output_list = [name.replace("24", "28")]
    rig.surface.watch()
    told(rig, "mark a 0.5", "rack a")
    assert output.closed
    assert rig.backend.outputs[-1].taken() == first
    rig.surface.close()
    assert [0x90, 0, 0] in rig.backend.outputs[-1].sent


def test_a_device_that_takes_nothing_more_is_left_alone() -> None:
    name = "MIDI Mix:MIDI Mix MIDI 1 20:0"
    rig = Rig(name)
    rig.say()
    rig.backend.output_list = [name]
    told(rig, "mark a 0.5")
    (output,) = rig.backend.outputs
    output.gone = True
    told(rig, "mark b 0.5")
    assert output.closed
    told(rig, "mark c 0.5")
    assert rig.say([0x90, 1, 127]) == [Rack("a")], "its buttons still count"


def test_an_echo_of_a_motor_is_no_turn_and_a_hand_is(settings_folder: Path) -> None:
    path = settings_folder / "motors.toml"
    path.write_text('feedback = "all"\n[[controls]]\nwhen = "cc 7"\ndo = "focus"\ntakeover = "jump"\n')
    rig = Rig("motors 20:0", chosen=str(path))
    rig.say()
    rig.backend.output_list = ["motors 20:0"]
    told(rig, "focus 0.2")
    rig.clock.sleep_s(1.0)
    told(rig, "focus 0.8")
    assert rig.say([0xB0, 7, 60]) == [], "the motor is on its way from 0.2 to 0.8"
    assert len(rig.say([0xB0, 7, 5])) == 1
    rig.clock.sleep_s(0.1)
    rig.backend.outputs[0].taken()
    told(rig, "focus 0.5")
    assert rig.backend.outputs[0].taken() == [], "the hand is on it"
    rig.clock.sleep_s(1.0)
    told(rig, "focus 0.5")
    assert rig.backend.outputs[0].taken() == [[0xB0, 7, 64]]


def test_a_control_that_is_taught_something_else_keeps_its_light() -> None:
    name = "X-TOUCH MINI:X-TOUCH MINI MIDI 1 24:0"
    rig = Rig(name)
    rig.say()
    rig.backend.output_list = [name]
    rig.surface.learn("rack c")
    rig.say([0x9A, 23, 127])
    told(rig, "mark c 0.5", "rack c")
    assert [0x90, 15, 1] in rig.backend.outputs[0].taken()


def test_a_knob_with_a_ring_has_nothing_to_pick_up_when_it_is_taught() -> None:
    for name, takeover in (("X-TOUCH MINI 0", "jump"), ("MIDI Mix 0", "pickup")):
        rig = Rig(name)
        rig.say()
        rig.surface.learn("focus")
        rig.say(*([0xBA, 4, value] for value in range(5)))
        rig.clock.sleep_s(LEARN_FOR_S + 0.1)
        rig.say()
        (turn,) = rig.say([0xBA, 4, 99])
        assert isinstance(turn, Turn)
        assert turn.settings.takeover == takeover


def test_without_a_device_it_says_so_and_waits() -> None:
    rig = Rig("pads 20:0")
    rig.backend.names = []
    rig.surface.watch()
    assert rig.surface.learn("rack b").endswith("; no device is connected yet")
    rig.backend.names = ["pads 24:0"]
    rig.surface.watch()
    rig.backend.opened[-1].arrived = Arrivals([PAD])
    rig.surface.take_actions()
    assert rig.surface.learning == ""
