"""Pulls as standard MIDI files: written while the show runs, and read to be played again.

For other programs, focus is a 14-bit controller (1 and 33: the far stop is 0, the near one 16383) and the blur another
(2 and 34: 16383 is four times the look's). For livefocus, each picture also has its exact numbers in a meta event of
the kind the standard leaves to programs, so that what is played again is the very same to the last bit. A file another
program has written or edited without those is played by its controllers.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import mido

from livefocus.errors import SettingsError
from livefocus.focus.trace import TraceRow
from livefocus.state import FocusState

TICKS_A_BEAT = 24_000
TEMPO_US = 1_000_000
"""Microseconds a beat: a tick is a 24 000th of a second, so pictures at 24 and 25 a second fall on whole ticks."""
FOCUS, BLUR = 1, 2
MOST_BLUR = 4.0
MARK = b"\x7dlivefocus 1 "
"""Begins our meta events; 7D is the maker's number left free for everybody."""
NUMBERS = struct.Struct("<5d")


class MidiTrace:
    """Writes a pull as a standard MIDI file, when it is closed; see `focus.trace.Trace`.

    Parameters
    ----------
    path
        Where to; tried at once, so that a show does not end with a file that cannot be written.
    far, near
        End stops: the planes at the ends of the controller.

    Raises
    ------
    SettingsError
        Where the file cannot be written.
    """

    def __init__(self, path: Path, far: float = 0.0, near: float = 1.0) -> None:
        self._path = path
        self._far, self._near = far, max(near, far + 1e-9)
        self._track = mido.MidiTrack()
        self._track.append(mido.MetaMessage("set_tempo", tempo=TEMPO_US))
        self._track.append(mido.MetaMessage("track_name", name="focus"))
        self._tick = 0
        self._said: dict[int, int] = {}
        self._closed = False
        try:
            path.touch()
        except OSError as error:
            raise _refused(path, error) from error

    def row(self, time_s: float, state: FocusState, blur_factor: float = 1.0) -> None:
        """See `Trace`. Pictures of the same time, or earlier than the last, are left out."""
        tick = round(time_s * TICKS_A_BEAT * 1e6 / TEMPO_US)
        if self._closed or tick < 0 or (self._said and tick <= self._tick):
            return
        wait = tick - self._tick
        numbers = (time_s, state.inverse_depth, state.target_inverse_depth, state.velocity_per_s, blur_factor)
        data = MARK + NUMBERS.pack(*numbers)
        self._track.append(mido.MetaMessage("sequencer_specific", data=tuple(data), time=wait))
        self._tick = tick
        self._turn(FOCUS, (state.inverse_depth - self._far) / (self._near - self._far))
        self._turn(BLUR, blur_factor / MOST_BLUR)

    def _turn(self, control: int, share: float) -> None:
        """Say where a controller is, where it is not there already: the high byte, then the low one."""
        value = min(max(round(share * 16383), 0), 16383)
        if self._said.get(control) != value:
            self._said[control] = value
            self._track.append(mido.Message("control_change", control=control, value=value >> 7))
            self._track.append(mido.Message("control_change", control=control + 32, value=value & 0x7F))

    def close(self) -> None:
        """See `Trace`."""
        if self._closed:
            return
        self._closed = True
        file = mido.MidiFile(type=0, ticks_per_beat=TICKS_A_BEAT, tracks=[self._track])
        try:
            file.save(self._path)
        except OSError as error:
            raise _refused(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def read_midi_trace(path: Path, far: float = 0.0, near: float = 1.0) -> list[TraceRow]:
    """Read a pull from a standard MIDI file: livefocus's own numbers where it has them, else its controllers.

    Raises
    ------
    SettingsError
        It cannot be read, is no MIDI file, or moves nothing.
    """
    try:
        file = mido.MidiFile(path)
        messages = list(_timed(file))
    except OSError as error:
        raise SettingsError(f"cannot read {path} ({error.strerror or error})") from error
    except Exception as error:  # mido raises whatever a broken file leads it to
        raise SettingsError(f"{path} is no standard MIDI file ({error})") from error
    rows = [row for time_s, message in messages if (row := _own(message)) is not None]
    rows = rows or list(_turned(messages, far, near))
    if not rows:
        raise SettingsError(f"nothing in {path} moves focus", f"controller {FOCUS} would, or a file livefocus recorded")
    return _rising(rows)


def _timed(file: mido.MidiFile) -> Iterator[tuple[float, mido.Message]]:
    now_s = 0.0
    for message in file:
        now_s += message.time
        yield now_s, message


def _own(message: mido.Message) -> TraceRow | None:
    if message.type != "sequencer_specific":
        return None
    data = bytes(message.data)
    if not data.startswith(MARK) or len(data) != len(MARK) + NUMBERS.size:
        return None
    row = TraceRow(*NUMBERS.unpack(data[len(MARK) :]))
    return row if all(math.isfinite(number) for number in row) else None


def _turned(messages: list[tuple[float, mido.Message]], far: float, near: float) -> Iterator[TraceRow]:
    """Make rows of controllers; velocities are left at 0, so that focus rests at each and never swings past one."""
    values: dict[int, int] = {}
    blur_factor = 1.0
    for time_s, message in messages:
        if message.type != "control_change" or message.control not in (FOCUS, FOCUS + 32, BLUR, BLUR + 32):
            continue
        values[message.control] = message.value
        if message.control in (BLUR, BLUR + 32):
            blur_factor = MOST_BLUR * (values.get(BLUR, 0) * 128 + values.get(BLUR + 32, 0)) / 16383
        whole = values.get(FOCUS, 0) * 128 + values.get(FOCUS + 32, 0)
        share = whole / 16383 if FOCUS + 32 in values else values.get(FOCUS, 0) / 127
        plane = far + share * (near - far)
        if FOCUS in values:
            yield TraceRow(time_s, plane, plane, 0.0, blur_factor)


def _rising(rows: list[TraceRow]) -> list[TraceRow]:
    """Return the rows with rising times: of several at one time, the last."""
    found: list[TraceRow] = []
    for row in rows:
        if found and row.time_s <= found[-1].time_s:
            found[-1] = row._replace(time_s=found[-1].time_s)
        else:
            found.append(row)
    return found


def _refused(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"cannot write {path} ({error.strerror or error})", "choose another path")
