"""Quiet in time: still pixels settle, moving edges do not trail.

As temporal antialiasing does it (B. Karis, High Quality Temporal Supersampling, SIGGRAPH 2014 course, slides 22–32):
an average over time whose past is held inside what the new map shows in the neighbourhood, so that nothing that is gone
can linger. Pure functions of maps; what moved is `stillness.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import cv2

SETTLE_S = 0.6
"""Time constant of still pixels."""

NOISE = 0.02
"""Inverse depth by which noise moves one map: the past may lie this far outside of the new neighbourhood."""

UNREST = 0.06
"""The same where the picture did not change: a network changes its mind about a wall because of who walks before it."""

INSISTS_FROM, INSISTS_AT = 0.04, 0.08
"""Inverse depth by which new maps keep differing to one side: from the first on it may be motion, at the second is."""

COUNTS_AT_MOST = np.float32(0.15)
"""A pixel that is wrong altogether in a map now and then says no more than this."""

EDGE_FROM, EDGE_AT = 0.08, 0.16
"""Inverse depth within a neighbourhood: below the first there is no edge that could lag, from the second on one."""

INSISTS_S = 0.2
"""Time constant of the mean of those differences: noise has no side, and is gone by then."""

NEIGHBOURHOOD = np.ones((5, 5), np.uint8)


def clamp_past(
    past: NDArray[np.float32], new: NDArray[np.float32], allowed: NDArray[np.float32] | float = NOISE
) -> NDArray[np.float32]:
    """Return the past held between the least and largest of the new map's 5×5 neighbourhood, give or take `allowed`."""
    low = cv2.erode(new, NEIGHBOURHOOD) - allowed
    high = cv2.dilate(new, NEIGHBOURHOOD) + allowed
    return np.asarray(np.clip(past, low, high), np.float32)


def average(
    past: NDArray[np.float32], new: NDArray[np.float32], same: NDArray[np.float32], step_s: float
) -> NDArray[np.float32]:
    """Return the running map after one more.

    Parameters
    ----------
    past, new
        float32 `(height, width)`, on one scale.
    same
        For each pixel how surely the picture there did not change, 0…1: where it did, only the new map counts.
    step_s
        Time between the two.
    """
    still_share = np.float32(1.0 - np.exp(-max(step_s, 0.0) / SETTLE_S))
    share = 1.0 - same * (1.0 - still_share)
    held = clamp_past(past, new, np.float32(NOISE) + np.float32(UNREST - NOISE) * same)
    return np.asarray(held + share * (new - held), np.float32)


class Insistence:
    """How surely new maps keep saying that an edge is elsewhere than in the average, pixel by pixel: that is not noise.

    A head that leans back moves by less than the pixel of a thumbnail a frame: the picture looks the same, and a clamp
    as wide as an edge's slide finds nothing wrong with an edge that lags. What gives it away is that the difference
    keeps its sign (after D. W. Trigg, A. G. Leach, Exponential smoothing with an adaptive response rate, 1967). Away
    from edges it is light or the network's mood that does, and marks hold through those.
    """

    def __init__(self) -> None:
        self._off: NDArray[np.float32] | None = None

    def average(
        self, past: NDArray[np.float32], new: NDArray[np.float32], same: NDArray[np.float32], step_s: float
    ) -> NDArray[np.float32]:
        """Return `average` of them, where what maps insist on counts as change as what the picture shows does."""
        return average(past, new, same * (1.0 - self.step(past, new, step_s)), step_s)

    def step(self, past: NDArray[np.float32], new: NDArray[np.float32], step_s: float) -> NDArray[np.float32]:
        """Take the average and a new map, float32 `(height, width)`; returns 0…1."""
        if self._off is None or self._off.shape != new.shape:
            self._off = np.zeros_like(new)
        off = np.clip(new - past, -COUNTS_AT_MOST, COUNTS_AT_MOST)
        self._off += np.float32(1.0 - np.exp(-max(step_s, 0.0) / INSISTS_S)) * (off - self._off)
        differs = _from_to(np.abs(self._off), INSISTS_FROM, INSISTS_AT)
        return differs * _from_to(cv2.dilate(new, NEIGHBOURHOOD) - cv2.erode(new, NEIGHBOURHOOD), EDGE_FROM, EDGE_AT)


def _from_to(values: NDArray[np.floating], nothing: float, all_of_it: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((values - np.float32(nothing)) / np.float32(all_of_it - nothing), 0.0, 1.0), np.float32)
