"""From the bytes of one whole MIDI message to a plain event. Ports give whole messages: no running status here."""

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
