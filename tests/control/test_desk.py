from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.control import actions
from livefocus.control.desk import Desk
from livefocus.control.desk_settings import DeskSettings
from livefocus.control.vocabulary import parse_action
from livefocus.errors import SettingsError
from livefocus.focus.cue_file import load_cues
from livefocus.focus.cues import CueList, parse_cues
from livefocus.focus.moves import load_moves
from tests.control.test_vocabulary import every_action

PLANES = {"couple": 0.72, "man": 0.32}
MOVES = load_moves()


def desk_with(*texts: str, cues: CueList | None = None) -> Desk:
    desk = Desk(planes=PLANES, moves=MOVES, cues=cues)
    for text in texts:
        desk.act(parse_action(text))
    desk.take_messages()
    return desk


def cue_list(text: str) -> CueList:
    return parse_cues(text, Path("show.toml"), PLANES, MOVES)


def test_rack_to_a_mark_a_plane_and_a_name() -> None:
    desk = desk_with("mark c 0.1", "rack c 0.5")
    assert desk.step(0.6).inverse_depth == 0.1
    desk.act(parse_action("rack 0.8 0.5 linear"))
    assert desk.step(0.6).inverse_depth == 0.8
    desk.act(parse_action("rack man snap"))
    assert desk.step(0.2).inverse_depth == 0.32


def test_a_mark_is_set_where_focus_is_going() -> None:
    desk = desk_with("rack 0.9 1", "mark b")
    assert desk.marks.get("b") == 0.9


def test_swap_goes_to_whichever_focus_is_not_on_even_in_flight() -> None:
    desk = desk_with("mark a couple", "mark b man", "rack a 0.1")
    desk.step(0.2)
    desk.act(parse_action("swap"))
    desk.step(0.5)
    assert desk.focus.target_inverse_depth == 0.32
    desk.act(parse_action("swap"))
    assert desk.focus.target_inverse_depth == 0.72
    assert desk.step(10.0).inverse_depth == 0.72


def test_a_swap_in_flight_neither_jumps_nor_kinks() -> None:
    desk = desk_with("mark a couple", "mark b man", "rack a 0.1")
    desk.step(0.2)
    desk.act(parse_action("swap"))
    desk.step(1.3)
    before = desk.focus
    desk.act(parse_action("swap"))
    after = desk.step(1e-6)
    assert after.inverse_depth == pytest.approx(before.inverse_depth, abs=1e-5)
    assert after.velocity_per_s == pytest.approx(before.velocity_per_s, abs=1e-4)


def test_swap_and_fade_ask_for_marks() -> None:
    desk = desk_with()
    for text in ("swap", "fade 0.5", "turn fade 0.5"):
        desk.act(parse_action(text))
        assert desk.take_messages() == ["set marks A and B first"]
    assert desk.step(1.0).inverse_depth == 0.5


def test_the_fader_works_both_ways() -> None:
    desk = desk_with("mark a couple", "mark b man", "fade 0")
    assert desk.step(3.0).inverse_depth == pytest.approx(0.72)
    desk.act(parse_action("fade 1"))
    assert desk.step(3.0).inverse_depth == pytest.approx(0.32)
    desk.act(parse_action("fade 0.25"))
    assert desk.step(3.0).inverse_depth == pytest.approx(0.62)


def test_the_last_hand_on_focus_has_it() -> None:
    desk = desk_with("turn focus 0.5", "turn focus 0.6")
    desk.step(1.0)
    desk.act(parse_action("rack man snap"))
    desk.act(parse_action("turn focus 0.61"))
    assert desk.step(1.0).inverse_depth == 0.32
    desk.act(parse_action("turn focus 0.3"))
    assert desk.step(2.0).inverse_depth == pytest.approx(0.3, abs=1e-4)


def test_f_number_and_panic() -> None:
    desk = desk_with("fnumber 3")
    assert desk.blur_factor == pytest.approx(2**-0.5)
    desk.act(parse_action("panic"))
    assert desk.blur_factor == 0.0
    desk.act(parse_action("panic"))
    assert desk.blur_factor == pytest.approx(2**-0.5)
    for _ in range(100):
        desk.act(parse_action("fnumber -1"))
    assert desk.blur_factor == pytest.approx(16.0)


def test_the_views_are_switched() -> None:
    desk = desk_with("peaking", "help on", "help on", "depth off")
    assert [what for what in ("peaking", "depth", "help", "panic") if desk.is_on(what)] == ["peaking", "help"]


def test_a_tap_focuses_on_what_is_there() -> None:
    desk = desk_with("tap 0.2 0.4")
    assert desk.step(1.0).inverse_depth == 0.5
    desk.depth_at = lambda x, y: x + y
    desk.act(parse_action("tap 0.2 0.4"))
    assert desk.step(1.0).inverse_depth == pytest.approx(0.6)


@pytest.mark.parametrize("text", ["rack nowhere", "rack b", "rack man nohow", "mark a nowhere", "move nohow", "cue go"])
def test_what_cannot_be_done_is_one_message(text: str) -> None:
    desk = desk_with()
    desk.act(parse_action(text))
    assert len(desk.take_messages()) == 1
    assert desk.step(1.0).inverse_depth == 0.5


def test_move_next_goes_round() -> None:
    desk = desk_with()
    seen = set()
    for _ in MOVES:
        seen.add(desk.move_name)
        desk.act(parse_action("move next"))
    assert seen == set(MOVES)
    assert desk.move_name == "emotional"


def test_pause_twice_goes_on() -> None:
    desk = desk_with("rack 0.9 1 linear")
    desk.step(0.5)
    desk.act(parse_action("pause"))
    desk.step(5.0)
    assert desk.focus.inverse_depth < 0.9
    desk.act(parse_action("pause"))
    assert desk.step(2.0).inverse_depth == 0.9


@given(st.lists(st.tuples(every_action, st.integers(0, 20)), max_size=20))
def test_any_actions_give_the_same_at_15_and_at_240_steps_a_second(story: list[tuple[object, int]]) -> None:
    """Knobs, cues, beats, nudges and all: whatever a hand does, focus is the same within a thousandth of the range."""

    def told(steps_a_beat: int) -> list[float]:
        desk = desk_with("mark a couple", "mark b man", cues=load_cues("cafe", PLANES, MOVES))
        desk.depth_at = lambda x, y: y
        desk.step(0.0, 0.0)
        planes, steps = [], 0
        for action, beats in story:
            desk.act(action)  # type: ignore[arg-type]
            for _ in range(beats * steps_a_beat):
                steps += 1
                desk.step(1 / 15 / steps_a_beat, steps / 15 / steps_a_beat)
            planes.append(desk.focus.inverse_depth)
        return planes

    slow = told(1)
    for steps_a_beat in (3, 16):
        assert told(steps_a_beat) == pytest.approx(slow, abs=1e-3)


def test_an_unknown_move_in_the_settings() -> None:
    with pytest.raises(SettingsError, match="no move 'nohow'"):
        Desk(DeskSettings(move="nohow"))


@given(st.lists(st.tuples(every_action, st.integers(0, 5)), max_size=25))
def test_any_actions_leave_focus_between_the_stops_and_unbroken(story: list[tuple[object, int]]) -> None:
    desk = desk_with("mark a couple", "mark b man", cues=load_cues("cafe", PLANES, MOVES))
    desk.depth_at = lambda x, y: y
    media_s = 0.0
    for action, steps in story:
        before = desk.focus
        desk.act(action)  # type: ignore[arg-type]
        assert desk.focus.inverse_depth == pytest.approx(before.inverse_depth, abs=1e-9)
        assert desk.focus.velocity_per_s == pytest.approx(before.velocity_per_s, abs=1e-6)
        for _ in range(steps):
            media_s += 0.04
            assert 0.0 <= desk.step(0.04, media_s).inverse_depth <= 1.0


def test_the_cafe_starts_on_the_couple_racks_to_the_man_and_comes_back() -> None:
    desk = desk_with(cues=load_cues("cafe", PLANES, MOVES))
    assert desk.focus.inverse_depth == 0.72
    seen = {}
    for frame in range(24 * 24):
        state = desk.step(0.0 if frame == 0 else 1 / 24, frame / 24)
        seen[frame] = state.inverse_depth
    assert {seen[frame] for frame in range(4 * 24)} == {0.72}
    assert seen[6 * 24] == 0.32
    assert seen[int(11.9 * 24)] == 0.72
    for frame in range(1, 12 * 24):
        assert seen[frame] == pytest.approx(seen[12 * 24 + frame], abs=1e-9), "the second round is as the first"


def test_the_cafe_is_the_same_at_any_picture_rate() -> None:
    def run(fps: int) -> list[float]:
        desk = desk_with(cues=load_cues("cafe", PLANES, MOVES))
        desk.step(0.0, 0.0)
        planes = []
        for frame in range(1, 12 * fps + 1):
            state = desk.step(1 / fps, frame / fps)
            if frame % (fps // 15) == 0:
                planes.append(state.inverse_depth)
        return planes

    assert run(15) == pytest.approx(run(240), abs=1e-6)
    assert run(15) == pytest.approx(run(60), abs=1e-6)


LIST = """
[[cues]]
name = "one"
to = 0.1
duration_s = 1.0
curve = "quint"

[[cues]]
name = "two"
to = 0.9
duration_s = 1.0
curve = "quint"
delay_s = 0.5
follow = true
hang_s = 0.25

[[cues]]
name = "three"
to = "a"
duration_s = 2.0
curve = "linear"
rate = 2.0
"""


def test_go_delay_follow_hang_and_rate() -> None:
    desk = desk_with("mark a 0.2", cues=cue_list(LIST))
    desk.act(parse_action("cue go"))
    desk.step(0.0)
    assert desk.step(1.0 + 1e-9).inverse_depth == 0.1
    desk.act(parse_action("cue go"))
    assert desk.step(0.5 - 1e-6).inverse_depth == 0.1
    assert desk.step(1.0 + 2e-6).inverse_depth == 0.9
    assert desk.step(0.25 - 2e-6).inverse_depth == 0.9
    assert desk.step(1.0 - 1e-3).inverse_depth != 0.2
    assert desk.step(2e-3).inverse_depth == 0.2
    desk.take_messages()
    desk.act(parse_action("cue go"))
    assert desk.take_messages() == ["that was the last cue"]


def test_follows_fall_on_the_same_instant_at_any_picture_rate() -> None:
    def run(steps: int) -> list[float]:
        desk = desk_with("mark a 0.2", "cue fire two", cues=cue_list(LIST))
        desk.act(parse_action("cue fire two"))
        planes = []
        for _ in range(60):
            for _ in range(steps):
                desk.step(1 / 15 / steps)
            planes.append(desk.focus.inverse_depth)
        return planes

    assert run(1) == pytest.approx(run(16), abs=1e-6)


def test_back_returns_to_what_was_not_to_what_the_list_says() -> None:
    desk = desk_with(cues=cue_list(LIST))
    desk.act(parse_action("cue go"))
    desk.step(2.0)
    desk.act(parse_action("rack 0.33 0.1"))
    desk.step(1.0)
    desk.act(parse_action("cue fire two"))
    desk.step(1.0)
    desk.act(parse_action("cue back"))
    assert desk.step(3.0).inverse_depth == 0.33
    assert desk.show is not None
    assert desk.show.current is not None
    assert desk.show.current.name == "one"
    desk.act(parse_action("cue back"))
    assert desk.step(3.0).inverse_depth == 0.5
    assert desk.show.current is None


def test_stop_forgets_what_was_to_follow() -> None:
    desk = desk_with("mark a 0.2", cues=cue_list(LIST))
    desk.act(parse_action("cue fire two"))
    desk.step(1.4)
    desk.act(parse_action("cue stop"))
    assert desk.step(10.0).inverse_depth == pytest.approx(0.9, abs=0.1)


def test_a_cue_in_the_middle_of_another_takes_over_from_where_focus_is() -> None:
    desk = desk_with("mark a 0.2", cues=cue_list(LIST))
    desk.act(parse_action("cue fire one"))
    desk.step(0.5)
    before = desk.focus
    desk.act(parse_action("cue fire three"))
    after = desk.step(1e-6)
    assert after.inverse_depth == pytest.approx(before.inverse_depth, abs=1e-5)
    assert after.velocity_per_s == pytest.approx(before.velocity_per_s, abs=1e-4)
    assert desk.step(1.0).inverse_depth == 0.2


def test_a_cue_to_a_mark_that_is_not_set_says_so() -> None:
    desk = desk_with(cues=cue_list(LIST))
    desk.act(parse_action("cue fire three"))
    desk.step(0.1)
    assert any("mark a is not set" in message for message in desk.take_messages())


@pytest.mark.parametrize("bpm", [60, 97, 128, 180])
@pytest.mark.parametrize("fps", [24, 60])
@pytest.mark.parametrize(
    ("text", "every"), [("rack man by bar", 4), ("rack man 2beats quint by beat", 1), ("rack man 4beats on bar", 4)]
)
def test_a_pull_is_there_with_the_beat_of_a_jittering_clock(bpm: int, fps: int, text: str, every: int) -> None:
    """The clock comes through as it does live: read once a picture, each tick with its age, ±5 ms of jitter."""
    desk = desk_with()
    rng = random.Random(bpm * fps)
    beat_s = 60.0 / bpm
    ticks_s = [1.0 + beat_s * number / 24 + rng.uniform(-0.005, 0.005) for number in range(24 * 24)]
    now_s, dt_s, arrived_s, asked = 0.0, 1.0 / fps, None, False
    desk.act(parse_action("tempo start"))
    while now_s < 1.0 + 20 * beat_s and arrived_s is None:
        now_s += dt_s
        while ticks_s and ticks_s[0] <= now_s:
            desk.act(actions.Beat("tick", now_s - ticks_s.pop(0)))
        if now_s > 1.0 + 8.3 * beat_s and not asked:
            desk.act(parse_action(text))
            asked = True
        moved = desk.focus.inverse_depth != 0.32
        left_s = desk.puller.remaining_s
        desk.step(dt_s)
        if asked and moved and desk.focus.inverse_depth == 0.32:
            arrived_s = now_s - dt_s + left_s
    assert desk.take_messages() == []
    assert arrived_s is not None
    beats = (arrived_s - 1.0) / beat_s
    off_s = (beats - round(beats / every) * every) * beat_s
    assert abs(off_s) < 0.010
    assert beats > 8.3


def test_taps_give_a_beat_too_and_without_any_it_is_said() -> None:
    desk = desk_with()
    for text in ("rack man by beat", "rack man 2beats"):
        desk.act(parse_action(text))
    assert desk.take_messages() == ["there is no beat yet: send a MIDI clock, or tap it"] * 2
    for _ in range(4):
        desk.act(parse_action("tempo tap"))
        desk.step(0.5)
    desk.act(parse_action("rack man 2beats quint"))
    desk.step(0.98)
    assert desk.focus.inverse_depth != 0.32
    assert desk.step(0.03).inverse_depth == 0.32


def test_a_cue_may_go_with_the_beat() -> None:
    desk = desk_with(cues=cue_list('[[cues]]\nname = "down"\nto = "man"\nbeats = 2\nsync = "by bar"\n'))
    for _ in range(5):
        desk.act(parse_action("tempo tap"))
        desk.step(0.5)
    desk.act(parse_action("cue go"))  # on beat 4, just heard: two beats from now is 6, the bar after that begins with 8
    desk.step(1.95)
    assert desk.focus.inverse_depth != 0.32
    assert desk.step(0.1).inverse_depth == 0.32
