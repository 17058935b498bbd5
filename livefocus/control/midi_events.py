"""What a MIDI device said, as plain values, before anybody decided what it means. Channels count from 1."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ControlChange:
    """A controller (0…127) has a new value (0…127)."""

    channel: int
    control: int
    value: int


@dataclass(frozen=True, slots=True)
class Note:
    """A key or pad (0…127) went down, or up where `velocity` is 0."""

    channel: int
    note: int
    velocity: int


@dataclass(frozen=True, slots=True)
class PitchBend:
    """The wheel, or a motor fader that speaks so, is at `value` (0…16383, 8192 in the middle)."""

    channel: int
    value: int


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """A program (0…127) was chosen."""

    channel: int
    program: int


@dataclass(frozen=True, slots=True)
class ClockTick:
    """One 24th of a beat went by, `age_s` before it was read."""

    age_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Transport:
    """`start`, `continue` or `stop` was pressed on whatever sends the clock, `age_s` before it was read."""

    command: str
    age_s: float = 0.0


MidiEvent = ControlChange | Note | PitchBend | ProgramChange | ClockTick | Transport
"""Anything a port may say that livefocus listens to."""
