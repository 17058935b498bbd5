"""Levels of quality: more work comes nearer to the truth, and none of them changes the size of a blur."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.render.lens import Lens
from livefocus.render.passes.opening import PROGRAMS
from livefocus.state import ApertureState, GradeState, LensState, Quality
from tests.scenes.canvas import encoded
from tests.scenes.judge import Pixels, edge_band, judge
from tests.scenes.places import PLACES
from tests.scenes.rivals import lens_state, read_rgb
from tests.scenes.truth import truth

pytestmark = pytest.mark.gl
SIZE = (480, 270)


def at_level(gl: moderngl.Context, quality: Quality, pixels: Pixels, depth: np.ndarray) -> Lens:
    lens = Lens(gl, (pixels.shape[1], pixels.shape[0]))
    lens.quality = quality
    lens.upload_frame(pixels)
    lens.upload_depth(depth)
    return lens


def test_more_work_comes_nearer_to_the_truth(gl: moderngl.Context) -> None:
    scenes = [scene for scene in PLACES if scene.name in {"street", "portrait", "photos"}]
    cases = [case for scene in scenes for case in scene.cases(SIZE)]
    means = []
    for quality in Quality:
        scores = []
        for case in cases:
            lens = at_level(gl, quality, case.sharp_pixels(), case.inverse_depth())
            drawn = read_rgb(lens.draw(case.focus_inverse_depth, lens_state(case), GradeState(), 0))
            scores.append(judge(drawn, encoded(truth(case)), edge_band(case)).psnr_db)
            lens.release()
        means.append(float(np.mean(scores)))
    assert means == sorted(means), means
    assert means[0] > 30.0, "also a draft is a lens"


@pytest.mark.parametrize("radius_px", [3.0, 5.0, 12.0, 30.0])
@pytest.mark.parametrize("plane", [0.1, 0.9])
def test_no_level_changes_the_size_of_a_disc(gl: moderngl.Context, radius_px: float, plane: float) -> None:
    pixels = np.zeros((160, 160, 3), np.uint8)
    pixels[78:82, 78:82] = 255
    spreads = []
    for quality in Quality:
        lens = at_level(gl, quality, pixels, np.full((160, 160), plane, np.float32))
        state = LensState(blur_px=radius_px / 0.4, max_coc_radius_px=60.0, highlight_gain=0.0)
        light = (read_rgb(lens.draw(0.5, state, GradeState(), 0))[..., 1] / 255.0) ** 2.2
        lens.release()
        y, x = np.mgrid[:160, :160] - 79.5
        spreads.append(float(np.sqrt((light * (x**2 + y**2)).sum() / light.sum())))  # of a disc: radius over √2
    assert np.ptp(spreads) < 0.12 * radius_px + 0.6, spreads
    assert spreads[1] == pytest.approx(np.hypot(radius_px / np.sqrt(2.0), 1.6), rel=0.25)


def test_a_change_takes_effect_without_a_wait_and_the_old_level_is_drawn_until_then(gl: moderngl.Context) -> None:
    pixels = np.random.default_rng(8).integers(0, 256, (90, 160, 3), np.uint8)
    depth = np.tile(np.linspace(0.0, 1.0, 160, dtype=np.float32), (90, 1))
    state = LensState(blur_px=40.0)
    changing, fine = (at_level(gl, quality, pixels, depth) for quality in (Quality.DRAFT, Quality.FINE))

    def picture(lens: Lens) -> Pixels:
        return read_rgb(lens.draw(0.5, state, GradeState(), 0))

    draft, wanted = picture(changing), picture(fine)
    assert not np.array_equal(draft, wanted)
    changing.quality = Quality.FINE
    assert np.array_equal(picture(changing), draft), "a picture waits for no compiler"
    for _ in range(PROGRAMS + 1):
        last = picture(changing)
    assert np.array_equal(last, wanted)
    changing.release()
    fine.release()


def test_a_level_and_a_shape_may_change_at_once(gl: moderngl.Context) -> None:
    pixels = np.random.default_rng(9).integers(0, 256, (90, 160, 3), np.uint8)
    depth = np.tile(np.linspace(0.0, 1.0, 160, dtype=np.float32), (90, 1))
    lens = at_level(gl, Quality.NORMAL, pixels, depth)
    for number, quality in enumerate(Quality):
        lens.quality = quality
        lens.draw(0.5, LensState(blur_px=40.0, aperture=ApertureState(blades=5 + number)), GradeState(), number)
    lens.release()
