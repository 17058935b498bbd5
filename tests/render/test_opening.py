"""The taps of an opening, and the change from one opening to another while a show runs."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.render.lens import Lens
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.passes.opening import PROGRAMS
from livefocus.render.passes.taps import lattice
from livefocus.state import ApertureState, GradeState, LensState
from tests.scenes.canvas import linear_from_srgb
from tests.scenes.rivals import read_rgb

SHAPES = [ApertureState(), ApertureState(blades=3), ApertureState(blades=7, curvature=0.4), ApertureState(squeeze=2.0)]


@pytest.mark.parametrize("aperture", SHAPES, ids=repr)
def test_no_tap_within_reach_is_missing_and_none_is_there_twice(aperture: ApertureState) -> None:
    points, distances, reach = lattice(aperture, 40)
    assert 0 < len(points) <= 40
    assert len({tuple(point) for point in points}) == len(points)
    assert not (points == 0).all(axis=1).any()
    more, further, _ = lattice(aperture, 80)
    within = further < reach + 0.5 - 1e-6
    assert {tuple(point) for point in more[within]} == {tuple(point) for point in points}
    assert distances.max() < reach + 0.5


def test_an_even_disc_has_the_taps_of_its_circle() -> None:
    points, distances, reach = lattice(ApertureState(), 20)
    assert distances == pytest.approx(np.hypot(*points.T))
    assert len(points) == 20
    assert reach == pytest.approx(np.sqrt(8.0) - 0.5)


@pytest.mark.gl
@pytest.mark.parametrize("blur_px", [24.0, 75.0])
def test_a_new_opening_is_drawn_after_a_few_pictures_and_the_old_one_until_then(
    gl: moderngl.Context, blur_px: float
) -> None:
    size = (96, 64)
    pixels = np.zeros((64, 96, 3), np.uint8)
    pixels[30:34, 46:50] = 200
    old, new = (LensState(blur_px=blur_px, aperture=shape) for shape in (ApertureState(), ApertureState(blades=3)))
    machine, fresh = Lens(gl, size), Lens(gl, size)
    for lens in (machine, fresh):
        lens.upload_frame(pixels)
        lens.upload_depth(np.full((64, 96), 0.2, np.float32))
    first = read_rgb(machine.draw(0.8, old, GradeState(), 0))
    pictures = [read_rgb(machine.draw(0.8, new, GradeState(), 0)) for _ in range(PROGRAMS + 1)]
    wanted = read_rgb(fresh.draw(0.8, new, GradeState(), 0))
    machine.release()
    fresh.release()
    assert np.array_equal(pictures[0], first)
    assert np.array_equal(pictures[-1], wanted)
    assert not np.array_equal(first, wanted)


@pytest.mark.gl
def test_programs_of_the_widest_discs_are_made_when_one_is_drawn(gl: moderngl.Context) -> None:
    """Most pictures have none, and each program takes memory; a new opening has them at once if the last one had."""
    size = (96, 64)
    lens = Lens(gl, size)
    lens.upload_frame(np.zeros((64, 96, 3), np.uint8))
    lens.upload_depth(np.full((64, 96), 0.2, np.float32))
    made = []
    for blur_px, aperture, pictures in (
        (24.0, ApertureState(), 1),
        (75.0, ApertureState(), 1),
        (24.0, ApertureState(blades=3), PROGRAMS + 1),
    ):
        before = set(FullScreenPass.alive)
        for _ in range(pictures):
            lens.draw(0.8, LensState(blur_px=blur_px, aperture=aperture), GradeState(), 0)
        made.append(sorted(each.fragment for each in set(FullScreenPass.alive) - before if "APART" in each._defines))
    lens.release()
    assert made == [
        [],
        ["34_filter_back.frag", "40_gather_far.frag"],
        ["40_gather_far.frag", "42_gather_near.frag"],
    ]


@pytest.mark.gl
@pytest.mark.parametrize(
    "shape", [ApertureState(cat_eye=0.7), ApertureState(profile=0.8), ApertureState(7, fringing=0.1)]
)
def test_a_thin_bar_before_the_scene_covers_as_much_through_any_opening(
    gl: moderngl.Context, shape: ApertureState
) -> None:
    """What is hidden by a thing narrower than its blur is the thing's share of the disc, whatever the disc's shape."""
    size = (320, 180)
    pixels = np.zeros((180, 320, 3), np.uint8)
    pixels[:, 60:66] = 200
    depth = np.full((180, 320), 0.2, np.float32)
    depth[:, 60:66] = 0.8
    lens = Lens(gl, size)
    lens.upload_frame(pixels)
    lens.upload_depth(depth)
    light = []
    for aperture in (ApertureState(), shape):
        for _ in range(PROGRAMS + 1):
            picture = read_rgb(lens.draw(0.2, LensState(blur_px=40.0, aperture=aperture), GradeState(), 0))
        light.append(float(linear_from_srgb(picture[40:140] / 255.0).sum()))
    lens.release()
    assert light[1] == pytest.approx(light[0], rel=0.1)


@pytest.mark.gl
@pytest.mark.parametrize("period_px", [10, 13, 17])
@pytest.mark.parametrize("radius_px", [30.0, 36.0, 48.0])
@pytest.mark.parametrize("side", [-1.0, 1.0], ids=["before", "behind"])
def test_wide_discs_leave_no_pattern_of_their_taps(
    gl: moderngl.Context, period_px: int, radius_px: float, side: float
) -> None:
    """Bars much narrower than the discs melt into one grey; taps that lie as far apart as the bars would show them."""
    size = (480, 270)
    bars = (np.arange(480) % period_px < period_px // 2) * 220
    pixels = np.repeat(np.repeat(bars.astype(np.uint8)[None, :, None], 270, 0), 3, 2)
    lens = Lens(gl, size)
    lens.upload_frame(pixels)
    lens.upload_depth(np.full((270, 480), 0.5, np.float32))
    picture = read_rgb(lens.draw(0.5 + side * radius_px / 100.0, LensState(blur_px=100.0), GradeState(), 0))
    lens.release()
    middle = picture[100:170, 100:380, 1].astype(float)
    assert np.ptp(middle.mean(axis=0)) <= 12.0
