"""Where a stream goes: the text behind `stream:`, read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from string import Template
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from livefocus.errors import SinkError

MUXERS = {
    "srt": "mpegts",
    "udp": "mpegts",
    "tcp": "mpegts",
    "rtp": "rtp_mpegts",
    "rtmp": "flv",
    "rtmps": "flv",
}
"""What FFmpeg calls the form pictures are sent in, by the address's scheme."""
DATAGRAM_BYTES = 1316
"""Seven packets of MPEG-TS: what fits an Ethernet frame, and what receivers expect."""
SILENT_US = 4_000_000
"""A peer that takes nothing for so long is given up."""
SHORT_KEY_FRAMES_S, LONG_KEY_FRAMES_S = 1.0, 2.0
"""Who tunes in waits so long at the most; RTMP services ask for two seconds."""
ADDED = {"udp": ("pkt_size", DATAGRAM_BYTES), "rtp": ("pkt_size", DATAGRAM_BYTES), "tcp": ("timeout", SILENT_US)}
"""Parameters an address gets where it does not have them."""
GIVE = "give stream:srt://HOST:PORT, stream:udp://HOST:PORT or stream:rtmp://HOST/APP/KEY"


@dataclass(frozen=True, slots=True)
class StreamAddress:
    """Where a stream goes, and how.

    Attributes
    ----------
    url
        With everything secret in it: not for messages.
    name
        For messages: keys, passwords and parameters are left out.
    muxer
        FFmpeg's name of the form.
    kbps
        The most bits a second, in thousands; None for what suits the picture.
    """

    url: str
    name: str
    muxer: str
    kbps: int | None = None

    @property
    def scheme(self) -> str:
        """Return `srt`, `udp`, …."""
        return self.url.partition(":")[0]

    @property
    def waits_for_callers(self) -> bool:
        """Whether it is the other side that connects."""
        return ("mode", "listener") in parse_qsl(urlsplit(self.url).query)

    @property
    def key_frame_every_s(self) -> float:
        """Return how often a picture comes that needs no other."""
        return LONG_KEY_FRAMES_S if self.muxer == "flv" else SHORT_KEY_FRAMES_S

    def most_kbps(self, size: tuple[int, int], fps: float) -> int:
        """Return the most bits a second for these pictures, in thousands: a tenth of a bit a pixel unless said."""
        return self.kbps or max(round(size[0] * size[1] * (fps or 30.0) * 0.1 / 1000), 200)


def parse_stream(text: str) -> StreamAddress:
    """Read an address: `srt://HOST:PORT`, with `$NAME` from the environment, with `#kbps=6000`.

    Raises
    ------
    SinkError
        It is none we can send to; says what would be.
    """
    try:
        whole = Template(text).substitute(os.environ)
    except KeyError as error:
        raise SinkError(f"there is no ${error.args[0]} in the environment", "set it, or write the key itself") from None
    except ValueError:
        raise SinkError("a $ in the address of a stream stands for nothing", "write $$ for a $ itself") from None
    parts = urlsplit(whole)
    if parts.scheme not in MUXERS:
        raise SinkError(f"'{parts.scheme or text}' is no way to stream", GIVE)
    if not parts.hostname and parts.scheme != "srt":
        raise SinkError(f"the address of a stream over {parts.scheme} lacks a host", GIVE)
    name = f"stream:{parts.scheme}://{_host(parts)}{_shown_path(parts)}"
    if parts.scheme not in ("rtmp", "rtmps") and _port(parts, name) is None:
        raise SinkError(f"{name} lacks a port", GIVE)
    if parts.scheme in ("rtmp", "rtmps") and not parts.path.strip("/"):
        raise SinkError(f"{name} lacks what comes behind the host", GIVE)
    return StreamAddress(_sendable(parts), name, MUXERS[parts.scheme], _kbps(parts.fragment))


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _shown_path(parts: SplitResult) -> str:
    """Return the path without its last part, which is a stream's key."""
    head, slash, _ = parts.path.rstrip("/").rpartition("/")
    return f"{head}{slash}…" if slash else ""


def _port(parts: SplitResult, name: str) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise SinkError(f"{name} has no such port", GIVE) from error


def _sendable(parts: SplitResult) -> str:
    query = parse_qsl(parts.query, keep_blank_values=True)
    name, value = ADDED.get(parts.scheme, ("", 0))
    if name and name not in dict(query):
        return parts._replace(query=urlencode([*query, (name, str(value))]), fragment="").geturl()
    return parts._replace(fragment="").geturl()


def tee_escaped(url: str) -> str:
    """Return an address as FFmpeg's tee muxer reads it."""
    for special in ("\\", "'", "|"):
        url = url.replace(special, f"\\{special}")
    return url


def _kbps(fragment: str) -> int | None:
    if not fragment:
        return None
    key, _, value = fragment.partition("=")
    if key != "kbps" or not value.isdigit() or not 50 <= int(value) <= 200_000:
        raise SinkError(f"'#{fragment}' says nothing about a stream", "write #kbps=6000, between 50 and 200000")
    return int(value)
