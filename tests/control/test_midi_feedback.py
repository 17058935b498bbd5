"""What a device is told in return: lights, rings, motor faders, and no circle between a motor and focus."""

from __future__ import annotations

import math
import random

import pytest

from livefocus.control.actions import Action, Turn
from livefocus.control.desk import Desk
from livefocus.control.lights import Light, light_of, place_of
from livefocus.control.midi_device import partner_of
from livefocus.control.midi_feedback import ECHO_FOR_S, HAND_FOR_S, Feedback
from livefocus.control.midi_map import MidiMap
from livefocus.control.midi_table import MidiTable
from livefocus.control.show_state import Facts, ShowState, show_state
from livefocus.control.vocabulary import parse_action
from livefocus.focus.cue_file import load_cues
from livefocus.focus.moves import load_moves

PLANES = {"couple": 0.72, "man": 0.32}


def desk(*texts: str) -> Desk:
    made = Desk(planes=PLANES)
    for text in texts:
        made.act(parse_action(text))
    return made


def state(*texts: str, pass_s: float = 3.0) -> ShowState:
    made = desk(*texts)
    made.step(pass_s)
    return show_state(made, Facts(look="noir"))


def table(*controls: dict[str, object], **settings: object) -> MidiTable:
    return MidiTable.model_validate({"feedback": "all", "controls": controls, **settings})


@pytest.mark.parametrize(
    ("text", "light"),
    [
        ("rack a", Light.ON),
        ("rack b 2 quint", Light.DIM),
        ("rack c", Light.OFF),
        ("rack couple", Light.DIM),
        ("rack 0.4", Light.ON),
        ("rack nobody", Light.OFF),
        ("mark a", Light.ON),
        ("mark c", Light.OFF),
        ("swap", Light.OFF),
        ("peaking", Light.ON),
        ("panic", Light.OFF),
        ("look noir", Light.ON),
        ("look dream", Light.DIM),
        ("move human", Light.DIM),
        ("follow off", Light.ON),
        ("follow face", Light.OFF),
        ("cue go", Light.OFF),
        ("learn focus", Light.OFF),
        ("stop", None),
        ("nudge 0.1", None),
        ("move next", None),
    ],
)
def test_what_the_light_of_a_button_shows(text: str, light: Light | None) -> None:
    shown = state("mark a 0.4", "mark b 0.8", "rack a", "peaking on")
    assert light_of(parse_action(text), shown) == light


def test_the_lights_of_cues() -> None:
    moves = load_moves()
    made = Desk(planes=PLANES, moves=moves, cues=load_cues("cafe", PLANES, moves))
    before = show_state(made, Facts())
    assert light_of(parse_action("cue go"), before) is Light.DIM
    assert light_of(parse_action("cue back"), before) is Light.OFF
    made.act(parse_action("cue go"))
    made.step(0.1)
    after = show_state(made, Facts())
    assert light_of(parse_action(f"cue fire {after.cue}"), after) is Light.ON
    assert light_of(parse_action(f"cue fire {after.cues[-1]}"), after) is Light.DIM
    assert light_of(parse_action("cue fire nothing"), after) is Light.OFF
    assert light_of(parse_action("cue back"), after) is Light.DIM


def test_places_of_what_is_turned() -> None:
    shown = state("mark a 0.2", "mark b 0.6", "rack 0.4", "turn blur 1")
    assert place_of("focus", shown) == pytest.approx(0.4)
    assert place_of("focus", shown, 0.8, 0.4) == pytest.approx(1.0)
    assert place_of("fade", shown) == pytest.approx(0.5)
    assert place_of("blur", shown) == 1.0
    assert place_of("fade", state("rack 0.4")) is None


def test_lights_say_what_changed_and_nothing_twice() -> None:
    buttons = table({"when": "note 1", "do": "rack a"}, {"when": "cc 32 ch 2", "do": "peaking"}, light_dim=5)
    told = Feedback(buttons)
    assert told.messages(state("mark a 0.4"), 0.0, set()) == [[0x90, 1, 5], [0xB1, 32, 0]]
    assert told.messages(state("mark a 0.4"), 0.1, set()) == []
    assert told.messages(state("mark a 0.4", "rack a", "peaking on"), 0.2, set()) == [[0x90, 1, 127], [0xB1, 32, 127]]
    told.forget()
    assert len(told.messages(state("mark a 0.4", "rack a", "peaking on"), 0.3, set())) == 2
    assert told.dark() == [[0x90, 1, 0], [0xB1, 32, 0]]


@pytest.mark.parametrize(
    ("when", "messages"),
    [
        ("cc 7", [[0xB0, 7, 32]]),
        ("cc14 7", [[0xB0, 7, 32], [0xB0, 39, 0]]),
        ("pitchbend ch 3", [[0xE2, 0, 32]]),
        ("nrpn 300", [[0xB0, 99, 2], [0xB0, 98, 44], [0xB0, 6, 32], [0xB0, 38, 0]]),
    ],
)
def test_a_ring_or_motor_follows_focus(when: str, messages: list[list[int]]) -> None:
    told = Feedback(table({"when": when, "do": "focus"}))
    assert told.messages(state("focus 0.25"), 0.0, set()) == messages


def test_a_ring_beside_the_knob_with_ends_of_its_own() -> None:
    ring = {"when": "cc 1", "do": "focus", "coding": "twos", "light": "cc 9 ch 2", "light_off": 1, "light_on": 13}
    assert Feedback(table(ring)).messages(state("focus 1"), 0.0, set()) == [[0xB1, 9, 13]]
    assert Feedback(table(ring, feedback="none")).messages(state("focus 1"), 0.0, set()) == []
    lights_only = table({"when": "cc 1", "do": "focus"}, feedback="lights")
    assert not Feedback(lights_only).wanted


def test_a_motor_does_not_pull_against_the_hand_and_finds_its_place_when_it_lets_go() -> None:
    told = Feedback(table({"when": "cc 7", "do": "focus"}))
    assert told.messages(state("focus 0.25"), 0.0, set()) == [[0xB0, 7, 32]]
    told.touched(Turn("focus", 0.9, control="cc 7"), 1.0)
    assert told.messages(state("focus 0.5"), 1.0 + HAND_FOR_S / 2, set()) == []
    assert told.messages(state("focus 0.25"), 1.0 + HAND_FOR_S, {"cc 7"}) == [], "a hand that is felt is on it"
    assert told.messages(state("focus 0.25"), 1.0 + HAND_FOR_S, set()) == [[0xB0, 7, 32]]


def test_a_motor_that_says_where_it_was_sent_is_no_hand() -> None:
    told = Feedback(table({"when": "cc 7", "do": "focus"}))
    told.messages(state("focus 0.25"), 0.0, set())
    assert told.echoes(Turn("focus", 0.9, control="cc 7"), 0.1), "at first nobody knows where it comes from"
    told.messages(state("focus 0.5"), 1.0, set())
    on_the_way = Turn("focus", 0.4, control="cc 7")
    assert told.echoes(on_the_way, 1.1)
    assert not told.echoes(Turn("focus", 0.8, control="cc 7"), 1.1), "a hand took it elsewhere"
    assert not told.echoes(on_the_way, 1.0 + ECHO_FOR_S + 0.01), "focus is at rest: it is a hand"
    assert not told.echoes(Turn("focus", 0.4, control="cc 8"), 1.1)
    ring = Feedback(table({"when": "cc 7", "do": "focus"}, echo=False))
    ring.messages(state("focus 0.5"), 1.0, set())
    assert not ring.echoes(Turn("focus", 0.5, control="cc 7"), 1.1), "a ring says nothing by itself: it is a hand"


@pytest.mark.parametrize(
    ("name", "outputs", "partner"),
    [
        ("nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0", ["Midi Through 14:0", "nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0"], 1),
        ("X-TOUCH MINI 0", ["Microsoft GS Wavetable Synth 0", "X-TOUCH MINI 1"], 1),
        ("xtouch:out", ["knob:in", "xtouch:in"], 1),
        ("a2j:MIDI Mix [20] (capture)", ["a2j:MIDI Mix [20] (playback)"], 0),
        ("nanoKONTROL2 SLIDER/KNOB", ["other", "nanoKONTROL2 CTRL"], 1),
    ],
)
def test_the_output_beside_an_input_is_found(name: str, outputs: list[str], partner: int) -> None:
    assert partner_of(name, outputs, "nanokontrol2") == outputs[partner]


def test_no_output_of_another_device_is_taken() -> None:
    assert partner_of("keys 20:0", ["synth 24:0"], "") == ""


def test_every_action_has_a_light_or_none_whatever_the_state() -> None:
    actions: list[Action] = [
        parse_action(text) for text in ("quit", "tempo tap", "fnumber 1", "cue stop", "tap 0.5 0.5")
    ]
    assert [light_of(action, state()) for action in actions] == [None] * len(actions)


@pytest.mark.parametrize("lag_s", [0.02, 0.05, 0.1])
def test_focus_and_a_motor_fader_make_no_circle(lag_s: float) -> None:
    """A fader that says where it is as it moves, late and jittering: a rack goes as if it were not there."""
    made, alone = desk("mark b 0.9", "focus 0.1"), desk("mark b 0.9", "focus 0.1")
    table_ = table({"when": "cc 7", "do": "focus", "takeover": "jump"})
    told, meaning, rng = Feedback(table_), MidiMap(table_), random.Random(3)
    at, wanted, now_s = 0.5, 0.5, 0.0
    for tick in range(600):
        if tick == 120:
            for one in (made, alone):
                one.act(parse_action("rack b 2 quint"))
        now_s += 1 / 60
        before, at = at, at + (wanted - at) * (1 - math.exp(-1 / 60 / lag_s))
        moved = abs(at - before) > 1e-3
        said = [[0xB0, 7, min(max(round(at * 127) + rng.choice([-1, 0, 1]), 0), 127)]] if moved else []
        for action in meaning.actions(said):
            assert isinstance(action, Turn)
            if not told.echoes(action, now_s):
                told.touched(action, now_s)
                made.act(action)
        made.step(1 / 60)
        alone.step(1 / 60)
        if tick % 2 == 0:
            for message in told.messages(show_state(made, Facts()), now_s, set()):
                wanted = message[2] / 127
        assert made.focus.inverse_depth == alone.focus.inverse_depth, now_s
    assert at == pytest.approx(0.9, abs=0.01), "the fader went along"


def test_a_fader_that_feels_the_hand_is_left_alone_while_it_does() -> None:
    table_ = table({"when": "pitchbend ch 1", "do": "focus", "touch": "note 104", "takeover": "jump"})
    told, meaning = Feedback(table_), MidiMap(table_)
    meaning.actions([[0x90, 104, 127]])
    assert told.messages(state("focus 0.25"), 5.0, meaning.held) == []
    meaning.actions([[0x90, 104, 0]])
    assert told.messages(state("focus 0.25"), 5.0, meaning.held) == [[0xE0, 0, 32]]
