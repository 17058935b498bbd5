"""The two WebSockets: the state and actions, and the preview."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from livefocus import __version__
from livefocus.control.actions import FocusOn
from livefocus.control.desk import Refusal
from livefocus.control.remote.hub import Hub, changes, plain
from livefocus.control.remote.preview import MOST_WATCHERS, PreviewBox
from livefocus.control.remote.rates import Allowance
from livefocus.control.remote.reading import RefusedError, actions_of, json_of, plane_of, put_all
from livefocus.control.remote.throws import Throw
from livefocus.control.surface import Inbox
from livefocus.errors import LivefocusError
from livefocus.focus.easing import CURVE_NAMES

MOST_MESSAGE_BYTES = 16 * 1024
"""Of a message that comes in; the protocol closes a socket that sends more."""
MOST_CLIENTS = 24
STATES_PER_S = 30.0
MESSAGES_PER_S, MESSAGE_BURST = 200.0, 400.0
"""Of one client: a hand that drags sends one for each picture of its screen."""
NOT_NOW, TOO_FAST = 1013, 1008
"""WebSocket close codes "try again later" and "policy violation"."""


class Sockets:
    """The WebSocket routes."""

    def __init__(self, inbox: Inbox, hub: Hub, preview: PreviewBox, throws: set[Throw]) -> None:
        self._inbox = inbox
        self._hub = hub
        self._preview = preview
        self._throws = throws
        self._clients = 0

    async def state(self, socket: WebSocket) -> None:
        """`/ws`: the state as it changes; actions in return.

        Out: `{"hello": {…}}`, then `{"state": {what changed}}`, `{"message": "…"}`, `{"error": "…"}`.
        In: `{"action": "rack b"}` or `{"actions": ["…"]}`; `{"coast": 0.42}`, the next place of a thrown wheel.
        """
        if self._clients >= MOST_CLIENTS:
            await socket.close(NOT_NOW)
            return
        self._clients += 1
        throw = Throw()
        self._throws.add(throw)
        try:
            await socket.accept()
            await socket.send_json({"hello": {"version": __version__, "curves": CURVE_NAMES}})
            await _both(socket, self._tell(socket), self._listen(socket, throw))
        finally:
            self._throws.discard(throw)
            self._clients -= 1

    async def preview(self, socket: WebSocket) -> None:
        """`/ws/preview`: one JPEG for every message that comes in, so that a slow network gets fewer, never older."""
        if self._preview.watchers >= MOST_WATCHERS:
            await socket.close(NOT_NOW)
            return
        self._preview.watchers += 1
        try:
            await socket.accept()
            asked = asyncio.Event()
            await _both(socket, self._show(socket, asked), _hear(socket, asked))
        finally:
            self._preview.watchers -= 1

    async def _show(self, socket: WebSocket, asked: asyncio.Event) -> None:
        while True:
            await asked.wait()
            asked.clear()
            try:
                await socket.send_bytes(await self._preview.next_jpeg())
            except LivefocusError as error:
                await socket.send_json({"error": str(error)})

    async def _tell(self, socket: WebSocket) -> None:
        """Send what changed, at most `STATES_PER_S` times a second; a slow client only slows itself."""
        told: dict[str, Any] = {}
        said = self._hub.said
        while True:
            if self._hub.state is not None:
                now = plain(self._hub.state)
                if new := changes(told, now):
                    await socket.send_json({"state": new})
                    told = now
                said, messages = self._hub.messages_since(said)
                for message in messages:
                    kind = "error" if isinstance(message, Refusal) else "message"
                    await socket.send_json({kind: message})
            news = asyncio.create_task(self._hub.bell.wait())
            try:
                await asyncio.sleep(1.0 / STATES_PER_S)
                await news
            finally:
                news.cancel()

    async def _listen(self, socket: WebSocket, throw: Throw) -> None:
        allowance = Allowance(MESSAGES_PER_S, MESSAGE_BURST, time.monotonic)
        refused = Allowance(1.0, 20.0, time.monotonic)
        while True:
            text = await _text(socket)
            if not allowance.take():
                await socket.close(TOO_FAST, "too many messages")
                return
            try:
                self._take(json_of(text), throw)
            except RefusedError as error:
                if refused.take():  # one line for each slip of a hand, not for each of a flood
                    await socket.send_json({"error": error.reason})

    def _take(self, data: dict[str, Any], throw: Throw) -> None:
        """Take one message; raises `RefusedError`."""
        if "coast" in data:
            throw.coasts(plane_of(data["coast"]))
            return
        actions = actions_of(data)
        for action in actions:
            if isinstance(action, FocusOn):
                throw.sent(action.plane)
        put_all(self._inbox, actions)


async def _text(socket: WebSocket) -> str:
    """Return the next text message; raises `WebSocketDisconnect`."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text = message.get("text")
    return text if isinstance(text, str) else ""


async def _hear(socket: WebSocket, asked: asyncio.Event) -> None:
    """Note that a client asks, until it leaves."""
    while True:
        await _text(socket)
        asked.set()


async def _both(socket: WebSocket, *work: Coroutine[Any, Any, None]) -> None:
    """Do all until the first ends, then end the others; a client that leaves is nothing to speak of."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception) and not _is_goodbye(socket, result):
            raise result


def _is_goodbye(socket: WebSocket, error: Exception) -> bool:
    """Whether it only says that the socket is closed: reading says so, or writing when either side has closed it."""
    closed = WebSocketState.DISCONNECTED in (socket.client_state, socket.application_state)
    return isinstance(error, WebSocketDisconnect) or (isinstance(error, RuntimeError) and closed)
