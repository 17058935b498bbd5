"""Cue lists: the pulls of a show, in their order, read from TOML and checked with file and line.

title = "Café"
start = "couple"                 # where focus is before the first cue

[marks]
a = "couple"
b = "man"

[[cues]]
name = "the man appears"
to = "man"                       # a mark's letter, a plane (0…1), or the source's own name for one
at_s = 4.5                       # by itself, at this time of the source; without it, on Go
move = "reveal"                  # or duration_s and curve
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import Field, field_validator

from livefocus.errors import SettingsError, SourceLine
from livefocus.focus.easing import parse_curve
from livefocus.focus.marks import LETTERS, Place
from livefocus.focus.reveal import RevealSettings
from livefocus.focus.tempo import Sync
from livefocus.tomlfile import Location, StrictModel, line_of, parse_toml

REVEALED = "revealed"
"""The name of the plane of what the reveal trigger saw last."""


class Cue(StrictModel):
    """One pull of a list.

    Attributes
    ----------
    to
        Where: a plane, a mark's letter or the source's own name for a plane.
    at_s
        Time of the source at which it goes by itself; None: on Go, or after another.
    move, duration_s, curve
        How: a move, with its duration or curve replaced where these are given; the desk's move where none is.
    delay_s
        Wait between the call and the pull.
    follow
        What goes by itself once this has arrived: True for the next in the list, or another's name.
    hang_s
        Wait between the arrival and what follows.
    rate
        Speed of the whole cue, waits and all: 2 takes half the time.
    reveal
        Region (left, top, right, bottom, 0…1 of the picture): when it is this cue's turn and something new comes into
        view there behind the plane of focus, it goes. What came is the place `revealed`.
    beats, sync
        Duration in beats, and with which beat: as `rack … 4beats by bar`.
    """

    name: str = Field(min_length=1, max_length=200)
    to: Place
    at_s: float | None = Field(None, ge=0.0, le=1e7)
    move: str = ""
    duration_s: float | None = Field(None, ge=0.0, le=3600.0)
    curve: str = ""
    delay_s: float = Field(0.0, ge=0.0, le=3600.0)
    follow: bool | str = False
    hang_s: float = Field(0.0, ge=0.0, le=3600.0)
    rate: float = Field(1.0, gt=0.0, le=100.0)
    beats: float | None = Field(None, gt=0.0, le=1024.0)
    sync: Sync = ""
    reveal: tuple[float, float, float, float] | None = None

    @field_validator("reveal")
    @classmethod
    def _is_a_region(cls, region: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
        if region is not None:
            RevealSettings(region)
        return region

    @field_validator("curve")
    @classmethod
    def _is_a_curve(cls, curve: str) -> str:
        if curve:
            parse_curve(curve)
        return curve


class CueList(StrictModel):
    """A show.

    Attributes
    ----------
    scene
        Source it is made for, for `livefocus demo`.
    start
        Where focus is before the first cue; None: wherever it is.
    loop_s
        Where the source repeats itself: times of the cues count from the start of each round.
    marks
        Where the marks are set.
    """

    title: str = ""
    description: str = ""
    scene: str = ""
    start: Place | None = None
    loop_s: float | None = Field(None, gt=0.0)
    marks: dict[str, Place] = Field(default_factory=dict)
    cues: tuple[Cue, ...] = ()

    def index(self, name: str) -> int | None:
        """Return which cue has this name, None where none has."""
        return next((number for number, cue in enumerate(self.cues) if cue.name == name), None)

    def after(self, index: int) -> int | None:
        """Return which cue follows this one by itself, None where none does."""
        follow = self.cues[index].follow
        if isinstance(follow, str):
            return self.index(follow)
        return index + 1 if follow and index + 1 < len(self.cues) else None


def parse_cues(text: str, path: Path, planes: Collection[str], moves: Collection[str]) -> CueList:
    """Read a cue list from TOML text.

    Parameters
    ----------
    text
        The file.
    path
        For messages.
    planes
        The source's names for planes.
    moves
        Names of the moves there are.

    Raises
    ------
    SettingsError
        With file and line: not TOML, an unknown key, mark, plane, move or cue, a name twice, follows in a circle.
    """
    cues = parse_toml(text, CueList, path)
    problem = _marks_problem(cues, planes) or _cues_problem(cues, planes, moves) or _follow_problem(cues)
    if problem:
        where, reason = problem
        raise SettingsError(f"{SourceLine(str(path), line_of(text, where))}: {reason}")
    return cues


Problem = tuple[Location, str] | None


def _marks_problem(cues: CueList, planes: Collection[str]) -> Problem:
    for letter, place in cues.marks.items():
        if len(letter) != 1 or letter not in LETTERS:
            return ("marks", letter), f"there is no mark '{letter}'; take a to h"
        if isinstance(place, str) and place not in planes:
            return ("marks", letter), _no_such_place(place, planes, ())
    if isinstance(cues.start, str) and cues.start not in planes and cues.start not in cues.marks:
        return ("start",), _no_such_place(cues.start, planes, cues.marks)
    return None


def _cues_problem(cues: CueList, planes: Collection[str], moves: Collection[str]) -> Problem:
    seen: set[str] = set()
    for number, cue in enumerate(cues.cues):
        at = ("cues", number)
        if cue.name in seen:
            return (*at, "name"), f"a cue before this one is called '{cue.name}' too"
        seen.add(cue.name)
        if isinstance(cue.to, str) and cue.to not in (*planes, REVEALED) and cue.to.lower() not in LETTERS:
            return (*at, "to"), _no_such_place(cue.to, planes, cues.marks)
        if cue.move and cue.move not in moves:
            return (*at, "move"), f"there is no move '{cue.move}'; take one of {', '.join(sorted(moves))}"
        if cue.at_s is not None and cues.loop_s is not None and cue.at_s >= cues.loop_s:
            return (*at, "at_s"), f"the source starts again after {cues.loop_s:g} s"
    return None


def _follow_problem(cues: CueList) -> Problem:
    """Find a follow that leads nowhere or round in a circle; each cue has one follower at most, so one walk does."""
    numbers = {cue.name: number for number, cue in enumerate(cues.cues)}
    done: set[int] = set()
    for number, cue in enumerate(cues.cues):
        if isinstance(cue.follow, str) and cue.follow not in numbers:
            return ("cues", number, "follow"), f"there is no cue '{cue.follow}'"
    for number in range(len(cues.cues)):
        walk: list[int] = []
        on_walk: set[int] = set()
        at: int | None = number
        while at is not None and at not in done:
            if at in on_walk:
                circle = [*walk[walk.index(at) :], at]
                names = " → ".join(cues.cues[one].name for one in circle)
                return ("cues", walk[-1], "follow"), f"these cues follow each other in a circle: {names}"
            walk.append(at)
            on_walk.add(at)
            follow = cues.cues[at].follow
            at = numbers[follow] if isinstance(follow, str) else cues.after(at)
        done |= on_walk
    return None


def _no_such_place(name: str, planes: Collection[str], marks: Collection[str]) -> str:
    known = ", ".join([*planes, *marks]) or "none has a name here"
    return f"there is no plane or mark '{name}'; take a plane (0 to 1), a mark (a to h) or a name ({known})"
