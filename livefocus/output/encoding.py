"""From pictures to an encoder through PyAV: planar YUV in BT.709, limited range, tagged so, with real time stamps."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from livefocus.frame import Picture, PixelFormat


def frame_rate(fps: float) -> Fraction:
    """Return a rate as containers write it; 30 where there is none."""
    return Fraction(fps or 30.0).limit_denominator(1001)


def add_video(
    container: OutputContainer,
    encoder: str,
    options: Mapping[str, str],
    size: tuple[int, int],
    fps: float,
    *,
    ticks_per_s: int,
    key_frame_every_s: float,
) -> VideoStream:
    """Add a video stream; an odd size becomes even. The encoder is not opened.

    Parameters
    ----------
    container
        Open for writing.
    encoder, options
        Its name in FFmpeg, and what it is told.
    size
        `(width, height)` of the pictures, in pixels.
    fps
        Pictures a second, or 0 where that is not known.
    ticks_per_s
        Time base of the frames that will be encoded.
    key_frame_every_s
        A picture that needs no other comes at least so often.
    """
    rate = frame_rate(fps)
    stream = cast(VideoStream, container.add_stream(encoder, rate=rate, options=dict(options)))
    stream.width, stream.height = (each + each % 2 for each in size)
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = stream.time_base = Fraction(1, ticks_per_s)
    context.gop_size = max(round(key_frame_every_s * float(rate)), 1)
    context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
    context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return stream


def yuv_of(picture: Picture) -> VideoFrame:
    """Return a picture as a planar YUV 4:2:0 frame, BT.709 limited; an odd edge is repeated to make sizes even."""
    width, height = picture.size
    if picture.format is PixelFormat.NV12:
        frame = VideoFrame.from_ndarray(picture.data.reshape(height * 3 // 2, width), format="nv12")
        return frame.reformat(format="yuv420p")
    rgb = picture.rgb()
    if width % 2 or height % 2:
        rgb = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    frame = VideoFrame.from_ndarray(rgb, format="rgb24")
    return frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)


def reason_of(error: Exception) -> str:
    """Return why FFmpeg failed, without the name of the place, which may hold a secret."""
    return str(getattr(error, "strerror", None) or error)
