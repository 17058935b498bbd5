from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.control import actions
from livefocus.control.bindings import load_keys
from livefocus.control.keyboard import Keyboard
from livefocus.errors import SettingsError
from livefocus.events import CloseEvent, KeyEvent, PointerEvent

SHIFT, CTRL = frozenset({"shift"}), frozenset({"ctrl"})


@pytest.fixture(autouse=True)
def no_keys_of_the_tester(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livefocus.control.bindings.config_folder", lambda: tmp_path / "settings")


@pytest.mark.parametrize(
    ("event", "action"),
    [
        (KeyEvent("1"), actions.Rack("a")),
        (KeyEvent("8"), actions.Rack("h")),
        (KeyEvent("8", SHIFT), actions.SetMark("h")),
        (KeyEvent("tab"), actions.Swap()),
        (KeyEvent("space"), actions.CueAction("go")),
        (KeyEvent("backspace"), actions.CueAction("back")),
        (KeyEvent("left"), actions.NudgeBy(0.02)),
        (KeyEvent("right", SHIFT), actions.NudgeBy(-0.004)),
        (KeyEvent("["), actions.FNumber(-1)),
        (KeyEvent("]"), actions.FNumber(1)),
        (KeyEvent("f"), actions.Toggle("peaking")),
        (KeyEvent("d"), actions.Toggle("depth")),
        (KeyEvent("h"), actions.Toggle("help")),
        (KeyEvent("escape"), actions.Toggle("panic")),
        (KeyEvent("f11"), actions.Toggle("fullscreen")),
        (KeyEvent("wheelup"), actions.NudgeBy(-0.02)),
        (KeyEvent("wheeldown", SHIFT), actions.NudgeBy(0.004)),
        (KeyEvent("."), actions.Turn("fade", 0.05, relative=True)),
        (KeyEvent("wheeldown", CTRL), actions.Turn("fade", -0.05, relative=True)),
        (KeyEvent("n"), actions.Follow("next")),
        (PointerEvent(0.25, 0.75), actions.FocusAt(0.25, 0.75)),
        (PointerEvent(0.25, 0.75, "left", SHIFT), actions.FollowAt(0.25, 0.75)),
        (PointerEvent(0.25, 0.75, "left", CTRL), actions.MarkAt("a", 0.25, 0.75)),
        (PointerEvent(0.25, 0.75, "left", CTRL | SHIFT), actions.MarkAt("b", 0.25, 0.75)),
        (CloseEvent(), actions.Quit()),
    ],
)
def test_the_keys_of_the_design(event: KeyEvent, action: actions.Action) -> None:
    assert Keyboard(load_keys()).actions([event]) == [action]


def test_a_held_key_repeats_a_nudge_but_not_a_rack() -> None:
    keyboard = Keyboard(load_keys())
    assert len(keyboard.actions([KeyEvent("up"), KeyEvent("up", repeat=True)])) == 2
    assert len(keyboard.actions([KeyEvent("tab"), KeyEvent("tab", repeat=True)])) == 1


def test_a_held_key_moves_the_fader_on() -> None:
    assert len(Keyboard(load_keys()).actions([KeyEvent("."), KeyEvent(".", repeat=True)])) == 2


def test_buttons_are_bound_like_keys(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('[keys]\nclick = ""\nrightclick = "tap"\nmiddleclick = "swap"\n"alt+click" = "mark c"\n')
    keyboard = Keyboard(load_keys(own))
    assert keyboard.actions([PointerEvent(0.1, 0.2)]) == []
    assert keyboard.actions([PointerEvent(0.1, 0.2, "right")]) == [actions.FocusAt(0.1, 0.2)]
    assert keyboard.actions([PointerEvent(0.1, 0.2, "middle")]) == [actions.Swap()]
    assert keyboard.actions([PointerEvent(0.1, 0.2, "left", frozenset({"alt"}))]) == [actions.SetMark("c")]


def test_a_key_bound_to_nothing_means_nothing() -> None:
    assert Keyboard(load_keys()).actions([KeyEvent("z"), KeyEvent("1", frozenset({"ctrl"}))]) == []


def test_own_keys_go_over_the_default_ones(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('[keys]\n1 = "rack b suspense"\n"Shift+Ctrl+B" = "rack b 2 quint"\nescape = ""\n')
    keyboard = Keyboard(load_keys(own))
    assert keyboard.actions([KeyEvent("1")]) == [actions.Rack("b", "suspense")]
    assert keyboard.actions([KeyEvent("b", frozenset({"ctrl", "shift"}))]) == [actions.Rack("b", "", 2.0, "quint")]
    assert keyboard.actions([KeyEvent("escape")]) == []
    assert keyboard.actions([KeyEvent("2")]) == [actions.Rack("b")]


def test_keys_in_the_users_settings_are_found(tmp_path: Path) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "keys.toml").write_text('[keys]\nz = "quit"\n')
    assert Keyboard(load_keys()).actions([KeyEvent("z")]) == [actions.Quit()]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[keys]\na = "rack b"\nq = "quite"\n', 3, "no action 'quite'"),
        ('[keys]\n"hyper+q" = "quit"\n', 2, "no modifier"),
        ('[keys]\nfoo = "quit"\n', 2, "no key 'foo'"),
        ('[keys]\nclick = "follow me"\n', 2, "'follow me' is not understood"),
        ("[keys]\na = 3\n", 2, "keys.a"),
        ('[keys]\na = "quit\n', 2, "not valid TOML"),
        ('[keyes]\na = "quit"\n', 1, "keyes"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_keys(own)
    assert reason in str(caught.value)
    assert f"{own}:{line}: " in str(caught.value)
