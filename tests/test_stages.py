"""The capture and depth stages, stepped by hand with a clock that only moves when told to."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from livefocus.capture.source import SourceInfo
from livefocus.capture.stage import CaptureStage, Shot
from livefocus.depth.stage import DepthStage
from livefocus.errors import SourceError, SourceLostError
from livefocus.frame import DepthMap, Frame
from livefocus.timing import Latest, ManualClock


def frame(sequence: int) -> Frame:
    return Frame(np.zeros((4, 6, 3), np.uint8), 0.0, sequence, sequence / 24)


class ScriptedSource:
    """A stand-in source that plays a list: a frame, an error to raise, or None for the end."""

    def __init__(self, script: list[Frame | Exception | None]) -> None:
        self.script = script
        self.opened = 0
        self.closed = 0
        self.rewound = 0

    def open(self) -> SourceInfo:
        self.opened += 1
        return SourceInfo("scripted", (6, 4), 24.0)

    def read(self) -> Frame | None:
        item = self.script.pop(0)
        if isinstance(item, Exception):
            raise item
        return item

    def rewind(self) -> None:
        self.rewound += 1

    def close(self) -> None:
        self.closed += 1


def test_a_lost_source_is_held_and_comes_back() -> None:
    source = ScriptedSource([frame(0), SourceLostError("camera went away"), frame(1)])
    shots: Latest[Shot] = Latest()
    clock = ManualClock()
    said: list[str] = []
    stage = CaptureStage(source, shots, clock, notify=said.append)
    assert stage.step()
    first = shots.take()
    assert first is not None
    assert first.frame.sequence == 0
    assert stage.step()
    assert said == ["camera went away; the last picture is held"]
    assert shots.take() is None
    assert stage.step()
    assert clock.now_s() >= 1.0
    assert stage.step()
    second = shots.take()
    assert second is not None
    assert second.frame.sequence == 1
    assert said[-1] == "scripted is back"


def test_the_end_is_the_end_and_a_loop_is_not() -> None:
    assert not CaptureStage(ScriptedSource([None]), Latest(), ManualClock()).step()
    source = ScriptedSource([frame(0), None, frame(1), None, None])
    stage = CaptureStage(source, Latest(), ManualClock(), loop=True)
    assert [stage.step() for _ in range(5)] == [True, True, True, True, False]
    assert source.rewound == 2


class CountingEstimator:
    """A stand-in estimator."""

    name, notice, own_thread = "counting", "", True

    def open(self) -> None:
        pass

    def estimate(self, of: Frame) -> DepthMap:
        return DepthMap(np.full((2, 3), of.sequence, np.float32), of.sequence)

    def close(self) -> None:
        pass


def counting_stage() -> tuple[DepthStage, Latest[Frame], Latest[DepthMap]]:
    """Return a depth stage, where it takes frames from and where it leaves maps."""
    frames: Latest[Frame] = Latest()
    maps: Latest[DepthMap] = Latest()
    return DepthStage(CountingEstimator, frames, maps, ManualClock()), frames, maps


def test_depth_is_made_of_the_newest_frame_only() -> None:
    stage, frames, maps = counting_stage()
    for sequence in range(4):
        frames.put(frame(sequence))
    assert stage.step(0.0)
    assert stage.step(0.0)
    newest = maps.take()
    assert newest is not None
    assert newest.sequence == 3
    assert stage.maps_made == 1
    frames.close()
    assert not stage.step(0.0)


def test_no_map_is_begun_before_the_last_one_was_taken() -> None:
    stage, frames, maps = counting_stage()
    for sequence in range(3):
        frames.put(frame(sequence))
        assert stage.step(0.0)
    assert stage.maps_made == 1
    assert frames.fresh  # the newest waits for its turn
    assert maps.take() is not None
    assert stage.step(0.0)
    newest = maps.take()
    assert newest is not None
    assert newest.sequence == 2


def test_a_depth_stage_that_waits_to_be_rid_of_a_map_ends_with_the_show() -> None:
    stage, frames, _ = counting_stage()
    frames.put(frame(0))
    assert stage.step(0.0)
    frames.close()
    assert not stage.step(0.0)


def test_looked_up_depth_is_that_of_its_own_frame() -> None:
    shots: Latest[Shot] = Latest()
    stage = CaptureStage(ScriptedSource([frame(7)]), shots, ManualClock(), look_up=CountingEstimator().estimate)
    stage.step()
    shot = shots.take()
    assert shot is not None
    assert shot.depth is not None
    assert shot.depth.sequence == shot.frame.sequence == 7


def test_the_mailbox_counts_what_nobody_took() -> None:
    box: Latest[int] = Latest()
    for value in range(5):
        box.put(value)
    assert box.take() == 4
    assert box.take() is None
    assert box.peek() == 4
    assert box.dropped == 4


def test_who_left_a_value_can_wait_for_it_to_be_taken() -> None:
    box: Latest[int] = Latest()
    assert box.wait_taken()
    box.put(1)
    assert not box.wait_taken()
    taker = threading.Timer(0.05, box.take)
    taker.start()
    assert box.wait_taken(30.0)
    taker.join()
    box.put(2)
    box.close()
    assert box.wait_taken(None)


def test_a_source_that_breaks_for_good_does_not_end_the_show() -> None:
    source = ScriptedSource([SourceError("decoder gave up")])
    said: list[str] = []
    assert CaptureStage(source, Latest(), ManualClock(), notify=said.append).step()
    assert source.closed == 1
    with pytest.raises(IndexError):
        source.read()
