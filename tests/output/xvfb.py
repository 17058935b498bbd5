"""A screen that nobody sees, for testing the window: Xvfb, its pixels, and a hand on its keyboard and mouse."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NEEDED = ("Xvfb", "xdotool")


def missing_programs() -> list[str]:
    """What is not installed of what is needed."""
    return [program for program in NEEDED if shutil.which(program) is None]


class Screen:
    """One running Xvfb.

    Attributes
    ----------
    display
        As in `DISPLAY`.
    """

    def __init__(self, display: str, pixels_file: Path) -> None:
        self.display = display
        self._pixels_file = pixels_file

    def picture(self) -> NDArray[np.uint8]:
        """What is on the screen now, RGB `(height, width, 3)`; Xvfb keeps it in a file in xwd's format."""
        data = self._pixels_file.read_bytes()
        header = np.frombuffer(data, ">u4", 25)
        width, height, bytes_per_line, colours = (int(header[at]) for at in (4, 5, 12, 19))
        start = int(header[0]) + colours * 12
        rows = np.frombuffer(data, np.uint8, height * bytes_per_line, start).reshape(height, bytes_per_line)
        return rows[:, : width * 4].reshape(height, width, 4)[..., 2::-1].copy()

    def hand(self, *command: str) -> str:
        """Run xdotool on this screen."""
        done = subprocess.run(
            ["xdotool", *command], env={"DISPLAY": self.display}, capture_output=True, text=True, timeout=20, check=True
        )
        return done.stdout.strip()

    def ask_to_close(self, window: int) -> None:
        """Do what a window manager's close button does: send WM_DELETE_WINDOW (Xvfb has no window manager)."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x11.XOpenDisplay(self.display.encode()))
        assert display, "no connection to Xvfb"
        protocols, delete = (x11.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
        event = _ClientMessage(kind=33, window=window, message_type=protocols, format=32, data=(delete, 0, 0, 0, 0))
        x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
        x11.XCloseDisplay(display)


class _ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, as long as its XEvent."""

    _fields_ = (
        ("kind", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 12),
    )


@contextmanager
def screen(folder: Path, size: tuple[int, int] = (1280, 800)) -> Iterator[Screen]:
    """Start Xvfb on a free display and stop it again."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size[0]}x{size[1]}x24", "-fbdir", str(folder), "-noreset"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            number = server.stdout.readline().strip()
            assert number, "Xvfb did not start"
            pixels_file = folder / "Xvfb_screen0"
            wait_until(pixels_file.exists)
            yield Screen(f":{number}", pixels_file)
        finally:
            server.terminate()


def wait_until(condition: object, timeout_s: float = 20.0) -> None:
    """Wait for something another process does."""
    assert callable(condition)
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s, "waited too long"
        time.sleep(0.02)
