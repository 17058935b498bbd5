"""How a running show is found by other programs of the same user: one file each, gone when the show is.

Imports next to nothing: `livefocus send` must be quick.
"""

from __future__ import annotations

import json
import os
import time
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from livefocus.errors import ControlError


@dataclass(frozen=True, slots=True)
class Instance:
    """A show that runs, or ran.

    Attributes
    ----------
    pid
        Of its process.
    host, port
        Where its remote answers on this machine.
    token
        What it wants to be brought, as `Authorization: Bearer`.
    started_at_s
        Wall-clock time.
    """

    pid: int
    host: str
    port: int
    token: str
    started_at_s: float


def instance_folder() -> Path:
    """Return the folder of the instance files, which only this user can read."""
    with warnings.catch_warnings():  # that there is no session to name one is the usual thing for a service
        warnings.simplefilter("ignore", UserWarning)
        return platformdirs.user_runtime_path("livefocus", appauthor=False) / "instances"


def announce(host: str, port: int, token: str, folder: Path | None = None) -> Path:
    """Write the file of this process, readable by this user only, and clear away those of the dead; returns it.

    Raises
    ------
    ControlError
        It cannot be written, or the folder is not ours alone.
    """
    folder = folder or instance_folder()
    path = folder / f"{os.getpid()}-{port}.json"
    text = json.dumps(asdict(Instance(os.getpid(), host, port, token, time.time())))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_foreign(folder)
        running(folder)  # clears away what shows that were killed have left
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ControlError(
            f"`livefocus send` will not find this show ({error})", "see that the folder is yours and can be written"
        ) from error
    return path


def running(folder: Path | None = None) -> list[Instance]:
    """Return the shows that may be running, newest first; files that others left behind are cleared away."""
    found = []
    folder = folder or instance_folder()
    try:
        _refuse_foreign(folder)
        paths = list(folder.glob("*.json"))
    except OSError:
        return []
    for path in paths:
        instance = _read(path)
        if instance is not None and _is_alive(instance.pid):
            found.append(instance)
        else:
            _forget(path)
    return sorted(found, key=lambda instance: instance.started_at_s, reverse=True)


def _refuse_foreign(folder: Path) -> None:
    """Raise `PermissionError` where the folder, or one it lies in, is somebody else's, who could set a trap there."""
    if os.name != "posix":
        return  # below the user's profile, which the system keeps others out of
    for path in (folder, *folder.parents[:2]):
        status = path.lstat()
        if status.st_uid != os.getuid() or status.st_mode & 0o022:
            raise PermissionError(f"{path} is not yours alone")


def _read(path: Path) -> Instance | None:
    try:
        return Instance(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _is_alive(pid: int) -> bool:
    """Tell whether there is such a process; on Windows that is not asked, for asking would end it."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return  # gone already, or not ours to remove: it is passed over either way
