"""What a system of MIDI ports is to the rest of the room, whichever library or device file is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

CLIENT = "livefocus"
"""What our own ports are called, so that they are not taken for devices."""
CLOCK = 0xF8
"""From this status on, messages are about time."""


class Arrivals(NamedTuple):
    """What arrived since the last reading, oldest first.

    Attributes
    ----------
    messages
        The bytes of each whole message.
    ages_s
        How long before they were read they arrived; empty where no clock is among them, for nobody else asks.
    """

    messages: Sequence[Sequence[int]] = ()
    ages_s: Sequence[float] = ()


class InputPort(Protocol):
    """A port that is being listened to.

    Attributes
    ----------
    name
        As the system calls it.
    """

    name: str

    def pending(self) -> Arrivals:
        """Return what has arrived. Never waits."""
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


class OutputPort(Protocol):
    """A port that is being spoken to."""

    def send(self, message: Sequence[int]) -> None:
        """Send the bytes of a whole message; raises `ControlError` where the device is gone."""
        ...

    def close(self) -> None:
        """Stop speaking."""
        ...


class MidiBackend(Protocol):
    """A system of MIDI ports."""

    def input_names(self) -> list[str]:
        """Return the ports there are to listen to; raises `ControlError` where the system is missing."""
        ...

    def output_names(self) -> list[str]:
        """Return the ports there are to speak to; raises `ControlError`."""
        ...

    def open_input(self, name: str, virtual: bool) -> InputPort:
        """Open a port to listen to, or make one of our own; raises `ControlError`."""
        ...

    def open_output(self, name: str, virtual: bool) -> OutputPort:
        """Open a port to speak to, or make one of our own; raises `ControlError`."""
        ...

    def close(self) -> None:
        """Let go of the system; harmless twice."""
        ...
