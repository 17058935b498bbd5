"""The shot's memory: what each part of the picture looked like and how deep it was when marks were set on it.

Aligning each map to the one before would add up errors to a drift; a memory of the shot does not drift. Each pixel of
it is the mean of all maps that saw the picture there as it is remembered; a part of the picture that changed for good
(a chair was moved) is learnt anew once it has been still for a while.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.stillness import Gain, Thumbnail, likeness
from livefocus.opencv import cv2

LEARN_AFTER_S = 3.0
"""A part that looks new is learnt once it has been still for this long."""

LONGEST_MEAN = 400.0
"""A pixel's mean weighs a new map at least as one of so many: after some minutes it could follow a slow change."""

AGREES_WITHIN = 0.06
"""Inverse depth: a map farther from the memory than this sees something else there, though the picture looks alike."""


@dataclass(slots=True, eq=False)
class Reference:
    """The memory of a shot.

    Attributes
    ----------
    picture
        Thumbnail, in the exposure of the shot's beginning.
    inverse_depth
        float32, at the size of the engine's maps.
    count
        Maps in the mean, at that size.
    still_s
        How long each pixel of the thumbnail has looked other than remembered, and still.
    """

    picture: Thumbnail
    inverse_depth: NDArray[np.float32]
    count: NDArray[np.float32]
    still_s: NDArray[np.float32]

    @staticmethod
    def of(picture: Thumbnail, inverse_depth: NDArray[np.float32]) -> Reference:
        """Begin with one picture and its depth."""
        return Reference(
            picture.copy(),
            inverse_depth.copy(),
            np.ones(inverse_depth.shape, np.float32),
            np.zeros(picture.shape[1:], np.float32),
        )

    def seen_in(self, now: Thumbnail, gain: Gain) -> NDArray[np.float32]:
        """Return how surely each pixel of a thumbnail shows what is remembered, 0…1."""
        return likeness(now, self.picture, gain)

    def agreement(self, aligned: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return 1 where a map on the memory's scale says what is remembered, 0 where it says something else."""
        off = np.abs(aligned - self.inverse_depth)
        return np.asarray(np.clip(2.0 - off / np.float32(AGREES_WITHIN), 0.0, 1.0), np.float32)

    def add(self, aligned: NDArray[np.float32], known: NDArray[np.float32]) -> None:
        """Take one more map into the mean, where it shows what is known (0…1, at the map's size)."""
        share = known / np.minimum(self.count + 1.0, np.float32(LONGEST_MEAN))
        self.inverse_depth += share * (aligned - self.inverse_depth)
        self.count += known

    def learn(
        self,
        now: Thumbnail,
        gain: Gain,
        running: NDArray[np.float32],
        same: NDArray[np.float32],
        step_s: float,
    ) -> None:
        """Learn anew what looks other than remembered and has been still long enough.

        Parameters
        ----------
        now, gain
            The present thumbnail and its gain over the memory's.
        running
            The present map, on the memory's scale.
        same
            For each pixel of the thumbnail how surely it is as in the picture before.
        step_s
            Time since that.
        """
        waiting = (self.seen_in(now, gain) < 0.5) & (same > 0.5)
        self.still_s = np.where(waiting, self.still_s + np.float32(step_s), np.float32(0.0))
        ripe = self.still_s > LEARN_AFTER_S
        if not ripe.any():
            return
        self.picture = np.where(ripe, now / gain[:, None, None], self.picture)
        self.still_s[ripe] = 0.0
        size = (running.shape[1], running.shape[0])
        there = cv2.resize(ripe.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
        self.inverse_depth[there] = running[there]
        self.count[there] = 1.0
