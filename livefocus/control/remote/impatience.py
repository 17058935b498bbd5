"""HTTP that does not wait for ever for a request to be finished: that costs a visitor nothing, but us a place."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN_S = 10.0


class ImpatientProtocol(H11Protocol):
    """uvicorn's HTTP, which closes a connection whose request line and headers are not there in time.

    Between requests uvicorn's own keep-alive time holds, and a body that is late is the route's business.
    """

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._late = self.loop.call_later(HEADERS_WITHIN_S, transport.close)

    def data_received(self, data: bytes) -> None:
        """Wait on, from the first byte of a request to the last of its headers."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or self.transport.get_protocol() is not self:
            self._stop_waiting()
        elif self._late is None and self.timeout_keep_alive_task is None:
            self._late = self.loop.call_later(HEADERS_WITHIN_S, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
