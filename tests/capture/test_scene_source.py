"""A drawn scene as a source: order, ends, rounds, stamps."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.capture.scene import SceneSource
from livefocus.errors import SourceError
from livefocus.timing import ManualClock


class Painter:
    """Paints a flat picture whose grey is the time in tenths of a second."""

    def __init__(self) -> None:
        self.times_s: list[float] = []

    def __call__(self, time_s: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        self.times_s.append(time_s)
        return np.full((3, 4, 3), round(time_s * 10), np.uint8), np.full((3, 4), time_s, np.float32)


def make(*, endless: bool = False) -> tuple[SceneSource, Painter]:
    painter = Painter()
    return SceneSource("scene:test", (4, 3), 10.0, 0.3, painter, endless=endless, clock=ManualClock(5.0)), painter


def test_gives_one_round_and_ends() -> None:
    source, painter = make()
    info = source.open()
    assert (info.name, info.size, info.fps, info.live, info.frame_count) == ("scene:test", (4, 3), 10.0, False, 3)
    frames = [source.read() for _ in range(4)]
    assert frames[3] is None
    assert painter.times_s == [0.0, 0.1, 0.2]
    assert [frame.sequence for frame in frames if frame] == [0, 1, 2]
    assert frames[2] is not None
    assert frames[2].media_time_s == pytest.approx(0.2)
    assert frames[2].captured_at_s == 5.0
    assert frames[2].pixels[0, 0, 0] == 2
    assert frames[2].inverse_depth is not None
    assert frames[2].inverse_depth[0, 0] == np.float32(0.2)


def test_endless_goes_round_while_sequence_and_time_rise() -> None:
    source, painter = make(endless=True)
    assert source.open().frame_count is None
    frames = [source.read() for _ in range(7)]
    assert painter.times_s == [0.0, 0.1, 0.2, 0.0, 0.1, 0.2, 0.0]
    assert [frame.sequence for frame in frames if frame] == list(range(7))
    assert frames[6] is not None
    assert frames[6].media_time_s == pytest.approx(0.6)


def test_rewind_starts_the_scene_again() -> None:
    source, painter = make()
    source.open()
    source.read()
    source.read()
    source.rewind()
    frame = source.read()
    assert frame is not None
    assert frame.sequence == 2
    assert painter.times_s[-1] == 0.0


def test_closed_says_so() -> None:
    source, _ = make()
    with pytest.raises(SourceError, match=r"scene:test is not open: call open\(\)"):
        source.read()
    source.open()
    source.close()
    source.close()
    with pytest.raises(SourceError):
        source.read()
