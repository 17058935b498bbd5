"""The `livefocus` command: gathers the sub-commands and turns errors into one line.

Sub-commands live one a file beside this one and are registered here; heavy rooms are imported inside them, so that
`livefocus --help` stays quick.
"""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from livefocus import __version__
from livefocus.cli import (
    bench,
    cameras,
    demo,
    depth,
    doctor,
    midi,
    models,
    obs_script,
    pair,
    plot,
    presets,
    render,
    run,
    send,
)
from livefocus.errors import LivefocusError

app = typer.Typer(
    name="livefocus",
    help="A rack focus for live video: a hand on the focal plane of any webcam, clip or picture.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


def _send(context: typer.Context) -> None:
    """Send actions to the show that is running: `livefocus send rack b`."""
    sys.exit(send.main(context.args))


app.add_typer(models.app, name="models")
app.add_typer(midi.app, name="midi")
app.add_typer(presets.app, name="presets")
app.command("run", epilog=run.EPILOG)(run.run)
app.command("demo", epilog=demo.EPILOG)(demo.demo)
app.command("render", epilog=render.EPILOG)(render.render)
app.command("depth", epilog=depth.EPILOG)(depth.depth)
app.command("send", add_help_option=False, context_settings=send.PASSED_ON)(_send)
app.command("pair")(pair.pair)
app.command("obs-script")(obs_script.obs_script)
app.command("cameras")(cameras.cameras)
app.command("plot", epilog=plot.EPILOG)(plot.plot)

app.command("doctor")(doctor.doctor)
app.command("bench", epilog=bench.EPILOG)(bench.bench)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"livefocus {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
    debug: bool = typer.Option(False, "--debug", help="Show the whole traceback of an error."),
) -> None:
    """Hold what every command has."""


def main() -> None:
    """Run the command line; an error is one line on stderr and exit status 1, a traceback only with `--debug`."""
    debug = "--debug" in sys.argv
    try:
        app()
    except LivefocusError as error:
        if debug:
            raise
        _complain(str(error))
    except Exception as error:
        if debug:
            raise
        _complain(f"something nobody foresaw ({type(error).__name__}: {error}): `livefocus --debug …` shows where")


def _complain(line: str) -> None:
    text = " ".join(f"livefocus: {line}".split())
    Console(stderr=True, highlight=False).print(text, style="red", markup=False, soft_wrap=True)
    sys.exit(1)
