"""Which container and encoder a file name asks for, and what each encoder is told: live quickly, offline well."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av

from livefocus.errors import SinkError

CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm"}
"""By suffix, what FFmpeg calls them."""
H264_ENCODERS = ("libx264", "libopenh264", "h264_videotoolbox", "h264_mf", "mpeg4")
"""The first one that is in this build of FFmpeg is taken; mpeg4 is in all of them."""
VP9_ENCODERS = ("libvpx-vp9", "libvpx")
OFFLINE_THREADS = 4
"""An encoder's threads change its bytes, so offline their number is fixed."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What encoders are told, by how much time there is; others are left at their defaults."""

    x264: dict[str, str]
    vp9: dict[str, str]
    mpeg4: dict[str, str]


LIVE = Quality(
    x264={"crf": "18", "preset": "veryfast", "bf": "0"},
    vp9={"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "7", "row-mt": "1"},
    mpeg4={"qmin": "2", "qmax": "4"},
)
"""No B-frames, because an MP4 in fragments cannot say that it starts at 0 with them."""
OFFLINE = Quality(
    x264={"crf": "16", "preset": "medium", "x264-params": "mbtree=0"},
    vp9={"crf": "20", "b": "0", "deadline": "good", "cpu-used": "3", "row-mt": "1"},
    mpeg4={"qmin": "2", "qmax": "3"},
)
"""No macroblock tree: its AVX code (x264 core 165) gives other bytes each time, even on one thread (seen at 320×180: 26
different files in 40 runs; none differed in 240 runs without it)."""


def choose(path: Path, encoders: tuple[str, ...] | None = None) -> tuple[str, str]:
    """Return container and encoder for a file name.

    Parameters
    ----------
    path
        Its suffix decides.
    encoders
        To choose from, best first; the usual ones if None.

    Raises
    ------
    SinkError
        The suffix is none of ours, or this build of FFmpeg has no encoder for it.
    """
    container = CONTAINERS.get(path.suffix.lower())
    if container is None:
        raise SinkError(f"cannot record to {path}", f"end its name in {', '.join(CONTAINERS)}")
    usual = VP9_ENCODERS if container == "webm" else H264_ENCODERS
    for encoder in encoders or usual:
        if available(encoder):
            return container, encoder
    raise SinkError(f"this build of FFmpeg has no encoder for {path.suffix}", "record to .mkv, or install PyAV again")


def available(encoder: str) -> bool:
    """Whether this build of FFmpeg has an encoder."""
    try:
        av.Codec(encoder, "w")
    except ValueError:  # PyAV's UnknownCodecError is one
        return False
    return True


def options_of(encoder: str, offline: bool) -> dict[str, str]:
    """Return the options an encoder is opened with."""
    quality = OFFLINE if offline else LIVE
    if encoder == "libvpx-vp9":
        return quality.vp9
    return {"libx264": quality.x264, "mpeg4": quality.mpeg4}.get(encoder, {})
