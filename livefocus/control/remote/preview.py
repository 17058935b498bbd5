"""Small pictures for whoever watches from a browser: compressed on the server's thread, once for all who watch."""

from __future__ import annotations

from livefocus.control.remote.bell import Bell
from livefocus.frame import Picture
from livefocus.opencv import cv2

JPEG_QUALITY = 72
MOST_WATCHERS = 6


class PreviewBox:
    """Takes pictures from the main thread and lets tasks of the server's loop wait for the next one.

    Attributes
    ----------
    watchers
        How many watch.
    bell
        Rings with each picture.
    """

    def __init__(self) -> None:
        self.watchers = 0
        self.bell = Bell()
        self._picture: Picture | None = None
        self._jpeg = b""
        self._jpeg_of: Picture | None = None

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a picture: a page that is hidden, or has not drawn the last one yet, does not."""
        return self.bell.waiting > 0

    def offer(self, picture: Picture) -> None:
        """Take a picture (RGB24). Called on the main thread; never waits."""
        self._picture = picture
        self.bell.ring()

    async def next_jpeg(self) -> bytes:
        """Wait for a picture newer than any before and return it compressed."""
        await self.bell.wait()
        picture = self._picture
        if picture is not None and picture is not self._jpeg_of:
            self._jpeg, self._jpeg_of = jpeg_of(picture), picture
        return self._jpeg


def jpeg_of(picture: Picture) -> bytes:
    """Compress a small RGB24 picture: about a millisecond.

    Raises
    ------
    LivefocusError
        OpenCV cannot be loaded here.
    """
    _, data = cv2.imencode(
        ".jpg", cv2.cvtColor(picture.rgb(), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    return data.tobytes()
