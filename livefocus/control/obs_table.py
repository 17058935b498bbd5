"""What OBS's scenes and the show's cues have to do with each other: the table in TOML, and where OBS is reached."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from livefocus import resources
from livefocus.control.actions import Action, CueAction
from livefocus.control.bindings import config_folder
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ControlError, SettingsError, SourceLine
from livefocus.tomlfile import StrictModel, line_of, read_toml

DEFAULT_ADDRESS = "127.0.0.1:4455"
"""Where obs-websocket listens unless told otherwise."""
PASSWORD_VARIABLE = "LIVEFOCUS_OBS_PASSWORD"
PASSWORD_FILE = "obs-password"
"""In the user's settings folder: a file of its own, so that binding tables can be passed on."""

Does = str | list[str]


class ObsTable(StrictModel):
    """A file of bindings: `SCENE = "action"` or `["action", …]`; `CUE = "scene"`; empty text takes one away."""

    title: str = ""
    description: str = ""
    same_names: bool | None = None
    scenes: dict[str, Does] = Field(default_factory=dict)
    previews: dict[str, Does] = Field(default_factory=dict)
    cues: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObsBindings:
    """The table, read.

    Attributes
    ----------
    scenes, previews
        What is done when a scene goes to program, or comes up in studio mode's preview.
    cues
        Which scene a cue switches to.
    same_names
        Whether a scene and a cue of one name go together where nothing else is said of them.
    """

    scenes: Mapping[str, tuple[Action, ...]]
    previews: Mapping[str, tuple[Action, ...]]
    cues: Mapping[str, str]
    same_names: bool = False

    def on_program(self, scene: str, cues: Collection[str]) -> tuple[Action, ...]:
        """Return what to do when a scene goes to program, while the show has these cues."""
        if scene in self.scenes:
            return self.scenes[scene]
        return (CueAction("fire", scene),) if self.same_names and scene in cues else ()

    def on_preview(self, scene: str) -> tuple[Action, ...]:
        """Return what to do when a scene comes up in studio mode's preview."""
        return self.previews.get(scene, ())

    def scene_of(self, cue: str, scenes: Collection[str]) -> str:
        """Return the scene a cue switches to while OBS has these, empty for none; a bound one need not be there."""
        if cue in self.cues:
            return self.cues[cue]
        return cue if self.same_names and cue in scenes else ""

    def missing(self, scenes: Collection[str]) -> list[str]:
        """Return the scenes that are bound and that OBS does not have."""
        bound = [*self.scenes, *self.previews, *filter(None, self.cues.values())]
        return [scene for scene in dict.fromkeys(bound) if scene not in scenes]


def load_obs_bindings(own: Path | None = None) -> ObsBindings:
    """Read the table.

    Parameters
    ----------
    own
        The user's file, laid over the default one; `obs.toml` in the user's settings where None and there is one.

    Raises
    ------
    SettingsError
        With file and line, for an unknown key or action.
    """
    default, usual = resources.presets("obs") / "default.toml", config_folder() / "obs.toml"
    paths = [default, *([own] if own else [usual] if usual.is_file() else [])]
    scenes: dict[str, tuple[Action, ...]] = {}
    previews: dict[str, tuple[Action, ...]] = {}
    cues: dict[str, str] = {}
    same_names = False
    for path in paths:
        table = read_toml(path, ObsTable)
        scenes |= _actions(path, "scenes", table.scenes)
        previews |= _actions(path, "previews", table.previews)
        cues |= table.cues
        same_names = same_names if table.same_names is None else table.same_names
    return ObsBindings(scenes, previews, cues, same_names)


def _actions(path: Path, section: str, bound: Mapping[str, Does]) -> dict[str, tuple[Action, ...]]:
    text = path.read_text(encoding="utf-8")
    return {scene: _parse(does, path, line_of(text, (section, scene))) for scene, does in bound.items()}


def _parse(does: Does, path: Path, line: int) -> tuple[Action, ...]:
    texts = [does] if isinstance(does, str) else does
    try:
        return tuple(parse_action(text) for text in texts if text.strip())
    except ControlError as error:
        raise SettingsError(f"{SourceLine(str(path), line)}: {error}") from error


def parse_obs_address(text: str) -> str:
    """Read `HOST`, `HOST:PORT` or `[IPv6]:PORT`; returns it with a port.

    Raises
    ------
    SettingsError
        It is none of these.
    """
    host, colon, port = text.strip().rpartition(":")
    if not colon or text.strip().endswith("]"):
        host, port = text.strip(), DEFAULT_ADDRESS.rpartition(":")[2]
    whole = host.startswith("[") == host.endswith("]") and (":" not in host or host.startswith("["))
    if not host or not whole or not port.isdigit() or not 0 < int(port) < 65536 or set(host) & set("/@? #"):
        raise SettingsError(
            f"'{text}' is no address of OBS", "write it as HOST or HOST:PORT, such as 192.168.1.20:4455"
        )
    return f"{host}:{port}"


def password_file() -> Path:
    """Return the file the password may be kept in."""
    return config_folder() / PASSWORD_FILE


def read_password() -> str:
    """Return obs-websocket's password, from the environment, else from its file; empty where there is none.

    Raises
    ------
    ControlError
        The file cannot be read.
    """
    if (given := os.environ.get(PASSWORD_VARIABLE)) is not None:
        return given
    try:
        return password_file().read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ControlError(f"the password of OBS in {password_file()} cannot be read ({error})") from error


def open_to_others() -> str:
    """Return a line to tell where others on this machine can read the password's file, else nothing."""
    path = password_file()
    if sys.platform == "win32" or PASSWORD_VARIABLE in os.environ or not path.is_file():
        return ""
    if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return f"others on this machine can read {path}: chmod 600 it"
    return ""
