"""The puller: takes wishes, and says at each step where focus is. Pure: no clock, no threads, no randomness.

It holds one path (see `paths`) and how far along it is. A wish replaces the path by a new one that starts at the
present plane and speed. Pausing does not change the path but the speed at which its time runs, so a paused pull goes on
along the very same way.
"""

from __future__ import annotations

import math

from livefocus.focus.easing import Curve, Quint, smoothstep
from livefocus.focus.paths import Motion, Path, Rack, Rest, Stops, Track, brake, rack, track
from livefocus.focus.playback import Playback
from livefocus.focus.trace import TraceRow
from livefocus.focus.wishes import Cancel, MoveTo, Nudge, Pause, RackTo, Resume, Reverse, Stop, Wish
from livefocus.state import FocusState

STOP_WITHIN_S = 0.25
PAUSE_WITHIN_S = 0.25
SHORTEST_SMOOTHING_S = 1e-3
SHORTEST_RETURN_S = 0.2
"""Turning back takes as long as coming did, but no less than this: a cancelled first instant is not a twitch."""
AT_REST_PER_S = 1e-4
AT_PLANE = 1e-4


class Puller:
    """Where focus is, moved by wishes.

    Parameters
    ----------
    inverse_depth
        Plane it starts on, at rest.
    near, far
        End stops, in inverse depth; focus is never outside them.
    smoothing_s
        Time constant of each of the two lags with which it follows a hand (`MoveTo`).
    speed_limit_per_s
        How fast it follows a hand at most.
    """

    def __init__(
        self,
        inverse_depth: float = 0.5,
        near: float = 1.0,
        far: float = 0.0,
        smoothing_s: float = 0.05,
        speed_limit_per_s: float = 4.0,
    ) -> None:
        if not (smoothing_s > 0.0 and speed_limit_per_s > 0.0):
            raise ValueError("smoothing and speed limit must be above 0")
        self.stops = Stops(far, near)
        self._rate_per_s = 1.0 / smoothing_s
        self._limit_per_s = speed_limit_per_s
        self.place(inverse_depth)

    def place(self, plane: float) -> None:
        """Put focus on a plane at once, at rest: before the first picture, or at a cut. A rack never does this."""
        self._path: Path = Rest(self.stops.hold(_finite(plane)))
        self._time_s = 0.0
        self._run = _Run()
        self._origin = self._path.target
        self._outbound_s = 0.0

    def play(self, recording: Playback) -> None:
        """Play a recorded pull from its start on, at once: before the first picture. Any wish ends it, in flight."""
        self._path, self._time_s, self._run = recording, 0.0, _Run()
        self._origin, self._outbound_s = self._now.plane, 0.0

    @property
    def playing(self) -> TraceRow | None:
        """Return the row of the recording that is being played, None where none is."""
        return self._path.row_at(self._time_s) if isinstance(self._path, Playback) else None

    @property
    def state(self) -> FocusState:
        """Return where focus is, how fast it moves and where it goes."""
        row = self.playing
        return FocusState(*self._now, self._path.target if row is None else row.target_inverse_depth)

    @property
    def _now(self) -> Motion:
        plane, velocity = self._path.at(self._time_s)
        return Motion(self.stops.hold(plane), velocity * self._run.speed)

    @property
    def moving(self) -> bool:
        """Return whether focus is on its way (a paused pull is)."""
        plane, velocity = self._path.at(self._time_s)
        return abs(velocity) > AT_REST_PER_S or abs(plane - self._path.target) > AT_PLANE

    @property
    def paused(self) -> bool:
        """Return whether a pull is being held."""
        return self._run.goal == 0.0

    @property
    def remaining_s(self) -> float:
        """Return how long the present pull still takes when it is not paused; 0 at rest or under a hand."""
        return max(self._path.duration_s - self._time_s, 0.0) if isinstance(self._path, Rack) else 0.0

    def step(self, dt_s: float) -> FocusState:
        """Let time pass; returns where focus then is.

        Raises
        ------
        ValueError
            Where `dt_s` is negative or not finite.
        """
        if not (math.isfinite(dt_s) and dt_s >= 0.0):
            raise ValueError(f"time runs forward: {dt_s} s is no step")
        self._time_s += self._run.advance(dt_s)
        self._outbound_s += dt_s
        if self._time_s >= self._path.duration_s:
            self._path, self._time_s = Rest(self._path.target), 0.0
            self._run = _Run()
        return self.state

    def wish(self, wish: Wish) -> None:
        """Ask for something; takes effect from the present plane and speed.

        Raises
        ------
        ValueError
            Where a number in it is not finite, or a duration is negative.
        """
        match wish:
            case RackTo(plane, duration_s, curve):
                self._rack(_finite(plane), duration_s, curve)
            case MoveTo(plane, smoothing_s):
                self._follow(_finite(plane), smoothing_s)
            case Nudge(by):
                self._nudge(_finite(by))
            case Stop():
                self._start(brake(self._now, STOP_WITHIN_S, self.stops))
            case Cancel():
                self._turn_back()
            case Reverse():
                headed_for = self._path.target
                self._turn_back()
                self._origin = headed_for
            case Pause():
                self._run = self._run.to(0.0)
            case Resume():
                self._run = self._run.to(1.0)

    def _rack(self, plane: float, duration_s: float, curve: Curve) -> None:
        if not (math.isfinite(duration_s) and duration_s >= 0.0):
            raise ValueError(f"a rack of {duration_s} s cannot be")
        self._start(rack(self._now, plane, duration_s, curve, self.stops))

    def _follow(self, plane: float, smoothing_s: float | None = None) -> None:
        rate_per_s = self._rate_per_s if smoothing_s is None else 1.0 / max(smoothing_s, SHORTEST_SMOOTHING_S)
        self._start(track(self._now, plane, rate_per_s, self._limit_per_s, self.stops))

    def _nudge(self, by: float) -> None:
        plane = self._path.target + by
        if isinstance(self._path, Rack) and self.moving:
            self._rack(plane, max(self.remaining_s, SHORTEST_RETURN_S), Quint())
        else:
            self._follow(plane)

    def _turn_back(self) -> None:
        curve = self._path.curve if isinstance(self._path, Rack) else Quint()
        self._rack(self._origin, max(self._outbound_s, SHORTEST_RETURN_S), curve)

    def _start(self, path: Path) -> None:
        """Take a new path; remember where the hand was at rest before it, for `Cancel`."""
        if not self.moving:
            self._origin = self.state.inverse_depth
            self._outbound_s = 0.0
        elif not (isinstance(path, Track) and isinstance(self._path, Track)):
            self._outbound_s = 0.0 if isinstance(path, Rack) else self._outbound_s
        self._path, self._time_s = path, 0.0
        self._run = _Run()


class _Run:
    """How fast a path's time runs: 1, or on the way to or from 0 along a smoothstep."""

    def __init__(self, start: float = 1.0, goal: float = 1.0) -> None:
        self.start = start
        self.goal = goal
        self._elapsed_s = 0.0

    @property
    def speed(self) -> float:
        """Return path seconds a second."""
        return self.start + (self.goal - self.start) * smoothstep(self._elapsed_s / PAUSE_WITHIN_S)[0]

    def to(self, goal: float) -> _Run:
        """Return a run that changes from the present speed to another."""
        return self if goal == self.goal else _Run(self.speed, goal)

    def advance(self, dt_s: float) -> float:
        """Let time pass; returns how much of the path's time that was, exactly."""
        before = self._area(self._elapsed_s)
        self._elapsed_s += dt_s
        return self._area(self._elapsed_s) - before

    def _area(self, elapsed_s: float) -> float:
        """Return the integral of `speed` from 0."""
        u = min(elapsed_s / PAUSE_WITHIN_S, 1.0)
        changed_s = PAUSE_WITHIN_S * u**3 * (1.0 - 0.5 * u) + max(elapsed_s - PAUSE_WITHIN_S, 0.0)
        return self.start * elapsed_s + (self.goal - self.start) * changed_s


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(f"{number} is no plane")
    return number
