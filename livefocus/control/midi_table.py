"""Which MIDI control does what, as a person writes it in TOML, and which table goes with which device.

`presets/midi` has one for each controller livefocus knows, told by its port's name. The user's own `midi.toml` is laid
over that one, as `keys.toml` is laid over the usual keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from pydantic import Field, ValidationInfo, field_validator

from livefocus.control.actions import TurnTarget
from livefocus.control.bindings import config_folder
from livefocus.control.knob import KnobSettings, Takeover
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ControlError
from livefocus.settings import find_preset, preset_names
from livefocus.tomlfile import StrictModel, read_toml

NO_LIGHT = "none"
LIGHT_KEYS = ("light", "light_off", "light_dim", "light_on", "touch")
Coding = Literal["absolute", "twos", "signed", "offset"]

WHEN = re.compile(r"^(?P<kind>cc14|cc|nrpn|note|program|pitchbend)(?: (?P<number>\d+))?(?: ch (?P<channel>\d+))?$")
MOST = {"cc": 127, "cc14": 31, "nrpn": 16383, "note": 127, "program": 127}


class MidiBinding(StrictModel):
    """One control and what it does.

    `when` names it: `cc 1`, `cc14 1` (a pair of 7-bit controllers, 1 and 33), `nrpn 300`, `note 36`, `program 3`,
    `pitchbend`, each with ` ch 2` for one channel only. `do` is `focus`, `fade` or `blur` for what is turned, else any
    action; empty, it takes the control away. `port` is a part of the device's name, where only that one is meant.
    `coding` says how a turned control speaks: its place, or its turns in one of the three usual codings. The rest is
    `knob.KnobSettings`.

    Of the feedback: `light` names what lights up, or moves, where that is not the control itself (`none`: nothing
    does); `light_off`, `light_dim`, `light_on` are the values of a button's light, or the two ends of a
    ring; `touch` is the control that says whether a hand is on a motor fader.
    """

    when: str
    do: str
    port: str = ""
    coding: Coding = "absolute"
    takeover: Takeover = "pickup"
    low: float | None = Field(None, ge=-1000.0, le=1000.0)
    high: float | None = Field(None, ge=-1000.0, le=1000.0)
    step: float = Field(1.0 / 128.0, gt=0.0, le=1.0)
    dead_band: float = Field(0.0, ge=0.0, le=0.5)
    cutoff_hz: float = Field(2.0, ge=0.0, le=100.0)
    haste: float = Field(8.0, ge=0.0, le=1000.0)
    light: str = ""
    light_off: int | None = Field(None, ge=0, le=16383)
    light_dim: int | None = Field(None, ge=0, le=16383)
    light_on: int | None = Field(None, ge=0, le=16383)
    touch: str = ""

    @field_validator("when", "light", "touch")
    @classmethod
    def _is_a_control(cls, when: str, info: ValidationInfo) -> str:
        if info.field_name != "when" and when in ("", NO_LIGHT):
            return when
        found = WHEN.match(when)
        if not found:
            raise ValueError(f"'{when}' is no MIDI control; say for example 'cc 1', 'cc14 1', 'note 36 ch 10'")
        kind, number, channel = found.group("kind", "number", "channel")
        if (number is None) != (kind == "pitchbend"):
            raise ValueError(f"'{when}': every control but pitchbend has a number")
        if number is not None and int(number) > MOST[kind]:
            raise ValueError(f"'{when}': {kind} goes to {MOST[kind]}")
        if channel is not None and not 1 <= int(channel) <= 16:
            raise ValueError(f"'{when}': channels are 1 to 16")
        return when

    @field_validator("do")
    @classmethod
    def _is_an_action(cls, do: str, info: ValidationInfo) -> str:
        try:
            check_do(do)
        except ControlError as error:
            raise ValueError(str(error)) from error
        when = info.data.get("when")
        if when is not None and do in get_args(TurnTarget) and address_of(when).kind in ("note", "program"):
            raise ValueError(f"'{when}' is pressed, and '{do}' is turned; say an action, such as 'rack b'")
        return do

    def knob(self) -> KnobSettings:
        """Return how the knob behaves."""
        return KnobSettings(self.takeover, self.low, self.high, self.step, self.dead_band, self.cutoff_hz, self.haste)


def check_do(do: str) -> None:
    """Raise `ControlError` unless this can be turned, is an action, or is nothing at all."""
    if do and do not in get_args(TurnTarget):
        parse_action(do)


class MidiTable(StrictModel):
    """A file of MIDI controls.

    `port` is a part of the name of the device it is for. With `feedback`, the device is told how the show stands, on
    the output beside its input: its buttons' lights, or all, with rings and motors. `light_off`, `light_dim` and
    `light_on` are what the lights understand; `echo` says that what is put somewhere says so: motors do, rings do not.
    """

    title: str = ""
    port: str = ""
    feedback: Literal["none", "lights", "all"] = "none"
    echo: bool = True
    light_off: int = Field(0, ge=0, le=127)
    light_dim: int | None = Field(None, ge=0, le=127)
    light_on: int = Field(127, ge=0, le=127)
    controls: tuple[MidiBinding, ...] = ()


class Address(NamedTuple):
    """A control as its messages name it; channel 0 is any."""

    kind: str
    number: int
    channel: int


def address_of(when: str) -> Address:
    """Return the address of a control; raises `ValueError` where it is none."""
    found = WHEN.match(when)
    if found is None:
        raise ValueError(when)
    kind, number, channel = found.group("kind", "number", "channel")
    return Address(kind, int(number or 0), int(channel or 0))


def replaces(new: MidiBinding, when: str, do: str) -> bool:
    """Whether a binding takes the place of another of its device: the same control, or the same thing is turned."""
    return _same_control(new.when, when) or (new.do == do and _turns(do))


def _same_control(when: str, other: str) -> bool:
    one, two = address_of(when), address_of(other)
    same_channel = one.channel == two.channel or 0 in (one.channel, two.channel)
    return same_channel and bool(_parts(one) & _parts(two))


def _turns(do: str) -> bool:
    return do in get_args(TurnTarget)


def _parts(address: Address) -> set[tuple[str, int]]:
    """Return the plain controls an address is made of."""
    if address.kind == "cc14":
        return {("cc", address.number), ("cc", address.number + 32)}
    return {(address.kind, address.number)}


def laid_over(table: MidiTable, *bindings: MidiBinding) -> MidiTable:
    """Return a table with some bindings more, each in place of what it replaces; a control keeps its light."""
    for binding in bindings:
        kept = [other for other in table.controls if not replaces(binding, other.when, other.do)]
        lit = _with_light_of(table.controls, binding)
        table = table.model_copy(update={"controls": (*kept, lit)})
    return table


def _with_light_of(controls: Iterable[MidiBinding], binding: MidiBinding) -> MidiBinding:
    """Return a binding with what the table knows of its control's light, or motor, and it does not say itself."""
    for other in controls:
        if _same_control(binding.when, other.when) and _turns(binding.do) == _turns(other.do):
            unsaid = {name: getattr(other, name) for name in LIGHT_KEYS if getattr(binding, name) in ("", None)}
            return binding.model_copy(update=unsaid)
    return binding


def load_midi_table(path: Path | None = None) -> MidiTable:
    """Read a table of MIDI controls; the one for any device, where none is given.

    Raises
    ------
    SettingsError
        With file and line.
    """
    return read_toml(path or find_preset("midi", "default"), MidiTable)


class MidiTables:
    """Which table goes with which device.

    Parameters
    ----------
    chosen
        A table for whatever device there is: a preset's name, over which the user's own is laid as over any other, or
        the path of a file, which then is all there is.

    Raises
    ------
    SettingsError
        A table is wrong, with file and line, or there is no such preset.

    Attributes
    ----------
    path
        Where what is learned belongs.
    """

    def __init__(self, chosen: str = "") -> None:
        self._alone = chosen.endswith(".toml")
        self.path = Path(chosen) if self._alone else config_folder() / "midi.toml"
        self._own = load_midi_table(self.path) if self._alone or self.path.is_file() else MidiTable()
        self._chosen = load_midi_table(find_preset("midi", chosen)) if chosen and not self._alone else None
        self._default = load_midi_table()
        names = [name for name in preset_names("midi") if name != "default"]
        self._shipped = [load_midi_table(find_preset("midi", name)) for name in names]

    @property
    def port(self) -> str:
        """Return which device the user's own table is for, empty where it does not say."""
        return self._own.port or (self._chosen.port if self._chosen else "")

    def knows(self, port: str) -> bool:
        """Return whether there is a table for the very device whose port this is."""
        return any(_is_for(table, port) for table in self._shipped)

    def table_for(self, port: str) -> MidiTable:
        """Return the table for a port: the chosen one, the device's or the default one; the user's own over it."""
        if self._alone:
            return self._own
        shipped = next((table for table in self._shipped if _is_for(table, port)), self._default)
        own = [binding for binding in self._own.controls if binding.port.lower() in port.lower()]
        return laid_over(self._chosen or shipped, *own)

    def fitted(self, binding: MidiBinding, port: str) -> MidiBinding:
        """Return what was learned on a device as fits it: a knob that is put where focus is has nothing to pick up."""
        rings = self.table_for(port).feedback == "all"
        return binding.model_copy(update={"takeover": "jump"}) if rings and binding.coding == "absolute" else binding

    def learn(self, binding: MidiBinding) -> None:
        """Take a binding that was learned; `learn.write_binding` writes it down."""
        own = self._own.controls
        others = [other for other in own if other.port != binding.port]
        same = self._own.model_copy(update={"controls": tuple(other for other in own if other.port == binding.port)})
        kept = (*others, *laid_over(same, binding).controls)
        self._own = self._own.model_copy(update={"controls": kept})


def _is_for(table: MidiTable, port: str) -> bool:
    return table.port.lower() in port.lower()
