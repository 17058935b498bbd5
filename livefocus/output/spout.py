"""Spout: pictures to other programs on a Windows machine without leaving the GPU's reach, through SpoutGL.

Written from the library's own examples; **not yet run on Windows**.
"""

from __future__ import annotations

import sys
from typing import Any

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.sharing import SharingSink, rgba_of


class SpoutSink(SharingSink):
    """Shares by Spout; see `SharingSink`."""

    kind = "spout"

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._sender: Any = None
        self._rgba: int = 0

    def _start(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:  # noqa: ARG002
        if sys.platform != "win32":
            raise SinkError("Spout is for Windows alone", "take syphon on macOS; ndi or stream:udp://… everywhere")
        library = self._load("SpoutGL")
        self._rgba = self._load("SpoutGL.enums").GL_RGBA
        self._sender = library.SpoutSender()
        if not self._sender.setSenderName(self._shown_name):
            raise SinkError(f"Spout does not take the name '{self._shown_name}'", "give another, as spout:NAME")

    def _publish(self, picture: Picture) -> bool:
        width, height = picture.size
        is_upside_down, frame_buffer = False, 0  # Direct3D's rows begin at the top, as ours do
        if not self._sender.sendImage(rgba_of(picture), width, height, self._rgba, is_upside_down, frame_buffer):
            return False
        self._sender.setFrameSync(self._shown_name)
        return True

    def _stop(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.releaseSender()
