"""How the show stands, as plain values: what every surface shows its hand in return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, get_args

from livefocus.control.actions import ToggleName
from livefocus.control.desk import Desk
from livefocus.focus.marks import LETTERS


@dataclass(frozen=True, slots=True)
class MarkState:
    """A mark that is set.

    Attributes
    ----------
    inverse_depth
        Its plane.
    on_subject
        Whether it sits on something and moves with it.
    lost
        Whether what it sits on is out of sight; it stays on its last plane then.
    """

    inverse_depth: float
    on_subject: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk does not know of its own show.

    Attributes
    ----------
    source
        Name of the source.
    size
        Width and height of the picture, in pixels.
    look, f_number
        The look, and the f-number it is at now.
    looks, moves
        Names that can be chosen.
    fps
        Pictures a second over the last ones.
    latency_ms
        From a frame's capture to its picture, or None where the source has no such time.
    depth_age_frames
        How old the depth of the last picture was.
    dropped
        Frames no picture was drawn from.
    """

    source: str = ""
    size: tuple[int, int] = (0, 0)
    look: str = ""
    f_number: float = 0.0
    looks: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    fps: float = 0.0
    latency_ms: float | None = None
    depth_age_frames: float = 0.0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class ShowState:
    """How the show stands after a tick.

    Attributes
    ----------
    focus, target, velocity_per_s
        Where focus is, where it goes and how fast, in inverse depth.
    far, near
        The end stops.
    marks
        Those that are set, by letter `a`…`h`.
    names
        The source's own names for planes.
    move
        How pulls that name no move are pulled.
    following
        Name of the subject focus follows, empty for none.
    bpm
        Tempo, or None while there is none.
    cues, cue, next_cue
        Names of the cues; the one that went last and the one Go calls, empty for none.
    cues_gone
        How many cues have gone so far: it counts on where the same one goes twice.
    blur
        What the blur is turned down to by a knob: 1 is all of it.
    learning
        What the MIDI control that is touched next will do, empty while nothing is being learned.
    switches
        `peaking`, `depth`, `help`, `panic`, `fullscreen`, each on or not.
    messages
        What the operator has been told in this tick.
    facts
        See there.
    """

    focus: float
    target: float
    velocity_per_s: float
    far: float
    near: float
    marks: Mapping[str, MarkState]
    names: Mapping[str, float]
    move: str
    following: str
    bpm: float | None
    cues: tuple[str, ...]
    cue: str
    next_cue: str
    cues_gone: int
    switches: Mapping[str, bool]
    blur: float = 1.0
    learning: str = ""
    messages: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; what is plain already is not copied, for there may be ten thousand cues."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        data["marks"] = {letter: asdict(mark) for letter, mark in self.marks.items()}
        data["facts"] = asdict(self.facts)
        return data


def show_state(desk: Desk, facts: Facts, messages: tuple[str, ...] = (), learning: str = "") -> ShowState:
    """Return how a desk's show stands."""
    focus, stops, show = desk.focus, desk.puller.stops, desk.show
    return ShowState(
        focus=focus.inverse_depth,
        target=focus.target_inverse_depth,
        velocity_per_s=focus.velocity_per_s,
        far=stops.far,
        near=stops.near,
        marks=_marks(desk),
        names=dict(desk.marks.names),
        move=desk.move_name,
        following=desk.subjects.following,
        bpm=desk.tempo.bpm,
        cues=show.names if show else (),
        cue=show.current.name if show and show.current else "",
        next_cue=show.upcoming.name if show and show.upcoming else "",
        cues_gone=show.gone if show else 0,
        switches={what: desk.is_on(what) for what in get_args(ToggleName)},
        blur=desk.switches.dialled,
        learning=learning,
        messages=messages,
        facts=facts,
    )


def _marks(desk: Desk) -> dict[str, MarkState]:
    planes = {letter: desk.marks.get(letter) for letter in LETTERS}
    return {
        letter: MarkState(plane, desk.subjects.holds(letter), letter in desk.subjects.lost)
        for letter, plane in planes.items()
        if plane is not None
    }
