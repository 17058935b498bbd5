"""The edges of a small map, drawn along those of the picture on screen: on composites whose matte is known."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.edges import all_moving, moved, sharpened
from livefocus.depth.scaling import shrink
from livefocus.frame import EdgeModel
from livefocus.render.lens import Lens
from livefocus.render.passes.edges import edge_tiles
from livefocus.render.passes.runs import TILE_PX
from livefocus.state import GradeState, LensState
from tests.silhouettes import bilinear, boundary_f, drawn_person, network_map

pytestmark = pytest.mark.gl

SIZE = (1280, 720)
STRICT_PX = 3


@pytest.fixture
def lens(gl: moderngl.Context) -> Iterator[Lens]:
    made = Lens(gl, SIZE)
    yield made
    made.release()


def drawn_depth(
    lens: Lens, pixels: NDArray[np.uint8], depth: NDArray[np.float32], edges: EdgeModel | None
) -> NDArray[np.float32]:
    """The depth the lens draws this picture with."""
    lens.upload_frame(pixels)
    lens.upload_depth(depth, edges)
    lens.draw(0.5, LensState(), GradeState())
    return read_depth(lens)


def read_depth(lens: Lens) -> NDArray[np.float32]:
    return lens.depth.read()


@pytest.mark.parametrize("moves", [False, True])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_silhouettes_are_the_pictures(lens: Lens, seed: int, moves: bool) -> None:
    pixels, matte = drawn_person(SIZE, seed)
    depth = network_map(matte)
    raw = boundary_f(bilinear(depth, SIZE), matte, STRICT_PX)
    found = drawn_depth(lens, pixels, *sharpened(depth, pixels, all_moving(depth) if moves else None))
    guided = boundary_f(found, matte, STRICT_PX)
    print(f"outline within {STRICT_PX} pixels: bilinear {raw:.3f}, guided {guided:.3f}")
    assert guided >= 0.90
    assert guided >= raw + 0.1


def test_edges_follow_a_picture_two_frames_newer_than_the_map(lens: Lens) -> None:
    """A figure that moves by 8 pixels a frame: the map and its model are of where it was, the edges where it is."""
    earlier = shrink(drawn_person(SIZE, 0, shift_px=-8)[0], (160, 96))
    old_pixels, old_matte = drawn_person(SIZE, 0)
    pixels, matte = drawn_person(SIZE, 0, shift_px=16)
    depth = network_map(old_matte)
    moving = moved(shrink(old_pixels, (160, 96)), earlier)
    raw = boundary_f(bilinear(depth, SIZE), matte, STRICT_PX)
    guided = boundary_f(drawn_depth(lens, pixels, *sharpened(depth, old_pixels, moving)), matte, STRICT_PX)
    print(f"two frames old: bilinear {raw:.3f}, guided {guided:.3f}")
    assert guided >= raw + 0.25


def test_new_pictures_over_one_map_move_its_edges_without_a_new_upload(lens: Lens) -> None:
    pixels, matte = drawn_person(SIZE, 0)
    depth = network_map(matte)
    first = drawn_depth(lens, pixels, *sharpened(depth, pixels, all_moving(depth)))
    lens.upload_frame(drawn_person(SIZE, 0, shift_px=12)[0])
    lens.draw(0.5, LensState(), GradeState())
    assert np.abs(read_depth(lens) - first).max() > 0.3
    lens.upload_frame(pixels)
    lens.draw(0.5, LensState(), GradeState())
    assert np.array_equal(read_depth(lens), first), "the same map under the same picture is the same depth"


def test_only_what_moves_is_another_under_another_picture(lens: Lens) -> None:
    """The left half moves, the right half rests: a picture later, its edges are to the bit what they were."""
    pixels, matte = drawn_person(SIZE, 0)
    depth = network_map(matte)
    moving = all_moving(depth)
    moving[:, 80:] = 0.0
    first = drawn_depth(lens, pixels, *sharpened(depth, pixels, moving))
    lens.upload_frame(drawn_person(SIZE, 0, shift_px=12)[0])
    lens.draw(0.5, LensState(), GradeState())
    later = read_depth(lens)
    assert np.array_equal(later[:, 660:], first[:, 660:])
    assert np.abs(later - first)[:, :600].max() > 0.3


def test_at_rest_sensor_noise_is_not_seen_at_all_and_hardly_in_what_moves(lens: Lens) -> None:
    pixels, matte = drawn_person(SIZE, 0)
    depth = network_map(matte)
    for moving, mean, most in ((None, 1e-6, 1e-6), (all_moving(depth), 0.002, 0.03)):
        lens.upload_depth(*sharpened(depth, pixels, moving))
        seen = []
        for seed in range(6):
            noise = np.random.default_rng(seed).normal(0, 2.0, pixels.shape)
            lens.upload_frame(np.clip(pixels + noise, 0, 255).astype(np.uint8))
            lens.draw(0.5, LensState(), GradeState())
            seen.append(read_depth(lens))
        deviation = np.std(seen, axis=0)
        assert deviation.mean() <= mean * np.ptp(depth)
        assert np.percentile(deviation, 99) <= most * np.ptp(depth)


def test_depth_of_the_pictures_size_is_taken_to_the_bit(lens: Lens) -> None:
    pixels, matte = drawn_person(SIZE, 0)
    exact = (0.2 + 0.6 * matte).astype(np.float32)
    small = network_map(matte)
    assert np.array_equal(drawn_depth(lens, pixels, exact, sharpened(small, pixels)[1]), exact)


def test_nothing_lies_beyond_what_the_map_had(lens: Lens) -> None:
    pixels, matte = drawn_person(SIZE, 1)
    depth = network_map(matte)
    found = drawn_depth(lens, pixels, *sharpened(depth, pixels, all_moving(depth)))
    assert found.min() >= depth.min() - 1e-5
    assert found.max() <= depth.max() + 1e-5


def test_what_is_in_focus_stays_bit_identical(lens: Lens) -> None:
    """Well inside the figure, on its plane: the bytes that came in."""
    pixels, matte = drawn_person(SIZE, 0)
    depth = network_map(matte)
    lens.upload_frame(pixels)
    lens.upload_depth(*sharpened(depth, pixels))
    picture = lens.draw(0.8, LensState(blur_px=32), GradeState())
    out = np.frombuffer(picture.read(), np.uint8).reshape(*SIZE[::-1], 4)[..., :3]
    inside = read_depth(lens) > 0.799
    assert inside.mean() > 0.1
    assert np.array_equal(out[inside], pixels[inside])


@pytest.mark.parametrize("size", [(320, 192), (160, 90), (24, 16), (333, 187)])
def test_every_pixel_a_model_says_anything_about_is_in_a_tile_that_is_drawn(size: tuple[int, int]) -> None:
    """A single texel, anywhere: the pixels its interpolation reaches lie in drawn tiles, and few others are."""
    for x, y in [(0, 0), (size[0] - 1, size[1] - 1), (size[0] // 3, size[1] // 2), (5, size[1] - 2)]:
        planes = np.zeros((size[1], size[0], 2), np.float32)
        planes[y, x, 1] = 0.3
        tiles = edge_tiles(EdgeModel(np.zeros((4, 4, 4), np.float32), planes), SIZE)
        touched = cv2.resize(planes[..., 1], SIZE, interpolation=cv2.INTER_LINEAR) > 0
        drawn = np.repeat(np.repeat(tiles, TILE_PX, axis=0), TILE_PX, axis=1)[: SIZE[1], : SIZE[0]]
        assert drawn[touched].all()
        assert drawn.mean() < 0.02 + 60 * touched.mean()
