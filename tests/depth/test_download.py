"""Downloads against a real HTTP server on loopback that can be told to misbehave."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from livefocus.depth import download as rooms
from livefocus.depth.store import ModelState, ModelStore, part_of
from livefocus.errors import ModelError
from tests.depth.test_store import CONTENT, entry

download = partial(rooms.download, pause_s=0.01)

LONG = CONTENT * 60
"""Several chunks."""


@dataclass
class Behaviour:
    """What the server does; `ranges` is what it was asked for."""

    content: bytes = LONG
    break_after: list[int] = field(default_factory=list)
    knows_ranges: bool = True
    shifts_range_by: int = 0
    status: int = 200
    ranges: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    behaviour: Behaviour

    def do_GET(self) -> None:
        told = self.behaviour
        asked = self.headers.get("Range", "")
        told.ranges.append(asked)
        if told.status != 200:
            self.send_error(told.status)
            return
        match = re.fullmatch(r"bytes=(\d+)-", asked)
        start = int(match.group(1)) if match and told.knows_ranges else 0
        if start >= len(told.content):
            self.send_error(416)
            return
        start = max(0, start - told.shifts_range_by)
        body = told.content[start:]
        self.send_response(206 if match and told.knows_ranges else 200)
        if match and told.knows_ranges:
            self.send_header("Content-Range", f"bytes {start}-{len(told.content) - 1}/{len(told.content)}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if told.break_after:
            self.wfile.write(body[: told.break_after.pop(0)])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@pytest.fixture
def told() -> Behaviour:
    return Behaviour()


@pytest.fixture
def address(told: Behaviour) -> Iterator[str]:
    handler = type("ToldHandler", (Handler,), {"behaviour": told})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/tiny.onnx"
        server.shutdown()
        thread.join()


@pytest.fixture
def store(tmp_path: Path, address: str) -> ModelStore:
    return ModelStore(tmp_path / "store", (), (replace(entry(content=LONG), address=address),))


def names_in(store: ModelStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_a_whole_file(store: ModelStore) -> None:
    seen: list[tuple[int, int]] = []
    path = download(store, "tiny", lambda there, size: seen.append((there, size)))
    assert path.read_bytes() == LONG
    assert names_in(store) == ["tiny.onnx"]
    assert seen[0] == (0, len(LONG))
    assert seen[-1] == (len(LONG), len(LONG))
    assert [there for there, _ in seen] == sorted(there for there, _ in seen)
    assert store.status("tiny").state is ModelState.PRESENT


def test_a_broken_connection_is_taken_up_where_it_broke(store: ModelStore, told: Behaviour) -> None:
    told.break_after = [100_000, 150_000]
    assert download(store, "tiny").read_bytes() == LONG
    assert told.ranges[0] == ""
    assert [re.fullmatch(r"bytes=\d+-", asked) is not None for asked in told.ranges[1:]] == [True, True]
    assert int(told.ranges[2][6:-1]) > int(told.ranges[1][6:-1]) > 0


def test_an_earlier_run_is_taken_up(store: ModelStore, told: Behaviour) -> None:
    store.folder.mkdir()
    part_of(store.place("tiny")).write_bytes(LONG[:300_000])
    assert download(store, "tiny").read_bytes() == LONG
    assert told.ranges == ["bytes=300000-"]


def test_a_server_without_ranges_sends_all_again(store: ModelStore, told: Behaviour) -> None:
    told.break_after, told.knows_ranges = [100_000], False
    assert download(store, "tiny").read_bytes() == LONG
    assert names_in(store) == ["tiny.onnx"]


def test_a_server_that_answers_another_range_is_believed_on_where_it_starts(store: ModelStore, told: Behaviour) -> None:
    told.break_after, told.shifts_range_by = [100_000], 5_000
    assert download(store, "tiny").read_bytes() == LONG


def test_a_part_longer_than_the_file_is_not_the_file(store: ModelStore) -> None:
    store.folder.mkdir()
    part_of(store.place("tiny")).write_bytes(LONG + b"more")
    with pytest.raises(ModelError, match="refused"):
        download(store, "tiny")
    assert names_in(store) == []
    assert download(store, "tiny").read_bytes() == LONG


def test_a_wrong_hash_is_refused_and_not_kept(store: ModelStore, told: Behaviour) -> None:
    told.content = LONG[:-1] + b"x"
    with pytest.raises(ModelError, match="refused") as caught:
        download(store, "tiny")
    assert "\n" not in str(caught.value)
    assert names_in(store) == []
    assert store.status("tiny").state is ModelState.MISSING


def test_a_wrong_file_does_not_replace_a_good_one(store: ModelStore, told: Behaviour) -> None:
    download(store, "tiny")
    told.content = b"x" * len(LONG)
    with pytest.raises(ModelError, match="refused"):
        download(store, "tiny")
    assert store.load("tiny") == LONG


def test_an_endless_file_stops_at_its_size(store: ModelStore, told: Behaviour) -> None:
    told.content = LONG + b"y" * 1_000_000
    assert download(store, "tiny").read_bytes() == LONG


def test_a_file_too_short_gives_up(store: ModelStore, told: Behaviour) -> None:
    told.content = LONG[:50_000]
    with pytest.raises(ModelError, match="cannot be downloaded"):
        download(store, "tiny")
    assert len(told.ranges) < 10


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_says_which_file_to_put_where(store: ModelStore, told: Behaviour, status: int) -> None:
    told.status = status
    with pytest.raises(ModelError, match=f"HTTP {status}") as caught:
        download(store, "tiny")
    line = str(caught.value)
    assert str(store.place("tiny")) in line
    assert "livefocus models import" in line
    assert len(told.ranges) == 1


def test_offline_says_which_file_to_put_where(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/tiny.onnx"
        store = ModelStore(tmp_path / "store", (), (replace(entry(), address=address),))
        with pytest.raises(ModelError, match="cannot be downloaded") as caught:
            download(store, "tiny")
    line = str(caught.value)
    assert address in line
    assert str(store.place("tiny")) in line
    assert "\n" not in line


def test_a_name_that_does_not_resolve(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "s", (), (replace(entry(), address="http://nowhere.invalid/tiny.onnx"),))
    with pytest.raises(ModelError, match="offline, fetch that file elsewhere"):
        download(store, "tiny")


def test_a_store_that_cannot_be_written(tmp_path: Path, address: str) -> None:
    (tmp_path / "store").write_text("a file in the way")
    store = ModelStore(tmp_path / "store", (), (replace(entry(content=LONG), address=address),))
    with pytest.raises(ModelError, match="cannot write"):
        download(store, "tiny")
