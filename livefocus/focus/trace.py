"""A pull written down, and read again: CSV, one row a picture."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from livefocus.errors import SettingsError
from livefocus.state import FocusState

HEADER = "time_s,focus_inverse_depth,target,velocity_per_s"


class TraceRow(NamedTuple):
    """One picture: its time, and the `FocusState` it was drawn with."""

    time_s: float
    inverse_depth: float
    target_inverse_depth: float
    velocity_per_s: float


class TraceWriter:
    """Writes a trace; a context manager.

    Raises
    ------
    SettingsError
        Where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("w", encoding="ascii", newline="\n")
            self._file.write(HEADER + "\n")
        except OSError as error:
            raise _refused(path, error) from error

    def row(self, time_s: float, state: FocusState) -> None:
        """Write down where focus is in the picture of this time; raises `SettingsError`."""
        try:
            self._file.write(
                f"{time_s:.6f},{state.inverse_depth:.9f},{state.target_inverse_depth:.9f},{state.velocity_per_s:.9f}\n"
            )
        except OSError as error:
            raise _refused(self._path, error) from error

    def close(self) -> None:
        """Finish the file; harmless when it is closed."""
        try:
            self._file.close()
        except OSError as error:
            raise _refused(self._path, error) from error

    def __enter__(self) -> TraceWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _refused(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"cannot write the trace {path} ({error.strerror or error})", "choose another path")


def read_trace(path: Path) -> list[TraceRow]:
    """Read a trace.

    Raises
    ------
    SettingsError
        Where it cannot be read or is no trace; says in which line.
    """
    try:
        with path.open(encoding="ascii", newline="") as file:
            lines = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"cannot read the trace {path} ({error})") from error
    if not lines or lines[0] != HEADER.split(","):
        raise SettingsError(f"{path} is no trace", f"its first line would be {HEADER}")
    rows: list[TraceRow] = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            rows.append(TraceRow(*map(float, line)))
        except (TypeError, ValueError) as error:
            raise SettingsError(f"{path}:{number}: not four numbers") from error
    return rows
