"""The sort into tiles: no pixel is without the program that it needs, and no cell is drawn twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import product
from operator import or_

import moderngl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from livefocus.depth.edges import all_moving, sharpened
from livefocus.render.lens import Lens
from livefocus.render.passes.cells import Cells, Reaches, sort_cells
from livefocus.render.passes.choices import WORD_BITS, Choice, Chooser, choose
from livefocus.render.passes.depth import DepthPlane
from livefocus.render.passes.ladder import (
    BLOCK_PX,
    CELL_PX,
    EDGE_STEP_PX,
    NOTHING,
    SHARP_PX,
    SMALL_FROM_PX,
    SMALL_TO_PX,
    WORK,
    Needs,
    Work,
)
from livefocus.render.passes.lattice import coarse_texels, fine_texels, radius_within
from livefocus.render.passes.ranges import SHARES, Relief, block_ranges, relief_of
from livefocus.render.passes.squares import tiles_of
from livefocus.render.passes.tiles import TileMap
from livefocus.state import GradeState, LensState, Quality
from tests.scenes.rivals import read_rgb
from tests.silhouettes import drawn_person, network_map

pytestmark = pytest.mark.gl

SIZE = (200, 136)
ODD = (203, 141)
LENS = LensState(blur_px=32.0)
REACHES = Reaches(1.5, (2.3, 3.5, 4.8), 2.1)


def hills(size: tuple[int, int], seed: int) -> NDArray[np.float32]:
    """Slopes, and steps between them."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(0, 1, size[0]), np.linspace(0, 1, size[1]))
    depth = 0.5 + 0.3 * np.sin(x * rng.uniform(2, 7) + y * rng.uniform(2, 7) + rng.uniform(0, 6))
    for _ in range(4):
        left, top = rng.uniform(0, 0.8, 2)
        inside = (x > left) & (x < left + 0.2) & (y > top) & (y < top + 0.3)
        depth = np.where(inside, rng.uniform(0, 1), depth)
    return depth.astype(np.float32)


def sorted_by(tiles: TileMap, plane: DepthPlane) -> bool:
    """Sort a map's cells; False where nothing is out of focus."""
    tiles.sort(plane.image, 0.5, LENS, Quality.NORMAL, REACHES)
    return tiles.measure(plane.image, 0.5, LENS)


def over_blocks(values: NDArray[np.float32], side: int) -> Iterator[tuple[int, int, NDArray[np.float32]]]:
    for row in range(-(-values.shape[0] // side)):
        for column in range(-(-values.shape[1] // side)):
            yield row, column, values[row * side : (row + 1) * side, column * side : (column + 1) * side]


def ends_of(relief: Relief) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return least and greatest inverse depth of every block."""
    least, greatest = relief.least + np.moveaxis(relief.blocks, -1, 0) * ((relief.greatest - relief.least) / SHARES)
    return least, greatest


@pytest.mark.parametrize("size", [SIZE, ODD])
def test_ranges_of_a_whole_map_are_exact_with_the_pixels_next_to_each_block(size: tuple[int, int]) -> None:
    depth = hills(size, 1)
    least, greatest = block_ranges(depth, size)
    for row, column, _ in over_blocks(depth, BLOCK_PX):
        top, left = row * BLOCK_PX, column * BLOCK_PX
        block = depth[top : top + BLOCK_PX + 1, left : left + BLOCK_PX + 1]
        assert least[row, column] == block.min()
        assert greatest[row, column] == block.max()


@pytest.mark.parametrize("map_size", [(4, 4), (1, 1), (57, 31), (160, 90), (640, 400)])
@pytest.mark.parametrize("size", [SIZE, ODD])
def test_no_pixel_of_an_interpolated_map_lies_outside(
    gl: moderngl.Context, size: tuple[int, int], map_size: tuple[int, int]
) -> None:
    plane = DepthPlane(gl, size)
    plane.upload(hills(map_size, 2))
    drawn = plane.image.read()
    least, greatest = ends_of(plane.image.relief)
    for row, column, block in over_blocks(drawn, BLOCK_PX):
        assert least[row, column] <= block.min() + 1e-6
        assert greatest[row, column] >= block.max() - 1e-6
    plane.release()


def test_no_pixel_of_an_edge_along_the_picture_lies_outside(gl: moderngl.Context) -> None:
    size = (320, 180)
    pixels, matte = drawn_person(size, 3)
    small = network_map(matte)
    lens = Lens(gl, size)
    lens.upload_frame(pixels)
    sharp, edges = sharpened(small, pixels, all_moving(small))
    assert edges is not None
    lens.upload_depth(sharp, edges)
    lens.draw(0.5, LENS, GradeState(), 0)
    drawn = lens.depth.read()
    least, greatest = ends_of(lens.depth.relief)
    for row, column, block in over_blocks(drawn, BLOCK_PX):
        assert least[row, column] <= block.min() + 1e-4
        assert greatest[row, column] >= block.max() - 1e-4
    lens.release()


@pytest.mark.parametrize("focus", [0.0, 0.3, 0.55, 1.0])
@pytest.mark.parametrize("quality", Quality)
def test_no_pixel_is_without_what_its_radius_asks_for(focus: float, quality: Quality) -> None:
    depth, work = hills(ODD, 4), WORK[quality]
    ranges = block_ranges(depth, ODD)
    cells = sort_cells(relief_of(ranges), focus, LENS, work, REACHES)
    least, greatest = (np.kron(each, np.ones((BLOCK_PX, BLOCK_PX)))[: ODD[1], : ODD[0]] for each in ranges)
    is_step = LENS.blur_px * (greatest - least) > EDGE_STEP_PX  # two surfaces: what lies between them is not there
    depth = np.where(is_step & (depth != least), greatest, depth)
    radius = LENS.blur_px * (focus - depth)

    def has(flags: Needs) -> NDArray[np.bool_]:
        told = (cells.needs & flags.value) == flags.value
        return np.kron(told, np.ones((CELL_PX, CELL_PX), np.bool_))[: ODD[1], : ODD[0]]

    size = np.abs(radius)
    assert has(Needs.SMALL)[(size > SHARP_PX) & (size < SMALL_TO_PX)].all()
    assert has(Needs.FINE_FAR | Needs.FAR | Needs.HALF | Needs.FINE_LAYERS)[
        (radius > SMALL_FROM_PX) & (radius < work.coarse_to_px)
    ].all()
    assert has(Needs.FAR | Needs.FAR_BLUR | Needs.COARSE_LAYERS)[radius > work.coarse_from_px].all()
    assert has(Needs.FINE_NEAR | Needs.NEAR | Needs.HALF)[
        (radius < -SMALL_FROM_PX) & (radius > -work.coarse_to_px)
    ].all()
    assert has(Needs.COARSE_NEAR | Needs.NEAR | Needs.HOLES)[radius < -work.coarse_from_px].all()
    alone = has(Needs.FAR_ALONE) | has(Needs.NEAR_ALONE) | has(Needs.MIXED)
    assert not alone[size < SHARP_PX].any(), "what is sharp is copied"


@pytest.mark.parametrize("reach_px", [3.0, 12.0, 30.0])
def test_what_is_in_front_reaches_as_far_as_its_radius(reach_px: float) -> None:
    depth = np.full(SIZE[::-1], 0.5, np.float32)
    depth[64:70, 100:104] = 0.5 + reach_px / LENS.blur_px
    cells = sort_cells(relief_of(block_ranges(depth, SIZE)), 0.5, LENS, WORK[Quality.NORMAL], REACHES)
    near = np.kron((cells.needs & Needs.NEAR.value) != 0, np.ones((CELL_PX, CELL_PX), np.bool_))[: SIZE[1], : SIZE[0]]
    y, x = np.mgrid[: SIZE[1], : SIZE[0]]
    away = np.hypot(np.maximum(np.maximum(100 - x, x - 103), 0), np.maximum(np.maximum(64 - y, y - 69), 0))
    assert near[away <= reach_px].all()
    assert not near[away > reach_px + 4 * CELL_PX].any()


@pytest.mark.parametrize("size", [SIZE, ODD, (16, 16), (640, 360)])
def test_tiles_cover_each_chosen_cell_once(gl: moderngl.Context, size: tuple[int, int]) -> None:
    plane = DepthPlane(gl, size)
    plane.upload(hills(size, 5))
    tiles = TileMap(gl, size)
    assert sorted_by(tiles, plane)
    choices = [choose(flag) for flag in Needs if flag] + [choose(Needs.FAR, Needs.NEAR), choose(Needs(0))]
    choices.append(choose(Needs.FAR, beyond=((Needs.FAR, Needs(0)),)))
    needs = sort_cells(plane.image.relief, 0.5, LENS, WORK[Quality.NORMAL], REACHES).needs
    for _ in range(2):  # asked for one by one, then listed together
        for choice in choices:
            first, count = tiles.chosen(choice)
            drawn = np.zeros(needs.shape, int)
            listed = np.frombuffer(tiles.tiles.read(), np.uint16).reshape(-1, 4)[first : first + count]
            for column, row, packed, _ in listed.astype(int):
                side = packed & 15
                assert row + side <= needs.shape[0]
                assert column + side <= needs.shape[1]
                drawn[row : row + side, column : column + side] += 1
            wanted = (needs & (choice.wanted | choice.but_not)) == choice.wanted
            assert (drawn <= 1).all()
            assert (drawn[wanted] == 1).all()
            if not choice.beyond:
                assert not drawn[~wanted].any()
        plane.upload(hills(size, 5))
        sorted_by(tiles, plane)
    plane.release()
    tiles.release()


def test_a_picture_is_drawn_to_its_last_row_and_column(gl: moderngl.Context) -> None:
    pixels = np.random.default_rng(6).integers(0, 256, (ODD[1], ODD[0], 3), np.uint8)
    lens = Lens(gl, ODD)
    lens.upload_frame(pixels)
    lens.upload_depth(np.zeros(ODD[::-1], np.float32))
    drawn = read_rgb(lens.draw(0.5, LENS, GradeState(), 0)).astype(float)
    for part in (drawn[-2:], drawn[:, -2:], drawn[:2], drawn[:, :2]):
        assert part.std() < 0.35 * pixels.std()
    lens.release()


def test_cells_are_sorted_anew_only_where_something_has_changed(
    gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    sorted_for: list[float] = []

    def noted(relief: Relief, focus: float, lens: LensState, work: Work, reaches: Reaches) -> Cells:
        sorted_for.append(focus)
        return sort_cells(relief, focus, lens, work, reaches)

    monkeypatch.setattr("livefocus.render.passes.tiles.sort_cells", noted)
    pixels = np.random.default_rng(7).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    lens, fresh = Lens(gl, SIZE), Lens(gl, SIZE)
    for each in (lens, fresh):
        each.upload_frame(pixels)
        each.upload_depth(hills(SIZE, 8))
    wanted = read_rgb(fresh.draw(0.3, LENS, GradeState(), 0))
    sorted_for.clear()
    for focus in (0.3, 0.3, 0.6, 0.6, 0.3):
        drawn = read_rgb(lens.draw(focus, LENS, GradeState(), 0))
    assert sorted_for == [0.3, 0.6, 0.3]
    assert np.array_equal(drawn, wanted)
    lens.upload_depth(hills(SIZE, 8))
    assert np.array_equal(read_rgb(lens.draw(0.3, LENS, GradeState(), 0)), wanted)
    assert sorted_for[-1:] == [0.3]
    assert len(sorted_for) == 4
    for each in (lens, fresh):
        each.release()


def test_a_picture_is_opaque_everywhere(gl: moderngl.Context) -> None:
    lens = Lens(gl, SIZE)
    lens.upload_frame(np.random.default_rng(9).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8))
    lens.upload_depth(hills(SIZE, 10))
    for focus in (0.0, 0.2, 0.5, 0.8, 1.0):
        for blur_px in (8.0, 32.0, 90.0):
            drawn = lens.draw(focus, LensState(blur_px=blur_px), GradeState(), 0)
            alpha = np.frombuffer(drawn.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., 3]
            assert (alpha == 255).all()
    lens.release()


def test_layers_are_smooth_wherever_a_gather_with_taps_apart_looks() -> None:
    """What is not smoothed beside a wide disc shows as a mesh of its taps."""
    depth = np.full(SIZE[::-1], 0.5 - 11.0 / LENS.blur_px, np.float32)
    depth[:, 100:] = 0.5 - 21.0 / LENS.blur_px
    cells = sort_cells(relief_of(block_ranges(depth, SIZE)), 0.5, LENS, WORK[Quality.NORMAL], REACHES)
    assert cells.steps is not None
    far_steps, _, far_smooth, _ = np.moveaxis(cells.steps, -1, 0)
    sparse = far_steps > 1
    assert sparse[:, 7:].all()
    assert not sparse[:, :6].any()
    assert (far_smooth[:, 5:] == 3).all(), "as far as taps reach"
    assert (far_smooth[:, :4] == 1).all()
    assert (((cells.needs & Needs.FAR_SPARSE.value) != 0) == (far_smooth > 1)).all()


NUMBERS = st.integers(0, 2 ** max(Needs).bit_length() - 1)
FLAGS = st.integers(0, max(Needs).bit_length() - 1).map(lambda bit: Needs(1 << bit))
FEW_FLAGS = st.lists(FLAGS, max_size=2).map(lambda flags: reduce(or_, flags, NOTHING))
PAIRS = st.tuples(FEW_FLAGS, FEW_FLAGS)
CHOICES = st.builds(choose, FEW_FLAGS, FEW_FLAGS, st.lists(PAIRS, max_size=3).map(tuple))


def cells_of(rng: np.random.Generator, kinds: list[int], shape: tuple[int, int]) -> Cells:
    """Patches of cells of some kinds, and steps that change from cell to cell, or are none."""
    patches = rng.choice(np.array(kinds, np.uint32), (shape[0] // 3 + 1, shape[1] // 5 + 1))
    needs = np.kron(patches, np.ones((3, 5), np.uint32))[: shape[0], : shape[1]]
    codes = tuple((needs >> shift & 255).astype(np.uint8) for shift in range(0, 32, 8))
    told = tuple(np.arange(256, dtype=np.uint32) << shift for shift in range(0, 32, 8))
    return Cells(codes, told, rng.integers(1, 64, (*shape, 4), np.uint8) if rng.integers(0, 2) else None)


def having(needs: NDArray[np.uint32], wanted: int, but_not: int) -> NDArray[np.bool_]:
    return np.asarray(((needs & wanted) == wanted) & ((needs & but_not) == 0))


def chosen_plainly(needs: NDArray[np.uint32], choice: Choice) -> NDArray[np.bool_]:
    wanted = having(needs, choice.wanted, choice.but_not)
    if not choice.beyond:
        return wanted
    beside = np.zeros_like(wanted)
    for row, column in np.argwhere(wanted):
        beside[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2] = True
    drawn = np.any([having(needs, *flags) for flags in choice.beyond], axis=0)
    return np.asarray(wanted | (beside & ~drawn))


@given(
    seed=st.integers(0, 1000),
    kinds=st.lists(NUMBERS, min_size=1, max_size=6),
    shape=st.tuples(st.integers(1, 19), st.integers(1, 19)),
    choices=st.lists(CHOICES, min_size=1, max_size=WORD_BITS, unique=True),
)
def test_lists_are_those_that_a_plain_look_at_every_choice_gives(
    seed: int, kinds: list[int], shape: tuple[int, int], choices: list[Choice]
) -> None:
    cells = cells_of(np.random.default_rng(seed), kinds, shape)
    tiles, counts = tiles_of(Chooser(choices, cells.told).words(cells.codes), len(choices), cells.steps)
    assert len(counts) == len(choices)
    assert len(tiles) == counts.sum()
    ends = np.cumsum(counts)
    for choice, end, count in zip(choices, ends, counts, strict=True):
        drawn = np.zeros(shape, int)
        for column, row, packed, steps in tiles[end - count : end].astype(int):
            side = packed & 15
            square = np.s_[row : row + side, column : column + side]
            assert side in (1, 2, 4)
            assert row % side == column % side == 0
            assert drawn[square].shape == (side, side)
            drawn[square] += 1
            told = (steps & 63, steps >> 6, packed >> 4 & 63, packed >> 10)
            assert told == ((1,) * 4 if cells.steps is None else tuple(cells.steps[square].max(axis=(0, 1))))
        assert np.array_equal(drawn, chosen_plainly(cells.needs, choice))
        squares = drawn[: shape[0] // 4 * 4, : shape[1] // 4 * 4].reshape(shape[0] // 4, 4, shape[1] // 4, 4)
        sides = tiles[end - count : end, 2] & 15
        assert (sides == 4).sum() == squares.all(axis=(1, 3)).sum(), "as few tiles as may be"


def test_what_no_cell_needs_has_no_tiles(gl: moderngl.Context) -> None:
    plane = DepthPlane(gl, SIZE)
    tiles = TileMap(gl, SIZE)
    for _ in range(2):
        plane.upload(np.full(SIZE[::-1], 0.2, np.float32))
        assert sorted_by(tiles, plane)
        assert tiles.chosen(choose(Needs.NEAR)) == (0, 0)
    plane.release()
    tiles.release()


def test_more_choices_than_a_word_has_bits(gl: moderngl.Context) -> None:
    plane = DepthPlane(gl, SIZE)
    plane.upload(hills(SIZE, 11))
    tiles = TileMap(gl, SIZE)
    assert sorted_by(tiles, plane)
    needs = sort_cells(plane.image.relief, 0.5, LENS, WORK[Quality.NORMAL], REACHES).needs
    choices = [choose(one, other) for one, other in product(Needs, Needs) if one is not other][: 2 * WORD_BITS + 3]
    for _ in range(2):  # each listed as it is asked for, then all together
        for choice in choices:
            tiles.chosen(choice)
        listed = np.frombuffer(tiles.tiles.read(), np.uint16).reshape(-1, 4)
        for choice in choices:
            first, count = tiles.chosen(choice)
            sides = listed[first : first + count, 2].astype(int) & 15
            assert (sides**2).sum() == having(needs, choice.wanted, choice.but_not).sum()
        plane.upload(hills(SIZE, 11))
        assert sorted_by(tiles, plane)
    plane.release()
    tiles.release()


@given(few=st.floats(0.6, 60.0), radii=st.lists(st.floats(0.0, 500.0, width=32), min_size=1, max_size=40))
def test_a_radius_is_compared_as_if_its_disc_had_been_measured(few: float, radii: list[float]) -> None:
    radius_px = np.array(radii, np.float32)
    for of_radius in (fine_texels, coarse_texels):
        limit_px = radius_within(of_radius, few)
        around = np.nextafter(limit_px, np.array([0.0, np.inf], np.float32))
        measured = np.concatenate([radius_px, around, limit_px[None]])
        assert np.array_equal(measured > limit_px, of_radius(measured) > few)
