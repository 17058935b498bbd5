"""OBS as a surface, against a fake obs-websocket; a real OBS is in tests/rig/test_obs.py."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from livefocus.control import obs, obs_link, obs_table
from livefocus.control.actions import Action, ChooseLook, CueAction
from livefocus.control.desk import Desk
from livefocus.control.obs import ObsSurface
from livefocus.control.obs_table import ObsBindings
from livefocus.control.show_state import Facts, ShowState, show_state
from livefocus.errors import ControlError, SettingsError
from livefocus.focus.cue_file import load_cues
from livefocus.focus.moves import load_moves
from tests.control.fake_obs import FakeObs

PLANES = {"couple": 0.72, "man": 0.32}
BINDINGS = ObsBindings({"Wide": (ChooseLook("noir"), CueAction("fire", "one"))}, {}, {"two": "close", "gone": "Lost"})


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obs, "FIRST_RETRY_S", 0.05)
    monkeypatch.setattr(obs, "LONGEST_RETRY_S", 0.05)


def wait_until(happened: Callable[[], object]) -> None:
    until_s = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < until_s, "waited too long"
        time.sleep(0.01)


def state(cue: str = "", gone: int = 0, cues: tuple[str, ...] = ("one", "two")) -> ShowState:
    whole = show_state(Desk(planes=PLANES, moves=load_moves()), Facts())
    return replace(whole, cue=cue, cues=cues, cues_gone=gone)


class Talk:
    """A surface at work, what it said, what it asked for."""

    def __init__(self, address: str, bindings: ObsBindings = BINDINGS, password: str = "") -> None:
        self.said: list[str] = []
        self.actions: list[Action] = []
        self.surface = ObsSurface(bindings, lambda: password, self.said.append, address)
        self.thread = threading.Thread(target=self.surface.work)

    def take(self) -> list[Action]:
        self.actions += self.surface.take_actions()
        return self.actions

    def fire_until(self, cue: str, happened: Callable[[], object]) -> None:
        """Let a cue go again and again: what OBS told a moment ago may still be under way."""
        gone = itertools.count(100)

        def fired() -> object:
            self.surface.publish(state(cue, next(gone)))
            return happened()

        wait_until(fired)

    def has_said(self, what: str, times: int = 1) -> bool:
        return sum(what in line for line in self.said) >= times


@contextmanager
def talking(address: str, bindings: ObsBindings = BINDINGS, password: str = "") -> Iterator[Talk]:
    talk = Talk(address, bindings, password)
    talk.thread.start()
    talk.surface.publish(state())
    try:
        yield talk
    finally:
        talk.surface.stop()
        talk.thread.join(20)
        assert not talk.thread.is_alive()


def test_a_scene_does_what_it_is_bound_to_in_order() -> None:
    with FakeObs() as there, talking(there.address) as talk:
        wait_until(lambda: talk.has_said("connected to OBS 0.fake"))
        there.tell("CurrentProgramSceneChanged", sceneName="Other")
        there.tell("CurrentProgramSceneChanged", sceneName="Wide")
        wait_until(lambda: len(talk.take()) == 2)
        assert talk.actions == [ChooseLook("noir"), CueAction("fire", "one")]


def test_a_cue_switches_a_scene_once_each_time_it_goes_and_gets_no_echo() -> None:
    bindings = ObsBindings({"close": (CueAction("fire", "one"),)}, {}, {"two": "close"})
    with FakeObs() as there, talking(there.address, bindings) as talk:
        wait_until(lambda: talk.has_said("connected"))
        for _ in range(3):
            talk.surface.publish(state("two", 1))
        wait_until(lambda: there.switched == ["close"])
        there.tell("CurrentProgramSceneChanged", sceneName="close")  # the echo
        there.tell("CurrentProgramSceneChanged", sceneName="Wide")  # somebody's hand
        talk.fire_until("two", lambda: there.switched == ["close", "close"])
        there.tell("CurrentProgramSceneChanged", sceneName="close")
        there.tell("CurrentProgramSceneChanged", sceneName="Wide")
        there.tell("CurrentProgramSceneChanged", sceneName="close")  # a hand again
        wait_until(talk.take)
        assert talk.actions == [CueAction("fire", "one")]


def test_names_that_are_the_same_go_together_and_only_they() -> None:
    with FakeObs() as there, talking(there.address, ObsBindings({}, {}, {}, same_names=True)) as talk:
        wait_until(lambda: talk.has_said("connected"))
        talk.surface.publish(state("one", 1, ("one", "close")))
        talk.surface.publish(state("close", 2, ("one", "close")))
        wait_until(lambda: there.switched == ["close"])
        there.tell("CurrentProgramSceneChanged", sceneName="close")
        there.tell("CurrentProgramSceneChanged", sceneName="Wide")
        there.tell("CurrentProgramSceneChanged", sceneName="one")
        wait_until(talk.take)
        assert talk.actions == [CueAction("fire", "one")]


def test_scenes_that_are_not_there_are_said() -> None:
    with FakeObs() as there, talking(there.address) as talk:
        wait_until(lambda: talk.has_said("OBS has no scene called 'Lost'"))
        talk.surface.publish(state("gone", 1))
        wait_until(lambda: talk.has_said("No source was found by the name of `Lost`"))
        talk.surface.publish(state("two", 2))
        wait_until(lambda: there.switched == ["close"])


def test_names_follow_what_is_renamed_in_obs() -> None:
    with FakeObs() as there, talking(there.address, ObsBindings({}, {}, {}, same_names=True)) as talk:
        wait_until(lambda: talk.has_said("connected"))
        there._scenes = ("Wide", "two")
        there.tell("SceneListChanged", scenes=[{"sceneName": "Wide"}, {"sceneName": "two"}])
        talk.fire_until("two", lambda: there.switched == ["two"])


def test_it_waits_for_obs_to_be_ready_and_takes_it_up_again() -> None:
    with FakeObs("secret") as there, talking(there.address, password="secret") as talk:
        wait_until(lambda: talk.has_said("connected"))
        there.not_ready = 4
        there.hang_up()
        wait_until(lambda: talk.has_said("connected", 2))
        assert talk.said.count(obs.GONE) == 1
        there.tell("CurrentProgramSceneChanged", sceneName="Wide")
        wait_until(lambda: len(talk.take()) == 2)
    assert not [line for line in talk.said if "secret" in line]


@pytest.mark.parametrize(("password", "reason"), [("wrong1", "refuses the password"), ("", "wants a password")])
def test_a_wrong_password_is_said_once_and_not_tried_again_and_again(password: str, reason: str) -> None:
    with FakeObs("secret") as there, talking(there.address, password=password) as talk:
        wait_until(lambda: talk.has_said(reason))
        time.sleep(0.5)  # ten times as long as any other failure waits
        assert there.tries == 1
        assert len(talk.said) == 1
        assert "LIVEFOCUS_OBS_PASSWORD" in talk.said[0]
        assert "wrong1" not in talk.said[0]


def test_nobody_there_is_said_once_and_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with talking(address) as talk:
            wait_until(lambda: talk.has_said(f"OBS does not answer at {address}: in OBS: Tools"))
            time.sleep(0.3)
            assert len(talk.said) == 1


def answer_as_a_web_server(server: socket.socket) -> None:
    client, _ = server.accept()
    with client:
        client.sendall(b"HTTP/1.1 404 Not Found\r\n\r\n")


def test_a_stranger_is_told_from_obs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obs_link, "ANSWER_WITHIN_S", 0.3)
    with FakeObs() as there:
        there.silent = True
        with pytest.raises(ControlError, match="OBS does not answer at"):
            obs_link.say_hello(there.address, "")
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_as_a_web_server, args=[server])
        thread.start()
        with pytest.raises(ControlError, match="is no obs-websocket 5"):
            obs_link.say_hello(f"127.0.0.1:{server.getsockname()[1]}", "")
        thread.join()


def test_stopping_is_quick_at_any_time() -> None:
    for address in ("127.0.0.1:1", "192.0.2.1:4455"):  # refused at once; an address nobody has
        with talking(address):
            pass
    surface = ObsSurface(BINDINGS, str, print)
    surface.stop()
    surface.work()
    surface.publish(state("two", 1))


def test_the_table_that_comes_along_and_one_of_the_user_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obs_table, "config_folder", lambda: tmp_path)
    assert obs_table.load_obs_bindings() == ObsBindings({}, {}, {}, same_names=True)
    (tmp_path / "obs.toml").write_text(
        'same_names = false\n[scenes]\nWide = ["look noir", "cue fire one"]\n[previews]\nWide = ""\n'
        '[cues]\ntwo = "close"\n'
    )
    found = obs_table.load_obs_bindings()
    assert found == ObsBindings(
        {"Wide": (ChooseLook("noir"), CueAction("fire", "one"))}, {"Wide": ()}, {"two": "close"}
    )
    assert found.on_program("one", ("one",)) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[scenes]\n\nWide = "dance"', r"obs\.toml:3: there is no action 'dance'"),
        ('[scenes]\nWide = ["look noir", "cue fire"]', r"obs\.toml:2: 'cue fire' is not understood"),
        ("[scene]\n", r"obs\.toml:1: unknown key 'scene'"),
        ("[cues]\none = 3", r"obs\.toml:2: cues\.one"),
    ],
)
def test_a_wrong_table_is_told_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "obs.toml").write_text(text)
    with pytest.raises(SettingsError, match=reason):
        obs_table.load_obs_bindings(tmp_path / "obs.toml")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost", "localhost:4455"),
        ("10.0.0.7:4460", "10.0.0.7:4460"),
        ("[::1]", "[::1]:4455"),
        ("[::1]:4460", "[::1]:4460"),
    ],
)
def test_addresses(text: str, address: str) -> None:
    assert obs_table.parse_obs_address(text) == address


@pytest.mark.parametrize(
    "text", ["", ":4455", "host:", "host:99999", "host:obs", "::1", "ws://host", "u:p@host:1", "[::1"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(SettingsError, match="is no address of OBS"):
        obs_table.parse_obs_address(text)


def test_the_password_comes_from_the_environment_else_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(obs_table, "config_folder", lambda: tmp_path)
    monkeypatch.delenv(obs_table.PASSWORD_VARIABLE, raising=False)
    assert obs_table.read_password() == ""
    assert obs_table.open_to_others() == ""
    path = tmp_path / "obs-password"
    path.write_text("from the file\n")
    path.chmod(0o644)
    assert obs_table.read_password() == "from the file"
    assert obs_table.open_to_others() == f"others on this machine can read {path}: chmod 600 it"
    path.chmod(0o600)
    assert obs_table.open_to_others() == ""
    monkeypatch.setenv(obs_table.PASSWORD_VARIABLE, "from the environment")
    assert obs_table.read_password() == "from the environment"


def test_a_cue_list_s_cues_reach_the_state() -> None:
    desk = Desk(planes=PLANES, moves=load_moves(), cues=load_cues("cafe", PLANES, load_moves()))
    assert show_state(desk, Facts()).cues_gone == 0
    for times in (1, 2):
        desk.act(CueAction("fire", "the couple"))
        desk.step(0.1)
        after = show_state(desk, Facts())
        assert (after.cue, after.cues_gone) == ("the couple", times)
