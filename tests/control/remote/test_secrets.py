"""Beyond this machine, secrets: asked for, compared, kept."""

from __future__ import annotations

import hmac
import json
import logging

import pytest
from websockets.exceptions import InvalidStatus

from livefocus.control.remote import access, pairing
from livefocus.control.remote.access import key_file
from livefocus.control.remote.guard import PAIRING_BURST
from tests.control.remote.stage import PATIENCE_S, Stage, until
from tests.control.remote.visitor import JSON, pair, raw, ws


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
