"""Depth cameras: what they share, and each maker's adapter against a stand-in for its library (no camera is here)."""

from __future__ import annotations

import builtins
import sys
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np
import pytest

from livefocus.capture.depth_camera import UNIT_PER_M, inverse_depth_of
from livefocus.capture.factory import make_source
from livefocus.depth.factory import make_estimator
from livefocus.depth.store import ModelStore
from livefocus.errors import SourceError, SourceLostError
from tests.capture.fake_depth_camera import LIBRARIES, NEAR_MM, SIZE, FakeDepthCamera, depth_mm

NEAR = 1.0 / (NEAR_MM / 1000 * UNIT_PER_M)
FAR = 1.0 / (2.0 * UNIT_PER_M)


def test_depth_is_inverse_metres_and_shadows_are_background() -> None:
    inverse = inverse_depth_of(depth_mm(), 0.001)
    assert inverse.dtype == np.float32
    assert np.isfinite(inverse).all()
    assert inverse[360, 640] == pytest.approx(NEAR) == pytest.approx(1.0)
    assert inverse[360, 100] == pytest.approx(FAR)
    shadow = depth_mm() == 0
    assert inverse[shadow] == pytest.approx(FAR), "what a stereo camera misses beside a person lies behind"


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (90, 161)])
def test_nothing_measured_at_all_is_far(shape: tuple[int, int]) -> None:
    assert not inverse_depth_of(np.zeros(shape, np.uint16), 0.001).any()


def test_a_single_measurement_fills_everything() -> None:
    depth = np.zeros((90, 161), np.uint16)
    depth[50, 3] = 1000
    assert inverse_depth_of(depth, 0.001) == pytest.approx(1.0 / UNIT_PER_M)


@pytest.mark.parametrize("kind", sorted(LIBRARIES))
def test_each_makers_camera_gives_colour_with_its_own_depth(kind: str, monkeypatch, tmp_path: Path) -> None:
    library = LIBRARIES[kind]()
    monkeypatch.setitem(sys.modules, library.__name__, library)
    source = make_source(kind)
    info = source.open()
    assert info.has_depth
    assert info.live
    assert info.size == SIZE
    assert "Fake" in info.name
    frame = source.read()
    assert frame is not None
    assert frame.pixels.shape == (SIZE[1], SIZE[0], 3)
    assert tuple(frame.pixels[0, 0]) == (200, 0, 0), "red first"
    depth = make_estimator("auto", source_has_depth=info.has_depth, store=ModelStore(tmp_path))
    found = depth.estimate(frame).inverse_depth
    height, width = found.shape
    assert found[height // 2, width // 2] == pytest.approx(NEAR, rel=1e-3)
    assert found[height // 2, 5] == pytest.approx(FAR, rel=1e-3)
    source.close()
    source.close()


@pytest.mark.parametrize("kind", sorted(LIBRARIES))
def test_without_the_library_it_says_how_to_get_it(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = LIBRARIES[kind]().__name__
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed
    with pytest.raises(SourceError, match=rf"pip install 'livefocus\[{kind}\]'"):
        make_source(kind).open()


def test_what_a_library_throws_is_one_line_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = FakeDepthCamera()

    def fails(*_: object) -> None:
        raise builtins.RuntimeError("No device connected")

    monkeypatch.setattr(camera, "start", fails)
    with pytest.raises(SourceError, match="does not start \\(No device connected\\)"):
        camera.open()
    with pytest.raises(SourceError, match="not open"):
        camera.read()
    monkeypatch.undo()
    camera.open()
    monkeypatch.setattr(camera, "look", fails)
    with pytest.raises(SourceLostError):
        camera.read()
    monkeypatch.setattr(camera, "look", lambda: None)
    with pytest.raises(SourceLostError, match="nothing for 2 s"):
        camera.read()


def test_they_are_offered_by_entry_points_like_anybody_elses() -> None:
    assert {point.name for point in entry_points(group="livefocus.sources")} >= set(LIBRARIES)
