"""The little that people do while they are at rest: breathe, sway, blink. Pure functions of time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BLINK_S = 0.21


def wave(time_s: float, period_s: float, phase: float = 0.0) -> float:
    """Return a swing between −1 and 1; a round closes if every period divides it."""
    return float(np.sin(2 * np.pi * (time_s / period_s + phase)))


def blink(time_s: float, starts_s: Sequence[float], length_s: float = BLINK_S) -> float:
    """Return how far lids are closed: 0 open, 0.5, or 1 closed."""
    for start_s in starts_s:
        part = (time_s - start_s) / length_s
        if 0.0 <= part < 1.0:
            return 1.0 if 0.25 <= part < 0.7 else 0.5
    return 0.0


def smooth(value: float) -> float:
    """Return an ease between 0 and 1."""
    t = min(max(value, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def spell(time_s: float, start_s: float, end_s: float, ease_s: float = 0.3) -> float:
    """Return 1 from `start_s` to `end_s`, eased in after the one and out before the other; else 0."""
    return smooth((time_s - start_s) / ease_s) * smooth((end_s - time_s) / ease_s)
