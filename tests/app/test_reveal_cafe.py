"""The café that nobody told anything: focus finds the man when he comes, by what comes into view."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.app.build import make_desk
from livefocus.render.scenes.scene import make_scene
from livefocus.settings import ShowSettings

pytestmark = pytest.mark.gl
DT_S = 1 / 24


def test_focus_goes_to_the_man_soon_after_he_has_come_into_view(gl: moderngl.Context) -> None:
    scene = make_scene(gl, "cafe", (320, 180))
    couple, man = scene.planes["couple"], scene.planes["man"]
    desk = make_desk(ShowSettings(source="scene:cafe", cues="cafe-reveal"), scene.planes)
    empty = scene.draw(0.0)[1]
    came_s = left_s = None
    for number in range(int(7.5 / DT_S)):
        now_s = number * DT_S
        depth = scene.draw(now_s)[1]
        his = (np.abs(depth - man) < 1e-4) & (depth != empty)
        if came_s is None and his.mean() > 0.01:
            came_s = now_s
        desk.step(DT_S, now_s)
        desk.see_depth(depth)
        if left_s is None and desk.focus.target_inverse_depth != couple:
            left_s = now_s
    scene.release()
    assert came_s is not None
    assert left_s is not None
    assert came_s - 0.5 < left_s < came_s + 1.0, "neither before there is anything to see of him nor long after"
    assert desk.focus.inverse_depth == pytest.approx(man, abs=0.02)
