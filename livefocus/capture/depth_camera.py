"""What every depth camera has in common: colour and depth of one moment, depth in inverse metres without holes.

Each make of camera is one file that knows its maker's library and nothing else (`realsense.py`, `orbbec.py`, `oak.py`);
another one is added the same way, by an entry point in `livefocus.sources`.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefocus.capture.source import SourceInfo
from livefocus.errors import SourceError, SourceLostError
from livefocus.frame import Frame
from livefocus.opencv import cv2
from livefocus.timing import Clock, SystemClock

UNIT_PER_M = 1.25
"""Inverse metres that one unit of inverse depth stands for: what looks take a unit for, so that 0.8 m is 1."""
WAIT_MS = 2000
"""A camera that has sent nothing for so long is lost."""
HOLES_AT = 4
"""Holes are filled at a fourth of the size."""
SHADOW_CELLS = 8
"""A shadow is seldom wider than so many cells, so that its far side is found at once."""
BEYOND = np.float32(1e9)
"""Stands for 'nothing measured' while holes are filled with the farthest of what is around them."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a camera saw at one moment.

    Attributes
    ----------
    pixels
        uint8 `(height, width, 3)`, RGB.
    depth
        uint16 `(rows, columns)` of the same view, 0 where nothing was measured.
    metre
        Metres one step of `depth` stands for.
    """

    pixels: NDArray[np.uint8]
    depth: NDArray[np.uint16]
    metre: float


class DepthCameraSource(ABC):
    """A depth camera as a source whose frames carry their own inverse depth.

    Parameters
    ----------
    text
        What stood behind the colon: a serial number, or empty for the first camera there is.
    """

    kind = ""
    """As in `--source`; also the extra that installs the library."""
    library = ""
    """The module of the maker's library."""

    def __init__(self, text: str = "", clock: Clock | None = None) -> None:
        self.serial = text
        self._clock = clock or SystemClock()
        self._sequence = 0
        self._first_at_s: float | None = None
        self._is_open = False

    @abstractmethod
    def start(self, library: Any) -> tuple[str, tuple[int, int], float]:
        """Start colour and aligned depth; returns the camera's name, the picture's size, and its rate."""

    @abstractmethod
    def look(self) -> Look | None:
        """Wait for the next moment, `WAIT_MS` at most; None where there was none."""

    @abstractmethod
    def stop(self) -> None:
        """Stop."""

    def open(self) -> SourceInfo:
        """Start the camera; raises `SourceError` where library or camera are not there."""
        try:
            library = importlib.import_module(self.library)
        except ImportError as error:
            raise SourceError(
                f"{self.kind} needs {self.library} ({error})", f"run `pip install 'livefocus[{self.kind}]'`"
            ) from error
        try:
            name, size, fps = self.start(library)
        except Exception as error:  # each maker's library throws what it likes
            raise SourceError(f"{self.kind} does not start ({error})", "is the camera plugged in and free?") from error
        self._is_open = True
        return SourceInfo(name, size, fps, live=True, has_depth=True)

    def read(self) -> Frame | None:
        """Return the next frame with its depth; raises `SourceLostError` where the camera went away."""
        if not self._is_open:
            raise SourceError(f"{self.kind} is not open", "call open() before read()")
        try:
            seen = self.look()
        except Exception as error:
            raise SourceLostError(f"{self.kind} is lost ({error})", "plug it in again") from error
        if seen is None:
            raise SourceLostError(f"{self.kind} has sent nothing for {WAIT_MS / 1000:.0f} s", "plug it in again")
        now_s = self._clock.now_s()
        self._first_at_s = now_s if self._first_at_s is None else self._first_at_s
        frame = Frame(
            np.ascontiguousarray(seen.pixels, np.uint8),
            now_s,
            self._sequence,
            now_s - self._first_at_s,
            inverse_depth_of(seen.depth, seen.metre),
        )
        self._sequence += 1
        return frame

    def rewind(self) -> None:  # noqa: B027 - nothing to do, for every camera
        """Do nothing: a camera has no beginning."""

    def close(self) -> None:
        """Stop the camera."""
        if self._is_open:
            self._is_open = False
            self.stop()


def inverse_depth_of(depth: NDArray[np.uint16], metre: float) -> NDArray[np.float32]:
    """Return inverse depth in units of `UNIT_PER_M`, its holes filled with the farthest of what is around them.

    A stereo camera sees less behind an edge than its colour camera does: what is missing there is background.
    """
    measured = depth > 0
    steps = np.maximum(depth, 1).astype(np.float32)
    inverse = np.float32(1.0 / (metre * UNIT_PER_M)) / steps
    if measured.all():
        return inverse
    inverse[~measured] = BEYOND
    return np.where(measured, inverse, _filled(inverse))


def _filled(inverse: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a map of the same size made of the farthest of what is around each pixel; 0 where nothing is at all."""
    height, width = inverse.shape
    rows, columns = -(-height // HOLES_AT), -(-width // HOLES_AT)
    padding = ((0, rows * HOLES_AT - height), (0, columns * HOLES_AT - width))
    whole = np.pad(inverse, padding, constant_values=BEYOND)
    small = np.ascontiguousarray(whole.reshape(rows, HOLES_AT, columns, HOLES_AT).min(axis=(1, 3)))
    reach = SHADOW_CELLS
    while (holes := small >= BEYOND).any() and reach <= max(rows, columns):
        around = np.asarray(cv2.erode(small, np.ones((2 * reach + 1,) * 2, np.uint8)), np.float32)
        small = np.where(holes, around, small)
        reach *= 2
    small = np.where(small >= BEYOND, np.float32(0.0), small)
    return np.repeat(np.repeat(small, HOLES_AT, axis=0), HOLES_AT, axis=1)[:height, :width]
