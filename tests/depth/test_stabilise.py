"""Depth that holds: each step alone, then all of them, on made pictures; real ones are in `test_steady_footage.py`."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.align import Affine, fit_affine
from livefocus.depth.average import Insistence, average
from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.reference import LEARN_AFTER_S, Reference
from livefocus.depth.stabilise import ASK_AGAIN_S, SETTLING_S, Shot, StabilisedDepth, at_gain
from livefocus.depth.stillness import gain_between, is_cut, is_still, likeness, no_gain, shows_nothing, thumbnail
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError
from livefocus.frame import DepthMap, Frame
from tests.depth.layers import layer_of

SIZE = (320, 180)
FPS = 25.0


def room(seed: int = 0) -> NDArray[np.uint8]:
    """A smooth picture with something everywhere: wide blobs of colour."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]] / 60.0
    waves = [np.sin(x * rng.uniform(0.5, 2) + y * rng.uniform(0.5, 2) + rng.uniform(0, 6)) for _ in range(3)]
    return np.round(np.stack(waves, axis=-1) * 60 + 110).astype(np.uint8)


def with_somebody(picture: NDArray[np.uint8], x: int) -> NDArray[np.uint8]:
    """Put a red block of 60×120 at column x: it is near."""
    there = picture.copy()
    there[60:, x : x + 60] = (220, 30, 40)
    return there


def noisy(picture: NDArray[np.uint8], seed: int, deviation: float = 3.0) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    return np.clip(picture + rng.standard_normal(picture.shape) * deviation, 0, 255).astype(np.uint8)


def brighter(picture: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    return np.clip(picture * factor, 0, 255).astype(np.uint8)


def frame_of(pixels: NDArray[np.uint8], number: int) -> Frame:
    return Frame(np.ascontiguousarray(pixels), number / FPS, number, number / FPS)


class RedIsNear:
    """A network's stand-in: a room from 0.1 to 0.4, what is red at 0.8; noise, and a mood that light changes."""

    name = "red"
    notice = ""
    own_thread = True

    def __init__(self, noise: float = 0.015, light: float = 0.3) -> None:
        self.asked: list[Frame] = []
        self._noise = noise
        self._light = light

    def open(self) -> None:
        self.asked = []

    def estimate(self, frame: Frame) -> DepthMap:
        self.asked.append(frame)
        seen = frame.pixels[::2, ::2].astype(np.float32)
        height, width = seen.shape[:2]
        depth = np.tile(np.linspace(0.1, 0.4, width, dtype=np.float32), (height, 1))
        depth[(seen[..., 0] > 190) & (seen[..., 1] < 70) & (seen[..., 2] < 80)] = 0.8
        mood = 1.0 + self._light * (seen.mean() / 110.0 - 1.0)
        noise = np.random.default_rng(frame.sequence).standard_normal(depth.shape) * self._noise
        return DepthMap((depth * mood + noise).astype(np.float32), frame.sequence)

    def close(self) -> None:
        """Nothing to release."""


def run(engine: StabilisedDepth, pictures: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
    return np.stack([engine.estimate(frame_of(one, number)).inverse_depth for number, one in enumerate(pictures)])


# Stillness


@pytest.mark.parametrize("factor", [0.6, 1 / 1.3, 1.0, 1.3])
def test_the_gain_is_found_though_somebody_moves(factor: float) -> None:
    before = thumbnail(with_somebody(room(), 40))
    now = thumbnail(noisy(brighter(with_somebody(room(), 200), factor), 1))
    assert gain_between(now, before) == pytest.approx([factor] * 3, rel=0.03)


def test_white_balance_is_a_gain_a_channel() -> None:
    tinted = np.clip(room() * np.array([1.15, 1.0, 0.85]), 0, 255).astype(np.uint8)
    assert gain_between(thumbnail(tinted), thumbnail(room())) == pytest.approx([1.15, 1.0, 0.85], rel=0.03)


def test_what_moved_is_other_and_the_rest_the_same_whatever_the_light() -> None:
    before, now = thumbnail(with_somebody(room(), 40)), thumbnail(noisy(brighter(with_somebody(room(), 200), 1.3), 2))
    same = likeness(now, before, gain_between(now, before))
    scale = 96 / SIZE[0]
    assert same[30:, round(50 * scale) : round(90 * scale)].max() < 0.3, "where somebody was"
    assert same[30:, round(210 * scale) : round(250 * scale)].max() < 0.3, "where somebody is"
    assert same[:12].mean() > 0.95


def test_a_cut_is_told_from_light_and_from_somebody_who_moves() -> None:
    one, other = thumbnail(room(0)), thumbnail(room(5))
    assert is_cut(other, one, likeness(other, one, gain_between(other, one)))
    for picture in (brighter(room(0), 2.2), brighter(room(0), 0.3), with_somebody(room(0), 100), noisy(room(0), 3)):
        now = thumbnail(picture)
        assert not is_cut(now, one, likeness(now, one, gain_between(now, one)))


def test_noise_is_still_and_a_small_move_is_not() -> None:
    before = thumbnail(noisy(room(), 1))
    assert is_still(thumbnail(noisy(room(), 2)), before)
    moved = noisy(room(), 2)
    moved[80:92, 100:112] = 255 - moved[80:92, 100:112]
    assert not is_still(thumbnail(moved), before)


def test_black_white_and_grey_show_nothing() -> None:
    for level in (0, 128, 255):
        assert shows_nothing(thumbnail(noisy(np.full((180, 320, 3), level, np.uint8), level)))
    assert not shows_nothing(thumbnail(room()))


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 2000, 3), (2000, 3, 3), (1080, 1920, 3)])
def test_thumbnails_of_any_shape(shape: tuple[int, int, int]) -> None:
    small = thumbnail(np.full(shape, 90, np.uint8))
    assert max(small.shape[1:]) == 96
    assert (small == 90).all()


# Aligning


def test_an_affine_change_is_undone_exactly() -> None:
    reference = np.linspace(0, 1, 6000, dtype=np.float32).reshape(60, 100)
    new = (reference - 0.05) / 1.1
    fit = fit_affine(new, reference, np.ones_like(reference))
    assert fit is not None
    assert np.abs(fit(new) - reference).max() < 0.04, "the scale is held near 1 on purpose: never quite undone"
    assert abs(float((fit(new) - reference).mean())) < 1e-3


def test_what_does_not_belong_is_shrugged_off() -> None:
    rng = np.random.default_rng(0)
    reference = rng.random((60, 100)).astype(np.float32)
    new = reference + 0.1 + rng.standard_normal(reference.shape).astype(np.float32) * 0.01
    new[:, 70:] = 0.9  # somebody stands there now, and the weights do not know
    fit = fit_affine(new, reference, np.ones_like(reference))
    assert fit is not None
    assert float(np.median((fit(new) - reference)[:, :70])) == pytest.approx(0.0, abs=0.03)


def test_a_bare_wall_tells_the_shift_and_not_the_scale() -> None:
    wall = np.full((60, 100), 0.2, np.float32) + np.random.default_rng(0).standard_normal((60, 100)) * 0.003
    wall = wall.astype(np.float32)
    fit = fit_affine(wall[::-1] + np.float32(0.05), wall, np.ones_like(wall))
    assert fit is not None
    assert fit.scale == pytest.approx(1.0, abs=0.01)
    assert fit.shift == pytest.approx(-0.05, abs=0.005)


def test_nothing_still_tells_nothing() -> None:
    assert fit_affine(np.ones((9, 9), np.float32), np.ones((9, 9), np.float32), np.zeros((9, 9), np.float32)) is None


def test_a_scale_goes_back_step_by_step() -> None:
    half = Affine(1.2, 0.1).towards(Affine(), 0.5)
    assert (half.scale, half.shift) == pytest.approx((1.1, 0.05))


# Averaging


def test_still_pixels_settle() -> None:
    rng = np.random.default_rng(0)
    truth = np.tile(np.linspace(0, 1, 64, dtype=np.float32), (36, 1))
    same = np.ones_like(truth)
    running = truth + rng.standard_normal(truth.shape).astype(np.float32) * 0.02
    for _ in range(100):
        running = average(running, truth + rng.standard_normal(truth.shape).astype(np.float32) * 0.02, same, 1 / FPS)
    assert (running - truth).std() < 0.006


def test_where_something_moved_only_the_new_map_counts() -> None:
    past, new = np.zeros((36, 64), np.float32), np.full((36, 64), 0.7, np.float32)
    assert np.array_equal(average(past, new, np.zeros_like(new), 1 / FPS), new)


def test_the_past_cannot_linger_where_the_change_was_not_seen() -> None:
    """Somebody in the wall's own colour steps aside: the picture looks the same, the depth must follow at once."""
    past, new = np.full((36, 64), 0.8, np.float32), np.full((36, 64), 0.2, np.float32)
    assert np.abs(average(past, new, np.ones_like(new), 1 / FPS) - new).max() < 0.061


def test_where_an_edge_goes_is_no_noise_and_what_light_does_no_edge() -> None:
    rng = np.random.default_rng(0)
    past = np.tile(np.where(np.arange(64) < 20, 0.8, 0.2).astype(np.float32), (36, 1))
    insistence = Insistence()
    for number in range(100):
        new = past + rng.standard_normal(past.shape).astype(np.float32) * 0.015
        if number >= 80:
            new[:, 18:20] -= 0.6  # what was near has left
            new[:, 40:] += 0.2  # the wall in another light
        said = insistence.step(past, new, 1 / FPS)
        if number == 79:
            assert np.percentile(said, 99) < 0.1
    assert said[:, 18:20].min() > 0.9
    assert said[:, 44:].max() < 0.1


def test_an_edge_that_creeps_is_followed() -> None:
    """By a third of a texel a map, while the picture seems the same: it lags by a texel or two, and not by six."""
    columns = np.arange(64, dtype=np.float32)

    def edge(at: float) -> NDArray[np.float32]:
        return np.tile(np.clip((at - columns) / 6 + 0.5, 0, 1), (36, 1)).astype(np.float32)

    shot, lag = Shot(thumbnail(room())), 0.0
    shot.running = edge(20.0)
    for number in range(60):
        shot._same = np.ones_like(shot._same)
        found = shot.step(edge(20.0 - number / 3), 0.01)
        lag = float((found - edge(20.0 - number / 3)).sum() / 36)
    assert lag < 2.5


# The memory


def test_the_memory_learns_what_is_new_and_still_and_not_who_passes() -> None:
    empty, chair = thumbnail(room()), thumbnail(with_somebody(room(), 100))
    reference = Reference.of(empty, np.zeros((90, 160), np.float32))
    running, same = np.full((90, 160), 0.5, np.float32), np.ones(empty.shape[1:], np.float32)
    for _ in range(int(LEARN_AFTER_S * FPS) - 2):
        reference.learn(chair, no_gain(), running, same, 1 / FPS)
    assert (reference.inverse_depth == 0).all(), "not yet"
    for _ in range(5):
        reference.learn(chair, no_gain(), running, same, 1 / FPS)
    assert reference.inverse_depth[60, 65] == 0.5
    assert reference.inverse_depth[5, 5] == 0.0
    assert reference.seen_in(chair, no_gain()).min() > 0.5


def test_a_mean_of_many_maps_is_quiet() -> None:
    rng = np.random.default_rng(0)
    reference = Reference.of(thumbnail(room()), rng.standard_normal((90, 160)).astype(np.float32) * 0.02)
    for _ in range(100):
        noise = rng.standard_normal((90, 160)).astype(np.float32) * 0.02
        reference.add(noise, np.ones((90, 160), np.float32))
    assert reference.inverse_depth.std() < 0.003


# All together


def test_a_still_scene_is_quiet_and_unbiased() -> None:
    engine = StabilisedDepth(RedIsNear())
    maps = run(engine, [noisy(with_somebody(room(), 120), number) for number in range(100)])
    assert maps[50:].std(axis=0).mean() < 0.25 * 0.015
    truth = RedIsNear(0).estimate(frame_of(with_somebody(room(), 120), 0)).inverse_depth
    assert np.abs(maps[50:].mean(axis=0) - truth)[5:-5, 5:-5].mean() < 0.01


def test_marks_hold_through_exposure_and_back() -> None:
    """A mark on the red block and one on the wall, while the light goes up by 1.3 and back every second."""
    inner = RedIsNear(noise=0.01)
    engine = StabilisedDepth(inner)
    light = [1.0 if number < 75 or (number // 25) % 2 else 1.3 for number in range(300)]
    pictures = [noisy(brighter(with_somebody(room(), 120), factor), number) for number, factor in enumerate(light)]
    maps = run(engine, pictures)
    raw = np.stack([inner.estimate(frame_of(one, number)).inverse_depth for number, one in enumerate(pictures)])
    for row, column in ((60, 75), (20, 30), (20, 140)):
        held = maps[75:, row - 4 : row + 4, column - 4 : column + 4].mean(axis=(1, 2))
        unheld = raw[75:, row - 4 : row + 4, column - 4 : column + 4].mean(axis=(1, 2))
        assert np.ptp(held) < 0.012, "the plane of the mark stays"
        assert np.ptp(unheld) > 2 * np.ptp(held)


def test_somebody_who_moves_does_not_trail() -> None:
    engine = StabilisedDepth(RedIsNear(noise=0.01, light=0.0))
    xs = [40] * 60 + list(range(40, 220, 6))
    maps = run(engine, [noisy(with_somebody(room(), x), number) for number, x in enumerate(xs)])
    for number in range(61, len(xs)):
        truth = RedIsNear(0.0, 0.0).estimate(frame_of(with_somebody(room(), xs[number]), 0)).inverse_depth
        off = np.abs(maps[number] - truth)
        assert off.mean() < 0.01
        assert np.percentile(off, 99.5) < 0.1, "the strip it left one frame ago is 1.2 % of the picture"


def test_a_cut_starts_anew_at_once() -> None:
    engine = StabilisedDepth(RedIsNear(noise=0.0, light=0.0))
    pictures = [with_somebody(room(0), 40)] * 60 + [with_somebody(room(5), 200)] * 3
    maps = run(engine, pictures)
    truth = RedIsNear(0, 0).estimate(frame_of(pictures[-1], 0)).inverse_depth
    assert engine.cuts == 1
    assert np.array_equal(maps[60], truth)


def test_a_lens_cap_keeps_the_depth_and_the_marks() -> None:
    inner = RedIsNear(noise=0.0)
    engine = StabilisedDepth(inner)
    here, black = with_somebody(room(), 120), np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    maps = run(engine, [here] * 60 + [black] * 20 + [here] * 20)
    assert np.array_equal(maps[70], maps[59])
    assert np.abs(maps[85] - maps[59]).max() < 0.02
    assert engine.cuts == 0


def test_live_the_engine_rests_while_nothing_moves_and_wakes_at_once() -> None:
    inner = RedIsNear(noise=0.0)
    engine = StabilisedDepth(inner, skip_still=True)
    still = [noisy(with_somebody(room(), 120), number) for number in range(150)]
    maps = run(engine, still)
    settled = round(2.5 * SETTLING_S * FPS)
    asked = [frame.sequence for frame in inner.asked if frame.sequence > settled]
    assert len(asked) < 0.2 * (150 - settled)
    assert max(np.diff(asked)) <= ASK_AGAIN_S * FPS + 1
    assert engine.skipped == 150 - len(inner.asked)
    assert maps.shape[0] == 150
    woken = engine.estimate(frame_of(noisy(with_somebody(room(), 150), 7), 150))
    assert inner.asked[-1].sequence == 150
    assert woken.inverse_depth[60, 100] > 0.7
    assert woken.sequence == 150


def test_a_bad_map_does_not_get_into_the_memory() -> None:
    class Sick(RedIsNear):
        def estimate(self, frame: Frame) -> DepthMap:
            good = super().estimate(frame)
            if frame.sequence % 10 != 5:
                return good
            return DepthMap(np.full_like(good.inverse_depth, np.nan), frame.sequence)

    said: list[str] = []
    guarded = GuardedEstimator(StabilisedDepth(GuardedEstimator(Sick())), live=True, report=said.append)
    guarded.open()
    for number in range(80):
        depth = guarded.estimate(frame_of(noisy(with_somebody(room(), 120), number), number)).inverse_depth
        assert np.isfinite(depth).all()
    assert len(said) == 1
    with pytest.raises(DepthError, match="NaN"):
        StabilisedDepth(GuardedEstimator(Sick())).estimate(frame_of(room(), 5))


def test_maps_and_pictures_that_change_their_size() -> None:
    class Growing(RedIsNear):
        def estimate(self, frame: Frame) -> DepthMap:
            depth = super().estimate(frame).inverse_depth
            return DepthMap(depth[: 80 if frame.sequence < 40 else 90], frame.sequence)

    engine = StabilisedDepth(Growing())
    maps = [engine.estimate(frame_of(room(), number)).inverse_depth for number in range(60)]
    assert maps[39].shape == (80, 160)
    assert maps[40].shape == (90, 160)
    vertical = np.ascontiguousarray(room().transpose(1, 0, 2))
    assert np.isfinite(engine.estimate(frame_of(vertical, 61)).inverse_depth).all()
    for shape in ((1, 1, 3), (2, 2, 3)):
        depth = engine.estimate(frame_of(np.zeros(shape, np.uint8), 62)).inverse_depth
        assert np.isfinite(depth).all()


def test_a_frame_at_another_gain_looks_as_it_did() -> None:
    dark = frame_of(brighter(room(), 0.7), 0)
    restored = at_gain(dark, np.full(3, 0.7, np.float32)).pixels
    assert np.abs(restored.astype(int) - room()).max() <= 2
    assert at_gain(dark, no_gain()) is dark


def test_networks_are_steady_unless_told_otherwise(tmp_path) -> None:
    store = ModelStore(tmp_path)
    assert layer_of(make_estimator("student", source_has_depth=False, store=store), StabilisedDepth)
    raw = make_estimator("student", source_has_depth=False, store=store, steady=False)
    assert layer_of(raw, StabilisedDepth) is None
    assert layer_of(make_estimator("gradient", source_has_depth=False, store=store), StabilisedDepth) is None
