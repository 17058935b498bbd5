"""The person matte: MediaPipe's tflite file, its graph run by OpenCV's reader."""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from livefocus.depth import store as store_module
from livefocus.depth.catalogue import CATALOGUE
from livefocus.depth.factory import make_estimator
from livefocus.depth.selfie import SelfieDepth
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, ModelError
from livefocus.frame import Frame, MattePlanes


@pytest.fixture
def selfie(weights: ModelStore) -> SelfieDepth:
    engine = SelfieDepth(weights)
    engine.open()
    return engine


def astronaut() -> NDArray[np.uint8]:
    """Her head and shoulders, 16:9: she fills the middle, a flag and a shuttle are behind her."""
    return np.ascontiguousarray(data.astronaut()[0:288, 0:512])


@pytest.mark.models
def test_she_is_near_and_what_is_behind_her_is_far(selfie: SelfieDepth) -> None:
    matte = selfie.estimate(Frame(astronaut(), 0.0, 4, 0.0))
    assert matte.sequence == 4
    assert matte.matte == MattePlanes(), "what the lens draws apart"
    assert matte.inverse_depth.shape == (144, 256)
    assert 0.0 <= matte.inverse_depth.min() <= matte.inverse_depth.max() <= 1.0
    rows, columns = np.array([110, 60, 240]) // 2, np.array([225, 215, 220]) // 2  # cheek, brow, chest
    assert matte.inverse_depth[rows, columns].min() > 0.9
    assert matte.inverse_depth[5:60, 200:].mean() < 0.2


@pytest.mark.models
def test_as_a_show_asks_for_it_it_is_a_matte_too(weights: ModelStore) -> None:
    engine = make_estimator("selfie", source_has_depth=False, store=weights)
    engine.open()
    small = np.zeros((720, 1280, 3), np.uint8)
    small[400:688, 100:612] = astronaut()
    for frame in (Frame(astronaut(), 0.0, 0, 0.0), Frame(small, 0.0, 1, 0.1), Frame(small, 0.0, 2, 0.2)):
        assert engine.estimate(frame).matte == MattePlanes()


@pytest.mark.models
def test_mirrored_she_is_on_the_other_side(selfie: SelfieDepth) -> None:
    straight = selfie.estimate(Frame(astronaut(), 0.0, 0, 0.0)).inverse_depth
    turned = selfie.estimate(Frame(np.ascontiguousarray(astronaut()[:, ::-1]), 0.0, 1, 0.0)).inverse_depth
    assert np.corrcoef(straight.ravel(), turned[:, ::-1].ravel())[0, 1] > 0.95


def test_what_is_no_graph_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    junk = b"TFL3 but nothing else"
    entry = next(one for one in CATALOGUE if one.name == "selfie")
    fake = replace(entry, sha256=sha256(junk).hexdigest(), size_bytes=len(junk))
    (tmp_path / entry.file_name).write_bytes(junk)
    monkeypatch.setenv(store_module.ENVIRONMENT_VARIABLE, "")
    with pytest.raises(ModelError, match="cannot read 'selfie'"):
        SelfieDepth(ModelStore(tmp_path, catalogue=(fake,))).open()
    with pytest.raises(DepthError, match="not open"):
        SelfieDepth(ModelStore(tmp_path)).estimate(Frame(astronaut(), 0.0, 0, 0.0))


@pytest.mark.bench
@pytest.mark.models
def test_milliseconds_a_matte(selfie: SelfieDepth) -> None:
    frame = Frame(np.ascontiguousarray(np.tile(astronaut(), (3, 3, 1))[:720, :1280]), 0.0, 0, 0.0)
    taken_s = []
    for _ in range(30):
        started_s = time.process_time()
        selfie.estimate(frame)
        taken_s.append(time.process_time() - started_s)
    print(f"selfie, 1280x720: {min(taken_s) * 1e3:.2f} ms of processor at best, {np.median(taken_s) * 1e3:.2f} median")
