from __future__ import annotations

import os
from pathlib import Path

import pytest

from livefocus.control import actions
from livefocus.control.desk import Desk
from livefocus.control.vocabulary import parse_action
from livefocus.errors import SettingsError
from livefocus.focus.cue_file import CueFile
from livefocus.focus.cues import Cue
from livefocus.focus.moves import load_moves

MOVES = load_moves()
PLANES = {"couple": 0.72, "man": 0.32}
TEXT = """\
# the evening of the premiere
title = "Evening"   # as printed

[marks]
a = "couple"

# --- act one ---
[[cues]]
name = "one"
to = "man"          # he enters left
duration_s = 1.0

[[cues]]
name = "two"
to = "a"
move = "snap"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "evening.toml"
    path.write_text(TEXT)
    return path


def write(path: Path, text: str) -> None:
    """Write as an editor does, and make sure the time stamp differs."""
    before = path.stat().st_mtime_ns
    path.write_text(text)
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def test_comments_are_kept_on_save(path: Path) -> None:
    book = CueFile(str(path), PLANES, MOVES)
    book.update("one", to=0.25, duration_s=2.0)
    cues = book.add(Cue(name="three", to=0.4, move="reveal"))
    assert [cue.name for cue in cues.cues] == ["one", "two", "three"]
    text = path.read_text()
    for comment in ("# the evening of the premiere", "# as printed", "# --- act one ---", "# he enters left"):
        assert comment in text
    assert "to = 0.25          # he enters left" in text
    assert CueFile(str(path), PLANES, MOVES).cues == cues
    assert book.changed() is None, "its own writing is no change"
    assert [other.name for other in path.parent.iterdir()] == ["evening.toml"]


def test_a_file_without_cues_gets_its_first(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    path.write_text('title = "New"\n')
    assert [cue.name for cue in CueFile(str(path), PLANES, MOVES).add(Cue(name="one", to=0.4)).cues] == ["one"]


@pytest.mark.parametrize(
    ("do", "part"),
    [
        (lambda book: book.add(Cue(name="one", to=0.4)), "called 'one' too"),
        (lambda book: book.add(Cue(name="x", to="nobody")), "no plane or mark 'nobody'"),
        (lambda book: book.update("nine", to=0.4), "no cue 'nine'"),
        (lambda book: book.update("one", zoom=0.4), "unknown key"),
    ],
)
def test_what_would_make_it_wrong_is_not_written(path: Path, do: object, part: str) -> None:
    book = CueFile(str(path), PLANES, MOVES)
    with pytest.raises(SettingsError) as caught:
        do(book)  # type: ignore[operator]
    assert part in str(caught.value)
    assert path.read_text() == TEXT


def test_a_list_that_comes_with_livefocus_is_not_written_to() -> None:
    book = CueFile("cafe", PLANES, MOVES)
    with pytest.raises(SettingsError, match="comes with livefocus"):
        book.update("the couple", to=0.4)


def test_a_change_on_disk_is_seen_once_and_a_wrong_one_is_said_once(path: Path) -> None:
    book = CueFile(str(path), PLANES, MOVES)
    assert book.changed() is None
    write(path, TEXT.replace('"snap"', '"reveal"'))
    cues = book.changed()
    assert cues is not None
    assert cues.cues[1].move == "reveal"
    assert book.changed() is None
    write(path, TEXT.replace('"snap"', '"nohow"'))
    with pytest.raises(SettingsError, match="no move 'nohow'"):
        book.changed()
    assert book.changed() is None
    assert book.cues.cues[1].move == "reveal"
    path.unlink()
    assert book.changed() is None


def test_hot_reload_keeps_the_running_cue_and_goes_on_after_it(path: Path) -> None:
    book = CueFile(str(path), PLANES, MOVES)
    desk = Desk(planes=PLANES, moves=MOVES, cues=book.cues)
    desk.act(parse_action("cue go"))
    desk.step(0.5)
    before = desk.focus
    write(
        path, TEXT.replace("# --- act one ---", '[[cues]]\nname = "zero"\nto = 0.9\n').replace('to = "a"', "to = 0.6")
    )
    cues = book.changed()
    assert cues is not None
    desk.take_cues(cues)
    assert desk.focus == before
    desk.step(0.6)
    assert desk.focus.inverse_depth == 0.32
    desk.act(parse_action("cue go"))
    assert desk.step(0.5).inverse_depth == 0.6
    desk.act(parse_action("cue back"))
    assert desk.step(0.5).inverse_depth == 0.32


def test_hot_reload_keeps_what_waits_and_drops_what_is_gone(path: Path) -> None:
    text = TEXT.replace("duration_s = 1.0", "duration_s = 1.0\nfollow = true\nhang_s = 0.5")
    path.write_text(text)
    book = CueFile(str(path), PLANES, MOVES)
    for changed, arrives in ((text.replace("# he", "# She"), 0.72), (text.split('[[cues]]\nname = "two"')[0], 0.32)):
        desk = Desk(planes=PLANES, moves=MOVES, cues=book.cues)
        desk.act(parse_action("cue go"))
        desk.step(1.2)
        write(path, changed.replace("follow = true", "follow = false"))
        cues = book.changed()
        assert cues is not None
        desk.take_cues(cues)
        assert desk.step(1.0).inverse_depth == arrives
        write(path, text)
        book.changed()


def test_a_mark_moved_in_the_file_moves_but_one_moved_by_hand_stays(path: Path) -> None:
    book = CueFile(str(path), PLANES, MOVES)
    desk = Desk(planes=PLANES, moves=MOVES, cues=book.cues)
    desk.act(parse_action("mark a 0.5"))
    write(path, TEXT.replace("he enters", "she enters"))
    desk.take_cues(book.changed() or book.cues)
    assert desk.marks.get("a") == 0.5
    write(path, TEXT.replace('a = "couple"', "a = 0.7"))
    desk.take_cues(book.changed() or book.cues)
    assert desk.marks.get("a") == 0.7


def test_cues_are_written_from_the_desk(path: Path) -> None:
    book = CueFile(str(path), PLANES, MOVES)
    desk = Desk(planes=PLANES, moves=MOVES, cues=book.cues)
    desk.act(parse_action("cue set"))
    desk.act(parse_action("cue add later"))
    assert desk.take_messages() == [
        "there is no cue list to write to: start with --cues FILE.toml",
        "there is no cue list to write to: start with --cues FILE.toml",
    ]
    desk.book = book
    desk.act(parse_action("cue go"))
    desk.step(2.0)
    desk.act(parse_action("rack 0.456789 0.1"))
    desk.step(0.2)
    desk.act(parse_action("cue set"))
    desk.act(parse_action("rack a 0.1"))
    desk.act(actions.CueAction("add", "at the end"))
    cues = CueFile(str(path), PLANES, MOVES).cues
    assert [(cue.name, cue.to) for cue in cues.cues] == [("one", 0.4568), ("two", "a"), ("at the end", "a")]
    assert cues.cues[2].move == "emotional"
    desk.act(parse_action("cue add one"))
    assert any("called 'one' too" in message for message in desk.take_messages())
