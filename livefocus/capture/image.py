"""A picture file as a source of one frame. Leaves to others: showing it again and again while focus moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livefocus import heif
from livefocus.capture.opencv_log import quiet_opencv
from livefocus.capture.source import SourceInfo
from livefocus.errors import SourceError
from livefocus.frame import Frame
from livefocus.opencv import cv2
from livefocus.timing import Clock, SystemClock

SUFFIXES = frozenset(
    {".avif", ".bmp", ".dib", ".jp2", ".jpe", ".jpeg", ".jpg", ".pbm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff"}
    | {".webp"}
    | heif.SUFFIXES
)
"""What is taken for a picture by its name; everything else is tried as a clip."""
PNG_HEAD, PNG_END = b"\x89PNG", b"IEND"
PNG_END_WITHIN = 4096
"""Looked for before decoding, because libpng prints its own complaint about a cut-off file."""


def read_image(path: Path) -> NDArray[np.uint8]:
    """Read a picture of any depth and number of channels as 8-bit RGB.

    The orientation a camera wrote is applied, alpha is dropped, 16 bits a channel are brought to 8.

    Returns
    -------
    NDArray[np.uint8]
        `(height, width, 3)`, sRGB, top row first.

    Raises
    ------
    SourceError
        It cannot be read, or is not a picture.
    """
    try:
        data = np.fromfile(path, np.uint8)  # OpenCV's own file reader stumbles over non-ASCII names on Windows
    except OSError as error:
        raise SourceError(f"cannot read {path} ({error.strerror or error})", "check the name and its rights") from error
    if data[: len(PNG_HEAD)].tobytes() == PNG_HEAD and PNG_END not in data[-PNG_END_WITHIN:].tobytes():
        raise SourceError(f"{path} is cut off", "get the whole file")
    quiet_opencv()
    try:
        pixels = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except cv2.error as error:
        raise SourceError(f"{path} is a picture that cannot be decoded ({error.err})", "save it again") from error
    if pixels is None:
        raise SourceError(f"{path} is not a picture, or damaged", "give a PNG, JPEG, WebP, TIFF or BMP file")
    rgb: NDArray[np.uint8] = np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    return rgb


class ImageSource:
    """One frame, then the end.

    Parameters
    ----------
    path
        Picture file.
    clock
        For `captured_at_s`.
    """

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self._path = path
        self._clock = clock or SystemClock()
        self._pixels: NDArray[np.uint8] | None = None
        self._inverse_depth: NDArray[np.float32] | None = None
        self._sequence = 0
        self._given = False

    def open(self) -> SourceInfo:
        """Read the file; raises `SourceError`."""
        if self._path.suffix.lower() in heif.SUFFIXES:
            found = heif.read_heif(self._path, SourceError)
            self._pixels, self._inverse_depth = found.pixels, found.inverse_depth
        else:
            self._pixels, self._inverse_depth = read_image(self._path), None
        self._given = False
        height, width, _ = self._pixels.shape
        has_depth = self._inverse_depth is not None
        return SourceInfo(self._path.name, (width, height), 0.0, frame_count=1, has_depth=has_depth)

    def read(self) -> Frame | None:
        """Return the picture once, then None."""
        if self._pixels is None:
            raise SourceError(f"{self._path.name} is not open")
        if self._given:
            return None
        self._given = True
        now_s = self._clock.now_s()
        frame = Frame(self._pixels, now_s, self._sequence, float(self._sequence), self._inverse_depth)
        self._sequence += 1
        return frame

    def rewind(self) -> None:
        """Make the picture due again, one second later on its own clock."""
        self._given = False

    def close(self) -> None:
        """Let the pixels go."""
        self._pixels = None
