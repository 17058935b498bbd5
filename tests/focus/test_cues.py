from __future__ import annotations

import time
from pathlib import Path

import pytest

from livefocus.errors import SettingsError
from livefocus.focus.cue_file import load_cues
from livefocus.focus.cue_runner import CueRunner
from livefocus.focus.cues import parse_cues
from livefocus.focus.moves import load_moves
from livefocus.settings import preset_names

PLANES = {"couple": 0.72, "man": 0.32}
MOVES = load_moves()
GOOD = '[[cues]]\nname = "one"\nto = 0.5\n'


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[[cues]]\nname = "one"\nto = "nobody"\n', 3, "no plane or mark 'nobody'"),
        ('[[cues]]\nname = "one"\nto = 0.5\nmove = "nohow"\n', 4, "no move 'nohow'"),
        ('[[cues]]\nname = "one"\nto = 0.5\ncurve = "nohow"\n', 4, "no curve 'nohow'"),
        ('[[cues]]\nname = "one"\nto = 0.5\nat_s = -1\n', 4, "at_s"),
        ('[[cues]]\nname = "one"\nto = 0.5\nduration_s = nan\n', 4, "duration_s"),
        ('[[cues]]\nname = "one"\nto = 0.5\nzoom = 2\n', 4, "unknown key"),
        ('[[cues]]\nname = "one"\n', 1, "to"),
        (GOOD + '\n[[cues]]\nname = "one"\nto = 0.5\n', 6, "called 'one' too"),
        (GOOD + 'follow = "two"\n', 4, "no cue 'two'"),
        (GOOD + 'follow = "one"\n', 4, "circle: one → one"),
        (GOOD + 'follow = true\n[[cues]]\nname = "two"\nto = 0.5\nfollow = "one"\n', 8, "circle: one → two → one"),
        ("[marks]\nz = 0.5\n", 2, "no mark 'z'"),
        ('[marks]\na = "nobody"\n', 2, "no plane or mark 'nobody'"),
        ('start = "nobody"\n', 1, "no plane or mark 'nobody'"),
        ("loop_s = 5\n" + GOOD + "at_s = 7\n", 5, "starts again after 5 s"),
        ('[[cues]\nname = "one"\n', 1, "not valid TOML"),
    ],
)
def test_a_wrong_list_is_refused_with_file_and_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_cues(text, Path("show.toml"), PLANES, MOVES)
    assert str(caught.value).startswith(f"show.toml:{line}: ")
    assert reason in str(caught.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match=r"cannot read nowhere\.toml"):
        load_cues("nowhere.toml", PLANES, MOVES)


def test_a_preset_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match="no cue 'nowhere'"):
        load_cues("nowhere", PLANES, MOVES)


def test_every_shipped_move_can_be_read_and_says_what_it_is() -> None:
    assert {"emotional", "reveal", "suspense", "snap", "hold"} <= set(preset_names("moves"))
    assert all(move.title and move.description for move in MOVES.values())


def test_moves_are_checked_with_file_and_line(tmp_path: Path) -> None:
    from livefocus.focus.moves import load_move

    path = tmp_path / "mine.toml"
    for text, reason in [
        ("duration_s = 0\n", ":1: duration_s"),
        ('duration_s = 1\ncurve = "nohow"\n', ":2: curve"),
        ("duration_s = 1\n[[stages]]\ntime = 1\nway = 0.5\n", "must add up"),
    ]:
        path.write_text(text)
        with pytest.raises(SettingsError) as caught:
            load_move(str(path))
        assert reason in str(caught.value)


def big_list(count: int) -> str:
    cue = '[[cues]]\nname = "cue {n}"\nto = 0.5\nat_s = {n}.5\nfollow = {follow}\n'
    return "".join(cue.format(n=n, follow="true" if n % 7 else "false") for n in range(count))


def test_ten_thousand_cues_are_read_and_run_quickly() -> None:
    begun = time.perf_counter()
    cues = parse_cues(big_list(10_000), Path("show.toml"), PLANES, MOVES)
    assert time.perf_counter() - begun < 5.0
    runner = CueRunner(cues)
    list(runner.advance(0.0, 0.0))
    begun = time.perf_counter()
    gone = [one for frame in range(1, 2401) for one in runner.advance(1 / 24, frame / 24)]
    assert time.perf_counter() - begun < 1.0
    assert [one.number for one in gone] == list(range(100))


def test_a_source_that_jumps_calls_the_cue_it_would_have_called_last() -> None:
    cues = parse_cues(big_list(10), Path("show.toml"), PLANES, MOVES)
    runner = CueRunner(cues)
    assert [one.number for one in runner.advance(0.1, 5.0)] == [4]
    assert [one.number for one in runner.advance(0.1, 2.0)] == [1]
    assert [one.number for one in runner.advance(0.1, 2.1)] == []


def test_a_cue_goes_at_its_own_instant_within_the_step() -> None:
    cues = parse_cues(big_list(3), Path("show.toml"), PLANES, MOVES)
    runner = CueRunner(cues)
    list(runner.advance(0.0, 0.0))
    gone = list(runner.advance(0.5, 2.0))
    assert [(one.number, one.after_s) for one in gone] == [(0, pytest.approx(0.125)), (1, pytest.approx(0.375))]
