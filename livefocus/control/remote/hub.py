"""How the show stands, on its way to everybody who watches: the newest of it, as often as a screen can use it."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from typing import Any

from livefocus.control.remote.bell import Bell
from livefocus.control.show_state import Facts, ShowState

METERS_EVERY_S = 0.5
"""Figures that change with every picture are passed on no more often."""
MESSAGES_KEPT = 64


class Hub:
    """Takes the state from the main thread and lets tasks of the server's loop wait for what is new in it.

    Attributes
    ----------
    state
        The newest, None before the first tick.
    bell
        Rings with each state.
    """

    def __init__(self) -> None:
        self.state: ShowState | None = None
        self.bell = Bell()
        self._said = 0
        self._messages: deque[tuple[int, str]] = deque(maxlen=MESSAGES_KEPT)
        self._meters: Facts | None = None
        self._metered_at_s = 0.0

    def publish(self, state: ShowState) -> None:
        """Take the newest state. Called on the main thread; never waits."""
        for message in state.messages:
            self._said += 1
            self._messages.append((self._said, message))
        self.state = replace(state, facts=self._steady(state.facts))
        self.bell.ring()

    def _steady(self, facts: Facts) -> Facts:
        """Return the facts with meters that do not flicker."""
        now_s, old = time.monotonic(), self._meters
        if old is None or now_s - self._metered_at_s >= METERS_EVERY_S:
            self._meters, self._metered_at_s = facts, now_s
            return facts
        return replace(
            facts,
            fps=old.fps,
            latency_ms=old.latency_ms,
            depth_age_frames=old.depth_age_frames,
            dropped=old.dropped,
        )

    async def ticks(self, count: int) -> None:
        """Wait for so many states."""
        for _ in range(count):
            await self.bell.wait()

    @property
    def said(self) -> int:
        """How many messages there have been."""
        return self._said

    def messages_since(self, said: int) -> tuple[int, list[str]]:
        """Return how many messages there are now, and those since there were so many."""
        news = [(number, text) for number, text in tuple(self._messages) if number > said]
        return max((number for number, _ in news), default=said), [text for _, text in news]


def plain(state: ShowState) -> dict[str, Any]:
    """Return a state for those who are told every change of it; messages come apart."""
    data = state.as_dict()
    del data["messages"]
    return data


def changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return what is new."""
    return {name: value for name, value in new.items() if name not in old or old[name] != value}
