"""Cues that wait for a reveal: while it is the turn of one, its region is watched."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.focus.cues import REVEALED, Cue
from livefocus.focus.marks import Marks
from livefocus.focus.reveal import RevealSettings, RevealWatch


class Reveals:
    """Watches for the upcoming cue.

    Parameters
    ----------
    marks
        Where the plane of what was revealed gets its name.
    """

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._cue: Cue | None = None
        self._watch: RevealWatch | None = None
        self._since_s = 0.0

    def step(self, dt_s: float) -> None:
        """Let time pass."""
        self._since_s += dt_s

    def see(self, cue: Cue | None, inverse_depth: NDArray[np.float32], focus: float) -> bool:
        """Look at a new depth map; returns whether the cue whose turn it is goes for it."""
        dt_s, self._since_s = self._since_s, 0.0
        if cue is not self._cue:
            self._cue = cue
            self._watch = RevealWatch(RevealSettings(cue.reveal)) if cue is not None and cue.reveal else None
        if self._watch is None:
            return False
        revealed = self._watch.step(inverse_depth, focus, dt_s)
        if revealed is None:
            return False
        self._marks.names[REVEALED] = revealed.plane
        return True
