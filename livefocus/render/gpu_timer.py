"""How long the GPU takes for a picture, stage by stage, never waiting for it: timer queries in a ring.

A query is read when its place in the ring comes round again, several pictures later, when it is long answered. Source:
ARB_timer_query, core since OpenGL 3.3. A software rasteriser answers too: with the time from the first command of a
stage to its last.
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import moderngl

RING = 6
"""Pictures under way before the first answer is read."""
WINDOW = 60
"""Pictures the median is taken over."""
RECENT = 8
"""Pictures by which it is told that something has changed."""


@dataclass(slots=True, eq=False)
class _Place:
    """A picture's place in the ring: its queries, and which of them were asked."""

    queries: dict[str, moderngl.Query] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class GpuTimer:
    """Times named stages of each picture. Off until it is switched on, and free while it is off.

    Attributes
    ----------
    on
        Whether stages are timed.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._ring = deque(_Place() for _ in range(RING))
        self._taken_ms: dict[str, deque[float]] = {}
        self._totals_ms: deque[float] = deque(maxlen=WINDOW)
        self.on = False

    def next_picture(self) -> None:
        """Begin a picture: read the answers for the one that was begun `RING` pictures ago."""
        if not self.on:
            return
        self._ring.rotate(-1)
        place = self._ring[0]
        if place.asked:
            taken_ms = {name: place.queries[name].elapsed / 1e6 for name in place.asked}
            self._totals_ms.append(sum(taken_ms.values()))
            for name in dict.fromkeys((*self._taken_ms, *taken_ms)):
                self._taken_ms.setdefault(name, deque(maxlen=WINDOW)).append(taken_ms.get(name, 0.0))
        place.asked.clear()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is drawn within; stages follow each other, and each comes once a picture."""
        if not self.on:
            yield
            return
        place = self._ring[0]
        if name not in place.queries:
            place.queries[name] = self._context.query(time=True)
        place.asked.append(name)
        with place.queries[name]:
            yield

    def stages_ms(self) -> Mapping[str, float]:
        """Return the median of each stage over the last pictures, in milliseconds; empty before the first answers."""
        return {name: statistics.median(window) for name, window in self._taken_ms.items()}

    def total_ms(self) -> float | None:
        """Return the median of a whole picture; None before the first answers."""
        return statistics.median(self._totals_ms) if self._totals_ms else None

    def recent_ms(self) -> float | None:
        """Return the median of the last few pictures; None before there are so many answers."""
        if len(self._totals_ms) < RECENT:
            return None
        return statistics.median(list(self._totals_ms)[-RECENT:])

    def forget(self) -> None:
        """Forget what was taken: from now on something else is drawn."""
        self._totals_ms.clear()
        self._taken_ms.clear()
        for place in self._ring:
            place.asked.clear()

    def line(self) -> str:
        """Return the total and its stages for people; empty before the first answers."""
        if not self._totals_ms:
            return ""
        stages = ", ".join(f"{name} {taken_ms:.1f}" for name, taken_ms in self.stages_ms().items())
        return f"lens {self.total_ms():.1f} ms on the GPU ({stages})"
