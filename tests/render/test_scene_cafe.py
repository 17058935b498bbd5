"""The café: who is where, and when."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest

from livefocus.render.scenes.cafe import CafeScene

pytestmark = pytest.mark.gl


@pytest.fixture(params=[(640, 360), (360, 640)], ids=["wide", "tall"], scope="module")
def cafe(_session_context: moderngl.Context, request: pytest.FixtureRequest) -> Iterator[CafeScene]:
    with _session_context:
        scene = CafeScene(_session_context, request.param)
    yield scene
    with _session_context:
        scene.release()


@pytest.fixture(autouse=True)
def _no_gl_errors(gl: moderngl.Context) -> None:
    """Have every test begin and end without a GL error."""


def man_pixels(scene: CafeScene, time_s: float) -> int:
    """Count pixels that came to the man's plane since the empty start (the ground crosses it too, but stays)."""
    start, depth = scene.draw(0.0)[1], scene.draw(time_s)[1]
    return int(((np.abs(depth - scene.planes["man"]) < 1e-4) & (depth != start)).sum())


def test_the_man_comes_a_third_of_the_way_in_and_goes(cafe: CafeScene) -> None:
    assert man_pixels(cafe, 2.5) == 0
    assert man_pixels(cafe, 7.0) > 1000
    assert man_pixels(cafe, 11.9) == 0


def test_the_couple_is_always_there_on_its_plane(cafe: CafeScene) -> None:
    for time_s in (0.0, 4.0, 8.0):
        depth = cafe.draw(time_s)[1]
        assert (np.abs(depth - cafe.planes["couple"]) < 0.02).mean() > 0.08
