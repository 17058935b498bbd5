"""`livefocus render`: a clip or a picture through the lens, offline and exactly repeatable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from livefocus.cli.common import console, is_still, notify, parse_marks, parse_size, sink_for
from livefocus.settings import DEFAULT_LOOK, ShowSettings
from livefocus.state import Quality

EPILOG = """
**Examples**

`livefocus render portrait.jpg --depth portrait-depth.npy --focus 0.8 --blur-px 32 -o out.png`

`livefocus render scene:cafe --at 6 --focus 0.3 -o man.png`

`livefocus render talk.mp4 --depth tcsmall --focus 0.7 -o soft.mp4`

`livefocus render scene:cafe --cues cafe --look cinematic --trace pull.csv -o cafe.mp4`
"""


def render(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A clip, a picture, or scene:cafe")],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help=".mp4, .mkv or .mov; .png or .jpg; or a folder"),
    ],
    depth: Annotated[str, typer.Option("--depth", "-d", help="As for `livefocus run`")] = "auto",
    focus: Annotated[float | None, typer.Option(help="Plane of focus, in inverse depth")] = None,
    blur_px: Annotated[
        float | None, typer.Option(help="K: CoC radius in output pixels per unit of inverse depth", min=0)
    ] = None,
    look: Annotated[str, typer.Option(help="Look preset, or a .toml file")] = DEFAULT_LOOK,
    mark: Annotated[list[str] | None, typer.Option(help="LETTER=PLANE, such as a=0.7; repeatable")] = None,
    move: Annotated[str | None, typer.Option(help="How racks are pulled: see `livefocus presets`")] = None,
    cues: Annotated[str | None, typer.Option(help="Cue list: a preset's name or a .toml file")] = None,
    quality: Annotated[Quality, typer.Option(help="Work a picture; never changes the size of a blur")] = Quality.NORMAL,
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT of a built-in scene")] = None,
    fps: Annotated[float | None, typer.Option(help="Frames a second of a built-in scene", min=1, max=240)] = None,
    at: Annotated[float, typer.Option(help="Start at this second of the clip or scene", min=0)] = 0.0,
    seconds: Annotated[float | None, typer.Option(help="Only so many seconds from there", min=0)] = None,
    trace: Annotated[Path | None, typer.Option(help="Write the pull down: .csv, or .mid to play again")] = None,
    replay: Annotated[Path | None, typer.Option(help="Play a pull again that --trace wrote")] = None,
) -> None:
    """Render a clip or a picture to a file: every frame, no clock, the same bytes every time."""
    settings = ShowSettings(
        source=source,
        sinks=(sink_for(output),),
        depth=depth,
        focus=focus,
        blur_px=blur_px,
        look=look,
        marks=parse_marks(mark or []),
        move=move,
        cues=cues,
        size=parse_size(size),
        fps=fps,
        start_s=at,
        seconds=seconds,
        pictures=1 if is_still(output) else None,
        trace=trace,
        replay=replay,
        quality=quality.value,
    )
    render_with_progress(settings, output)


def render_with_progress(settings: ShowSettings, output: Path) -> None:
    """Render offline under a progress bar and say where the result is."""
    from livefocus.app.offline import render_offline  # noqa: PLC0415 - brings GL and every room with it

    columns = (TextColumn("rendering"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("render", total=None)

        def progress(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        count = render_offline(settings, notify, progress)
    notify(f"wrote {output} ({count} picture{'s' if count != 1 else ''})")
