"""The cue list's file while a show runs: edits are taken, what the desk writes is written, nobody waits for either."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livefocus.app.cue_watch import CueWatch, News
from livefocus.app.threads import Crew
from livefocus.control.desk import Desk
from livefocus.control.vocabulary import parse_action
from livefocus.focus.cue_file import CueFile
from livefocus.focus.moves import load_moves

MOVES = load_moves()
LIST = '[[cues]]\nname = "one" # the first\nto = 0.2\nduration_s = 1.0\n\n[[cues]]\nname = "two"\nto = 0.8\n'
LIMIT_S = 60.0

Watching = Callable[[str], tuple[CueWatch, Desk]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cues.toml"


@pytest.fixture
def watching(path: Path) -> Iterator[Watching]:
    said: list[str] = []
    with Crew(said.append) as crew:

        def begin(text: str) -> tuple[CueWatch, Desk]:
            path.write_text(text)
            file = CueFile(str(path), {}, MOVES)
            watch, desk = CueWatch(file, crew), Desk(moves=MOVES, cues=file.cues)
            desk.book = watch
            return watch, desk

        yield begin
    assert said == []


def next_news(watch: CueWatch) -> News:
    deadline_s = time.monotonic() + LIMIT_S
    while not (news := watch.take()):
        assert time.monotonic() < deadline_s, "no news of the file"
        time.sleep(0.01)
    (one,) = news
    return one


def test_an_edit_is_taken_and_the_running_cue_goes_on(path: Path, watching: Watching) -> None:
    watch, desk = watching(LIST)
    desk.act(parse_action("cue go"))
    desk.step(0.5)
    path.write_text(LIST.replace('"two"', '"second"'))
    news = next_news(watch)
    assert news.message == "the cue list has changed, and is taken"
    assert news.cues is not None
    before = desk.focus
    desk.take_cues(news.cues)
    assert desk.focus == before
    assert desk.show is not None
    assert desk.show.current is not None
    assert (desk.show.current.name, desk.show.names) == ("one", ("one", "second"))
    assert desk.step(0.6).inverse_depth == 0.2


def test_a_wrong_edit_is_said_once_with_its_line(path: Path, watching: Watching) -> None:
    watch, _ = watching(LIST)
    path.write_text(LIST.replace("to = 0.8", 'to = "nobody"'))
    news = next_news(watch)
    assert news.cues is None
    assert f"{path}:8: there is no plane or mark 'nobody'" in news.message
    assert news.message.endswith("the cues stay as they were")
    time.sleep(0.6)
    assert watch.take() == []


def test_what_the_desk_writes_is_written_with_the_comments_kept(path: Path, watching: Watching) -> None:
    watch, desk = watching(LIST)
    desk.act(parse_action("focus 0.5"))
    desk.act(parse_action("cue add three"))
    assert desk.take_messages() == []
    news = next_news(watch)
    assert news.message == "cue written"
    assert news.cues is not None
    assert [cue.name for cue in news.cues.cues] == ["one", "two", "three"]
    assert "# the first" in path.read_text()
    desk.act(parse_action("cue add three"))
    assert "called 'three' too" in next_news(watch).message


def test_ten_thousand_cues_can_be_edited_and_nobody_waits(path: Path, watching: Watching) -> None:
    """The tick that asks takes what is there and no more, though reading the list takes a thousand times as long."""
    many = "".join(f'[[cues]]\nname = "cue {n}"\nto = 0.5\n' for n in range(10_000))
    watch, desk = watching(many)
    path.write_text(many.replace("to = 0.5", "to = 0.4", 1))
    ticks, found, deadline_s = 0, [], time.monotonic() + LIMIT_S
    while not found and time.monotonic() < deadline_s:
        found = watch.take()
        desk.step(1 / 60)
        ticks += 1
        time.sleep(0.002)
    assert found[0].cues is not None
    assert found[0].cues.cues[0].to == 0.4
    assert ticks > 20
