"""The thin lens against numbers worked out by hand, its own inverses, and its mirror in GLSL."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import moderngl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus import resources
from livefocus.optics.thin_lens import (
    ThinLens,
    coc_radius_px,
    depth_of_field,
    inverse_depth_at,
    point_radius_px,
    relative_blur_px,
)
from livefocus.render.program import build_program

PROBE = """
#include "lib/coc.glsl"
uniform sampler2D depth_tx;
uniform vec3 u_lens;
out float radius;
void main() {
    radius = coc_radius_px(texelFetch(depth_tx, ivec2(gl_FragCoord.xy), 0).r, u_lens.x, u_lens.y, u_lens.z);
}
"""

FIFTY = ThinLens(focal_length_m=0.050, f_number=1.8)


def test_fifty_millimetres_wide_open() -> None:
    blur_px = FIFTY.blur_px(1920, 1 / 1.5)
    radius = coc_radius_px([0.0, 1 / 1.5, 2.0], 1 / 1.5, blur_px)
    assert radius == pytest.approx([25.5, 0.0, -51.1], abs=0.1)


def test_radius_agrees_with_similar_triangles() -> None:
    """Trace two rays through the rim of a 85 mm f/2 onto the sensor, without the formula."""
    focal, diameter, width_m, width_px, focus_m, point_m = 0.085, 0.085 / 2.0, 0.036, 3840, 3.0, 7.0
    sensor = 1 / (1 / focal - 1 / focus_m)
    image = 1 / (1 / focal - 1 / point_m)
    radius_m = 0.5 * diameter * abs(sensor - image) / image
    lens = ThinLens(focal, 2.0, width_m)
    radius = coc_radius_px(1 / point_m, 1 / focus_m, lens.blur_px(width_px, 1 / focus_m))
    assert float(radius) == pytest.approx(radius_m / width_m * width_px, rel=1e-9)


def test_radius_is_held_on_both_sides() -> None:
    assert coc_radius_px([0.0, 0.5, 1.0], 0.5, 100.0, 20.0).tolist() == [20.0, 0.0, -20.0]


@given(st.floats(0.0, 10), st.floats(0, 10), st.floats(0.1, 1000), st.floats(0.5, 200))
def test_a_point_has_the_radius_that_an_array_of_it_has(
    inverse_depth: float, focus: float, blur_px: float, most: float
) -> None:
    assert point_radius_px(inverse_depth, focus, blur_px, most) == coc_radius_px(inverse_depth, focus, blur_px, most)


@given(st.floats(0.001, 10), st.floats(0, 10), st.floats(0.1, 1000))
def test_inverse_depth_comes_back(inverse_depth: float, focus: float, blur_px: float) -> None:
    radius = coc_radius_px(inverse_depth, focus, blur_px)
    assert float(inverse_depth_at(radius, focus, blur_px)) == pytest.approx(inverse_depth, abs=1e-9)


def test_depth_of_field_ends_where_the_radius_says() -> None:
    near, far = depth_of_field(0.5, 64.0, 0.75)
    assert coc_radius_px([near, far], 0.5, 64.0) == pytest.approx([-0.75, 0.75])


@given(st.floats(0.01, 0.3), st.floats(0.7, 32), st.floats(0.0, 2.0), st.integers(64, 8000))
def test_f_number_comes_back(focal: float, f_number: float, focus: float, width: int) -> None:
    lens = ThinLens(focal, f_number)
    assert lens.f_number_for(lens.blur_px(width, focus), width, focus) == pytest.approx(f_number)


def test_at_the_hyperfocal_distance_infinity_is_just_sharp() -> None:
    focus = FIFTY.hyperfocal_per_m(1920, 0.5)
    assert float(coc_radius_px(0.0, focus, FIFTY.blur_px(1920, focus))) == pytest.approx(0.5)


def test_a_shift_of_relative_depth_cancels() -> None:
    scale, shift, relative = 1.7, -0.3, np.array([0.1, 0.4, 0.9])
    metric = coc_radius_px(scale * relative + shift, scale * 0.4 + shift, 30.0)
    assert coc_radius_px(relative, 0.4, relative_blur_px(30.0, scale)) == pytest.approx(metric)


def test_breathing_is_the_extension_of_the_lens() -> None:
    assert FIFTY.breathing_scale(2.0) == pytest.approx(1 / 0.9)
    assert FIFTY.breathing_scale(2.0, 2.0) == 1.0


def test_no_picture_within_the_focal_length() -> None:
    with pytest.raises(ValueError, match="within the focal length"):
        FIFTY.blur_px(1920, 20.0)


@pytest.mark.gl
def test_glsl_says_the_same(gl: moderngl.Context, tmp_path: Path) -> None:
    """Draw `shaders/lib/coc.glsl` over many inverse depths and hold it against `coc_radius_px`."""
    shutil.copytree(resources.shaders() / "lib", tmp_path / "lib")
    (tmp_path / "probe.frag").write_text(PROBE)
    depth = np.linspace(-0.5, 2.0, 512, dtype=np.float32)
    program = build_program(gl, "probe.frag", folder=tmp_path)
    texture, target = gl.texture((512, 1), 1, depth.tobytes(), dtype="f4"), gl.texture((512, 1), 1, dtype="f4")
    frame, quad = gl.framebuffer([target]), gl.vertex_array(program, [])
    for focus, blur_px, most in ((0.5, 32.0, 96.0), (0.1, 64.0, 20.0), (1.3, 3.0, math.inf)):
        program["u_lens"] = (focus, blur_px, min(most, 1e9))
        texture.use(0)
        frame.use()
        quad.render(moderngl.TRIANGLES, vertices=3)
        drawn = np.frombuffer(target.read(), dtype=np.float32)
        assert drawn == pytest.approx(coc_radius_px(depth, focus, blur_px, most), abs=2e-5 * blur_px)
    for held in (quad, program, frame, texture, target):
        held.release()
