"""Syphon: pictures to other programs on a Mac without leaving the GPU's reach, through syphon-python and Metal.

Written from the library's own examples; **not yet run on macOS**.
"""

from __future__ import annotations

import sys
from typing import Any

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.sharing import SharingSink, rgba_of

LET_THROUGH_S = 0.001
"""So long the system's notifications are let through after each picture: by them others find Syphon's servers."""


class SyphonSink(SharingSink):
    """Shares by Syphon; see `SharingSink`."""

    kind = "syphon"

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._server: Any = None
        self._texture: Any = None
        self._copy: Any = None
        self._foundation: Any = None

    def _start(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:  # noqa: ARG002
        if sys.platform != "darwin":
            raise SinkError("Syphon is for macOS alone", "take spout on Windows; ndi or stream:udp://… everywhere")
        library, raw = self._load("syphon"), self._load("syphon.utils.raw")
        self._foundation = self._load("Foundation")
        self._copy = raw.copy_bytes_to_mtl_texture
        self._server = library.SyphonMetalServer(self._shown_name)
        self._texture = raw.create_mtl_texture(self._server.device, *size)

    def _publish(self, picture: Picture) -> bool:
        self._copy(rgba_of(picture).tobytes(), self._texture)
        self._server.publish_frame_texture(self._texture, is_flipped=True)  # Syphon's rows begin at the bottom
        soon = self._foundation.NSDate.dateWithTimeIntervalSinceNow_(LET_THROUGH_S)
        self._foundation.NSRunLoop.currentRunLoop().runUntilDate_(soon)
        return True

    def _stop(self) -> None:
        server, self._server, self._texture = self._server, None, None
        if server is not None:
            server.stop()
