"""The rig's judge, shown what is right and, for each check, what it must refuse."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.rig import judge

WHOLE = (slice(0, 96), slice(0, 96))


def trace_of(planes: Iterable[float], rest_s: float = 2.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A pull at 25 rows a second: a rest on each plane and a second's way between."""
    planes = list(planes)
    focus = [np.full(int(rest_s * 25), planes[0])]
    for before, after in itertools.pairwise(planes):
        focus += [np.linspace(before, after, 25), np.full(int(rest_s * 25), after)]
    joined = np.concatenate(focus)
    return np.arange(len(joined)) / 25, joined


def checkers(square_px: int = 16) -> NDArray[np.uint8]:
    row, column = np.mgrid[0:96, 0:96] // square_px
    return np.where((row + column) % 2, 235, 16).astype(np.uint8)


def nv12_from_rgb(rgb: NDArray[np.float64], matrix: str) -> NDArray[np.uint8]:
    """The other way round from `judge.rgb_from_nv12`, written apart from it."""
    weight_r, weight_b = judge.LUMA_WEIGHTS[matrix]
    r, g, b = np.moveaxis(rgb / 255, -1, 0)
    luma = weight_r * r + (1 - weight_r - weight_b) * g + weight_b * b
    blue, red = (b - luma) / (2 - 2 * weight_b), (r - luma) / (2 - 2 * weight_r)
    height, width = luma.shape
    chroma = np.stack([blue, red], -1)[::2, ::2].reshape(height // 2, width)
    return np.concatenate([16 + 219 * luma, 128 + 224 * chroma]).round().astype(np.uint8)


def bars() -> NDArray[np.float64]:
    return np.repeat(np.repeat(judge.BAR_COLOURS[None].astype(float), 40, 1), 180, 0)


def test_a_pull_over_the_wanted_planes_is_right() -> None:
    assert not judge.wrong_with_pull(*trace_of([0.5, 0.9, 0.1, 0.6]), [0.9, 0.1, 0.6])


@pytest.mark.parametrize(
    "planes",
    [
        [0.5],  # never moved: the control was ignored
        [0.5, 0.9, 0.1],  # the last turn was lost
        [0.5, 0.1, 0.9, 0.6],  # another order
        [0.5, 0.9, 0.3, 0.1, 0.6],  # stopped where nobody asked it to
        [0.5, 0.9, 0.13, 0.6],  # missed a plane
    ],
)
def test_any_other_pull_is_wrong(planes: list[float]) -> None:
    assert judge.wrong_with_pull(*trace_of(planes), [0.9, 0.1, 0.6])


def test_focus_that_never_rests_is_wrong() -> None:
    times_s = np.arange(200) / 25
    assert judge.wrong_with_pull(times_s, 0.5 + 0.4 * np.sin(times_s), [0.9, 0.1, 0.6])


@pytest.mark.parametrize("matrix", ["bt601", "bt709"])
def test_bars_through_nv12_are_right(matrix: str) -> None:
    rgb = judge.rgb_from_nv12(nv12_from_rgb(bars(), matrix), matrix)
    assert not judge.wrong_with_bars(rgb, range(8))


def test_bars_through_the_other_matrix_are_wrong() -> None:
    assert judge.wrong_with_bars(judge.rgb_from_nv12(nv12_from_rgb(bars(), "bt601"), "bt709"), range(8))
    assert judge.wrong_with_bars(judge.rgb_from_nv12(nv12_from_rgb(bars(), "bt709"), "bt601"), range(8))


def test_bars_with_red_and_blue_exchanged_or_mirrored_are_wrong() -> None:
    assert judge.wrong_with_bars(bars()[..., ::-1], range(8))
    assert judge.wrong_with_bars(bars()[:, ::-1], range(8))


def test_squares_in_focus_are_right_as_squares_and_wrong_as_melted() -> None:
    assert not judge.wrong_with_sharp_checkers(checkers(), WHOLE)
    assert judge.wrong_with_soft_checkers(checkers(), WHOLE)


def test_squares_a_little_soft_moved_or_of_another_size_are_wrong() -> None:
    soft = checkers().astype(float)
    soft = (soft + np.roll(soft, 1, 0) + np.roll(soft, 1, 1)) / 3
    assert judge.wrong_with_sharp_checkers(soft.astype(np.uint8), WHOLE)
    assert judge.wrong_with_sharp_checkers(checkers(8), WHOLE)
    assert judge.wrong_with_sharp_checkers(np.full((96, 96), 235, np.uint8), WHOLE)


def test_melted_squares_are_right_and_wrong_as_sharp() -> None:
    melted = np.full((96, 96), 177, np.uint8)
    assert not judge.wrong_with_soft_checkers(melted, WHOLE)
    assert judge.wrong_with_sharp_checkers(melted, WHOLE)


def test_light_mixed_in_encoded_levels_is_wrong() -> None:
    assert judge.wrong_with_soft_checkers(np.full((96, 96), 126, np.uint8), WHOLE)


def test_a_softer_picture_is_less_sharp() -> None:
    noise = np.random.default_rng(1).uniform(0, 255, (96, 96))
    soft = (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, 1, (0, 1))) / 4
    assert judge.sharpness(soft, WHOLE) < 0.5 * judge.sharpness(noise, WHOLE)


def record(path: Path, pictures: int) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(pictures):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), index, np.uint8), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_a_whole_recording_is_right(tmp_path: Path) -> None:
    record(tmp_path / "clip.mp4", 30)
    assert not judge.wrong_with_recording(tmp_path / "clip.mp4", 30)


def test_a_short_a_cut_off_and_an_absent_recording_are_wrong(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    record(clip, 30)
    assert judge.wrong_with_recording(clip, 31)
    clip.write_bytes(clip.read_bytes()[:-200])
    assert judge.wrong_with_recording(clip, 30)
    assert judge.wrong_with_recording(tmp_path / "none.mp4", 1)
