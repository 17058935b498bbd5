"""Other names, other people's pages, other paths: nothing is had or done, and no more said than a line."""

from __future__ import annotations

import json
import socket

import pytest
from websockets.exceptions import InvalidStatus

from tests.control.remote.stage import PATIENCE_S, Stage, until
from tests.control.remote.visitor import JSON, TEXT, raw, ws

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
