"""One MIDI device: its input, its table, and the output beside it that its lights and motors listen to."""

from __future__ import annotations

import re

from livefocus.control.actions import Action, Turn
from livefocus.control.learn import Learner
from livefocus.control.midi_feedback import Feedback
from livefocus.control.midi_input import MidiInput, stem_of
from livefocus.control.midi_map import MidiMap
from livefocus.control.midi_ports import Arrivals, OutputPort
from livefocus.control.midi_table import MidiTables
from livefocus.control.show_state import ShowState
from livefocus.errors import ControlError

OWN_OUTPUT = "out"
TRIES = 5
"""So often the output is looked for: it may appear a moment after the input, and some devices have none."""
DIRECTION = re.compile(r"\b(midi)?(in|out|input|output)\d*\b|\b(capture|playback)\b", re.IGNORECASE)
"""How systems name the two directions of one device."""


class MidiDevice:
    """One port with its table, kept while it is unplugged.

    Parameters
    ----------
    port
        The input.
    tables
        Which table goes with which device.
    name
        What to call it, where there are several.

    Attributes
    ----------
    input
        The input.
    learner
        Listens to it while something is being learned.
    """

    def __init__(self, port: MidiInput, tables: MidiTables, name: str = "") -> None:
        self.input = port
        self.learner: Learner | None = None
        self._name = name
        self._tables = tables
        self._stem = ""
        self._output: OutputPort | None = None
        self._beside = ""
        self._tries = 0
        self.read_table()

    @property
    def wants_state(self) -> bool:
        """Return whether it is to be told how the show stands."""
        return self._feedback.wanted

    def read_table(self) -> None:
        """Take the table for the device as it is now."""
        table = self._tables.table_for(self._stem)
        self._hint = table.port
        self._map = MidiMap(table, self._name)
        self._feedback = Feedback(table, self._name)

    def actions(self, arrivals: Arrivals, now_s: float) -> list[Action]:
        """Return what was done on it."""
        if self.input.stem != self._stem:
            self._stem = self.input.stem
            self.read_table()
        if not arrivals.messages:
            return []
        found: list[Action] = []
        for action in self._map.actions(*arrivals):
            if isinstance(action, Turn) and self._feedback.wanted:
                if self._feedback.echoes(action, now_s):
                    continue
                self._feedback.touched(action, now_s)
            found.append(action)
        return found

    def find_output(self) -> str:
        """Open the output beside the input where there is something to tell; returns a notice, or nothing."""
        name = self.input.name
        if name != self._beside:
            self._close_output()
            self._beside, self._tries = name, 0
        if not name or not self._feedback.wanted or self._output is not None or self._tries >= TRIES:
            return ""
        self._tries += 1
        try:
            self._output = self._open_output(name)
        except ControlError as error:
            self._tries = TRIES
            return f"{error}; its lights stay as they are"
        self._feedback.forget()
        return ""

    def tell(self, state: ShowState, now_s: float) -> None:
        """Send what has changed; a device that takes nothing any more is left alone until it is plugged in again."""
        if self._output is None:
            return
        try:
            for message in self._feedback.messages(state, now_s, self._map.held):
                self._output.send(message)
        except ControlError:
            self._close_output()
            self._tries = TRIES

    def close(self) -> None:
        """Put its lights out and close its ports."""
        if self._output is not None:
            try:
                for message in self._feedback.dark():
                    self._output.send(message)
            except ControlError:
                pass  # it is gone, and dark
        self._close_output()
        self.input.close()

    def _open_output(self, name: str) -> OutputPort | None:
        backend = self.input.backend
        if self.input.is_own:
            return backend.open_output(OWN_OUTPUT, virtual=True)
        partner = partner_of(name, backend.output_names(), self._hint)
        return backend.open_output(partner, virtual=False) if partner else None

    def _close_output(self) -> None:
        output, self._output = self._output, None
        if output is None:
            return
        try:
            output.close()
        except Exception:  # a device that is gone may refuse to be closed, each library in its own way
            return


def partner_of(name: str, outputs: list[str], hint: str = "") -> str:
    """Return the output of the device whose input has this name, empty where there is none.

    Parameters
    ----------
    name
        The input's name.
    outputs
        Names of the outputs there are.
    hint
        A part of the device's name that both have.
    """
    for same in (lambda one: one, stem_of, lambda one: DIRECTION.sub("", stem_of(one)).strip().lower()):
        for output in outputs:
            if same(output) == same(name):
                return output
    return next((output for output in outputs if hint and hint.lower() in output.lower()), "")
