"""Matte and depth together, from two networks: the matte decides where people end, depth decides on which plane.

A depth network's person slides into the room and may sink at the shoulders; a matte network's edge is right, and it
knows nothing of depth. Both are asked about the same frame. `silhouette.py` does the same for the student, whose matte
and depth agree; here they may not, so that planes are looked for farther away and by what most of a side says.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.estimator import DepthEstimator
from livefocus.frame import DepthMap, Frame
from livefocus.opencv import cv2

Plane = NDArray[np.float32]

BAND = 0.05
"""How far around the outline depth is believed to be a slide, in map widths."""

PERSON_WINDOW, ROOM_WINDOW = 0.12, 0.06
"""Half the side of what a plane is the mean of, in map widths; the room has more planes than a person."""

SPREAD = 0.06
"""Inverse depth a person, or the room beside one, may lie beyond its plane: arms, a chair."""

STEP = 0.10
"""A person less than this before the room, in inverse depth, is mixed in only partly; behind what is beside it, not."""

OWN_SAY = 0.3
"""How much depth itself has to say where the outline is: two networks err in different places."""

SURE_AT = 0.2
"""So far from a half what both say together is sure: of a person whom depth does not see at all nothing sinks."""

LEAST_PERSON = 0.005
"""Share of the picture; less than this is no person but a blot."""


class FusedDepth:
    """One depth engine and one matte engine, asked about every frame.

    Parameters
    ----------
    depth, matte
        Engines. The matte's maps are 1 for people and 0 for the room.
    """

    own_thread = True

    def __init__(self, depth: DepthEstimator, matte: DepthEstimator) -> None:
        self.name = f"{depth.name}+{matte.name}"
        self.notice = ""
        self._depth = depth
        self._matte = matte

    def open(self) -> None:
        """Open both; raises what either raises, with the other closed again."""
        self._depth.open()
        try:
            self._matte.open()
        except BaseException:
            self._depth.close()
            raise
        self.notice = self._depth.notice or self._matte.notice

    def estimate(self, frame: Frame) -> DepthMap:
        """Return depth whose silhouettes are the matte's."""
        found = self._depth.estimate(frame)
        matte = self._matte.estimate(frame).inverse_depth
        size = (found.inverse_depth.shape[1], found.inverse_depth.shape[0])
        fitted = np.asarray(cv2.resize(matte, size, interpolation=cv2.INTER_LINEAR), np.float32)
        return DepthMap(fuse(found.inverse_depth, fitted), found.sequence, found.metric)

    def close(self) -> None:
        """Close both."""
        self._depth.close()
        self._matte.close()


def fuse(inverse_depth: Plane, matte: Plane) -> Plane:
    """Return depth with its slides around people replaced by two planes, mixed by their matte.

    Parameters
    ----------
    inverse_depth
        float32 `(height, width)`, larger is nearer.
    matte
        float32 of the same shape: people 1, room 0.

    Returns
    -------
    NDArray
        The same shape. Inside people nothing lies farther than their plane by more than `SPREAD`; in a band around
        them nothing lies between the planes. What is nearer than the person there (a table, a cup in the hand) stays.
    """
    is_person = np.asarray(matte > 0.5, np.uint8)
    if is_person.mean() < LEAST_PERSON or is_person.all():
        return inverse_depth
    width = inverse_depth.shape[1]
    band_px = max(2.0, BAND * width)
    inside_px = cv2.distanceTransform(cv2.copyMakeBorder(is_person, 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.DIST_L2, 3)
    outside_px = np.asarray(cv2.distanceTransform(1 - is_person, cv2.DIST_L2, 3), np.float32)
    surely_in = (matte > 0.9) * np.clip(inside_px[1:-1, 1:-1] / band_px, 0.02, 1.0)
    surely_out = (matte < 0.1) * np.clip(outside_px / band_px, 0.02, 1.0)
    person = _plane(inverse_depth, surely_in, round(PERSON_WINDOW * width), 1.0)
    room = _plane(inverse_depth, surely_out, round(ROOM_WINDOW * width), -1.0)
    beside = np.minimum(inverse_depth, room + SPREAD)
    stays = np.clip((inverse_depth - person) / np.float32(SPREAD / 2) - 1.0, 0.0, 1.0)  # is nearer than the person
    beside = beside + (inverse_depth - beside) * stays
    share = np.clip(2.0 - outside_px / band_px, 0.0, 1.0)
    beside = inverse_depth + (beside - inverse_depth) * share
    step = person - room
    own = np.clip((inverse_depth - room) / np.maximum(step, np.float32(STEP)), 0.0, 1.0)
    both = matte + np.float32(OWN_SAY) * (own - matte)
    outline = np.clip((both - np.float32(0.5)) / np.float32(2.0 * SURE_AT) + np.float32(0.5), 0.0, 1.0)
    fused = beside + (np.maximum(inverse_depth, person - SPREAD) - beside) * outline
    trust = np.clip(step / STEP, 0.0, 1.0)
    return np.asarray(inverse_depth + (fused - inverse_depth) * trust, np.float32)


def _plane(inverse_depth: Plane, side: NDArray[np.floating], reach_px: int, towards: float) -> Plane:
    """Return the plane of one side around each pixel: what lies beyond its mean counts, what slides off it hardly.

    `towards` is 1 for a side that slides off to the far, -1 for one that slides to the near. A plane is smooth, so that
    a third of the map's size is enough to find it.
    """
    whole = (inverse_depth.shape[1], inverse_depth.shape[0])
    third = (max(1, whole[0] // 3), max(1, whole[1] // 3))
    depth, weight = (
        np.asarray(cv2.resize(np.asarray(one, np.float32), third, interpolation=cv2.INTER_AREA), np.float32)
        for one in (inverse_depth, side)
    )
    reach = max(1, reach_px // 3)
    mean = _weighted(depth, weight, reach)
    kept = np.clip(1.0 + np.float32(towards) * (depth - mean) / STEP, 0.05, 1.0)
    plane = _weighted(depth, np.asarray(weight * kept, np.float32), reach)
    return np.asarray(cv2.resize(plane, whole, interpolation=cv2.INTER_LINEAR), np.float32)


def _weighted(inverse_depth: Plane, weight: Plane, reach_px: int) -> Plane:
    size = (2 * reach_px + 1, 2 * reach_px + 1)
    total = cv2.blur(cv2.blur(weight, size), size)
    return np.asarray(cv2.blur(cv2.blur(weight * inverse_depth, size), size) / np.maximum(total, 1e-5), np.float32)
