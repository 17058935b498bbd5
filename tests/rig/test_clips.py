"""Real recordings through the clip source and the recorder, held against what ffmpeg itself decodes."""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.capture.video import VideoSource
from livefocus.frame import Picture, PixelFormat
from livefocus.output.recorder import RecorderSink
from tests.rig.conftest import need_program

pytestmark = pytest.mark.rig


def as_ffmpeg_decodes(clip: Path, size: tuple[int, int], count: int) -> NDArray[np.uint8]:
    """Return the first pictures of a clip as ffmpeg gives them."""
    need_program("ffmpeg")
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-i", str(clip), "-frames:v", str(count)]
    data = subprocess.run(
        [*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], capture_output=True, check=True
    ).stdout
    return np.frombuffer(data, np.uint8).reshape(-1, size[1], size[0], 3)


@pytest.mark.parametrize("name", ["webcam_clip", "carphone_clip"])
def test_a_real_clip_is_read_whole_and_as_it_is(name: str, request: pytest.FixtureRequest) -> None:
    clip: Path = request.getfixturevalue(name)
    source = VideoSource(clip, strict=True)
    info = source.open()
    first = [source.read() for _ in range(30)]
    rest = list(iter(source.read, None))
    source.close()
    frames = [frame for frame in [*first, *rest] if frame]
    assert len(frames) == info.frame_count
    assert all(later.media_time_s > earlier.media_time_s for earlier, later in itertools.pairwise(frames))
    assert frames[-1].media_time_s == pytest.approx((len(frames) - 1) / info.fps, rel=0.01)
    for ours, theirs in zip(frames, as_ffmpeg_decodes(clip, info.size, 30), strict=False):
        assert np.abs(ours.pixels.astype(int) - theirs).max() <= 2


def test_a_real_clip_survives_being_recorded(webcam_clip: Path, tmp_path: Path) -> None:
    source = VideoSource(webcam_clip)
    info = source.open()
    sink = RecorderSink(tmp_path / "again.mp4")
    sink.open(info.size, info.fps, PixelFormat.RGB24)
    frames = [frame for frame in (source.read() for _ in range(75)) if frame]
    for frame in frames:
        sink.send(Picture(frame.pixels.reshape(-1), PixelFormat.RGB24, info.size, frame.media_time_s, frame.sequence))
    sink.close()
    again = VideoSource(sink.path, strict=True)
    again.open()
    errors = []
    for frame, read in zip(frames, iter(again.read, None), strict=True):
        assert read.media_time_s == pytest.approx(frame.media_time_s, abs=1e-3)
        errors.append(np.mean((read.pixels.astype(float) - frame.pixels) ** 2))
    assert 10 * np.log10(255**2 / np.mean(errors)) > 36, "peak signal to noise, in dB"
