"""`livefocus obs-script`: where the script is that gives OBS livefocus's actions as hotkeys."""

from __future__ import annotations

import typer

from livefocus.cli.common import notify


def obs_script() -> None:
    """Print the path of the script for OBS that makes every action one of OBS's hotkeys.

    Example: in OBS, Tools > Scripts > +, and give it this path.
    """
    from livefocus.control.obs_script import PATH  # noqa: PLC0415 - keeps `livefocus --help` quick

    typer.echo(PATH)
    notify("add it in OBS: Tools > Scripts > +; its hotkeys are then under Settings > Hotkeys")
