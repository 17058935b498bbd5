"""What several commands share: how words become settings, and how an operator is spoken to."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from livefocus.errors import SettingsError
from livefocus.settings import LATEST, MATCH

console = Console(stderr=True, highlight=False)
"""For people; standard output is for programs."""


def notify(line: str) -> None:
    """Tell the operator one line, from any thread."""
    console.print(f"livefocus: {line}", markup=False, soft_wrap=True)


def print_json(data: Any) -> None:
    """Print data for a program to read."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def parse_size(text: str | None) -> tuple[int, int] | None:
    """Read `1280x720`.

    Raises
    ------
    SettingsError
        It is not two positive whole numbers.
    """
    if text is None:
        return None
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.strip().isdigit() and int(part) > 0 for part in parts):
        raise SettingsError(f"'{text}' is not a size", "write it as WIDTHxHEIGHT, such as 1280x720")
    return int(parts[0]), int(parts[1])


def parse_depth_sync(text: str) -> str:
    """Read how depth and pictures go together; raises `SettingsError`."""
    if text not in (LATEST, MATCH):
        raise SettingsError(f"--depth-sync is {LATEST} or {MATCH}, not '{text}'")
    return text


def parse_marks(texts: list[str]) -> tuple[tuple[str, float], ...]:
    """Read marks such as `a=0.7`.

    Raises
    ------
    SettingsError
        A letter is not a…h, or a plane is not a number.
    """
    marks = []
    for text in texts:
        letter, _, plane = text.partition("=")
        letter = letter.strip().lower()
        if letter not in tuple("abcdefgh"):
            raise SettingsError(f"'{text}' is not a mark", "write it as LETTER=PLANE with a letter a to h: a=0.7")
        try:
            marks.append((letter, float(plane)))
        except ValueError as error:
            raise SettingsError(f"'{plane}' is not a plane", "give an inverse depth, such as a=0.7") from error
    return tuple(marks)


def has_display() -> bool:
    """Tell whether a window can be hoped for."""
    import os  # noqa: PLC0415

    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def sink_for(output: Path) -> str:
    """Return the sink that writes a path: a still, a folder of stills where there is no suffix, else a clip."""
    return f"png:{output}" if output.suffix == "" or is_still(output) else f"file:{output}"


def is_still(output: Path) -> bool:
    """Tell whether a path is that of one still."""
    from livefocus.output.stills import STILL_SUFFIXES  # noqa: PLC0415

    return output.suffix.lower() in STILL_SUFFIXES
