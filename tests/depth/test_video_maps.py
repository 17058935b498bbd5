"""Depth in a second video: real files, written by FFmpeg in the formats people have."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError
from livefocus.frame import MattePlanes
from tests.depth.conftest import MakeFrame

SIZE = (96, 54)
COUNT = 9


def depth_of(index: int) -> NDArray[np.float32]:
    """A horizontal ramp that grows steeper with every frame."""
    return np.tile(np.linspace(0, (index + 1) / COUNT, SIZE[0], dtype=np.float32), (SIZE[1], 1))


def write(path: Path, codec: str, pixel_format: str, full_range: bool, options: dict[str, str] | None = None) -> Path:
    """Encode the ramps; the luma plane is filled by hand so that no scaler decides its range."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=Fraction(25), options=options or {})
        stream.width, stream.height, stream.pix_fmt = *SIZE, pixel_format
        stream.codec_context.color_range = 2 if full_range else 1
        for index in range(COUNT):
            frame = av.VideoFrame(*SIZE, pixel_format)
            frame.color_range = 2 if full_range else 1
            fill(frame, depth_of(index), full_range)
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def fill(frame: av.VideoFrame, depth: NDArray[np.float32], full_range: bool) -> None:
    bits = frame.format.components[0].bits
    step = 1 << (bits - 8)
    codes = depth * ((1 << bits) - 1) if full_range else 16 * step + depth * 219 * step
    sample = np.uint8 if bits == 8 else np.dtype("<u2")
    for number, plane in enumerate(frame.planes):
        values = np.full((plane.height, plane.line_size // np.dtype(sample).itemsize), 128 * step, sample)
        if number == 0:
            values[:, : SIZE[0]] = np.round(codes).astype(sample)
        plane.update(values.tobytes())


def engine_for(path: Path, spec: str = "sidecar", **kwargs) -> GuardedEstimator:
    engine = make_estimator(f"{spec}:{path}", source_has_depth=False, store=ModelStore(Path("nowhere")), **kwargs)
    engine.open()
    return engine


FORMATS = [
    pytest.param("d.mkv", "ffv1", "gray", True, 1 / 250, id="ffv1 8 bits"),
    pytest.param("d.mkv", "ffv1", "gray16le", True, 1 / 60000, id="ffv1 16 bits"),
    pytest.param("d.mkv", "ffv1", "yuv420p", False, 1 / 200, id="ffv1 limited range"),
    pytest.param("d.mkv", "ffv1", "yuv420p10le", False, 1 / 850, id="ffv1 10 bits"),
    pytest.param("d.mp4", "libx264", "yuv420p", False, 0.03, id="h264 limited range"),
    pytest.param("d.mp4", "libx264", "yuv420p", True, 0.03, id="h264 full range"),
    pytest.param("d.mp4", "libx264", "yuv420p10le", False, 0.03, id="h264 10 bits"),
]


@pytest.mark.parametrize(("name", "codec", "pixel_format", "full_range", "tolerance"), FORMATS)
def test_luma_is_depth(
    tmp_path: Path, make_frame: MakeFrame, name: str, codec: str, pixel_format: str, full_range: bool, tolerance: float
) -> None:
    options = {"crf": "4"} if codec == "libx264" else {}
    engine = engine_for(write(tmp_path / name, codec, pixel_format, full_range, options))
    for index in range(COUNT):
        depth = engine.estimate(make_frame(SIZE, index)).inverse_depth
        assert depth.shape == SIZE[::-1]
        assert np.abs(depth - depth_of(index)).max() < tolerance
    assert ("8 bits" in engine.notice) == (pixel_format in {"gray", "yuv420p"})
    engine.close()


def test_forward_back_and_around(tmp_path: Path, make_frame: MakeFrame) -> None:
    engine = engine_for(write(tmp_path / "d.mkv", "ffv1", "gray16le", True))
    for sequence in (0, 0, 3, 8, 2, 9, COUNT + 4, 3 * COUNT - 1):
        depth = engine.estimate(make_frame(SIZE, sequence)).inverse_depth
        assert np.abs(depth - depth_of(sequence % COUNT)).max() < 1e-4, sequence


def test_a_depth_video_shorter_than_the_clip_holds_its_end(tmp_path: Path, make_frame: MakeFrame) -> None:
    said: list[str] = []
    path = write(tmp_path / "d.mkv", "ffv1", "gray16le", True)
    engine = engine_for(path, frame_count=COUNT + 3, report=said.append)
    for sequence in range(COUNT + 4):
        depth = engine.estimate(make_frame(SIZE, sequence)).inverse_depth
        wanted = depth_of(min(sequence % (COUNT + 3), COUNT - 1))
        assert np.abs(depth - wanted).max() < 1e-4, sequence
    assert len(said) == 1


def test_a_truncated_video_is_one_line(tmp_path: Path) -> None:
    path = write(tmp_path / "d.mp4", "libx264", "yuv420p", False)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])  # an MP4's index is at its end
    with pytest.raises(DepthError, match="cannot be opened as video") as caught:
        engine_for(path, frame_count=COUNT)
    assert "\n" not in str(caught.value)


def test_a_video_that_breaks_off_holds_its_last_map(tmp_path: Path, make_frame: MakeFrame) -> None:
    said: list[str] = []
    path = write(tmp_path / "d.mkv", "ffv1", "gray16le", True)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    engine = engine_for(path, frame_count=COUNT, live=True, report=said.append)
    seen = [engine.estimate(make_frame(SIZE, sequence)).inverse_depth for sequence in range(COUNT)]
    assert np.abs(seen[0] - depth_of(0)).max() < 1e-4
    assert np.array_equal(seen[-1], seen[-2])
    assert len(said) == 1


def test_sound_only_is_refused(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "d.mka"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
    with pytest.raises(DepthError, match="no picture"):
        engine_for(tmp_path / "d.mka")


def test_a_matte_video_is_two_planes(tmp_path: Path, make_frame: MakeFrame) -> None:
    engine = engine_for(write(tmp_path / "m.mp4", "libx264", "yuv420p", False, {"crf": "4"}), "matte")
    found = engine.estimate(make_frame(SIZE, COUNT - 1))
    depth = found.inverse_depth
    assert found.matte == MattePlanes()
    assert 0.0 <= depth.min() < 0.05
    assert 0.95 < depth.max() <= 1.0
    assert np.abs(depth - depth_of(COUNT - 1)).max() < 0.04, "soft edges stay soft"
