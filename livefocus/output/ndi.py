"""NDI: pictures to other machines on the network, found by name, through cyndilib (which brings NDI's library).

What an NDI receiver takes YUV for depends on its size alone: BT.601 up to 720×576, BT.2020 beyond 1920×1080. Ours is
BT.709, so NV12 is sent between the two, and RGB, which NDI converts itself, below and above.

NDI® is a registered trademark of Vizrt NDI AB.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from livefocus.frame import Picture, PixelFormat
from livefocus.output.sharing import SharingSink, rgba_of
from livefocus.output.sink import nv12_first

LARGEST_SD, LARGEST_HD = (720, 576), (1920, 1080)


class NdiSink(SharingSink):
    """Sends over NDI; see `SharingSink`."""

    kind = "ndi"

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._sender: Any = None

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        """Return NV12 before RGB where receivers take it for what it is, else RGB."""
        is_sd, is_hd = (size[0] <= most[0] and size[1] <= most[1] for most in (LARGEST_SD, LARGEST_HD))
        return nv12_first(size) if is_hd and not is_sd else (PixelFormat.RGB24,)

    def _start(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        sender, frames = self._load("cyndilib.sender"), self._load("cyndilib.video_frame")
        four_cc = self._load("cyndilib.wrapper.ndi_structs").FourCC
        frame = frames.VideoSendFrame()
        frame.set_resolution(*size)
        frame.set_frame_rate(Fraction(fps).limit_denominator(1001))
        frame.set_fourcc(four_cc.NV12 if pixel_format is PixelFormat.NV12 else four_cc.RGBX)
        self._sender = sender.Sender(self._shown_name, clock_video=False)  # the show has a clock of its own
        self._sender.set_video_frame(frame)
        self._sender.open()

    def _publish(self, picture: Picture) -> bool:
        # a copy, for cyndilib takes no array that is read only
        data = picture.data.copy() if picture.format is PixelFormat.NV12 else rgba_of(picture).reshape(-1)
        return bool(self._sender.write_video(data))

    def _stop(self) -> None:
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.close()
