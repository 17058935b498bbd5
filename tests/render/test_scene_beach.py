"""The beach: five planes one behind the other, water that lives on a level plane, something that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.render.scenes.beach import scene as beach_scene
from livefocus.render.scenes.beach import shore
from livefocus.render.scenes.play import PlayedScene
from livefocus.render.scenes.scene import make_scene

pytestmark = pytest.mark.gl


@pytest.fixture(params=[(640, 360), (360, 640)], ids=["wide", "tall"], scope="module")
def beach(_session_context: moderngl.Context, request: pytest.FixtureRequest) -> Iterator[PlayedScene]:
    with _session_context:
        scene = make_scene(_session_context, "beach", request.param)
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


def on_plane(scene: PlayedScene, time_s: float, name: str) -> NDArray[np.bool_]:
    return np.abs(scene.draw(time_s)[1] - scene.planes[name]) < 1e-6


def test_each_plane_lies_clearly_behind_the_one_before(beach: PlayedScene) -> None:
    planes = list(beach.planes.values())
    assert list(beach.planes) == ["face", "reader", "child", "bathers", "water"]
    assert planes == sorted(planes, reverse=True)
    assert planes[0] == pytest.approx(0.8)
    assert np.min(-np.diff(planes)) > 0.07


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("face", beach_scene.FACE_X_M - 0.06, 1.06),
        ("face", beach_scene.FACE_X_M - 0.20, 0.80),
        ("reader", beach_scene.READER_X_M + 0.05, 0.73),
        ("child", beach_scene.CHILD_X_M, 0.62),
        ("child", beach_scene.CHILD_X_M, 0.25),
        ("bathers", beach_scene.HER_X_M, 0.30),
        ("bathers", beach_scene.BOY_X_M, 0.25),
    ],
)
def test_everybody_is_on_a_plane_of_their_own(beach: PlayedScene, name: str, x: float, y: float) -> None:
    z = beach.camera.near_m / beach.planes[name]
    for time_s in (0.0, 7.7, 15.2):
        depth = beach.draw(time_s)[1]
        assert depth[pixel(beach, x, y, z)] == pytest.approx(beach.planes[name], abs=1e-6)


@pytest.mark.parametrize(("slope", "z"), [(-0.02, 10.9), (0.06, 12.4), (0.105, 24.0), (0.105, 60.0), (0.0, 150.0)])
def test_sand_and_sea_are_one_level_plane(beach: PlayedScene, slope: float, z: float) -> None:
    camera = beach.camera
    row, column = pixel(beach, slope * z, 0.0, z)
    expected = camera.near_m * (row + 0.5 - camera.centre_px[1]) / (camera.unit_px * camera.eye_height_m)
    for time_s in (0.0, 3.3, 18.9):
        assert beach.draw(time_s)[1][row, column] == pytest.approx(expected, abs=2e-6)


def test_something_comes_up_in_the_water_and_goes_again(beach: PlayedScene) -> None:
    start_s, end_s = beach_scene.FIN_S
    before, there, after = (int(on_plane(beach, t, "water").sum()) for t in (start_s - 1, start_s + 3, end_s + 1))
    assert before == after
    assert there > before + 100


def test_the_water_moves_and_the_land_does_not(beach: PlayedScene) -> None:
    pixels, depth = beach.draw(0.0)
    tower = pixel(beach, shore.TOWER_M[0], 1.3, shore.TOWER_M[1])
    sky = pixel(beach, 0.0, 40.0, 400.0)
    sand = pixel(beach, 0.30, 0.0, 9.6)
    sea = np.abs(depth - beach.camera.near_m / 40.0) < 0.03
    moved = np.zeros(depth.shape, bool)
    for time_s in (1.0, 2.6, 4.1, 8.3):
        other, other_depth = beach.draw(time_s)
        for place in (tower, sky, sand):
            if place[1] >= 0:
                assert (other[place] == pixels[place]).all()
                assert other_depth[place] == depth[place]
        moved |= (other != pixels).any(axis=2)
    assert moved[sea].mean() > 0.5
    assert moved.mean() < 0.75


def test_the_surf_runs_up_the_sand_and_back(beach: PlayedScene) -> None:
    """At the edge of the water it is now foam, now wet sand: brightness there goes up and down with the waves."""
    places = [pixel(beach, 0.06 * z, 0.0, z) for z in np.linspace(shore.SHORE_M - 0.7, shore.SHORE_M + 0.3, 5)]
    light = [float(np.mean([beach.draw(t)[0][place].mean() for place in places])) for t in np.arange(0.0, 4.0, 0.5)]
    assert max(light) - min(light) > 15


def test_the_round_closes_without_a_jump(beach: PlayedScene) -> None:
    frame_s = 1 / beach.fps
    end, start, next_one = (beach.draw(t)[0].astype(int) for t in (beach.duration_s - frame_s, 0.0, frame_s))
    assert np.abs(end - start).mean() < 2.0 * max(np.abs(next_one - start).mean(), 0.05)
