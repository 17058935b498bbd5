"""Everything a hand can ask for, as plain values, with one text form for keys, MIDI, OSC, web and `livefocus send`.

The text form is a verb and words: `rack b 1.5 quint`, `focus 0.42`, `mark a`, `cue go`. `str(action)` writes it,
`vocabulary.parse_action` reads it, and the two are inverse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from livefocus.control.knob import KnobSettings
from livefocus.focus.follow import Lock
from livefocus.focus.tempo import Sync

CueCommand = Literal["go", "back", "stop", "fire", "add", "set"]
ToggleName = Literal["peaking", "depth", "help", "panic", "fullscreen"]
PullCommand = Literal["stop", "cancel", "reverse", "pause", "resume"]
TurnTarget = Literal["focus", "fade", "blur"]
BeatKind = Literal["tap", "tick", "start"]


@dataclass(frozen=True, slots=True)
class FocusOn:
    """`focus 0.42`: go after this plane as a hand would."""

    plane: float

    def __str__(self) -> str:
        return f"focus {self.plane!r}"


@dataclass(frozen=True, slots=True)
class FocusAt:
    """`tap 0.3 0.7`: rack to what is at this place of the picture (0…1, origin top left)."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"tap {self.x!r} {self.y!r}"


@dataclass(frozen=True, slots=True)
class NudgeBy:
    """`nudge 0.01`: a little nearer (or, negative, farther)."""

    by: float

    def __str__(self) -> str:
        return f"nudge {self.by!r}"


@dataclass(frozen=True, slots=True)
class Rack:
    """A pull to a mark, a plane or a named plane.

    `rack b`, `rack 0.3 1.5`, `rack couple 1.5 quint`, `rack b suspense`, `rack b 4beats on bar`, `rack b by beat`.

    Attributes
    ----------
    to
        A mark's letter, a number, or the name the source has for a plane.
    move
        Name of a move; empty for the chosen one.
    duration_s, curve
        Instead of the move's own, where given.
    beats
        The duration in beats, instead of seconds.
    sync
        `on beat`, `on bar`: start with the next one. `by beat`, `by bar`: be there with one.
    """

    to: str
    move: str = ""
    duration_s: float | None = None
    curve: str = ""
    beats: float | None = None
    sync: Sync = ""

    def __str__(self) -> str:
        duration = "" if self.duration_s is None else repr(self.duration_s)
        beats = "" if self.beats is None else f"{self.beats!r}beats"
        return " ".join(filter(None, ["rack", self.to, self.move, duration or beats, self.curve, self.sync]))


@dataclass(frozen=True, slots=True)
class Swap:
    """`swap`: from A to B or back, whichever focus is not on."""

    def __str__(self) -> str:
        return "swap"


@dataclass(frozen=True, slots=True)
class SetMark:
    """`mark a` sets a mark on where focus is going, `mark a 0.4` or `mark a couple` on a plane."""

    letter: str
    to: str = ""

    def __str__(self) -> str:
        return f"mark {self.letter} {self.to}".strip()


@dataclass(frozen=True, slots=True)
class MarkAt:
    """`mark a at 0.3 0.7`: a mark on what is at this place of the picture, and stays on it as it moves."""

    letter: str
    x: float
    y: float

    def __str__(self) -> str:
        return f"mark {self.letter} at {self.x!r} {self.y!r}"


@dataclass(frozen=True, slots=True)
class Follow:
    """Keep a subject sharp as it moves in depth.

    `follow a` (a mark on a subject), `follow face` (the largest), `follow nearest`, `follow next`, `follow off`.
    """

    whom: str

    def __str__(self) -> str:
        return f"follow {self.whom}"


@dataclass(frozen=True, slots=True)
class FollowAt:
    """`follow at 0.3 0.7`: keep what is at this place of the picture sharp."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"follow at {self.x!r} {self.y!r}"


@dataclass(frozen=True, slots=True)
class TuneFollow:
    """`follow sensitivity 0.7`, `follow speed 0.4`, `follow lock strong|weak|fixed`: how subjects are followed."""

    what: Literal["sensitivity", "speed", "lock"]
    value: float | Lock

    def __str__(self) -> str:
        return f"follow {self.what} {self.value if isinstance(self.value, str) else repr(self.value)}"


@dataclass(frozen=True, slots=True)
class Fade:
    """`fade 0.3`: the two-way fader, 0 on A and 1 on B."""

    share: float

    def __str__(self) -> str:
        return f"fade {self.share!r}"


@dataclass(frozen=True, slots=True)
class Turn:
    """`turn focus 0.5`, `turn focus +0.01`: a knob was turned.

    Attributes
    ----------
    what
        What the knob is bound to.
    value
        Its position 0…1, or how much it turned where `relative`.
    control
        Which knob, so that each has its own soft takeover.
    settings
        How the knob behaves.
    swept_from
        Where the knob came from within one picture, where several of its messages were joined into this turn.
    """

    what: TurnTarget
    value: float
    relative: bool = False
    control: str = ""
    settings: KnobSettings = field(default_factory=KnobSettings)
    swept_from: float | None = None

    def __str__(self) -> str:
        return f"turn {self.what} {self.value:+}" if self.relative else f"turn {self.what} {self.value!r}"


@dataclass(frozen=True, slots=True)
class Pull:
    """`stop`, `cancel`, `reverse`, `pause`, `resume`: about the pull under way."""

    command: PullCommand

    def __str__(self) -> str:
        return self.command


@dataclass(frozen=True, slots=True)
class CueAction:
    """`cue go`, `cue back`, `cue stop`, `cue fire NAME`; `cue add NAME`, `cue set`: write down where focus heads."""

    command: CueCommand
    name: str = ""

    def __str__(self) -> str:
        return f"cue {self.command} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class ChooseMove:
    """`move suspense`: pulls from now on are of this kind; `move next` takes the next one."""

    name: str

    def __str__(self) -> str:
        return f"move {self.name}"


@dataclass(frozen=True, slots=True)
class ChooseLook:
    """`look cinematic`: draw through another look."""

    name: str

    def __str__(self) -> str:
        return f"look {self.name}"


@dataclass(frozen=True, slots=True)
class Beat:
    """`tempo tap`, `tempo tick`, `tempo start`: a hand's beat; a clock's 24th of one; the next one begins a bar.

    Attributes
    ----------
    age_s
        How long ago it happened.
    """

    kind: BeatKind
    age_s: float = 0.0

    def __str__(self) -> str:
        return f"tempo {self.kind}"


@dataclass(frozen=True, slots=True)
class FNumber:
    """`fnumber 1`: close the aperture by so many thirds of a stop (negative opens it)."""

    thirds: int

    def __str__(self) -> str:
        return f"fnumber {self.thirds}"


@dataclass(frozen=True, slots=True)
class Toggle:
    """`peaking`, `depth`, `help`, `panic`, `fullscreen`; with `on` or `off` after it, not the other way round."""

    what: ToggleName
    on: bool | None = None

    def __str__(self) -> str:
        return self.what if self.on is None else f"{self.what} {'on' if self.on else 'off'}"


@dataclass(frozen=True, slots=True)
class Learn:
    """`learn focus`, `learn rack b`: the MIDI control that is touched next does this from then on; `learn off`."""

    do: str

    def __str__(self) -> str:
        return f"learn {self.do}"


@dataclass(frozen=True, slots=True)
class Quit:
    """`quit`: end the show, cleanly."""

    def __str__(self) -> str:
        return "quit"


Action = (
    FocusOn | FocusAt | NudgeBy | Rack | Swap | SetMark | MarkAt | Follow
    | FollowAt | TuneFollow | Fade | Turn | Pull | CueAction | ChooseMove | ChooseLook
    | Beat | FNumber | Toggle | Learn | Quit
)  # fmt: skip

REPEATING = (NudgeBy, Turn, FNumber)
"""Actions a held key may repeat."""
