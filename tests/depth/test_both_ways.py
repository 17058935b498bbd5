"""Baked depth is quiet in both directions of time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.both_ways import BothWays
from livefocus.depth.factory import make_estimator
from livefocus.depth.store import ModelStore
from livefocus.frame import Frame
from tests.depth.conftest import textured
from tests.depth.footage import frame_of, frames_of, maps_of, still_deviation, trail

Map = NDArray[np.float32]


def both_ways(pictures: list[NDArray[np.uint8]], maps: list[Map]) -> list[Map]:
    smoother, found = BothWays(), []
    for number, (picture, depth) in enumerate(zip(pictures, maps, strict=True)):
        found += smoother.put(frame_of(picture, number), depth)
    return found + smoother.finish()


def test_every_map_comes_back_in_order_and_noise_is_gone_from_the_first() -> None:
    rng = np.random.default_rng(2)
    picture = textured(96, 54)
    truth = np.tile(np.linspace(0.2, 0.8, 64, dtype=np.float32), (36, 1))
    noisy = [truth + rng.normal(0, 0.02, truth.shape).astype(np.float32) for _ in range(200)]
    found = both_ways([picture] * 200, noisy)
    assert len(found) == 200
    assert np.abs(found[0] - truth).mean() < 0.35 * np.abs(noisy[0] - truth).mean(), "the first knows what comes"
    assert max(np.abs(one - truth).max() for one in found[:180]) < 0.04


def test_a_cut_is_not_averaged_across() -> None:
    before, after = textured(96, 54, seed=1), textured(96, 54, seed=9)[:, ::-1].copy()
    after = 255 - np.roll(after, 17, axis=0)
    near, far = np.full((36, 64), 0.9, np.float32), np.full((36, 64), 0.1, np.float32)
    found = both_ways([before] * 10 + [after] * 10, [near] * 10 + [far] * 10)
    assert [float(one.mean()) for one in found] == pytest.approx([0.9] * 10 + [0.1] * 10, abs=1e-3)


def test_frames_of_no_duration_are_all_given_back() -> None:
    smoother = BothWays()
    still = textured(96, 54)
    found = [smoother.put(Frame(still, 0.0, n, 0.0), np.zeros((4, 6), np.float32)) for n in range(5)]
    assert sum(map(len, found)) + len(smoother.finish()) == 5


@pytest.mark.rig
def test_real_footage_is_quieter_still_and_does_not_trail(webcam_clip: Path, tmp_path: Path) -> None:
    def student(steady: bool) -> Map:
        engine = make_estimator("student", source_has_depth=False, store=ModelStore(tmp_path), steady=steady)
        engine.open()
        return maps_of(engine, pictures)

    pictures = frames_of(webcam_clip, 90)
    forward = student(True)
    smooth = np.stack(both_ways(pictures, list(forward)))
    one_way, two_ways = still_deviation(forward[:60], pictures[:60]), still_deviation(smooth[:60], pictures[:60])
    print(f"still pixels of the first two seconds: {one_way:.4f} forwards, {two_ways:.4f} both ways")
    assert two_ways < 0.8 * one_way
    pictures = frames_of(webcam_clip, 60, step=15)
    raw = student(False)
    now, late, count = trail(raw, np.stack(both_ways(pictures, list(student(True)))))
    assert count > 5
    assert now < 0.5 * late
