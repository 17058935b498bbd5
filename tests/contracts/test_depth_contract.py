"""One suite over every depth engine: whatever makes depth keeps these promises."""

from __future__ import annotations

import os
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.store import ENVIRONMENT_VARIABLE, ModelStore
from livefocus.errors import DepthError
from livefocus.frame import DepthMap, Frame

Make = Callable[[], GuardedEstimator]
SIZE = (96, 54)

ENGINES = [
    "scene",
    "constant:0.25",
    "gradient",
    "auto",
    "student",
    "sidecar:npy",
    "sidecar:png",
    "sidecar:folder",
    "matte:png",
    pytest.param("tcsmall", marks=pytest.mark.models),
    pytest.param("selfie", marks=pytest.mark.models),
    pytest.param("tcsmall+selfie", marks=pytest.mark.models),
    pytest.param("student+selfie", marks=pytest.mark.models),
]


def picture_frame(sequence: int, size: tuple[int, int] = SIZE) -> Frame:
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.stack([x * 255 // width, y * 255 // height, (x + y + 7 * sequence) % 256], axis=-1).astype(np.uint8)
    depth = np.tile(np.linspace(0, 1, width, dtype=np.float32), (height, 1))
    return Frame(np.ascontiguousarray(pixels), 0.0, sequence, sequence / 30, depth)


@pytest.fixture(params=ENGINES)
def make(request, tmp_path) -> Make:
    spec: str = request.param
    store = ModelStore(tmp_path / "store")
    if request.node.get_closest_marker("models"):
        if not os.environ.get(ENVIRONMENT_VARIABLE):
            pytest.skip(f"{ENVIRONMENT_VARIABLE} is not set: no model weights to test with")
        store = ModelStore.default()
    width, height = SIZE
    maps = np.random.default_rng(3).random((4, height, width)).astype(np.float32)
    np.save(tmp_path / "npy.npy", maps)
    cv2.imwrite(str(tmp_path / "png.png"), (maps[0] * 65535).astype(np.uint16))
    (tmp_path / "folder").mkdir()
    for number, one in enumerate(maps):
        cv2.imwrite(str(tmp_path / "folder" / f"d{number}.png"), (one * 65535).astype(np.uint16))
    files = {"npy": "npy.npy", "png": "png.png", "folder": "folder"}
    name, _, text = spec.partition(":")
    full = f"{name}:{tmp_path / files[text]}" if text in files else spec
    return lambda: make_estimator(full, source_has_depth=name == "scene", store=store)


def test_depth_is_finite_frozen_and_of_this_frame(make: Make) -> None:
    engine = make()
    engine.open()
    for sequence in (0, 1, 5):
        depth = engine.estimate(picture_frame(sequence))
        assert isinstance(depth, DepthMap)
        assert depth.sequence == sequence
        assert depth.inverse_depth.dtype == np.float32
        assert depth.inverse_depth.ndim == 2
        assert np.isfinite(depth.inverse_depth).all()
        assert not depth.inverse_depth.flags.writeable
    engine.close()


def test_relative_depth_is_about_0_to_1(make: Make) -> None:
    engine = make()
    engine.open()
    depth = engine.estimate(picture_frame(0))
    assert not depth.metric
    assert depth.inverse_depth.min() >= -0.05
    assert depth.inverse_depth.max() <= 1.1
    engine.close()


def test_the_same_frame_twice_is_the_same_depth(make: Make) -> None:
    engine = make()
    engine.open()
    first = engine.estimate(picture_frame(2)).inverse_depth
    assert np.array_equal(first, engine.estimate(picture_frame(2)).inverse_depth)
    engine.close()


def test_it_can_be_closed_twice_and_opened_again(make: Make) -> None:
    engine = make()
    engine.open()
    first = engine.estimate(picture_frame(1)).inverse_depth
    engine.close()
    engine.close()
    engine.open()
    assert np.array_equal(first, engine.estimate(picture_frame(1)).inverse_depth)
    engine.close()


def test_it_never_writes_into_the_frame(make: Make) -> None:
    engine = make()
    engine.open()
    frame = picture_frame(0)
    before = frame.pixels.copy()
    engine.estimate(frame)
    assert np.array_equal(before, frame.pixels)
    engine.close()


def test_name_and_thread_are_told_before_it_is_open(make: Make) -> None:
    engine = make()
    assert engine.name
    assert isinstance(engine.own_thread, bool)
    assert "\n" not in engine.notice


def test_pictures_of_any_shape(make: Make) -> None:
    engine = make()
    engine.open()
    for size in ((54, 96), (1, 1), (640, 360)):
        frame = picture_frame(0, size)
        if engine.name in {"sidecar", "matte"} and size != (640, 360):
            with pytest.raises(DepthError, match=f"{size[0]}×{size[1]}"):
                engine.estimate(frame)
        else:
            assert np.isfinite(engine.estimate(frame).inverse_depth).all()
    engine.close()
