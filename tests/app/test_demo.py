"""The promise of the demos: focus starts on who is near, goes to who is far, and nothing moves by a pixel."""

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
SHOW = ShowSettings(source="", depth="scene", size=SIZE, pictures=1, blur_px=12.0)


def still(folder: Path, scene: str, at_s: float, **changes: object) -> np.ndarray:
    path = folder / f"{at_s}-{len(list(folder.iterdir()))}.png"
    demo = replace(SHOW, source=f"scene:{scene}", cues=scene)
    render_offline(replace(demo, start_s=at_s, sinks=(f"png:{path}",), **changes), lambda _: None)  # type: ignore[arg-type]
    return cv2.imread(str(path))


def detail(picture: np.ndarray, where: np.ndarray) -> float:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[where].mean())


def inside(mask: np.ndarray, margin_px: int) -> np.ndarray:
    return cv2.erode(mask.astype(np.uint8), np.ones((2 * margin_px + 1,) * 2, np.uint8)).astype(bool)


@pytest.mark.parametrize(
    ("scene", "near", "near_s", "far", "far_s"),
    [
        ("cafe", "couple", 2.0, "man", 7.5),
        ("beach", "face", 1.5, "bathers", 8.8),
        ("dialogue", "her", 1.6, "him", 4.3),
    ],
)
def test_focus_goes_from_the_near_to_the_far_and_nothing_moves(
    gl: moderngl.Context, tmp_path: Path, scene: str, near: str, near_s: float, far: str, far_s: float
) -> None:
    drawn = make_scene(gl, scene, SIZE)
    near_depth, far_depth = drawn.draw(near_s)[1], drawn.draw(far_s)[1]
    planes = dict(drawn.planes)
    drawn.release()
    here = inside(np.abs(near_depth - planes[near]) < 0.004, 3)
    there = inside(np.abs(far_depth - planes[far]) < 0.004, 2) & inside(far_depth < planes[far] + 0.02, 10)
    assert here.sum() > 2000
    assert there.sum() > 150

    first, later = still(tmp_path, scene, near_s), still(tmp_path, scene, far_s)
    sharp_first, sharp_later = (still(tmp_path, scene, at_s, blur_px=0.0) for at_s in (near_s, far_s))
    assert detail(first, here) > 1.8 * detail(later, here), "the near subject is sharp first and soft later"
    assert detail(later, there) > 1.8 * detail(first, there), "the far one the other way round"
    assert (first[here] == sharp_first[here]).all(), "what is in focus is where and what it was, bit for bit"
    assert (later[there] == sharp_later[there]).all()
