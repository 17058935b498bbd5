from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.control.remote.browser import Visit, Visitor, chromium, url_of
from tests.control.remote.stage import Stage


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of this test's own, so that it neither finds nor disturbs a real show."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    for name, folder in (("XDG_RUNTIME_DIR", "runtime"), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    return runtime


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A show on this machine only."""
    stage = Stage()
    yield stage
    stage.close()


@pytest.fixture
def wide_stage() -> Iterator[Stage]:
    """A show that other machines can reach: browsers must be paired."""
    stage = Stage("0.0.0.0")
    yield stage
    stage.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, stage: Stage) -> Iterator[Visit]:
    """Open the page of the show on another device each time."""
    visitors: list[Visitor] = []

    def visit(**wishes: object) -> Visitor:
        visitors.append(Visitor(browser, url_of(stage), **wishes))  # type: ignore[arg-type]
        return visitors[-1].ready()

    yield visit
    for visitor in visitors:
        visitor.close()
