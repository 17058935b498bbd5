"""A bell: rung on the main thread, heard by tasks of the server's loop."""

from __future__ import annotations

import asyncio


class Bell:
    """Lets tasks of a loop on another thread wait for something; whoever rings it never waits.

    Attributes
    ----------
    waiting
        How many wait for it.
    """

    def __init__(self) -> None:
        self.waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Say which loop waits (None: none any more)."""
        self._loop = loop

    def ring(self) -> None:
        """Wake all who wait now. May be called from any thread."""
        loop = self._loop
        if loop is None or not self.waiting:
            return
        try:
            loop.call_soon_threadsafe(self._wake)
        except RuntimeError:  # the loop was closed this moment
            self._loop = None

    def _wake(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self) -> None:
        """Wait until it is rung next."""
        self.waiting += 1
        try:
            await self._rung.wait()
        finally:
            self.waiting -= 1
