"""The opening: where its rim is, that its points are even, and that points and mask are one shape."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefocus.optics.aperture import (
    aperture_mask,
    aperture_points,
    cat_eye_shift,
    channel_radius_px,
    disc_points,
    edge_radius,
    inside_opening,
    profile_weight,
)
from livefocus.state import ApertureState

APERTURES = st.builds(
    ApertureState,
    blades=st.sampled_from([0, *range(3, 17)]),
    curvature=st.floats(0, 1),
    rotation_deg=st.floats(-180, 180),
    squeeze=st.floats(0.5, 2.5),
    profile=st.floats(-1, 1),
)


@pytest.mark.parametrize("blades", range(3, 17))
def test_corners_lie_on_the_circle_and_blades_are_straight(blades: int) -> None:
    aperture = ApertureState(blades=blades, rotation_deg=10.0)
    corner = math.radians(10.0) + 2 * math.pi * np.arange(blades) / blades
    assert edge_radius(corner, aperture) == pytest.approx(1.0)
    assert edge_radius(corner + math.pi / blades, aperture) == pytest.approx(math.cos(math.pi / blades))
    angle = corner[0] + np.linspace(0, 2 * math.pi / blades, 9)[:-1]
    radius = edge_radius(angle, aperture)
    points = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    along = points - points[0]
    cross = along[1:, 0] * along[-1, 1] - along[1:, 1] * along[-1, 0]
    assert np.abs(cross).max() < 1e-12


def test_a_curved_blade_is_an_arc_of_its_curvature() -> None:
    aperture = ApertureState(blades=5, curvature=0.6)
    angle = np.linspace(0.01, 2 * math.pi / 5 - 0.01, 7)
    radius = edge_radius(angle, aperture)
    points = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    system = np.column_stack((2 * points, np.ones(len(points))))
    x, y, rest = np.linalg.lstsq(system, (points**2).sum(axis=1), rcond=None)[0]
    assert 1.0 / math.sqrt(rest + x**2 + y**2) == pytest.approx(0.6)


@given(st.integers(3, 16), st.floats(0, 2 * math.pi))
def test_full_curvature_is_a_circle(blades: int, angle: float) -> None:
    assert float(edge_radius(angle, ApertureState(blades=blades, curvature=0.999999))) == pytest.approx(1.0, abs=1e-5)


def test_rotation_turns_anticlockwise_as_seen() -> None:
    """A corner at 90° points up, which is a negative y in picture rows."""
    points = aperture_points(ApertureState(blades=3, rotation_deg=90.0), 4000).picture
    top = points[points[:, 1].argmin()]
    assert top == pytest.approx([0.0, -1.0], abs=0.06)
    assert points[:, 1].max() == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("count", [16, 64, 441, 2000])
def test_points_are_even_over_the_disc(count: int) -> None:
    """Every half-plane holds its share of the points, as near as so few points can."""
    points = disc_points(count)
    assert np.abs(points.mean(axis=0)).max() < 1e-12
    assert np.hypot(*points.T).max() <= 1.0
    worst = 0.0
    for angle in np.linspace(0, 2 * math.pi, 17):
        along = points @ np.array([math.cos(angle), math.sin(angle)])
        for offset in np.linspace(-0.9, 0.9, 19):
            share = (math.acos(offset) - offset * math.sqrt(1 - offset**2)) / math.pi
            worst = max(worst, abs(float((along > offset).mean()) - share))
    assert worst < 2.0 * count**-0.75


@settings(max_examples=60, deadline=None)
@given(APERTURES)
def test_points_lie_in_the_opening_and_weigh_one(aperture: ApertureState) -> None:
    points = aperture_points(aperture, 300)
    assert points.weight.sum() == pytest.approx(1.0)
    assert inside_opening(points.picture * 0.9999, aperture).all()
    assert np.hypot(*points.picture.T).max() <= 1.0 + 1e-9


@settings(max_examples=25, deadline=None)
@given(APERTURES)
def test_points_and_mask_are_one_shape(aperture: ApertureState) -> None:
    """Second moments of the weighted points equal those of the drawn mask."""
    points = aperture_points(aperture, 3000)
    mask = aperture_mask(aperture, 128)
    axis = (np.arange(128) + 0.5) / 64 - 1.0
    share = mask / mask.sum()
    x, y = np.meshgrid(axis, axis)
    drawn = [float((share * moment).sum()) for moment in (x**2, y**2, x * y, x, y)]
    px, py = points.picture.T
    shot = [float((points.weight * moment).sum()) for moment in (px**2, py**2, px * py, px, py)]
    assert shot == pytest.approx(drawn, abs=0.006)


def test_area_of_a_hexagon() -> None:
    mask = aperture_mask(ApertureState(blades=6), 256)
    assert mask.mean() * 4.0 == pytest.approx(6 * 0.5 * math.sin(math.pi / 3), abs=0.01)


@pytest.mark.parametrize("profile", [-1.0, -0.4, 0.0, 0.7, 1.0])
def test_a_profile_moves_light_and_adds_none(profile: float) -> None:
    radius = np.sqrt((np.arange(20000) + 0.5) / 20000)
    assert profile_weight(radius, profile).mean() == pytest.approx(1.0)
    assert profile_weight([0.0, 1.0], profile) == pytest.approx([1.0 - profile, 1.0 + profile])


@pytest.mark.parametrize(("squeeze", "extent"), [(2.0, (0.5, 1.0)), (0.5, (1.0, 0.5)), (1.0, (1.0, 1.0))])
def test_squeeze_is_height_over_width(squeeze: float, extent: tuple[float, float]) -> None:
    points = aperture_points(ApertureState(squeeze=squeeze), 3000).picture
    assert np.abs(points).max(axis=0) == pytest.approx(extent, abs=0.02)


def test_the_barrel_cuts_the_outer_side_and_nothing_in_the_middle() -> None:
    size = (1281, 721)
    assert np.abs(cat_eye_shift((640, 360), size, 1.0)).max() == 0.0
    corner = cat_eye_shift((1280, 720), size, 0.8)
    assert np.hypot(*corner) == pytest.approx(0.8)
    assert (corner < 0).all()


def test_fringes_are_opposite_before_and_behind() -> None:
    behind, before = channel_radius_px([10.0, -10.0], 0.1)
    assert behind == pytest.approx([10.5, 10.0, 9.5])
    assert before == pytest.approx([-9.5, -10.0, -10.5])
    assert channel_radius_px(0.0, 0.1).tolist() == [0.0, 0.0, 0.0]
