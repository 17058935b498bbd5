"""Which key does what: the table in TOML, the user's over the one that comes with livefocus."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field

from livefocus.control.actions import Action
from livefocus.control.keyboard import CLICKS, MODIFIERS
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ControlError, SettingsError, SourceLine
from livefocus.settings import find_preset
from livefocus.tomlfile import StrictModel, line_of, read_toml

KEYS = frozenset(
    [*"abcdefghijklmnopqrstuvwxyz0123456789[]-=,./"]
    + ["space", "tab", "escape", "backspace", "enter", "left", "right", "up", "down"]
    + [f"f{number}" for number in range(1, 13)]
    + ["wheelup", "wheeldown", *CLICKS.values()]
)
"""Names of keys as `events.KeyEvent` has them, and of buttons."""
ANYWHERE = " 0.5 0.5"
"""Stands for the place that a click gives to its action: `tap`, `follow at`, `mark a at`."""


class KeyTable(StrictModel):
    """A file of keys: `KEY = "action"`; an empty action takes a key away."""

    title: str = ""
    keys: dict[str, str] = Field(default_factory=dict)


def config_folder() -> Path:
    """Return the folder of the user's own settings."""
    return platformdirs.user_config_path("livefocus", appauthor=False)


def load_keys(own: Path | None = None) -> dict[str, Action]:
    """Read the key table.

    Parameters
    ----------
    own
        The user's file, laid over the default one; `keys.toml` in the user's settings where None and there is one.

    Raises
    ------
    SettingsError
        With file and line, for an unknown key or action.
    """
    table = _read(find_preset("keys", "default"))
    if own is None:
        default = config_folder() / "keys.toml"
        own = default if default.is_file() else None
    if own is not None:
        table |= _read(own)
    return {key: action for key, action in table.items() if action is not None}


def _read(path: Path) -> dict[str, Action | None]:
    table = read_toml(path, KeyTable)
    text = path.read_text(encoding="utf-8")
    found: dict[str, Action | None] = {}
    for key, action in table.keys.items():
        place = SourceLine(str(path), line_of(text, ("keys", key)))
        try:
            found[_normal(key)] = _action(key, action) if action.strip() else None
        except (ControlError, ValueError) as error:
            raise SettingsError(f"{place}: {error}") from error
    return found


def _action(key: str, text: str) -> Action:
    """Read the action of a key; that of a button may leave out the place, which is where it is pressed."""
    if key.lower().split("+")[-1] not in CLICKS.values():
        return parse_action(text)
    try:
        return parse_action(text + ANYWHERE)
    except ControlError:
        return parse_action(text)


def _normal(key: str) -> str:
    """Return a key's name with its modifiers in the usual order; raises `ValueError` where there is no such key."""
    *modifiers, name = key.lower().split("+")
    if name not in KEYS:
        raise ValueError(f"there is no key '{key}'")
    if wrong := [modifier for modifier in modifiers if modifier not in MODIFIERS]:
        raise ValueError(f"'{wrong[0]}' is no modifier; take {', '.join(MODIFIERS)}")
    return "+".join([modifier for modifier in MODIFIERS if modifier in modifiers] + [name])
