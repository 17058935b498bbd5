"""A MIDI system without devices: they come and go, and speak, as a test says."""

from __future__ import annotations

from collections.abc import Sequence

from livefocus.control.midi_ports import Arrivals, InputPort, OutputPort
from livefocus.errors import ControlError


class Port:
    def __init__(self, name: str) -> None:
        self.name = name
        self.arrived = Arrivals()
        self.closed = False

    def pending(self) -> Arrivals:
        if self.closed:
            raise OSError("closed")
        arrived, self.arrived = self.arrived, Arrivals()
        return arrived

    def close(self) -> None:
        self.closed = True
        raise OSError("the device is gone and will not be closed")


class Output:
    """An output that remembers what it was told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sent: list[list[int]] = []
        self.gone = False
        self.closed = False

    def send(self, message: Sequence[int]) -> None:
        if self.gone:
            raise ControlError("it is gone")
        self.sent.append(list(message))

    def taken(self) -> list[list[int]]:
        sent, self.sent = self.sent, []
        return sent

    def close(self) -> None:
        self.closed = True
        if self.gone:
            raise RuntimeError("it is gone and will not be closed")


class Backend:
    """A MIDI system whose devices come and go as a test says."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.problem = ""
        self.let_go = False
        self.opened: list[Port] = []
        self.output_list: list[str] = []
        self.outputs: list[Output] = []

    def input_names(self) -> list[str]:
        if self.problem:
            raise ControlError(self.problem)
        return self.names

    def output_names(self) -> list[str]:
        return self.output_list

    def open_output(self, name: str, virtual: bool) -> OutputPort:
        self.outputs.append(Output(name))
        return self.outputs[-1]

    def open_input(self, name: str, virtual: bool) -> InputPort:
        self.opened.append(Port(name))
        return self.opened[-1]

    def close(self) -> None:
        self.let_go = True
