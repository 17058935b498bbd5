"""The remote as a surface: a web server on a thread of its own, from its socket to its end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from livefocus.control.actions import Action
from livefocus.control.remote.access import Access, key_file, load_key
from livefocus.control.remote.address import LOOPBACK, LOOPBACK_V6, Address, listen, reachable_host
from livefocus.control.remote.guard import Guard
from livefocus.control.remote.hub import Hub
from livefocus.control.remote.impatience import ImpatientProtocol
from livefocus.control.remote.instance import announce
from livefocus.control.remote.preview import PreviewBox
from livefocus.control.remote.routes import Api, make_app
from livefocus.control.remote.sockets import MOST_MESSAGE_BYTES, Sockets
from livefocus.control.remote.throws import Throw
from livefocus.control.show_state import ShowState
from livefocus.control.surface import Inbox
from livefocus.errors import ControlError

MOST_CONNECTIONS = 96
END_WITHIN_S = 2


class RemoteServer:
    """The page and the API, listening from the moment it is made.

    Parameters
    ----------
    wanted
        Where to listen; the next free port is taken where somebody is there already.
    notify
        Takes one line for the operator, from any thread.

    Raises
    ------
    ControlError
        There is nowhere to listen.

    Attributes
    ----------
    address
        Where it listens.
    preview
        Wants small pictures while somebody watches.
    access
        Who may.
    """

    def __init__(self, wanted: Address, notify: Callable[[str], None]) -> None:
        self.name = "remote"
        self._notify = notify
        self._socket, self.address = listen(wanted)
        key = b"" if wanted.is_loopback else load_key(key_file())
        name = socket.gethostname()
        self.access = Access(self.address, key, (name, f"{name}.local"))
        self.preview = PreviewBox()
        self._inbox = Inbox()
        self._hub = Hub()
        self._throws: set[Throw] = set()
        self._server = uvicorn.Server(self._config())
        self._file = self._announce()

    @property
    def url(self) -> str:
        """Return the page's address, as others reach it."""
        host = reachable_host() if self.address.is_any else self.address.host
        return f"http://{Address(host, self.address.port)}/"

    @property
    def pairing_url(self) -> str:
        """Return the address that pairs a browser; the code is in the fragment, which is sent nowhere."""
        if not self.access.needs_pairing:
            return self.url
        return f"{self.url}#pair={self.access.pairing_code}"

    def take_actions(self) -> list[Action]:
        """See `Surface.take_actions`."""
        actions: list[Action] = list(self._inbox.take())
        state = self._hub.state
        if actions or state is None:
            return actions  # where a hand does something, thrown wheels wait to see what comes of it
        return [action for throw in tuple(self._throws) if (action := throw.take(state.target)) is not None]

    def publish(self, state: ShowState) -> None:
        """See `Surface.publish`."""
        self._hub.publish(state)

    def run(self) -> bool:
        """Serve until `stop`; returns False."""
        asyncio.run(self._serve())
        return False

    def stop(self) -> None:
        """Make `run` return soon. May be called from any thread."""
        self._server.should_exit = True

    def close(self) -> None:
        """Give up the socket and the instance file."""
        self._socket.close()
        if self._file is not None:
            self._file.unlink(missing_ok=True)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        bells = (self._hub.bell, self.preview.bell)
        for bell in bells:
            bell.attach(loop)
        try:
            await self._server.serve([self._socket])
        finally:
            for bell in bells:
                bell.attach(None)

    def _announce(self) -> Path | None:
        host = self.address.host
        if self.address.is_any:
            host = LOOPBACK_V6 if ":" in host else LOOPBACK
        try:
            return announce(host, self.address.port, self.access.local_token)
        except ControlError as error:
            self._notify(str(error))
            return None

    def _app(self) -> Guard:
        sockets = Sockets(self._inbox, self._hub, self.preview, self._throws)
        return make_app(Api(self._inbox, self._hub, self.access, lambda: self.pairing_url), sockets, self._notify)

    def _config(self) -> uvicorn.Config:
        return uvicorn.Config(
            self._app(),
            loop="asyncio",
            http=ImpatientProtocol,
            ws="websockets-sansio",
            ws_max_size=MOST_MESSAGE_BYTES,
            ws_per_message_deflate=False,  # small messages, and a decompressor is one more thing to attack
            lifespan="off",
            log_config=None,
            log_level="critical",  # what an operator must know is told through `notify`; nothing else is written down
            access_log=False,
            proxy_headers=False,  # nobody may say to be somebody else
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=END_WITHIN_S,
            h11_max_incomplete_event_size=MOST_MESSAGE_BYTES,
        )
