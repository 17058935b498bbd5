"""TOML files a person wrote: read, checked against a model, and every complaint with its file and line.

`tomllib` says where the syntax is wrong; pydantic says which key is wrong; this joins the two.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from livefocus.errors import SettingsError, SourceLine

Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]

HEADER = re.compile(r"^\s*(?P<open>\[\[?)\s*(?P<name>[^\[\]]+?)\s*\]")
KEY = re.compile(r"""^\s*(?P<key>[A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*[.=]""")
SYNTAX_PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


class StrictModel(BaseModel):
    """A model that refuses keys it does not know and is frozen once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_toml(path: Path, model: type[Model]) -> Model:
    """Read a TOML file into a model.

    Raises
    ------
    SettingsError
        With `file:line` for a syntax error, an unknown key, a value of the wrong kind or out of range.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"cannot read {path} ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text") from error
    return parse_toml(text, model, path)


def parse_toml(text: str, model: type[Model], path: Path) -> Model:
    """Read TOML text into a model; `path` is only for messages. Raises like `read_toml`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _explain(path, text, error) from error


def _syntax_error(path: Path, text: str, report: str) -> SettingsError:
    found = SYNTAX_PLACE.search(report)
    line = int(found.group(1)) if found and found.group(1) else max(text.count("\n"), 1)
    return SettingsError(f"{SourceLine(str(path), line)}: not valid TOML ({SYNTAX_PLACE.sub('', report)})")


def _explain(path: Path, text: str, error: ValidationError) -> SettingsError:
    """Turn the first complaint into a line; the others would only hide it."""
    first = error.errors()[0]
    where = [part for part in first["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    place = SourceLine(str(path), line_of(text, where))
    name = ".".join(str(part) for part in where) or "file"
    if first["type"] == "extra_forbidden":
        return SettingsError(f"{place}: unknown key '{name}'")
    value = first.get("input")
    shown = f", not {value!r}" if isinstance(value, str | int | float | bool) and where else ""
    return SettingsError(f"{place}: {name}: {_plain(first['msg'])}{shown}")


def _plain(message: str) -> str:
    """Take pydantic's preambles off a message."""
    return re.sub(r"^(Value error, |Input )", "", message)


def line_of(text: str, where: Location) -> int:
    """Return the line (from 1) of a key in TOML text, or of the nearest table around it.

    Parameters
    ----------
    text
        The file.
    where
        Path of keys and list indices, such as `("cues", 3, "to")`.
    """
    best_line, best_depth = 1, 0
    counts: dict[str, int] = {}
    table: tuple[str | int, ...] = ()
    target = tuple(where)
    for number, line in enumerate(text.splitlines(), start=1):
        if found := HEADER.match(line):
            table = _table_path(found, counts)
            depth = _shared(table, target)
            if depth == len(table) and depth > best_depth:
                best_line, best_depth = number, depth
        elif found := KEY.match(line):
            here = (*table, found.group("key").strip("\"'"))
            depth = _shared(here, target)
            if depth == len(here) and depth > best_depth:
                best_line, best_depth = number, depth
    return best_line


def _table_path(header: re.Match[str], counts: dict[str, int]) -> tuple[str | int, ...]:
    """Return a header's path with the index of each array of tables on its way."""
    parts = [part.strip().strip("\"'") for part in header.group("name").split(".")]
    if header.group("open") == "[[":
        name = ".".join(parts)
        counts[name] = counts.get(name, -1) + 1
    path: list[str | int] = []
    for end, part in enumerate(parts, start=1):
        path.append(part)
        index = counts.get(".".join(parts[:end]))
        if index is not None:
            path.append(index)
    return tuple(path)


def _shared(first: Sequence[Any], second: Sequence[Any]) -> int:
    """Count the leading parts two paths have in common."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
