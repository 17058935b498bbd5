"""`livefocus demo`: the built-in café and its cue, in a window or to a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from livefocus.cli.common import has_display, parse_size
from livefocus.cli.render import render_with_progress
from livefocus.cli.run import run_show
from livefocus.settings import ShowSettings

DEFAULT_OUTPUT = Path("livefocus-demo.mp4")

EPILOG = """
**Examples**

`livefocus demo` – in a window where there is a display, else to livefocus-demo.mp4

`livefocus demo --headless -o cafe.mp4 --trace pull.csv` – to a file, with the pull as numbers
"""


def demo(
    name: Annotated[str, typer.Argument(help="Which scene: cafe")] = "cafe",
    seconds: Annotated[float | None, typer.Option(help="Stop after this long", min=0)] = None,
    headless: Annotated[bool, typer.Option("--headless", help="No window: render to a file")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to render to; implies --headless")
    ] = None,
    look: Annotated[str, typer.Option(help="Look preset, or a .toml file")] = "cinematic",
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT, any aspect ratio")] = None,
    trace: Annotated[Path | None, typer.Option(help="Write the pull down: .csv, or .mid to play again")] = None,
) -> None:
    """Show a rack focus: the couple at the table, then the man with the suitcase, then back."""
    settings = ShowSettings(
        source=f"scene:{name}",
        depth="scene",
        look=look,
        cues=name,
        size=parse_size(size),
        seconds=seconds,
        trace=trace,
    )
    if output is None and not headless and has_display():
        run_show(settings)
        return
    path = output or DEFAULT_OUTPUT
    render_with_progress(replace(settings, sinks=(f"file:{path}",)), path)
