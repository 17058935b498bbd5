"""Pictures as files: a folder of numbered PNGs, or one still. Every picture as it is, for eyes and for other tools."""

from __future__ import annotations

from pathlib import Path

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.opencv import cv2

COMPRESSION = 1
"""Of 0…9: at 720p 9 takes ten times as long for a tenth less."""
STILL_SUFFIXES = frozenset({".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
QUALITY = 95
"""Of a JPEG or WebP still."""


class StillsSink:
    """Writes `000000.png`, `000001.png`, … by the picture's sequence number.

    Parameters
    ----------
    folder
        Made where it is missing; what is in it is overwritten where the number is the same.
    """

    def __init__(self, folder: Path) -> None:
        self.name = f"png:{folder}"
        self._folder = folder

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:  # noqa: ARG002
        """Return RGB: nothing is lost."""
        return (PixelFormat.RGB24,)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:  # noqa: ARG002
        """Make the folder and see that it can be written to; raises `SinkError`."""
        probe = self._folder / ".livefocus"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            probe.touch()
            probe.unlink()
        except OSError as error:
            reason = f"cannot write to the folder {self._folder} ({error.strerror})"
            raise SinkError(reason, "give another one") from error

    def send(self, picture: Picture) -> None:
        """Write one picture; raises `SinkError` (disk full, folder gone)."""
        write_still(picture, self._folder / f"{picture.sequence:06d}.png")

    def close(self) -> None:
        """Do nothing: every file is whole already."""


class StillSink:
    """Writes one still; a later picture replaces it.

    Parameters
    ----------
    path
        Its suffix says the format (`STILL_SUFFIXES`).
    """

    def __init__(self, path: Path) -> None:
        self.name = f"png:{path}"
        self._path = path

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:  # noqa: ARG002
        """Return RGB: nothing is lost before the file's own compression."""
        return (PixelFormat.RGB24,)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:  # noqa: ARG002
        """See that the file can be written, leaving one that is there alone; raises `SinkError`."""
        was_there = self._path.exists()
        try:
            self._path.open("ab").close()
            if not was_there:
                self._path.unlink()
        except OSError as error:
            raise SinkError(f"cannot write {self._path} ({error.strerror})", "choose another path") from error

    def send(self, picture: Picture) -> None:
        """Write the picture; raises `SinkError`."""
        write_still(picture, self._path)

    def close(self) -> None:
        """Do nothing: the file is whole already."""


def write_still(picture: Picture, path: Path) -> None:
    """Write an RGB picture to a file of the format its suffix says; raises `SinkError`."""
    suffix = path.suffix.lower()
    options = {
        ".png": [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION],
        ".webp": [cv2.IMWRITE_WEBP_QUALITY, QUALITY],
        ".jpg": [cv2.IMWRITE_JPEG_QUALITY, QUALITY],
        ".jpeg": [cv2.IMWRITE_JPEG_QUALITY, QUALITY],
    }
    bgr = cv2.cvtColor(picture.rgb(), cv2.COLOR_RGB2BGR)
    try:
        good, data = cv2.imencode(suffix, bgr, options.get(suffix, []))
    except cv2.error as error:
        raise SinkError(f"no still can be written as '{path.suffix}'", "end the name in .png or .jpg") from error
    if not good:
        raise SinkError(f"a picture of {picture.size[0]}×{picture.size[1]} cannot be written as {path.suffix}")
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise SinkError(f"cannot write {path} ({error.strerror})", "is the disk full?") from error
