"""Matte and depth together: the matte decides the silhouette, depth the plane."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.factory import make_estimator
from livefocus.depth.fused import FusedDepth, fuse
from livefocus.errors import DepthError, ModelError
from livefocus.frame import DepthMap, Frame
from tests.silhouettes import boundary_f, drawn_person

SIZE = (320, 192)
Map = NDArray[np.float32]


def disc(radius_px: float, middle: tuple[float, float] = (160, 110)) -> Map:
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    return np.clip(radius_px - np.hypot(x - middle[0], y - middle[1]) + 0.5, 0, 1).astype(np.float32)


def sliding(matte: Map, near: float = 0.8, far: float = 0.2) -> Map:
    """A person whose depth is too narrow and slides into the room."""
    narrow = cv2.erode(matte, np.ones((7, 7), np.uint8))
    return np.asarray(far + (near - far) * cv2.GaussianBlur(narrow, (0, 0), 4.0), np.float32)


def test_the_silhouette_is_the_mattes_and_the_plane_is_depths() -> None:
    matte = disc(60)
    depth = sliding(matte)
    fused = fuse(depth, matte)
    assert fused[matte == 1].min() > 0.7
    assert fused[(matte == 0) & (disc(80) == 1)].max() < 0.3
    assert boundary_f(fused, matte, 1) > 0.99 > boundary_f(depth, matte, 1)


def test_where_the_matte_doubts_depth_has_a_say() -> None:
    """A soft bulge in the matte, of which depth knows nothing, is not the outline; one that is sure of itself is."""
    body, bulge = disc(60), disc(20, (225, 110)) * (1 - disc(60))
    depth = sliding(body)
    outside = bulge > 0.5
    assert fuse(depth, np.maximum(body, 0.6 * bulge))[outside].mean() < 0.4
    assert fuse(depth, np.maximum(body, bulge))[outside].mean() > 0.65


def test_what_is_a_little_nearer_than_the_person_has_no_ragged_border() -> None:
    """Depth beside a person that wavers around what still counts as nearer makes no rags."""
    matte, around = disc(60), disc(14, (235, 110)) > 0
    noise = np.random.default_rng(0).normal(0.0, 0.004, SIZE[::-1]).astype(np.float32)
    spread = []
    for inverse_depth in np.arange(0.7, 0.95, 0.01):
        depth = np.where(around, np.float32(inverse_depth) + noise, sliding(matte))
        spread.append(float(fuse(depth, matte)[disc(10, (235, 110)) > 0].std()))
    print(f"deviation at most {max(spread):.3f}")
    assert max(spread) < 0.12


def test_what_is_nearer_than_the_person_stays() -> None:
    matte = disc(60) * (1 - disc(18, (205, 140)))
    depth = sliding(disc(60))
    cup = disc(18, (205, 140)) > 0.5
    depth[cup] = 1.0
    assert np.abs(fuse(depth, matte)[cup] - 1.0).max() < 0.02


def test_an_arm_that_reaches_out_keeps_its_depth() -> None:
    matte = disc(60)
    depth = sliding(matte)
    arm = disc(15) > 0.5
    depth[arm] = 1.1
    assert fuse(depth, matte)[arm] == pytest.approx(1.1)


@pytest.mark.parametrize("matte", [np.zeros(SIZE[::-1], np.float32), np.ones(SIZE[::-1], np.float32)])
def test_where_the_matte_says_nothing_depth_is_as_it_was(matte: Map) -> None:
    depth = sliding(disc(60))
    assert np.array_equal(fuse(depth, matte), depth)


def test_a_person_behind_what_is_beside_him_is_not_pulled_forward() -> None:
    depth = np.full(SIZE[::-1], 0.7, np.float32)
    depth[disc(60) > 0.5] = 0.3
    assert np.array_equal(fuse(depth, disc(60)), depth)


class Fixed:
    """An engine that always says the same, or fails to open."""

    notice, own_thread = "", True

    def __init__(self, name: str, inverse_depth: Map | None) -> None:
        self.name = name
        self.inverse_depth = inverse_depth
        self.is_open = False

    def open(self) -> None:
        if self.inverse_depth is None:
            raise ModelError(f"no {self.name}")
        self.is_open = True

    def estimate(self, frame: Frame) -> DepthMap:
        assert self.inverse_depth is not None
        return DepthMap(self.inverse_depth, frame.sequence)

    def close(self) -> None:
        self.is_open = False


def test_a_matte_of_another_size_is_fitted() -> None:
    small = np.asarray(cv2.resize(disc(60), (256, 144), interpolation=cv2.INTER_AREA), np.float32)
    engine = FusedDepth(Fixed("depth", sliding(disc(60))), Fixed("matte", small))
    engine.open()
    found = engine.estimate(Frame(drawn_person((640, 360))[0], 0.0, 3, 0.1))
    assert engine.name == "depth+matte"
    assert found.sequence == 3
    assert found.inverse_depth.shape == SIZE[::-1]


def test_where_one_does_not_open_the_other_is_closed_again() -> None:
    depth = Fixed("depth", disc(60))
    with pytest.raises(ModelError):
        FusedDepth(depth, Fixed("matte", None)).open()
    assert not depth.is_open


def test_exact_depth_takes_no_matte(empty_store) -> None:
    with pytest.raises(DepthError, match="exact already"):
        make_estimator("gradient+selfie", source_has_depth=False, store=empty_store)
    with pytest.raises(DepthError, match="no depth engine 'nonsense'"):
        make_estimator("nonsense+selfie", source_has_depth=False, store=empty_store)
