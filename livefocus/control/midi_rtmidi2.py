"""MIDI ports through rtmidi2: for Pythons that python-rtmidi has no wheels for (3.13 and later).

Its wheel for Linux brings a libjack of its own, which a JACK server of today does not speak with, and the library ends
the program over it. So JACK is only taken where the system's libjack is loaded before: `LD_PRELOAD=libjack.so.0`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from livefocus.control.ages import Ages
from livefocus.control.midi import QUEUE, RTMIDI_APIS, check_system, closed, linux_choice, missing
from livefocus.control.midi_ports import CLIENT, CLOCK, Arrivals, InputPort, OutputPort
from livefocus.errors import ControlError

NAME = "rtmidi2"


class RtMidi2Port:
    """An input of rtmidi2, polled."""

    def __init__(self, api: int, name: str, virtual: bool) -> None:
        import rtmidi2  # noqa: PLC0415 - only where it is used

        self.name = name
        self._ages = Ages()
        self._input = rtmidi2.MidiIn(CLIENT, queuesize=QUEUE, api=api)
        self._input.ignore_types(midi_sysex=True, midi_time=False, midi_sense=True)
        _open(self._input, name, virtual)

    def pending(self) -> Arrivals:
        """See `InputPort`."""
        source, messages, gaps_s = self._input, [], []
        while (message := source.get_message()) is not None:
            messages.append(message)
            gaps_s.append(source.deltatime)
        clocked = any(message[0] >= CLOCK for message in messages)
        return Arrivals(messages, self._ages.of(gaps_s, time.monotonic(), wanted=clocked))

    def close(self) -> None:
        """See `InputPort`."""
        self._input.close_port()


class RtMidi2Output:
    """An output of rtmidi2."""

    def __init__(self, api: int, name: str, virtual: bool) -> None:
        import rtmidi2  # noqa: PLC0415

        self._name = name
        self._output = rtmidi2.MidiOut(CLIENT, api=api)
        _open(self._output, name, virtual)

    def send(self, message: Sequence[int]) -> None:
        """See `OutputPort`."""
        try:
            self._output.send_raw(*message)
        except Exception as error:  # whatever the library throws when the device is gone
            raise ControlError(f"MIDI: {self._name} takes no messages ({error})", "plug it in again") from error

    def close(self) -> None:
        """See `OutputPort`."""
        self._output.close_port()


class RtMidi2Backend:
    """The ports rtmidi2 knows.

    Parameters
    ----------
    choice
        `alsa`, `jack`, `coremidi`, `winmm`, or empty for what the machine has.
    """

    def __init__(self, choice: str = "") -> None:
        self._choice = choice
        self._lister: Any = None

    def input_names(self) -> list[str]:
        """See `MidiBackend`."""
        api = self._api()
        try:
            if self._lister is None:
                import rtmidi2  # noqa: PLC0415

                self._lister = rtmidi2.MidiIn(f"{CLIENT} watch", api=api)
            return list(self._lister.ports)
        except Exception as error:
            self._lister = None
            raise missing(error) from error

    def output_names(self) -> list[str]:
        """See `MidiBackend`."""
        api = self._api()
        try:
            import rtmidi2  # noqa: PLC0415

            return [name for name in rtmidi2.MidiOut(f"{CLIENT} watch", api=api).ports if not name.startswith(CLIENT)]
        except Exception as error:
            raise missing(error) from error

    def open_input(self, name: str, virtual: bool) -> InputPort:
        """See `MidiBackend`."""
        api = self._api()
        try:
            return RtMidi2Port(api, name, virtual)
        except Exception as error:
            raise closed(name, error) from error

    def open_output(self, name: str, virtual: bool) -> OutputPort:
        """See `MidiBackend`."""
        api = self._api()
        try:
            return RtMidi2Output(api, name, virtual)
        except Exception as error:
            raise closed(name, error) from error

    def close(self) -> None:
        """See `MidiBackend`."""
        self._lister = None

    def _api(self) -> int:
        """Return the library's number of the system to use; raises `ControlError` where it is not there."""
        check_system(self._choice)
        choice = linux_choice(self._choice) if sys.platform == "linux" else self._choice
        if choice == "jack" and "libjack" not in os.environ.get("LD_PRELOAD", ""):
            raise ControlError("rtmidi2's own libjack is too old for JACK servers", "set LD_PRELOAD=libjack.so.0")
        try:
            import rtmidi2  # noqa: PLC0415
        except ImportError as error:
            raise missing(error) from error
        return int(getattr(rtmidi2, f"API_{RTMIDI_APIS[choice]}") if choice else rtmidi2.API_UNSPECIFIED)


def _open(port: Any, name: str, virtual: bool) -> None:
    if virtual:
        port.open_virtual_port(name)
        return
    names = port.ports
    if name not in names:
        raise OSError("it has just gone")
    port.open_port(names.index(name))
