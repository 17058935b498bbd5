"""From actions to wishes: which plane, which move, how long, and with which beat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from livefocus.control.actions import Beat, Rack
from livefocus.errors import ControlError
from livefocus.focus.cues import Cue
from livefocus.focus.easing import parse_curve
from livefocus.focus.marks import Marks
from livefocus.focus.moves import Move
from livefocus.focus.stages import held_first
from livefocus.focus.tempo import Sync, Tempo
from livefocus.focus.wishes import MoveTo, RackTo

SHORTEST_SYNCED_S = 0.25
"""A pull that is to be there with a beat and has less time than this takes the next one."""


NO_BEAT = "there is no beat yet: send a MIDI clock, or tap it"


class Timing(NamedTuple):
    """How long a pull takes and with which beat, where it is not left to its move."""

    duration_s: float | None
    beats: float | None
    curve: str
    sync: Sync
    rate: float = 1.0


class Pulls:
    """Makes wishes of actions. What cannot be made raises `ControlError`, one line for the operator.

    Parameters
    ----------
    moves
        The moves there are, by name.
    move_name
        The one chosen at first.
    marks
        Where planes have their names.

    Attributes
    ----------
    move_name
        The move that pulls without one of their own take.
    tempo
        Where the beats are, on the clock of the steps.
    """

    def __init__(self, moves: Mapping[str, Move], move_name: str, marks: Marks) -> None:
        self.move_name = move_name
        self.tempo = Tempo()
        self._moves = moves
        self._marks = marks
        self._now_s = 0.0
        self._beats: list[Beat] = []

    def beat(self, beat: Beat) -> None:
        """Take a tick or tap; it came since the last step, how long ago it says itself."""
        self._beats.append(beat)

    def begin(self, dt_s: float) -> None:
        """Tell the tempo what came since the last step: before the end of the one that begins and takes `dt_s`."""
        for beat in self._beats:
            at_s = self._now_s + dt_s - beat.age_s
            match beat.kind:
                case "tick":
                    self.tempo.tick(at_s)
                case "tap":
                    self.tempo.tap(at_s)
                case "start":
                    self.tempo.start()
        self._beats.clear()

    def step(self, dt_s: float) -> None:
        """Let time pass."""
        self._now_s += dt_s

    def choose(self, name: str) -> str:
        """Choose a move, or the `next` one; returns what to tell the operator."""
        if name == "next":
            names = sorted(self._moves)
            name = names[(names.index(self.move_name) + 1) % len(names)]
        if name not in self._moves:
            raise ControlError(f"there is no move '{name}'")
        self.move_name = name
        return f"move: {self._moves[name].title or name}"

    def rack(self, rack: Rack) -> RackTo:
        """Return the wish for a rack asked for now."""
        plane = self._marks.plane_of(rack.to)
        if plane is None:
            raise ControlError(f"there is nothing called '{rack.to}' to rack to")
        move = self._moves.get(rack.move or self.move_name)
        if move is None:
            raise ControlError(f"there is no move '{rack.move}'")
        return self._timed(Timing(rack.duration_s, rack.beats, rack.curve, rack.sync), move, plane)

    def cue(self, cue: Cue, plane: float) -> RackTo:
        """Return the wish for a cue that goes now."""
        move = self._moves[cue.move or self.move_name]
        return self._timed(Timing(cue.duration_s, cue.beats, cue.curve, cue.sync, cue.rate), move, plane)

    def swap(self, heading_for: float) -> RackTo:
        """Return the wish for the one of A and B that focus is not heading for."""
        a, b = self.a_and_b()
        return self._moves[self.move_name].wish(b if abs(heading_for - a) <= abs(heading_for - b) else a)

    def fade(self, share: float) -> MoveTo:
        """Return the wish for a plane between A (0) and B (1)."""
        a, b = self.a_and_b()
        return MoveTo(a + share * (b - a))

    def a_and_b(self) -> tuple[float, float]:
        """Return the planes of marks A and B."""
        a, b = self._marks.get("a"), self._marks.get("b")
        if a is None or b is None:
            raise ControlError("set marks A and B first")
        return a, b

    def _timed(self, timing: Timing, move: Move, plane: float) -> RackTo:
        duration_s = timing.duration_s
        if timing.beats is not None:
            duration_s = self.tempo.seconds(timing.beats)
            if duration_s is None:
                raise ControlError(NO_BEAT)
        wish = move.wish(plane, duration_s, timing.rate)
        if timing.curve:
            pull_s = move.duration_s if duration_s is None else duration_s
            wish = RackTo(plane, pull_s / timing.rate, parse_curve(timing.curve))
        return self._with_the_beat(wish, timing.sync, duration_s is not None) if timing.sync else wish

    def _with_the_beat(self, wish: RackTo, sync: Sync, asked: bool) -> RackTo:
        """Hold a pull until its beat, or so that it arrives with one.

        A pull whose duration was not asked for takes just the time until the beat it is to arrive with.
        """
        every = self.tempo.beats_a_bar if sync.endswith("bar") else 1
        if sync.startswith("on"):
            return _held(wish, self._until(0.0, every))
        if asked:
            return _held(wish, self._until(wish.duration_s, every))
        return RackTo(wish.plane, SHORTEST_SYNCED_S + self._until(SHORTEST_SYNCED_S, every), wish.curve)

    def _until(self, from_now_s: float, every: int) -> float:
        """Return how long after a time from now the next beat is."""
        next_s = self.tempo.next_s(self._now_s + from_now_s, every)
        if next_s is None:
            raise ControlError(NO_BEAT)
        return next_s - self._now_s - from_now_s


def _held(wish: RackTo, hold_s: float) -> RackTo:
    whole_s = hold_s + wish.duration_s
    return RackTo(wish.plane, whole_s, held_first(wish.curve, hold_s / whole_s)) if whole_s > 0.0 else wish
