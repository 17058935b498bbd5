"""From a stream of raw MIDI bytes to whole messages, whatever happens to the stream.

MIDI 1.0 Detailed Specification, 4.2, "Data types" and appendix A: a status byte may be left out where it is the one
before (running status); real-time bytes may stand anywhere, also inside a message; a status byte ends whatever was not
finished. So a message that begins with its status is never lost to what came before it.
"""

from __future__ import annotations

from collections.abc import Iterable

SYSEX, SYSEX_END = 0xF0, 0xF7
REAL_TIME = 0xF8
UNDEFINED = (0xF9, 0xFD)
SYSTEM_LENGTHS = {0xF1: 2, 0xF2: 3, 0xF3: 2, 0xF6: 1}
"""System common messages; F4 and F5 are undefined."""


class Framer:
    """Cuts a stream into messages. System exclusive messages are left out: nobody here listens to them."""

    def __init__(self) -> None:
        self._status = 0
        self._length = 0
        self._data: list[int] = []

    def feed(self, stream: Iterable[int]) -> list[list[int]]:
        """Return each message that has become whole, status first, in the order they ended."""
        found: list[list[int]] = []
        for byte in stream:
            if byte >= REAL_TIME:
                if byte not in UNDEFINED:
                    found.append([byte])
            elif byte >= 0x80:
                self._begin(byte)
                if self._length == 1:
                    found.append([byte])
            elif self._length:
                self._data.append(byte)
                if len(self._data) == self._length - 1:
                    found.append(self._finished())
        return found

    def _begin(self, status: int) -> None:
        """Take a status; what was not finished is lost, as its end is."""
        self._status = status
        self._data = []
        self._length = SYSTEM_LENGTHS.get(status, 0) if status >= SYSEX else 2 if 0xC0 <= status < 0xE0 else 3

    def _finished(self) -> list[int]:
        """Return the message, and be ready for the next of the same status, where it may be left out."""
        message = [self._status, *self._data]
        self._data = []
        if self._status >= SYSEX:
            self._length = 0
        return message
