"""A MIDI system without devices: they come and go, and speak, as a test says."""

from __future__ import annotations

from livefocus.control.midi import Arrivals, InputPort
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


class Backend:
    """A MIDI system whose devices come and go as a test says."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.problem = ""
        self.let_go = False
        self.opened: list[Port] = []

    def input_names(self) -> list[str]:
        if self.problem:
            raise ControlError(self.problem)
        return self.names

    def output_names(self) -> list[str]:
        return []

    def open_input(self, name: str, virtual: bool) -> InputPort:
        self.opened.append(Port(name))
        return self.opened[-1]

    def close(self) -> None:
        self.let_go = True
