"""Which MIDI inputs words ask for: `nano`, `nano,x-touch`, `virtual`, `raw:/dev/snd/midiC1D0`, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from livefocus.control.midi import MidoBackend
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_raw import RAW, RawBackend

VIRTUAL = "virtual"


def make_inputs(wanted: str, backend: str = "", prefers: Callable[[str], bool] = lambda _: False) -> list[MidiInput]:
    """Return the inputs that were asked for; nothing is opened yet.

    Parameters
    ----------
    wanted
        Parts of ports' names with commas between them; empty for the first there is.
    backend
        See `MidoBackend`.
    prefers
        See `MidiInput`.
    """
    names = list(filter(None, map(str.strip, wanted.split(",")))) or [""]
    system = MidoBackend(backend)
    return [_input(name, system, prefers) for name in names]


def _input(name: str, system: MidoBackend, prefers: Callable[[str], bool]) -> MidiInput:
    if name.startswith(RAW):
        path = name.removeprefix(RAW)
        return MidiInput(path, backend=RawBackend(path))
    return MidiInput("" if name == VIRTUAL else name, name == VIRTUAL, system, prefers)
