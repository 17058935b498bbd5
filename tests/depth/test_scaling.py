from __future__ import annotations

import numpy as np
import pytest

from livefocus.depth.scaling import halved, shrink


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (853, 481), (320, 192), (100, 50), (1, 1), (3000, 7)])
def test_a_picture_made_small_is_its_area_averaged(size: tuple[int, int]) -> None:
    """A ramp both ways stays the ramp it was, wherever the halves go."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    ramp = np.stack([x * 255.0 / size[0], y * 255.0 / size[1], np.full(x.shape, 90.0)], axis=-1)
    small = shrink(np.round(ramp).astype(np.uint8), (320, 192)).astype(float)
    assert small.shape == (192, 320, 3)
    columns = (np.arange(320) + 0.5) / 320 * 255
    rows = (np.arange(192) + 0.5) / 192 * 255
    if size[0] >= 320:
        assert np.abs(small[:, 1:-1, 0] - columns[1:-1]).max() < 2.0
    if size[1] >= 192:
        assert np.abs(small[1:-1, :, 1] - rows[1:-1, None]).max() < 2.0
    assert (small[..., 2] == 90).all()


def test_halving_stops_in_time_and_leaves_small_pictures_alone() -> None:
    picture = np.zeros((720, 1280, 3), np.uint8)
    assert halved(picture, (320, 192)).shape == (360, 640, 3)
    assert halved(picture, (320, 180)).shape == (180, 320, 3)
    assert halved(picture, (1280, 720)) is picture
    assert halved(picture, (700, 10)) is picture


def test_noise_is_averaged_away_not_picked_out() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (720, 1280, 3), dtype=np.uint8)
    assert shrink(noise, (320, 192)).std() < 0.32 * noise.std()


def test_who_asks_for_the_same_copy_of_a_frame_gets_it_and_of_another_frame_not() -> None:
    one, other = (np.full((48, 64, 3), value, np.uint8) for value in (10, 200))
    for pixels in (one, other):
        pixels.setflags(write=False)
    small = shrink(one, (20, 15))
    assert shrink(one, (20, 15)) is small
    assert shrink(one, (10, 8)).shape == (8, 10, 3)
    assert shrink(other, (20, 15)).mean() == 200
    assert shrink(one, (20, 15)).mean() == 10
    with pytest.raises(ValueError, match="read-only"):
        small[:] = 0


def test_of_a_picture_that_may_change_no_copy_is_kept() -> None:
    pixels = np.full((48, 64, 3), 10, np.uint8)
    assert shrink(pixels, (20, 15)).mean() == 10
    pixels[:] = 200
    assert shrink(pixels, (20, 15)).mean() == 200
