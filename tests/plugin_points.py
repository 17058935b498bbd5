"""Entry points of a package that is not there: written to a folder as pip would, and put on the path."""

from __future__ import annotations

from pathlib import Path

import pytest


def offer(monkeypatch: pytest.MonkeyPatch, folder: Path, group: str, name: str, code: str) -> None:
    """Offer `name` in a group; `code` is a module that has a function `make`."""
    module = f"livefocus_test_{name}"
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    metadata = folder / f"{module}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[{group}]\n{name} = {module}:make\n", encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
