from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.control.learn import LEARN_FOR_S, Learner, guess_coding, write_binding
from livefocus.control.midi_events import ControlChange, MidiEvent, Note, PitchBend, ProgramChange
from livefocus.control.midi_table import MidiBinding, load_midi_table
from livefocus.errors import SettingsError


def learned(do: str, *events: MidiEvent) -> MidiBinding | None:
    learner = Learner(do)
    for number, event in enumerate(events):
        learner.hear([event], 0.01 * number)
    assert learner.hears == bool(events)
    return learner.learned(0.01 * len(events) + LEARN_FOR_S)


def test_the_control_that_turns_most_is_learned() -> None:
    knob = [ControlChange(2, 21, value) for value in range(60, 80)]
    assert learned("focus", ControlChange(1, 7, 3), *knob) == MidiBinding(when="cc 21 ch 2", do="focus")


def test_it_waits_until_the_hand_has_turned_both_ways() -> None:
    learner = Learner("focus")
    learner.hear([ControlChange(1, 1, value) for value in range(9)], 5.0)
    assert learner.learned(5.5) is None
    assert learner.learned(5.0 + LEARN_FOR_S) is not None


def test_a_pair_is_learned_as_one_control_of_14_bits() -> None:
    pair = [event for value in range(9) for event in (ControlChange(1, 3, value), ControlChange(1, 35, value * 7))]
    assert learned("focus", *pair) == MidiBinding(when="cc14 3 ch 1", do="focus")


def test_an_nrpn_is_learned_as_one_control() -> None:
    turned = [
        ControlChange(3, control, value)
        for step in range(5)
        for control, value in ((99, 2), (98, 5), (6, 60 + step), (38, 7 * step))
    ]
    assert learned("blur", *turned) == MidiBinding(when="nrpn 261 ch 3", do="blur")


def test_a_pad_a_wheel_and_a_program() -> None:
    assert learned("rack b", Note(10, 36, 90), Note(10, 36, 0)) == MidiBinding(when="note 36 ch 10", do="rack b")
    assert learned("rack b", ProgramChange(1, 4)) == MidiBinding(when="program 4 ch 1", do="rack b")
    assert learned("rack b", ControlChange(1, 20, 127)) == MidiBinding(when="cc 20 ch 1", do="rack b")
    wheel = [PitchBend(1, value) for value in (8192, 9000, 10000)]
    assert learned("focus", *wheel) == MidiBinding(when="pitchbend ch 1", do="focus")


def test_a_pad_does_not_turn() -> None:
    assert learned("focus", Note(1, 36, 90)) is None
    assert learned("focus", ControlChange(1, 1, 64)) is None


@pytest.mark.parametrize(
    ("values", "coding"),
    [
        ([1, 1, 2, 1, 127, 127, 126], "twos"),
        ([1, 1, 2, 1, 65, 65, 66], "signed"),
        ([65, 65, 66, 63, 63, 62], "offset"),
        ([10, 12, 15, 20, 19, 12], "absolute"),
        ([1, 2, 3, 4, 3, 2], "absolute"),
        ([40, 40, 41, 41, 43], "absolute"),
    ],
)
def test_encoders_are_told_from_knobs(values: list[int], coding: str) -> None:
    assert guess_coding(values) == coding


def test_what_was_learned_goes_over_what_was_there_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "midi.toml"
    write_binding(MidiBinding(when="cc 21 ch 2", do="focus"), path)
    first = load_midi_table(path)
    assert [control.when for control in first.controls] == ["cc 21 ch 2"]
    path.write_text("# mine\n" + path.read_text())
    write_binding(MidiBinding(when="note 36", do="rack b"), path)
    write_binding(MidiBinding(when="cc 5", do="focus", coding="twos"), path)
    table = load_midi_table(path)
    assert path.read_text().startswith("# mine\n")
    assert [control.do for control in table.controls if control.when == "note 36"] == ["rack b"]
    assert [control.when for control in table.controls if control.do == "focus"] == ["cc 5"]
    assert sorted(other.name for other in path.parent.iterdir()) == ["midi.toml"]


def test_a_table_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text("controls = 3\n")
    for path in (tmp_path / "midi.toml", tmp_path / "midi.toml" / "below.toml"):
        with pytest.raises(SettingsError, match="cannot write what was learned"):
            write_binding(MidiBinding(when="cc 1", do="focus"), path)
