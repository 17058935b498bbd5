"""Following a subject in depth: when focus should go after it, and when it should keep still. Pure.

An operator does not chase every breath. Focus rests until the subject has been away from it by more than a tolerance
for some time (`sensitivity` sets both), then goes with it until it has come to rest again (`speed` says how quickly).
What a tracker or a depth map says is noisy, so planes are medians of the last few sightings.
"""

from __future__ import annotations

import math
import statistics
from collections import deque
from dataclasses import dataclass
from typing import Literal

from livefocus.focus.wishes import MoveTo

Lock = Literal["strong", "weak", "fixed"]

SIGHTINGS = 5
"""Planes a median is taken of."""
WIDEST, NARROWEST = 0.12, 0.01
"""Tolerance in inverse depth at sensitivity 0 and 1."""
LONGEST_S, SHORTEST_S = 1.5, 0.0
"""Patience at sensitivity 0 and 1."""
SLOWEST_S, QUICKEST_S = 0.8, 0.04
"""Time constant of the following at speed 0 and 1."""
AT_REST_S = 0.4
"""The subject is at rest again when it has kept to half the tolerance for so long."""
GIVEN_UP_S = 1.0
"""A weak lock gives a subject up that has been out of sight for so long."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a subject is in one picture.

    Attributes
    ----------
    name
        Which subject: a mark's letter, or `face 1`, `face 2`, ….
    plane
        Its inverse depth; None where it is out of sight.
    x, y
        Its middle, 0…1 of the picture, origin top left.
    size
        Its width as a share of the picture's.
    """

    name: str
    plane: float | None
    x: float = 0.5
    y: float = 0.5
    size: float = 0.1


@dataclass(frozen=True, slots=True)
class FollowSettings:
    """How a subject is followed.

    Attributes
    ----------
    sensitivity
        0…1: how small and how short a change is answered.
    speed
        0…1: how quickly.
    lock
        `strong` waits for a subject that is out of sight, `weak` gives it up after a second, `fixed` keeps the plane it
        had when it was locked.
    """

    sensitivity: float = 0.7
    speed: float = 0.6
    lock: Lock = "strong"

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not (0.0 <= self.sensitivity <= 1.0 and 0.0 <= self.speed <= 1.0):
            raise ValueError("sensitivity and speed are 0 to 1")

    @property
    def tolerance(self) -> float:
        """Return by how much inverse depth the subject may be off before it counts."""
        return WIDEST * math.pow(NARROWEST / WIDEST, self.sensitivity)

    @property
    def patience_s(self) -> float:
        """Return for how long it must be off before focus goes after it."""
        return LONGEST_S + (SHORTEST_S - LONGEST_S) * self.sensitivity

    @property
    def smoothing_s(self) -> float:
        """Return the time constant of the following."""
        return SLOWEST_S * math.pow(QUICKEST_S / SLOWEST_S, self.speed)


class Follower:
    """Keeps focus on one subject.

    Parameters
    ----------
    settings
        How.
    plane
        Where focus is now.

    Attributes
    ----------
    lost
        Whether the subject is out of sight; focus then rests where it was.
    """

    def __init__(self, settings: FollowSettings, plane: float) -> None:
        self.settings = settings
        self.lost = False
        self._held = plane  # where it was when it last began to rest, or to move on
        self._planes: deque[float] = deque(maxlen=SIGHTINGS)
        self._going = True
        self._since_s = 0.0
        self._unseen_s = 0.0

    @property
    def given_up(self) -> bool:
        """Return whether another subject may be taken: the lock is weak, and this one has been gone for a while."""
        return self.settings.lock == "weak" and self._unseen_s > GIVEN_UP_S

    def step(self, plane: float | None, dt_s: float) -> MoveTo | None:
        """Let time pass; returns the wish, if there is one.

        Parameters
        ----------
        plane
            The subject's inverse depth in the newest picture, None where it is out of sight.
        dt_s
            Seconds since the last step.
        """
        self.lost = plane is None
        if plane is None:
            self._unseen_s += dt_s
            return None
        self._unseen_s = 0.0
        if self.settings.lock == "fixed" and self._planes:
            return None
        self._planes.append(plane)
        plane = statistics.median(self._planes)
        off = abs(plane - self._held)
        if not self._going:
            self._since_s = self._since_s + dt_s if off > self.settings.tolerance else 0.0
            self._going = off > self.settings.tolerance and self._since_s >= self.settings.patience_s
            self._since_s = 0.0 if self._going else self._since_s
            return MoveTo(plane, self.settings.smoothing_s) if self._going else None
        if off > 0.5 * self.settings.tolerance:
            self._held, self._since_s = plane, 0.0
        else:
            self._since_s += dt_s
            self._going = self._since_s < AT_REST_S
        return MoveTo(plane, self.settings.smoothing_s)
