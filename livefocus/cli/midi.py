"""`livefocus midi`: which ports there are, what they say, and learning a control."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from livefocus.cli.common import console, notify, print_json
from livefocus.errors import ControlError

if TYPE_CHECKING:
    from livefocus.control.midi_events import MidiEvent
    from livefocus.control.midi_input import MidiInput

app = typer.Typer(help="MIDI: list ports, listen to one, learn a knob or a pad.", no_args_is_help=True)

POLL_S = 0.005
WATCH_EVERY_S = 1.0

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Port = Annotated[
    str, typer.Option("--port", "-p", help="Part of the port's name, or raw:DEVICE; else the first there is.")
]
Backend = Annotated[str, typer.Option("--midi-backend", help="alsa, jack, coremidi, winmm, or a module of mido's.")]
Virtual = Annotated[bool, typer.Option("--virtual", help="Make a port of our own to play to instead.")]


@app.command("ports")
def ports(as_json: AsJson = False, backend: Backend = "") -> None:
    """List MIDI ports.

    Examples: `livefocus midi ports`, `livefocus midi ports --json`
    """
    from livefocus.control.midi_inputs import make_backend  # noqa: PLC0415 - keeps `livefocus --help` quick

    problem, inputs, outputs = "", [], []
    system = make_backend(backend)
    try:
        inputs, outputs = system.input_names(), system.output_names()
    except ControlError as error:
        problem = str(error)
        notify(problem)
    finally:
        system.close()
    if as_json:
        print_json({"inputs": inputs, "outputs": outputs, "problem": problem})
        return
    for name in inputs:
        typer.echo(f"in   {name}")
    for name in outputs:
        typer.echo(f"out  {name}")
    if not problem and not inputs:
        notify("no MIDI device is connected")


@app.command("monitor")
def monitor(
    port: Port = "",
    virtual: Virtual = False,
    backend: Backend = "",
    seconds: Annotated[float | None, typer.Option(help="Stop after this long.", min=0)] = None,
) -> None:
    """Print what a MIDI device says, and what livefocus makes of it, until Ctrl-C.

    Example: `livefocus midi monitor --port nano`
    """
    from livefocus.control.midi_bytes import message_of  # noqa: PLC0415
    from livefocus.control.midi_map import MidiMap  # noqa: PLC0415
    from livefocus.control.midi_table import MidiTables  # noqa: PLC0415

    tables = MidiTables()
    meaning, said_by = MidiMap(tables.table_for(port)), ""
    try:
        with _opened(port, virtual, backend) as listener:
            until_s = math.inf if seconds is None else time.monotonic() + seconds
            while time.monotonic() < until_s:
                events = listener.next()
                if listener.name != said_by:
                    said_by = listener.name
                    meaning = MidiMap(tables.table_for(said_by))
                for event in events:
                    means = " → ".join(["", *(str(action) for action in meaning.actions([message_of(event)]))])
                    typer.echo(f"{event}{means}")
    except KeyboardInterrupt:
        return


@app.command("learn")
def learn(
    do: Annotated[
        str, typer.Argument(help="focus, fade or blur for what is turned; any action for a pad: 'rack b', 'cue go'.")
    ] = "focus",
    port: Port = "",
    virtual: Virtual = False,
    backend: Backend = "",
    to: Annotated[Path | None, typer.Option(help="Table to write to; else your own settings.")] = None,
    seconds: Annotated[float, typer.Option(help="Give up after this long.", min=0.1)] = 30.0,
) -> None:
    """Learn a control: touch it, and from then on it does this.

    Examples: `livefocus midi learn`, `livefocus midi learn 'rack b'`, `livefocus midi learn fade --port X-Touch`
    """
    from livefocus.control.bindings import config_folder  # noqa: PLC0415
    from livefocus.control.learn import Learner, write_binding  # noqa: PLC0415
    from livefocus.control.midi_table import MidiTables, check_do  # noqa: PLC0415

    check_do(do)
    path = to or config_folder() / "midi.toml"
    learner = Learner(do)
    notify(f"turn or press what shall do '{do}'; turn a knob both ways")
    with _opened(port, virtual, backend) as listener:
        until_s = time.monotonic() + seconds
        while (binding := learner.learned(time.monotonic())) is None:
            if time.monotonic() > until_s:
                raise ControlError(
                    f"nothing that could be learned was touched in {seconds:g} s",
                    "see what arrives with `livefocus midi monitor`",
                )
            learner.hear(listener.next(), time.monotonic())
        binding = MidiTables().fitted(binding, listener.name)
    write_binding(binding, path)
    coding = "" if binding.coding == "absolute" else f" ({binding.coding} encoder)"
    console.print(f"{binding.when}{coding} → {binding.do}, in {path}", markup=False, soft_wrap=True)


class _Listener:
    """A port being listened to, looked after on the way."""

    def __init__(self, midi: MidiInput) -> None:
        self._midi = midi
        self._watch_at_s = 0.0

    @property
    def name(self) -> str:
        """Return the name of the open port, empty where none is open."""
        return self._midi.name

    def next(self) -> list[MidiEvent]:
        """Wait a moment and return what arrived."""
        if time.monotonic() >= self._watch_at_s:
            self._midi.watch()
            self._watch_at_s = time.monotonic() + WATCH_EVERY_S
        for notice in self._midi.take_notices():
            notify(notice)
        time.sleep(POLL_S)
        return self._midi.poll()


@contextmanager
def _opened(port: str, virtual: bool, backend: str) -> Iterator[_Listener]:
    """Open a port; raises `ControlError` where there is no MIDI at all."""
    from livefocus.control.midi_inputs import VIRTUAL, make_inputs  # noqa: PLC0415
    from livefocus.control.midi_table import MidiTables  # noqa: PLC0415

    midi = make_inputs(VIRTUAL if virtual else port, backend, MidiTables().knows)[0]
    midi.backend.input_names()
    try:
        yield _Listener(midi)
    finally:
        midi.close()
