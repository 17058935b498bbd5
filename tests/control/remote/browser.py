"""A real Chromium, and a hand on its page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.control.remote.stage import PATIENCE_S, Stage

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Start it, with a profile of its own that is gone afterwards."""
    if CHROMIUM is None:
        reason = "needs Chromium: apt install chromium"
        if os.environ.get("LIVEFOCUS_RIG_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, *more, *(["--no-sandbox"] if root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


class Visitor:
    """A device on which the page is open; whatever the page complains about is an error.

    Attributes
    ----------
    page
        Playwright's page.
    complaints
        What its console says, errors and warnings.
    """

    def __init__(self, browser: Browser, url: str, size: tuple[int, int] = (390, 844), touch: bool = True) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=touch, is_mobile=touch
        )
        self.context.set_default_timeout(PATIENCE_S * 1000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.goto(url)

    def _hear(self, message: Any) -> None:
        expected = "WebSocket connection to" in message.text or "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not expected:  # that a server is away is what some tests are about
            self.complaints.append(message.text)

    def ready(self) -> Visitor:
        self.page.wait_for_selector("body.ready:not(.away)")
        return self

    def value(self) -> float:
        """Where the wheel says that focus is."""
        return float(self.page.get_attribute("#wheel", "aria-valuenow") or "nan")

    def shows(self, plane: float, tolerance: float = 0.003) -> None:
        """Wait until the wheel shows a plane."""
        self.page.wait_for_function(
            "([plane, tolerance]) => Math.abs(document.getElementById('wheel').getAttribute('aria-valuenow') - plane)"
            " <= tolerance",
            arg=[plane, tolerance],
        )

    def centre(self, selector: str) -> tuple[float, float]:
        box = self.page.locator(selector).bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def finger(self) -> Finger:
        return Finger(self.context.new_cdp_session(self.page))

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []


class Finger:
    """A finger on a touch screen; the times are those it has, however slow the machine is."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    def down(self, x: float, y: float) -> None:
        self._touch("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        self._touch("touchMove", [{"x": x, "y": y}])

    def up(self) -> None:
        self._touch("touchEnd", [])

    def _touch(self, kind: str, points: list[dict[str, float]]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def url_of(stage: Stage) -> str:
    return f"http://127.0.0.1:{stage.port}/"


Visit = Callable[..., Visitor]
