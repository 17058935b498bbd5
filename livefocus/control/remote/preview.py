"""Small pictures for whoever watches from a browser: compressed on the server's thread, once for all who watch."""

from __future__ import annotations

import asyncio

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
    """

    def __init__(self) -> None:
        self.watchers = 0
        self._waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._picture: Picture | None = None
        self._jpeg = b""
        self._jpeg_of: Picture | None = None

    def attach(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Say which loop waits (None: none any more)."""
        self._loop = loop

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a picture: a page that is hidden, or has not drawn the last one yet, does not."""
        return self._waiting > 0

    def offer(self, picture: Picture) -> None:
        """Take a picture (RGB24). Called on the main thread; never waits."""
        self._picture = picture
        loop = self._loop
        if loop is not None:
            try:
                loop.call_soon_threadsafe(self._wake)
            except RuntimeError:  # the loop was closed this moment
                self._loop = None

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def next_jpeg(self) -> bytes:
        """Wait for a picture newer than any before and return it compressed."""
        self._waiting += 1
        try:
            await self._news.wait()
        finally:
            self._waiting -= 1
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
