"""How the show stands, on its way to everybody who watches: the newest of it, as often as a screen can use it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import replace
from typing import Any

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
    """

    def __init__(self) -> None:
        self.state: ShowState | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._waiting = 0
        self._said = 0
        self._messages: deque[tuple[int, str]] = deque(maxlen=MESSAGES_KEPT)
        self._meters: Facts | None = None
        self._metered_at_s = 0.0

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Say which loop waits (None: none any more)."""
        self._loop = loop

    def publish(self, state: ShowState) -> None:
        """Take the newest state. Called on the main thread; never waits."""
        for message in state.messages:
            self._said += 1
            self._messages.append((self._said, message))
        self.state = replace(state, facts=self._steady(state.facts))
        loop = self._loop
        if loop is not None and self._waiting:
            try:
                loop.call_soon_threadsafe(self._wake)
            except RuntimeError:  # the loop was closed this moment
                self._loop = None

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

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def news(self) -> None:
        """Wait for the next state."""
        self._waiting += 1
        try:
            await self._news.wait()
        finally:
            self._waiting -= 1

    async def ticks(self, count: int) -> None:
        """Wait for so many states."""
        for _ in range(count):
            await self.news()

    @property
    def said(self) -> int:
        """How many messages there have been."""
        return self._said

    def messages_since(self, said: int) -> list[str]:
        """Return what the operator has been told since there were so many messages."""
        return [text for number, text in tuple(self._messages) if number > said]


def plain(state: ShowState) -> dict[str, Any]:
    """Return a state for those who are told every change of it; messages come apart."""
    data = state.as_dict()
    del data["messages"]
    return data


def changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Return what is new."""
    return {name: value for name, value in new.items() if name not in old or old[name] != value}
