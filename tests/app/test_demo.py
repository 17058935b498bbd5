"""The promise of README's first command: focus starts on the couple, goes to the man, and nothing moves by a pixel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import moderngl
import numpy as np
import pytest

from livefocus.app.offline import render_offline
from livefocus.render.scenes.scene import make_scene
from livefocus.settings import ShowSettings

pytestmark = pytest.mark.gl
SIZE = (480, 270)
ON_COUPLE_S, ON_MAN_S = 2.0, 7.5
DEMO = ShowSettings(source="scene:cafe", depth="scene", cues="cafe", size=SIZE, pictures=1, blur_px=12.0)


def still(folder: Path, at_s: float, **changes: object) -> np.ndarray:
    path = folder / f"{at_s}-{len(list(folder.iterdir()))}.png"
    render_offline(replace(DEMO, start_s=at_s, sinks=(f"png:{path}",), **changes), lambda _: None)  # type: ignore[arg-type]
    return cv2.imread(str(path))


def detail(picture: np.ndarray, where: np.ndarray) -> float:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[where].mean())


def inside(mask: np.ndarray, margin_px: int) -> np.ndarray:
    return cv2.erode(mask.astype(np.uint8), np.ones((2 * margin_px + 1,) * 2, np.uint8)).astype(bool)


def test_focus_goes_from_the_couple_to_the_man_and_nothing_moves(gl: moderngl.Context, tmp_path: Path) -> None:
    scene = make_scene(gl, "cafe", SIZE)
    couple_depth, man_depth = scene.draw(ON_COUPLE_S)[1], scene.draw(ON_MAN_S)[1]
    planes = dict(scene.planes)
    scene.release()
    couple = inside(np.abs(couple_depth - planes["couple"]) < 0.01, 3)
    behind = man_depth < planes["man"] + 0.02
    man = inside(np.abs(man_depth - planes["man"]) < 0.004, 3) & inside(behind, 10)
    assert couple.sum() > 2000
    assert man.sum() > 300

    first, later = still(tmp_path, ON_COUPLE_S), still(tmp_path, ON_MAN_S)
    sharp_first, sharp_later = still(tmp_path, ON_COUPLE_S, blur_px=0.0), still(tmp_path, ON_MAN_S, blur_px=0.0)
    assert detail(first, couple) > 1.8 * detail(later, couple), "the near subject is sharp first and soft later"
    assert detail(later, man) > 1.8 * detail(first, man), "the far one the other way round"
    assert (first[couple] == sharp_first[couple]).all(), "what is in focus is where and what it was, bit for bit"
    assert (later[man] == sharp_later[man]).all()
