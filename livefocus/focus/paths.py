"""The ways focus can move, each a closed form of the time since it began.

A path is made from where focus is (`x0`) and how fast it moves (`v0`), so that a new wish never makes it jump; because
nothing is integrated step by step, the picture rate does not matter. All stay between the end stops, and this is why:

- *Rack*: `x(t) = x0 + B q(t/T_b) + (x1 − x0 − B) e(t/T)`. The first term brakes the inherited speed: q(u) =
  2u − 2u³ + u⁴ has slope 2 at 0, none at 1, and its way is B = v0 T_b / 2, so `T_b` chooses how far the braking
  carries. The second term is the curve, over what way is left. Both rise from 0 to 1 monotonically (an overshoot apart,
  which is held to the room there is), hence the path stays within the planes x0, x0 + B and x1; `T_b` is chosen so that
  x0 + B is between the stops, and no further than x1 wherever that can be braked for in comfort.
- *Track*: two equal first-order lags in a row, w' = ω (p − w), x' = ω (w − x), which is the critically damped spring.
  Each is a running mean of what goes in, so with the goal p and w = x + v/ω between the stops x cannot leave them; ω is
  raised where v0 is too fast for that. p runs after its goal no faster than the speed limit, so x does neither.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from livefocus.focus.easing import Cubic, Curve, smoothstep

SHORTEST_RACK_S = 0.04
"""One picture at 25 a second: a rack in no time would be a cut, not a rack."""
COMFORTABLE_BRAKE_S = 0.35
"""In this time inherited speed is braked where nothing asks for less; sooner looks like hitting a wall."""


class Motion(NamedTuple):
    """A plane of focus and how fast it moves."""

    plane: float
    velocity_per_s: float


@dataclass(frozen=True, slots=True)
class Stops:
    """The end stops of the ring, in inverse depth: `far` ≤ `near`."""

    far: float = 0.0
    near: float = 1.0

    def __post_init__(self) -> None:
        """Check the order."""
        if not (math.isfinite(self.far) and math.isfinite(self.near) and self.far <= self.near):
            raise ValueError("the far stop must be below the near stop, both finite")

    def hold(self, plane: float) -> float:
        """Return the plane, held between the stops."""
        return min(max(plane, self.far), self.near)

    def room(self, plane: float, direction: float) -> float:
        """Return the way from a plane to the stop in this direction, never below 0."""
        return max(self.near - plane if direction > 0 else plane - self.far, 0.0)


class Path(Protocol):
    """A motion.

    Attributes
    ----------
    duration_s
        How long until it is at rest on its target; infinite where it only comes nearer and nearer.
    target
        Where it goes.
    """

    @property
    def duration_s(self) -> float: ...  # noqa: D102 - see the class

    @property
    def target(self) -> float: ...  # noqa: D102 - see the class

    def at(self, time_s: float) -> Motion:
        """Return plane and velocity per second this long after its start."""
        ...


@dataclass(frozen=True, slots=True)
class Rest:
    """Staying put."""

    target: float
    duration_s: float = math.inf

    def at(self, time_s: float) -> Motion:
        """See `Path.at`."""
        del time_s
        return Motion(self.target, 0.0)


def braked(u: float) -> tuple[float, float]:
    """Return q(u) = 2u − 2u³ + u⁴, the share of the braking way gone, and half its slope: the speed left, 1 to 0."""
    if u >= 1.0:
        return 1.0, 0.0
    return u * (2.0 + u * u * (u - 2.0)), 1.0 - smoothstep(u)[0]


@dataclass(frozen=True, slots=True)
class Rack:
    """A timed pull that is on its target, at rest, at exactly `duration_s`; made by `rack`."""

    start: float
    start_velocity_per_s: float
    target: float
    duration_s: float
    curve: Curve
    brake_s: float

    def at(self, time_s: float) -> Motion:
        """See `Path.at`."""
        if time_s >= self.duration_s:
            return Motion(self.target, 0.0)
        braking_way = 0.5 * self.start_velocity_per_s * self.brake_s
        gone, speed_left = braked(time_s / self.brake_s) if self.brake_s > 0.0 else (1.0, 0.0)
        share, slope = self.curve.at(time_s / self.duration_s)
        way = self.target - self.start - braking_way
        plane = self.start + braking_way * gone + way * share
        return Motion(plane, self.start_velocity_per_s * speed_left + way * slope / self.duration_s)


def rack(now: Motion, target: float, duration_s: float, curve: Curve, stops: Stops) -> Rack:
    """Plan a timed pull from a plane and a speed to a target between the stops.

    Parameters
    ----------
    now
        Where focus is and how fast it moves.
    target
        Where it shall rest; held between the stops.
    duration_s
        When; at least `SHORTEST_RACK_S`.
    curve
        How. An overshoot is held to the room before the stop.
    """
    target = stops.hold(target)
    duration_s = max(duration_s, SHORTEST_RACK_S)
    brake_s = _brake_time_s(now, target - now.plane, duration_s, curve, stops)
    way = target - now.plane - 0.5 * now.velocity_per_s * brake_s
    if way != 0.0 and curve.peak > 1.0:
        curve = curve.held_to(1.0 + stops.room(target, way) / abs(way))
    return Rack(now.plane, now.velocity_per_s, target, duration_s, curve, brake_s)


def _brake_time_s(now: Motion, way: float, duration_s: float, curve: Curve, stops: Stops) -> float:
    """Choose how long the inherited speed is braked, which carries focus on by half of velocity × time.

    Going the right way, the whole duration may be used, as long as the target is not passed. Going the wrong way, or so
    fast at so near a target that it could not be stopped for in comfort, it is braked first and then brought back.
    """
    velocity = now.velocity_per_s
    if velocity == 0.0:
        return 0.0
    comfortable_s = min(COMFORTABLE_BRAKE_S, curve.braking_share * duration_s)
    if way * velocity > 0.0:
        until_target_s = 2.0 * way / velocity
        if until_target_s >= comfortable_s:
            return min(until_target_s, comfortable_s if curve.lead > 0.0 else duration_s)
    return min(comfortable_s, 2.0 * stops.room(now.plane, velocity) / abs(velocity))


def brake(now: Motion, within_s: float, stops: Stops) -> Rack:
    """Plan coming to rest in this time, wherever that is, or sooner before a stop."""
    plane, velocity = now
    within_s = min(within_s, 2.0 * stops.room(plane, velocity) / abs(velocity)) if velocity else 0.0
    target = stops.hold(plane + 0.5 * velocity * within_s)
    return Rack(plane, velocity, target, within_s, Cubic(), within_s)


@dataclass(frozen=True, slots=True)
class Track:
    """Following a hand: comes nearer and nearer to its target, no faster than the speed limit; made by `track`.

    Attributes
    ----------
    goal
        Where the limited goal p is at the start; it runs to `target` at `limit_per_s`.
    rate_per_s
        ω.
    """

    start: float
    start_velocity_per_s: float
    target: float
    goal: float
    rate_per_s: float
    limit_per_s: float
    duration_s: float = math.inf

    def at(self, time_s: float) -> Motion:
        """See `Path.at`."""
        way = self.target - self.goal
        running_s = abs(way) / self.limit_per_s
        lag = self.start + self.start_velocity_per_s / self.rate_per_s
        if time_s <= running_s:
            speed = math.copysign(self.limit_per_s, way) if way else 0.0
            return self._lags(self.start, lag, self.goal, speed, time_s)
        plane = self.start
        if running_s > 0.0:
            speed = math.copysign(self.limit_per_s, way)
            plane, velocity = self._lags(self.start, lag, self.goal, speed, running_s)
            lag = plane + velocity / self.rate_per_s
        return self._lags(plane, lag, self.target, 0.0, time_s - running_s)

    def _lags(self, plane: float, lag: float, goal: float, speed: float, time_s: float) -> Motion:
        """Solve the two lags for a goal that moves at an even speed (0: stands)."""
        rate = self.rate_per_s
        left = math.exp(-rate * time_s)
        now = goal + speed * time_s
        behind = speed / rate
        lag_off = lag - goal + behind
        plane_off = plane - goal + 2.0 * behind
        lag_now = now - behind + lag_off * left
        plane_now = now - 2.0 * behind + (plane_off + lag_off * rate * time_s) * left
        return Motion(plane_now, rate * (lag_now - plane_now))


def track(now: Motion, target: float, rate_per_s: float, limit_per_s: float, stops: Stops) -> Track:
    """Plan following to a target between the stops.

    The goal starts as near to the target as the speed limit allows at once, so small turns are not delayed; sending
    the same target again plans the very same motion, so the rate at which a knob speaks does not matter.
    """
    plane, velocity = now
    target = stops.hold(target)
    room = stops.room(plane, velocity)
    if abs(velocity) > rate_per_s * room:
        rate_per_s = max(min(abs(velocity) / max(room, 1e-9), 1e6), rate_per_s)
    lag = plane + velocity / rate_per_s
    reach = limit_per_s / rate_per_s
    goal = min(max(target, lag - reach), lag + reach)
    return Track(plane, velocity, target, goal, rate_per_s, limit_per_s)
