"""A video file, through PyAV: H.264 or VP9, BT.709 in limited range and tagged so, with the pictures' own time stamps.

Live, an MP4 grows in fragments, so that even a killed program leaves a file that plays; offline the index goes to the
front and the same pictures give the same bytes. There is no sound. Leaves to others: threads, making NV12.
"""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
from av.error import FFmpegError
from av.video.stream import VideoStream

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.encoders import OFFLINE_THREADS, choose, options_of
from livefocus.output.encoding import add_video, frame_rate, reason_of, yuv_of
from livefocus.output.sink import nv12_first

TICKS_PER_S = 60_000
"""Time base: exact for 24, 25, 30, 50, 60, 29.97 and 59.94 a second; MPEG-4 takes no finer one than 65 535."""
KEY_FRAME_EVERY_S = 2.0
"""Also how much of a recording a crash may cost."""


class Disk:
    """The file FFmpeg writes through: remembers the first error instead of letting FFmpeg see it.

    FFmpeg 8 and PyAV 18 crash where the head of an MP4 could not be written and its end is written all the same.

    Attributes
    ----------
    name
        Path of the file, by which FFmpeg opens it again to move the index to the front.
    error
        The first thing that went wrong.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.error: OSError | None = None
        self._file = path.open("wb", buffering=0)

    def write(self, data: bytes) -> int:
        """Write all of it, or remember why not."""
        left = memoryview(data)
        try:
            while left and self.error is None:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.error = error
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a place, as files do."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class RecorderSink:
    """Writes a video file.

    Parameters
    ----------
    path
        `.mp4`, `.mov`, `.mkv` (H.264) or `.webm` (VP9). An existing file is replaced; a second `open` of the same
        sink (after a failure) goes on in `NAME-2.mp4`, so that nothing recorded is lost.
    offline
        Better quality, and the same bytes for the same pictures.

    Attributes
    ----------
    path
        The file being written.
    dropped
        Pictures left out because their time did not rise.
    """

    def __init__(self, path: Path, *, offline: bool = False, encoders: tuple[str, ...] | None = None) -> None:
        self.name = f"file:{path}"
        self.path = path
        self.dropped = 0
        self._asked_path = path
        self._offline = offline
        self._encoders = encoders
        self._opened = 0
        self._container: av.container.OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._disk: Disk | None = None
        self._size = (0, 0)
        self._frame_ticks = 0
        self._first_s: float | None = None
        self._last_tick = -1

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        """Return NV12 before RGB."""
        return nv12_first(size)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Create the file, so that a wrong path shows before the show; raises `SinkError`."""
        self.close()
        container, encoder = choose(self._asked_path, self._encoders)
        if pixel_format not in self.formats(size):
            raise SinkError(f"{self.name} takes no {pixel_format.value} of {size[0]}×{size[1]}")
        self._opened += 1
        path = self._asked_path
        self.path = path if self._opened == 1 else path.with_stem(f"{path.stem}-{self._opened}")
        self._check_writable()
        try:
            self._disk = Disk(self.path)
            self._container = av.open(self._disk, "w", format=container, options=self._muxer_options(container))
            self._stream = self._add_stream(self._container, encoder, size, fps)
            self._stream.codec_context.open()  # an encoder that refuses does it now, not at the first picture
        except (FFmpegError, OSError, ValueError) as error:
            self._abandon()
            raise SinkError(f"cannot record to {self.path} ({reason_of(error)})") from error
        self._size = size
        self._first_s, self._last_tick = None, -1

    def send(self, picture: Picture) -> None:
        """Encode one picture; one whose time does not rise is left out. Raises `SinkError`."""
        if self._container is None or self._stream is None:
            raise SinkError(f"{self.name} is not open")
        if picture.size != self._size:
            raise SinkError(f"{self.name} cannot change size while recording", "start a new file")
        if self._first_s is None:
            self._first_s = picture.media_time_s
        tick = round((picture.media_time_s - self._first_s) * TICKS_PER_S)
        if tick <= self._last_tick:
            self.dropped += 1
            return
        self._last_tick = tick
        frame = yuv_of(picture)
        frame.pts, frame.time_base, frame.duration = tick, Fraction(1, TICKS_PER_S), self._frame_ticks
        try:
            self._container.mux(self._stream.encode(frame))
            self._check_disk()
        except (FFmpegError, OSError) as error:
            raise SinkError(f"cannot go on recording {self.path} ({reason_of(error)})", "is the disk full?") from error

    def close(self) -> None:
        """Finish the file; it is playable afterwards. Where nothing was recorded no file stays behind."""
        container, stream = self._container, self._stream
        if container is None:
            return
        if stream is None or self._last_tick < 0:
            self._abandon()
            return
        self._container = self._stream = None
        try:
            try:
                container.mux(stream.encode(None))
            finally:
                container.close()
            self._check_disk()
        except (FFmpegError, OSError) as error:
            raise SinkError(f"cannot finish {self.path} ({reason_of(error)})", "is the disk full?") from error
        finally:
            self._close_disk()

    def _abandon(self) -> None:
        """Leave no empty file behind."""
        if self._container is not None:
            self._container.close()
        self._container = self._stream = None
        self._close_disk()
        self.path.unlink(missing_ok=True)

    def _check_disk(self) -> None:
        if self._disk is not None and self._disk.error is not None:
            raise self._disk.error

    def _close_disk(self) -> None:
        if self._disk is not None:
            self._disk.close()
        self._disk = None

    def _check_writable(self) -> None:
        """Say in one line what FFmpeg would say in three words."""
        folder = self.path.parent
        if not folder.is_dir():
            raise SinkError(f"cannot record to {self.path}: there is no folder {folder}", "make it first")
        if self.path.is_dir():
            raise SinkError(f"cannot record to {self.path}: it is a folder", "give a file name")
        if not os.access(self.path if self.path.exists() else folder, os.W_OK):
            raise SinkError(f"cannot record to {self.path}: it may not be written to", "give another place")

    def _muxer_options(self, container: str) -> dict[str, str]:
        options = {"fflags": "+bitexact"}  # no version, no random identifiers
        if not self._offline:
            options["flush_packets"] = "1"  # what is recorded is on the disk, whatever happens next
        if container in ("mp4", "mov"):
            options["movflags"] = "+faststart" if self._offline else "+hybrid_fragmented"
        return options

    def _add_stream(
        self, container: av.container.OutputContainer, encoder: str, size: tuple[int, int], fps: float
    ) -> VideoStream:
        options = options_of(encoder, self._offline)
        stream = add_video(
            container,
            encoder,
            options,
            size,
            fps,
            ticks_per_s=TICKS_PER_S,
            key_frame_every_s=KEY_FRAME_EVERY_S,
        )
        stream.codec_context.thread_count = OFFLINE_THREADS if self._offline else 0
        self._frame_ticks = round(TICKS_PER_S / frame_rate(fps))
        return stream
