"""Clips as sources: true times, upright, right colours, and one clear line where a file is broken."""

from __future__ import annotations

import itertools
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.capture.video import VideoSource
from livefocus.errors import SourceError
from livefocus.frame import Frame
from tests.clips import TICKS_PER_S, level_of, make_clip, number_of, numbered, turn_clip


def read_all(source: VideoSource) -> list[Frame]:
    source.open()
    frames = list(iter(source.read, None))
    source.close()
    return frames


def test_every_frame_in_order_with_its_time(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", frames=24)
    source = VideoSource(path)
    info = source.open()
    assert (info.name, info.size, info.fps, info.frame_count, info.live) == ("clip.mp4", (64, 48), 24.0, 24, False)
    frames = list(iter(source.read, None))
    assert [number_of(frame.pixels) for frame in frames] == list(range(24))
    assert [frame.media_time_s for frame in frames] == pytest.approx([number / 24 for number in range(24)], abs=2e-5)


def test_variable_frame_rate_keeps_its_times(tmp_path: Path) -> None:
    times_s = [0.0, 0.04, 0.05, 0.5, 0.51, 2.0, 2.001, 2.4]
    frames = read_all(VideoSource(make_clip(tmp_path / "vfr.mp4", times_s=times_s)))
    assert [frame.media_time_s for frame in frames] == pytest.approx(times_s, abs=2e-5)


def test_time_starts_at_zero_wherever_the_clip_does(tmp_path: Path) -> None:
    times_s = [7.5 + number / 24 for number in range(8)]
    frames = read_all(VideoSource(make_clip(tmp_path / "late.ts", times_s=times_s)))
    assert [frame.media_time_s for frame in frames] == pytest.approx([n / 24 for n in range(8)], abs=2e-5)


def test_a_raw_stream_without_times_still_has_rising_ones(tmp_path: Path) -> None:
    frames = read_all(VideoSource(make_clip(tmp_path / "raw.h264")))
    assert len(frames) == 12
    assert all(later.media_time_s > earlier.media_time_s for earlier, later in itertools.pairwise(frames))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_phone_s_clip_is_turned_upright(tmp_path: Path, turns: int) -> None:
    path = turn_clip(make_clip(tmp_path / "phone.mp4"), turns)
    source = VideoSource(path)
    size = source.open().size
    frame = source.read()
    assert size == ((48, 64) if turns % 2 else (64, 48))
    assert frame is not None
    assert frame.size == size
    upright = np.rot90(numbered(0, (64, 48)), -turns)
    assert np.abs(frame.pixels.astype(int) - upright).mean() < 4
    assert frame.pixels.flags.c_contiguous


def test_vertical_clips_stay_vertical(tmp_path: Path) -> None:
    assert read_all(VideoSource(make_clip(tmp_path / "tall.mp4", size=(36, 64))))[0].size == (36, 64)


@pytest.mark.parametrize(
    ("codec", "suffix", "pix_fmt"),
    [
        ("libx264", "mp4", "yuv444p"),
        ("libx264", "mp4", "yuv420p10le"),
        ("ffv1", "mkv", "bgr0"),
        ("ffv1", "mkv", "yuva444p16le"),
        ("png", "mov", "rgba"),
        ("libvpx-vp9", "webm", "yuv420p"),
        ("mjpeg", "avi", "yuvj422p"),
        ("prores_ks", "mov", "yuv422p10le"),
    ],
)
def test_any_pixel_format_becomes_rgb(tmp_path: Path, codec: str, suffix: str, pix_fmt: str) -> None:
    path = make_clip(tmp_path / f"clip.{suffix}", codec=codec, pix_fmt=pix_fmt)
    frame = read_all(VideoSource(path))[3]
    assert np.abs(frame.pixels.astype(int) - numbered(3, (64, 48))).mean() < 4


def test_a_black_and_white_clip_has_three_equal_channels(tmp_path: Path) -> None:
    pixels = read_all(VideoSource(make_clip(tmp_path / "grey.mp4", pix_fmt="gray")))[3].pixels
    assert (pixels == pixels[..., :1]).all()
    assert pixels.std() > 0


def test_odd_sizes(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "odd.mov", size=(63, 47), codec="png", pix_fmt="rgb24")
    frame = read_all(VideoSource(path))[0]
    np.testing.assert_array_equal(frame.pixels, numbered(0, (63, 47)))


def coloured_clip(path: Path, size: tuple[int, int], matrix: int | None, tag: bool, full_range: bool = False) -> Path:
    """One flat saturated colour, encoded with a known matrix (1 is BT.709, 5 is BT.601), tagged or not."""
    colour = np.full((size[1], size[0], 3), (200, 40, 90), np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"qp": "4"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if full_range else "yuv420p"
        if tag:
            stream.codec_context.colorspace = matrix
        frame = av.VideoFrame.from_ndarray(colour, format="rgb24")
        converted = frame.reformat(format=stream.pix_fmt, dst_colorspace=matrix, dst_color_range=2 if full_range else 1)
        converted.pts, converted.time_base = 0, Fraction(1, 24)
        container.mux(stream.encode(converted))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("size", "matrix", "tag", "full_range"),
    [
        ((1280, 720), 1, True, False),
        ((1280, 720), 1, False, False),
        ((1280, 720), 5, True, False),
        ((640, 480), 5, False, False),
        ((640, 480), 5, True, False),
        ((640, 480), 1, True, False),
        ((640, 480), 5, True, True),
    ],
)
def test_colours_survive_every_matrix_tagged_or_guessed(
    tmp_path: Path, size: tuple[int, int], matrix: int, tag: bool, full_range: bool
) -> None:
    frame = read_all(VideoSource(coloured_clip(tmp_path / "colour.mp4", size, matrix, tag, full_range)))[0]
    assert np.abs(frame.pixels.astype(int) - (200, 40, 90)).max() <= 4


@pytest.mark.parametrize(
    ("aspect", "size"),
    [((4, 3), (80, 40)), ((2, 3), (40, 40)), ((12, 11), (60, 40)), ((8, 9), (60, 40)), ((64, 45), (86, 40))],
)
def test_oblong_pixels_are_made_square(tmp_path: Path, aspect: tuple[int, int], size: tuple[int, int]) -> None:
    path = tmp_path / "anamorphic.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 60, 40, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(*aspect)
        frame = av.VideoFrame.from_ndarray(numbered(0, (60, 40)), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    source = VideoSource(path)
    assert source.open().size == size
    frame = source.read()
    assert frame is not None
    assert frame.size == size


def test_a_loop_goes_on_in_time_and_number(tmp_path: Path) -> None:
    source = VideoSource(make_clip(tmp_path / "clip.mp4", frames=6))
    source.open()
    frames = []
    for _ in range(3):
        frames += list(iter(source.read, None))
        source.rewind()
    assert [number_of(frame.pixels) for frame in frames] == list(range(6)) * 3
    assert [frame.sequence for frame in frames] == list(range(18))
    assert [frame.media_time_s for frame in frames] == pytest.approx([n / 24 for n in range(18)], abs=2e-5)


def test_sound_is_ignored_and_music_with_a_cover_is_no_clip(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        video, audio = container.add_stream("libx264", rate=24), container.add_stream("aac", rate=44100)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        for number in range(4):
            container.mux(video.encode(av.VideoFrame.from_ndarray(numbered(number, (64, 48)), format="rgb24")))
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 88200), np.float32), format="fltp", layout="mono")
        silence.sample_rate = 44100
        container.mux(audio.encode(silence))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    assert len(read_all(VideoSource(path, strict=True))) == 4, (
        "sound that goes on longer does not make it a damaged clip"
    )
    with av.open(str(tmp_path / "music.wav"), "w") as container:
        audio = container.add_stream("pcm_s16le", rate=8000)
        tone = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        tone.sample_rate = 8000
        container.mux(audio.encode(tone))
    with pytest.raises(SourceError, match="holds no video"):
        VideoSource(tmp_path / "music.wav").open()


def noisy_clip(path: Path, seconds: int = 4) -> Path:
    """A clip big enough to be cut anywhere, index in front."""
    random = np.random.default_rng(1)
    with av.open(str(path), "w", options={"movflags": "+faststart"} if path.suffix == ".mp4" else {}) as container:
        vp9 = path.suffix == ".webm"
        quick = {"deadline": "realtime", "cpu-used": "8"} if vp9 else {"preset": "ultrafast"}
        stream = container.add_stream("libvpx-vp9" if vp9 else "libx264", rate=24, options=quick)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(24 * seconds):
            noise: NDArray[np.uint8] = random.integers(0, 255, (64, 96, 3), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(noise, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_a_clip_cut_off_in_the_middle(tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]) -> None:
    whole = noisy_clip(tmp_path / f"whole{suffix}")
    assert len(read_all(VideoSource(whole, strict=True))) == 96
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    live = len(read_all(VideoSource(cut)))
    assert 24 < live < 80, "live, the cut is the end"
    source = VideoSource(cut, strict=True)
    source.open()
    with pytest.raises(SourceError, match=rf"cut\{suffix} is damaged after frame (\d+) \(\d\.\d\d s; ") as caught:
        list(iter(source.read, None))
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_last_picture_that_is_held_for_long_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "held.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(24):
            frame = av.VideoFrame.from_ndarray(numbered(number, (64, 48)), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            for packet in stream.encode(frame):
                packet.duration = 240 if number == 23 else 1
                container.mux(packet)
        container.mux(stream.encode(None))
    with av.open(str(path)) as container:
        length = container.streams.video[0].duration
        assert length is not None
        assert float(length * (container.streams.video[0].time_base or 0)) > 10
    assert len(read_all(VideoSource(path, strict=True))) == 24


def test_spoiled_bytes_in_the_middle(tmp_path: Path) -> None:
    whole = noisy_clip(tmp_path / "whole.webm")
    data = bytearray(whole.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 5000] = np.random.default_rng(2).bytes(5000)
    (tmp_path / "spoiled.webm").write_bytes(data)
    assert 24 < len(read_all(VideoSource(tmp_path / "spoiled.webm"))) <= 96, "live, it goes on after the damage"
    with pytest.raises(SourceError, match="is damaged after frame"):
        read_all(VideoSource(tmp_path / "spoiled.webm", strict=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.mp4", b""),
        ("text.mp4", b"this is not a clip\n" * 50),
        ("noise.mp4", np.random.default_rng(0).bytes(20_000)),
    ],
)
def test_what_is_not_a_clip_is_one_line(
    tmp_path: Path, name: str, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=rf"cannot read .*{name} as a clip \(.+\): is it a video file") as caught:
        VideoSource(tmp_path / name).open()
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_file_whose_index_is_missing(tmp_path: Path) -> None:
    """Where the index is at the end, as cameras write it, a cut-off file holds nothing that can be read."""
    whole = make_clip(tmp_path / "whole.mp4")
    (tmp_path / "cut.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 3])
    with pytest.raises(SourceError, match="cannot read"):
        VideoSource(tmp_path / "cut.mp4").open()


def test_a_clip_that_vanishes_between_rounds(tmp_path: Path) -> None:
    source = VideoSource(make_clip(tmp_path / "clip.mp4"))
    source.open()
    (tmp_path / "clip.mp4").unlink()
    assert len(list(iter(source.read, None))) == 12, "what is open stays readable"
    with pytest.raises(SourceError, match="No such file"):
        source.rewind()


def test_a_colour_matrix_swscale_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "ycgco.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv444p"
        stream.codec_context.colorspace = 8
        container.mux(stream.encode(av.VideoFrame(64, 48, "yuv444p")))
        container.mux(stream.encode(None))
    with pytest.raises(SourceError, match="cannot be shown"):
        read_all(VideoSource(path))


def test_opening_again_starts_at_the_beginning_and_goes_on_counting(tmp_path: Path) -> None:
    source = VideoSource(make_clip(tmp_path / "clip.mp4"))
    source.open()
    first = [source.read() for _ in range(5)]
    source.close()
    source.open()
    again = source.read()
    assert again is not None
    assert number_of(again.pixels) == 0
    assert again.sequence == 5
    assert first[-1] is not None
    assert again.media_time_s > first[-1].media_time_s


def test_decoding_is_quick_enough_to_be_live(tmp_path: Path) -> None:
    """A generous bar (ten times real time at a small size): catches a decoder that fell back to something silly."""
    path = make_clip(tmp_path / "clip.mp4", size=(320, 180), frames=48)
    source = VideoSource(path)
    source.open()
    started_s = time.perf_counter()
    frames = list(iter(source.read, None))
    assert len(frames) == 48
    assert time.perf_counter() - started_s < 2.0
    assert level_of(0) == 16
    assert TICKS_PER_S == 90_000
