"""Weights over the network: resumed where a connection broke, checked before anybody may load them.

What arrives is kept as `NAME.part` beside its place; only a whole file of the right hash is renamed to its own name.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import re
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Protocol

from livefocus import __version__
from livefocus.depth.catalogue import ModelEntry
from livefocus.depth.store import ModelStore, Progress, part_of, wrong_hash
from livefocus.errors import ModelError

TIMEOUT_S = 30.0
CHUNK_BYTES = 1 << 16
ATTEMPTS_WITHOUT_PROGRESS = 3


class _Response(Protocol):
    """What is used of an answer."""

    status: int
    headers: http.client.HTTPMessage

    def read(self, amount: int) -> bytes: ...


def download(
    store: ModelStore, name: str, on_progress: Progress = lambda _there, _all: None, *, pause_s: float = 1.0
) -> Path:
    """Fetch a model into the store's own folder; returns its path.

    A broken connection is taken up where it broke, as long as attempts get further than any before; after one that
    did not, there is a pause of `pause_s`.

    Raises
    ------
    ModelError
        Where the address does not answer, the file is not the one it should be, or it cannot be written.
    """
    entry = store.entry(name)
    target, part = store.place(name), part_of(store.place(name))
    try:
        store.folder.mkdir(parents=True, exist_ok=True)
        _fetch(entry, part, target, on_progress, pause_s)
        _check(entry, part)
        part.replace(target)
    except OSError as error:
        raise ModelError(f"cannot write {target} ({error})", "check the folder's permissions and space") from error
    return target


def _fetch(entry: ModelEntry, part: Path, target: Path, on_progress: Progress, pause_s: float) -> None:
    """Bring `part` to its full size, over as many connections as it takes."""
    fruitless, furthest = 0, _size(part)
    while (there := _size(part)) < entry.size_bytes:
        trouble: Exception | None = None
        try:
            _continue(entry, part, there, on_progress)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise _unreachable(entry, target, f"HTTP {error.code}") from error
            part.unlink(missing_ok=True)
            trouble = error
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
            trouble = error
        if _size(part) > furthest:  # further than ever: a server that sends the same half for ever is given up
            fruitless, furthest = 0, _size(part)
            continue
        fruitless += 1
        if fruitless >= ATTEMPTS_WITHOUT_PROGRESS:
            reason = getattr(trouble, "reason", trouble) or "the connection breaks off"
            raise _unreachable(entry, target, str(reason)) from trouble
        time.sleep(pause_s)


def _continue(entry: ModelEntry, part: Path, there: int, on_progress: Progress) -> None:
    """Ask for the rest and append it; a server that does not know ranges sends all, and then all is taken."""
    headers = {"User-Agent": f"livefocus/{__version__}", "Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
    request = urllib.request.Request(entry.address, headers=headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
        start = _start_of(response) if there else 0
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            _copy(response, file, start, entry, on_progress)


def _copy(response: _Response, file: IO[bytes], start: int, entry: ModelEntry, on_progress: Progress) -> None:
    """Copy an answer into the file; stops at the size there should be, so that no server can fill the disk."""
    there = start
    on_progress(there, entry.size_bytes)
    while there < entry.size_bytes:
        chunk = response.read(min(CHUNK_BYTES, entry.size_bytes - there))
        if not chunk:
            return
        file.write(chunk)
        there += len(chunk)
        on_progress(there, entry.size_bytes)


def _start_of(response: _Response) -> int:
    """Return the byte an answer starts at: what `Content-Range` says, 0 where the whole file comes."""
    if response.status != http.HTTPStatus.PARTIAL_CONTENT:
        return 0
    match = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(match.group(1)) if match else 0


def _check(entry: ModelEntry, part: Path) -> None:
    """Raise where what was fetched is not the model; it is deleted, so that the next try starts anew."""
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found == entry.sha256:
        return
    with contextlib.suppress(OSError):
        part.unlink()
    refused = wrong_hash(Path(entry.address.rsplit("/", 1)[-1]), found, entry)
    raise ModelError(f"what came from {entry.address} is refused: {refused.message}", "try again later, or report it")


def _unreachable(entry: ModelEntry, target: Path, reason: str) -> ModelError:
    """Return the error that tells an offline machine which file to put where."""
    return ModelError(
        f"'{entry.name}' cannot be downloaded from {entry.address} ({reason})",
        f"offline, fetch that file elsewhere and put it at {target}, or run `livefocus models import FILE`",
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
