"""Too much, too long, never finished: it ends where it began."""

from __future__ import annotations

import json
import socket
from collections import deque
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedError

from livefocus.control.remote import guard, impatience, reading
from livefocus.control.remote.preview import MOST_WATCHERS
from livefocus.control.remote.server import MOST_CONNECTIONS
from livefocus.control.remote.sockets import MOST_CLIENTS, MOST_MESSAGE_BYTES
from tests.control.remote.stage import PATIENCE_S, Stage, until
from tests.control.remote.visitor import HEAD, TEXT, opens, raw, ws


def test_a_body_that_is_too_long_is_refused_whatever_it_claims(stage: Stage) -> None:
    body = "swap\n" * 20_000
    assert stage.ask("POST", "/api/actions", body, TEXT)[0] == 413
    chunks = b"".join(b"1000\r\n" + b"swap\n" * 819 + b" \r\n" for _ in range(20)) + b"0\r\n\r\n"
    assert raw(stage, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks).startswith(b"HTTP/1.1 413")
    assert stage.ask("POST", "/api/actions", "swap\n" * 300, TEXT)[0] == 400
    assert stage.done == []


def test_a_body_that_never_comes_is_not_waited_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BODY_WITHIN_S", 0.3)
    assert raw(stage, HEAD + b"Content-Length: 40\r\n\r\nswap").startswith(b"HTTP/1.1 408")
    assert stage.done == []


def test_headers_that_are_too_long_are_refused(stage: Stage) -> None:
    answer = raw(stage, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 2_000_000 + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 4") or answer == b""


def test_a_message_that_is_too_long_ends_its_socket(stage: Stage) -> None:
    with ws(stage) as socket:
        socket.send(json.dumps({"action": "swap" + " " * MOST_MESSAGE_BYTES}))
        with pytest.raises(ConnectionClosedError) as closed:
            list(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
    assert stage.done == []


def test_a_flood_ends_its_own_socket_and_nobody_elses(stage: Stage) -> None:
    with ws(stage) as calm, ws(stage) as flood:
        with pytest.raises(ConnectionClosedError) as closed:
            deque((flood.send('{"action": "peaking"}') for _ in range(100_000)), 0)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
        calm.send('{"action": "focus 0.123"}')
        until(lambda: "focus 0.123" in stage.done)
    assert len(stage.done) < 2_000


def test_too_many_requests_are_refused_for_a_while(monkeypatch: pytest.MonkeyPatch, own_folders: Path) -> None:
    monkeypatch.setattr(guard, "REQUESTS_PER_S", 0.5)
    monkeypatch.setattr(guard, "REQUEST_BURST", 20.0)
    stage = Stage()
    try:
        statuses = [stage.ask("GET", "/nothing")[0] for _ in range(40)]
        assert statuses[:20] == [404] * 20
        assert 429 in statuses[20:]
        until(lambda: not opens(stage))  # sockets count as well
        until(lambda: stage.ask("GET", "/api/state")[0] == 200)
    finally:
        stage.close()


def test_the_number_of_those_who_watch_is_limited(stage: Stage) -> None:
    with ExitStack() as stack:
        for _ in range(MOST_CLIENTS):
            stack.enter_context(ws(stage))
        assert not opens(stage)
    until(lambda: opens(stage))


def test_who_asked_for_a_picture_and_left_keeps_no_place(stage: Stage) -> None:
    for _ in range(2 * MOST_WATCHERS):  # this show has no pictures: all are still waited for
        with ws(stage, "/ws/preview") as socket_:
            socket_.send("next")
            until(lambda: stage.server.preview.wanted)
        until(lambda: not stage.server.preview.wanted)
    assert stage.server.preview.watchers == 0


def test_connections_that_say_nothing_do_not_keep_others_out_for_long(
    monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    monkeypatch.setattr(impatience, "HEADERS_WITHIN_S", 1.0)
    stage = Stage()
    silent = [socket.create_connection(("127.0.0.1", stage.port)) for _ in range(MOST_CONNECTIONS)]
    try:
        for index, each in enumerate(silent):
            if index % 2:
                each.sendall(b"GET / HTTP/1.1\r\nHost: loc")  # and never the rest
        until(lambda: stage.ask("GET", "/api/state")[0] == 200)
        for each in silent:
            each.settimeout(PATIENCE_S)
            assert each.recv(4096) == b""  # closed
    finally:
        for each in silent:
            each.close()
        stage.close()


def test_a_second_request_that_is_never_finished_is_not_waited_for_either(
    monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    monkeypatch.setattr(impatience, "HEADERS_WITHIN_S", 0.5)
    stage = Stage()
    try:
        with socket.create_connection(("127.0.0.1", stage.port), timeout=PATIENCE_S) as each:
            each.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"no such page"):
                answer += each.recv(65536)
            each.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            assert each.recv(65536) == b""
    finally:
        stage.close()


def test_a_client_that_does_not_listen_holds_nobody_up(stage: Stage) -> None:
    with socket.create_connection(("127.0.0.1", stage.port)) as deaf, ws(stage) as other:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.sendall(
            b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        other.send('{"action": "rack b"}')
        while "0.32" not in str(json.loads(other.recv(timeout=PATIENCE_S)).get("state", {}).get("focus")):
            pass
    assert "rack b" in stage.done


@pytest.mark.parametrize(
    "text", ["focus nan", "focus inf", "rack b 1e999", "turn focus 7", "learn " * 70, "\0", "focus " + "9" * 5000]
)
def test_nonsense_is_refused_and_the_show_goes_on(stage: Stage, text: str) -> None:
    assert stage.post(text)[0] == 400
    assert stage.post("swap")[0] == 200
    until(lambda: stage.done == ["swap"])
