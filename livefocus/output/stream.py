"""A stream to another machine, through PyAV: H.264 without delay, key frames often, the pictures' own time stamps.

SRT goes by way of `relay`. There is no sound. A peer that vanishes without a word (a pulled cable) is given up: over
SRT after five seconds, over RTMP and TCP when what the system holds back for it is full and has not moved for four.
"""

from __future__ import annotations

from fractions import Fraction

import av
from av.codec.context import Flags
from av.error import FFmpegError
from av.video.stream import VideoStream

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.encoders import available
from livefocus.output.encoding import add_video, reason_of, yuv_of
from livefocus.output.relay import Relay
from livefocus.output.sink import nv12_first
from livefocus.output.stream_address import DATAGRAM_BYTES, SILENT_US, parse_stream, tee_escaped

TICKS_PER_S = 90_000
"""MPEG-TS's own clock."""
ENCODERS = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf")
"""The first one that is in this build of FFmpeg is taken."""
RTMP = f"[f=flv:flvflags=no_duration_filesize:rw_timeout={SILENT_US}]"
"""By way of FFmpeg's tee muxer, the only one that passes a time limit on to the protocol; and a stream cannot be wound
back to write its length."""
AT_ONCE = {"flush_packets": "1", "omit_video_pes_length": "0"}
"""A packet that says how long it is need not wait for the next one: at 25 a second that was 40 ms of 130."""


class StreamSink:
    """Sends H.264 to an address.

    Parameters
    ----------
    text
        See `stream_address.parse_stream`.

    Attributes
    ----------
    dropped
        Pictures left out because their time did not rise, or because nobody has called yet.
    """

    def __init__(self, text: str) -> None:
        self._address = parse_stream(text)
        self.name = self._address.name
        self.dropped = 0
        self._container: av.container.OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._relay: Relay | None = None
        self._size = (0, 0)
        self._first_s: float | None = None
        self._last_tick = -1

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:
        """Return NV12 before RGB."""
        return nv12_first(size)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Connect; raises `SinkError` where nobody answers, or this build of FFmpeg cannot."""
        self.close()
        if pixel_format not in self.formats(size):
            raise SinkError(f"{self.name} takes no {pixel_format.value} of {size[0]}×{size[1]}")
        encoder = next(filter(available, ENCODERS), None)
        if encoder is None:
            raise SinkError("this build of FFmpeg has no encoder for H.264", "install PyAV again")
        self._size, self._first_s, self._last_tick = size, None, -1
        try:
            self._container = self._connect()
            self._stream = add_video(
                self._container,
                encoder,
                self._encoder_options(encoder, size, fps),
                size,
                fps,
                ticks_per_s=TICKS_PER_S,
                key_frame_every_s=self._address.key_frame_every_s,
            )
            if self._address.muxer == "flv":
                self._stream.codec_context.flags |= Flags.global_header  # which the tee does not ask for
            self._container.start_encoding()  # which is when PyAV connects
        except (FFmpegError, OSError, ValueError) as error:
            self._abandon()
            raise SinkError(
                f"cannot stream to {self.name} ({reason_of(error)})", "is anybody listening there?"
            ) from error

    def send(self, picture: Picture) -> None:
        """Encode and send one picture; one whose time does not rise is left out. Raises `SinkError`."""
        if self._container is None or self._stream is None:
            raise SinkError(f"{self.name} is not open")
        if picture.size != self._size:
            raise SinkError(f"{self.name} cannot change size while streaming", "start it again")
        if self._relay is not None:
            self._relay.check()
        if self._first_s is None:
            self._first_s = picture.media_time_s
        tick = round((picture.media_time_s - self._first_s) * TICKS_PER_S)
        if tick <= self._last_tick or (self._relay is not None and not self._relay.takes_more):
            self.dropped += 1
            return
        self._last_tick = tick
        frame = yuv_of(picture)
        frame.pts, frame.time_base = tick, Fraction(1, TICKS_PER_S)
        try:
            self._container.mux(self._stream.encode(frame))
        except (FFmpegError, OSError) as error:
            raise SinkError(f"{self.name} has broken off ({reason_of(error)})") from error

    def close(self) -> None:
        """End the stream; who watches sees it end."""
        container, stream = self._container, self._stream
        try:
            if container is not None and stream is not None and self._last_tick >= 0:
                container.mux(stream.encode(None))
        except (FFmpegError, OSError):
            return  # it has broken off, which was said
        finally:
            self._abandon()

    def _connect(self) -> av.container.OutputContainer:
        address = self._address
        if address.muxer == "flv":
            return av.open(RTMP + tee_escaped(address.url), "w", format="tee")
        if address.scheme != "srt":
            return av.open(address.url, "w", format=address.muxer, options=AT_ONCE)
        self._relay = Relay(address)
        return av.open(self._relay, "w", format=address.muxer, options=AT_ONCE, buffer_size=DATAGRAM_BYTES)

    def _encoder_options(self, encoder: str, size: tuple[int, int], fps: float) -> dict[str, str]:
        """Return what the encoder is told: never more bits than asked for, over a quarter of a second."""
        kbps = self._address.most_kbps(size, fps)
        if encoder != "libx264":
            return {"b": f"{kbps}k"}
        limits = {"maxrate": f"{kbps}k", "bufsize": f"{max(kbps // 4, 50)}k"}
        return {"preset": "veryfast", "tune": "zerolatency", "crf": "20", **limits}

    def _abandon(self) -> None:
        """Let go of everything, whatever state it is in."""
        container, relay = self._container, self._relay
        self._container = self._stream = self._relay = None
        self._last_tick = -1
        try:
            if container is not None:
                container.close()
        except (FFmpegError, OSError):
            return  # nobody is left to hear that it ends
        finally:
            if relay is not None:
                relay.close()
