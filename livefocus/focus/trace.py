"""A pull written down, and read again: CSV, one row a picture."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from livefocus.errors import SettingsError
from livefocus.state import FocusState

HEADER = "time_s,focus_inverse_depth,target,velocity_per_s"


class TraceRow(NamedTuple):
    """One picture: its time, the `FocusState` it was drawn with, and what the look's blur was multiplied by."""

    time_s: float
    inverse_depth: float
    target_inverse_depth: float
    velocity_per_s: float
    blur_factor: float = 1.0


class Trace(Protocol):
    """What writes a pull down, picture by picture; a context manager."""

    def row(self, time_s: float, state: FocusState, blur_factor: float = 1.0) -> None:
        """Write down where focus is in the picture of this time; raises `SettingsError`."""
        ...

    def close(self) -> None:
        """Finish the file; harmless when it is closed; raises `SettingsError`."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None
    ) -> None: ...


class TraceWriter:
    """Writes a trace as CSV; see `Trace`.

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

    def row(self, time_s: float, state: FocusState, blur_factor: float = 1.0) -> None:
        """See `Trace`; CSV does not keep the blur."""
        del blur_factor
        try:
            self._file.write(
                f"{time_s:.6f},{state.inverse_depth:.9f},{state.target_inverse_depth:.9f},{state.velocity_per_s:.9f}\n"
            )
        except OSError as error:
            raise _refused(self._path, error) from error

    def close(self) -> None:
        """See `Trace`."""
        try:
            self._file.close()
        except OSError as error:
            raise _refused(self._path, error) from error

    def __enter__(self) -> Self:
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
            time_s, plane, target, velocity = map(float, line)
            rows.append(TraceRow(time_s, plane, target, velocity))
        except (TypeError, ValueError) as error:
            raise SettingsError(f"{path}:{number}: not four numbers") from error
    return rows
