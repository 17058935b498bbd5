"""What every source must do, run over each kind that can be opened on any machine (a camera is a fake here)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from livefocus.capture.camera import CameraSource
from livefocus.capture.factory import make_source
from livefocus.capture.source import Source
from tests.capture.fake_camera import FakeCapture, one_camera
from tests.capture.fake_depth_camera import FakeDepthCamera
from tests.clips import make_clip, numbered


def clip(folder: Path) -> Source:
    return make_source(str(make_clip(folder / "clip.mp4")))


def vertical_clip(folder: Path) -> Source:
    return make_source(str(make_clip(folder / "clip.mkv", size=(36, 64))))


def picture(folder: Path) -> Source:
    cv2.imwrite(str(folder / "picture.png"), numbered(3, (50, 31)))
    return make_source(str(folder / "picture.png"))


def camera(folder: Path) -> Source:
    return CameraSource(cameras=one_camera, opener=lambda device: FakeCapture())


def depth_camera(folder: Path) -> Source:
    return FakeDepthCamera()


SOURCES: list[Callable[[Path], Source]] = [clip, vertical_clip, picture, camera, depth_camera]


@pytest.fixture(params=SOURCES, ids=lambda make: make.__name__)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Source]:
    made = request.param(tmp_path)
    yield made
    made.close()


def test_frames_are_what_frame_promises(source: Source) -> None:
    info = source.open()
    frame = source.read()
    assert frame is not None
    assert frame.pixels.dtype == np.uint8
    assert frame.pixels.shape == (info.size[1], info.size[0], 3)
    assert frame.pixels.flags.c_contiguous
    assert not frame.pixels.flags.writeable
    assert frame.sequence == 0
    assert frame.media_time_s == 0.0
    assert info.name


def test_sequence_and_time_rise_through_rewinds(source: Source) -> None:
    info = source.open()
    stamps = []
    for _ in range(3):
        for _ in range(20):
            frame = source.read()
            if frame is None:
                break
            stamps.append((frame.sequence, frame.media_time_s))
        source.rewind()
    assert len(stamps) >= 3
    assert [sequence for sequence, _ in stamps] == list(range(len(stamps)))
    times_s = [time_s for _, time_s in stamps]
    assert all(later > earlier for earlier, later in itertools.pairwise(times_s))
    assert info.frame_count in (None, len(stamps) // 3)


def test_the_end_stays_the_end(source: Source) -> None:
    if source.open().live:
        pytest.skip("a camera has no end")
    while source.read() is not None:
        pass
    assert source.read() is None


def test_it_opens_again_after_close_and_close_is_harmless(source: Source) -> None:
    source.close()
    first = source.open()
    source.close()
    source.close()
    assert source.open().size == first.size
    assert source.read() is not None
