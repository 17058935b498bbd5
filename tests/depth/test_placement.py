from __future__ import annotations

import numpy as np
import pytest

from livefocus.depth.placement import place

CANVAS = (320, 192)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1200), (320, 192), (1920, 1080)])
def test_pictures_near_the_canvas_in_shape_fill_it(size: tuple[int, int]) -> None:
    assert place(CANVAS, size).fills


@pytest.mark.parametrize("size", [(720, 1280), (640, 480), (1, 1), (3000, 10), (10, 3000), (1000, 1000), (2560, 1080)])
def test_others_go_half_way_between_bars_and_stretching(size: tuple[int, int]) -> None:
    where = place(CANVAS, size)
    assert 1 <= where.width <= 320
    assert 1 <= where.height <= 192
    assert where.width == 320 or where.height == 192
    assert abs(2 * where.left + where.width - 320) <= 1, "centred"
    assert abs(2 * where.top + where.height - 192) <= 1, "centred"
    if 0.1 < size[0] / size[1] < 10:
        stretch = (where.width / where.height) / (size[0] / size[1])
        assert stretch == pytest.approx((320 / 192 / (size[0] / size[1])) ** 0.5, rel=0.02)


@pytest.mark.parametrize("size", [(720, 1280), (640, 480), (1280, 720), (2560, 1080)])
def test_what_is_drawn_is_what_is_cut(size: tuple[int, int]) -> None:
    """Position goes there and back: a ramp drawn into the canvas and cut from it is the ramp."""
    ramp = np.linspace(0, 255, size[0]).astype(np.uint8)
    picture = np.broadcast_to(ramp[None, :, None], (size[1], size[0], 3)).copy()
    where = place(CANVAS, size)
    seen = where.cut(where.draw(picture)[..., 0].astype(np.float32))
    assert seen.shape == (where.height, where.width)
    assert np.abs(seen - np.linspace(0, 255, where.width)).max() < 3.0


def test_an_output_of_another_size_is_cut_in_proportion() -> None:
    where = place(CANVAS, (720, 1280))
    output = np.zeros((96, 160), np.float32)
    output[:, round(where.left / 2) : round((where.left + where.width) / 2)] = 1.0
    cut = where.cut(output)
    assert (cut == 1.0).all()
    assert abs(cut.shape[1] - where.width / 2) <= 1


def test_the_backdrop_has_no_edge_of_its_own() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (640, 360, 3), dtype=np.uint8)
    where = place(CANVAS, (360, 640))
    canvas = where.draw(noise).astype(int)
    assert np.abs(np.diff(canvas[:, : where.left], axis=1)).max() <= 6
    assert np.abs(np.diff(canvas[:, : where.left], axis=0)).max() <= 6
