"""What only the operator sees."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.assist.views import OperatorView, ViewState, text_image
from livefocus.render.passes.depth import DepthImage, DepthPlane

pytestmark = pytest.mark.gl
SIZE = (96, 64)


def read(texture: moderngl.Texture) -> np.ndarray:
    width, height = texture.size
    return np.frombuffer(texture.read(), np.uint8).reshape(height, width, 4)


@pytest.fixture
def picture(gl: moderngl.Context) -> moderngl.Texture:
    checks = (np.indices((64, 96)).sum(0) // 8 % 2 * 255).astype(np.uint8)
    return gl.texture(SIZE, 4, np.dstack([checks] * 3 + [np.full_like(checks, 255)]).tobytes())


@pytest.fixture
def depth(gl: moderngl.Context) -> DepthImage:
    plane = DepthPlane(gl, SIZE)
    plane.upload(np.tile(np.linspace(0, 1, 96, dtype=np.float32), (64, 1)))
    return plane.image


def test_nothing_asked_for_is_the_picture_itself(
    gl: moderngl.Context, picture: moderngl.Texture, depth: DepthImage
) -> None:
    assert OperatorView(gl, SIZE).draw(picture, depth, ViewState(), 0.5, 32.0) is picture


def test_depth_view_is_green_where_it_is_sharp(
    gl: moderngl.Context, picture: moderngl.Texture, depth: DepthImage
) -> None:
    seen = read(OperatorView(gl, SIZE).draw(picture, depth, ViewState(depth=True), 0.5, 64.0)).astype(int)
    row = seen[32]
    greenness = row[:, 1] - row[:, [0, 2]].max(1)
    assert abs(int(greenness.argmax()) - 48) <= 2
    assert row[90, 0] > row[90, 2], "nearer is warm"
    assert row[20, 2] > row[20, 0], "farther is cool"


def test_peaking_paints_edges_in_focus_only(gl: moderngl.Context, picture: moderngl.Texture, depth: DepthImage) -> None:
    before = read(picture)
    seen = read(OperatorView(gl, SIZE).draw(picture, depth, ViewState(peaking=True), 0.5, 64.0))
    changed = (seen != before).any(axis=(0, 2))
    assert changed[46:50].any()
    assert not changed[:40].any()
    assert not changed[56:].any()


def test_text_lies_in_the_lower_left_only(gl: moderngl.Context, picture: moderngl.Texture, depth: DepthImage) -> None:
    seen = read(OperatorView(gl, SIZE).draw(picture, depth, ViewState(lines=("A",)), 0.5, 32.0))
    assert (seen[:40] == read(picture)[:40]).all()
    assert (seen[60, 2] != read(picture)[60, 2]).any()
    assert text_image(("hello",), (640, 480))[..., 3].max() == 255
