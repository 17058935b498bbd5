from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.focus.follow import Sighting
from livefocus.frame import DepthMap, Frame
from livefocus.opencv import cv2
from livefocus.sight.patch import PatchTracker, grey_of
from livefocus.sight.watcher import Watcher, plane_in

HEIGHT, WIDTH = 360, 640


def texture(seed: int, height: int, width: int, fine_px: float = 3.0) -> NDArray[np.uint8]:
    """A smooth random texture."""
    noise = np.random.default_rng(seed).normal(0, 1, (height, width, 3)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), fine_px)
    return np.asarray(np.clip(128 + 220 * smooth, 0, 255), np.uint8)


BACKGROUND = texture(1, HEIGHT, WIDTH, 5.0)
SUBJECT = texture(2, 120, 120)


def picture(x: float, y: float, size: float = 1.0, seed: int = 0, hidden: bool = False) -> tuple[Frame, DepthMap]:
    """The subject at a place before the background, with noise; its plane is 0.8 before 0.2."""
    pixels, inverse_depth = BACKGROUND.copy(), np.full((HEIGHT, WIDTH), 0.2, np.float32)
    if not hidden:
        side = round(120 * size)
        subject = cv2.resize(SUBJECT, (side, side), interpolation=cv2.INTER_LINEAR)
        left, top = round(x * WIDTH - side / 2), round(y * HEIGHT - side / 2)
        pixels[top : top + side, left : left + side] = subject
        inverse_depth[top : top + side, left : left + side] = 0.8
    noise = np.random.default_rng(seed).normal(0, 4, pixels.shape)
    return Frame(np.clip(pixels + noise, 0, 255).astype(np.uint8), 0.0, seed, 0.0), DepthMap(inverse_depth, seed)


def test_a_subject_that_walks_and_nears_is_kept() -> None:
    watcher = Watcher()
    watcher.track("a", 0.3, 0.5)
    for number in range(60):
        x, y, size = 0.3 + 0.006 * number, 0.5 + 0.08 * np.sin(number / 8), 1.0 + 0.006 * number
        (seen,) = watcher.step(*picture(x, y, size, number))
        assert seen.plane == pytest.approx(0.8)
        assert abs(seen.x - x) < 0.03
        assert abs(seen.y - y) < 0.05
    assert seen.size > 1.15 * 36 / 320


def test_a_subject_that_is_covered_is_lost_and_found_again_elsewhere() -> None:
    watcher = Watcher()
    watcher.track("a", 0.3, 0.5)
    for number in range(5):
        (seen,) = watcher.step(*picture(0.3, 0.5, 1.0, number))
    for number in range(5, 10):
        (seen,) = watcher.step(*picture(0.3, 0.5, 1.0, number, hidden=True))
    assert seen.plane is None
    for number in range(10, 13):
        (seen,) = watcher.step(*picture(0.7, 0.4, 1.0, number))
    assert seen.plane == pytest.approx(0.8)
    assert abs(seen.x - 0.7) < 0.02


def test_a_place_without_texture_stays_put() -> None:
    grey = np.full((180, 320), 99, np.uint8)
    tracker = PatchTracker(grey, 0.25, 0.5)
    assert tracker.step(np.full((180, 320), 120, np.uint8))
    assert tracker.place == pytest.approx((0.25, 0.5), abs=1e-6)


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (1.0, 1.0), (0.0, 0.5), (1.0, 0.0)])
def test_taps_at_the_very_edge_do_no_harm(x: float, y: float) -> None:
    frame, depth = picture(0.5, 0.5)
    watcher = Watcher()
    watcher.track("a", x, y)
    for number in range(3):
        (seen,) = watcher.step(*picture(0.5, 0.5, 1.0, number))
        assert seen.plane is None or seen.plane == pytest.approx(0.2)
    assert grey_of(frame).shape == (180, 320)
    assert depth.inverse_depth.shape == (HEIGHT, WIDTH)


def test_the_picture_may_change_its_size() -> None:
    watcher = Watcher()
    watcher.track("a", 0.5, 0.5)
    watcher.step(*picture(0.5, 0.5))
    tall = Frame(np.ascontiguousarray(picture(0.5, 0.5)[0].pixels.transpose(1, 0, 2)), 0.0, 1, 0.0)
    (seen,) = watcher.step(tall, picture(0.5, 0.5)[1])
    assert isinstance(seen, Sighting)


def test_several_subjects_and_a_name_taken_anew() -> None:
    watcher = Watcher()
    assert watcher.step(*picture(0.5, 0.5)) == []
    watcher.track("a", 0.5, 0.5)
    watcher.track("b", 0.1, 0.1)
    assert [seen.name for seen in watcher.step(*picture(0.5, 0.5))] == ["a", "b"]
    watcher.track("a", 0.1, 0.9)
    watcher.step(*picture(0.5, 0.5))
    planes = {seen.name: seen.plane for seen in watcher.step(*picture(0.5, 0.5))}
    assert planes == {"a": pytest.approx(0.2), "b": pytest.approx(0.2)}


def test_the_plane_of_a_box_is_its_median_and_boxes_are_held_to_the_map() -> None:
    inverse_depth = np.tile(np.linspace(0, 1, 101, dtype=np.float32), (11, 1))
    assert plane_in(inverse_depth, 0.5, 0.5, 0.1, 0.5) == pytest.approx(0.5, abs=0.02)
    assert plane_in(inverse_depth, -3.0, 9.0, 0.1, 0.1) == 0.0
    assert plane_in(inverse_depth, 1.0, 1.0, 0.0, 0.0) == 1.0


def test_an_old_depth_map_is_read_where_the_subject_was_then() -> None:
    watcher = Watcher()
    watcher.track("a", 0.2, 0.5)
    maps = []
    for number in range(40):
        frame, depth = picture(0.2 + 0.01 * number, 0.5, 0.8, number)
        maps.append(depth)
        (seen,) = watcher.step(frame, maps[max(number - 9, 0)])
        assert seen.plane == pytest.approx(0.8)
        assert abs(seen.x - (0.2 + 0.01 * number)) < 0.02
