"""A hand on OBS, in a process of its own: obs-websocket requests in, one JSON line each; answers out, one line each."""

from __future__ import annotations

import asyncio
import json
import sys

import simpleobsws


async def connect(url: str, password: str) -> simpleobsws.WebSocketClient:
    """Wait for OBS until it has loaded its scenes."""
    while True:
        client = simpleobsws.WebSocketClient(url, password)
        try:
            await client.connect()
            if await client.wait_until_identified(10):
                while not (await client.call(simpleobsws.Request("GetSceneList"))).ok():
                    await asyncio.sleep(0.1)
                return client
        except OSError:
            pass
        await asyncio.sleep(0.25)


async def main(url: str, password: str) -> None:
    client = await connect(url, password)
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        answer = await client.call(simpleobsws.Request(asked["request"], asked["data"] or None), 30)
        print(json.dumps({"ok": answer.ok(), "data": answer.responseData or {}}), flush=True)
    await client.disconnect()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
