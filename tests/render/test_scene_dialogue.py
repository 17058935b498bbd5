"""The dialogue: one near, one far, a room that is true in depth, and nothing that moves but people and a flame."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import moderngl
import numpy as np
import pytest

from livefocus.render.scenes.dialogue import furniture, room, table
from livefocus.render.scenes.dialogue import scene as dialogue_scene
from livefocus.render.scenes.play import PlayedScene
from livefocus.render.scenes.scene import make_scene

pytestmark = pytest.mark.gl
HER_HEAD = (dialogue_scene.HER_X_M + 0.10, 1.20, dialogue_scene.HER_Z_M)
HIS_FACE = (dialogue_scene.HIS_X_M, 1.64, dialogue_scene.HIS_Z_M)


@pytest.fixture(params=[(640, 360), (360, 640)], ids=["wide", "tall"], scope="module")
def dialogue(_session_context: moderngl.Context, request: pytest.FixtureRequest) -> Iterator[PlayedScene]:
    with _session_context:
        scene = make_scene(_session_context, "dialogue", request.param)
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


def test_she_is_near_he_is_far_and_both_are_in_view(dialogue: PlayedScene) -> None:
    assert dialogue.planes["her"] == pytest.approx(0.8)
    assert dialogue.planes["him"] == pytest.approx(0.32)
    for time_s in (0.0, 4.3, 12.2):
        depth = dialogue.draw(time_s)[1]
        assert depth[pixel(dialogue, *HER_HEAD)] == pytest.approx(dialogue.planes["her"], abs=1e-6)
        assert depth[pixel(dialogue, *HIS_FACE)] == pytest.approx(dialogue.planes["him"], abs=1e-6)


def test_neither_hides_the_others_face(dialogue: PlayedScene) -> None:
    depth = dialogue.draw(0.0)[1]
    him = np.abs(depth - dialogue.planes["him"]) < 1e-6
    left, right = (pixel(dialogue, HIS_FACE[0] + side * 0.07, 1.66, HIS_FACE[2]) for side in (-1, 1))
    assert him[left[0], left[1] : right[1]].all()


def test_the_far_wall_and_the_night_behind_its_window(dialogue: PlayedScene) -> None:
    depth, camera = dialogue.draw(1.0)[1], dialogue.camera
    wall = pixel(dialogue, 0.58, 2.3, room.WALL_Z_M)
    assert depth[wall] == pytest.approx(dialogue.planes["window"], abs=1e-6)
    pane = pixel(dialogue, -0.95, 2.2, room.WALL_Z_M)
    if pane[1] >= 0:
        assert depth[pane] <= camera.near_m / 55.0 + 1e-6


def test_the_table_is_a_level_plane(dialogue: PlayedScene) -> None:
    camera = dialogue.camera
    row, column = pixel(dialogue, -0.26, table.TOP_Y_M, 2.6)
    if row >= camera.size_px[1]:
        pytest.skip("a wide picture ends above the table")
    expected = (
        camera.near_m * (row + 0.5 - camera.centre_px[1]) / (camera.unit_px * (camera.eye_height_m - table.TOP_Y_M))
    )
    assert dialogue.draw(0.0)[1][row, column] == pytest.approx(expected, abs=2e-6)


def test_he_speaks_when_it_is_his_turn_and_she_when_it_is_hers(dialogue: PlayedScene) -> None:
    def stir(x: float, y: float, z: float, half_m: float, span: tuple[float, float]) -> float:
        """Return how much the picture changes about a mouth, from one twelfth of a second to the next."""
        (top, left), (bottom, right) = (
            pixel(dialogue, x - half_m, y + half_m, z),
            pixel(dialogue, x + half_m, y - half_m, z),
        )
        shown = [dialogue.draw(t)[0][top : bottom + 1, left : right + 1].astype(int) for t in np.arange(*span, 1 / 12)]
        return float(np.mean([np.abs(b - a).mean() for a, b in pairwise(shown)]))

    his_mouth = (dialogue_scene.HIS_X_M, 1.59, dialogue_scene.HIS_Z_M, 0.03)
    her_mouth = (dialogue_scene.HER_X_M + 0.005, 1.115, dialogue_scene.HER_Z_M, 0.03)
    assert stir(*his_mouth, (3.2, 4.7)) > 2.0 * stir(*his_mouth, (7.0, 8.2))
    assert stir(*her_mouth, (7.0, 8.2)) > 1.5 * stir(*her_mouth, (3.7, 4.7))


def test_nothing_moves_but_people_and_the_flame(dialogue: PlayedScene) -> None:
    pixels, depth = dialogue.draw(0.0)
    places = [pixel(dialogue, 0.58, 2.3, room.WALL_Z_M), pixel(dialogue, 0.0, 2.2, furniture.SHELF_Z_M)]
    flame = pixel(dialogue, table.CANDLE_M[0], table.CANDLE_M[1] + 0.03, table.CANDLE_M[2])
    flames = [dialogue.draw(t)[0][flame[0] - 8 : flame[0] + 1, flame[1] - 6 : flame[1] + 7] for t in (0.0, 0.7, 1.3)]
    assert any((flames[0] != other).any() for other in flames[1:])
    still = np.ones(depth.shape, bool)
    for time_s in (1.7, 4.3, 9.0, 12.2):
        other, other_depth = dialogue.draw(time_s)
        assert all((other[place] == pixels[place]).all() for place in places)
        still &= (other == pixels).all(axis=2) & (other_depth == depth)
    assert still.mean() > 0.4


def test_the_round_closes_without_a_jump(dialogue: PlayedScene) -> None:
    frame_s = 1 / dialogue.fps
    end, start, next_one = (dialogue.draw(t)[0].astype(int) for t in (dialogue.duration_s - frame_s, 0.0, frame_s))
    assert np.abs(end - start).mean() < 2.0 * max(np.abs(next_one - start).mean(), 0.05)
