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
