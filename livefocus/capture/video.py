"""A clip as a source: decoded with its true time stamps, turned upright, in square pixels, as RGB.

Leaves to others: waiting until a frame is due (`pacing`), sound (ignored), tone mapping of HDR (not done).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from av.video.stream import VideoStream
from numpy.typing import NDArray

from livefocus.capture.source import SourceInfo
from livefocus.errors import SourceError
from livefocus.frame import Frame
from livefocus.timing import Clock, SystemClock

FALLBACK_FPS = 25.0
"""For files that do not know their own rate (raw streams, some GIFs)."""
HD_HEIGHT = 720
"""From here up an untagged clip is taken for BT.709, below for BT.601, as players do; swscale takes 601 for all."""
UNSPECIFIED = 2
"""What FFmpeg calls a colour matrix nobody wrote down."""
MOST_UNSQUARE = 1.13
"""Pixels less oblong than this (the 4:3 formats of standard definition: 8:9 to 12:11) are left as they are, as most
programs do: making them square would soften every one. Anamorphic clips (HDV, widescreen DV) are made square."""
MOST_THREADS = 4
"""Each holds pictures of its own. On two cores a noisy 720p clip came at 55 pictures a second with one thread and 107
with two, at the same processor time each."""
MOST_MISSING_S = 0.25
MOST_MISSING_SHARE = 0.02
"""A clip that ends earlier than it says, by more than both, was cut off; containers round their lengths."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the decoded pictures of a clip become frames.

    Attributes
    ----------
    decoded_size
        `(width, height)` to scale to before turning: square pixels, and one size for the whole clip.
    quarter_turns
        Anticlockwise, as `numpy.rot90` takes them.
    """

    decoded_size: tuple[int, int]
    quarter_turns: int

    @property
    def size(self) -> tuple[int, int]:
        """`(width, height)` of the frames."""
        width, height = self.decoded_size
        return (height, width) if self.quarter_turns % 2 else (width, height)


def layout_of(first: VideoFrame, pixel_aspect: float) -> Layout:
    """Return the layout a clip has by its first picture and the shape of its pixels (width over height)."""
    width = first.width
    if not 1 / MOST_UNSQUARE <= pixel_aspect <= MOST_UNSQUARE:
        width = max(2 * round(width * pixel_aspect / 2), 2)
    return Layout((width, first.height), round(first.rotation / 90) % 4)


def rgb_of(picture: VideoFrame, layout: Layout) -> NDArray[np.uint8]:
    """Return a decoded picture of any pixel format as RGB `(height, width, 3)`, sRGB, alpha dropped."""
    width, height = layout.decoded_size
    matrix = picture.colorspace
    if matrix == UNSPECIFIED:
        matrix = Colorspace.ITU709 if picture.height >= HD_HEIGHT else Colorspace.ITU601
    try:
        rgb = picture.reformat(
            width,
            height,
            "rgb24",
            src_colorspace=matrix,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.BICUBIC,  # of chroma, and where pixels are not square
            threads=1,
        ).to_ndarray()
    except (FFmpegError, ValueError) as error:
        kind = f"{picture.format.name}, matrix {matrix}"
        raise SourceError(f"pictures of this kind cannot be shown ({kind})", "convert the clip to yuv420p") from error
    turned: NDArray[np.uint8] = np.ascontiguousarray(np.rot90(rgb, layout.quarter_turns), dtype=np.uint8)
    return turned


class VideoSource:
    """The frames of a clip, in order.

    Parameters
    ----------
    path
        The clip.
    strict
        Offline: a clip that is damaged or cut off is an error that says how far it got. Live it is skipped over, and
        the place where nothing more comes is the end.
    clock
        For `captured_at_s`.
    """

    def __init__(self, path: Path, *, strict: bool = False, clock: Clock | None = None) -> None:
        self._path = path
        self._strict = strict
        self._clock = clock or SystemClock()
        self._container: av.container.InputContainer | None = None
        self._pictures: Iterator[VideoFrame] = iter(())
        self._layout = Layout((0, 0), 0)
        self._frame_duration_s = 1 / FALLBACK_FPS
        self._duration_s: float | None = None
        self._sequence = 0
        self._round_starts_at_s = 0.0  # media time at which this round of a loop began
        self._first_stamp_s: float | None = None
        self._last_media_time_s: float | None = None
        self._last_duration_s = 0.0

    def open(self) -> SourceInfo:
        """Open the clip and decode its first picture; raises `SourceError`."""
        stream = self._start()
        try:
            first = next(self._pictures, None)
        except FFmpegError as error:
            raise self._unreadable(error) from error
        if first is None:
            raise SourceError(f"{self._path} has no pictures", "give another clip")
        self._pictures = _chain(first, self._pictures)
        self._layout = layout_of(first, float(stream.sample_aspect_ratio or 1))
        fps = float(stream.average_rate or stream.guessed_rate or FALLBACK_FPS)
        self._frame_duration_s = 1 / fps
        return SourceInfo(self._path.name, self._layout.size, fps, frame_count=stream.frames or None)

    def read(self) -> Frame | None:
        """Return the next frame, None at the end.

        Raises
        ------
        SourceError
            Where the clip is damaged or cut off and `strict`.
        """
        try:
            picture = next(self._pictures, None)
        except FFmpegError as error:
            raise self._damaged(str(error.strerror)) from error
        if picture is None:
            self._check_length()
            return None
        media_time_s = self._media_time_s(picture)
        frame = Frame(rgb_of(picture, self._layout), self._clock.now_s(), self._sequence, media_time_s)
        self._sequence += 1
        return frame

    def rewind(self) -> None:
        """Start again; the first frame comes one frame's length after the last one."""
        if self._last_media_time_s is not None:
            self._round_starts_at_s = self._last_media_time_s + self._frame_duration_s
        self._start()

    def close(self) -> None:
        """Close the file."""
        if self._container is not None:
            self._container.close()
        self._container = None
        self._pictures = iter(())

    def _start(self) -> VideoStream:
        self.close()
        try:
            container = av.open(str(self._path), metadata_errors="replace")
        except (FFmpegError, OSError) as error:
            raise self._unreadable(error) from error
        self._container = container
        stream = next((each for each in container.streams.video if not _is_cover(each)), None)
        if stream is None:
            self.close()
            raise SourceError(f"{self._path} holds no video", "give a clip or a picture")
        stream.thread_type = "AUTO"
        stream.thread_count = min(os.cpu_count() or 1, MOST_THREADS)
        self._duration_s = _promised_duration_s(container, stream)
        self._first_stamp_s = None
        self._pictures = self._decode(container, stream)
        return stream

    def _decode(self, container: av.container.InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
        """Decode picture by picture; live, what does not decode is passed over, and a file that breaks off ends."""
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
                pictures = packet.decode() if packet is not None else None
            except FFmpegError:
                if self._strict:
                    raise
                continue  # where it was `demux` that failed, it has nothing more to give
            if pictures is None:
                return
            yield from pictures

    def _media_time_s(self, picture: VideoFrame) -> float:
        """Return a time stamp that starts at 0 with the clip and always rises."""
        stamp_s = picture.time
        if stamp_s is not None and self._first_stamp_s is None:
            self._first_stamp_s = stamp_s
        last_s = self._last_media_time_s
        next_s = self._round_starts_at_s if last_s is None else last_s + self._frame_duration_s
        media_time_s = next_s if stamp_s is None else self._round_starts_at_s + stamp_s - (self._first_stamp_s or 0.0)
        if last_s is not None and media_time_s <= last_s:
            media_time_s = next_s
        self._last_media_time_s = media_time_s
        lasts_s = float(picture.duration * picture.time_base) if picture.duration and picture.time_base else 0.0
        self._last_duration_s = max(lasts_s, self._frame_duration_s)  # a last picture may be held for long
        return media_time_s

    def _check_length(self) -> None:
        if not self._strict or self._duration_s is None or self._last_media_time_s is None:
            return
        seen_s = self._last_media_time_s - self._round_starts_at_s + self._last_duration_s
        if self._duration_s - seen_s > max(MOST_MISSING_S, MOST_MISSING_SHARE * self._duration_s):
            raise self._damaged(f"it is cut off, of {self._duration_s:.2f} s")

    def _damaged(self, reason: str) -> SourceError:
        seen_s = (self._last_media_time_s or 0.0) - self._round_starts_at_s
        return SourceError(
            f"{self._path} is damaged after frame {self._sequence} ({seen_s:.2f} s; {reason})",
            "get the whole file, or cut the clip there",
        )

    def _unreadable(self, error: OSError | FFmpegError) -> SourceError:
        reason = error.strerror or str(error)
        return SourceError(f"cannot read {self._path} as a clip ({reason})", "is it a video file, and whole?")


def _promised_duration_s(container: av.container.InputContainer, stream: VideoStream) -> float | None:
    """Return how long the file says its pictures last; the whole file counts only where it holds nothing else."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration and len(container.streams) == 1:
        return container.duration / av.time_base
    return None


def _is_cover(stream: VideoStream) -> bool:
    """Whether it is only the picture on the sleeve of a piece of music."""
    return bool(stream.disposition & Disposition.attached_pic)


def _chain(first: VideoFrame, rest: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    yield first
    yield from rest
