"""Parts found by name through entry points, loaded only when asked for.

A third party adds a source, a depth engine or a sink with an entry point in the group `livefocus.sources`,
`livefocus.depth` or `livefocus.sinks`; the object is a factory that takes the text behind the colon of `name:text`.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from livefocus.errors import PluginError


def names(group: str) -> list[str]:
    """Return the names other packages offer in a group, sorted."""
    return sorted({point.name for point in entry_points(group=group)})


def load(group: str, name: str) -> Any:
    """Return the factory another package registered under this name.

    Raises
    ------
    PluginError
        Where there is none, or it does not load.
    """
    for point in entry_points(group=group, name=name):
        try:
            return point.load()
        except Exception as error:
            package = point.dist.name if point.dist else "its package"
            raise PluginError(f"{name} does not load ({error})", f"install or update {package}") from error
    raise PluginError(f"there is no '{name}' in {group}")
