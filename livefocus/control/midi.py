"""The machine's MIDI ports: the one file that knows mido and python-rtmidi.

mido chooses the backend and is what every backend but one is used through. python-rtmidi's own input is read by
polling instead: mido's port on it always has a Python callback on the library's thread, and closing such a JACK port
while messages stream in crashed the interpreter (60 closings under a flood: mido's port died, polling did not).
Polling also costs a third of it in a burst, for nothing has to be woken.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mido

from livefocus.control.ages import Ages
from livefocus.control.midi_ports import CLIENT, CLOCK, Arrivals, InputPort, OutputPort
from livefocus.errors import ControlError

RTMIDI = "mido.backends.rtmidi"
RTMIDI_APIS = {"alsa": "LINUX_ALSA", "jack": "UNIX_JACK", "coremidi": "MACOSX_CORE", "winmm": "WINDOWS_MM"}
QUEUE = 1 << 16
"""Messages that may wait between two pictures; python-rtmidi's own limit of 1024 loses the end of a burst."""


class RtMidiPort:
    """An input of python-rtmidi, polled."""

    def __init__(self, api: int, name: str, virtual: bool) -> None:
        import rtmidi  # noqa: PLC0415 - only where mido's backend is this very one

        self._input = rtmidi.MidiIn(api, CLIENT, QUEUE)
        self._ages = Ages()
        if virtual:
            self._input.open_virtual_port(name)
        else:
            names = self._input.get_ports()
            if name not in names:
                raise OSError("it has just gone")
            self._input.open_port(names.index(name), "in")
        self._input.ignore_types(sysex=True, timing=False, active_sense=True)
        self.name = name

    def pending(self) -> Arrivals:
        """See `InputPort`."""
        get, messages, gaps_s = self._input.get_message, [], []
        while (message := get()) is not None:
            messages.append(message[0])
            gaps_s.append(message[1])
        clocked = any(message[0] >= CLOCK for message in messages)
        ages_s = self._ages.of(gaps_s, time.monotonic(), wanted=clocked)
        return Arrivals(messages, ages_s)

    def close(self) -> None:
        """See `InputPort`."""
        self._input.close_port()
        self._input.delete()


class MidoPort:
    """An input of any other backend of mido."""

    def __init__(self, port: Any) -> None:
        self._port = port
        self.name = str(port.name)

    def pending(self) -> Arrivals:
        """See `InputPort`."""
        return Arrivals([message.bytes() for message in self._port.iter_pending()])

    def close(self) -> None:
        """See `InputPort`."""
        self._port.close()


class RtMidiOutput:
    """An output of python-rtmidi."""

    def __init__(self, api: int, name: str, virtual: bool) -> None:
        import rtmidi  # noqa: PLC0415 - only where mido's backend is this very one

        self._name = name
        self._output = rtmidi.MidiOut(api, CLIENT)
        if virtual:
            self._output.open_virtual_port(name)
            return
        names = self._output.get_ports()
        if name not in names:
            raise OSError("it has just gone")
        self._output.open_port(names.index(name), "out")

    def send(self, message: Sequence[int]) -> None:
        """See `OutputPort`."""
        try:
            self._output.send_message(message)
        except Exception as error:  # whatever the library throws when the device is gone
            raise ControlError(f"MIDI: {self._name} takes no messages ({error})", "plug it in again") from error

    def close(self) -> None:
        """See `OutputPort`."""
        self._output.close_port()
        self._output.delete()


class MidoOutput:
    """An output of any other backend of mido."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def send(self, message: Sequence[int]) -> None:
        """See `OutputPort`."""
        try:
            self._port.send(mido.Message.from_bytes(message))
        except Exception as error:  # whatever its library throws when the device is gone
            raise ControlError(f"MIDI: {self._port.name} takes no messages ({error})", "plug it in again") from error

    def close(self) -> None:
        """See `OutputPort`."""
        self._port.close()


class MidoBackend:
    """Any backend of mido; python-rtmidi's unless told otherwise.

    Parameters
    ----------
    choice
        `alsa`, `jack`, `coremidi`, `winmm`, the module of a mido backend (`mido.backends.portmidi`), or empty for
        `LIVEFOCUS_MIDI_BACKEND`, then mido's own `MIDO_BACKEND`, then what the machine has.
    """

    def __init__(self, choice: str = "") -> None:
        choice = choice or os.environ.get("LIVEFOCUS_MIDI_BACKEND", "")
        self.choice = choice
        self._backend: Any = None
        self._lister: Any = None

    def input_names(self) -> list[str]:
        """See `MidiBackend`."""
        backend = self._ready()
        try:
            if backend.name == RTMIDI:
                return list(self._kept_lister(backend).get_ports())
            return list(backend.get_input_names())
        except Exception as error:
            self._lister = None
            raise missing(error) from error

    def output_names(self) -> list[str]:
        """See `MidiBackend`."""
        backend = self._ready()
        try:
            return [name for name in backend.get_output_names() if not name.startswith(CLIENT)]
        except Exception as error:
            raise missing(error) from error

    def open_input(self, name: str, virtual: bool) -> InputPort:
        """See `MidiBackend`."""
        backend = self._ready()
        try:
            if backend.name == RTMIDI:
                return RtMidiPort(_rtmidi_api(backend), name, virtual)
            return MidoPort(backend.open_input(name, virtual=virtual))
        except Exception as error:
            raise closed(name, error) from error

    def open_output(self, name: str, virtual: bool) -> OutputPort:
        """See `MidiBackend`."""
        backend = self._ready()
        try:
            if backend.name == RTMIDI:
                return RtMidiOutput(_rtmidi_api(backend), name, virtual)
            return MidoOutput(backend.open_output(name, virtual=virtual))
        except Exception as error:
            raise closed(name, error) from error

    def close(self) -> None:
        """See `MidiBackend`."""
        lister, self._lister = self._lister, None
        if lister is not None:
            lister.delete()

    def _kept_lister(self, backend: Any) -> Any:
        """Return one rtmidi client that is kept for listing: a new one every second would disturb a JACK graph."""
        if self._lister is None:
            import rtmidi  # noqa: PLC0415 - only where mido's backend is this very one

            self._lister = rtmidi.MidiIn(_rtmidi_api(backend), f"{CLIENT} watch")
        return self._lister

    def _ready(self) -> Any:
        if self._backend is not None:
            return self._backend
        name = self._name()
        try:
            backend = mido.Backend(name, load=True) if name else mido.Backend(load=True)
        except Exception as error:  # a backend's own imports may fail in any way
            raise missing(error) from error
        self._backend = backend
        return backend

    def _name(self) -> str:
        """Return mido's name of the backend; raises `ControlError` where the system it needs is not there.

        The look before the leap is for the libraries' sake: ALSA's and JACK's print lines of their own on standard
        error when they are asked for what is not there.
        """
        choice = self.choice
        if "." in choice:
            return choice
        check_system(choice)
        if not choice and os.environ.get("MIDO_BACKEND"):
            return ""
        if sys.platform == "linux":
            choice = linux_choice(choice)
        return f"{RTMIDI}/{RTMIDI_APIS[choice]}" if choice else RTMIDI


def _rtmidi_api(backend: Any) -> int:
    import rtmidi  # noqa: PLC0415 - only where mido's backend is this very one

    return int(getattr(rtmidi, f"API_{backend.api}") if backend.api else rtmidi.API_UNSPECIFIED)


def check_system(choice: str) -> None:
    """Raise `ControlError` where a system of ports is named that no RtMidi knows."""
    if choice and choice not in RTMIDI_APIS:
        raise ControlError(
            f"there is no MIDI backend '{choice}'", f"take one of {', '.join(RTMIDI_APIS)}, or a module of mido's"
        )


def linux_choice(choice: str) -> str:
    """Return `alsa` or `jack`, whichever is there; raises `ControlError`."""
    has = {"alsa": Path("/dev/snd/seq").exists(), "jack": _jack_socket().exists()}
    for name, there in has.items():
        if there and choice in ("", name):
            return name
    if choice == "jack":
        raise ControlError("no JACK server is running", "start it, or take another --midi-backend")
    if choice in ("", "alsa"):
        raise ControlError("this machine has no MIDI system", "load the kernel's snd-seq module, or start JACK")
    return choice


def _jack_socket() -> Path:
    """Return where a JACK server listens."""
    server = os.environ.get("JACK_DEFAULT_SERVER", "default")
    owner = "" if os.environ.get("JACK_PROMISCUOUS_SERVER") is not None else f"{os.getuid()}_"
    return Path(f"/dev/shm/jack_{server}_{owner}0")


def closed(name: str, error: Exception) -> ControlError:
    """Return what to say where a port cannot be opened."""
    return ControlError(f"cannot open the MIDI port '{name}' ({error})", "close what else uses it")


def missing(error: Exception) -> ControlError:
    """Return what to say where there is no MIDI."""
    if isinstance(error, ImportError):
        return ControlError(
            f"no MIDI: {error.name or 'its backend'} is not installed", "install python-rtmidi, or set MIDO_BACKEND"
        )
    return ControlError(f"no MIDI system ({error})", "start it, or take another --midi-backend")
