"""Depth and matte together: the matte decides where a person ends, depth decides on which plane.

A small network's depth slides from person to room over several pixels; its matte of the people turns sharper. Around
the silhouette the slide is replaced by two planes, each the mean of the depth well on its own side, mixed by the matte.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import cv2

REACH = 0.022
"""How far around the silhouette depth is believed to be a slide, in map widths."""

CERTAIN = 0.025
"""Share of a neighbourhood that must be on a side for its plane to count fully."""

STEP = 0.10
"""A person less than this before the room, in inverse depth, is mixed in only partly; behind what is beside it, not."""


def sharpen(inverse_depth: NDArray[np.float32], matte: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return depth whose slide around people follows their matte.

    Parameters
    ----------
    inverse_depth
        float32 `(height, width)`, larger is nearer.
    matte
        float32 of the same shape: people 1, room 0.

    Returns
    -------
    NDArray
        The same shape. Where there is no matte, nothing changes; where what is beside a person is nearer (a table, a
        cup in the hand), nothing changes either.
    """
    reach_px = max(1, round(REACH * inverse_depth.shape[1]))
    mask = np.asarray(matte > 0.5, np.uint8)
    if not mask.any() or mask.all():
        return inverse_depth
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach_px + 1, 2 * reach_px + 1))
    inside = np.asarray(cv2.erode(mask, disc), np.uint8)
    outside = np.asarray(cv2.erode(1 - mask, disc), np.uint8)
    person, person_weight = _plane(inverse_depth, inside, reach_px)
    room, room_weight = _plane(inverse_depth, outside, reach_px)
    step = np.clip((person - room) / np.float32(STEP), 0.0, 1.0)
    certain = np.minimum(1.0, np.minimum(person_weight, room_weight) / np.float32(CERTAIN))
    trust = step * certain * (1 - inside - outside)
    mixed = room + (person - room) * matte
    return np.asarray(inverse_depth + (mixed - inverse_depth) * trust, np.float32)


def _plane(
    inverse_depth: NDArray[np.float32], side: NDArray[np.uint8], reach_px: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the mean depth of one side around each pixel, and how much of that side there is (0…1)."""
    weight = side.astype(np.float32)
    size = (6 * reach_px + 1, 6 * reach_px + 1)
    total = cv2.blur(cv2.blur(weight, size), size)
    mean = cv2.blur(cv2.blur(weight * inverse_depth, size), size) / np.maximum(total, 1e-4)
    return np.asarray(mean, np.float32), np.asarray(total, np.float32)
