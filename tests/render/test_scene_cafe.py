"""The café: who is where and when, depth that is exact, and nothing that moves but people."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.render.scenes.cafe import couple, street, terrace, walk
from livefocus.render.scenes.play import PlayedScene
from livefocus.render.scenes.scene import make_scene

pytestmark = pytest.mark.gl


@pytest.fixture(params=[(640, 360), (360, 640)], ids=["wide", "tall"], scope="module")
def cafe(_session_context: moderngl.Context, request: pytest.FixtureRequest) -> Iterator[PlayedScene]:
    with _session_context:
        scene = make_scene(_session_context, "cafe", request.param)
    yield scene
    with _session_context:
        scene.release()


@pytest.fixture(autouse=True)
def _no_gl_errors(gl: moderngl.Context) -> None:
    """Have every test begin and end without a GL error."""


def pixel(scene: PlayedScene, x: float, y: float, z: float) -> tuple[int, int]:
    """Return row and column of the pixel that shows a world point."""
    column, row = scene.camera.project(np.array([x, y, z]))
    return int(row), int(column)


def man_pixels(scene: PlayedScene, time_s: float) -> int:
    """Count pixels that came to the man's plane since the empty start (the ground crosses it too, but stays)."""
    start, depth = scene.draw(0.0)[1], scene.draw(time_s)[1]
    return int(((np.abs(depth - scene.planes["man"]) < 1e-4) & (depth != start)).sum())


def test_the_man_comes_a_third_of_the_way_in_and_goes(cafe: PlayedScene) -> None:
    assert man_pixels(cafe, 2.5) == 0
    assert man_pixels(cafe, 7.0) > 1000
    assert man_pixels(cafe, 11.9) == 0


def test_he_comes_from_the_right_and_stands_between_them(cafe: PlayedScene) -> None:
    depth = cafe.draw(4.6)[1]
    columns = np.flatnonzero((np.abs(depth - cafe.planes["man"]) < 1e-5).any(axis=0))
    assert columns.min() > 0.6 * cafe.camera.size_px[0]
    face = pixel(cafe, walk.STAND_X_M, 1.66, walk.Z_M)
    assert cafe.draw(walk.SHOCK_S + 0.5)[1][face] == pytest.approx(cafe.planes["man"], abs=1e-6)
    assert cafe.draw(0.0)[1][face] < 0.1


@pytest.mark.parametrize(("x", "y"), [(-0.42, 1.22), (0.42, 1.27), (-0.55, 0.85), (0.60, 0.85), (0.0, 0.79)])
def test_the_couple_is_on_its_plane(cafe: PlayedScene, x: float, y: float) -> None:
    for time_s in (0.0, 4.0, 8.6):
        depth = cafe.draw(time_s)[1]
        assert depth[pixel(cafe, x, y, couple.Z_M)] == pytest.approx(cafe.planes["couple"], abs=1e-6)


def expected_on_level(scene: PlayedScene, row: int, height_m: float) -> float:
    """Return the inverse depth of a level plane at the middle of a row: affine in the row, as any plane's is."""
    camera = scene.camera
    below_px = row + 0.5 - camera.centre_px[1]
    return camera.near_m * below_px / (camera.unit_px * (camera.eye_height_m - height_m))


@pytest.mark.parametrize("x", [-0.1, 0.0, 0.1])
@pytest.mark.parametrize("z", [3.72, 3.78, 3.84])
def test_the_table_top_is_a_level_plane(cafe: PlayedScene, x: float, z: float) -> None:
    row, column = pixel(cafe, x, terrace.TABLE_Y_M, z)
    expected = expected_on_level(cafe, row, terrace.TABLE_Y_M)
    assert cafe.draw(1.0)[1][row, column] == pytest.approx(expected, abs=2e-6)


def test_the_street_is_a_level_plane(cafe: PlayedScene) -> None:
    row, column = pixel(cafe, 0.1, 0.0, 24.0)
    assert cafe.draw(0.0)[1][row, column] == pytest.approx(expected_on_level(cafe, row, 0.0), abs=2e-6)


def test_a_wall_is_an_upright_plane(cafe: PlayedScene) -> None:
    camera = cafe.camera
    row, column = pixel(cafe, street.LEFT_M, 1.4, 18.0)
    expected = camera.near_m * (column + 0.5 - camera.centre_px[0]) / (camera.unit_px * street.LEFT_M)
    assert cafe.draw(0.0)[1][row, column] == pytest.approx(expected, abs=2e-6)


def moving_area(scene: PlayedScene) -> NDArray[np.bool_]:
    """Return where something may move: the couple's box, and the strip the man walks through."""
    width, height = scene.camera.size_px
    area = np.zeros((height, width), bool)
    for left, bottom, right, top, z in ((-0.85, -0.05, 0.87, 1.45, couple.Z_M), (-9.0, -0.12, 9.0, 1.9, walk.Z_M)):
        row0, column0 = pixel(scene, left, top, z)
        row1, column1 = pixel(scene, right, bottom, z)
        area[max(row0, 0) : row1 + 1, max(column0, 0) : max(column1 + 1, 0)] = True
    return area


def test_nothing_moves_but_people(cafe: PlayedScene) -> None:
    still = ~moving_area(cafe)
    assert still.mean() > 0.15
    pixels, depth = cafe.draw(0.0)
    moved = np.zeros_like(still)
    for time_s in (1.0, 3.1, 4.6, 7.4, 9.9):
        other, other_depth = cafe.draw(time_s)
        assert (other[still] == pixels[still]).all()
        assert (other_depth[still] == depth[still]).all()
        moved |= (other != pixels).any(axis=2)
    assert moved.any()


def test_the_table_and_chairs_stand_still(cafe: PlayedScene) -> None:
    places = [pixel(cafe, 0.0, 0.68, 3.66), pixel(cafe, 0.0, 0.55, 4.0), pixel(cafe, 0.1, 0.735, 3.75)]
    first = cafe.draw(0.0)[0]
    for time_s in (1.3, 2.8, 6.0, 8.7):
        later = cafe.draw(time_s)[0]
        assert all((later[place] == first[place]).all() for place in places)


def test_the_round_closes_without_a_jump(cafe: PlayedScene) -> None:
    frame_s = 1 / cafe.fps
    end, start, next_one = (cafe.draw(t)[0].astype(int) for t in (cafe.duration_s - frame_s, 0.0, frame_s))
    assert np.abs(end - start).mean() < 2.0 * max(np.abs(next_one - start).mean(), 0.05)


def test_planes_are_what_the_camera_says(cafe: PlayedScene) -> None:
    assert cafe.planes["couple"] == pytest.approx(0.72)
    assert cafe.planes["man"] == pytest.approx(0.32)
    assert cafe.planes["man"] > cafe.planes["street"] > 0.02
