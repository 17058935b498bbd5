"""`livefocus presets`: what comes with livefocus."""

from __future__ import annotations

import tomllib
from typing import Annotated

import typer
from rich.table import Table

from livefocus.cli.common import print_json
from livefocus.settings import KINDS, find_preset, preset_names


def presets(
    kind: Annotated[str | None, typer.Argument(help=f"Only these: {', '.join(KINDS)}")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON")] = False,
) -> None:
    """List looks, moves, cue lists, key and MIDI tables, with the files they are in."""
    from rich.console import Console  # noqa: PLC0415

    from livefocus.errors import SettingsError  # noqa: PLC0415

    if kind is not None and kind not in KINDS:
        raise SettingsError(f"there are no presets '{kind}'", f"take one of: {', '.join(KINDS)}")
    found = [_facts(each, name) for each in ([kind] if kind else KINDS) for name in preset_names(each)]
    if as_json:
        print_json(found)
        return
    table = Table("kind", "name", "title", "what it does", box=None, pad_edge=False)
    for facts in found:
        table.add_row(facts["kind"].removesuffix("s"), facts["name"], facts["title"], facts["description"])
    Console().print(table)


def _facts(kind: str, name: str) -> dict[str, str]:
    path = find_preset(kind, name)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        "kind": kind,
        "name": name,
        "title": str(data.get("title", "")),
        "description": str(data.get("description", "")),
        "path": str(path),
    }
