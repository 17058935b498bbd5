"""Curves made of several: held first, or stopping short and then completing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from livefocus.focus.easing import Cubic, Curve


@dataclass(frozen=True, slots=True)
class Stage:
    """One leg of a `Staged` curve: shares of the whole time and of the whole way, and the curve between them."""

    time: float
    way: float
    curve: Curve


@dataclass(frozen=True, slots=True)
class Staged(Curve):
    """Several legs one after the other, at rest between them: held first, or stopping short and then completing.

    Attributes
    ----------
    stages
        Times and ways each add up to 1; a way of 0 is a hold. Only the last leg may overshoot.
    """

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        """Check the sums."""
        if any(stage.time <= 0.0 or stage.way < 0.0 for stage in self.stages):
            raise ValueError("each stage takes some time, and its way is 0 or more")
        if abs(sum(stage.time for stage in self.stages) - 1.0) > 1e-6:
            raise ValueError("the times of the stages must add up to 1")
        if abs(sum(stage.way for stage in self.stages) - 1.0) > 1e-6:
            raise ValueError("the ways of the stages must add up to 1")
        if any(stage.curve.peak > 1.0 for stage in self.stages[:-1]):
            raise ValueError("only the last stage may overshoot")

    @property
    def peak(self) -> float:
        """See `Curve.peak`."""
        last = self.stages[-1]
        return 1.0 + last.way * (last.curve.peak - 1.0)

    @property
    def lead(self) -> float:
        """See `Curve.lead`."""
        first = self.stages[0]
        return first.time if first.way == 0.0 else 0.0

    @property
    def braking_share(self) -> float:
        """See `Curve.braking_share`: the whole of a hold, or a part of the first leg."""
        first = self.stages[0]
        return first.time if first.way == 0.0 else first.time * first.curve.braking_share

    def held_to(self, peak: float) -> Curve:
        """See `Curve.held_to`."""
        last = self.stages[-1]
        if last.way == 0.0:
            return self
        held = replace(last, curve=last.curve.held_to(1.0 + (peak - 1.0) / last.way))
        return Staged((*self.stages[:-1], held))

    def at(self, share: float) -> tuple[float, float]:
        """See `Curve.at`."""
        begun, done = 0.0, 0.0
        for stage in self.stages[:-1]:
            if share < begun + stage.time:
                return _leg(stage, begun, done, share)
            begun += stage.time
            done += stage.way
        return _leg(self.stages[-1], begun, done, share)

    def __str__(self) -> str:
        return "staged"


def _leg(stage: Stage, begun: float, done: float, share: float) -> tuple[float, float]:
    """Return value and slope within one stage that began at share `begun` with `done` behind it."""
    value, slope = stage.curve.at(min(max((share - begun) / stage.time, 0.0), 1.0))
    return done + stage.way * value, stage.way * slope / stage.time


def held_first(curve: Curve, hold_share: float) -> Curve:
    """Return the curve with a hold before it that takes this share (0 to below 1) of the whole time."""
    if hold_share <= 0.0:
        return curve
    return Staged((Stage(hold_share, 0.0, curve=Cubic()), Stage(1.0 - hold_share, 1.0, curve)))
