from __future__ import annotations

import json
import socket

import pytest
from websockets.sync.client import ClientConnection, connect

from livefocus.cli.send import ask
from livefocus.control.remote import routes
from livefocus.control.remote.address import Address, listen, parse_address
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ControlError
from tests.control.remote.stage import PATIENCE_S, Stage, until

JSON = {"Content-Type": "application/json"}


def test_actions_are_done_in_order(stage: Stage) -> None:
    assert stage.post("rack b 1.5 quint", "mark c 0.25", "peaking on") == (200, {"ok": True})
    until(lambda: stage.done == ["rack b 1.5 quint", "mark c 0.25", "peaking on"])
    status, _, _ = stage.ask("POST", "/api/actions", "rack a\n\nswap\n", {"Content-Type": "text/plain; charset=utf-8"})
    assert status == 200
    until(lambda: stage.done[3:] == ["rack a", "swap"])


def test_where_one_is_not_understood_none_is_done(stage: Stage) -> None:
    status, answer = stage.post("rack b", "wobble")
    assert status == 400
    assert answer["error"].startswith("there is no action 'wobble': take one of focus")
    assert stage.post("swap")[0] == 200
    until(lambda: stage.done)
    assert stage.done == ["swap"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"actions": []}',
        b'{"actions": "swap"}',
        b'{"actions": [1]}',
        b"\xff\xfe",
        b"[" * 9999,
    ],
)
def test_a_body_that_is_nothing_is_refused_in_one_line(stage: Stage, body: bytes) -> None:
    status, _, answer = stage.ask("POST", "/api/actions", body, {"Content-Type": "application/json"})
    assert status == 400
    assert json.loads(answer)["error"]


def test_the_state_is_told(stage: Stage) -> None:
    stage.post("focus 0.4", "look noir")

    def state() -> dict[str, object]:
        status, headers, body = stage.ask("GET", "/api/state")
        assert (status, headers["content-type"]) in ((200, "application/json"), (503, "application/json"))
        data: dict[str, object] = json.loads(body)
        return data

    until(lambda: state().get("target") == 0.4)
    assert state()["marks"]["a"]["inverse_depth"] == 0.72  # type: ignore[index]
    assert state()["facts"]["looks"] == ["cinematic", "neutral", "noir"]  # type: ignore[index]


def test_every_action_a_button_can_have_is_told_and_understood(stage: Stage) -> None:
    until(lambda: stage.ask("GET", "/api/state")[0] == 200)
    answer = json.loads(stage.ask("GET", "/api/actions")[2])
    actions = [bindable["action"] for bindable in answer["bindable"]]
    assert {f"rack {letter}" for letter in "abcdefgh"} | {f"mark {letter}" for letter in "abcdefgh"} <= set(actions)
    assert {"cue go", "cue back", "cue stop", "swap", "panic", "move suspense", "look noir"} <= set(actions)
    assert [str(parse_action(action)) for action in actions]
    names = [bindable["name"] for bindable in answer["bindable"]]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalnum() for name in names)
    assert all(bindable["description"] for bindable in answer["bindable"])
    assert {"verb": "swap", "usage": "swap"} in answer["forms"]


def test_the_state_comes_as_it_changes_and_only_then(stage: Stage) -> None:
    with connect(f"ws://127.0.0.1:{stage.port}/ws") as socket:
        hello = receive(socket)
        assert "quint" in hello["hello"]["curves"]
        told = receive(socket)["state"]
        assert told["marks"]["b"]["inverse_depth"] == 0.32
        told = settle(socket, told)
        socket.send('{"action": "focus 0.41"}')
        changed = receive(socket)
        assert set(changed["state"]) <= {"focus", "target", "velocity_per_s"}
        assert changed["state"]["target"] == 0.41
        settle(socket, told | changed["state"])
        with pytest.raises(TimeoutError):  # nothing moves: nothing is sent
            socket.recv(timeout=0.7)


def test_what_the_operator_is_told_comes_too_and_so_do_errors(stage: Stage) -> None:
    with connect(f"ws://127.0.0.1:{stage.port}/ws") as socket:
        receive(socket)
        for text in ('{"action": "mark d 0.6"}', '{"action": "wobble"}', '{"action": 1}', "nonsense"):
            socket.send(text)
        messages: list[str] = []
        errors: list[str] = []
        while len(errors) < 3 or not messages:
            data = receive(socket)
            messages += [data["message"]] if "message" in data else []
            errors += [data["error"]] if "error" in data else []
        assert messages == ["mark D is at 0.600"]
        assert errors[0].startswith("there is no action 'wobble'")


def test_who_waits_is_told_what_came_of_it(stage: Stage) -> None:
    for actions, status, text in (
        (["rack b", "mark d 0.6"], 200, '"messages":["mark D is at 0.600"]'),
        (["swap", "rack h"], 409, "there is nothing called 'h' to rack to"),
        (["wobble"], 400, "there is no action"),
    ):
        answer = stage.ask("POST", "/api/actions?wait", json.dumps({"actions": actions}), JSON)
        assert answer[0] == status
        assert text in answer[2].decode()
    with connect(f"ws://127.0.0.1:{stage.port}/ws") as socket:
        receive(socket)
        socket.send('{"action": "rack h"}')
        while "error" not in (data := receive(socket)):
            pass
        assert "there is nothing called 'h' to rack to" in str(data["error"])


def test_who_waits_for_a_show_that_stands_still_is_told_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "DONE_WITHIN_S", 0.2)
    stage.stand_still()
    status, _, body = stage.ask("POST", "/api/actions?wait", "swap", {"Content-Type": "text/plain"})
    assert (status, json.loads(body)) == (503, {"error": "the show does not move on"})


def test_two_clients_are_in_step(stage: Stage) -> None:
    url = f"ws://127.0.0.1:{stage.port}/ws"
    with connect(url) as one, connect(url) as other:
        one.send('{"actions": ["focus 0.37", "mark h 0.11"]}')
        seen = first_after(other, 0.37)
        assert seen["target"] == 0.37
        assert seen["marks"]["h"]["inverse_depth"] == 0.11
        assert first_after(one, 0.37)["focus"] == seen["focus"]


def test_the_page_comes_with_a_tag_and_is_not_sent_twice(stage: Stage) -> None:
    status, headers, body = stage.ask("GET", "/")
    assert status == 200
    assert b"<title>livefocus" in body
    assert headers["content-type"].startswith("text/html")
    assert stage.ask("GET", "/", headers={"If-None-Match": headers["etag"]})[0] == 304


def test_a_port_that_is_taken_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        listener, address = listen(Address("127.0.0.1", port))
        with listener:
            assert port < address.port < port + 10


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("7380", "127.0.0.1", 7380),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("[::1]:7380", "::1", 7380),
        ("studio.local:1", "studio.local", 1),
    ],
)
def test_addresses_are_read(text: str, host: str, port: int) -> None:
    assert parse_address(text) == Address(host, port)


@pytest.mark.parametrize("text", ["", "here", "::1:7380", "127.0.0.1:", "127.0.0.1:70000", "1.2.3.4:-1", "٧٣٨٠"])
def test_what_is_no_address_is_said_in_one_line(text: str) -> None:
    with pytest.raises(ControlError, match="is no address to listen on: "):
        parse_address(text)


@pytest.mark.parametrize("host", ["::1", "::"])
def test_it_listens_by_ipv6_too(host: str) -> None:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
    stage = Stage(host)
    try:
        assert ask("GET", "/api/actions", port=stage.port)["bindable"]
        assert stage.server.access.needs_pairing == (host == "::")
    finally:
        stage.close()


def test_an_address_this_machine_does_not_have_is_said_in_one_line() -> None:
    with pytest.raises(ControlError, match=r"cannot listen on 192\.0\.2\.1:7380"):
        listen(Address("192.0.2.1", 7380))


def receive(socket: ClientConnection) -> dict[str, dict[str, object]]:
    data: dict[str, dict[str, object]] = json.loads(socket.recv(timeout=PATIENCE_S))
    return data


def first_after(socket: ClientConnection, target: float) -> dict[str, object]:
    """Return what is known once focus rests on a plane it was sent to."""
    told: dict[str, object] = {}
    while told.get("target") != target:
        told |= receive(socket).get("state", {})
    return settle(socket, told)


def settle(socket: ClientConnection, told: dict[str, object]) -> dict[str, object]:
    """Return what is known once focus rests where it was to go."""
    while told.get("focus") is None or told["focus"] != told["target"] or told["velocity_per_s"] != 0.0:
        told |= receive(socket).get("state", {})
    return told


def test_a_thrown_wheel_goes_on_until_another_hand_moves_focus(stage: Stage) -> None:
    url = f"ws://127.0.0.1:{stage.port}/ws"
    with connect(url) as thrown, connect(url) as other:
        thrown.send('{"coast": 0.1}')  # nobody has thrown it: focus does not go where this page sent it
        thrown.send('{"action": "focus 0.5"}')
        until(lambda: stage.desk.focus.target_inverse_depth == 0.5)
        for plane in (0.49, 0.48, 0.47):
            thrown.send(json.dumps({"coast": plane}))
            until(lambda plane=plane: stage.desk.focus.target_inverse_depth == plane)
        other.send('{"action": "rack b"}')
        until(lambda: stage.desk.focus.target_inverse_depth == 0.32)
        for plane in (0.46, 0.45, 0.44):
            thrown.send(json.dumps({"coast": plane}))
        thrown.send('{"action": "peaking"}')
        until(lambda: stage.done[-1] == "peaking")
        first_after(thrown, 0.32)
        assert stage.done == ["focus 0.5", "focus 0.49", "focus 0.48", "focus 0.47", "rack b", "peaking"]
        thrown.send('{"coast": "far"}')
        while "error" not in (data := receive(thrown)):
            pass
        assert str(data["error"]) == "a plane is a number"
