"""What is baked is what is read back."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.bake import in_shape_of, make_writer
from livefocus.depth.factory import make_estimator
from livefocus.depth.sidecar import has_shape_of
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError
from tests.depth.conftest import MakeFrame

SIZE = (64, 36)


def maps(count: int) -> NDArray[np.float32]:
    return np.random.default_rng(5).random((count, SIZE[1], SIZE[0])).astype(np.float32)


def bake(output: Path, depth: NDArray[np.float32], still: bool = False) -> Path:
    writer = make_writer(output, still=still)
    for one in depth:
        writer.write(one)
    writer.finish()
    return output


@pytest.mark.parametrize(("name", "tolerance"), [("folder", 0.51 / 65535), ("clip.npy", 0.0)])
def test_a_clip_comes_back_frame_by_frame(tmp_path: Path, make_frame: MakeFrame, name: str, tolerance: float) -> None:
    depth = maps(7)
    path = bake(tmp_path / "new" / name, depth)
    engine = make_estimator(f"sidecar:{path}", source_has_depth=False, store=ModelStore(tmp_path), frame_count=7)
    engine.open()
    assert engine.notice == ""
    for sequence in (0, 6, 3, 8):
        seen = engine.estimate(make_frame(SIZE, sequence)).inverse_depth
        assert np.abs(seen - depth[sequence % 7]).max() <= tolerance
    assert [file.name for file in (tmp_path / "new").iterdir()] == [name], "nothing left behind"


@pytest.mark.parametrize("name", ["still.png", "still.npy", "still"])
def test_a_still_comes_back_for_every_frame(tmp_path: Path, make_frame: MakeFrame, name: str) -> None:
    depth = maps(1)
    path = bake(tmp_path / name, depth, still=True)
    engine = make_estimator(str(path), source_has_depth=False, store=ModelStore(tmp_path))
    engine.open()
    assert np.abs(engine.estimate(make_frame(SIZE, 9)).inverse_depth - depth[0]).max() <= 0.51 / 65535


def test_a_npy_is_what_numpy_loads(tmp_path: Path) -> None:
    depth = maps(3) * 5 - 2
    assert np.array_equal(np.load(bake(tmp_path / "clip.npy", depth)), depth)
    assert np.load(bake(tmp_path / "still.npy", depth[:1], still=True)).shape == SIZE[::-1]
    assert np.load(bake(tmp_path / "one.npy", depth[:1])).shape == (1, *SIZE[::-1])


def test_pngs_have_16_bits_and_the_whole_range(tmp_path: Path) -> None:
    bake(tmp_path / "d", np.array([[[0.0, 1.0, 0.5]]], np.float32))
    picture = cv2.imread(str(tmp_path / "d" / "depth_000000.png"), cv2.IMREAD_UNCHANGED)
    assert picture.dtype == np.uint16
    assert picture.tolist() == [[0, 65535, 32768]]


def test_what_a_png_cannot_hold_is_cut_and_counted(tmp_path: Path) -> None:
    writer = make_writer(tmp_path / "d", still=False)
    for high in (1.0, 1.2, 1.0 + 1e-7, -0.1):
        writer.write(np.array([[0.0, high]], np.float32))
    assert writer.cut_count == 2


def test_what_is_there_is_kept_unless_told(tmp_path: Path) -> None:
    for name in ("d", "d.png", "d.npy"):
        bake(tmp_path / name, maps(1), still=True)
        with pytest.raises(DepthError, match="--force"):
            make_writer(tmp_path / name, still=True)
        make_writer(tmp_path / name, still=True, replace=True)


def test_a_shorter_bake_leaves_nothing_of_a_longer_one(tmp_path: Path) -> None:
    bake(tmp_path / "d", maps(9))
    (tmp_path / "d" / "notes.txt").write_text("mine")
    writer = make_writer(tmp_path / "d", still=False, replace=True)
    writer.write(maps(1)[0])
    writer.finish()
    assert sorted(file.name for file in (tmp_path / "d").iterdir()) == ["depth_000000.png", "notes.txt"]


@pytest.mark.parametrize(("name", "still", "message"), [("d.png", False, "a folder"), ("d.exr", True, "a .png or")])
def test_outputs_that_are_not_written(tmp_path: Path, name: str, still: bool, message: str) -> None:
    with pytest.raises(DepthError, match=message):
        make_writer(tmp_path / name, still=still)


@pytest.mark.parametrize("name", ["d", "d.png", "d.npy"])
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DepthError, match="cannot be written"):
        bake(tmp_path / "file" / name, maps(1), still=True)


def test_a_map_that_changes_its_size_cannot_go_into_one_npy(tmp_path: Path) -> None:
    writer = make_writer(tmp_path / "d.npy", still=False)
    writer.write(maps(1)[0])
    with pytest.raises(DepthError, match="size changes at frame 1"):
        writer.write(maps(1)[0][:20])
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("picture", [(1280, 720), (720, 1280), (640, 480), (17, 11), (3, 3)])
@pytest.mark.parametrize("canvas", [(320, 192), (286, 192), (186, 192), (1280, 720)])
def test_baked_maps_always_have_the_pictures_shape(picture: tuple[int, int], canvas: tuple[int, int]) -> None:
    shaped = in_shape_of(np.ones(canvas[::-1], np.float32), picture)
    assert has_shape_of(shaped, picture)
    assert shaped.shape[0] >= canvas[1] - 1 or shaped.shape[1] >= canvas[0] - 1, "nothing is lost"
