"""OBS as a surface, through obs-websocket 5: its scenes fire actions, cues switch its scenes.

All of it runs on an asyncio loop in one thread, `work`; `take_actions` and `publish`, on the main thread, only pass
things over. A scene that livefocus switched to itself fires nothing, so that a cue and a scene bound to each other do
not run round in circles.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from livefocus.control.actions import Action
from livefocus.control.obs_link import ObsLink, RefusedError, describe
from livefocus.control.obs_table import DEFAULT_ADDRESS, ObsBindings
from livefocus.control.show_state import ShowState
from livefocus.control.surface import Inbox
from livefocus.errors import ControlError

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 10.0
"""A try that nobody answers costs next to nothing."""
REFUSED_RETRY_S = 60.0
"""A wrong password is not tried again and again, only so often that a corrected one is found."""
GONE = "OBS is gone; it is taken up again when it comes back"


class ObsSurface:
    """OBS, kept connected as long as it is there.

    Parameters
    ----------
    bindings
        What scenes and cues have to do with each other.
    password
        Looked up anew at each try; raises `ControlError` where it cannot be.
    notify
        Takes one line for the operator, from any thread.
    address
        `HOST:PORT` of obs-websocket.
    """

    def __init__(
        self,
        bindings: ObsBindings,
        password: Callable[[], str],
        notify: Callable[[str], None],
        address: str = DEFAULT_ADDRESS,
    ) -> None:
        self.name = "OBS"
        self._bindings = bindings
        self._password = password
        self._notify = notify
        self._address = address
        self._inbox = Inbox()
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._show_runs = asyncio.Event()  # before that nothing is known of its cues
        self._scenes_wanted: asyncio.Queue[str] = asyncio.Queue()
        self._link: ObsLink | None = None
        self._ours: list[str] = []  # scenes we have switched to and that OBS has not told of yet
        self._cue_names: tuple[str, ...] = ()
        self._cue: tuple[str, int] | None = None
        self._said = ""

    def take_actions(self) -> list[Action]:
        """Return what OBS's scenes asked for since the last call."""
        return self._inbox.take()

    def publish(self, state: ShowState) -> None:
        """Take how the show stands; a cue that went may switch a scene."""
        self._cue_names = state.cues
        if self._cue is None:
            self._call(self._show_runs.set)
        if (cue := (state.cue, state.cues_gone)) != self._cue:
            self._cue = cue
            if state.cue:
                self._call(self._want_scene_of, state.cue)

    def work(self) -> bool:
        """Keep in touch with OBS until told to stop, on a thread of its own; False: there is no second step."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._until_stopped(self._keep_in_touch()))
        return False

    def stop(self) -> None:
        """Make `work` return soon; from any thread."""
        self._call(self._stopping.set)

    def _call(self, what: Callable[..., object], *values: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to tell
            self._loop.call_soon_threadsafe(what, *values)

    async def _until_stopped(self, work: Awaitable[None]) -> None:
        tasks = [asyncio.ensure_future(work), asyncio.create_task(self._stopping.wait())]
        done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        for task in done:
            task.result()

    async def _keep_in_touch(self) -> None:
        """Connect, stay, connect again; longer and longer apart while OBS does not answer."""
        await self._show_runs.wait()
        retry_s = FIRST_RETRY_S
        while True:
            try:
                async with ObsLink(self._address, self._password(), self._heard) as link:
                    retry_s = FIRST_RETRY_S
                    await self._stay(link)
                self._say(GONE)
            except RefusedError as error:
                self._say(f"{error}; the show goes on without OBS")
                retry_s = REFUSED_RETRY_S
            except ControlError as error:
                if self._said != GONE:
                    self._say(f"{error}; it is tried again")
            await asyncio.sleep(retry_s)
            retry_s = min(retry_s * 2, LONGEST_RETRY_S)

    async def _stay(self, link: ObsLink) -> None:
        """Do what cues want of OBS, until it goes away."""
        self._link = link
        self._ours.clear()
        while not self._scenes_wanted.empty():
            self._scenes_wanted.get_nowait()  # of a cue that went while OBS was away
        self._say(f"OBS: connected to {link.version} at {self._address}")
        if missing := self._bindings.missing(link.scenes):
            self._notify(f"OBS has no scene called {describe(missing)}, to which something is bound")
        switching = asyncio.create_task(self._switch_scenes(link))
        try:
            await link.gone()
        finally:
            self._link = None
            switching.cancel()

    def _want_scene_of(self, cue: str) -> None:
        link = self._link
        if link is not None and (scene := self._bindings.scene_of(cue, link.scenes)):
            self._scenes_wanted.put_nowait(scene)

    async def _switch_scenes(self, link: ObsLink) -> None:
        while True:
            scene = await self._scenes_wanted.get()
            if scene == link.program:
                continue
            self._ours.append(scene)
            try:
                await link.switch_to(scene)
            except ControlError as error:
                self._ours.remove(scene)
                self._notify(str(error))

    def _heard(self, event: str, data: dict[str, Any]) -> None:
        """Do what a change of scene is bound to."""
        scene = str(data.get("sceneName", ""))
        if event == "CurrentPreviewSceneChanged":
            self._do(self._bindings.on_preview(scene))
        elif event == "CurrentProgramSceneChanged":
            if scene in self._ours:
                self._ours.remove(scene)
            else:
                self._do(self._bindings.on_program(scene, self._cue_names))

    def _do(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            self._inbox.put(action)

    def _say(self, notice: str) -> None:
        """Say a notice unless it is what was said last."""
        if notice != self._said:
            self._said = notice
            self._notify(notice)
