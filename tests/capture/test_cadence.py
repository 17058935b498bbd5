"""A look's cadence offline: the frame each picture shows, and when."""

from __future__ import annotations

import numpy as np
import pytest

from livefocus.capture.cadence import at_cadence
from livefocus.frame import Frame


def frames(times_s: list[float]) -> list[Frame]:
    pixels = np.zeros((2, 2, 3), np.uint8)
    return [Frame(pixels, 0.0, number, time_s) for number, time_s in enumerate(times_s)]


def shown(times_s: list[float], cadence_fps: float, source_fps: float) -> list[tuple[int, float]]:
    pictures = at_cadence(frames(times_s), cadence_fps, source_fps)
    return [(picture.sequence, picture.media_time_s) for picture in pictures]


def test_no_cadence_shows_every_frame_at_its_own_time() -> None:
    assert shown([0.0, 0.04, 0.09], 0.0, 25.0) == [(0, 0.0), (1, 0.04), (2, 0.09)]


def test_a_still_is_shown_once() -> None:
    assert shown([0.0], 24.0, 0.0) == [(0, 0.0)]


@pytest.mark.parametrize("decimals", [9, 3])
@pytest.mark.parametrize("start_s", [0.0, 1.5])
def test_the_same_rate_shows_every_frame_once_also_with_rounded_stamps(decimals: int, start_s: float) -> None:
    pictures = shown([round(start_s + n / 24, decimals) for n in range(240)], 24.0, 24.0)
    assert [number for number, _ in pictures] == list(range(240))
    assert [time_s for _, time_s in pictures] == pytest.approx([start_s + n / 24 for n in range(240)])


def test_a_faster_source_loses_frames_evenly() -> None:
    pictures = shown([n / 30 for n in range(30)], 24.0, 30.0)
    assert len(pictures) == 24
    steps = np.diff([number for number, _ in pictures])
    assert set(steps) == {1, 2}
    for number, time_s in pictures:
        assert -0.25 / 24 <= time_s - number / 30 < 1 / 30


def test_a_slower_source_shows_frames_again() -> None:
    pictures = shown([n / 12 for n in range(12)], 24.0, 12.0)
    assert [number for number, _ in pictures] == [n // 2 for n in range(24)]


def test_a_gap_is_filled_with_what_was_there() -> None:
    assert [number for number, _ in shown([0.0, 0.1, 0.5], 10.0, 10.0)] == [0, 1, 1, 1, 1, 2]


def test_nothing_gives_nothing() -> None:
    assert shown([], 24.0, 30.0) == []
