"""Depth on the GPU: sixteen bits a pixel say what the map said."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.render.passes.depth import DepthPlane
from livefocus.render.passes.ranges import SHARES

pytestmark = pytest.mark.gl
SIZE = (96, 64)


@pytest.mark.parametrize(("least", "greatest"), [(0.0, 1.0), (-3.0, 40.0), (0.5, 0.5), (0.2, 0.2001)])
def test_steps_keep_a_map_within_half_a_step_of_its_range(gl: moderngl.Context, least: float, greatest: float) -> None:
    given = np.random.default_rng(1).uniform(least, greatest, SIZE[::-1]).astype(np.float32)
    plane = DepthPlane(gl, SIZE)
    plane.upload(given)
    assert np.abs(plane.image.read() - given).max() <= 0.51 * (greatest - least) / SHARES + 1e-6
    plane.release()


def test_extremes_come_back_exactly(gl: moderngl.Context) -> None:
    given = np.full(SIZE[::-1], 0.21, np.float32)
    given[10:20] = 0.72
    plane = DepthPlane(gl, SIZE)
    plane.upload(given)
    assert np.abs(plane.image.read() - given).max() < 1e-7
    plane.release()


def test_a_small_map_is_scaled_into_the_same_steps(gl: moderngl.Context) -> None:
    ramp = np.tile(np.linspace(0.1, 0.9, 12, dtype=np.float32), (8, 1))
    plane = DepthPlane(gl, SIZE)
    plane.upload(ramp)
    row = plane.image.read()[32]
    assert row[0] == pytest.approx(0.1, abs=1e-4)
    assert row[-1] == pytest.approx(0.9, abs=1e-4)
    assert (np.diff(row) >= 0.0).all()
    plane.release()


def test_a_picture_of_odd_sides_has_its_map_in_place(gl: moderngl.Context) -> None:
    given = np.random.default_rng(2).uniform(0.0, 1.0, (33, 47)).astype(np.float32)
    plane = DepthPlane(gl, (47, 33))
    plane.upload(given)
    assert np.abs(plane.image.read() - given).max() < 1e-4
    plane.release()
