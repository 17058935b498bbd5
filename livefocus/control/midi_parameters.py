"""Unregistered parameters (NRPN): a number chosen by two controllers, then its value by one or two more.

Controllers 99 and 98 choose an NRPN, 101 and 100 a registered one (RPN: pitch bend range, tuning); 6 and 38 then carry
the value, 96 and 97 step it. RPNs mean nothing to livefocus, and what belongs to one must not be taken for a knob.
MIDI 1.0 Detailed Specification, 4.2, pages 15 to 18.
"""

from __future__ import annotations

from typing import NamedTuple

CHOOSING = {99: ("nrpn", 7), 98: ("nrpn", 0), 101: ("rpn", 7), 100: ("rpn", 0)}
"""What each choosing controller says, and by how many bits its value is shifted."""
ENTRY, FINE_ENTRY, UP, DOWN = 6, 38, 96, 97
DATA = (ENTRY, FINE_ENTRY, UP, DOWN)
NONE_CHOSEN = (1 << 14) - 1
"""Number 127, 127: from here on nothing is chosen."""


class Parameter(NamedTuple):
    """An NRPN has a new value, of `most`."""

    number: int
    value: int
    most: int


class Parameters:
    """The parameters of one channel.

    A device that never sends a fine value has parameters of 7 bits; of one that does, only the whole value counts, so
    that nothing jumps between its two halves.
    """

    def __init__(self) -> None:
        self._kind = ""
        self._bytes: dict[tuple[str, int], int] = {}
        self._values: dict[int, int] = {}
        self._fine: set[int] = set()

    @property
    def chosen(self) -> bool:
        """Return whether one is chosen, registered or not: the data controllers are no knobs then."""
        return self._number is not None

    def hear(self, control: int, value: int) -> Parameter | None:
        """Take one of the eight controllers; returns an NRPN's new value where that is what it said."""
        if control in CHOOSING:
            self._kind, shift = CHOOSING[control]
            self._bytes[self._kind, shift] = value
            return None
        number = self._number
        if number is None or self._kind == "rpn":
            return None
        return self._entered(number, control, value)

    @property
    def _number(self) -> int | None:
        high, low = self._bytes.get((self._kind, 7)), self._bytes.get((self._kind, 0))
        if high is None or low is None or high << 7 | low == NONE_CHOSEN:
            return None
        return high << 7 | low

    def _entered(self, number: int, control: int, value: int) -> Parameter | None:
        before = self._values.get(number, 0)
        fine_known = number in self._fine
        if control == ENTRY:
            self._values[number] = value << 7
            return None if fine_known else Parameter(number, value, 127)
        if control == FINE_ENTRY:
            self._fine.add(number)
            self._values[number] = before & ~0x7F | value
        else:
            step = (1 if control == UP else -1) * (1 if fine_known else 128)
            self._values[number] = min(max(before + step, 0), 16383)
        whole = self._values[number]
        return Parameter(number, whole, 16383) if number in self._fine else Parameter(number, whole >> 7, 127)
