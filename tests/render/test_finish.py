"""The finish: grain that is film's, bars that cover and move nothing, breathing that is the formula's."""

from __future__ import annotations

from collections.abc import Iterator

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.app.build import LensMaker
from livefocus.optics.thin_lens import ThinLens
from livefocus.render.lens import Lens
from livefocus.render.passes.finish import between_bars
from livefocus.settings import load_look
from livefocus.state import GradeState, LensState

pytestmark = pytest.mark.gl

SIZE = (320, 180)
SHARP = 0.4
Picture = NDArray[np.uint8]


@pytest.fixture
def machine(gl: moderngl.Context) -> Iterator[Lens]:
    lens = Lens(gl, SIZE)
    lens.upload_depth(np.full(SIZE[::-1], SHARP, np.float32))
    yield lens
    lens.release()


def finished(
    machine: Lens, picture: Picture | int, grade: GradeState, sequence: int = 0, lens: LensState | None = None
) -> NDArray[np.float64]:
    pixels = np.full((SIZE[1], SIZE[0], 3), picture, np.uint8) if isinstance(picture, int) else picture
    machine.upload_frame(pixels)
    raw = machine.draw(SHARP, lens or LensState(), grade, sequence).read()
    return np.frombuffer(raw, np.uint8).reshape(SIZE[1], SIZE[0], 4)[..., :3].astype(np.float64)


def detailed(seed: int = 3) -> Picture:
    return np.random.default_rng(seed).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)


def alike(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


@pytest.mark.parametrize("grain", [1.0, 3.0, 8.0])
def test_grain_deviates_by_what_was_asked_at_middle_grey(machine: Lens, grain: float) -> None:
    noise = finished(machine, 118, GradeState(grain)) - 118.0
    assert noise.std() == pytest.approx(np.hypot(grain, 0.29), rel=0.05)  # a 0.29 more by rounding to bytes
    assert abs(noise.mean()) < 0.1 * grain


def test_grain_is_strongest_in_the_middle_tones_and_leaves_black_and_white(machine: Lens) -> None:
    spread = {tone: finished(machine, tone, GradeState(6.0)).std() for tone in (0, 30, 118, 225, 255)}
    assert spread[0] == spread[255] == 0.0
    assert spread[118] > 1.5 * spread[30] > 0.0
    assert spread[118] > 1.5 * spread[225] > 0.0


def test_grain_clumps_over_its_neighbours_and_no_further(machine: Lens) -> None:
    noise = finished(machine, 118, GradeState(8.0))[..., 1] - 118.0
    assert 0.02 < alike(noise[:, 1:], noise[:, :-1]) < 0.8
    assert 0.02 < alike(noise[1:], noise[:-1]) < 0.8
    for far_px in (6, 15, 40):
        assert abs(alike(noise[:, far_px:], noise[:, :-far_px])) < 0.1


def test_grain_is_as_coarse_as_the_picture_is_high(gl: moderngl.Context) -> None:
    next_to_each_other = []
    for height in (360, 720, 1440):
        lens = Lens(gl, (64, height))
        lens.upload_depth(np.full((2, 2), SHARP, np.float32))
        lens.upload_frame(np.full((height, 64, 3), 118, np.uint8))
        raw = lens.draw(SHARP, LensState(), GradeState(8.0), 0).read()
        noise = np.frombuffer(raw, np.uint8).reshape(height, 64, 4)[..., 1].astype(np.float64)
        next_to_each_other.append(alike(noise[1:], noise[:-1]))
        lens.release()
    assert next_to_each_other == sorted(next_to_each_other)
    assert next_to_each_other[-1] > next_to_each_other[0] + 0.3


def test_grain_is_of_the_number_of_the_picture_and_of_nothing_else(machine: Lens) -> None:
    first, again = (finished(machine, 118, GradeState(4.0), sequence=7) for _ in range(2))
    assert np.array_equal(first, again)
    for later in (8, 9, 1007):
        other = finished(machine, 118, GradeState(4.0), sequence=later)
        assert abs(alike(first, other)) < 0.05
        for step_px in (1, 2, 3):  # nor is it the same grain moved by a little: it does not crawl
            assert abs(alike(first[:, step_px:], other[:, :-step_px])) < 0.05


def test_a_still_picture_keeps_its_grain_while_focus_moves(machine: Lens) -> None:
    depth = np.full(SIZE[::-1], SHARP, np.float32)
    depth[:, SIZE[0] // 2 :] = 0.8
    machine.upload_depth(depth)
    machine.upload_frame(np.full((SIZE[1], SIZE[0], 3), 118, np.uint8))
    grains = []
    for focus in (0.1, 0.4, 0.6, 0.8):
        grained, bare = (
            np.frombuffer(machine.draw(focus, LensState(blur_px=40.0), grade, 5).read(), np.uint8).astype(int)
            for grade in (GradeState(4.0), GradeState())
        )
        grains.append(grained - bare)
    assert grains[0].std() > 2.0
    for grain in grains[1:]:
        assert np.abs(grain - grains[0]).max() <= 1


@pytest.mark.parametrize("aspect", [2.39, 1.85, 1.0, 16 / 9])
@pytest.mark.parametrize("grain", [0.0, 3.0])
def test_bars_cover_and_nothing_else_changes(machine: Lens, aspect: float, grain: float) -> None:
    picture = detailed()
    whole = finished(machine, picture, GradeState(grain))
    barred = finished(machine, picture, GradeState(grain, aspect))
    left, top, width, height = between_bars(SIZE, aspect)
    assert abs(width - height * aspect) <= 1.0 + aspect
    seen = (slice(top, top + height), slice(left, left + width))
    assert np.array_equal(barred[seen], whole[seen])
    barred[seen] = 0.0
    assert not barred.any()
    assert np.array_equal(finished(machine, picture, GradeState()), picture), "no bar stays behind"


def test_no_finish_touches_nothing_and_costs_nothing(machine: Lens, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a pass was run")

    picture = detailed()
    monkeypatch.setattr("livefocus.render.passes.finish.FullScreenPass", refuse)
    monkeypatch.setattr("livefocus.render.passes.finish.Target", refuse)
    assert np.array_equal(finished(machine, picture, GradeState()), picture)


def test_breathing_scales_about_the_middle_by_the_formula(machine: Lens) -> None:
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    distance = np.hypot(x - (SIZE[0] - 1) / 2, y - (SIZE[1] - 1) / 2)
    spot = np.repeat((255 * np.clip(60.5 - distance, 0, 1)).astype(np.uint8)[..., None], 3, axis=2)
    for scale in (1.0, 1.05, 1.2):
        drawn = finished(machine, spot, GradeState(), lens=LensState(breathing_scale=scale))
        radius = np.sqrt((drawn[..., 0] > 127).sum() / np.pi)
        assert radius == pytest.approx(60.0 * scale, abs=0.4)
    even = finished(machine, 118, GradeState(), lens=LensState(breathing_scale=1.1))
    assert np.ptp(even) == 0.0


def test_a_look_breathes_only_where_it_is_asked_to() -> None:
    look = load_look("portrait")
    assert LensMaker(look, 1280).lens(0.8).breathing_scale == 1.0
    breathing = look.model_copy(update={"lens": look.lens.model_copy(update={"breathing": 1.0})})
    focus_per_m = 0.8 * look.lens.depth_scale_per_m
    thin = ThinLens(look.lens.focal_length_mm / 1000, look.lens.f_number, look.lens.sensor_width_mm / 1000)
    state = LensMaker(breathing, 1280).lens(0.8)
    assert state.breathing_scale == pytest.approx(thin.breathing_scale(focus_per_m))
    assert LensMaker(breathing, 1280).lens(0.0).breathing_scale == 1.0
    # what is drawn, times what it is then enlarged by, is the K of the formula
    assert state.blur_px * state.breathing_scale == pytest.approx(LensMaker(look, 1280).lens(0.8).blur_px)
