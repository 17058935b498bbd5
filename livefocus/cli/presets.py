"""`livefocus presets`: what comes with livefocus, looks as pictures, and the lens as ISF for other hosts."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from livefocus.cli.common import notify, parse_size, print_json
from livefocus.errors import SinkError
from livefocus.settings import KINDS, Look, find_preset, load_look, preset_names

EPILOG = """
**Examples**

`livefocus presets looks` – only the looks

`livefocus presets sheet -o pictures` – a picture of each look

`livefocus presets isf -o ~/Documents/ISF` – the lens for VDMX, Resolume and other ISF hosts
"""
SHEET_SIZE = (640, 360)
JPEG_QUALITY = 80

AsJson = Annotated[bool, typer.Option("--json", help="As JSON")]
Looks = Annotated[list[str] | None, typer.Option("--look", help="Only this look, or a .toml file; repeatable")]

app = typer.Typer(
    help="List looks, moves, cue lists, key and MIDI tables, with the files they are in.",
    epilog=EPILOG,
    invoke_without_command=True,
)


@app.callback()
def presets(context: typer.Context, as_json: AsJson = False) -> None:
    """List looks, moves, cue lists, key and MIDI tables, with the files they are in."""
    if context.invoked_subcommand is None:
        _list(KINDS, as_json)


def _list(kinds: tuple[str, ...], as_json: bool) -> None:
    from rich.console import Console  # noqa: PLC0415

    found = [_facts(kind, name) for kind in kinds for name in preset_names(kind)]
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


def _register(kind: str) -> None:
    def only(as_json: AsJson = False) -> None:
        _list((kind,), as_json)

    app.command(kind, help=f"List only {kind}.")(only)


for _kind in KINDS:
    _register(_kind)


@app.command()
def sheet(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for look-NAME.jpg")],
    page: Annotated[Path | None, typer.Option(help="Write a Markdown page about the looks here as well")] = None,
    look: Looks = None,
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT of each of a look's two pictures")] = None,
) -> None:
    """Draw every look: on the built-in café, and on lights at night, where the opening's shape is seen."""
    from livefocus.app.look_page import look_page  # noqa: PLC0415
    from livefocus.app.look_sheet import LookSheet  # noqa: PLC0415 - GL is slow to load
    from livefocus.opencv import cv2  # noqa: PLC0415
    from livefocus.render.context import make_standalone_context  # noqa: PLC0415

    looks = _looks(look)
    pictures = {name: output / f"look-{name}.jpg" for name in looks}
    _make_folder(output)
    context = make_standalone_context()
    try:
        drawer = LookSheet(context, parse_size(size) or SHEET_SIZE)
        for name, each in looks.items():
            _, encoded = cv2.imencode(".jpg", drawer.draw(each)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            _write(pictures[name], encoded.tobytes())
    finally:
        context.release()
    if page is not None:
        links = {name: Path(os.path.relpath(path, page.parent)).as_posix() for name, path in pictures.items()}
        _write(page, look_page(looks, links).encode())
    notify(f"wrote {len(pictures)} pictures to {output}" + (f", and {page}" if page else ""))


@app.command()
def isf(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for livefocus-NAME.fs")],
    look: Looks = None,
) -> None:
    """Write the lens as ISF files, one a look, for hosts such as VDMX and Resolume (docs/lens.md: how to feed them)."""
    from livefocus.app.build import LensMaker  # noqa: PLC0415 - brings GL with it
    from livefocus.render.isf import isf_file  # noqa: PLC0415

    _make_folder(output)
    looks = _looks(look)
    for name, each in looks.items():
        blur_of_width = LensMaker(each, 1000).lens(0.5).blur_px / 1000
        _write(output / f"livefocus-{name}.fs", isf_file(each, blur_of_width).encode())
    notify(f"wrote {len(looks)} files to {output}")


def _looks(names: list[str] | None) -> dict[str, Look]:
    """Return the looks asked for, all where none is; a file goes by its own name."""
    return {Path(name).stem: load_look(name) for name in names or preset_names("looks")}


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(f"cannot make the folder {path} ({error.strerror or error})", "choose another") from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SinkError(f"cannot write {path} ({error.strerror or error})", "choose another place") from error
