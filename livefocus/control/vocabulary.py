"""The text form of actions, read. Keys, MIDI maps, cue lists, OSC, web and `livefocus send` all speak it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal, cast, get_args

from livefocus.control.actions import (
    Action,
    Beat,
    BeatKind,
    ChooseLook,
    ChooseMove,
    CueAction,
    CueCommand,
    Fade,
    FNumber,
    FocusAt,
    FocusOn,
    Follow,
    FollowAt,
    Learn,
    MarkAt,
    NudgeBy,
    Pull,
    PullCommand,
    Quit,
    Rack,
    SetMark,
    Swap,
    Toggle,
    ToggleName,
    TuneFollow,
    Turn,
    TurnTarget,
)
from livefocus.errors import ControlError
from livefocus.focus.easing import parse_curve
from livefocus.focus.follow import Lock
from livefocus.focus.marks import LETTERS
from livefocus.focus.tempo import Sync

Words = Sequence[str]


def parse_action(text: str) -> Action:
    """Read the text form of an action.

    Raises
    ------
    ControlError
        Where it is not understood; says what would be.
    """
    verb, *words = text.split() or [""]
    form = FORMS.get(verb.lower())
    if form is None:
        raise ControlError(f"there is no action '{verb}'", f"take one of {', '.join(FORMS)}")
    usage, read = form
    try:
        return read(words)
    except (ValueError, IndexError) as error:
        reason = f" ({error})" if str(error) and not isinstance(error, IndexError) else ""
        raise ControlError(f"'{text}' is not understood{reason}", f"say: {usage}") from error


def _count(words: Words, least: int, most: int) -> None:
    if not least <= len(words) <= most:
        raise ValueError("too few words" if len(words) < least else "too many words")


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"'{word}' is no number") from None
    if not math.isfinite(value):
        raise ValueError(f"'{word}' is no number")
    return value


def _share(word: str) -> float:
    value = _number(word)
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{word} is not between 0 and 1")
    return value


def _one(make: Callable[[float], Action], read: Callable[[str], float] = _number) -> Callable[[Words], Action]:
    def build(words: Words) -> Action:
        _count(words, 1, 1)
        return make(read(words[0]))

    return build


def _name(make: Callable[[str], Action]) -> Callable[[Words], Action]:
    def build(words: Words) -> Action:
        _count(words, 1, 1)
        return make(words[0])

    return build


def _bare(action: Action) -> Callable[[Words], Action]:
    def build(words: Words) -> Action:
        _count(words, 0, 0)
        return action

    return build


def _toggle(what: str) -> Callable[[Words], Action]:
    def build(words: Words) -> Action:
        _count(words, 0, 1)
        if words and words[0] not in ("on", "off"):
            raise ValueError(f"'{words[0]}' is neither on nor off")
        return Toggle(cast(ToggleName, what), words[0] == "on" if words else None)

    return build


def _tap(words: Words) -> Action:
    _count(words, 2, 2)
    return FocusAt(_share(words[0]), _share(words[1]))


def _rack(words: Words) -> Action:
    _count(words, 1, 6)
    to, *rest = words
    move, duration_s, beats, curve, sync = "", None, None, "", ""
    if len(rest) >= 2 and " ".join(rest[-2:]) in get_args(Sync):
        sync = " ".join(rest[-2:])
        del rest[-2:]
    if rest and _duration(rest[0]) is None:
        move = rest.pop(0)
    if rest:
        duration_s, beats = _duration(rest.pop(0)) or (None, None)
    if rest:
        curve = rest.pop(0)
        parse_curve(curve)
    _count(rest, 0, 0)
    return Rack(to, move, duration_s, curve, beats, cast(Sync, sync))


def _duration(word: str) -> tuple[float | None, float | None] | None:
    """Return seconds or beats (`4beats`), None where the word is no duration; raises where it is a bad one."""
    number = word.removesuffix("beats").removesuffix("beat")
    try:
        value = float(number)
    except ValueError:
        return None
    if not (math.isfinite(value) and value >= 0.0):
        raise ValueError(f"{word} is no duration")
    return (value, None) if number == word else (None, value)


def _mark(words: Words) -> Action:
    _count(words, 1, 4)
    letter = words[0].lower()
    if len(letter) != 1 or letter not in LETTERS:
        raise ValueError(f"'{words[0]}' is no mark")
    if len(words) == 4 and words[1] == "at":
        return MarkAt(letter, _share(words[2]), _share(words[3]))
    _count(words, 1, 2)
    return SetMark(letter, words[1] if len(words) == 2 else "")


def _follow(words: Words) -> Action:
    _count(words, 1, 3)
    what = words[0].lower()
    if what == "at":
        _count(words, 3, 3)
        return FollowAt(_share(words[1]), _share(words[2]))
    if what in ("sensitivity", "speed", "lock"):
        _count(words, 2, 2)
        if what == "lock" and words[1] not in get_args(Lock):
            raise ValueError(f"'{words[1]}' is no lock; take {', '.join(get_args(Lock))}")
        value = cast(Lock, words[1]) if what == "lock" else _share(words[1])
        return TuneFollow(cast(Literal["sensitivity", "speed", "lock"], what), value)
    _count(words, 1, 1)
    if what not in ("face", "nearest", "next", "off") and not (len(what) == 1 and what in LETTERS):
        raise ValueError(f"'{words[0]}' cannot be followed")
    return Follow(what)


def _turn(words: Words) -> Action:
    _count(words, 2, 2)
    what, value = words
    if what not in get_args(TurnTarget):
        raise ValueError(f"'{what}' cannot be turned")
    relative = value[0] in "+-"
    return Turn(cast(TurnTarget, what), _number(value) if relative else _share(value), relative)


def _cue(words: Words) -> Action:
    _count(words, 1, 64)
    command, name = words[0].lower(), " ".join(words[1:])
    if command not in get_args(CueCommand) or (command in ("fire", "add")) != bool(name):
        raise ValueError("a cue goes, goes back, stops, is set, or a named one is fired or added")
    return CueAction(cast(CueCommand, command), name)


def _tempo(words: Words) -> Action:
    _count(words, 1, 1)
    if words[0] not in get_args(BeatKind):
        raise ValueError(f"'{words[0]}' is nothing a tempo can take")
    return Beat(cast(BeatKind, words[0]))


def _learn(words: Words) -> Action:
    _count(words, 1, 64)
    if words not in (["off"], *([what] for what in get_args(TurnTarget))):
        parse_action(" ".join(words))
    return Learn(" ".join(words))


def _thirds(words: Words) -> Action:
    _count(words, 1, 1)
    return FNumber(int(words[0]))


FORMS: dict[str, tuple[str, Callable[[Words], Action]]] = {
    "focus": ("focus PLANE", _one(FocusOn)),
    "nudge": ("nudge STEP", _one(NudgeBy)),
    "rack": ("rack MARK|PLANE|NAME [MOVE] [SECONDS|BEATSbeats [CURVE]] [on|by beat|bar]", _rack),
    "swap": ("swap", _bare(Swap())),
    "mark": ("mark a…h [PLANE|NAME|at X Y]", _mark),
    "follow": ("follow MARK|face|nearest|next|off|at X Y|sensitivity 0…1|speed 0…1|lock strong|weak|fixed", _follow),
    "fade": ("fade 0…1", _one(Fade, _share)),
    "turn": ("turn focus|fade|blur 0…1|+STEP|-STEP", _turn),
    "tap": ("tap X Y, each 0…1", _tap),
    "cue": ("cue go|back|stop|set|fire NAME|add NAME", _cue),
    "move": ("move NAME|next", _name(ChooseMove)),
    "look": ("look NAME", _name(ChooseLook)),
    "fnumber": ("fnumber THIRDS_OF_A_STOP", _thirds),
    "tempo": ("tempo tap|tick|start", _tempo),
    "learn": ("learn focus|fade|blur|ACTION|off", _learn),
    "quit": ("quit", _bare(Quit())),
}
"""Each verb with how it is used and how the words after it are read."""
FORMS |= {command: (command, _bare(Pull(command))) for command in get_args(PullCommand)}
FORMS |= {what: (f"{what} [on|off]", _toggle(what)) for what in get_args(ToggleName)}
