"""Outlines on cards as vertices for GL."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.camera import Card, Points


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
