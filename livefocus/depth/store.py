"""The model store: where weights lie on this machine, and the one gate they pass before they are loaded.

Weights are looked for in the folders of `LIVEFOCUS_MODELS` first, then in the user's cache. `load` reads a file once,
hashes what it read and hands out those very bytes, so that nothing unverified ever reaches an engine. Getting files
over the network is `download.py`; what there is to get is `catalogue.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import platformdirs

from livefocus.depth.catalogue import CATALOGUE, ModelEntry, entry_named
from livefocus.errors import ModelError

ENVIRONMENT_VARIABLE = "LIVEFOCUS_MODELS"

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes there will be."""


class ModelState(Enum):
    """What is known of a model's file."""

    MISSING = "missing"
    PRESENT = "present"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of `livefocus models list`.

    Attributes
    ----------
    entry
        What the catalogue says.
    path
        Where the file lies, or would be put.
    state
        Whether it is there and its hash is right.
    """

    entry: ModelEntry
    path: Path
    state: ModelState


class ModelStore:
    """The folders that hold weights.

    Parameters
    ----------
    folder
        The store's own folder: what is downloaded or imported goes here.
    extra_folders
        Folders looked in first, never written to.
    catalogue
        What is known; tests put in their own.
    """

    def __init__(
        self, folder: Path, extra_folders: tuple[Path, ...] = (), catalogue: tuple[ModelEntry, ...] = CATALOGUE
    ) -> None:
        self.folder = folder
        self.extra_folders = extra_folders
        self.catalogue = catalogue

    @classmethod
    def default(cls, environment: Mapping[str, str] = os.environ) -> ModelStore:
        """Return this user's store: the platform's cache folder, and what `LIVEFOCUS_MODELS` names before it."""
        named = environment.get(ENVIRONMENT_VARIABLE, "")
        extra = tuple(Path(part).expanduser() for part in named.split(os.pathsep) if part.strip())
        return cls(platformdirs.user_cache_path("livefocus") / "models", extra)

    def entry(self, name: str) -> ModelEntry:
        """Return the catalogue's entry; raises `ModelError` for an unknown name."""
        return entry_named(name, self.catalogue)

    def place(self, name: str) -> Path:
        """Return where the store keeps or would keep this model's file."""
        return self.folder / self.entry(name).file_name

    def find(self, name: str) -> Path | None:
        """Return the file that would be loaded, unchecked; None where there is none."""
        file_name = self.entry(name).file_name
        for folder in (*self.extra_folders, self.folder):
            candidate = folder / file_name
            if candidate.is_file():
                return candidate
        return None

    def load(self, name: str) -> bytes:
        """Return the weights, every byte of them verified.

        Raises
        ------
        ModelError
            Where the file is missing, unreadable or of another hash.
        """
        entry, path = self.entry(name), self.find(name)
        if path is None:
            raise ModelError(
                f"the model '{name}' is not on this machine",
                f"run `livefocus models download {name}`, or offline put {entry.file_name} into {self.folder}",
            )
        weights = _read(path)
        found = hashlib.sha256(weights).hexdigest()
        if found != entry.sha256:
            raise wrong_hash(path, found, entry)
        return weights

    def status(self, name: str) -> ModelStatus:
        """Look for a model's file and check its hash."""
        path = self.find(name)
        if path is None:
            return ModelStatus(self.entry(name), self.place(name), ModelState.MISSING)
        try:
            self.load(name)
        except ModelError:
            return ModelStatus(self.entry(name), path, ModelState.DAMAGED)
        return ModelStatus(self.entry(name), path, ModelState.PRESENT)

    def statuses(self) -> list[ModelStatus]:
        """Return the status of every known model, in the catalogue's order."""
        return [self.status(entry.name) for entry in self.catalogue]

    def import_file(self, file: Path, name: str | None = None) -> ModelStatus:
        """Copy a file into the store; without a name it is recognised by its hash.

        Raises
        ------
        ModelError
            Where the file cannot be read, is not the named model, or is no model livefocus knows.
        """
        weights = _read(file)
        found = hashlib.sha256(weights).hexdigest()
        if name is not None and found != self.entry(name).sha256:
            raise wrong_hash(file, found, self.entry(name))
        for entry in self.catalogue:
            if entry.sha256 == found:
                self._put(entry, weights)
                return ModelStatus(entry, self.place(entry.name), ModelState.PRESENT)
        raise ModelError(f"{file} is none of the models livefocus knows", f"its sha256 is {found}")

    def remove(self, name: str) -> Path | None:
        """Delete a model from the store's own folder; returns what was deleted, None where nothing was there.

        Raises
        ------
        ModelError
            Where the file cannot be deleted.
        """
        path = self.place(name)
        part_of(path).unlink(missing_ok=True)
        if not path.is_file():
            return None
        try:
            path.unlink()
        except OSError as error:
            raise ModelError(f"{path} cannot be deleted ({error.strerror})", "check its permissions") from error
        return path

    def _put(self, entry: ModelEntry, weights: bytes) -> None:
        """Write verified bytes under a passing name, then rename: no reader ever sees half a file."""
        target = self.folder / entry.file_name
        passing = target.with_name(f"{target.name}.{os.getpid()}.tmp")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            passing.write_bytes(weights)
            passing.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                passing.unlink()
            raise ModelError(f"cannot write {target} ({error.strerror})", "check the folder's permissions") from error


def part_of(path: Path) -> Path:
    """Return the name under which an unfinished download of this file is kept."""
    return path.with_name(path.name + ".part")


def wrong_hash(path: Path, found: str, entry: ModelEntry) -> ModelError:
    """Return the error for a file that is not what it should be."""
    hashes = f"sha256 {found[:12]}…, expected {entry.sha256[:12]}…"
    return ModelError(
        f"{path} is not the model '{entry.name}' ({hashes}) and is not loaded",
        f"delete it and run `livefocus models download {entry.name}`",
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror})", "check the path and its permissions") from error
