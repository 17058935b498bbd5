"""From what a MIDI device said to actions, through its table.

A burst of a thousand turns of one fader between two pictures is one action: the last counts, for nothing but places in
between is lost. Buttons are never left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast, get_args

from livefocus.control.actions import Action, Beat, Turn, TurnTarget
from livefocus.control.knob import KnobSettings
from livefocus.control.midi_events import (
    ClockTick,
    ControlChange,
    MidiEvent,
    Note,
    PitchBend,
    ProgramChange,
    Transport,
)
from livefocus.control.midi_table import Coding, MidiBinding, MidiTable, address_of
from livefocus.control.vocabulary import parse_action


class Reading(NamedTuple):
    """What a control says: its address (kind, number, channel) and its value of `most`."""

    address: tuple[str, int, int]
    value: int
    most: int


@dataclass(frozen=True, slots=True)
class _Bound:
    """A binding, made ready: what it turns and how, or what it does when pressed."""

    control: str
    coding: Coding
    step: float
    turns: TurnTarget | None
    knob: KnobSettings
    action: Action | None

    def turned(self, reading: Reading, before: Turn | None) -> Turn | None:
        """Return the turn a reading means, joined with the one before: the later place and the first, or the sum."""
        if self.turns is None:
            return None
        if self.coding == "absolute":
            swept_from = None
            if before is not None:
                swept_from = before.value if before.swept_from is None else before.swept_from
            return Turn(self.turns, reading.value / reading.most, False, self.control, self.knob, swept_from)
        amount = clicks(self.coding, reading.value) * self.step + (before.value if before else 0.0)
        return Turn(self.turns, amount, True, self.control, self.knob)


def _ready(binding: MidiBinding) -> _Bound:
    turns = cast(TurnTarget, binding.do) if binding.do in get_args(TurnTarget) else None
    action = None if turns else parse_action(binding.do)
    return _Bound(binding.when, binding.coding, binding.step, turns, binding.knob(), action)


class MidiMap:
    """Turns what a device said into actions.

    Parameters
    ----------
    table
        The controls and what they do.
    """

    def __init__(self, table: MidiTable) -> None:
        self._bindings: dict[tuple[str, int, int], list[_Bound]] = {}
        for binding in filter(lambda binding: binding.do, table.controls):
            self._bindings.setdefault(address_of(binding.when), []).append(_ready(binding))
        self._high_bytes: dict[tuple[int, int], int] = {}
        self._down: set[tuple[str, int, int]] = set()

    def actions(self, events: Iterable[MidiEvent]) -> list[Action]:
        """Return what the events of one picture mean; turns of the same control are joined into one."""
        turns: dict[int, Turn] = {}
        pressed: list[Action] = []
        for event in events:
            if (beat := _beat(event)) is not None:
                pressed.append(beat)
            for reading in self._readings(event):
                bound = self._bound(reading.address)
                went_down = bool(bound) and self._goes_down(reading)
                for one in bound:
                    if (turn := one.turned(reading, turns.get(id(one)))) is not None:
                        turns[id(one)] = turn
                    elif went_down and one.action is not None:
                        pressed.append(one.action)
        return [*(turn for turn in turns.values() if not turn.relative or turn.value), *pressed]

    def _bound(self, address: tuple[str, int, int]) -> Sequence[_Bound]:
        here, anywhere = self._bindings.get(address), self._bindings.get((address[0], address[1], 0))
        return [*here, *anywhere] if here and anywhere else here or anywhere or ()

    def _readings(self, event: MidiEvent) -> list[Reading]:
        """Return everything an event may be read as."""
        match event:
            case ControlChange(channel, control, value):
                reading = Reading(("cc", control, channel), value, 127)
                return [reading, *self._pair(channel, control, value)] if control < 64 else [reading]
            case Note(channel, note, velocity):
                return [Reading(("note", note, channel), velocity, 127)]
            case PitchBend(channel, value):
                return [Reading(("pitchbend", 0, channel), value, 16383)]
            case ProgramChange(channel, program):
                return [Reading(("program", program, channel), 127, 127)]
        return []

    def _pair(self, channel: int, control: int, value: int) -> list[Reading]:
        """Join a pair of 7-bit controllers: 0…31 carries the high byte, 32…63 the low one after it."""
        if control < 32:
            self._high_bytes[channel, control] = value
        elif control < 64 and (channel, control - 32) in self._high_bytes:
            whole = self._high_bytes[channel, control - 32] * 128 + value
            return [Reading(("cc14", control - 32, channel), whole, 16383)]
        return []

    def _goes_down(self, reading: Reading) -> bool:
        """Return whether a button goes down: a note is down at any velocity, a controller from half way."""
        kind = reading.address[0]
        if kind == "program":
            return True
        down = reading.value > 0 if kind == "note" else 2 * reading.value > reading.most
        was_down = reading.address in self._down
        (self._down.add if down else self._down.discard)(reading.address)
        return down and not was_down


def _beat(event: MidiEvent) -> Beat | None:
    """Return what a clock's message means: it needs no binding."""
    if isinstance(event, ClockTick):
        return Beat("tick", event.age_s)
    if isinstance(event, Transport) and event.command == "start":
        return Beat("start", event.age_s)
    return None


def clicks(coding: str, value: int) -> int:
    """Return how many clicks (positive: clockwise) a relative encoder's value means.

    Parameters
    ----------
    coding
        `twos`: two's complement (1 is +1, 127 is −1). `signed`: bit 6 is the sign (1 is +1, 65 is −1). `offset`: 64 is
        no turn (65 is +1, 63 is −1).
    value
        0…127.
    """
    if coding == "twos":
        return value if value < 64 else value - 128
    if coding == "signed":
        return value if value < 64 else 64 - value
    return value - 64
