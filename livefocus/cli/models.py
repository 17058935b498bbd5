"""`livefocus models`: what weights there are, and getting, checking and removing them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

if TYPE_CHECKING:
    from livefocus.depth.store import ModelStatus, ModelStore

app = typer.Typer(help="Depth models on this machine: list, download, verify, remove, import.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Name = Annotated[str, typer.Argument(help="Name of a model, as `livefocus models list` shows it.")]
Names = Annotated[list[str] | None, typer.Argument(help="Names of models; all that are here where none is given.")]


def _store() -> ModelStore:
    from livefocus.depth.store import ModelStore  # noqa: PLC0415 - keeps `livefocus --help` quick

    return ModelStore.default()


@app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models livefocus knows, their licences, and which are here.

    Example: `livefocus models list --json`
    """
    store = _store()
    statuses = store.statuses()
    if as_json:
        typer.echo(json.dumps([_as_dict(status) for status in statuses], indent=2))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("model", "here", "size", "licence"):
        table.add_column(heading, no_wrap=True)
    table.add_column("good for")
    for status in statuses:
        entry = status.entry
        table.add_row(entry.name, status.state.value, _mib(entry.size_bytes), entry.licence, entry.what)
    console = Console()
    console.print(table)
    for status in statuses:
        if status.state.value != "missing":
            console.print(f"{status.entry.name}: {status.path}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"store: {store.folder}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def download(
    name: Name, force: Annotated[bool, typer.Option("--force", help="Download even where it is here.")] = False
) -> None:
    """Download a model; a broken download is taken up where it broke, and its sha256 is checked.

    Example: `livefocus models download tcsmall`
    """
    from livefocus.depth.download import download as fetch  # noqa: PLC0415
    from livefocus.depth.store import ModelState  # noqa: PLC0415

    store = _store()
    status = store.status(name)
    if status.state is ModelState.PRESENT and not force:
        typer.echo(f"{name} is here: {status.path}")
        return
    with _download_bar() as bar:
        task = bar.add_task(name, total=status.entry.size_bytes)
        path = fetch(store, name, lambda there, size: bar.update(task, completed=there, total=size))
    typer.echo(f"{name} ({status.entry.licence}, {status.entry.origin}): {path}")
    found = store.find(name)
    if found is not None and found != path:
        typer.echo(f"note: {found} is looked at first", err=True)


@app.command()
def verify(names: Names = None, as_json: AsJson = False) -> None:
    """Check the sha256 of models; exit status 1 where one is damaged, or named and missing.

    Example: `livefocus models verify tcsmall`
    """
    store = _store()
    statuses = [store.status(name) for name in names or [entry.name for entry in store.catalogue]]
    if as_json:
        typer.echo(json.dumps([_as_dict(status) for status in statuses], indent=2))
    else:
        for status in statuses:
            typer.echo(f"{status.entry.name}: {status.state.value} ({status.path})")
    wrong = {"damaged", "missing"} if names else {"damaged"}
    if any(status.state.value in wrong for status in statuses):
        raise typer.Exit(1)


@app.command()
def remove(name: Name) -> None:
    """Delete a model from the store (never from a folder of `LIVEFOCUS_MODELS`).

    Example: `livefocus models remove midas-small`
    """
    removed = _store().remove(name)
    typer.echo(f"removed {removed}" if removed else f"{name} is not in the store: nothing to remove")


@app.command("import")
def import_model(
    file: Annotated[Path, typer.Argument(help="The file, under any name.")],
    name: Annotated[
        str | None, typer.Option("--as", help="Which model it must be; else it is told by its hash.")
    ] = None,
) -> None:
    """Copy a file into the store, for a machine without network; told by its sha256.

    Example: `livefocus models import ~/Downloads/model-small.onnx`
    """
    status = _store().import_file(file, name)
    typer.echo(f"{status.entry.name} ({status.entry.licence}): {status.path}")


@app.command()
def path(
    name: Annotated[str | None, typer.Argument(help="Name of a model; none for the store's folder.")] = None,
) -> None:
    """Print where the store is, or where a model's file is or would be.

    Example: `livefocus models path tcsmall`
    """
    store = _store()
    typer.echo(store.folder if name is None else store.find(name) or store.place(name))


def _as_dict(status: ModelStatus) -> dict[str, Any]:
    entry = status.entry
    return {
        "name": entry.name,
        "state": status.state.value,
        "path": str(status.path),
        "size_bytes": entry.size_bytes,
        "sha256": entry.sha256,
        "licence": entry.licence,
        "origin": entry.origin,
        "address": entry.address,
        "what": entry.what,
    }


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / (1 << 20):.1f} MiB"


def _download_bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
