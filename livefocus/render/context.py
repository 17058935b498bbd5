"""The GL context: standalone for headless work, or the window's own."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Any

import moderngl

from livefocus.errors import GraphicsMissingError
from livefocus.render.osmesa import OffscreenMesa

REQUIRED_VERSION = 330
"""GLSL 3.30 core is the floor: macOS stops at 4.1, old integrated GPUs at 3.3."""

MOST_STAGES = 5
"""Of a program that draws: vertex, tessellation (two), geometry, fragment."""

DRIVER_APART = {"mesa_glthread": "true", "MESA_DEBUG": "silent"}
"""Mesa's switches for `let_driver_run_apart`."""

ADVICE = {
    "linux": "install a GL driver; without a GPU, Mesa's software one: apt install libegl1 libgl1-mesa-dri, "
    "or with no rights to install: pip install --no-deps lavavu-osmesa",
    "darwin": "run in a logged-in desktop session",
    "win32": "install the graphics card's driver, or Mesa's opengl32.dll",
}


def make_standalone_context() -> moderngl.Context:
    """Make an OpenGL 3.3 core context with no window.

    On Linux EGL comes first, which needs no display, then GLX, then OSMesa, which needs no driver either.

    Raises
    ------
    GraphicsMissingError
        Where none can be made.
    """
    let_driver_run_apart()
    ways: list[Callable[[], dict[str, Any]]] = [lambda: {"standalone": True}]
    if sys.platform.startswith("linux"):
        ways = [lambda: {"standalone": True, "backend": "egl"}, *ways, lambda: {"context": OffscreenMesa()}]
    reasons = []
    for way in ways:
        try:
            return moderngl.create_context(require=REQUIRED_VERSION, **way())
        except Exception as error:  # glcontext raises bare Exception
            reasons.append(" ".join(str(error).split()))
    platform = "linux" if sys.platform.startswith("linux") else sys.platform
    raise GraphicsMissingError(
        f"no OpenGL 3.3 can be had ({'; '.join(reasons)})", ADVICE.get(platform, "install a GL driver")
    )


def let_driver_run_apart() -> None:
    """Ask Mesa to carry out GL calls on a thread of its own; to be called before a context is made.

    Those of its drivers that are for today's GPUs do so by themselves, its software ones draw on the thread that calls:
    there a call waits for what it reads to be drawn, and holds Python's lock as long, so that depth is left without it
    for half of a picture's time. What the environment says already stays as it is. Source: Mesa's environment variables
    `mesa_glthread` and, to keep it from remarking on that one in every context, `MESA_DEBUG`.
    """
    if sys.platform.startswith("linux"):
        for name, value in DRIVER_APART.items():
            os.environ.setdefault(name, value)


def renderer_name(context: moderngl.Context) -> str:
    """Return the driver's name of what draws, such as `llvmpipe (LLVM 15.0.6, 256 bits)`."""
    return str(context.info["GL_RENDERER"])


def is_software(context: moderngl.Context) -> bool:
    """Whether a processor draws, not a GPU."""
    name = renderer_name(context).lower()
    return any(word in name for word in ("llvmpipe", "softpipe", "swrast", "swiftshader", "software", "gdi generic"))


def make_let_others_work(context: moderngl.Context) -> Callable[[], None]:
    """Return what to call before reading a picture back: it waits for a software renderer while other threads run.

    moderngl holds Python's lock while it waits for the driver. A GPU is done by then; a processor is not, and as long
    as it draws no other thread could make depth. Called through ctypes, the wait lets the lock go. Elsewhere, and where
    there is no such library, nothing is done: reading waits all the same.
    """
    if not is_software(context):
        return lambda: None
    return _gl_function("glFinish") or (lambda: None)


def make_send_off() -> Callable[[], None]:
    """Return what to call where a driver should begin with what it was asked for, and not wait for more to be asked."""
    return _gl_function("glFlush") or (lambda: None)


def let_go_of_stages(program: moderngl.Program) -> None:
    """Take the shaders a program was linked from away from it, so that the driver can forget them.

    moderngl deletes them but leaves them attached, and a shader that is attached lives as long as its program: with
    Mesa half a megabyte a program where it was just compiled. Where there is no such library, nothing is done.
    """
    listing, detach = _gl_function("glGetAttachedShaders"), _gl_function("glDetachShader")
    if listing is None or detach is None:
        return
    count, shaders = ctypes.c_int(), (ctypes.c_uint * MOST_STAGES)()
    listing(program.glo, MOST_STAGES, ctypes.byref(count), shaders)
    for shader in shaders[: count.value]:
        detach(program.glo, shader)


def _gl_function(name: str) -> Callable[..., Any] | None:
    """Return a GL function past moderngl, on Linux: either library leads to whatever context is current."""
    if not sys.platform.startswith("linux"):
        return None
    for library in ("libOpenGL.so.0", "libGL.so.1"):
        try:
            function: Callable[..., Any] = getattr(ctypes.CDLL(library), name)
        except (OSError, AttributeError):
            continue
        return function
    return None
