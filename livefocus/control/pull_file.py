"""Pulls on disk, whatever the kind of file: `.mid` is a standard MIDI file, anything else CSV."""

from __future__ import annotations

from pathlib import Path

from livefocus.errors import SettingsError
from livefocus.focus.playback import Playback
from livefocus.focus.trace import Trace, TraceRow, TraceWriter, read_trace

MIDI_SUFFIXES = (".mid", ".midi", ".smf")


def open_trace(path: Path, far: float = 0.0, near: float = 1.0) -> Trace:
    """Begin to write a pull down; `far` and `near` are the end stops.

    Raises
    ------
    SettingsError
        Where the file cannot be written.
    """
    if path.suffix.lower() in MIDI_SUFFIXES:
        from livefocus.control.midi_file import MidiTrace  # noqa: PLC0415 - mido is slow to load

        return MidiTrace(path, far, near)
    return TraceWriter(path)


def read_pull(path: Path, far: float = 0.0, near: float = 1.0) -> list[TraceRow]:
    """Read a pull that was written down; raises `SettingsError` where it cannot be."""
    if path.suffix.lower() in MIDI_SUFFIXES:
        from livefocus.control.midi_file import read_midi_trace  # noqa: PLC0415 - mido is slow to load

        return read_midi_trace(path, far, near)
    return read_trace(path)


def read_recording(path: Path, far: float = 0.0, near: float = 1.0) -> Playback:
    """Read a pull to be played again; raises `SettingsError` where it cannot be."""
    try:
        return Playback(read_pull(path, far, near))
    except ValueError as error:
        raise SettingsError(f"{path} cannot be played ({error})", "record it anew with --trace") from error
