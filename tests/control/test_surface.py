from __future__ import annotations

import json

from livefocus.control.actions import Action, Fade, FocusOn, Swap, Turn
from livefocus.control.desk import Desk
from livefocus.control.show_state import Facts, show_state
from livefocus.control.surface import MOST_WAITING, Inbox
from livefocus.control.vocabulary import parse_action
from livefocus.focus.cue_file import load_cues
from livefocus.focus.moves import load_moves

PLANES = {"couple": 0.72, "man": 0.32}
MOVES = load_moves()


def taken(*actions: Action) -> list[Action]:
    inbox = Inbox()
    assert all(inbox.put(action) for action in actions)
    waiting = inbox.take()
    assert inbox.take() == []
    return waiting


def test_of_places_on_the_way_only_the_last_is_kept() -> None:
    assert taken(FocusOn(0.1), FocusOn(0.2), Swap(), FocusOn(0.3), FocusOn(0.4)) == [
        FocusOn(0.2),
        Swap(),
        FocusOn(0.4),
    ]
    assert taken(Fade(0.1), FocusOn(0.2), Fade(0.3)) == [Fade(0.1), FocusOn(0.2), Fade(0.3)]


def test_every_step_of_an_encoder_and_every_other_knob_is_kept() -> None:
    steps = [Turn("focus", 0.01, relative=True)] * 3
    assert taken(*steps) == steps
    knobs = [Turn("focus", 0.1, control="left"), Turn("focus", 0.2, control="right")]
    assert taken(*knobs) == knobs
    assert taken(Turn("focus", 0.1), Turn("focus", 0.2)) == [Turn("focus", 0.2)]


def test_more_than_any_hand_can_do_is_refused_and_the_rest_kept() -> None:
    inbox = Inbox()
    assert all(inbox.put(Swap()) for _ in range(MOST_WAITING))
    assert not inbox.put(Swap())
    assert len(inbox.take()) == MOST_WAITING
    assert inbox.put(Swap())


def test_the_state_tells_focus_marks_cues_and_switches() -> None:
    desk = Desk(planes=PLANES, moves=MOVES, cues=load_cues("cafe", PLANES, MOVES))
    for text in ("mark c 0.25", "focus 0.4", "peaking on", "move suspense"):
        desk.act(parse_action(text))
    desk.step(2.0)
    state = show_state(desk, Facts(look="cinematic", fps=24.0), ("said",))
    assert abs(state.focus - 0.4) < 1e-3
    assert state.target == 0.4
    assert state.marks["c"].inverse_depth == 0.25
    assert not state.marks["c"].on_subject
    assert (state.far, state.near) == (0.0, 1.0)
    assert state.next_cue == state.cues[0]
    assert state.cue == ""
    assert state.switches["peaking"]
    assert not state.switches["panic"]
    assert state.move == "suspense"
    assert json.loads(json.dumps(state.as_dict()))["facts"]["look"] == "cinematic"


def test_a_mark_on_a_subject_says_so() -> None:
    desk = Desk(planes=PLANES, moves=MOVES)
    desk.subjects.track = lambda name, x, y: None
    desk.act(parse_action("mark b 0.5"))
    desk.act(parse_action("mark b at 0.5 0.5"))
    assert show_state(desk, Facts()).marks["b"].on_subject
    desk.subjects.see([])
    assert show_state(desk, Facts()).marks["b"].lost
