"""`livefocus depth`: the depth of a clip or a picture, baked to a sidecar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from livefocus.cli.common import console, notify, parse_size
from livefocus.settings import ShowSettings

EPILOG = """
**Examples**

`livefocus depth talk.mp4 -o talk-depth` then `livefocus render talk.mp4 --depth talk-depth --focus 0.7 -o soft.mp4`

`livefocus depth portrait.jpg --depth tcsmall -o portrait.npy`

`livefocus depth scene:cafe --seconds 4 -o cafe-depth`
"""


def depth(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A clip, a picture, or scene:cafe")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A folder (16-bit PNGs, one a frame), a .png for a still, or a .npy")
    ],
    engine: Annotated[str, typer.Option("--depth", "-d", help="As for `livefocus run`")] = "auto",
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT of a built-in scene")] = None,
    seconds: Annotated[float | None, typer.Option(help="Only so many seconds", min=0)] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace depth that is there")] = False,
) -> None:
    """Bake the depth of every frame to a file, for `--depth` to read back: look at it, mend it, render it again."""
    from livefocus.app.bake import bake_depth  # noqa: PLC0415 - brings the depth room and its runtime with it

    settings = ShowSettings(source=source, sinks=(), depth=engine, size=parse_size(size), seconds=seconds, loop=False)
    columns = (TextColumn("depth"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("depth", total=None)

        def progress(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        count = bake_depth(settings, output, notify, progress, replace=force)
    notify(f"wrote {output} ({count} map{'s' if count != 1 else ''})")
