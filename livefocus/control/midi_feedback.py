"""What a device is told of the show: its lights, its LED rings, its motor faders.

Pure: told how the show stands and what time it is, it says which messages to send. Only what changed is sent, and
nothing to a knob that a hand is on: it would pull against the hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast, get_args

from livefocus.control.actions import Action, Turn, TurnTarget
from livefocus.control.lights import Light, light_of, place_of
from livefocus.control.midi_bytes import messages_of
from livefocus.control.midi_controls import name_of
from livefocus.control.midi_table import NO_LIGHT, Address, MidiBinding, MidiTable, address_of
from livefocus.control.show_state import ShowState
from livefocus.control.vocabulary import parse_action

HAND_FOR_S = 0.5
"""So long after its last message a hand is taken to be on a knob that cannot tell."""
ECHO_FOR_S = 0.4
"""So long after it was sent somewhere a motor fader may still be on its way, and say where it is."""
FINE = 16383
STEP = 1.5 / 127.0

Message = list[int]


@dataclass(slots=True)
class _Lamp:
    """The light of a button."""

    address: Address
    action: Action
    values: dict[Light, int]
    sent: int | None = None

    def messages(self, state: ShowState) -> list[Message]:
        light = light_of(self.action, state)
        value = self.values[light] if light is not None else None
        if value is None or value == self.sent:
            return []
        self.sent = value
        return messages_of(*self.address, value, 127)


@dataclass(slots=True)
class _Ring:
    """The ring around a knob, or the motor of a fader."""

    address: Address
    binding: MidiBinding
    most: int
    sent: int | None = None
    places: list[tuple[float, float]] = field(default_factory=list)

    def messages(self, state: ShowState, now_s: float) -> list[Message]:
        place = place_of(cast(TurnTarget, self.binding.do), state, self.binding.low, self.binding.high)
        if place is None:
            return []
        first = self.binding.light_off or 0
        last = self.most if self.binding.light_on is None else self.binding.light_on
        value = round(first + place * (last - first))
        if value == self.sent:
            return []
        self.sent = value
        self._note(place, now_s)
        return messages_of(*self.address, value, self.most)

    def touched(self, place: float, now_s: float) -> None:
        """Note where a hand has put it: from there it goes back, once it is let go."""
        self.sent = None
        self.places = [(now_s, place)]

    def swept(self, place: float, now_s: float) -> bool:
        """Return whether a motor may be at a place by itself, on its way between those it was sent to lately."""
        if not self.places or now_s - self.places[-1][0] > ECHO_FOR_S:
            return False
        lately = [at for _, at in self.places]
        return min(lately) - STEP <= place <= max(lately) + STEP

    def _note(self, place: float, now_s: float) -> None:
        """Remember the places of as long as a motor may lag behind, and the one before; at first it may be anywhere."""
        known = self.places or [(now_s, 0.0), (now_s, 1.0)]
        old = [index for index, (at_s, _) in enumerate(known) if now_s - at_s > ECHO_FOR_S]
        self.places = [*known[old[-1] if old else 0 :], (now_s, place)]


class Feedback:
    """Says what one device is to be told.

    Parameters
    ----------
    table
        Its controls.
    device
        What to call it, as its `MidiMap` does.
    """

    def __init__(self, table: MidiTable, device: str = "") -> None:
        self._lamps: list[_Lamp] = []
        self._rings: dict[str, _Ring] = {}
        self._touched_s: dict[str, float] = {}
        self._echo = table.echo
        for binding in table.controls if table.feedback != "none" else ():
            if binding.do and binding.light != NO_LIGHT:
                self._add(binding, table, name_of(binding, device))

    @property
    def wanted(self) -> bool:
        """Return whether there is anything to tell."""
        return bool(self._lamps or self._rings)

    def touched(self, turn: Turn, now_s: float) -> None:
        """Note that a hand is on a knob; once it lets go, a motor has its place to find again."""
        self._touched_s[turn.control] = now_s
        if (ring := self._rings.get(turn.control)) is not None and not turn.relative:
            ring.touched(turn.value, now_s)

    def echoes(self, turn: Turn, now_s: float) -> bool:
        """Return whether a turn is only a motor saying where it was sent: it would make a circle of the two."""
        ring = self._rings.get(turn.control)
        if not self._echo or ring is None or turn.relative or ring.sent is None:
            return False
        return ring.swept(turn.value, now_s)

    def messages(self, state: ShowState, now_s: float, held: set[str]) -> list[Message]:
        """Return what is to be sent now.

        Parameters
        ----------
        state, now_s
            How the show stands, and the time.
        held
            The knobs that say a hand is on them.
        """
        found = [message for lamp in self._lamps for message in lamp.messages(state)]
        for name, ring in list(self._rings.items()):
            if name not in held and now_s - self._touched_s.get(name, -HAND_FOR_S) >= HAND_FOR_S:
                found += ring.messages(state, now_s)
        return found

    def forget(self) -> None:
        """Tell everything anew: the device is another one, or was unplugged."""
        for lamp in self._lamps:
            lamp.sent = None
        for ring in self._rings.values():
            ring.sent, ring.places = None, []

    def dark(self) -> list[Message]:
        """Return what puts all lights out: the show is over."""
        lit = [lamp for lamp in self._lamps if lamp.sent is not None]
        return [message for lamp in lit for message in messages_of(*lamp.address, lamp.values[Light.OFF], 127)]

    def _add(self, binding: MidiBinding, table: MidiTable, name: str) -> None:
        address = address_of(binding.light or binding.when)
        if binding.do in get_args(TurnTarget):
            if binding.light or (table.feedback == "all" and binding.coding == "absolute"):
                most = 127 if address.kind in ("cc", "note") else FINE
                self._rings[name] = _Ring(address, binding, most)
            return
        if address.kind == "program":
            return
        off = table.light_off if binding.light_off is None else binding.light_off
        on = table.light_on if binding.light_on is None else binding.light_on
        dim = table.light_dim if binding.light_dim is None else binding.light_dim
        values = {Light.OFF: off, Light.DIM: off if dim is None else dim, Light.ON: on}
        self._lamps.append(_Lamp(address, parse_action(binding.do), values))
