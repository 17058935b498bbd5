"""`livefocus plot`: a pull as a picture, from a trace or from actions played to a desk of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from livefocus.control.pull_file import read_pull
from livefocus.errors import SettingsError
from livefocus.focus.trace import TraceRow
from livefocus.opencv import cv2
from livefocus.state import FocusState

if TYPE_CHECKING:
    from livefocus.cli.chart import Chart

STEPS_PER_S = 120
SETTLED_FOR_S = 0.4

EPILOG = """
**Examples**

`livefocus demo --headless --trace pull.csv` then `livefocus plot pull.csv` – in the terminal

`livefocus plot pull.csv -o pull.png` – as a picture

`livefocus plot --play "0 rack 0.9 2 quint; 1.2 rack 0.2 1.5 overshoot" -o turn.png` – without any video
"""


def plot(
    trace: Annotated[Path | None, typer.Argument(help="A trace, from --trace of demo, render or run.")] = None,
    play: Annotated[
        str | None, typer.Option(help="Instead of a trace: actions, each with its second: '0 rack 0.9 2; 1 stop'.")
    ] = None,
    focus: Annotated[float, typer.Option(help="Plane to start --play on.")] = 0.5,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A .png to draw; else the terminal.")] = None,
    title: Annotated[str, typer.Option(help="Heading; else the trace's name or what is played.")] = "",
) -> None:
    """Draw a pull: plane and target above, velocity below."""
    from livefocus.cli.chart import Chart  # noqa: PLC0415 - brings NumPy

    if (trace is None) == (play is None):
        raise SettingsError("nothing to plot", "give a trace, or --play")
    rows = read_pull(trace) if trace is not None else played(play or "", focus)
    if len(rows) < 2:
        raise SettingsError("there is nothing in this trace to draw", "it needs two pictures at least")
    chart = Chart(rows, title or (trace.name if trace is not None else play or ""))
    if output is None:
        typer.echo(chart.text())
        return
    _write(chart, output)


def played(script: str, focus: float) -> list[TraceRow]:
    """Play actions to a desk and return the trace.

    Parameters
    ----------
    script
        `SECOND ACTION; SECOND ACTION; …`, seconds rising.
    focus
        Plane it starts on.

    Raises
    ------
    SettingsError
        Where a second is no number or earlier than the one before it.
    ControlError
        Where an action is not understood.
    """
    from livefocus.control.desk import Desk  # noqa: PLC0415
    from livefocus.control.desk_settings import DeskSettings  # noqa: PLC0415
    from livefocus.control.vocabulary import parse_action  # noqa: PLC0415

    desk = Desk(DeskSettings(inverse_depth=focus))
    rows: list[TraceRow] = []
    step, settled_at = 0, 0
    for at_s, text in _script(script):
        action = parse_action(text)
        while step < round(at_s * STEPS_PER_S):
            rows.append(_row(step, desk.focus))
            desk.step(1 / STEPS_PER_S)
            step += 1
        desk.act(action)
    settled_at = step
    while step - settled_at < SETTLED_FOR_S * STEPS_PER_S and step < 3600 * STEPS_PER_S:
        rows.append(_row(step, desk.focus))
        desk.step(1 / STEPS_PER_S)
        step += 1
        settled_at = step if desk.puller.moving and not desk.puller.paused else settled_at
    return rows


def _row(step: int, state: FocusState) -> TraceRow:
    return TraceRow(step / STEPS_PER_S, state.inverse_depth, state.target_inverse_depth, state.velocity_per_s)


def _script(script: str) -> list[tuple[float, str]]:
    found: list[tuple[float, str]] = []
    for part in filter(None, map(str.strip, script.split(";"))):
        second, _, text = part.partition(" ")
        try:
            at_s = float(second)
        except ValueError as error:
            raise SettingsError(f"'{part}' has no second in front", "say for example '0.5 rack b 1.2'") from error
        if at_s < (found[-1][0] if found else 0.0):
            raise SettingsError(f"'{part}' is earlier than what comes before it", "put the actions in order")
        found.append((at_s, text))
    return found


def _write(chart: Chart, output: Path) -> None:
    if output.suffix.lower() != ".png":
        raise SettingsError(f"a plot is a .png, not '{output.suffix}'", "name it so")
    done, data = cv2.imencode(".png", chart.picture())
    try:
        if done:
            output.write_bytes(data.tobytes())
    except OSError as error:
        raise SettingsError(f"cannot write {output} ({error.strerror or error})", "choose another path") from error
