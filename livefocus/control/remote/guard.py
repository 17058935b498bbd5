"""What stands before every route: nothing comes in that should not, and what goes out tells browsers to be careful."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livefocus.control.remote.access import Access
from livefocus.control.remote.rates import Allowances

REQUESTS_PER_S, REQUEST_BURST = 60.0, 240.0
"""From one address. A page loads a dozen files; a launcher sends a handful a second."""
PAIRINGS_PER_S, PAIRING_BURST = 0.2, 10.0
PAIRING = "/api/pair"
REFUSED_CLOSE = 1008
"""WebSocket close code "policy violation"."""


class Guard:
    """Refuses requests: of other pages, by other names, without a secret, or too many.

    Parameters
    ----------
    app
        What it stands before.
    access
        Who may.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        self._requests = Allowances(REQUESTS_PER_S, REQUEST_BURST, time.monotonic)
        self._pairings = Allowances(PAIRINGS_PER_S, PAIRING_BURST, time.monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        careful = _Careful(send, "" if refusal else headers["host"])
        if refusal is None:
            await self._app(scope, receive, careful)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": REFUSED_CLOSE})  # before it is accepted: a plain 403
        else:
            status, reason = refusal
            await JSONResponse({"error": reason}, status, {"Connection": "close"})(scope, receive, careful)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Return status and reason where a request is refused."""
        access = self._access
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not access.host_is_ours(hosts[0]):
            return 403, "this server is not called that"
        opens_page = scope["type"] == "http" and scope["path"] == "/" and scope["method"] in ("GET", "HEAD")
        if not access.origin_is_ours(headers) and not (opens_page and "origin" not in headers):
            return 403, "another page may not ask for this"
        visitor = str((scope.get("client") or ("",))[0])
        if not self._requests.take(visitor):
            return 429, "too many requests"
        if scope["type"] == "http" and scope["path"] == PAIRING and not self._pairings.take(visitor):
            return 429, "too many tries; wait a minute"
        if not _is_public(scope) and not access.is_known(headers):
            return 401, "this device is not paired; scan the code in livefocus's terminal"
        return None


def _is_public(scope: MutableMapping[str, Any]) -> bool:
    """Whether a path is served to whoever asks: the page itself, which knows nothing, and pairing."""
    path = scope["path"]
    return scope["type"] == "http" and (not path.startswith("/api/") or path == PAIRING)


class _Careful:
    """Adds to every answer what makes browsers careful with it."""

    def __init__(self, send: Send, host: str) -> None:
        self._send = send
        self._host = host

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in self._headers().items():
                headers.setdefault(name, value)
        await self._send(message)

    def _headers(self) -> dict[str, str]:
        socket = f" ws://{self._host}" if self._host else ""  # older Safaris do not count it as 'self'
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; manifest-src 'self'; "
            f"connect-src 'self'{socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "no-store",
        }
