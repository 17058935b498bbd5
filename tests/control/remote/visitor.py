"""A visitor that is no browser, and minds no rules."""

from __future__ import annotations

import json
import socket
from typing import Any

from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.control.remote.stage import PATIENCE_S, Stage

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
HEAD = b"POST /api/actions HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"


def ws(stage: Stage, path: str = "/ws", **wishes: Any) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{stage.port}{path}", **wishes)


def pair(stage: Stage) -> str:
    """Pair as the page does and return the cookie."""
    code = json.dumps({"code": stage.server.access.pairing_code})
    status, headers, _ = stage.ask("POST", "/api/pair", code, JSON)
    assert status == 200
    return headers["set-cookie"].partition(";")[0]


def opens(stage: Stage) -> bool:
    try:
        with ws(stage):
            return True
    except InvalidStatus:
        return False


def raw(stage: Stage, request: bytes) -> bytes:
    """Send bytes as they are and return all that comes back."""
    with socket.create_connection(("127.0.0.1", stage.port), timeout=PATIENCE_S) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR) if b"Content-Length" not in request else None
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
                if b"\r\n\r\n" in answer:
                    break
        except OSError:  # closed in the middle of it, which is an answer
            return b""
        return answer
