"""Depth on the GPU: sixteen bits a pixel say what the map said."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.frame import EdgeModel
from livefocus.opencv import cv2
from livefocus.render.baselines import rgba_of
from livefocus.render.passes.depth import DepthPlane
from livefocus.render.passes.ranges import SHARES
from livefocus.render.targets import make_texture
from livefocus.state import LensState
from tests.scenes.rivals import through_lens

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


def test_an_odd_width_goes_on_beyond_its_border_as_it_ends(gl: moderngl.Context) -> None:
    """A texel holds two pixels: the second of the last one is in no map, and blur reads it."""
    pixels = np.random.default_rng(4).integers(0, 256, (48, 79, 3), np.uint8)
    for beside in (0.9, 0.1):
        depth = np.full((48, 79), beside, np.float32)
        depth[:, :40] = 0.5
        wider = [np.concatenate((each, each[:, -1:]), axis=1) for each in (pixels, depth)]
        odd, even = (through_lens(gl, *each, 0.5, LensState(blur_px=20.0)) for each in ((pixels, depth), wider))
        assert np.abs(odd.astype(np.int16) - even[:, :79]).max() <= 1


@pytest.mark.parametrize("width", [96, 95], ids=["even", "odd"])
def test_edges_are_drawn_where_their_picture_has_them(gl: moderngl.Context, width: int) -> None:
    """Two pixels are a texel: each has its own edge, beside the border as well."""
    size, noise = (width, 40), np.random.default_rng(3)
    pixels = noise.integers(0, 256, (*size[::-1], 3), np.uint8)
    colour = noise.uniform(-1.0, 1.0, (10, 24, 4)).astype(np.float32)
    planes = noise.uniform(0.1, 0.5, (10, 24, 2)).astype(np.float32)
    plane, picture = DepthPlane(gl, size), make_texture(gl, size)
    picture.write(rgba_of(pixels))
    plane.upload(planes[..., 0], EdgeModel(colour, planes))
    plane.follow(picture)
    fit, (far, step) = cv2.resize(colour, size), np.moveaxis(cv2.resize(planes, size), -1, 0)
    near = ((fit[..., :3] * pixels / 255.0).sum(axis=-1) + fit[..., 3]).clip(0.0, 1.0)
    assert np.abs(plane.image.read() - (far + step * near**2 * (3.0 - 2.0 * near))).max() < 2e-4
    for part in (plane, picture):
        part.release()
