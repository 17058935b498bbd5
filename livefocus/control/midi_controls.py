"""What one binding makes of the values of its control: a turn a picture, or an action as it goes down."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast, get_args

from livefocus.control.actions import Action, Turn, TurnTarget
from livefocus.control.midi_table import MidiBinding
from livefocus.control.vocabulary import parse_action


class Fader:
    """A knob or fader that says its place: the last one counts, and where it was swept from."""

    def __init__(self, binding: MidiBinding, control: str) -> None:
        self._what = cast(TurnTarget, binding.do)
        self._control = control
        self._settings = binding.knob()
        self._from: float | None = None
        self._value = self._most = 0
        self._said = 0

    def hear(self, value: int, most: int) -> None:
        """Take a value, of `most`."""
        if not self._said:
            self._from = value / most
        self._value, self._most = value, most
        self._said += 1

    def take(self) -> Turn | None:
        """Return what it said since the last call as one turn, None where it said nothing."""
        if not self._said:
            return None
        swept_from = self._from if self._said > 1 else None
        self._said = 0
        return Turn(self._what, self._value / self._most, False, self._control, self._settings, swept_from)


class Encoder:
    """An endless knob that says how far it was turned, in one of the three usual codings: the sum counts."""

    def __init__(self, binding: MidiBinding, control: str) -> None:
        self._what = cast(TurnTarget, binding.do)
        self._control = control
        self._settings = binding.knob()
        self._coding = binding.coding
        self._step = binding.step
        self._clicks = 0

    def hear(self, value: int, most: int) -> None:
        """Take a value; only 7-bit ones are clicks."""
        if most == 127:
            self._clicks += clicks(self._coding, value)

    def take(self) -> Turn | None:
        """Return how far it was turned since the last call, None where it was not."""
        turned, self._clicks = self._clicks, 0
        return Turn(self._what, turned * self._step, True, self._control, self._settings) if turned else None


class Button:
    """A button or pad: acts once as it goes down."""

    def __init__(self, action: Action, do: Callable[[Action], None]) -> None:
        self._action = action
        self._do = do
        self._down = False

    def hear(self, value: int, most: int) -> None:
        """Take a value, of `most`; it is down from half way."""
        down = 2 * value > most
        if down and not self._down:
            self._do(self._action)
        self._down = down

    def press(self) -> None:
        """Take a message that has no up and down."""
        self._do(self._action)


class Touch:
    """What says whether a hand is on a motor fader."""

    def __init__(self, name: str, held: set[str]) -> None:
        self._name = name
        self._held = held

    def hear(self, value: int, most: int) -> None:
        """Take a value, of `most`."""
        (self._held.add if 2 * value > most else self._held.discard)(self._name)


Knob = Fader | Encoder
Control = Knob | Button | Touch


def name_of(binding: MidiBinding, device: str = "") -> str:
    """Return what to call a knob, so that each has its own takeover, on every device."""
    return f"{device}: {binding.when}" if device else binding.when


def make_control(binding: MidiBinding, name: str, do: Callable[[Action], None]) -> Control | None:
    """Return what a binding makes of its control; None where it takes it away.

    Parameters
    ----------
    binding
        The binding.
    name
        See `name_of`.
    do
        Takes the action of a button that goes down.
    """
    if not binding.do:
        return None
    if binding.do in get_args(TurnTarget):
        return Fader(binding, name) if binding.coding == "absolute" else Encoder(binding, name)
    return Button(parse_action(binding.do), do)


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
