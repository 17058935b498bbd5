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


def drawn(gl: moderngl.Context, aperture: ApertureState, quality: Quality, focus: float) -> NDArray[np.int16]:
    """Noise over a slope with steps: every kind of blur, in front and behind."""
    noise = np.random.default_rng(7)
    pixels = noise.integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    slope = np.linspace(0.0, 1.0, SIZE[0], dtype=np.float32) * np.ones((SIZE[1], 1), np.float32)
    slope[40:60, 50:90] = 0.9
    slope[80:100, 120:150] = 0.1
    lens = Lens(gl, SIZE)
    lens.quality = quality
    lens.upload_frame(pixels)
    lens.upload_depth(slope)
    try:
        return read_rgb(lens.draw(focus, LensState(blur_px=24.0, aperture=aperture), GradeState(), 0)).astype(np.int16)
    finally:
        lens.release()


@pytest.mark.parametrize("quality", Quality)
@pytest.mark.parametrize("aperture", MIRRORED, ids=repr)
def test_sharing_changes_no_picture(
    gl: moderngl.Context, monkeypatch: pytest.MonkeyPatch, aperture: ApertureState, quality: Quality
) -> None:
    assert shares_quads(gl), "this driver takes one derivative for four pixels: nothing to compare"
    shared = [drawn(gl, aperture, quality, focus) for focus in (0.2, 0.7)]
    for module in (composite, layers, opening):
        monkeypatch.setattr(module, "shares_quads", lambda _: False)
    alone = [drawn(gl, aperture, quality, focus) for focus in (0.2, 0.7)]
    off = np.abs(np.subtract(shared, alone))
    exact = aperture == ApertureState() and quality is not Quality.DRAFT
    assert off.max() <= (2 if exact else 5)
    assert (off > 2).mean() < (0.02 if quality is Quality.DRAFT else 0.005), "a tap counts as whoever reads it sees it"


@pytest.mark.parametrize("aperture", MIRRORED, ids=repr)
def test_every_tap_is_read_by_one_of_the_four(aperture: ApertureState) -> None:
    points, _, _ = lattice(aperture, 36)
    defines = quad_defines(36, aperture)
    reads = [str(defines[name]).count("READ(") for name in ("QUAD_FIRST", "QUAD_TAPS")]
    assert str(defines["QUAD_TAPS"]).count("(") == len(points) + reads[1]
    assert sum(reads) == defines["QUAD_COUNT"] < 0.5 * len(points)


def test_an_opening_that_looks_another_way_in_a_mirror_shares_nothing() -> None:
    assert quad_defines(36, ApertureState(blades=5)) == {}
