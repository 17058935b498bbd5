"""What a machine with nothing but Python and wheels can do: the demo, without OpenCV, ONNX Runtime or a driver."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import av
import moderngl
import pytest

from livefocus.errors import GraphicsMissingError
from livefocus.render.osmesa import OffscreenMesa

BLOCKED = ("cv2", "onnxruntime", "mido", "rtmidi", "pyvirtualcam", "glfw")
"""Packages whose libraries a bare machine may lack."""


def run_bare(folder: Path, *words: str, without_drivers: bool = False) -> subprocess.CompletedProcess[str]:
    """Run `livefocus` in a process in which the blocked packages cannot be imported."""
    lines = ["import sys", f"sys.modules.update(dict.fromkeys({BLOCKED!r}))"]
    if without_drivers:
        lines += [
            "import moderngl; make = moderngl.create_context",
            "def create(**way):",
            "    if 'context' not in way: raise Exception('libEGL.so: cannot open shared object file')",
            "    return make(**way)",
            "moderngl.create_context = create",
        ]
    lines += ["from livefocus.__main__ import main", f"sys.argv = {['livefocus', *words]!r}", "main()"]
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def pictures_in(clip: Path) -> int:
    with av.open(str(clip)) as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.gl
def test_the_demo_needs_none_of_the_heavy_packages(tmp_path: Path) -> None:
    clip = tmp_path / "demo.mp4"
    done = run_bare(tmp_path, "demo", "--headless", "--size", "160x90", "--seconds", "0.5", "-o", str(clip))
    assert done.returncode == 0, done.stderr
    assert pictures_in(clip) == 12


@pytest.mark.gl
def test_what_needs_opencv_says_so_in_one_line(tmp_path: Path) -> None:
    done = run_bare(tmp_path, "render", "scene:cafe", "--size", "160x90", "-o", str(tmp_path / "still.png"))
    assert done.returncode == 1
    assert "OpenCV cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def offscreen() -> OffscreenMesa:
    try:
        return OffscreenMesa()
    except GraphicsMissingError as error:
        pytest.skip(f"{error}")


def test_osmesa_draws_without_any_driver(offscreen: OffscreenMesa, tmp_path: Path) -> None:
    offscreen.release()
    clip = tmp_path / "demo.mp4"
    words = ("demo", "--headless", "--size", "160x90", "--seconds", "0.25", "-o", str(clip))
    done = run_bare(tmp_path, *words, without_drivers=True)
    assert done.returncode == 0, done.stderr
    assert pictures_in(clip) == 6


def test_osmesa_is_a_context_like_any_other(offscreen: OffscreenMesa) -> None:
    context = moderngl.create_context(context=offscreen, require=330)
    target = context.simple_framebuffer((4, 4))
    target.use()
    target.clear(1.0, 0.0, 0.0, 1.0)
    assert target.read(components=4)[:4] == b"\xff\x00\x00\xff"
    assert context.error == "GL_NO_ERROR"
    context.release()
