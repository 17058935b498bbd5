"""Rows of the lens's table that are still open: expected to fail, and a failure of the run once they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent

OPEN: dict[str, str] = {
    "test_one_colour_stays_one_colour_at_any_depth": "edges of depth show by up to 2/255 in an even colour",
}
"""Name of a test, or of a test with one of its parameters, and what is still wrong."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them; `xfail_strict` makes sure that a row which is mended is taken off the list."""
    for item in items:
        if item.path.parent != HERE:
            continue  # pytest hands every test of the run to every conftest; another room may use the same name
        for name, reason in OPEN.items():
            if item.name == name or item.name.startswith(f"{name}["):
                item.add_marker(pytest.mark.xfail(reason=reason))
