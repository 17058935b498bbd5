"""One connection to obs-websocket 5, through simpleobsws: who answers, which scenes there are, which one is on.

simpleobsws's and websockets' errors become ours here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

import simpleobsws
from websockets.exceptions import WebSocketException

from livefocus.control.obs_table import PASSWORD_VARIABLE, password_file
from livefocus.errors import ControlError

ANSWER_WITHIN_S = 10.0
PART_WITHIN_S = 2.0
READY_WITHIN_S = 60.0
"""OBS answers before it has loaded its scenes, and says that it is not ready yet."""
ASK_AGAIN_S = 0.25
REFUSED = 4009
"""`WebSocketCloseCode::AuthenticationFailed` of obs-websocket's protocol."""
NOT_READY = 207
"""`RequestStatus::NotReady`."""
EVENTS = 1 | 2 | 4
"""`EventSubscription`: General, Config (another scene collection), Scenes."""
ENABLE = "in OBS: Tools > WebSocket Server Settings > Enable WebSocket server"
FAILURES = (OSError, TimeoutError, WebSocketException, simpleobsws.MessageTimeout, simpleobsws.NotIdentifiedError)

Heard = Callable[[str, dict[str, Any]], None]


class RefusedError(ControlError):
    """OBS wants another password."""


def describe(names: Iterable[str]) -> str:
    """Return names as a person would list them."""
    return ", ".join(f"'{name}'" for name in names)


class ObsLink:
    """One connection, open while its `async with` lasts.

    Parameters
    ----------
    address
        `HOST:PORT`.
    password
        Empty where there is none.
    heard
        Takes each event's name and data, in their order, on the loop's thread; it must not wait.

    Attributes
    ----------
    version
        Who answers: `OBS 29.0.2`.
    scenes
        Names of the scenes there are.
    program
        The one that is on.
    """

    def __init__(self, address: str, password: str, heard: Heard) -> None:
        self.version = "OBS"
        self.scenes: frozenset[str] = frozenset()
        self.program = ""
        self._address = address
        self._has_password = bool(password)
        self._heard = heard
        identify = simpleobsws.IdentificationParameters(eventSubscriptions=EVENTS)
        self._client = simpleobsws.WebSocketClient(f"ws://{address}", password, identify)
        self._client.register_event_callback(self._on_event)
        self._looking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> ObsLink:
        """Connect, and look at the scenes.

        Raises
        ------
        RefusedError
            The password is wrong, or none was given.
        ControlError
            Nobody answers, or who does is no obs-websocket 5.
        """
        try:
            await self._connect()
            version = await self._ask("GetVersion")
            self.version = f"OBS {version.get('obsVersion', '')}"
            await self._look_around()
        except BaseException:
            await self._disconnect()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        await self._disconnect()

    async def gone(self) -> None:
        """Wait until OBS goes away."""
        await asyncio.wait([self._client.recv_task])

    async def switch_to(self, scene: str) -> None:
        """Put a scene on program; raises `ControlError` where there is none of that name."""
        before, self.program = self.program, scene  # at once: what OBS tells from now on is newer
        try:
            await self._ask("SetCurrentProgramScene", {"sceneName": scene})
        except ControlError:
            if self.program == scene:
                self.program = before
            raise

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self._client.connect()
                identified = asyncio.create_task(self._client.wait_until_identified(ANSWER_WITHIN_S))
                await asyncio.wait([identified, self._client.recv_task], return_when=asyncio.FIRST_COMPLETED)
                identified.cancel()
        except OSError as error:
            raise ControlError(f"OBS does not answer at {self._address}", ENABLE) from error
        except FAILURES as error:
            raise self._stranger() from error
        if not self._client.is_identified():
            raise self._refused() if self._client.ws.close_code == REFUSED else self._stranger()

    def _stranger(self) -> ControlError:
        return ControlError(f"what answers at {self._address} is no obs-websocket 5", "OBS 28 or newer brings it")

    def _refused(self) -> RefusedError:
        wrong = "OBS refuses the password" if self._has_password else "OBS wants a password"
        where = f"set {PASSWORD_VARIABLE}, or write it into {password_file()}"
        return RefusedError(wrong, f"{where}; OBS shows it under Tools > WebSocket Server Settings > Show Connect Info")

    async def _look_around(self) -> None:
        listed = await self._ask("GetSceneList")
        self.scenes = frozenset(str(scene["sceneName"]) for scene in listed.get("scenes", []))
        self.program = str(listed.get("currentProgramSceneName", ""))

    async def _ask(self, request: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask until OBS is ready; returns what it answers."""
        until_s = asyncio.get_running_loop().time() + READY_WITHIN_S
        while True:
            try:
                answer = await self._client.call(simpleobsws.Request(request, data), ANSWER_WITHIN_S)
            except FAILURES as error:
                raise ControlError(f"OBS does not answer to {request}") from error
            if answer.ok():
                return answer.responseData or {}
            if answer.requestStatus.code != NOT_READY or asyncio.get_running_loop().time() > until_s:
                reason = answer.requestStatus.comment or f"code {answer.requestStatus.code}"
                raise ControlError(f"OBS does not do {request} ({reason})")
            await asyncio.sleep(ASK_AGAIN_S)

    async def _on_event(self, event: str, data: dict[str, Any] | None) -> None:
        """Keep the scenes' names up to date and pass events on. Awaits nothing, so events stay in their order."""
        data = data or {}
        if event == "CurrentProgramSceneChanged":
            self.program = str(data.get("sceneName", ""))
        elif event == "SceneListChanged":
            self.scenes = frozenset(str(scene["sceneName"]) for scene in data.get("scenes", []))
        elif event in ("CurrentSceneCollectionChanged", "SceneNameChanged"):
            self._looking = asyncio.create_task(self._look_again())
        self._heard(event, data)

    async def _look_again(self) -> None:
        with contextlib.suppress(ControlError):  # OBS went away meanwhile, which `gone` tells
            await self._look_around()

    async def _disconnect(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        receiving = self._client.recv_task
        with contextlib.suppress(*FAILURES):
            async with asyncio.timeout(PART_WITHIN_S):
                await self._client.disconnect()
        if receiving is not None:
            await asyncio.gather(receiving, return_exceptions=True)


async def _hello(address: str, password: str) -> str:
    async with ObsLink(address, password, lambda _event, _data: None) as link:
        return f"{link.version} answers at {address}, {len(link.scenes)} scenes"


def say_hello(address: str, password: str) -> str:
    """Return who answers; waits for it. Raises `ControlError` like `ObsLink`."""
    return asyncio.run(_hello(address, password))
