from __future__ import annotations

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.errors import RenderError
from livefocus.render.lens import Lens
from livefocus.state import GradeState, LensState
from tests.scenes.rivals import read_rgb

pytestmark = pytest.mark.gl

SIZES = [(320, 180), (181, 321), (37, 23)]


def draw(
    gl: moderngl.Context,
    picture: NDArray[np.uint8],
    depth: NDArray[np.float32],
    focus: float,
    lens: LensState | None = None,
    grade: GradeState | None = None,
    sequence: int = 0,
) -> NDArray[np.uint8]:
    height, width, _ = picture.shape
    machine = Lens(gl, (width, height))
    try:
        machine.upload_frame(picture)
        machine.upload_depth(depth)
        raw = machine.draw(focus, lens or LensState(), grade or GradeState(), sequence).read()
        return np.frombuffer(raw, np.uint8).reshape(height, width, 4)[..., :3].copy()
    finally:
        machine.release()


def noise(size: tuple[int, int], seed: int = 1) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)


def plane(size: tuple[int, int], inverse_depth: float) -> NDArray[np.float32]:
    return np.full((size[1], size[0]), inverse_depth, np.float32)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_in_focus_is_bit_identical(gl: moderngl.Context, size: tuple[int, int]) -> None:
    picture = noise(size)
    assert np.array_equal(draw(gl, picture, plane(size, 0.4), 0.4), picture)


def test_no_blur_leaves_every_depth_alone(gl: moderngl.Context) -> None:
    picture = noise((64, 48))
    depth = np.linspace(0, 1, 64 * 48, dtype=np.float32).reshape(48, 64)
    assert np.array_equal(draw(gl, picture, depth, 0.3, LensState(blur_px=0.0)), picture)


def test_a_picture_of_another_size_is_refused(gl: moderngl.Context) -> None:
    machine = Lens(gl, (32, 16))
    with pytest.raises(RenderError, match="32×16"):
        machine.upload_frame(noise((16, 16)))
    machine.release()


@pytest.mark.parametrize("edge_px", [96, 100])
def test_a_picture_does_not_depend_on_those_before(gl: moderngl.Context, edge_px: int) -> None:
    """What a layer held of another map is nowhere read again, though not all of it is emptied."""
    size = (320, 180)
    pixels = noise(size, 5)
    before, now = np.full(size[::-1], 1.0, np.float32), np.full(size[::-1], 0.45, np.float32)
    now[:, edge_px : edge_px + 70], now[100:, 220:] = 0.75, 0.52
    lens = LensState(blur_px=48.0)
    pictures = []
    for maps in ((now,), (before, now)):
        machine = Lens(gl, size)
        machine.upload_frame(pixels)
        for each in maps:
            machine.upload_depth(each)
            picture = read_rgb(machine.draw(0.45, lens, GradeState(), 0))
        pictures.append(picture)
        machine.release()
    assert np.array_equal(*pictures)
