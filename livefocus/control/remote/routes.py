"""What can be asked of a running show over HTTP and WebSocket. Who may ask is `guard`'s business."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from livefocus import __version__
from livefocus.control.bindable import bindable_actions
from livefocus.control.desk import Refusal
from livefocus.control.remote.access import Access
from livefocus.control.remote.guard import Guard
from livefocus.control.remote.hub import Hub
from livefocus.control.remote.page import Page
from livefocus.control.remote.reading import RefusedError, json_of, put_all, read_actions, read_body
from livefocus.control.remote.sockets import Sockets
from livefocus.control.surface import Inbox
from livefocus.control.vocabulary import FORMS
from livefocus.settings import preset_names

TICKS_UNTIL_DONE = 3
"""One that may have begun already, one that does it, one more in which the app says what it thinks of it."""
DONE_WITHIN_S = 4.0


class Api:
    """The routes.

    Parameters
    ----------
    inbox
        Where actions go.
    hub
        Where the state comes from.
    access
        Who pairs.
    pairing_url
        Says where a browser is paired.
    """

    def __init__(self, inbox: Inbox, hub: Hub, access: Access, pairing_url: Callable[[], str]) -> None:
        self._inbox = inbox
        self._hub = hub
        self.access = access
        self._pairing_url = pairing_url

    async def act(self, request: Request) -> Response:
        """`POST /api/actions`: do all of these actions, or none where one is not understood.

        With `?wait` it answers when they are done, with what the operator was told meanwhile.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ("application/json", "text/plain"):
            raise RefusedError(415, "send application/json or text/plain")
        body = await read_body(request)
        said = self._hub.said
        put_all(self._inbox, read_actions(body, is_json=kind == "application/json"))
        return await self._outcome(said) if "wait" in request.query_params else JSONResponse({"ok": True})

    async def _outcome(self, said: int) -> Response:
        """Return what came of actions that wait now, since there were so many messages."""
        try:
            async with asyncio.timeout(DONE_WITHIN_S):
                await self._hub.ticks(TICKS_UNTIL_DONE)
        except TimeoutError as error:
            raise RefusedError(503, "the show does not move on") from error
        _, messages = self._hub.messages_since(said)
        refusals = [message for message in messages if isinstance(message, Refusal)]
        if refusals:
            return JSONResponse({"error": "; ".join(refusals), "messages": messages}, 409)
        return JSONResponse({"ok": True, "messages": messages})

    async def state(self, _request: Request) -> Response:
        """`GET /api/state`: how the show stands."""
        state = self._hub.state
        if state is None:
            raise RefusedError(503, "the show has not begun yet")
        return JSONResponse(state.as_dict())

    async def actions(self, _request: Request) -> Response:
        """`GET /api/actions`: the form of every action, and what a button can be bound to."""
        facts = self._hub.state.facts if self._hub.state else None
        moves = (facts.moves if facts else ()) or preset_names("moves")
        looks = (facts.looks if facts else ()) or preset_names("looks")
        return JSONResponse(
            {
                "version": __version__,
                "forms": [{"verb": verb, "usage": usage} for verb, (usage, _) in FORMS.items()],
                "bindable": [asdict(bindable) for bindable in bindable_actions(moves, looks)],
            }
        )

    async def pair(self, request: Request) -> Response:
        """`POST /api/pair`: exchange the code that was scanned for a cookie no script can read."""
        code = json_of(await read_body(request)).get("code")
        cookie = self.access.pair(code) if isinstance(code, str) else None
        if cookie is None:
            raise RefusedError(403, "this code is not (or no longer) good; scan the one in livefocus's terminal")
        return JSONResponse({"ok": True}, headers={"Set-Cookie": cookie})

    async def pairing(self, request: Request) -> Response:
        """`GET /api/pairing`: the address that pairs a browser, for programs of this machine's user only."""
        if not self.access.is_local_program(request.headers):
            raise RefusedError(403, "this is for `livefocus pair`")
        return JSONResponse({"needed": self.access.needs_pairing, "url": self._pairing_url()})


def make_app(api: Api, sockets: Sockets, notify: Callable[[str], None]) -> Guard:
    """Return the whole application, with its guard before it."""
    page = Page()

    async def refused(_request: Request, error: Exception) -> Response:
        if not isinstance(error, RefusedError):
            raise error
        return JSONResponse({"error": error.reason}, error.status)

    async def failed(_request: Request, error: Exception) -> Response:
        notify(f"the remote could not answer a request ({type(error).__name__}: {error})")
        return JSONResponse({"error": "livefocus could not do this"}, 500)

    async def left(_request: Request, _error: Exception) -> Response:
        return Response(status_code=400)  # nobody is there to read it

    routes = [
        Route("/", page.index, methods=["GET"]),
        Route("/api/actions", api.act, methods=["POST"]),
        Route("/api/actions", api.actions, methods=["GET"]),
        Route("/api/state", api.state, methods=["GET"]),
        Route("/api/pair", api.pair, methods=["POST"]),
        Route("/api/pairing", api.pairing, methods=["GET"]),
        Route("/{name}", page.file, methods=["GET"]),
        WebSocketRoute("/ws", sockets.state),
        WebSocketRoute("/ws/preview", sockets.preview),
    ]
    handlers = {RefusedError: refused, ClientDisconnect: left, Exception: failed}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), api.access)
