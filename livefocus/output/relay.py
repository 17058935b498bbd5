"""SRT, which PyAV's wheels do not carry, by way of the `ffmpeg` program: bytes of MPEG-TS in, SRT out.

The program neither looks into the bytes nor holds any back. It is another process, so a peer that goes silent can be
given up at any time. Untested on Windows, where a pipe cannot be asked whether it takes more, and writing may wait.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from typing import IO

from livefocus.errors import SinkError
from livefocus.output.stream_address import DATAGRAM_BYTES, StreamAddress

CONNECT_WITHIN_S = 6.0
"""libsrt itself gives up after three seconds."""
TAKE_WITHIN_S = 2.0
LOOK_EVERY_S = 0.02
CONNECTED = b"Output #0"
"""What ffmpeg prints once the output is open."""
SAYS_NOTHING = ("Conversion failed", "video:", "size=", " ", "Stream mapping", "Input #", "Output #")
"""How ffmpeg's lines begin that say nothing about what went wrong."""
NULL_PACKET = b"\x47\x1f\xff\x10" + b"\xff" * 184
"""MPEG-TS's own stuffing (ISO/IEC 13818-1, PID 0x1FFF): ffmpeg opens its output when the first bytes arrive."""
NO_FFMPEG = "install the program ffmpeg (with SRT), or send stream:udp://HOST:PORT or stream:rtmp://… instead"


def find_program() -> str | None:
    """Return the program `ffmpeg`, None where there is none."""
    return shutil.which("ffmpeg")


class Relay:
    """A file to write MPEG-TS to, with ffmpeg and SRT behind it.

    Parameters
    ----------
    address
        Where to.

    Raises
    ------
    SinkError
        There is no ffmpeg, it knows no SRT, or nobody answers there.

    Attributes
    ----------
    error
        What went wrong with writing, None while nothing has.
    """

    def __init__(self, address: StreamAddress) -> None:
        self.error: OSError | None = None
        self._name = address.name
        self._url = address.url
        program = find_program()
        if program is None:
            raise SinkError("PyAV has no SRT here, and there is no ffmpeg to do it", NO_FFMPEG)
        self._told: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `close`
        size = str(DATAGRAM_BYTES)
        command = [program, "-hide_banner", "-nostdin", "-nostats", "-f", "data", "-raw_packet_size", size]
        command += ["-blocksize", size, "-i", "pipe:0", "-map", "0", "-c", "copy", "-f", "data", "-flush_packets", "1"]
        self._process = subprocess.Popen([*command, self._url], stdin=subprocess.PIPE, stderr=self._told, bufsize=0)
        assert self._process.stdin is not None
        self._pipe = self._process.stdin
        if sys.platform != "win32":
            os.set_blocking(self._pipe.fileno(), False)
        self.write(NULL_PACKET * (DATAGRAM_BYTES // len(NULL_PACKET)))
        if not address.waits_for_callers:
            self._wait_until_connected()

    @property
    def takes_more(self) -> bool:
        """Whether a picture would not have to wait: nobody may have called yet."""
        return sys.platform == "win32" or bool(select.select([], [self._pipe], [], 0)[1])

    def write(self, data: bytes) -> int:
        """Write all of it, or remember why not: FFmpeg is not told."""
        left = memoryview(data)
        until_s = time.monotonic() + TAKE_WITHIN_S
        try:
            while left and self.error is None:
                left = left[self._pipe.write(left) or 0 :]
                if left and not select.select([], [self._pipe], [], max(until_s - time.monotonic(), 0))[1]:
                    raise TimeoutError("the other side takes nothing any more")
        except OSError as error:
            self.error = error
        return len(data)

    def check(self) -> None:
        """Raise `SinkError` where the stream has broken."""
        if self._process.poll() is not None or self.error is not None:
            raise SinkError(f"{self._name} has broken off ({self._reason()})")

    def close(self) -> None:
        """End it; what was written still goes out, where that takes no time."""
        try:
            self._pipe.close()
            self._process.wait(TAKE_WITHIN_S)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._told.close()

    def _wait_until_connected(self) -> None:
        until_s = time.monotonic() + CONNECT_WITHIN_S
        while CONNECTED not in self._said():
            ended = self._process.poll() is not None
            if ended or time.monotonic() > until_s:
                reason = self._reason() if ended else "no answer"
                self.close()
                if "Protocol not found" in reason:
                    raise SinkError("neither PyAV nor ffmpeg has SRT here", NO_FFMPEG)
                raise SinkError(f"{self._name} does not answer ({reason})", "is anybody listening there?")
            time.sleep(LOOK_EVERY_S)

    def _said(self) -> bytes:
        self._told.seek(0)
        return self._told.read()

    def _reason(self) -> str:
        """Return the end of ffmpeg's last line, without the address, which may hold a secret."""
        lines = self._said().decode(errors="replace").replace(self._url, "").split("\n")
        telling = [line.rpartition(": ")[2] for line in lines if line.strip() and not line.startswith(SAYS_NOTHING)]
        return telling[-1] if telling and self._process.poll() is not None else str(self.error or "it ended")
