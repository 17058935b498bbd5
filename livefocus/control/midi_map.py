"""From what a MIDI device said to actions, through its table.

A burst of a thousand turns of one fader between two pictures is one action: the last counts, for nothing but places in
between is lost. Buttons are never left out. Whole messages are read as they are, without an object for each: a device
may send ten thousand a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from livefocus.control.actions import Action, Beat
from livefocus.control.midi_bytes import CONTROL, NOTE_OFF, NOTE_ON, PITCH_BEND, PROGRAM, event_of
from livefocus.control.midi_controls import Button, Control, Encoder, Fader, Knob, Touch, make_control, name_of
from livefocus.control.midi_events import ClockTick, ProgramChange, Transport
from livefocus.control.midi_parameters import CHOOSING, DATA, Parameters
from livefocus.control.midi_table import Address, MidiTable, address_of

Hear = Callable[[int, int], None]
"""Takes the two data bytes of a message."""


class MidiMap:
    """Turns what a device said into actions.

    Parameters
    ----------
    table
        The controls and what they do.
    device
        What to call the device, where there are several.

    Attributes
    ----------
    held
        The knobs that say a hand is on them.
    """

    def __init__(self, table: MidiTable, device: str = "") -> None:
        self._heard: dict[int, list[Hear]] = {}
        self._parameters: dict[int, list[tuple[int, Control]]] = {}
        self._knobs: list[Knob] = []
        self._pressed: list[Action] = []
        self.held: set[str] = set()
        for binding in table.controls:
            name = name_of(binding, device)
            if binding.touch:
                self._add(address_of(binding.touch), Touch(name, self.held))
            if (control := make_control(binding, name, self._pressed.append)) is not None:
                self._add(address_of(binding.when), control)
        for channel in range(1, 17):
            self._gate(channel)

    def actions(self, messages: Iterable[Sequence[int]], ages_s: Sequence[float] = ()) -> list[Action]:
        """Return what the messages of one picture mean; turns of the same control are joined into one.

        Parameters
        ----------
        messages
            The bytes of each, status first.
        ages_s
            How long ago each arrived; may be left out where no clock is among them.
        """
        heard = self._heard
        for index, message in enumerate(messages):
            try:
                status, first, second = message
            except ValueError:
                self._short(message, ages_s[index] if ages_s else 0.0)
                continue
            if second < 0x80:
                for hear in heard.get(status << 8 | (first if status < PITCH_BEND else 0), ()):
                    hear(first, second)
        turns = [turn for knob in self._knobs if (turn := knob.take()) is not None]
        pressed = list(self._pressed)
        self._pressed.clear()
        return [*turns, *pressed]

    def _short(self, message: Sequence[int], age_s: float) -> None:
        """Take a message of one or two bytes: a clock's, which needs no binding, or a program."""
        event = event_of(message, age_s)
        if isinstance(event, ClockTick):
            self._pressed.append(Beat("tick", age_s))
        elif isinstance(event, Transport) and event.command == "start":
            self._pressed.append(Beat("start", age_s))
        elif isinstance(event, ProgramChange):
            for hear in self._heard.get(message[0] << 8 | event.program, ()):
                hear(0, 0)

    def _add(self, address: Address, control: Control) -> None:
        if isinstance(control, Fader | Encoder):
            self._knobs.append(control)
        for channel in [address.channel] if address.channel else range(1, 17):
            if address.kind == "nrpn":
                self._parameters.setdefault(channel, []).append((address.number, control))
            else:
                self._listen(address.kind, address.number, channel, control)

    def _listen(self, kind: str, number: int, channel: int, control: Control) -> None:
        """Register a control with the messages it is made of."""
        hear = control.hear
        match kind:
            case "cc":
                self._on(CONTROL, channel, number, lambda _, value: hear(value, 127))
            case "cc14":
                pair = _Pair(hear)
                self._on(CONTROL, channel, number, pair.high)
                self._on(CONTROL, channel, number + 32, pair.low)
            case "note":
                self._on(NOTE_ON, channel, number, lambda _, velocity: hear(127 if velocity else 0, 127))
                self._on(NOTE_OFF, channel, number, lambda _, __: hear(0, 127))
            case "program":
                press = control.press if isinstance(control, Button) else None
                self._on(PROGRAM, channel, number, lambda _, __: press() if press else None)
            case "pitchbend":
                self._on(PITCH_BEND, channel, 0, lambda first, second: hear(first + 128 * second, 16383))

    def _on(self, kind: int, channel: int, number: int, hear: Hear) -> None:
        self._heard.setdefault((kind | channel - 1) << 8 | number, []).append(hear)

    def _gate(self, channel: int) -> None:
        """Keep what belongs to a parameter from the knobs on the same controllers, and pass on what is an NRPN's."""
        status = CONTROL | channel - 1
        bound = self._parameters.get(channel, [])
        if not bound and not any(status << 8 | control in self._heard for control in DATA):
            return
        parameters = Parameters()
        for control in (*CHOOSING, *DATA):
            plain = self._heard.get(status << 8 | control, [])
            self._heard[status << 8 | control] = [_gated(parameters, control, plain, bound)]


class _Pair:
    """A pair of 7-bit controllers: the low byte comes after the high one."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._high: int | None = None

    def high(self, _: int, value: int) -> None:
        self._high = value

    def low(self, _: int, value: int) -> None:
        if self._high is not None:
            self._hear(self._high << 7 | value, 16383)


def _gated(parameters: Parameters, control: int, plain: Sequence[Hear], bound: Sequence[tuple[int, Control]]) -> Hear:
    def hear(first: int, value: int) -> None:
        found = parameters.hear(control, value)
        if control in CHOOSING or not parameters.chosen:
            for other in plain:
                other(first, value)
        if found is not None:
            for number, one in bound:
                if number == found.number:
                    one.hear(found.value, found.most)

    return hear
