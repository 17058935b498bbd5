"""OpenGL with no driver at all: Mesa's off-screen software renderer as a plain library.

A Linux machine without a GPU may have no GL library either. OSMesa needs no display, no driver and no privilege; it
comes as Debian's `libosmesa6`, or inside a wheel. What it makes is an ordinary context for moderngl, current on the
thread that made it. Source: Mesa's `include/GL/osmesa.h`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from importlib import metadata
from pathlib import Path
from types import TracebackType

import numpy as np

from livefocus.errors import GraphicsMissingError

WHEELS = ("lavavu-osmesa",)
"""Packages whose Linux wheels carry libOSMesa (and the LLVM it needs) beside them."""

FORMAT, RGBA, UNSIGNED_BYTE = 0x22, 0x1908, 0x1401
DEPTH_BITS, PROFILE, CORE_PROFILE = 0x30, 0x33, 0x34
MAJOR_VERSION, MINOR_VERSION = 0x36, 0x37
SURFACE_SIZE = (16, 16)
"""Of the default framebuffer, which nothing draws to: everything is drawn to textures."""


class OffscreenMesa:
    """A GL 3.3 core context of OSMesa, in the shape moderngl asks of a context.

    Raises
    ------
    GraphicsMissingError
        There is no libOSMesa, or it makes no such context.
    """

    mode = "standalone"

    def __init__(self) -> None:
        self._library = _load_library()
        wish = (FORMAT, RGBA, DEPTH_BITS, 0, PROFILE, CORE_PROFILE, MAJOR_VERSION, 3, MINOR_VERSION, 3, 0)
        self._handle = self._library.OSMesaCreateContextAttribs((ctypes.c_int * len(wish))(*wish), None)
        if not self._handle:
            raise GraphicsMissingError("OSMesa makes no OpenGL 3.3 core context", "update it")
        self._surface = np.zeros((*SURFACE_SIZE, 4), np.uint8)
        self.enter()

    def load_opengl_function(self, name: str) -> int:
        """Return a function's address, 0 where there is none."""
        return int(self._library.OSMesaGetProcAddress(name.encode("ascii")) or 0)

    def enter(self) -> None:
        """Make it current on this thread."""
        width, height = SURFACE_SIZE
        surface = self._surface.ctypes.data_as(ctypes.c_void_p)
        if not self._library.OSMesaMakeCurrent(self._handle, surface, UNSIGNED_BYTE, width, height):
            raise GraphicsMissingError("OSMesa's context cannot be made current")

    def exit(self) -> None:
        """Let go of this thread."""
        self._library.OSMesaMakeCurrent(None, None, UNSIGNED_BYTE, 0, 0)

    def release(self) -> None:
        """Destroy it; harmless a second time."""
        if self._handle:
            self._library.OSMesaDestroyContext(self._handle)
            self._handle = None

    def __enter__(self) -> OffscreenMesa:
        """Make it current."""
        self.enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of this thread."""
        self.exit()


def _load_library() -> ctypes.CDLL:
    """Find libOSMesa: the system's, else a wheel's."""
    if not sys.platform.startswith("linux"):
        raise GraphicsMissingError("OSMesa is only looked for on Linux")
    reason = "there is no libOSMesa"
    for load in (_load_from_system, _load_from_wheel):
        try:
            return _declare(load())
        except (OSError, AttributeError, metadata.PackageNotFoundError) as error:
            reason = str(error) or reason
    raise GraphicsMissingError(f"there is no OSMesa ({reason})")


def _load_from_system() -> ctypes.CDLL:
    name = ctypes.util.find_library("OSMesa")
    if name is None:
        raise OSError("the system has no libOSMesa")
    return ctypes.CDLL(name)


def _load_from_wheel() -> ctypes.CDLL:
    """Load the library a wheel carries, after the ones it leans on: a wheel's own libraries are on no search path."""
    for package in WHEELS:
        files = [Path(str(file.locate())) for file in metadata.files(package) or [] if ".libs/" in str(file)]
        mesa = [file for file in files if file.name.startswith("libOSMesa")]
        waiting = [file for file in files if file not in mesa]
        while waiting:
            left = [file for file in waiting if not _loads(file)]
            if len(left) == len(waiting):
                break
            waiting = left
        if mesa:
            return ctypes.CDLL(str(mesa[0]))
    raise OSError("no wheel carries libOSMesa")


def _loads(file: Path) -> bool:
    try:
        ctypes.CDLL(str(file), mode=ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def _declare(library: ctypes.CDLL) -> ctypes.CDLL:
    library.OSMesaCreateContextAttribs.restype = ctypes.c_void_p
    library.OSMesaCreateContextAttribs.argtypes = [ctypes.POINTER(ctypes.c_int), ctypes.c_void_p]
    library.OSMesaGetProcAddress.restype = ctypes.c_void_p
    library.OSMesaGetProcAddress.argtypes = [ctypes.c_char_p]
    library.OSMesaMakeCurrent.restype = ctypes.c_ubyte
    library.OSMesaMakeCurrent.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_int]
    library.OSMesaDestroyContext.argtypes = [ctypes.c_void_p]
    library.OSMesaDestroyContext.restype = None
    return library
