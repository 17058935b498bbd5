"""OSC both ways, over real UDP sockets, with python-osc as the other side, and liblo where it is there."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.udp_client import SimpleUDPClient

from livefocus.control.actions import Action, Fade, FNumber, FocusOn, Pull, Rack, SetMark, Swap, Toggle, Turn
from livefocus.control.desk import Desk
from livefocus.control.osc import LEASE_S, MOST_SUBSCRIBERS, OscSurface
from livefocus.control.osc_packets import BUNDLE, MOST_BYTES, Message, read_packet, write_packet
from livefocus.control.osc_words import action_of, addresses, values_of
from livefocus.control.remote.address import Address
from livefocus.control.show_state import Facts, ShowState, show_state
from livefocus.control.surface import MOST_WAITING
from livefocus.control.vocabulary import FORMS, parse_action
from livefocus.errors import ControlError
from livefocus.timing import ManualClock

HERE = "127.0.0.1"


class Rig:
    """A surface on a real port, driven by hand; its clock is a test's."""

    def __init__(self, *to: Address) -> None:
        self.said: list[str] = []
        self.clock = ManualClock(100.0)
        self.surface = OscSurface(Address(HERE, 0), self.said.append, to, self.clock.now_s)
        self.client = SimpleUDPClient(HERE, self.surface.address.port)
        self.client_socket = self.client._sock  # it has no way to be closed
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.listener.bind((HERE, 0))
        self.port = self.listener.getsockname()[1]

    def send(self, address: str, *arguments: object) -> None:
        self.client.send_message(address, list(arguments))

    def round(self, state: ShowState | None = None) -> list[Action]:
        if state is not None:
            self.surface.publish(state)
        self.clock.sleep_s(0.1)
        self.surface.step()
        return self.surface.take_actions()

    def told(self) -> dict[str, object]:
        self.listener.settimeout(0.2)
        heard: dict[str, object] = {}
        try:
            while True:
                (message,) = read_packet(self.listener.recv(65536))
                heard[message.address] = message.arguments[0]
        except TimeoutError:
            return heard

    def close(self) -> None:
        self.surface.close()
        self.client_socket.close()
        self.listener.close()


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.close()


def stand(*texts: str, messages: tuple[str, ...] = ()) -> ShowState:
    desk = Desk()
    for text in texts:
        desk.act(parse_action(text))
    desk.step(3.0)
    return show_state(desk, Facts(look="noir"), messages)


@pytest.mark.parametrize(
    ("address", "arguments", "action"),
    [
        ("/livefocus/focus", (0.42,), FocusOn(0.42)),
        ("/livefocus/rack", ("b", 1.5), Rack("b", duration_s=1.5)),
        ("/livefocus/rack/b", (1.5,), Rack("b", duration_s=1.5)),
        ("/livefocus/rack/b", (), Rack("b")),
        ("/livefocus/rack/b", (1.0,), Rack("b")),
        ("/livefocus/rack/b", (0.0,), None),
        ("/livefocus/rack/b", (True,), Rack("b")),
        ("/livefocus/rack/b", (False,), None),
        ("/livefocus/swap", (1,), Swap()),
        ("/livefocus/swap", (None,), Swap()),
        ("/livefocus/stop", (0,), None),
        ("/livefocus/stop", (1.0,), Pull("stop")),
        ("/livefocus/mark/c", (1.0,), SetMark("c")),
        ("/livefocus/mark", ("c", 0.25), SetMark("c", "0.25")),
        ("/livefocus/peaking", (1.0,), Toggle("peaking", True)),
        ("/livefocus/peaking", (0.0,), Toggle("peaking", False)),
        ("/livefocus/peaking", (), Toggle("peaking")),
        ("/livefocus/peaking", ("on",), Toggle("peaking", True)),
        ("/livefocus/fnumber", (1.0,), FNumber(1)),
        ("/livefocus/fnumber/-1", (1.0,), FNumber(-1)),
        ("/livefocus/fade", (1,), Fade(1.0)),
        ("/livefocus/cue/fire", ("the man appears",), parse_action("cue fire the man appears")),
        ("/livefocus/cue/go", (), parse_action("cue go")),
        ("/livefocus/action", ("rack b 2 quint",), parse_action("rack b 2 quint")),
        ("/livefocus/action", ("rack", "b", 2), parse_action("rack b 2")),
    ],
)
def test_addresses_and_arguments_are_words_and_a_button_let_go_is_nothing(
    address: str, arguments: tuple[object, ...], action: Action | None
) -> None:
    assert action_of(address, arguments) == action


def test_a_fader_on_a_screen_has_nothing_to_pick_up() -> None:
    turn = action_of("/livefocus/turn/blur", (0.25,))
    assert isinstance(turn, Turn)
    assert (turn.what, turn.value, turn.control, turn.settings.takeover) == ("blur", 0.25, "osc", "jump")


def test_every_verb_of_the_vocabulary_has_an_address() -> None:
    assert set(addresses()) == {f"/livefocus/{verb}" for verb in FORMS}


@pytest.mark.parametrize(
    ("address", "arguments", "reason"),
    [
        ("/other/focus", (0.4,), "begin with /livefocus/"),
        ("/livefocus", (), "begin with /livefocus/"),
        ("/livefocus/zoom", (1.0,), "no action 'zoom'"),
        ("/livefocus/focus", (b"\x00\x01",), "type bytes means nothing"),
        ("/livefocus/focus", (float("nan"),), "type float means nothing"),
        ("/livefocus/look", ("\x1b[31m",), "type str means nothing"),
        ("/livefocus/tap", (0.5, 7.0), "between 0 and 1"),
    ],
)
def test_what_means_nothing_says_so(address: str, arguments: tuple[object, ...], reason: str) -> None:
    with pytest.raises(ControlError, match=reason):
        action_of(address, arguments)


def test_messages_arrive_over_udp_and_of_a_drag_the_last_place_counts(rig: Rig) -> None:
    rig.send("/livefocus/rack", "b", 1.5)
    for step in range(100):
        rig.send("/livefocus/focus", step / 128)
    assert rig.round() == [Rack("b", duration_s=1.5), FocusOn(99 / 128)]
    assert rig.said == []


def test_what_is_bundled_is_done_at_once_and_in_order(rig: Rig) -> None:
    inner, outer = OscBundleBuilder(IMMEDIATELY), OscBundleBuilder(time.time() + 3600)
    for bundle, address in ((inner, "/livefocus/swap"), (outer, "/livefocus/pause")):
        bundle.add_content(OscMessageBuilder(address).build())
    outer.add_content(inner.build())
    rig.client.send(outer.build())
    assert rig.round() == [Pull("pause"), Swap()]


def test_subscribers_are_told_everything_once_and_then_what_changes(rig: Rig) -> None:
    assert rig.round(stand("mark a 0.25", "rack a")) == []
    rig.send("/livefocus/subscribe", rig.port)
    rig.round(stand("mark a 0.25", "rack a"))
    told = rig.told()
    assert told["/livefocus/focus"] == 0.25
    assert told["/livefocus/rack/a"] == 1.0
    assert told["/livefocus/rack/b"] == 0.0
    assert told["/livefocus/state/look"] == "noir"
    assert told["/livefocus/state/mark/a"] == 0.25
    rig.round(stand("mark a 0.25", "rack a"))
    assert rig.told() == {}
    rig.round(stand("mark a 0.25", "rack a", "peaking on", messages=("said",)))
    assert rig.told() == {"/livefocus/peaking": 1.0, "/livefocus/state/message": "said"}
    rig.send("/livefocus/unsubscribe", rig.port)
    rig.round(stand("focus 0.9"))
    assert rig.told() == {}


def test_a_lease_runs_out_and_asking_again_tells_everything_again(rig: Rig) -> None:
    rig.send("/livefocus/subscribe", float(rig.port))
    rig.round(stand())
    everything = rig.told()
    rig.send("/livefocus/subscribe", rig.port)
    rig.round(stand())
    assert rig.told() == everything
    rig.clock.sleep_s(LEASE_S)
    rig.round(stand("focus 0.9"))
    assert rig.told() == {}


def test_a_fader_under_a_finger_is_not_told_where_focus_is_until_it_lets_go(rig: Rig) -> None:
    rig.send("/livefocus/subscribe", rig.port)
    rig.round(stand("focus 0.25"))
    rig.told()
    rig.send("/livefocus/focus", 0.75)
    rig.round(stand("focus 0.5"))
    told = rig.told()
    assert "/livefocus/focus" not in told
    assert told["/livefocus/turn/focus"] == 0.5, "what it is not on is told all the while"
    rig.clock.sleep_s(1.0)
    rig.round(stand("focus 0.75"))
    assert rig.told()["/livefocus/focus"] == 0.75


def test_who_is_named_is_told_without_asking() -> None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((HERE, 0))
    listener.settimeout(5.0)
    rig = Rig(Address("localhost", listener.getsockname()[1]))
    try:
        rig.round(stand())
        assert read_packet(listener.recv(65536))[0].address.startswith("/livefocus/")
    finally:
        rig.close()
        listener.close()


def test_there_is_an_end_to_subscribers(rig: Rig) -> None:
    for port in range(2000, 2000 + MOST_SUBSCRIBERS + 1):
        rig.surface.take_packet(write_packet("/livefocus/subscribe", port), (HERE, 1))
    assert any("nobody else is" in line for line in rig.said)
    for nonsense in ("here", 0, 70000):
        rig.surface.take_packet(write_packet("/livefocus/subscribe", nonsense), (HERE, 1))
    assert sum("is no port" in line for line in rig.said) == 3


ENDLESS = BUNDLE + bytes(7) + b"\x01" + (-4 & 0xFFFFFFFF).to_bytes(4, "big")
NESTED = write_packet("/livefocus/swap")
for _ in range(6):
    NESTED = BUNDLE + bytes(7) + b"\x01" + len(NESTED).to_bytes(4, "big") + NESTED


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\x00",
        b"hello world, this is no OSC",
        b"/livefocus/focus",
        b"/livefocus/focus\x00\x00\x00\x00,f\x00\x00",
        b"/livefocus/fo\xff\xfe\x00,f\x00\x00\x00\x00\x00\x00",
        b"/livefocus/\x1b[31m\x00\x00\x00\x00",
        ENDLESS,
        NESTED,
        BUNDLE,
        BUNDLE + bytes(8) + b"\x00\x00\x00\x00",
        BUNDLE + bytes(8) + b"\x7f\xff\xff\xfc",
        b"/" + bytes(MOST_BYTES),
    ],
)
def test_a_packet_that_is_none_is_said_once_and_the_next_good_one_counts(rig: Rig, packet: bytes) -> None:
    for _ in range(3):
        rig.surface.take_packet(packet, (HERE, 9))
    rig.send("/livefocus/swap")
    assert rig.round() == [Swap()]
    assert len(rig.said) == 1
    assert rig.said[0].startswith(f"OSC from {HERE}: ")
    assert rig.said[0].isprintable()


@settings(deadline=None)
@given(st.binary(max_size=64) | st.binary(max_size=64).map(lambda data: BUNDLE + bytes(8) + data))
def test_any_bytes_are_messages_or_refused(packet: bytes) -> None:
    try:
        messages = read_packet(packet)
    except ControlError:
        return
    assert all(isinstance(message, Message) for message in messages)


arguments = st.lists(st.floats(width=32) | st.integers(-(2**31), 2**31 - 1) | st.text(max_size=8), max_size=4)


@settings(deadline=None)
@given(st.sampled_from([*addresses(), "/livefocus/rack/b", "/livefocus/action", "/nothing"]), arguments)
def test_any_message_is_an_action_or_nothing_or_refused(address: str, given_: list[float | int | str]) -> None:
    try:
        action = action_of(address, given_)
    except ControlError:
        return
    assert action is None or parse_action(str(action)) is not None


def test_more_than_any_hand_can_do_is_said_once(rig: Rig) -> None:
    for _ in range(MOST_WAITING + 5):
        rig.surface.take_packet(write_packet("/livefocus/swap"), (HERE, 9))
    assert len(rig.surface.take_actions()) == MOST_WAITING
    assert len(rig.said) == 1


def test_a_port_that_is_taken_is_one_line(rig: Rig) -> None:
    with pytest.raises(ControlError, match=f"OSC cannot listen on {rig.surface.address}"):
        OscSurface(rig.surface.address, print)
    with pytest.raises(ControlError, match="cannot be sent to"):
        OscSurface(Address(HERE, 0), print, [Address("no.such.host.invalid", 9)])


def test_the_document_has_every_address() -> None:
    page = Path(__file__).parents[2] / "docs" / "osc.md"
    if not page.is_file():
        pytest.skip("a source distribution comes without documents")
    text = page.read_text(encoding="utf-8")
    for address, usage in addresses().items():
        assert f"| `{address}` | `{usage.replace('|', chr(92) + '|')}` |" in text, f"docs/osc.md: {address}"
    for address in values_of(stand("mark a 0.25", "mark b 0.5")):
        assert f"`{re.sub('/[a-h]$', '/LETTER', address)}`" in text, f"docs/osc.md: {address}"


def until(done: Callable[[], bool], within_s: float = 20.0) -> bool:
    end = time.monotonic() + within_s
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    return done()


@pytest.mark.rig
def test_liblo_understands_and_is_understood(tmp_path: Path) -> None:
    """The tools of another implementation, against the surface on a thread of its own."""
    if shutil.which("oscsend") is None:
        pytest.skip("liblo-tools are not installed")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    surface = OscSurface(Address(HERE, 0), print, [Address(HERE, port)])
    desk, stop, heard = Desk(), threading.Event(), tmp_path / "heard"

    def hands() -> None:
        while not stop.is_set():
            for action in surface.take_actions():
                desk.act(action)
            desk.step(1 / 30)
            surface.publish(show_state(desk, Facts()))
            time.sleep(1 / 30)

    def osc() -> None:
        while surface.step():
            pass

    def send(*words: str) -> None:
        subprocess.run(["oscsend", HERE, str(surface.address.port), *words], check=True, timeout=20)

    with heard.open("wb") as file:
        dump = subprocess.Popen(["oscdump", "-L", str(port)], stdout=file)
    threads = [threading.Thread(target=hands), threading.Thread(target=osc)]
    for thread in threads:
        thread.start()
    try:
        send("/livefocus/mark", "sf", "b", "0.75")
        send("/livefocus/rack/b", "f", "1.0")
        assert until(lambda: desk.focus.inverse_depth == 0.75)
        send("/livefocus/peaking", "T")
        assert until(lambda: desk.is_on("peaking"))
        send("/livefocus/subscribe", "i", str(port))
        assert until(lambda: "/livefocus/state/mark/b f 0.750000" in heard.read_text())
        assert until(lambda: "/livefocus/peaking f 1.000000" in heard.read_text())
    finally:
        stop.set()
        surface.stop()
        for thread in threads:
            thread.join(10.0)
        surface.close()
        dump.kill()
        dump.wait()
