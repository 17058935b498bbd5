"""Where planes meet: spread, halo, holes, order. Each on a picture whose answer can be worked out."""

from __future__ import annotations

import math

import cv2
import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.optics.planes import Image
from livefocus.state import LensState
from tests.scenes import SCENES
from tests.scenes.canvas import encoded, linear_from_srgb
from tests.scenes.judge import edge_band, signed_radius_px
from tests.scenes.rivals import ours, through_lens
from tests.scenes.truth import truth

pytestmark = pytest.mark.gl

SIZE = (640, 360)
ZERO_PX = 1e-3
HALF_SIZE_TEXELS_PX = 4.0
"""A near layer of half the size ends up to two of its texels beyond its reach."""


def _plain(colour: tuple[float, float, float], size: tuple[int, int] = (320, 120)) -> NDArray[np.uint8]:
    return encoded(np.broadcast_to(np.array(colour, np.float32), (size[1], size[0], 3)))


def _split(left: float, right: float, size: tuple[int, int] = (320, 120)) -> Image:
    depth = np.full((size[1], size[0]), left, np.float32)
    depth[:, size[0] // 2 :] = right
    return depth


def _row(picture: NDArray[np.uint8], row: int = 60) -> Image:
    return linear_from_srgb(picture[row] / 255.0)


def _beyond_the_edge(edge: int, radius: float, size: int = 320) -> NDArray[np.float64]:
    """Return the share of each pixel's disc that lies on the right of an edge: a segment of it."""
    held = np.clip((edge - 0.5 - np.arange(size)) / radius, -1.0, 1.0)
    return np.asarray((np.arccos(held) - held * np.sqrt(1.0 - held**2)) / math.pi)


@pytest.mark.parametrize("name", ["near_bar", "cards", "street", "portrait", "wires"])
def test_what_is_in_focus_beside_blur_is_bit_identical(gl: moderngl.Context, name: str) -> None:
    """Every pixel that is sharp itself and out of reach of anything nearer is the very byte that came in."""
    for case in SCENES[name].cases(SIZE):
        signed = signed_radius_px(case)
        untouched = np.abs(signed) < ZERO_PX
        if (near := signed < -ZERO_PX).any():
            reach_px = float(-signed.min()) * 1.1 + HALF_SIZE_TEXELS_PX
            untouched &= cv2.distanceTransform((~near).astype(np.uint8), cv2.DIST_L2, 5) > reach_px
        picture = ours(gl, case)
        assert untouched.any(), case.name
        assert np.array_equal(picture[untouched], case.sharp_pixels()[untouched]), case.name


@pytest.mark.parametrize("radius", [6.0, 16.0, 30.0])
def test_a_near_edge_reads_half_and_falls_like_a_segment_of_the_disc(gl: moderngl.Context, radius: float) -> None:
    pixels = _plain((0.0, 0.0, 0.0))
    pixels[:, 160:] = 255
    lens = LensState(blur_px=radius / 0.5, highlight_gain=0.0)
    row = _row(through_lens(gl, pixels, _split(0.4, 0.9), 0.4, lens))[:, 1]
    expected = _beyond_the_edge(160, radius)
    assert row[159:161].mean() == pytest.approx(0.5, abs=0.05)
    assert np.abs(row - expected).max() < 0.1
    assert np.abs(row - expected).mean() < 0.012


@pytest.mark.parametrize("edge", [160, 164])
@pytest.mark.parametrize(
    ("radius", "behind_px"), [(10, 1.6), (10, 3), (24, 2.5), (24, 4.5), (24, 8), (40, 4), (40, 14)]
)
def test_a_rim_is_soft_before_what_is_also_in_front(
    gl: moderngl.Context, radius: float, behind_px: float, edge: int
) -> None:
    """White, in front of the plane of focus itself, is seen through the rim of black that is nearer still."""
    pixels, depth = _plain((1.0, 1.0, 1.0)), np.full((120, 320), 0.4 + 0.5 * behind_px / radius, np.float32)
    pixels[:, edge:], depth[:, edge:] = 0, 0.9
    lens = LensState(blur_px=radius / 0.5, highlight_gain=0.0)
    row = _row(through_lens(gl, pixels, depth, 0.4, lens))[:, 1]
    expected = 1.0 - _beyond_the_edge(edge, radius)
    assert row[edge - 1 : edge + 1].mean() == pytest.approx(0.5, abs=0.06)
    assert np.abs(row - expected).max() < 0.12
    assert np.abs(row - expected).mean() < 0.012


@pytest.mark.parametrize("behind_px", [0.0, 1.6, 3.0])
def test_a_small_map_leaves_no_line_of_hair_around_a_soft_head(gl: moderngl.Context, behind_px: float) -> None:
    """An edge in a video is some pixels wide, and half of them lie outside the outline that a small map has of it."""
    pixels, depth = _plain((1.0, 1.0, 1.0)), np.full((60, 160), 0.4 + 0.5 * behind_px / 24.0, np.float32)
    pixels[:, 164:], depth[:, 82:] = 0, 0.9
    pixels = cv2.GaussianBlur(pixels, (0, 0), 1.2)
    row = _row(through_lens(gl, pixels, depth, 0.4, LensState(blur_px=48.0, highlight_gain=0.0)))[:, 1]
    expected = 1.0 - _beyond_the_edge(164, 24.0)
    assert np.abs(row - expected).max() < 0.13
    assert np.diff(row[120:210]).max() < 0.03, "a dark line would be followed by something brighter"


@pytest.mark.parametrize("radius", [4.0, 12.0, 28.0])
def test_a_far_blur_takes_nothing_of_a_sharp_subject(gl: moderngl.Context, radius: float) -> None:
    """Red in focus before a grey blur: no pixel of the grey turns red, however near to it."""
    pixels = _plain((0.1, 0.1, 0.1))
    pixels[:, 160:] = (255, 0, 0)
    picture = through_lens(gl, pixels, _split(0.1, 0.9), 0.9, LensState(blur_px=radius / 0.8)).astype(int)
    assert (picture[:, 160:] == (255, 0, 0)).all()
    assert np.abs(picture[:, :160] - picture[60, 40]).max() <= 2


def test_the_background_is_seen_behind_a_thin_stick(gl: moderngl.Context) -> None:
    """A black stick of 5 px under radius 20 hides 2·20·5 of the disc's 400 π; white behind it stays that bright."""
    pixels, depth = _plain((0.8, 0.8, 0.8)), np.full((120, 320), 0.4, np.float32)
    pixels[:, 158:163], depth[:, 158:163] = 0, 0.9
    row = _row(through_lens(gl, pixels, depth, 0.4, LensState(blur_px=40.0, highlight_gain=0.0)))[:, 1]
    expected = 0.8 * (1.0 - 2 * 20 * 5 / (400 * math.pi))
    assert row[160] == pytest.approx(expected, abs=0.06)
    assert row.min() > expected - 0.06


def test_detail_behind_a_thin_stick_is_completed_from_beside_it(gl: moderngl.Context) -> None:
    (case,) = SCENES["stick"].cases(SIZE)
    wanted, band = encoded(truth(case)).astype(float), edge_band(case)
    left_alone = np.abs(case.sharp_pixels() - wanted)[band].mean()
    assert np.abs(ours(gl, case) - wanted)[band].mean() < 0.5 * left_alone


def test_order_is_kept(gl: moderngl.Context) -> None:
    """Three cards side by side, each over the next: away from edges each keeps its own colour at every focus."""
    pixels, depth = _plain((1.0, 0.0, 0.0)), np.full((120, 320), 0.1, np.float32)
    pixels[:, 120:], depth[:, 120:] = (0, 255, 0), 0.5
    pixels[:, 220:], depth[:, 220:] = (0, 0, 255), 0.9
    for focus in (0.1, 0.5, 0.9):
        picture = through_lens(gl, pixels, depth, focus, LensState(blur_px=30.0))
        for column in (40, 170, 290):
            assert np.abs(picture[60, column].astype(int) - pixels[60, column]).max() <= 1, (focus, column)


def test_one_colour_stays_one_colour_at_any_depth(gl: moderngl.Context) -> None:
    """Depth alone must draw nothing: no tile, edge or hole of it shows in an even picture.

    What is in front is rounded to eight bits up to five times, which may add up to a second code here and there.
    """
    rng = np.random.default_rng(4)
    depth = np.kron(rng.random((9, 20)), np.ones((14, 16))).astype(np.float32)[:120, :320]
    depth[30:60, 100:130] = rng.random((30, 30))
    for colour in ((0.5, 0.2, 0.05), (1.0, 1.0, 1.0)):
        picture = through_lens(gl, _plain(colour), depth, 0.45, LensState(blur_px=48.0)).astype(int)
        off = np.abs(picture - _plain(colour))
        assert off.max() <= 2
        assert (off > 1).mean() < 0.002
