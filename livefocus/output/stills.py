"""A folder of numbered PNG files: every picture as it is, for looking at and for other tools."""

from __future__ import annotations

from pathlib import Path

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.opencv import cv2

COMPRESSION = 1
"""Of 0…9: at 720p 9 takes ten times as long for a tenth less."""


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
        bgr = cv2.cvtColor(picture.rgb(), cv2.COLOR_RGB2BGR)
        good, data = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, COMPRESSION])
        if not good:
            raise SinkError(f"a picture of {picture.size[0]}×{picture.size[1]} cannot be written as PNG")
        path = self._folder / f"{picture.sequence:06d}.png"
        try:
            path.write_bytes(data.tobytes())
        except OSError as error:
            raise SinkError(f"cannot write {path} ({error.strerror})", "is the disk full?") from error

    def close(self) -> None:
        """Do nothing: every file is whole already."""
