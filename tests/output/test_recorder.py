"""Recorded files, read back: times, colours, sizes, repeatability, and what is left after an accident."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from livefocus.capture.video import VideoSource
from livefocus.errors import SinkError
from livefocus.frame import Frame, Picture, PixelFormat
from livefocus.output.recorder import RecorderSink

SIZE = (64, 48)
COLOUR = (200, 40, 90)


def flat(number: int, time_s: float, size: tuple[int, int] = SIZE, grey: int | None = None) -> Picture:
    """One colour, as RGB."""
    pixels = np.empty((size[1], size[0], 3), np.uint8)
    pixels[:] = COLOUR if grey is None else grey
    return Picture(pixels.reshape(-1), PixelFormat.RGB24, size, time_s, number)


def flat_nv12(number: int, time_s: float) -> Picture:
    """`COLOUR` as BT.709 in limited range, by the standard's own formulas (ITU-R BT.709-6, item 3)."""
    red, green, blue = (channel / 255 for channel in COLOUR)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    blueness, redness = (blue - luma) / 1.8556, (red - luma) / 1.5748
    planes = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    planes[: SIZE[1]] = round(16 + 219 * luma)
    planes[SIZE[1] :, 0::2] = round(128 + 224 * blueness)
    planes[SIZE[1] :, 1::2] = round(128 + 224 * redness)
    return Picture(planes.reshape(-1), PixelFormat.NV12, SIZE, time_s, number)


def moving(number: int, size: tuple[int, int] = (160, 96)) -> Picture:
    """A pattern that moves and flickers, so that an encoder has something to decide."""
    width, height = size
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    luma = (across * 2 + down * 3 + number * 5) % 200 + 16 + (number * 7) % 20
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = luma
    return Picture(planes.reshape(-1), PixelFormat.NV12, size, number / 24, number)


def read_back(path: Path) -> list[Frame]:
    source = VideoSource(path, strict=True)
    source.open()
    frames = list(iter(source.read, None))
    source.close()
    return frames


@pytest.mark.parametrize("offline", [False, True])
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_times_are_kept_from_zero_and_never_fall(tmp_path: Path, suffix: str, offline: bool) -> None:
    sink = RecorderSink(tmp_path / f"out{suffix}", offline=offline)
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    times_s = [1000.0, 1000.04, 1000.05, 1000.05, 1000.5, 1000.4, 1002.0]
    for number, time_s in enumerate(times_s):
        sink.send(flat(number, time_s, grey=30 * number))
    sink.close()
    frames = read_back(sink.path)
    assert [frame.media_time_s for frame in frames] == pytest.approx([0.0, 0.04, 0.05, 0.5, 2.0], abs=1.1e-3)
    assert [round(float(frame.pixels.mean()) / 30) for frame in frames] == [0, 1, 2, 4, 6]
    assert sink.dropped == 2


def test_the_last_picture_lasts_as_long_as_the_others(tmp_path: Path) -> None:
    sink = RecorderSink(tmp_path / "out.mp4", offline=True)
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    for number in range(24):
        sink.send(flat(number, number / 24))
    sink.close()
    with av.open(str(sink.path)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        assert float(stream.duration * stream.time_base) == pytest.approx(1.0, abs=1e-3)
        assert stream.start_time == 0


@pytest.mark.parametrize("offline", [False, True])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
@pytest.mark.parametrize("make", [flat, flat_nv12])
def test_colours_come_back_and_are_tagged(tmp_path: Path, suffix: str, make: object, offline: bool) -> None:
    assert callable(make)
    pictures = [make(number, number / 24) for number in range(4)]
    sink = RecorderSink(tmp_path / f"out{suffix}", offline=offline)
    sink.open(SIZE, 24.0, pictures[0].format)
    for picture in pictures:
        sink.send(picture)
    sink.close()
    with av.open(str(sink.path)) as container:
        frame = next(container.decode(video=0))
        assert frame.format.name == "yuv420p"
        assert (frame.color_range, frame.colorspace, frame.color_primaries, frame.color_trc) == (1, 1, 1, 1)
    assert np.abs(read_back(sink.path)[2].pixels.astype(int) - COLOUR).max() <= 4


@pytest.mark.parametrize("size", [(63, 48), (64, 47), (63, 47), (1, 1)])
def test_odd_sizes_gain_an_edge(tmp_path: Path, size: tuple[int, int]) -> None:
    sink = RecorderSink(tmp_path / "odd.mp4")
    sink.open(size, 24.0, PixelFormat.RGB24)
    for number in range(3):
        sink.send(flat(number, number / 24, size))
    sink.close()
    pixels = read_back(sink.path)[0].pixels
    assert pixels.shape == (size[1] + size[1] % 2, size[0] + size[0] % 2, 3)
    assert np.abs(pixels.astype(int) - COLOUR).max() <= 6


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_offline_the_same_pictures_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    def record(name: str) -> bytes:
        sink = RecorderSink(tmp_path / f"{name}{suffix}", offline=True)
        sink.open((320, 192), 24.0, PixelFormat.NV12)
        for number in range(30):
            sink.send(moving(number, (320, 192)))
        sink.close()
        return sink.path.read_bytes()

    assert len({record(str(attempt)) for attempt in range(6)}) == 1


def test_the_index_is_in_front_offline(tmp_path: Path) -> None:
    sink = RecorderSink(tmp_path / "out.mp4", offline=True)
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    sink.send(flat(0, 0.0))
    sink.close()
    data = sink.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


CHILD = """
import sys, time
from pathlib import Path
from livefocus.frame import PixelFormat
from livefocus.output.recorder import RecorderSink
from tests.output.test_recorder import moving
sink = RecorderSink(Path(sys.argv[1]))
sink.open((160, 96), 24.0, PixelFormat.NV12)
for number in range(100_000):
    sink.send(moving(number))
    if number == 400:
        print("recording", flush=True)
    time.sleep(0.001)
"""


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_a_killed_program_leaves_a_file_that_plays(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"killed{suffix}"
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", CHILD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": "."}) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"recording\n"
        child.send_signal(signal.SIGKILL)
    source = VideoSource(path)
    source.open()
    assert len(list(iter(source.read, None))) > 200, "all but the last seconds of 400 pictures"


def test_a_full_disk_is_one_line_and_leaves_what_was_written(tmp_path: Path) -> None:
    code = """
import resource, signal, sys
from livefocus.errors import SinkError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
from pathlib import Path
from livefocus.frame import PixelFormat
from livefocus.output.recorder import RecorderSink
from tests.output.test_recorder import moving
sink = RecorderSink(Path(sys.argv[1]))
sink.open((160, 96), 24.0, PixelFormat.NV12)
try:
    for number in range(5000):
        sink.send(moving(number))
except SinkError as error:
    print("send:", error)
try:
    sink.close()
except SinkError as error:
    print("close:", error)
sink.close()
"""
    assert resource.RLIMIT_FSIZE
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "full.mkv")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
        check=True,
        timeout=60,
    )
    lines = done.stdout.splitlines()
    assert lines[0].startswith("send: cannot go on recording"), done
    assert "is the disk full?" in lines[0]
    assert done.stderr == ""
    source = VideoSource(tmp_path / "full.mkv")
    source.open()
    assert len(list(iter(source.read, None))) > 10


def test_a_second_take_does_not_overwrite_the_first(tmp_path: Path) -> None:
    sink = RecorderSink(tmp_path / "show.mp4")
    for take in range(3):
        sink.open(SIZE, 24.0, PixelFormat.RGB24)
        for number in range(take + 1):
            sink.send(flat(number, number / 24))
        sink.close()
    assert [len(read_back(tmp_path / name)) for name in ("show.mp4", "show-2.mp4", "show-3.mp4")] == [1, 2, 3]


def test_nothing_recorded_leaves_no_file(tmp_path: Path) -> None:
    sink = RecorderSink(tmp_path / "empty.mp4")
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    sink.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.avi", "out", "out.gif"])
def test_an_ending_that_is_no_recording(tmp_path: Path, name: str) -> None:
    with pytest.raises(SinkError, match=r"cannot record to .*: end its name in \.mp4"):
        RecorderSink(tmp_path / name).open(SIZE, 24.0, PixelFormat.RGB24)


def test_places_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SinkError, match=r"there is no folder .*: make it first"):
        RecorderSink(tmp_path / "missing" / "out.mp4").open(SIZE, 24.0, PixelFormat.RGB24)
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(SinkError, match="it is a folder"):
        RecorderSink(tmp_path / "folder.mp4").open(SIZE, 24.0, PixelFormat.RGB24)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # tests may run as root, who may do anything
    with pytest.raises(SinkError, match="it may not be written to"):
        RecorderSink(tmp_path / "out.mp4").open(SIZE, 24.0, PixelFormat.RGB24)
    monkeypatch.undo()
    with pytest.raises(SinkError, match=r"cannot record to /proc/out\.mp4"):
        RecorderSink(Path("/proc/out.mp4")).open(SIZE, 24.0, PixelFormat.RGB24)


def test_another_encoder_where_the_first_is_missing(tmp_path: Path) -> None:
    sink = RecorderSink(tmp_path / "old.mp4", encoders=("no_such_encoder", "mpeg4"))
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    for number in range(5):
        sink.send(flat(number, number / 24))
    sink.close()
    with av.open(str(sink.path)) as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"
    assert len(read_back(sink.path)) == 5
    with pytest.raises(SinkError, match=r"has no encoder for \.mp4"):
        RecorderSink(tmp_path / "none.mp4", encoders=("no_such_encoder",)).open(SIZE, 24.0, PixelFormat.RGB24)
    assert not (tmp_path / "none.mp4").exists()


def test_recording_keeps_up_with_a_live_show(tmp_path: Path) -> None:
    """A generous bar: 160×96 at 24 a second, ten times over."""
    sink = RecorderSink(tmp_path / "out.mp4")
    sink.open((160, 96), 24.0, PixelFormat.NV12)
    started_s = time.perf_counter()
    for number in range(96):
        sink.send(moving(number))
    sink.close()
    assert time.perf_counter() - started_s < 4.0
