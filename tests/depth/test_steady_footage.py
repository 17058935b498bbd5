"""Depth that holds, on real footage: the raw network and the steady one side by side in the same run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.stabilise import StabilisedDepth
from livefocus.depth.store import ModelStore
from livefocus.frame import Frame
from tests.depth.layers import layer_of

pytestmark = pytest.mark.rig

WINDOW = 30
"""Frames over which deviation is taken."""

EngineOf = Callable[[bool], GuardedEstimator]


def frames_of(clip: Path, count: int, step: int = 1) -> list[NDArray[np.uint8]]:
    with av.open(str(clip)) as container:
        decoded = (frame for number, frame in enumerate(container.decode(video=0)) if number % step == 0)
        return [frame.to_ndarray(format="rgb24") for frame, _ in zip(decoded, range(count), strict=False)]


def frame_of(pixels: NDArray[np.uint8], number: int) -> Frame:
    return Frame(pixels, number / 25, number, number / 25)


@pytest.fixture(params=["student", pytest.param("tcsmall", marks=pytest.mark.models)])
def engine(request, tmp_path: Path) -> EngineOf:
    store = request.getfixturevalue("weights") if request.param == "tcsmall" else ModelStore(tmp_path)

    def make(steady: bool) -> GuardedEstimator:
        made = make_estimator(request.param, source_has_depth=False, store=store, steady=steady)
        made.open()
        return made

    return make


def maps_of(engine: GuardedEstimator, pictures: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
    return np.stack([engine.estimate(frame_of(one, number)).inverse_depth for number, one in enumerate(pictures)])


def depth_range(maps: NDArray[np.float32]) -> float:
    return float(np.percentile(maps, 97) - np.percentile(maps, 3))


def still_deviation(maps: NDArray[np.float32], pictures: list[NDArray[np.uint8]]) -> float:
    """Deviation over time, as a share of the range, where the picture did not change for a window."""
    size = maps.shape[:0:-1]
    grey = [cv2.GaussianBlur(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), (0, 0), 2) for one in pictures]
    luma = np.stack([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in grey]).astype(np.float32)
    found = []
    for start in range(WINDOW, len(maps) - WINDOW + 1, WINDOW):
        window = slice(start, start + WINDOW)
        still = luma[window].std(axis=0) < 2.0
        if still.mean() > 0.05:
            found.append(maps[window].std(axis=0)[still].mean())
    return float(np.mean(found)) / depth_range(maps)


@pytest.mark.parametrize("clip", ["webcam_clip", "carphone_clip"])
def test_still_pixels_deviate_at_most_half_as_much(engine: EngineOf, request, clip: str) -> None:
    pictures = frames_of(request.getfixturevalue(clip), 120)
    raw, steady = maps_of(engine(False), pictures), maps_of(engine(True), pictures)
    before, after = still_deviation(raw, pictures), still_deviation(steady, pictures)
    print(f"still deviation: raw {before:.4f}, steady {after:.4f} of the range")
    assert after <= 0.5 * before


def test_planes_stay_within_one_percent_through_exposure_steps(engine: EngineOf, webcam_clip: Path) -> None:
    """The same frames again and again, later brighter by 1.3 in every other round: each patch against the second round.

    That is when a mark is set: some seconds after the camera was switched on.
    """
    pictures = frames_of(webcam_clip, 40, step=3)
    table = np.clip(np.round(np.arange(256) * 1.3), 0, 255).astype(np.uint8)
    bright = [cv2.LUT(one, table) for one in pictures]
    rounds = [pictures, pictures, bright, pictures, bright]
    everything = [one for pictures_ in rounds for one in pictures_]
    moved = {}
    for steady in (False, True):
        maps = maps_of(engine(steady), everything)
        planes = np.stack([cv2.resize(one, (12, 9), interpolation=cv2.INTER_AREA) for one in maps])
        planes = planes.reshape(len(rounds), len(pictures), 9, 12)
        moved[steady] = np.abs(planes[2:] - planes[1]).mean(axis=(1, 2, 3)) / depth_range(maps)
    print(f"planes move: raw {moved[False]}, steady {moved[True]} of the range")
    assert moved[True].max() <= 0.011
    assert moved[True].max() < 0.5 * moved[False].max()


def test_moving_edges_trail_by_less_than_a_frame(engine: EngineOf, webcam_clip: Path) -> None:
    """Where the raw map changed most since the frame before, the steady one is nearer to this frame than to that."""
    pictures = frames_of(webcam_clip, 60, step=15)
    raw, steady = maps_of(engine(False), pictures), maps_of(engine(True), pictures)
    now, late = [], []
    for number in range(25, len(raw)):
        change = np.abs(raw[number] - raw[number - 1])
        moved = change > 0.15
        if moved.sum() > 30:
            now.append(np.abs(steady[number] - raw[number])[moved].mean())
            late.append(np.abs(steady[number] - raw[number - 1])[moved].mean())
    assert len(now) > 5, "the clip moves"
    print(f"distance to the raw map of now {np.mean(now):.3f}, of one frame ago {np.mean(late):.3f}")
    assert np.mean(now) < 0.5 * np.mean(late)


def test_a_cut_between_real_clips_starts_anew(engine: EngineOf, webcam_clip: Path, carphone_clip: Path) -> None:
    there = [cv2.resize(one, (400, 300)) for one in frames_of(carphone_clip, 3)]
    pictures = frames_of(webcam_clip, 40) + there
    steady = engine(True)
    maps = maps_of(steady, pictures)
    alone = engine(False).estimate(frame_of(there[0], 40)).inverse_depth
    stabiliser = layer_of(steady, StabilisedDepth)
    assert stabiliser is not None
    assert stabiliser.cuts == 1
    assert np.array_equal(maps[40], alone)
