"""Between the bytes of one whole MIDI message and a plain event. No running status here: see `midi_framing`."""

from __future__ import annotations

from collections.abc import Sequence

from livefocus.control.midi_events import (
    ClockTick,
    ControlChange,
    MidiEvent,
    Note,
    PitchBend,
    ProgramChange,
    Transport,
)

NOTE_OFF, NOTE_ON, CONTROL, PROGRAM, PITCH_BEND = 0x80, 0x90, 0xB0, 0xC0, 0xE0
"""Status bytes of channel 1."""
TRANSPORT = {0xFA: "start", 0xFB: "continue", 0xFC: "stop"}
LENGTHS = {0x8: 3, 0x9: 3, 0xB: 3, 0xC: 2, 0xE: 3}


def event_of(message: Sequence[int], age_s: float = 0.0) -> MidiEvent | None:
    """Return what a message says; None for what livefocus does not listen to, and for what is no message.

    Parameters
    ----------
    message
        Its bytes, status first.
    age_s
        How long ago it arrived.
    """
    status = message[0] if message else 0
    if status == 0xF8:
        return ClockTick(age_s)
    if status in TRANSPORT:
        return Transport(TRANSPORT[status], age_s)
    kind, channel = status >> 4, (status & 0x0F) + 1
    if len(message) != LENGTHS.get(kind) or any(not 0 <= byte < 0x80 for byte in message[1:]):
        return None
    return _channel_event(kind, channel, message[1], message[-1])


def _channel_event(kind: int, channel: int, first: int, last: int) -> MidiEvent:
    if kind == 0xB:
        return ControlChange(channel, first, last)
    if kind == 0x9:
        return Note(channel, first, last)
    if kind == 0x8:
        return Note(channel, first, 0)
    if kind == 0xC:
        return ProgramChange(channel, first)
    return PitchBend(channel, first + 128 * last)


def message_of(event: MidiEvent) -> list[int]:
    """Return the bytes of the message that says this."""
    match event:
        case ControlChange(channel, control, value):
            return [CONTROL | channel - 1, control, value]
        case Note(channel, note, velocity):
            return [NOTE_ON | channel - 1, note, velocity]
        case PitchBend(channel, value):
            return [PITCH_BEND | channel - 1, value & 0x7F, value >> 7]
        case ProgramChange(channel, program):
            return [PROGRAM | channel - 1, program]
        case Transport(command):
            return [next(status for status, name in TRANSPORT.items() if name == command)]
        case ClockTick():
            return [0xF8]


def messages_of(kind: str, number: int, channel: int, value: int, most: int) -> list[list[int]]:
    """Return the messages that put a control on a value, of `most`, in a device that follows.

    Parameters
    ----------
    kind, number, channel
        See `midi_table.Address`; channel 0, which is any, is taken for the first.
    value, most
        What it shall say.
    """
    low = max(channel, 1) - 1
    fine = round(value * 16383 / most)
    match kind:
        case "note":
            return [[NOTE_ON | low, number, value]]
        case "program":
            return [[PROGRAM | low, number]]
        case "pitchbend":
            return [[PITCH_BEND | low, fine & 0x7F, fine >> 7]]
        case "cc14":
            return [[CONTROL | low, number, fine >> 7], [CONTROL | low, number + 32, fine & 0x7F]]
        case "nrpn":
            chosen = ((99, number >> 7), (98, number & 0x7F), (6, fine >> 7), (38, fine & 0x7F))
            return [[CONTROL | low, control, byte] for control, byte in chosen]
    return [[CONTROL | low, number, value]]
