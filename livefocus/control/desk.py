"""The desk: what actions do. Holds the puller, the marks, the cues and the operator's switches. Pure, driven by `dt`.

It knows no keys, ports or pictures: `control`'s adapters hand it actions, the app reads `focus`, `blur_factor` and the
switches after each step. What the operator should be told is in `take_messages`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from livefocus.control.actions import (
    Action,
    ChooseLook,
    ChooseMove,
    CueAction,
    Fade,
    FNumber,
    FocusAt,
    FocusOn,
    NudgeBy,
    Pull,
    Quit,
    Rack,
    SetMark,
    Swap,
    Toggle,
    Turn,
)
from livefocus.control.knob import TICK_S, Knob
from livefocus.focus.easing import parse_curve
from livefocus.focus.marks import Marks
from livefocus.focus.moves import DEFAULT_MOVE, Move, load_moves
from livefocus.focus.puller import Puller
from livefocus.focus.wishes import Cancel, MoveTo, Nudge, Pause, RackTo, Resume, Reverse, Stop, Wish
from livefocus.state import FocusState

MOST_THIRDS = 24
"""The aperture opens or closes by at most eight stops."""
TAP_DURATION_S = 0.6
WISHES: dict[str, Callable[[], Wish]] = {
    "stop": Stop,
    "cancel": Cancel,
    "reverse": Reverse,
    "pause": Pause,
    "resume": Resume,
}


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How the desk starts.

    Attributes
    ----------
    inverse_depth
        Plane of focus before anything is asked for.
    near, far
        End stops.
    move
        Name of the move that pulls without one of their own take.
    """

    inverse_depth: float = 0.5
    near: float = 1.0
    far: float = 0.0
    move: str = DEFAULT_MOVE


class Desk:
    """Takes actions, lets time pass, and says what the show looks like.

    Parameters
    ----------
    settings
        How it starts.
    planes
        The source's own names for planes (`couple`, `man`).
    moves
        The moves there are, by name; those that come with livefocus where None.

    Attributes
    ----------
    depth_at
        Looks up the inverse depth under a place of the picture (x, y in 0…1, origin top left); set by the app.
    quit
        Whether the show is to end.
    look
        Name of the look asked for, or None.
    """

    def __init__(
        self,
        settings: DeskSettings | None = None,
        planes: Mapping[str, float] | None = None,
        moves: Mapping[str, Move] | None = None,
    ) -> None:
        settings = settings or DeskSettings()
        self.planes = dict(planes or {})
        self.moves = dict(moves) if moves is not None else load_moves()
        self.puller = Puller(settings.inverse_depth, settings.near, settings.far)
        self.marks = Marks()
        self.move_name = settings.move
        self.move = self.moves[settings.move]
        self.depth_at: Callable[[float, float], float | None] | None = None
        self.quit = False
        self.look: str | None = None
        self._thirds = 0
        self._knob_blur = 1.0
        self._switches: dict[str, bool] = {}
        self._knobs: dict[tuple[str, str], Knob] = {}
        self._since_tick_s = 0.0
        self._messages: list[str] = []

    @property
    def focus(self) -> FocusState:
        """Return where focus is."""
        return self.puller.state

    @property
    def all_sharp(self) -> bool:
        """Return whether panic is on: everything sharp, at once."""
        return self.is_on("panic")

    @property
    def blur_factor(self) -> float:
        """Return what the look's blur is to be multiplied by: 2^(−stops/2) for the aperture, 0 in a panic."""
        return 0.0 if self.all_sharp else self._knob_blur * 2.0 ** (-self._thirds / 6.0)

    @property
    def stops_closed(self) -> float:
        """Return by how many stops the aperture is closed against the look's own (negative: opened)."""
        return self._thirds / 3.0

    def is_on(self, what: str) -> bool:
        """Return whether a switch (`peaking`, `depth`, `help`, `panic`, `fullscreen`) is on."""
        return self._switches.get(what, False)

    def take_messages(self) -> list[str]:
        """Return what the operator should be told since the last call, oldest first."""
        messages, self._messages = self._messages, []
        return messages

    def act(self, action: Action) -> None:
        """Do what a hand asks for; what cannot be done is a message, never an exception."""
        match action:
            case FocusOn(plane):
                self._wish(MoveTo(plane))
            case NudgeBy(by):
                self._wish(Nudge(by))
            case Rack():
                self._rack(action)
            case Swap():
                self._swap()
            case FocusAt(x, y):
                self._tap(x, y)
            case Fade(share):
                self._fade(share)
            case Pull(command):
                self._wish(WISHES[command]())
            case Turn():
                self._turn(action)
            case SetMark(letter, to):
                self._set_mark(letter, to)
            case _:
                self._switch(action)

    def _switch(self, action: Action) -> None:
        """Do what does not move focus."""
        match action:
            case ChooseMove(name):
                self._choose_move(name)
            case ChooseLook(name):
                self.look = name
            case FNumber(thirds):
                self._thirds = min(max(self._thirds + thirds, -MOST_THIRDS), MOST_THIRDS)
            case Toggle(what, on):
                self._switches[what] = (not self.is_on(what)) if on is None else on
            case CueAction():
                self._messages.append("there is no cue list")
            case Quit():
                self.quit = True

    def step(self, dt_s: float, media_time_s: float | None = None) -> FocusState:
        """Let time pass.

        Parameters
        ----------
        dt_s
            Seconds since the last step.
        media_time_s
            The source's own time of the picture that is drawn next, for cues that wait for it.
        """
        del media_time_s
        left_s = dt_s
        while any(knob.busy for knob in self._knobs.values()):
            until_tick_s = TICK_S - self._since_tick_s
            if left_s < until_tick_s:
                break
            self.puller.step(until_tick_s)
            left_s -= until_tick_s
            self._since_tick_s = 0.0
            self._tick()
        self._since_tick_s = math.fmod(self._since_tick_s + left_s, TICK_S)
        return self.puller.step(left_s)

    def plane_of(self, name: str) -> float | None:
        """Return the plane a mark's letter, a source's name or a number stands for; None where it stands for none."""
        if (marked := self.marks.get(name.lower())) is not None:
            return marked
        if name in self.planes:
            return self.planes[name]
        try:
            plane = float(name)
        except ValueError:
            return None
        return plane if math.isfinite(plane) else None

    def _wish(self, wish: Wish) -> None:
        """Pass a wish on; knobs lose their hold on focus."""
        for knob in self._knobs.values():
            knob.let_go()
        self.puller.wish(wish)

    def _rack(self, action: Rack) -> None:
        plane = self.plane_of(action.to)
        move = self.moves.get(action.move) if action.move else self.move
        if plane is None:
            self._messages.append(f"there is nothing called '{action.to}' to rack to")
        elif move is None:
            self._messages.append(f"there is no move '{action.move}'")
        else:
            wish = move.wish(plane, action.duration_s)
            self._wish(RackTo(plane, wish.duration_s, parse_curve(action.curve)) if action.curve else wish)

    def _swap(self) -> None:
        planes = self._a_and_b()
        if planes is None:
            return
        a, b = planes
        heading = self.focus.target_inverse_depth
        self._wish(self.move.wish(b if abs(heading - a) <= abs(heading - b) else a))

    def _fade(self, share: float) -> None:
        planes = self._a_and_b()
        if planes is not None:
            self._wish(MoveTo(planes[0] + share * (planes[1] - planes[0])))

    def _a_and_b(self) -> tuple[float, float] | None:
        a, b = self.marks.get("a"), self.marks.get("b")
        if a is None or b is None:
            self._messages.append("set marks A and B first")
            return None
        return a, b

    def _tap(self, x: float, y: float) -> None:
        plane = self.depth_at(x, y) if self.depth_at else None
        if plane is None:
            self._messages.append("there is no depth here to focus on")
        else:
            self._wish(RackTo(plane, TAP_DURATION_S))

    def _set_mark(self, letter: str, to: str) -> None:
        plane = self.plane_of(to) if to else self.focus.target_inverse_depth
        if plane is None:
            self._messages.append(f"there is nothing called '{to}' to mark")
        else:
            self.marks.set(letter, plane)
            self._messages.append(f"mark {letter.upper()} is at {plane:.3f}")

    def _choose_move(self, name: str) -> None:
        if name == "next":
            names = sorted(self.moves)
            name = names[(names.index(self.move_name) + 1) % len(names)]
        if name not in self.moves:
            self._messages.append(f"there is no move '{name}'")
            return
        self.move_name, self.move = name, self.moves[name]
        self._messages.append(f"move: {self.move.title or name}")

    def _turn(self, action: Turn) -> None:
        knob = self._knobs.setdefault((action.what, action.control), Knob(action.settings))
        value = self._turned_value(action.what, knob)
        if value is None:
            return
        if action.relative:
            knob.turn_by(action.value, value)
        else:
            knob.turn_to(action.value, value)

    def _turned_value(self, what: str, knob: Knob) -> float | None:
        """Return the present value (0…1 of the throw) of what a knob turns."""
        if what == "blur":
            return self._knob_blur
        low, high = knob.settings.low, knob.settings.high
        if what == "fade":
            planes = self._a_and_b()
            if planes is None:
                return None
            low, high = planes
        return (self.focus.target_inverse_depth - low) / (high - low) if high != low else 0.0

    def _tick(self) -> None:
        """Let every busy knob make its small step."""
        for (what, _), knob in self._knobs.items():
            if not knob.busy:
                continue
            value = knob.tick()
            if what == "blur":
                self._knob_blur = value
            elif what == "focus":
                low, high = knob.settings.low, knob.settings.high
                self.puller.wish(MoveTo(low + value * (high - low)))
            elif (planes := self._a_and_b()) is not None:
                self.puller.wish(MoveTo(planes[0] + value * (planes[1] - planes[0])))
