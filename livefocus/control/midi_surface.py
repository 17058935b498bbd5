"""The MIDI devices of a show: what they say becomes actions, and a control that is touched can be learned on the way.

`take_actions` runs on the main thread, `watch` on the one that looks after the ports and writes down what was learned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from livefocus.control.actions import Action
from livefocus.control.learn import Learner, write_binding
from livefocus.control.midi import CLOCK, Arrivals
from livefocus.control.midi_events import MidiEvent
from livefocus.control.midi_input import MidiInput, events_of
from livefocus.control.midi_map import MidiMap
from livefocus.control.midi_table import MidiBinding, MidiTables
from livefocus.control.show_state import ShowState
from livefocus.errors import SettingsError

LEARN_WITHIN_S = 30.0
"""So long it waits for a control to be touched."""
OFF = "off"


class MidiSurface:
    """MIDI devices, their tables, and learning; see `control.surface.Surface`.

    Parameters
    ----------
    inputs
        The ports, one a device.
    tables
        Which table goes with which device.
    now_s
        The time.
    """

    name = "midi"

    def __init__(
        self, inputs: Sequence[MidiInput], tables: MidiTables, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._tables = tables
        self._devices = [_Device(port, tables) for port in inputs]
        self._now_s = now_s
        self._learning = ""
        self._learn_until_s = 0.0
        self._to_write: list[MidiBinding] = []
        self._notices: list[str] = []

    @property
    def learning(self) -> str:
        """Return what the control that is touched next will do; empty while nothing is being learned."""
        return self._learning

    def learn(self, do: str) -> str:
        """Begin to learn a control (`off`: stop it); returns what to tell the operator."""
        self._learning = "" if do == OFF else do
        for device in self._devices:
            device.learner = Learner(do) if self._learning else None
        self._learn_until_s = self._now_s() + LEARN_WITHIN_S
        return f"MIDI: turn or press what shall do '{do}'" if self._learning else "MIDI: nothing is learned"

    def take_actions(self) -> list[Action]:
        """See `Surface`. What is touched while something is being learned does nothing else."""
        found: list[Action] = []
        for device in self._devices:
            arrivals = device.input.take()
            if device.learner is not None:
                self._hear(device, device.learner, events_of(arrivals))
                arrivals = _clock_of(arrivals)
            if arrivals.messages:
                found += device.map.actions(*arrivals)
        if self._learning and self._now_s() > self._learn_until_s:
            self._notices.append(f"MIDI: no control that can do '{self._learning}' was touched; nothing is learned")
            self.learn(OFF)
        return found

    def publish(self, state: ShowState) -> None:
        """See `Surface`."""

    def take_notices(self) -> list[str]:
        """Return what the operator should be told since the last call."""
        notices, self._notices = self._notices, []
        return [*notices, *(notice for device in self._devices for notice in device.input.take_notices())]

    def watch(self) -> None:
        """Look after the ports, and write down what was learned. Call about once a second, on one thread."""
        for device in self._devices:
            device.input.watch()
        while self._to_write:
            binding = self._to_write.pop(0)
            try:
                write_binding(binding, self._tables.path)
            except SettingsError as error:
                self._notices.append(f"{error}; it is known until the show ends")
            else:
                self._notices.append(f"MIDI: written to {self._tables.path}")

    def close(self) -> None:
        """Close the ports; what was learned is written down before."""
        for device in self._devices:
            device.input.close()
        self.watch()

    def _hear(self, device: _Device, learner: Learner, events: Sequence[MidiEvent]) -> None:
        learner.hear(events, self._now_s())
        binding = learner.learned(self._now_s())
        if binding is None:
            return
        if len(self._devices) > 1:
            binding = binding.model_copy(update={"port": device.input.stem})
        self._tables.learn(binding)
        self._to_write.append(binding)
        self.learn(OFF)
        self._notices.append(f"MIDI: {binding.when} → {binding.do}")
        for one in self._devices:
            one.read_table()


def _clock_of(arrivals: Arrivals) -> Arrivals:
    """Return only what the clock said."""
    if not arrivals.ages_s:
        return Arrivals()
    pairs = zip(arrivals.messages, arrivals.ages_s, strict=True)
    clock = [(message, age_s) for message, age_s in pairs if message[0] >= CLOCK]
    return Arrivals([message for message, _ in clock], [age_s for _, age_s in clock])


class _Device:
    """One port with its table, kept while it is unplugged."""

    def __init__(self, port: MidiInput, tables: MidiTables) -> None:
        self.input = port
        self.learner: Learner | None = None
        self.stem = ""
        self._tables = tables
        self._map = MidiMap(tables.table_for(""))

    @property
    def map(self) -> MidiMap:
        """Return what the device's controls do."""
        if self.input.stem != self.stem:
            self.stem = self.input.stem
            self.read_table()
        return self._map

    def read_table(self) -> None:
        """Take the table for the device as it is now."""
        self._map = MidiMap(self._tables.table_for(self.stem))
