"""The MIDI devices of a show: what they say becomes actions, and a control that is touched can be learned on the way.

`take_actions` and `publish` run on the main thread; `step` on the one that looks after the ports, lights the lights and
writes down what was learned.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from livefocus.control.actions import Action
from livefocus.control.learn import Learner, write_binding
from livefocus.control.midi_device import MidiDevice
from livefocus.control.midi_events import MidiEvent
from livefocus.control.midi_input import MidiInput, events_of
from livefocus.control.midi_ports import CLOCK, Arrivals
from livefocus.control.midi_table import MidiBinding, MidiTables
from livefocus.control.show_state import ShowState
from livefocus.errors import SettingsError
from livefocus.timing import Latest

LEARN_WITHIN_S = 30.0
"""So long it waits for a control to be touched."""
WATCH_EVERY_S = 1.0
"""How often ports are looked over: a controller that was unplugged is taken up again within this."""
TELL_EVERY_S = 1.0 / 30.0
"""Lights, rings and motors are told no more often than this."""
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
        several = len(inputs) > 1
        self._devices = [MidiDevice(port, tables, str(index) if several else "") for index, port in enumerate(inputs)]
        self._now_s = now_s
        self._learning = ""
        self._learn_until_s = 0.0
        self._to_write: list[MidiBinding] = []
        self._notices: deque[str] = deque()
        self._states: Latest[ShowState] = Latest()
        self._stopping = threading.Event()
        self._watch_at_s = -math.inf

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
        if not self._learning:
            return "MIDI: nothing is learned"
        nobody = "" if any(device.input.name for device in self._devices) else "; no device is connected yet"
        return f"MIDI: turn or press what shall do '{do}'{nobody}"

    def take_actions(self) -> list[Action]:
        """See `Surface`. What is touched while something is being learned does nothing else."""
        found: list[Action] = []
        for device in self._devices:
            arrivals = device.input.take()
            if device.learner is not None:
                self._hear(device, device.learner, events_of(arrivals))
                arrivals = _clock_of(arrivals)
            found += device.actions(arrivals, self._now_s())
        if self._learning and self._now_s() > self._learn_until_s:
            self._notices.append(f"MIDI: no control that can do '{self._learning}' was touched; nothing is learned")
            self.learn(OFF)
        return found

    @property
    def wants_state(self) -> bool:
        """Return whether any device is to be told how the show stands."""
        return any(device.wants_state for device in self._devices)

    def publish(self, state: ShowState) -> None:
        """See `Surface`."""
        if self.wants_state:
            self._states.put(state)

    def step(self) -> bool:
        """Look after the ports once a second and tell the devices what changed; for a thread of its own."""
        now_s = self._now_s()
        if now_s >= self._watch_at_s:
            self._watch_at_s = now_s + WATCH_EVERY_S
            self.watch()
        state = self._states.take(self._watch_at_s - self._now_s())
        if self._states.closed:
            return False
        if state is not None:
            for device in self._devices:
                device.tell(state, self._now_s())
            self._stopping.wait(TELL_EVERY_S)
        return True

    def stop(self) -> None:
        """Make `step` return False soon. May be called from any thread."""
        self._stopping.set()
        self._states.close()

    def take_notices(self) -> list[str]:
        """Return what the operator should be told since the last call."""
        notices = [self._notices.popleft() for _ in range(len(self._notices))]
        return [*notices, *(notice for device in self._devices for notice in device.input.take_notices())]

    def watch(self) -> None:
        """Look after the ports, and write down what was learned. `step` calls it once a second."""
        for device in self._devices:
            device.input.watch()
            if notice := device.find_output():
                self._notices.append(notice)
        self._write()

    def _write(self) -> None:
        while self._to_write:
            binding = self._to_write.pop(0)
            try:
                write_binding(binding, self._tables.path)
            except SettingsError as error:
                self._notices.append(f"{error}; it is known until the show ends")
            else:
                self._notices.append(f"MIDI: written to {self._tables.path}")

    def close(self) -> None:
        """Put the lights out and close the ports; what was learned is written down before."""
        self._write()
        for device in self._devices:
            device.close()

    def _hear(self, device: MidiDevice, learner: Learner, events: Sequence[MidiEvent]) -> None:
        learner.hear(events, self._now_s())
        binding = learner.learned(self._now_s())
        if binding is None:
            return
        binding = self._tables.fitted(binding, device.input.stem)
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
