"""Depth that holds, on real footage: the raw network and the steady one side by side in the same run."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.stabilise import StabilisedDepth
from livefocus.depth.store import ModelStore
from tests.depth.footage import EngineOf, frame_of, frames_of, lingers, maps_of, moved_over, still_deviation, trail
from tests.depth.layers import layer_of

pytestmark = pytest.mark.rig


@pytest.fixture(params=["student", pytest.param("tcsmall", marks=pytest.mark.models)])
def engine(request, tmp_path: Path) -> EngineOf:
    store = request.getfixturevalue("weights") if request.param == "tcsmall" else ModelStore(tmp_path)

    def make(steady: bool) -> GuardedEstimator:
        made = make_estimator(request.param, source_has_depth=False, store=store, steady=steady)
        made.open()
        return made

    return make


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
    moved = {steady: np.array(list(moved_over(engine(steady), pictures, 5))) for steady in (False, True)}
    print(f"planes move: raw {moved[False]}, steady {moved[True]} of the range")
    assert moved[True].max() <= 0.006
    assert moved[True].max() < 0.2 * moved[False].max()


def test_moving_edges_trail_by_less_than_a_frame(engine: EngineOf, webcam_clip: Path) -> None:
    """Where the raw map changed most since the frame before, the steady one is nearer to this frame than to that."""
    pictures = frames_of(webcam_clip, 60, step=15)
    raw, steady = maps_of(engine(False), pictures), maps_of(engine(True), pictures)
    now, late, count = trail(raw, steady)
    assert count > 5, "the clip moves"
    print(f"distance to the raw map of now {now:.3f}, of one frame ago {late:.3f}")
    assert now < 0.5 * late


def test_no_ghost_stays_where_a_head_was(engine: EngineOf, webcam_clip: Path) -> None:
    """He sways, by less than a pixel of a thumbnail a frame: what his head uncovers is as far as the raw maps say."""
    pictures = frames_of(webcam_clip, 110)
    raw, steady = maps_of(engine(False), pictures), maps_of(engine(True), pictures)
    off, count = lingers(raw, steady)
    print(f"nearer than it is by {off:.3f} of the range, on {count} pixels")
    assert count > 1000, "the clip moves"
    assert off < 0.05


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
