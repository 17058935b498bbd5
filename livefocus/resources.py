"""Where `shaders/` and `presets/` are: inside an installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from livefocus.errors import SettingsError


def folder(name: str) -> Path:
    """Return the folder `shaders` or `presets`.

    The wheel carries them inside the package; an editable install or a checkout has them beside it.
    """
    inside = Path(str(resources.files("livefocus"))) / name
    beside = Path(__file__).resolve().parent.parent / name
    for candidate in (inside, beside):
        if candidate.is_dir():
            return candidate
    raise SettingsError(f"the folder '{name}' of this installation is missing", "install livefocus again")


def shaders() -> Path:
    """Return the folder of GLSL sources."""
    return folder("shaders")


def presets(kind: str) -> Path:
    """Return the folder of one kind of preset: `looks`, `moves`, `cues`, `midi`, `keys` or `obs`."""
    return folder("presets") / kind
