"""`livefocus demo`: a built-in scene and the cue list made for it, in a window or to a file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from livefocus.cli.common import has_display, parse_size, print_json
from livefocus.cli.render import render_with_progress
from livefocus.cli.run import run_show
from livefocus.control.remote.address import DEFAULT
from livefocus.errors import SettingsError
from livefocus.settings import ShowSettings, find_preset, preset_names

DEFAULT_NAME = "cafe"

EPILOG = """
**Examples**

`livefocus demo` – in a window where there is a display, else to livefocus-demo.mp4

`livefocus demo beach` – another scene: `livefocus demo --list` says which there are

`livefocus demo --headless -o cafe.mp4 --trace pull.csv` – to a file, with the pull as numbers
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """A cue list that comes with livefocus and says which scene it is made for."""

    name: str
    scene: str
    title: str
    description: str


def demos() -> Iterator[Demo]:
    """Find the demos there are, by name."""
    for name in preset_names("cues"):
        data = tomllib.loads(find_preset("cues", name).read_text(encoding="utf-8"))
        if data.get("scene"):
            yield Demo(name, str(data["scene"]), str(data.get("title", "")), str(data.get("description", "")))


def demo(
    name: Annotated[str, typer.Argument(help="Which: see --list")] = DEFAULT_NAME,
    seconds: Annotated[float | None, typer.Option(help="Stop after this long", min=0)] = None,
    headless: Annotated[bool, typer.Option("--headless", help="No window: render to a file")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to render to; implies --headless")
    ] = None,
    look: Annotated[str, typer.Option(help="Look preset, or a .toml file")] = "cinematic",
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT, any aspect ratio")] = None,
    trace: Annotated[Path | None, typer.Option(help="Write the pull down: .csv, or .mid to play again")] = None,
    as_list: Annotated[bool, typer.Option("--list", help="Say which demos there are")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --list: as JSON")] = False,
) -> None:
    """Show a rack focus on a built-in scene: a café (unless another is named), a beach, a dialogue."""
    if as_list:
        _print_list(as_json)
        return
    chosen = _find(name)
    settings = ShowSettings(
        source=chosen.scene,
        depth="scene",
        look=look,
        cues=name,
        size=parse_size(size),
        seconds=seconds,
        trace=trace,
    )
    if output is None and not headless and has_display():
        run_show(replace(settings, remote=DEFAULT))
        return
    path = output or Path("livefocus-demo.mp4" if name == DEFAULT_NAME else f"livefocus-demo-{name}.mp4")
    render_with_progress(replace(settings, sinks=(f"file:{path}",)), path)


def _find(name: str) -> Demo:
    known = {each.name: each for each in demos()}
    if name not in known:
        raise SettingsError(f"there is no demo '{name}'", f"take one of: {', '.join(known)}")
    return known[name]


def _print_list(as_json: bool) -> None:
    from rich.console import Console  # noqa: PLC0415

    if as_json:
        print_json(
            [{"name": d.name, "scene": d.scene, "title": d.title, "description": d.description} for d in demos()]
        )
        return
    table = Table("name", "title", "what happens", box=None, pad_edge=False)
    for each in demos():
        table.add_row(each.name, each.title, each.description)
    Console().print(table)
