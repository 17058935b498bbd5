"""A real browser on a page of somebody else's, which tries what pages can try on a show on the same machine."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.control.remote.browser import Visitor, chromium
from tests.control.remote.stage import Stage, until

pytestmark = pytest.mark.browser

ATTACKS = """async (base) => {
    const won = [], ws = base.replace("http", "ws");
    const attempt = async (name, work) => { try { if (await work()) won.push(name); } catch { /* refused */ } };
    const body = JSON.stringify({actions: ["swap"]});
    await attempt("read", async () => (await fetch(base + "api/state")).ok);
    await attempt("json", async () => (await fetch(base + "api/actions",
        {method: "POST", headers: {"Content-Type": "application/json"}, body})).ok);
    for (const type of ["text/plain", "application/x-www-form-urlencoded"])
        await attempt(type, async () => { await fetch(base + "api/actions",
            {method: "POST", mode: "no-cors", headers: {"Content-Type": type}, body: "swap"}); });
    await attempt("beacon", async () => { navigator.sendBeacon(base + "api/actions", "swap"); });
    for (const path of ["ws", "ws/preview"])
        await attempt(path, () => new Promise((go) => {
            const socket = new WebSocket(ws + path);
            socket.onopen = () => go(true);
            socket.onerror = () => go(false);
        }));
    await attempt("script", () => new Promise((go) => {
        const script = document.createElement("script");
        script.src = base + "main.js";
        script.onload = () => go(true);
        script.onerror = () => go(false);
        document.head.append(script);
    }));
    await attempt("frame", () => new Promise((go) => {
        const frame = document.createElement("iframe");
        frame.onload = () => {
            try { go(frame.contentDocument !== null && frame.contentDocument.title === "livefocus"); }
            catch { go(false); }
        };
        frame.src = base;
        document.body.append(frame);
    }));
    const form = document.createElement("form");
    form.action = base + "api/actions";
    form.method = "POST";
    form.enctype = "text/plain";
    form.innerHTML = '<input name="swap" value="">';
    document.body.append(form);
    setTimeout(() => form.submit(), 10);
    return won;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium("--host-resolver-rules=MAP evil.example 127.0.0.1") as browser:
        yield browser


@pytest.fixture
def hostile_port() -> Iterator[int]:
    """A web server of somebody else's, with one empty page."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>kittens</title><body>")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1"])
def test_a_page_of_another_site_gets_and_does_nothing(
    stage: Stage, browser: Browser, hostile_port: int, host: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://{host}:{hostile_port}/")
    with page.expect_navigation():  # the form's
        assert page.evaluate(ATTACKS, f"http://127.0.0.1:{stage.port}/") == []
    assert "another page may not" in page.content()
    context.close()
    stage.post("rack b")
    until(lambda: stage.done)
    assert stage.done == ["rack b"]


def test_a_name_pointed_at_this_machine_gets_nothing(stage: Stage, browser: Browser) -> None:
    """DNS rebinding: to the browser, everything here is one site, the attacker's."""
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"http://evil.example:{stage.port}/")
    assert answer is not None
    assert answer.status == 403
    got = page.evaluate(
        """async () => {
            const read = (await fetch("/api/state")).status;
            const act = (await fetch("/api/actions", {method: "POST", headers: {"Content-Type": "text/plain"},
                body: "swap"})).status;
            const open = await new Promise((go) => {
                const socket = new WebSocket(`ws://${location.host}/ws`);
                socket.onopen = () => go(true);
                socket.onerror = () => go(false);
            });
            return [read, act, open];
        }"""
    )
    assert got == [403, 403, False]
    context.close()
    assert stage.done == []


def test_a_phone_is_paired_by_its_code_which_does_not_stay(wide_stage: Stage, browser: Browser) -> None:
    asked: list[str] = []
    url = f"http://127.0.0.1:{wide_stage.port}/"
    code = wide_stage.server.access.pairing_code
    phone = Visitor(browser, url)
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.wait_for_selector("#pairing:not([hidden])")
    phone.page.fill("#code", "wrong")
    phone.page.click("text=Pair >> nth=-1")
    phone.page.wait_for_selector("#pairing-said:has-text('not (or no longer) good')")
    phone.page.goto("about:blank")
    phone.page.goto(f"{url}#pair={code}")
    phone.ready()
    assert phone.page.url == url
    assert not any(code in each for each in asked)
    phone.page.goto("about:blank")
    phone.page.go_back()
    phone.ready()
    assert phone.page.url == url
    assert phone.page.evaluate("document.cookie") == ""
    assert phone.page.evaluate("JSON.stringify([localStorage, sessionStorage])").count(code) == 0
    phone.page.tap("#marks button:nth-child(2)")
    until(lambda: wide_stage.done == ["rack b"])
    (cookie,) = phone.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert json.dumps(cookie).count(code) == 0
    phone.close()
