"""MIDI as bytes from a device file: `raw:/dev/snd/midiC1D0` (ALSA's raw MIDI), a serial line, a named pipe.

No library is between: for machines without a sequencer, for microcontrollers on a serial line (its speed as `stty` has
set it), for whatever writes MIDI into a pipe. POSIX only. Bytes have no time of their own here, so a clock is only as
even as the pictures are.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from livefocus.control.midi_framing import Framer
from livefocus.control.midi_ports import CLOCK, Arrivals, InputPort, OutputPort
from livefocus.errors import ControlError

RAW = "raw:"
CHUNK = 1 << 16


class RawPort:
    """A device file that is read.

    Attributes
    ----------
    name
        Its path.
    lost
        Whether it can be read no more.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.lost = False
        self._framer = Framer()
        self._file = _opened(name, os.O_RDWR)

    def pending(self) -> Arrivals:
        """See `InputPort`."""
        try:
            stream = os.read(self._file, CHUNK)
        except BlockingIOError:
            return Arrivals()
        except OSError:
            self.lost = True
            raise
        self.lost = not stream
        messages = self._framer.feed(stream)
        clocked = any(message[0] >= CLOCK for message in messages)
        return Arrivals(messages, [0.0] * len(messages) if clocked else ())

    def close(self) -> None:
        """See `InputPort`."""
        os.close(self._file)


class RawOutput:
    """A device file that is written."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._file = _opened(name, os.O_WRONLY)

    def send(self, message: Sequence[int]) -> None:
        """See `OutputPort`."""
        try:
            os.write(self._file, bytes(message))
        except OSError as error:
            problem = f"MIDI: {self._name} takes no messages ({error.strerror})"
            raise ControlError(problem, "plug it in again") from error

    def close(self) -> None:
        """See `OutputPort`."""
        os.close(self._file)


class RawBackend:
    """One device file, as a system of ports: it is there, or it is not.

    Parameters
    ----------
    path
        The device file.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._port: RawPort | None = None

    def input_names(self) -> list[str]:
        """See `MidiBackend`; a device that can be read no more is gone, and looked for anew."""
        lost = self._port is not None and self._port.lost
        self._port = None if lost else self._port
        return [self._path] if Path(self._path).exists() and not lost else []

    def output_names(self) -> list[str]:
        """See `MidiBackend`; what is written into a pipe would only come back."""
        return [] if Path(self._path).is_fifo() else [self._path]

    def open_input(self, name: str, virtual: bool) -> InputPort:  # noqa: ARG002 - a device file is never of our own
        """See `MidiBackend`."""
        self._port = RawPort(name)
        return self._port

    def open_output(self, name: str, virtual: bool) -> OutputPort:  # noqa: ARG002
        """See `MidiBackend`."""
        return RawOutput(name)

    def close(self) -> None:
        """See `MidiBackend`."""


def _opened(path: str, mode: int) -> int:
    """Open a device file without waiting for anybody at its other end; raises `ControlError`."""
    if os.name != "posix":
        raise ControlError("raw MIDI devices are for Linux and macOS", "take the port by its name")
    try:
        if Path(path).is_file():
            raise OSError(0, "it is a file")
        file = os.open(path, mode | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        problem = f"cannot open the MIDI device {path} ({error.strerror})"
        raise ControlError(problem, "see with `ls -l` what it is, and who may") from error
    if os.isatty(file):
        import tty  # noqa: PLC0415 - not on every system

        tty.setraw(file)
    return file
