"""Quiet in both directions of time, for baking: each map is also averaged with those that come after it.

Live there is only the past, so that the first second of every shot is unquiet, and whatever appears is. A file can
wait: the running averages are averaged once more from the end to the beginning, by stretches with a look ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.average import SETTLE_S, Insistence
from livefocus.depth.stillness import Thumbnail, gain_between, is_cut, likeness, thumbnail
from livefocus.frame import Frame
from livefocus.opencv import cv2

Map = NDArray[np.float32]

LOOK_AHEAD_S = 3.0 * SETTLE_S
"""A map farther ahead than this hardly counts."""

STRETCH_S = 3.0
"""So much is worked through at once."""


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A map, how surely each of its pixels is as in the frame before, and the time since that."""

    inverse_depth: Map
    same: Map
    since_s: float


class BothWays:
    """Takes the maps of a clip in order and gives them back in order, some time later."""

    def __init__(self) -> None:
        self._steps: list[_Step] = []
        self._before: Thumbnail | None = None
        self._time_s = 0.0

    def put(self, frame: Frame, inverse_depth: Map) -> list[Map]:
        """Take the next frame and its map; returns the maps that are finished, mostly none."""
        now = thumbnail(frame.pixels)
        since_s = max(frame.media_time_s - self._time_s, 0.0)
        self._steps.append(_Step(inverse_depth, _same(now, self._before, inverse_depth), since_s))
        self._before, self._time_s = now, frame.media_time_s
        ahead_s = sum(step.since_s for step in self._steps[1:])
        if ahead_s < STRETCH_S + LOOK_AHEAD_S:
            return []
        count, ready_s = 0, 0.0
        while ready_s < STRETCH_S:
            count += 1
            ready_s += self._steps[count].since_s
        done = backwards(self._steps)[:count]
        del self._steps[:count]
        return done

    def finish(self) -> list[Map]:
        """Return the rest."""
        done = backwards(self._steps)
        self._steps.clear()
        return done


def backwards(steps: list[_Step]) -> list[Map]:
    """Average maps from the last to the first; returns them in their own order."""
    found: list[Map] = []
    insistence = Insistence()
    for number in reversed(range(len(steps))):
        own = steps[number].inverse_depth
        if found and found[-1].shape == own.shape:
            later = steps[number + 1]
            own = insistence.average(found[-1], own, later.same, later.since_s)
        found.append(own)
    return found[::-1]


def _same(now: Thumbnail, before: Thumbnail | None, like: Map) -> Map:
    """Return how surely each pixel shows what it showed in the frame before, at a map's size; nothing after a cut."""
    if before is None or before.shape != now.shape:
        return np.zeros(like.shape, np.float32)
    same = likeness(now, before, gain_between(now, before))
    if is_cut(now, before, same):
        return np.zeros(like.shape, np.float32)
    return np.asarray(cv2.resize(same, like.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
