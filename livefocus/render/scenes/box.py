"""Boxes of pixels, and outlines as vertices for GL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.camera import Card, Points


@dataclass(frozen=True, slots=True)
class Box:
    """A box of whole pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.width <= 0 or self.height <= 0

    def scissor(self) -> tuple[int, int, int, int]:
        """Return it as GL wants it."""
        return self.left, self.top, self.width, self.height


def bounds(outline: Points) -> Points:
    """Return the four corners of the box around an outline."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    return np.array([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])])


def grown(outline: Points, margin_m: float) -> Points:
    """Return the four corners of the box around an outline, larger by a margin."""
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return bounds(outline) + margin_m * signs


def card_vertices(card: Card, corners: Points) -> NDArray[np.float32]:
    """Return vertices `(n, 5)` of points on a card: world, then card."""
    return np.concatenate([card.world(corners), corners], axis=1).astype(np.float32)


def fan(card: Card, contour: Points) -> NDArray[np.float32]:
    """Return vertices of a closed fan over a contour."""
    closed = np.concatenate([contour, contour[:1]])
    return card_vertices(card, closed)
