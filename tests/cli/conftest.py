"""The command line, run in this process as `livefocus` runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from livefocus.cli.main import main


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line of an error; a failure of the test where there are more."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        assert len(lines) == 1, f"not one line: {self.err!r}"
        return lines[0]


LiveFocus = Callable[..., Outcome]


@pytest.fixture
def livefocus(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> LiveFocus:
    def call(*words: object) -> Outcome:
        monkeypatch.setattr("sys.argv", ["livefocus", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capfd.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call
