from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.control import actions
from livefocus.control.actions import Action
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ControlError

numbers = st.floats(-10.0, 10.0)
shares = st.floats(0.0, 1.0)
words = st.from_regex(r"[A-Za-z_][A-Za-z_]{1,8}", fullmatch=True).filter(
    lambda word: word.lower() not in ("nan", "inf", "infinity")
)
curves = st.sampled_from(["quint", "s:0.2:0.5"])
syncs = st.sampled_from(["", "on beat", "on bar", "by beat", "by bar"])
letters = st.sampled_from("abcdefgh")

every_action: st.SearchStrategy[Action] = st.one_of(
    st.builds(actions.FocusOn, numbers),
    st.builds(actions.FocusAt, shares, shares),
    st.builds(actions.NudgeBy, numbers),
    st.builds(actions.Rack, letters | words, words | st.just(""), st.none() | st.floats(0.0, 60.0)),
    st.builds(
        actions.Rack, letters, words | st.just(""), st.floats(0.0, 60.0), st.sampled_from(["quint", "s:0.2:0.5"])
    ),
    st.just(actions.Swap()),
    st.builds(actions.SetMark, letters, words | st.just("")),
    st.builds(actions.Rack, letters, words | st.just(""), st.none(), st.just(""), st.floats(0.0, 64.0), syncs),
    st.builds(actions.MarkAt, letters, shares, shares),
    st.builds(actions.FollowAt, shares, shares),
    st.builds(actions.Follow, letters | st.sampled_from(["face", "nearest", "next", "off"])),
    st.builds(actions.TuneFollow, st.sampled_from(["sensitivity", "speed"]), shares),
    st.builds(actions.TuneFollow, st.just("lock"), st.sampled_from(["strong", "weak", "fixed"])),
    st.builds(actions.Beat, st.sampled_from(["tap", "tick", "start"])),
    st.builds(actions.Fade, shares),
    st.builds(actions.Turn, st.sampled_from(["focus", "fade", "blur"]), shares),
    st.builds(actions.Turn, st.sampled_from(["focus", "fade", "blur"]), numbers, st.just(True)),
    st.builds(actions.Pull, st.sampled_from(["stop", "cancel", "reverse", "pause", "resume"])),
    st.builds(actions.CueAction, st.sampled_from(["go", "back", "stop"])),
    st.builds(actions.CueAction, st.just("fire"), st.lists(words, min_size=1, max_size=3).map(" ".join)),
    st.builds(actions.ChooseMove, words),
    st.builds(actions.ChooseLook, words),
    st.builds(actions.FNumber, st.integers(-30, 30)),
    st.builds(
        actions.Toggle,
        st.sampled_from(["peaking", "depth", "help", "panic", "fullscreen"]),
        st.sampled_from([None, True, False]),
    ),
    st.builds(actions.Learn, st.sampled_from(["focus", "fade", "blur", "rack b", "cue fire the man", "off"])),
    st.just(actions.Quit()),
)


@given(every_action)
def test_every_action_can_be_written_and_read_back(action: Action) -> None:
    assert parse_action(str(action)) == action


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "no action ''"),
        ("zoom 2", "no action 'zoom'"),
        ("focus", "too few words"),
        ("focus near", "no number"),
        ("focus nan", "no number"),
        ("focus inf", "no number"),
        ("rack", "too few words"),
        ("rack b -1", "no duration"),
        ("rack b 1 bouncy", "no curve"),
        ("rack b 1 quint more", "too many words"),
        ("mark z", "no mark"),
        ("mark ab", "no mark"),
        ("fade 2", "between 0 and 1"),
        ("tap 0.5", "too few words"),
        ("tap 0.5 7", "between 0 and 1"),
        ("turn zoom 0.5", "cannot be turned"),
        ("turn focus 7", "between 0 and 1"),
        ("cue", "too few words"),
        ("cue fire", "named one"),
        ("cue go now", "named one"),
        ("fnumber 2.8", "fnumber"),
        ("panic maybe", "neither on nor off"),
        ("swap b", "too many words"),
    ],
)
def test_what_is_not_understood_is_said(text: str, part: str) -> None:
    with pytest.raises(ControlError) as caught:
        parse_action(text)
    assert part in str(caught.value)
    assert caught.value.advice


@given(st.text(max_size=30))
def test_any_text_is_an_action_or_refused(text: str) -> None:
    try:
        action = parse_action(text)
    except ControlError:
        return
    assert parse_action(str(action)) == action
