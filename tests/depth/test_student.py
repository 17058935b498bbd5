"""The network that comes with livefocus: it is what it says, it is small, and it knows more than the stand-in."""

from __future__ import annotations

import builtins
import hashlib
import socket
import time
from importlib import resources

import cv2
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import numpy_helper
from skimage import data

from livefocus.depth.constant import STAND_IN_NOTICE, StandInDepth
from livefocus.depth.factory import make_estimator
from livefocus.depth.silhouette import sharpen
from livefocus.depth.store import ENVIRONMENT_VARIABLE, ModelStore
from livefocus.depth.student import NOTICE, SHA256, StudentDepth, embedded_weights
from livefocus.errors import DepthError, ModelError
from livefocus.frame import Frame
from tests.depth.conftest import MakeFrame

Picture = NDArray[np.uint8]
Map = NDArray[np.float32]
WEIGHTS = resources.files("livefocus.depth").joinpath("weights", "student.onnx")


@pytest.fixture(scope="module")
def student() -> StudentDepth:
    engine = StudentDepth()
    engine.open()
    return engine


def depth_of(engine: StudentDepth | StandInDepth, picture: Picture) -> Map:
    """Depth at the picture's size."""
    depth = engine.estimate(Frame(np.ascontiguousarray(picture), 0.0, 0, 0.0)).inverse_depth
    return np.asarray(cv2.resize(depth, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def area_under_curve(depth: Map, person: NDArray[np.bool_]) -> float:
    """The chance that a pixel of the person is nearer than one of the room."""
    ranks = np.argsort(np.argsort(depth.ravel())) + 1.0
    count = int(person.sum())
    return float((ranks[person.ravel()].sum() - count * (count + 1) / 2) / (count * (person.size - count)))


def astronaut_matte() -> NDArray[np.bool_]:
    """Eileen Collins and her helmet, outlined by hand."""
    matte = np.zeros((512, 512), np.uint8)
    outline = [(156, 85), (160, 40), (190, 15), (240, 8), (280, 30), (300, 80), (290, 125), (262, 150), (300, 200)]
    outline += [(308, 245), (350, 262), (368, 320), (380, 362), (430, 345), (475, 365), (500, 430), (496, 511)]
    outline += [(22, 511), (25, 420), (45, 310), (70, 275), (125, 255), (112, 200), (140, 155), (180, 150), (160, 115)]
    cv2.fillPoly(matte, [np.array(outline, np.int32)], 1)
    return matte > 0


def on_another_wall(where_x: int) -> tuple[Picture, NDArray[np.bool_]]:
    """The astronaut, small and off the middle, before a plain wall: a person where the stand-in expects none."""
    canvas = np.full((360, 640, 3), (150, 160, 150), np.uint8)
    canvas[:, ::40] = (120, 125, 130)
    small = cv2.resize(data.astronaut(), (300, 300), interpolation=cv2.INTER_AREA)
    matte = cv2.resize(astronaut_matte().astype(np.uint8), (300, 300), interpolation=cv2.INTER_NEAREST) > 0
    person = np.zeros((360, 640), bool)
    person[60:, where_x : where_x + 300] = matte
    canvas[60:, where_x : where_x + 300][matte] = small[matte]
    return canvas, person


def test_the_weights_are_what_the_code_and_the_readme_say() -> None:
    weights = WEIGHTS.read_bytes()
    assert hashlib.sha256(weights).hexdigest() == SHA256
    assert SHA256 in resources.files("livefocus.depth").joinpath("weights", "README.md").read_text()
    assert embedded_weights() == weights


def test_it_is_small() -> None:
    weights = WEIGHTS.read_bytes()
    assert len(weights) <= 1_000_000
    initializers = onnx.load_from_string(weights).graph.initializer
    assert sum(numpy_helper.to_array(array).size for array in initializers) <= 500_000


def test_a_damaged_installation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livefocus.depth.student.SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"damaged.*install livefocus again"):
        StudentDepth().open()


def test_a_lost_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr("livefocus.depth.student.resources.files", lambda _: tmp_path)
    with pytest.raises(ModelError, match=r"missing.*install livefocus again"):
        StudentDepth().open()


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (720, 1280), (64, 36), (1, 1), (4000, 3)])
def test_any_frame_gives_a_finite_map_of_its_shape(student: StudentDepth, make_frame: MakeFrame, size) -> None:
    depth = student.estimate(make_frame(size, sequence=7))
    assert depth.sequence == 7
    assert depth.inverse_depth.dtype == np.float32
    assert np.isfinite(depth.inverse_depth).all()
    assert depth.inverse_depth.min() >= 0.0
    assert depth.inverse_depth.max() <= 1.5
    rows, columns = depth.inverse_depth.shape
    assert rows <= 160
    assert columns <= 288


@pytest.mark.parametrize("value", [0, 255])
def test_black_and_burnt_out_frames_are_finite(student: StudentDepth, make_frame: MakeFrame, value: int) -> None:
    depth = student.estimate(make_frame(pixels=np.full((72, 128, 3), value, np.uint8))).inverse_depth
    assert np.isfinite(depth).all()


def test_it_beats_the_stand_in_on_the_astronaut(student: StudentDepth) -> None:
    person = astronaut_matte()
    seen = area_under_curve(depth_of(student, data.astronaut()), person)
    assert seen > area_under_curve(depth_of(StandInDepth(), data.astronaut()), person)
    assert seen > 0.9


@pytest.mark.parametrize("where_x", [0, 170, 340])
def test_it_finds_a_person_wherever_she_is(student: StudentDepth, where_x: int) -> None:
    picture, person = on_another_wall(where_x)
    seen = area_under_curve(depth_of(student, picture), person)
    assert seen > area_under_curve(depth_of(StandInDepth(), picture), person)
    assert seen > 0.9


def test_two_people_side_by_side_are_both_near(student: StudentDepth) -> None:
    picture, left = on_another_wall(0)
    other, right = on_another_wall(340)
    picture[right] = other[right]
    depth = depth_of(student, picture)
    wall = float(np.median(depth[~(left | right)]))
    assert np.median(depth[left]) > wall + 0.2
    assert np.median(depth[right]) > wall + 0.2


def test_a_mirrored_picture_has_mirrored_depth(student: StudentDepth) -> None:
    first = depth_of(student, data.astronaut())
    second = depth_of(student, data.astronaut()[:, ::-1])
    assert np.corrcoef(first.ravel(), second[:, ::-1].ravel())[0, 1] > 0.95


def test_auto_takes_it_with_no_store_and_no_network(
    monkeypatch: pytest.MonkeyPatch, empty_store: ModelStore, make_frame: MakeFrame
) -> None:
    def no_network(*_args: object, **_named: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setattr(socket, "socket", no_network)
    engine = make_estimator("auto", source_has_depth=False, store=empty_store)
    engine.open()
    assert engine.name == "student"
    assert engine.own_thread
    assert engine.notice == NOTICE
    assert engine.estimate(make_frame()).inverse_depth.size > 1


def test_asked_for_by_name_it_says_nothing(empty_store: ModelStore) -> None:
    engine = make_estimator("student", source_has_depth=False, store=empty_store)
    assert engine.name == "student"
    assert engine.notice == ""


def test_without_onnx_runtime_auto_falls_to_the_stand_in(
    monkeypatch: pytest.MonkeyPatch, empty_store: ModelStore
) -> None:
    real_import = builtins.__import__

    def no_runtime(name: str, *rest: object, **named: object) -> object:
        if name in ("livefocus.depth.student", "livefocus.depth.onnx", "onnxruntime"):
            raise ImportError("DLL load failed")
        return real_import(name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", no_runtime)
    engine = make_estimator("auto", source_has_depth=False, store=empty_store)
    assert engine.name == "stand-in"
    assert engine.notice == STAND_IN_NOTICE
    assert "onnxruntime" in engine.notice


def test_before_open_it_says_so(make_frame: MakeFrame) -> None:
    with pytest.raises(DepthError, match="not open"):
        StudentDepth().estimate(make_frame())


def soft_edge() -> tuple[Map, Map]:
    """A person's plane at 0.8 before a room at 0.2: depth slides over 12 pixels, the matte steps at column 100."""
    columns = np.arange(200, dtype=np.float32)
    depth = 0.2 + 0.6 * np.clip((columns - 94.0) / 12.0, 0.0, 1.0)
    matte = (columns >= 100.0).astype(np.float32)
    return np.tile(depth, (100, 1)), np.tile(matte, (100, 1))


def test_the_matte_decides_the_silhouette() -> None:
    depth, matte = soft_edge()
    sharp = sharpen(depth, matte)
    truth = np.where(matte > 0.5, 0.8, 0.2)
    assert np.abs(depth - truth).max() > 0.25
    assert np.abs(sharp - truth)[:, 97:103].max() < 0.08
    assert np.abs(sharp - truth).max() < 0.12


def test_depth_decides_the_plane() -> None:
    depth, matte = soft_edge()
    leaning = depth + np.linspace(0.0, 0.1, 100, dtype=np.float32)[:, None]
    sharp = sharpen(leaning, matte)
    assert np.array_equal(sharp[:, 120:], leaning[:, 120:])
    assert np.array_equal(sharp[:, :80], leaning[:, :80])


def test_what_is_nearer_than_a_person_is_left_alone() -> None:
    depth, matte = soft_edge()
    assert np.array_equal(sharpen(depth, 1.0 - matte), depth), "the person is on the far side: the near side is a table"


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_without_a_silhouette_nothing_changes(value: float) -> None:
    depth, matte = soft_edge()
    assert np.array_equal(sharpen(depth, np.full_like(matte, value)), depth)


@pytest.mark.bench
def test_milliseconds_a_map(student: StudentDepth, make_frame: MakeFrame) -> None:
    frame = make_frame((1280, 720))
    taken_s = []
    for _ in range(100):
        started_s = time.perf_counter()
        student.estimate(frame)
        taken_s.append(time.perf_counter() - started_s)
    print(f"student, 1280x720, one thread: {min(taken_s) * 1e3:.2f} ms at best, {np.median(taken_s) * 1e3:.2f} median")
