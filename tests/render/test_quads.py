"""Pixels that tell each other what they have read: the same picture as where each reads all for itself."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.render.lens import Lens
from livefocus.render.passes import composite, layers, opening
from livefocus.render.passes.taps import lattice, quad_defines
from livefocus.render.quads import shares_quads
from livefocus.state import ApertureState, GradeState, LensState, Quality
from tests.scenes.rivals import read_rgb

pytestmark = pytest.mark.gl

SIZE = (203, 121)  # odd: pixels at the border have none beside them
MIRRORED = [ApertureState(), ApertureState(squeeze=2.0), ApertureState(cat_eye=0.6, profile=0.7, fringing=0.08)]


def slope_to(greatest: float) -> NDArray[np.float32]:
    return np.linspace(0.0, greatest, SIZE[0], dtype=np.float32) * np.ones((SIZE[1], 1), np.float32)


def with_steps() -> NDArray[np.float32]:
    """Every kind of blur, in front and behind."""
    depth = slope_to(1.0)
    depth[40:60, 50:90] = 0.9
    depth[80:100, 120:150] = 0.1
    return depth


def drawn(
    gl: moderngl.Context, aperture: ApertureState, quality: Quality, focus: float, depth: NDArray[np.float32]
) -> NDArray[np.int16]:
    """Noise through the lens."""
    noise = np.random.default_rng(7)
    pixels = noise.integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    lens = Lens(gl, SIZE)
    lens.quality = quality
    lens.upload_frame(pixels)
    lens.upload_depth(depth)
    try:
        return read_rgb(lens.draw(focus, LensState(blur_px=24.0, aperture=aperture), GradeState(), 0)).astype(np.int16)
    finally:
        lens.release()


def share_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (composite, layers, opening):
        monkeypatch.setattr(module, "shares_quads", lambda _: False)


@pytest.mark.parametrize("quality", Quality)
@pytest.mark.parametrize("aperture", MIRRORED, ids=repr)
def test_sharing_changes_no_picture(
    gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch, aperture: ApertureState, quality: Quality
) -> None:
    assert shares_quads(gl), "this driver takes one derivative for four pixels: nothing to compare"
    shared = [drawn(gl, aperture, quality, focus, with_steps()) for focus in (0.2, 0.7)]
    share_nothing(monkeypatch)
    alone = [drawn(gl, aperture, quality, focus, with_steps()) for focus in (0.2, 0.7)]
    off = np.abs(np.subtract(shared, alone))
    exact = aperture == ApertureState() and quality is not Quality.DRAFT
    assert off.max() <= (3 if exact else 5)
    assert (off > 2).mean() < (0.02 if quality is Quality.DRAFT else 0.005), "a tap counts as whoever reads it sees it"


@pytest.mark.parametrize("focus", [0.4, -0.3], ids=["behind", "before"])
def test_sharing_changes_no_layer_of_narrow_discs(
    gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch, focus: float
) -> None:
    """Discs of 7 to 10 px, of one surface all over: texels read what is beside them of their neighbours."""
    shared = drawn(gl, ApertureState(), Quality.NORMAL, focus, slope_to(0.1))
    share_nothing(monkeypatch)
    assert np.abs(shared - drawn(gl, ApertureState(), Quality.NORMAL, focus, slope_to(0.1))).max() <= 1


@pytest.mark.parametrize("aperture", MIRRORED, ids=repr)
def test_every_tap_is_read_by_one_of_the_four(aperture: ApertureState) -> None:
    points, _, _ = lattice(aperture, 36)
    defines = quad_defines(36, aperture)
    reads = [str(defines[name]).count("READ(") for name in ("QUAD_FIRST", "QUAD_TAPS")]
    assert str(defines["QUAD_TAPS"]).count("(") == len(points) + reads[1]
    assert sum(reads) == defines["QUAD_COUNT"] < 0.5 * len(points)


def test_an_opening_that_looks_another_way_in_a_mirror_shares_nothing() -> None:
    assert quad_defines(36, ApertureState(blades=5)) == {}
