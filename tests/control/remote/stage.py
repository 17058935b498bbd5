"""A show without pictures: a real desk, ticked on a thread of its own as the main thread would, and the real server."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from livefocus.app.threads import Crew
from livefocus.control.desk import Desk
from livefocus.control.remote.address import Address
from livefocus.control.remote.server import RemoteServer
from livefocus.control.show_state import Facts, show_state
from livefocus.focus.cue_file import load_cues
from livefocus.focus.moves import load_moves

PLANES = {"couple": 0.72, "man": 0.32}
FACTS = Facts(
    source="scene:cafe",
    size=(1280, 720),
    look="neutral",
    f_number=1.8,
    looks=("cinematic", "neutral", "noir"),
    moves=("emotional", "snap", "suspense"),
    fps=24.0,
    latency_ms=41.0,
)
TICK_S = 1 / 60
PATIENCE_S = 30.0


class Stage:
    """See above.

    Attributes
    ----------
    done
        Every action that reached the desk, in its text form.
    said
        Every line for the operator.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        moves = load_moves()
        self.desk = Desk(planes=PLANES, moves=moves, cues=load_cues("cafe", PLANES, moves))
        for letter, plane in (("a", 0.72), ("b", 0.32), ("c", 0.5)):
            self.desk.marks.set(letter, plane)
        self.done: list[str] = []
        self.said: list[str] = []
        self.each_tick: list[Callable[[], None]] = []
        self.crew = Crew(self.said.append)
        self.server = RemoteServer(Address(host, port), self.said.append)
        self.crew.start("remote", self.server.run, self.server.close, self.server.stop)
        self._stopping = threading.Event()
        self.crew.start("main", self._tick, lambda: None, self._stopping.set)

    @property
    def port(self) -> int:
        return self.server.address.port

    def _tick(self) -> bool:
        for action in self.server.take_actions():
            self.done.append(str(action))
            self.desk.act(action)
        self.desk.step(TICK_S)
        self.server.publish(show_state(self.desk, FACTS, tuple(self.desk.take_messages())))
        for work in self.each_tick:
            work()
        return not self._stopping.wait(TICK_S)

    def stand_still(self) -> None:
        """Let the main thread hang."""
        self._stopping.set()

    def close(self) -> None:
        self.crew.stop()

    def ask(
        self, method: str, path: str, body: str | bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask as a program would that is no browser."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()

    def post(self, *actions: str, **headers: str) -> tuple[int, dict[str, Any]]:
        given = {"Content-Type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
        status, _, body = self.ask("POST", "/api/actions", json.dumps({"actions": actions}), given)
        return status, json.loads(body)


def until(condition: Callable[[], Any]) -> Any:
    """Wait for something to be true and return it."""
    end_s = time.monotonic() + PATIENCE_S
    while not (value := condition()):
        assert time.monotonic() < end_s, "waited in vain"
        time.sleep(0.01)
    return value
