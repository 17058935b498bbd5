"""Which MIDI inputs words ask for: `nano`, `nano,x-touch`, `virtual`, `raw:/dev/snd/midiC1D0`, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec

from livefocus.control.midi import RTMIDI_APIS, MidoBackend
from livefocus.control.midi_input import MidiInput
from livefocus.control.midi_ports import MidiBackend
from livefocus.control.midi_raw import RAW, RawBackend
from livefocus.control.midi_rtmidi2 import NAME as RTMIDI2
from livefocus.control.midi_rtmidi2 import RtMidi2Backend

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
    system = make_backend(backend)
    return [_input(name, system, prefers) for name in names]


def make_backend(choice: str = "") -> MidiBackend:
    """Return the machine's MIDI: through mido and python-rtmidi, or where that is not, and is not asked for, rtmidi2.

    Parameters
    ----------
    choice
        See `MidoBackend`; `rtmidi2`, or `rtmidi2/jack`, for that library.
    """
    choice = choice or os.environ.get("LIVEFOCUS_MIDI_BACKEND", "")
    library, _, system = choice.partition("/")
    if library == RTMIDI2:
        return RtMidi2Backend(system)
    bare = choice in ("", *RTMIDI_APIS) and not os.environ.get("MIDO_BACKEND") and find_spec("rtmidi") is None
    return RtMidi2Backend(choice) if bare and find_spec("rtmidi2") is not None else MidoBackend(choice)


def _input(name: str, system: MidiBackend, prefers: Callable[[str], bool]) -> MidiInput:
    if name.startswith(RAW):
        path = name.removeprefix(RAW)
        return MidiInput(path, backend=RawBackend(path))
    return MidiInput("" if name == VIRTUAL else name, name == VIRTUAL, system, prefers)
