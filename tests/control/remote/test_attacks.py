"""What somebody could try who has no business here, and what comes of it: nothing, and no more than a line."""

from __future__ import annotations

import hmac
import json
import logging
import socket
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from livefocus.control.remote import access, guard, impatience, pairing, reading
from livefocus.control.remote.access import key_file
from livefocus.control.remote.guard import PAIRING_BURST
from livefocus.control.remote.server import MOST_CONNECTIONS
from livefocus.control.remote.sockets import MOST_CLIENTS, MOST_MESSAGE_BYTES
from tests.control.remote.stage import PATIENCE_S, Stage, until

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


# names: DNS rebinding


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:7380",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "127.0.0.1:7380; script-src *",
        "[::1]evil.example",
        "2130706433",
        "0x7f.1",
        "192.0.2.7:7380",
        "",
    ],
)
def test_a_name_that_is_not_ours_is_refused(stage: Stage, host: str) -> None:
    for method, path, body in (("GET", "/", None), ("GET", "/api/state", None), ("POST", "/api/actions", "swap")):
        status, headers, _ = stage.ask(method, path, body, {"Host": host, **TEXT})
        assert status == 403
        assert "evil" not in headers["content-security-policy"]
    assert stage.done == []


def test_two_host_headers_are_refused(stage: Stage) -> None:
    answer = raw(stage, b"GET /api/state HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:7380", "[::1]:7380", "127.0.0.2:80"])
def test_names_of_this_machine_are_ours(stage: Stage, host: str) -> None:
    assert stage.ask("GET", "/", headers={"Host": host})[0] == 200


def test_on_a_network_addresses_and_this_machines_name_are_ours_and_other_names_are_not(wide_stage: Stage) -> None:
    for host in ("192.0.2.7:7380", f"{socket.gethostname()}:7380", f"{socket.gethostname()}.local"):
        assert wide_stage.ask("GET", "/", headers={"Host": host})[0] == 200
    assert wide_stage.ask("GET", "/", headers={"Host": "evil.example"})[0] == 403


# pages of others: cross-site requests


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_page_may_ask_for_nothing(stage: Stage, headers: dict[str, str]) -> None:
    for body, kind in (("swap", TEXT), (json.dumps({"actions": ["swap"]}), JSON)):
        status, answer, _ = stage.ask("POST", "/api/actions", body, {**headers, **kind})
        assert status == 403
        assert not any(name.startswith("access-control") for name in answer)
    assert stage.ask("GET", "/api/state", headers=headers)[0] == 403
    for path in ("/ws", "/ws/preview"):
        with pytest.raises(InvalidStatus, match="403"):
            ws(stage, path, additional_headers=headers)
    assert stage.done == []


def test_what_a_form_of_another_page_can_send_is_refused_even_from_our_own(stage: Stage) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert stage.ask("POST", "/api/actions", "swap", {"Content-Type": kind})[0] == 415
    assert stage.done == []


def test_nobody_is_told_that_they_may_ask_from_elsewhere(stage: Stage) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    headers["Access-Control-Request-Private-Network"] = "true"
    status, answer, _ = stage.ask("OPTIONS", "/api/actions", headers=headers)
    assert status in (403, 405)
    assert not any(name.startswith("access-control") for name in answer)


def test_our_own_page_may(stage: Stage) -> None:
    origin = f"http://127.0.0.1:{stage.port}"
    assert stage.post("swap", Origin=origin, Sec_Fetch_Site="same-origin")[0] == 200
    with ws(stage, origin=origin) as socket:
        assert "hello" in json.loads(socket.recv(timeout=PATIENCE_S))


def test_browsers_are_told_to_be_careful(stage: Stage) -> None:
    until(lambda: stage.ask("GET", "/api/state")[0] == 200)
    for path in ("/", "/main.js", "/api/state", "/nothing"):
        headers = stage.ask("GET", path)[1]
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers
    assert stage.ask("GET", "/api/state")[1]["cache-control"] == "no-store"


# secrets


def test_beyond_this_machine_nothing_is_had_without_a_secret(wide_stage: Stage) -> None:
    assert wide_stage.ask("GET", "/")[0] == 200  # the page itself knows nothing
    assert wide_stage.post("swap")[0] == 401
    for path in ("/api/state", "/api/actions", "/api/pairing", "/api/nothing"):
        assert wide_stage.ask("GET", path)[0] == 401
    for path in ("/ws", "/ws/preview"):
        with pytest.raises(InvalidStatus, match="403"):
            ws(wide_stage, path)
    assert wide_stage.done == []


@pytest.mark.parametrize("secret", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp4", "Bearer ünlü"])
def test_a_wrong_token_is_refused_everywhere(stage: Stage, wide_stage: Stage, secret: str) -> None:
    for each in (stage, wide_stage):
        headers = {"Authorization": secret.encode().decode("latin-1")}
        assert each.ask("GET", "/api/state", headers=headers)[0] == 401


def test_neither_part_of_a_secret_nor_one_in_the_wrong_place_is_good(wide_stage: Stage) -> None:
    rights = wide_stage.server.access
    cookie = pair(wide_stage)
    for headers in (
        {"Cookie": cookie[:-1]},
        {"Cookie": f"{cookie}0"},
        {"Cookie": f"{rights.cookie_name}={rights.local_token}"},
        {"Cookie": f"{rights.cookie_name}={rights.pairing_code}"},
        {"Authorization": f"Bearer {rights.pairing_code}"},
        {"Authorization": f"Bearer {cookie.partition('=')[2]}"},
        {"Authorization": f"bearer {rights.local_token} "[:-2]},
    ):
        assert wide_stage.ask("GET", "/api/state", headers=headers)[0] == 401
    assert wide_stage.ask("GET", f"/api/state?token={rights.local_token}&pair={rights.pairing_code}")[0] == 401


def test_a_browser_is_paired_with_a_cookie_no_script_and_no_other_site_gets(wide_stage: Stage) -> None:
    code = json.dumps({"code": wide_stage.server.access.pairing_code})
    _, headers, body = wide_stage.ask("POST", "/api/pair", code, JSON)
    words = headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(words)
    secret = words[0].partition("=")[2]
    assert secret not in body.decode()
    assert wide_stage.server.access.pairing_code not in headers["set-cookie"]
    cookie = {"Cookie": words[0]}
    until(lambda: wide_stage.ask("GET", "/api/state", headers=cookie)[0] == 200)
    with ws(wide_stage, additional_headers=cookie) as socket:
        assert "hello" in json.loads(socket.recv(timeout=PATIENCE_S))
    with pytest.raises(InvalidStatus, match="403"):  # another site's page, should a browser send the cookie after all
        ws(wide_stage, additional_headers=cookie, origin="https://evil.example")  # type: ignore[arg-type]


def test_a_browser_stays_paired_and_a_code_does_not_outlive_its_show(wide_stage: Stage) -> None:
    cookie, code = pair(wide_stage), wide_stage.server.access.pairing_code
    wide_stage.close()
    again = Stage("0.0.0.0", wide_stage.port)
    try:
        until(lambda: again.ask("GET", "/api/state", headers={"Cookie": cookie})[0] == 200)
        assert again.ask("POST", "/api/pair", json.dumps({"code": code}), JSON)[0] == 403
        assert key_file().stat().st_mode & 0o777 == 0o600
    finally:
        again.close()
    key_file().unlink()
    anew = Stage("0.0.0.0", wide_stage.port)
    try:
        assert anew.ask("GET", "/api/state", headers={"Cookie": cookie})[0] == 401
    finally:
        anew.close()


def test_codes_cannot_be_tried_out(wide_stage: Stage) -> None:
    tries = [wide_stage.ask("POST", "/api/pair", '{"code": "x"}', JSON)[0] for _ in range(int(PAIRING_BURST) + 5)]
    assert tries[: int(PAIRING_BURST)] == [403] * int(PAIRING_BURST)
    assert tries[-1] == 429


def test_only_programs_of_this_user_learn_the_code(wide_stage: Stage) -> None:
    cookie = {"Cookie": pair(wide_stage)}
    assert wide_stage.ask("GET", "/api/pairing", headers=cookie)[0] == 403
    token = {"Authorization": f"Bearer {wide_stage.server.access.local_token}"}
    status, _, body = wide_stage.ask("GET", "/api/pairing", headers=token)
    assert status == 200
    assert json.loads(body)["url"].endswith(f"/#pair={wide_stage.server.access.pairing_code}")


def test_secrets_are_compared_in_a_time_that_tells_nothing(wide_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []

    def compare(given: bytes, right: bytes) -> bool:
        compared.append(right)
        return hmac.compare_digest(given, right)

    class Spy:
        compare_digest = staticmethod(compare)

    monkeypatch.setattr(access, "hmac", Spy)
    cookie = pair(wide_stage)
    wide_stage.ask("GET", "/api/state", headers={"Cookie": cookie})
    wide_stage.ask("GET", "/api/state", headers={"Authorization": "Bearer x"})
    rights = wide_stage.server.access
    assert compared == [
        rights.pairing_code.encode(),
        cookie.partition("=")[2].encode(),
        f"Bearer {rights.local_token}".encode(),
    ]


def test_no_secret_is_written_down(
    wide_stage: Stage, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "websockets.client")  # that is the visitor's end
    rights = wide_stage.server.access
    pairing.show_pairing(wide_stage.server.pairing_url, wide_stage.said.append)
    cookie = pair(wide_stage)
    wide_stage.post("swap", Cookie=cookie)
    wide_stage.post("wobble", Authorization=f"Bearer {rights.local_token}")
    wide_stage.ask("GET", f"/{rights.local_token}")
    raw(wide_stage, f"GET /{rights.pairing_code} NONSENSE\r\n\r\n".encode())
    with ws(wide_stage, additional_headers={"Cookie": cookie}) as socket:
        socket.recv(timeout=PATIENCE_S)
    said = "\n".join([*capfd.readouterr(), caplog.text, *wide_stage.said])
    assert "livefocus pair" in said
    for secret in (rights.local_token, rights.pairing_code, cookie.partition("=")[2]):
        assert secret not in said


def test_the_code_is_shown_where_a_person_reads_along(
    wide_stage: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    pairing.show_pairing(wide_stage.server.pairing_url, wide_stage.said.append)
    shown = capsys.readouterr().err
    assert wide_stage.server.pairing_url in shown
    assert "█" in shown
    assert not any(wide_stage.server.access.pairing_code in line for line in wide_stage.said)


# paths


@pytest.mark.parametrize(
    "path",
    [
        "/../routes.py",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/routes.py",
        "/..%2froutes.py",
        "/..%5croutes.py",
        "/%252e%252e%252froutes.py",
        "//etc/passwd",
        "/static/main.js",
        "/main.js/",
        "/main.js%00.png",
        "/./main.js",
        "/.",
        "/index.html/../main.js",
        "/C:/Windows/win.ini",
        "/%c0%ae%c0%ae/routes.py",
    ],
)
def test_no_path_leads_out_of_the_folder(stage: Stage, path: str) -> None:
    status, _, body = stage.ask("GET", path)
    assert status in (307, 404)
    assert b"root:" not in body
    assert b"import" not in body


# too much


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


def opens(stage: Stage) -> bool:
    try:
        with ws(stage):
            return True
    except InvalidStatus:
        return False


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
