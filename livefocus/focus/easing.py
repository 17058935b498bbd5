"""Curves: how a pull spends its time. Each is a closed form of the share of time gone, with its slope.

Every curve starts at 0 and ends at 1 with no slope at either end, so that a rack starts and arrives at rest; what speed
focus had before is `paths`' business. A curve whose nature has speed at its ends (linear) is given short shoulders. The
overshoot goes past 1 and comes back; nothing ever goes below 0.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace

LINEAR_SHOULDER = 0.06
OVERSHOOT = 0.06
MOST_OVERSHOOT = 0.5
BRAKING_SHARE = 0.4
TURNING_POINT = 0.68
"""Share of its time at which an overshoot is furthest past: a human puller goes in two thirds and settles in one."""
SPRING_STIFFNESS = 9.23
"""ωT of a critically damped spring that has 0.1 % of its way left at T: (1 + ωT) exp(−ωT) = 0.001."""
SPRING_LANDING = 0.7
"""Share of its time from which the spring's endless tail, 1.2 % of the way by then, is brought in to end on time."""


def smoothstep(u: float) -> tuple[float, float]:
    """Return 3u² − 2u³ and its slope; 0 and 1 beyond 0…1."""
    if u <= 0.0 or u >= 1.0:
        return (1.0 if u >= 1.0 else 0.0), 0.0
    return u * u * (3.0 - 2.0 * u), 6.0 * u * (1.0 - u)


def smootherstep(u: float) -> tuple[float, float]:
    """Return 10u³ − 15u⁴ + 6u⁵ (least jerk) and its slope; 0 and 1 beyond 0…1."""
    if u <= 0.0 or u >= 1.0:
        return (1.0 if u >= 1.0 else 0.0), 0.0
    return u**3 * (10.0 + u * (6.0 * u - 15.0)), 30.0 * (u * (1.0 - u)) ** 2


class Curve(ABC):
    """A way from 0 to 1."""

    @abstractmethod
    def at(self, share: float) -> tuple[float, float]:
        """Return the share of the way done, and its slope, at this share (0…1) of the time."""

    @property
    def peak(self) -> float:
        """Return the furthest it goes: 1, or more where it overshoots."""
        return 1.0

    @property
    def lead(self) -> float:
        """Return the share of time at its start in which it stays put."""
        return 0.0

    @property
    def braking_share(self) -> float:
        """Return the share of time within which inherited speed can be braked without the curve running ahead of it."""
        return BRAKING_SHARE

    def held_to(self, peak: float) -> Curve:
        """Return the same curve, going no further than `peak` (≥ 1): where an end stop leaves less room."""
        del peak
        return self

    @abstractmethod
    def __str__(self) -> str:
        """Return its text form, as `parse_curve` reads it."""


@dataclass(frozen=True, slots=True)
class Sine(Curve):
    """Half a cosine: soft, without any haste."""

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        return 0.5 - 0.5 * math.cos(math.pi * share), 0.5 * math.pi * math.sin(math.pi * share)

    def __str__(self) -> str:
        return "sine"


@dataclass(frozen=True, slots=True)
class Cubic(Curve):
    """Smoothstep."""

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        return smoothstep(share)

    def __str__(self) -> str:
        return "cubic"


@dataclass(frozen=True, slots=True)
class Quint(Curve):
    """Least jerk: how an unhurried arm moves (Flash and Hogan 1985)."""

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        return smootherstep(share)

    def __str__(self) -> str:
        return "quint"


@dataclass(frozen=True, slots=True)
class Shouldered(Curve):
    """Even speed between two shoulders, in which speed rises and falls along a smoothstep.

    Attributes
    ----------
    rise, fall
        Shares of the time spent speeding up and slowing down, each above 0, together at most 1.
    """

    rise: float
    fall: float

    def __post_init__(self) -> None:
        """Check the shoulders."""
        if not (self.rise >= 0.01 and self.fall >= 0.01 and self.rise + self.fall <= 1.0):
            raise ValueError("shoulders must each be at least 0.01 and together at most 1")

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        speed = 1.0 / (1.0 - 0.5 * (self.rise + self.fall))
        if share < self.rise:
            u = share / self.rise
            return speed * self.rise * _ramp_area(u), speed * smoothstep(u)[0]
        if share > 1.0 - self.fall:
            u = (1.0 - share) / self.fall
            return 1.0 - speed * self.fall * _ramp_area(u), speed * smoothstep(u)[0]
        return speed * (share - 0.5 * self.rise), speed

    def __str__(self) -> str:
        if self.rise == self.fall == LINEAR_SHOULDER:
            return "linear"
        return f"s:{self.rise:g}:{self.fall:g}"


def _ramp_area(u: float) -> float:
    """Return the integral of smoothstep from 0 to u (0…1)."""
    return u**3 * (1.0 - 0.5 * u)


@dataclass(frozen=True, slots=True)
class Spring(Curve):
    """A critically damped spring let go: quick off, long landing, on time to the instant."""

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        decay = math.exp(-SPRING_STIFFNESS * share)
        left = (1.0 + SPRING_STIFFNESS * share) * decay
        left_slope = -(SPRING_STIFFNESS**2) * share * decay
        landed, landed_slope = smootherstep((share - SPRING_LANDING) / (1.0 - SPRING_LANDING))
        window, window_slope = 1.0 - landed, -landed_slope / (1.0 - SPRING_LANDING)
        return 1.0 - left * window, -(left_slope * window + left * window_slope)

    def __str__(self) -> str:
        return "spring"


@dataclass(frozen=True, slots=True)
class Overshoot(Curve):
    """Goes a little past and settles back, as a human puller does.

    Attributes
    ----------
    past
        How far past, as a share of the way.
    """

    past: float = OVERSHOOT

    def __post_init__(self) -> None:
        """Check the share."""
        if not 0.0 <= self.past <= MOST_OVERSHOOT:
            raise ValueError(f"an overshoot must be 0 to {MOST_OVERSHOOT:g} of the way")

    @property
    def peak(self) -> float:
        """See `Curve.peak`."""
        return 1.0 + self.past

    def held_to(self, peak: float) -> Curve:
        """See `Curve.held_to`."""
        return replace(self, past=max(min(self.past, peak - 1.0), 0.0))

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        if share < TURNING_POINT:
            value, slope = smootherstep(share / TURNING_POINT)
            return self.peak * value, self.peak * slope / TURNING_POINT
        value, slope = smootherstep((share - TURNING_POINT) / (1.0 - TURNING_POINT))
        return self.peak - self.past * value, -self.past * slope / (1.0 - TURNING_POINT)

    def __str__(self) -> str:
        return "overshoot" if self.past == OVERSHOOT else f"overshoot:{self.past:g}"


_PLAIN: dict[str, Callable[[], Curve]] = {
    "linear": lambda: Shouldered(LINEAR_SHOULDER, LINEAR_SHOULDER),
    "sine": Sine,
    "cubic": Cubic,
    "quint": Quint,
    "s": lambda: Shouldered(0.3, 0.3),
    "spring": Spring,
    "overshoot": Overshoot,
}

CURVE_NAMES = tuple(_PLAIN)


def parse_curve(text: str) -> Curve:
    """Read a curve's text form: `linear`, `sine`, `cubic`, `quint`, `s`, `s:0.2:0.5`, `spring`, `overshoot:0.1`.

    Raises
    ------
    ValueError
        Where there is no such curve, or its numbers are out of range.
    """
    name, *numbers = text.strip().lower().split(":")
    if name not in _PLAIN:
        raise ValueError(f"there is no curve '{text}'; take one of {', '.join(CURVE_NAMES)}")
    if not numbers:
        return _PLAIN[name]()
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        raise ValueError(f"'{text}' is no curve: after the colon come numbers") from None
    if name == "s" and len(values) == 2:
        return Shouldered(values[0], values[1])
    if name == "overshoot" and len(values) == 1:
        return Overshoot(values[0])
    raise ValueError(f"'{text}' is no curve: only s:RISE:FALL and overshoot:PAST take numbers")
