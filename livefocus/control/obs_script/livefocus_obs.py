"""A script for OBS: every action of livefocus as a hotkey of OBS's, so that keys work while OBS has the keyboard.

Add it in OBS under Tools > Scripts. It needs nothing but the Python that OBS uses (3.8 or newer): it finds the running
show by the file livefocus leaves for programs of the same user, and talks to it on this machine. OBS calls the
functions named `script_…`; whatever may have to wait is done on a thread of our own, which never calls OBS.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import obspython as obs

if TYPE_CHECKING:
    from collections.abc import Callable

    Show = tuple[str, int, str]
    """Host, port and token."""
    Known = tuple[str, str, str]
    """Name, action and description."""
    Body = dict[str, list[str]] | None
    Key = tuple[int, str, str, Callable[[bool], None]]
    """OBS's number, action, description, and the callback, which OBS does not hold on to."""

ANSWER_WITHIN_S = 1.0
LOOK_EVERY_S = 2.0
TICK_MS = 250
PREFIX = "livefocus_"
NOBODY = "No show is running: start one with `livefocus run`, and its actions can be given keys."

ABOUT = """<h3>livefocus</h3>
<p>Every action of livefocus – rack to a mark, next cue, all sharp, … – as a hotkey: <i>Settings &gt; Hotkeys</i>; they
begin with "livefocus". They work wherever OBS's own hotkeys do.</p>"""


def instance_folders() -> list[Path]:
    """Return where a show of this user may have left its file, as platformdirs' `user_runtime_dir` has it."""
    if sys.platform == "win32":
        bases = [Path(os.environ.get("LOCALAPPDATA", ""), "Temp")]
    else:
        user = str(os.getuid())
        bases = [Path(os.environ["XDG_RUNTIME_DIR"])] if os.environ.get("XDG_RUNTIME_DIR") else []
        bases += [Path("/run/user", user), Path("/var/run/user", user), Path(tempfile.gettempdir(), "runtime-" + user)]
        bases += [Path.home() / "Library/Caches/TemporaryItems"] if sys.platform == "darwin" else []
    return [base / "livefocus" / "instances" for base in dict.fromkeys(bases)]


def shows() -> list[Show]:
    """Return what the shows that may be running left behind, the newest first."""
    found = []
    for path in (path for folder in instance_folders() for path in folder.glob("*.json")):
        try:
            ours = sys.platform == "win32" or path.stat().st_uid == os.getuid()
            show = json.loads(path.read_text(encoding="utf-8")) if ours else {}
            found.append((float(show["started_at_s"]), str(show["host"]), int(show["port"]), str(show["token"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return [show[1:] for show in sorted(found, reverse=True)]


def ask(show: Show, method: str, path: str, body: Body = None) -> tuple[int, Any]:
    """Return a show's status and answer; raises `OSError` or `ValueError` where it does not answer."""
    host, port, token = show
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_WITHIN_S)
    headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def ask_the_newest(method: str, path: str, body: Body = None) -> tuple[int, dict[str, Any]] | None:
    """Ask the newest show that answers; None where none does."""
    for show in shows():
        try:
            status, answer = ask(show, method, path, body)
        except (OSError, ValueError):
            continue
        if status != http.client.UNAUTHORIZED and isinstance(answer, dict):
            return status, answer
    return None


def look() -> tuple[str, list[Known]]:
    """Return one line about the show that runs, and its actions as `(name, action, description)`."""
    answered = ask_the_newest("GET", "/api/actions")
    if answered is None or answered[0] != http.client.OK:
        return NOBODY, []
    actions = [(each["name"], each["action"], each["description"]) for each in answered[1].get("bindable", [])]
    state = ask_the_newest("GET", "/api/state")
    cues = state[1].get("cues", []) if state and state[0] == http.client.OK else []
    actions += [("cue_fire_" + cue.replace(" ", "_"), "cue fire " + cue, "Cue: " + cue) for cue in cues]
    return "livefocus {} answers.".format(answered[1].get("version", "")), actions


class Messenger:
    """The thread that talks to livefocus."""

    def __init__(self) -> None:
        self.status = NOBODY  # one line about the show, as it was a moment ago
        self._wanted: queue.Queue[str] = queue.Queue()
        self._news: queue.Queue[tuple[list[Known], str]] = queue.Queue()
        self._actions: list[Known] = []
        self._over = False
        self._thread = threading.Thread(target=self._work, name="livefocus", daemon=True)

    def start(self) -> None:
        """Begin to look for a show."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits no longer than a request may take."""
        self._over = True
        self._wanted.put("")
        if self._thread.is_alive():
            self._thread.join(2 * ANSWER_WITHIN_S)

    def send(self, action: str) -> None:
        """Let an action be done soon."""
        self._wanted.put(action)

    def take_news(self) -> tuple[list[Known], str] | None:
        """Return the actions there are now, or a complaint; None where there is no news."""
        try:
            return self._news.get_nowait()
        except queue.Empty:
            return None

    def _work(self) -> None:
        while not self._over:
            self._look()
            self._do(self._pressed())

    def _pressed(self) -> list[str]:
        """Wait a while; return all that was pressed meanwhile, to be done in one go."""
        found: list[str] = []
        try:
            found.append(self._wanted.get(timeout=LOOK_EVERY_S))
            while True:
                found.append(self._wanted.get_nowait())
        except queue.Empty:
            return [] if self._over else [action for action in found if action]

    def _look(self) -> None:
        self.status, actions = look()
        if actions and actions != self._actions:
            self._actions = actions
            self._news.put((actions, ""))

    def _do(self, actions: list[str]) -> None:
        if not actions:
            return
        answered = ask_the_newest("POST", "/api/actions", {"actions": actions})
        if answered is None:
            self._news.put(([], NOBODY))
        elif answered[0] != http.client.OK:
            self._news.put(([], str(answered[1].get("error", "livefocus did not do it"))))


class Hotkeys:
    """The hotkeys OBS knows from us, by name. Only to be called from OBS's own threads."""

    def __init__(self, press: Callable[[str], None]) -> None:
        self._press = press
        self._keys: dict[str, Key] = {}

    def add(self, name: str, action: str, description: str, settings: Any = None) -> None:
        """Have a hotkey, with the keys OBS's settings have for it; one that is there already is left alone."""
        if name in self._keys:
            return

        def pressed(is_down: bool) -> None:
            if is_down:
                self._press(action)

        number = obs.obs_hotkey_register_frontend(PREFIX + name, "livefocus: " + description, pressed)
        self._keys[name] = (number, action, description, pressed)
        if settings is not None:
            keys = obs.obs_data_get_array(settings, PREFIX + name)
            obs.obs_hotkey_load(number, keys)
            obs.obs_data_array_release(keys)

    def keep_only(self, names: set[str]) -> None:
        """Forget hotkeys that are not among these, unless they have been given keys."""
        for name in [name for name in self._keys if name not in names]:
            number = self._keys[name][0]
            keys = obs.obs_hotkey_save(number)
            is_bound = obs.obs_data_array_count(keys) > 0
            obs.obs_data_array_release(keys)
            if not is_bound:
                obs.obs_hotkey_unregister(number)
                del self._keys[name]

    def save(self, settings: Any) -> None:
        """Write down which keys they have, and what they are, so that they are there before livefocus is."""
        for name, (number, _, _, _) in self._keys.items():
            keys = obs.obs_hotkey_save(number)
            obs.obs_data_set_array(settings, PREFIX + name, keys)
            obs.obs_data_array_release(keys)
        known = [(name, action, description) for name, (_, action, description, _) in self._keys.items()]
        obs.obs_data_set_string(settings, "known", json.dumps(known))

    def load(self, settings: Any) -> None:
        """Have the hotkeys that were saved."""
        try:
            known = [tuple(map(str, each)) for each in json.loads(obs.obs_data_get_string(settings, "known") or "[]")]
        except (ValueError, TypeError):
            known = []
        for each in known:
            if len(each) == 3:
                self.add(*each, settings=settings)


messenger = Messenger()
hotkeys = Hotkeys(messenger.send)
own_names: set[str] = set()


def script_description() -> str:
    """Say what this is. OBS asks once, when it loads the script; how it stands is among the properties."""
    return ABOUT


def script_load(settings: Any) -> None:
    """Have the hotkeys, and begin to look for a show."""
    hotkeys.load(settings)
    messenger.start()
    obs.timer_add(tick, TICK_MS)


def script_unload() -> None:
    """Stop."""
    obs.timer_remove(tick)
    messenger.stop()


def script_save(settings: Any) -> None:
    """Write down which keys the hotkeys have been given."""
    hotkeys.save(settings)


def script_update(settings: Any) -> None:
    """Have hotkeys for the actions the user wrote."""
    own_names.clear()
    items = obs.obs_data_get_array(settings, "own")
    for index in range(obs.obs_data_array_count(items)):
        item = obs.obs_data_array_item(items, index)
        action = " ".join(obs.obs_data_get_string(item, "value").split())
        obs.obs_data_release(item)
        if action:
            name = "own_" + action.replace(" ", "_")
            own_names.add(name)
            hotkeys.add(name, action, action, settings)
    obs.obs_data_array_release(items)


def script_properties() -> Any:
    """Show whether livefocus answers, and let the user write actions of their own."""
    properties = obs.obs_properties_create()
    information = getattr(obs, "OBS_TEXT_INFO", obs.OBS_TEXT_DEFAULT)  # not before OBS 28
    obs.obs_properties_add_text(properties, "status", messenger.status, information)
    obs.obs_properties_add_button(properties, "look", "Look again", look_again)
    kind = obs.OBS_EDITABLE_LIST_TYPE_STRINGS
    own = obs.obs_properties_add_editable_list(properties, "own", "Actions of your own", kind, "", "")
    obs.obs_property_set_long_description(own, "As in livefocus's docs: rack b 1.5 quint, cue fire close, ...")
    return properties


def look_again(properties: Any, _button: Any) -> bool:
    """Show how it stands now."""
    messenger.send("")  # nothing to do but to look
    obs.obs_property_set_description(obs.obs_properties_get(properties, "status"), messenger.status)
    return True


def tick() -> None:
    """Take over what the messenger has learned; OBS calls this a few times a second."""
    while (news := messenger.take_news()) is not None:
        actions, complaint = news
        if complaint:
            obs.script_log(obs.LOG_WARNING, complaint)
            continue
        hotkeys.keep_only({name for name, _, _ in actions} | own_names)
        for each in actions:
            hotkeys.add(*each)
