"""Where a driver works: on Linux, Mesa's on a thread of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from livefocus.render.context import DRIVER_APART

pytestmark = [
    pytest.mark.gl,
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads have names on Linux only"),
]

LISTING = """
from pathlib import Path
from livefocus.render.context import is_software, make_standalone_context
context = make_standalone_context()
context.finish()
print(is_software(context), *[(task / "comm").read_text() for task in Path("/proc/self/task").iterdir()])
"""


def threads(environment: dict[str, str]) -> tuple[str, str]:
    """Return the names of the threads of a process that has a context, and what it says of errors."""
    own = {name: value for name, value in os.environ.items() if name not in DRIVER_APART}
    words = [sys.executable, "-c", LISTING]
    done = subprocess.run(words, env={**own, **environment}, capture_output=True, text=True, check=True)
    if not done.stdout.startswith("True"):
        pytest.skip("a GPU's driver does as it likes")
    return done.stdout, done.stderr


def test_the_software_renderer_has_a_thread_of_its_own_for_gl_calls() -> None:
    names, said = threads({})
    assert ":gl0" in names
    assert said == ""


def test_who_wants_none_has_none() -> None:
    names, _ = threads({"mesa_glthread": "false"})
    assert ":gl0" not in names
