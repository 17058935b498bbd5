"""Who decides while a show runs how much work goes into a picture.

The lens gives way before the rate of pictures does, as when a game takes the GPU, and comes back when there is room.
"""

from __future__ import annotations

from livefocus.state import Quality

OF_A_PICTURE = 0.6
"""The lens may take this part of the time there is for a picture; decoding, depth and sinks want the rest."""
ROOM = 0.75
"""It comes back where the better level would keep within this part of what it may take."""
LOOK_EVERY_S = 0.5
"""It gives way after so long, …"""
BACK_AFTER_S = 4.0
"""… and comes back after so long with room; twice as long each time that did not last."""
PATIENCE_S = 64.0
COST_OF_A_LEVEL = 1.7
"""How much more a level takes than the one below it, at most."""


LEVELS = tuple(Quality)


class QualityGovernor:
    """Chooses a level by what the lens takes. No clock, no GL: it is told both.

    Parameters
    ----------
    picture_s
        Time there is for a picture: 1 over the rate of the source, or of the look's cadence.
    start, best
        The level to begin with, and the one to rise to where there is room.
    """

    def __init__(self, picture_s: float, start: Quality = Quality.NORMAL, best: Quality = Quality.FINE) -> None:
        self._may_take_ms = OF_A_PICTURE * picture_s * 1e3
        self._best = best
        self._level = start
        self._looked_at_s: float | None = None
        self._room_since_s: float | None = None
        self._came_back_at_s = float("-inf")
        self._wait_s = BACK_AFTER_S

    @property
    def level(self) -> Quality:
        """The level to draw at."""
        return self._level

    def step(self, now_s: float, lens_ms: float | None) -> Quality:
        """Look at what the lens has taken of late (None: not known yet); returns the level to draw at."""
        if self._looked_at_s is None:
            self._looked_at_s = now_s
        if lens_ms is None or now_s - self._looked_at_s < LOOK_EVERY_S:
            return self._level
        self._looked_at_s = now_s
        if lens_ms > self._may_take_ms:
            self._give_way(now_s)
        else:
            self._perhaps_come_back(now_s, lens_ms)
        return self._level

    def _give_way(self, now_s: float) -> None:
        self._room_since_s = None
        below = self._next(-1)
        if below is None:
            return
        if now_s - self._came_back_at_s < self._wait_s:  # that was too soon
            self._wait_s = min(2.0 * self._wait_s, PATIENCE_S)
        self._level = below

    def _perhaps_come_back(self, now_s: float, lens_ms: float) -> None:
        above = self._next(+1)
        if above is None or lens_ms * COST_OF_A_LEVEL > ROOM * self._may_take_ms:
            self._room_since_s = None
            return
        if self._room_since_s is None:
            self._room_since_s = now_s
        if now_s - self._room_since_s >= self._wait_s:
            self._level, self._room_since_s, self._came_back_at_s = above, None, now_s

    def _next(self, step: int) -> Quality | None:
        number = LEVELS.index(self._level) + step
        return LEVELS[number] if 0 <= number <= LEVELS.index(self._best) else None
