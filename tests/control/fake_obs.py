"""A fake obs-websocket 5, for what a real OBS (tests/rig/test_obs.py) cannot be made to do."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import threading
from types import TracebackType
from typing import Any, Self

import msgpack
from websockets.asyncio.server import ServerConnection, serve

SALT, CHALLENGE = "salt", "challenge"


def answer_to(password: str) -> str:
    """What a client that knows the password answers, by obs-websocket's protocol."""
    secret = base64.b64encode(hashlib.sha256((password + SALT).encode()).digest()).decode()
    return base64.b64encode(hashlib.sha256((secret + CHALLENGE).encode()).digest()).decode()


class FakeObs:
    """Runs while its `with` lasts, on a thread of its own.

    Attributes
    ----------
    tries
        How many clients have come.
    switched
        The scenes it was asked to switch to.
    not_ready
        So many requests it still answers with "not ready".
    silent
        It says nothing at all.
    """

    def __init__(self, password: str = "", scenes: tuple[str, ...] = ("Wide", "close")) -> None:
        self.tries = 0
        self.switched: list[str] = []
        self.not_ready = 0
        self.silent = False
        self._password = password
        self._scenes = scenes
        self._clients: set[ServerConnection] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()])
        self.address = ""

    def __enter__(self) -> Self:
        """Start, and wait until it listens."""
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._loop.close()

    def tell(self, event: str, **data: Any) -> None:
        """Send an event to whoever is connected."""

        async def send() -> None:
            for client in self._clients:
                await client.send(
                    msgpack.packb({"op": 5, "d": {"eventType": event, "eventIntent": 4, "eventData": data}})
                )

        asyncio.run_coroutine_threadsafe(send(), self._loop).result(20)

    def hang_up(self) -> None:
        """End all connections."""

        async def close() -> None:
            for client in list(self._clients):
                await client.close()

        asyncio.run_coroutine_threadsafe(close(), self._loop).result(20)

    async def _serve(self) -> None:
        async with serve(self._meet, "127.0.0.1", 0, subprotocols=["obswebsocket.msgpack"]) as server:  # type: ignore[list-item]
            self.address = f"127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
            self._ready.set()
            await self._over.wait()

    async def _meet(self, client: ServerConnection) -> None:
        self.tries += 1
        if self.silent:
            await client.wait_closed()
            return
        wants = {"authentication": {"challenge": CHALLENGE, "salt": SALT}} if self._password else {}
        await client.send(msgpack.packb({"op": 0, "d": {"obsWebSocketVersion": "5.0", "rpcVersion": 1, **wants}}))
        identify = msgpack.unpackb(await client.recv())["d"]
        if self._password and identify.get("authentication") != answer_to(self._password):
            await client.close(4009, "Authentication failed.")
            return
        await client.send(msgpack.packb({"op": 2, "d": {"negotiatedRpcVersion": 1}}))
        self._clients.add(client)
        try:
            async for message in client:
                await client.send(msgpack.packb({"op": 7, "d": self._answer(msgpack.unpackb(message)["d"])}))
        finally:
            self._clients.discard(client)

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        status: dict[str, Any] = {"result": True, "code": 100}
        data: dict[str, Any] = {}
        kind, scene = asked["requestType"], asked.get("requestData", {}).get("sceneName", "")
        if self.not_ready:
            self.not_ready -= 1
            status = {"result": False, "code": 207, "comment": "OBS is not ready to perform the request."}
        elif kind == "GetVersion":
            data = {"obsVersion": "0.fake"}
        elif kind == "GetSceneList":
            data = {
                "currentProgramSceneName": self._scenes[0],
                "scenes": [{"sceneName": each} for each in self._scenes],
            }
        elif scene not in self._scenes:
            status = {"result": False, "code": 600, "comment": f"No source was found by the name of `{scene}`."}
        else:
            self.switched.append(scene)
        return {"requestType": kind, "requestId": asked["requestId"], "requestStatus": status, "responseData": data}
