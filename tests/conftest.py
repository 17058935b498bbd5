"""Fixtures all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import pytest
from hypothesis import settings

from livefocus.errors import GraphicsMissingError
from livefocus.render.context import make_standalone_context
from tests.jack import jack_process, jack_server

__all__ = ["jack_process", "jack_server"]

settings.register_profile("house", deadline=None)  # the machines are shared: how long one example takes means nothing
settings.load_profile("house")


@pytest.fixture(scope="session")
def _session_context() -> moderngl.Context:
    try:
        return make_standalone_context()
    except GraphicsMissingError as error:
        pytest.fail(f"these tests need OpenGL: {error}")


@pytest.fixture
def gl(_session_context: moderngl.Context) -> Iterator[moderngl.Context]:
    """One context for the whole run; a GL error before or after a test fails that test."""
    with _session_context:  # current again, whatever contexts of their own other tests made on this thread
        assert _session_context.error == "GL_NO_ERROR", "left over from an earlier test"
        yield _session_context
        assert _session_context.error == "GL_NO_ERROR"
        _session_context.detect_framebuffer(0).use()  # moderngl binds its last one again, which a test may have freed
