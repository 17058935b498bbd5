"""Learning a MIDI control: from what arrives while somebody uses it to a binding, and into the user's table.

Pure but for the file: a `Learner` is told events and their times, and says when it knows.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import tomlkit
from tomlkit.exceptions import TOMLKitError

from livefocus.control.actions import TurnTarget
from livefocus.control.midi_events import ControlChange, MidiEvent, Note, PitchBend, ProgramChange
from livefocus.control.midi_parameters import CHOOSING, DATA, Parameters
from livefocus.control.midi_table import Coding, MidiBinding, load_midi_table, replaces
from livefocus.errors import SettingsError

LEARN_FOR_S = 1.5
"""How long it listens from the first turn on: long enough to turn a knob both ways."""
LEAST_TURNS = 3
BEGINNING = "# What was learned: laid over the table of the device, see docs/hand.md.\n"


class Learner:
    """Finds out which control is being used.

    Parameters
    ----------
    do
        What it shall do: `focus`, `fade` or `blur` listen for something that turns, any other action also for a press.
    """

    def __init__(self, do: str) -> None:
        self._do = do
        self._turned: list[ControlChange | PitchBend] = []
        self._parameters: dict[int, Parameters] = defaultdict(Parameters)
        self._numbers: Counter[tuple[int, int]] = Counter()
        self._pressed: Note | ProgramChange | None = None
        self._since_s: float | None = None

    @property
    def hears(self) -> bool:
        """Return whether anything has been touched."""
        return self._since_s is not None

    def hear(self, events: Iterable[MidiEvent], now_s: float) -> None:
        """Take what arrived."""
        for event in events:
            if isinstance(event, ControlChange | PitchBend):
                self._turned.append(event)
                self._note_parameter(event)
            elif isinstance(event, ProgramChange) or (isinstance(event, Note) and event.velocity > 0):
                self._pressed = self._pressed or event
            else:
                continue
            self._since_s = now_s if self._since_s is None else self._since_s

    def learned(self, now_s: float) -> MidiBinding | None:
        """Return the binding once it is known."""
        turns = self._do in get_args(TurnTarget)
        if not turns and isinstance(self._pressed, Note):
            return MidiBinding(when=f"note {self._pressed.note} ch {self._pressed.channel}", do=self._do)
        if not turns and isinstance(self._pressed, ProgramChange):
            return MidiBinding(when=f"program {self._pressed.program} ch {self._pressed.channel}", do=self._do)
        if self._since_s is None or now_s - self._since_s < LEARN_FOR_S:
            return None
        return self._from_turns(LEAST_TURNS if turns else 1)

    def _note_parameter(self, event: ControlChange | PitchBend) -> None:
        if isinstance(event, ControlChange) and event.control in (*CHOOSING, *DATA):
            found = self._parameters[event.channel].hear(event.control, event.value)
            if found is not None:
                self._numbers[event.channel, found.number] += 1

    def _from_turns(self, least: int) -> MidiBinding | None:
        if self._numbers:
            (channel, number), count = self._numbers.most_common(1)[0]
            return MidiBinding(when=f"nrpn {number} ch {channel}", do=self._do) if count >= least else None
        counts = Counter(_address(event) for event in self._turned)
        if not counts:
            return None
        (channel, control), count = counts.most_common(1)[0]
        if count < least:
            return None
        if control is None:
            return MidiBinding(when=f"pitchbend ch {channel}", do=self._do)
        low_byte = control + 32 if control < 32 else control - 32
        if control < 64 and counts[channel, low_byte] >= count / 2:
            return MidiBinding(when=f"cc14 {min(control, low_byte)} ch {channel}", do=self._do)
        values = [event.value for event in self._turned if _address(event) == (channel, control)]
        return MidiBinding(when=f"cc {control} ch {channel}", do=self._do, coding=guess_coding(values))


def _address(event: ControlChange | PitchBend) -> tuple[int, int | None]:
    return event.channel, event.control if isinstance(event, ControlChange) else None


def guess_coding(values: list[int]) -> Coding:
    """Return how a control speaks, from values it sent while it was turned.

    A knob with a place never says the same place twice running; an encoder that is turned evenly says little else than
    one step up or one step down.
    """
    repeats = any(one == other for one, other in itertools.pairwise(values))
    if not repeats:
        return "absolute"
    if all(value in range(1, 9) or value in range(120, 128) for value in values):
        return "twos"
    if all(value in range(1, 9) or value in range(65, 73) for value in values):
        return "signed"
    if all(value in range(56, 73) and value != 64 for value in values):
        return "offset"
    return "absolute"


def write_binding(binding: MidiBinding, path: Path) -> None:
    """Put a binding into a table, in place of what the same control did, or of what did the same turning.

    Comments are kept; the file is replaced in one go.

    Raises
    ------
    SettingsError
        Where the table cannot be read or written.
    """
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8") if path.is_file() else BEGINNING)
        controls = document.setdefault("controls", tomlkit.aot())
        for index, old in reversed(list(enumerate(controls))):
            if old.get("port", "") == binding.port and replaces(binding, old["when"], old["do"]):
                del controls[index]
        controls.append(tomlkit.item(binding.model_dump(exclude_defaults=True)))
        _replace(path, tomlkit.dumps(document))
    except (OSError, TOMLKitError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"cannot write what was learned to {path} ({error})", "mend the file, or use --to"
        ) from error
    load_midi_table(path)


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".toml", delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)
