"""A cue list on disk: looked at again when it changes, and written to without losing a comment."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from livefocus.errors import SettingsError
from livefocus.focus.cues import Cue, CueList, parse_cues
from livefocus.settings import find_preset


class CueFile:
    """A cue list and the file it is in.

    Parameters
    ----------
    name
        Of a list that comes with livefocus, or the path of a `.toml` file.
    planes, moves
        What its cues may name.

    Raises
    ------
    SettingsError
        With file and line, where it is wrong.
    """

    def __init__(self, name: str, planes: Collection[str], moves: Collection[str]) -> None:
        self.path = find_preset("cues", name)
        self._own = name.endswith(".toml")
        self._planes = planes
        self._moves = moves
        self._seen = (0, 0)
        self._seen = self._stamp()
        self.cues = self._read()

    def changed(self) -> CueList | None:
        """Return the list if it has changed on disk since it was last read, else None.

        Raises
        ------
        SettingsError
            It has changed and is wrong now; said once for each change. The list that was read last stays good.
        """
        stamp = self._stamp()
        if stamp == self._seen:
            return None
        self._seen = stamp
        self.cues = self._read()
        return self.cues

    def add(self, cue: Cue) -> CueList:
        """Write a new cue at the end of the list; returns the list as it is now.

        Raises
        ------
        SettingsError
            The file cannot be written, comes with livefocus, or has a cue of this name.
        """
        document = self._document()
        table = tomlkit.item(_plain(cue))
        if "cues" in document:
            document["cues"].append(table)
        else:
            cues = tomlkit.aot()
            cues.append(table)
            document.append("cues", cues)
        return self._write(document)

    def update(self, name: str, **fields: Any) -> CueList:
        """Write other values for some keys of a cue; returns the list as it is now. Raises like `add`."""
        document = self._document()
        for table in document.get("cues", []):
            if table["name"] == name:
                table.update(fields)
                return self._write(document)
        raise SettingsError(f"there is no cue '{name}' in {self.path}")

    def _read(self) -> CueList:
        return parse_cues(self._text(), self.path, self._planes, self._moves)

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"cannot read {self.path} ({error.strerror or error})") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{self.path} is not UTF-8 text") from error

    def _document(self) -> tomlkit.TOMLDocument:
        if not self._own:
            raise SettingsError(
                f"the cue list '{self.path.stem}' comes with livefocus and is not written to",
                "copy it to a file of your own, and run that with --cues FILE.toml",
            )
        text = self._text()
        parse_cues(text, self.path, self._planes, self._moves)
        try:
            return tomlkit.parse(text)
        except TOMLKitError as error:
            raise SettingsError(f"{self.path}: {error}") from error

    def _write(self, document: tomlkit.TOMLDocument) -> CueList:
        """Check the new text, put it in the place of the old in one go, and read it."""
        text = tomlkit.dumps(document)
        cues = parse_cues(text, self.path, self._planes, self._moves)
        try:
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", newline="", dir=self.path.parent, suffix=".part", delete=False
            ) as file:
                file.write(text)
            Path(file.name).replace(self.path)
        except OSError as error:
            raise SettingsError(f"cannot write {self.path} ({error.strerror or error})") from error
        self._seen = self._stamp()
        self.cues = cues
        return cues

    def _stamp(self) -> tuple[int, int]:
        """Return what changes when the file does; a file that is gone for the moment counts as unchanged."""
        try:
            status = self.path.stat()
        except OSError:
            return self._seen
        return status.st_mtime_ns, status.st_size


def _plain(cue: Cue) -> dict[str, Any]:
    return {key: value for key, value in cue.model_dump().items() if key in cue.model_fields_set}


def load_cues(name: str, planes: Collection[str], moves: Collection[str]) -> CueList:
    """Read a cue list by name or path; see `CueFile`."""
    return CueFile(name, planes, moves).cues
