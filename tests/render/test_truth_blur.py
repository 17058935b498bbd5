"""One plane out of focus: size, evenness, shape, energy, borders and light. Against closed forms and the tracer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import cv2
import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.optics.planes import Image, Plane, PlaneScene
from livefocus.optics.raytrace import TraceSettings, trace
from livefocus.render.lens import Lens
from livefocus.state import ApertureState, GradeState, LensState
from tests.scenes import SCENES
from tests.scenes.canvas import encoded, linear_from_srgb
from tests.scenes.rivals import lens_state, ours, read_rgb, through_lens
from tests.scenes.textures import checks, stripes, two_tone
from tests.scenes.truth import truth

pytestmark = pytest.mark.gl

SIZE = (640, 360)
PATTERN_SIZE = (96, 96)


def _psnr_db(picture: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> float:
    return 10.0 * math.log10(255.0**2 / max(float(((picture.astype(float) - wanted) ** 2).mean()), 1e-6))


def _even(depth: float, size: tuple[int, int]) -> Image:
    return np.full((size[1], size[0]), depth, np.float32)


def test_a_small_blur_grows_without_a_step(gl: moderngl.Context) -> None:
    """From 0 to 6 px the contrast of a fine texture falls as the truth's does, and never rises."""
    size = (160, 96)
    texture = cv2.GaussianBlur(np.random.default_rng(3).random((96, 160, 3), np.float32), (0, 0), 0.8)
    texture = np.clip((texture - 0.5) * 2.5 + 0.4, 0.0, 1.0).astype(np.float32)
    scene = PlaneScene((Plane(texture, np.ones((96, 160), np.float32), 0.5),), size)
    machine = Lens(gl, size)
    machine.upload_frame(encoded(texture))
    machine.upload_depth(_even(0.5, size))
    drawn, true = [], []
    for radius in np.arange(0.0, 6.01, 0.25):
        lens = LensState(blur_px=20.0 * radius, highlight_gain=0.0)
        drawn.append(float(read_rgb(machine.draw(0.55, lens, GradeState(), 0))[8:-8, 8:-8].std()))
        true.append(float(encoded(trace(scene, TraceSettings(0.55, 20.0 * radius, points=220)))[8:-8, 8:-8].std()))
    machine.release()
    assert np.diff(drawn).max() < 0.3
    assert np.abs(np.array(drawn) - true).max() < 0.12 * drawn[0]


A_CODE = 0.0009
"""Of eight bits, in light of 0.02."""
PLACES = ((0, 0), (1, 0), (2, 1), (3, 2), (1, 3), (0, 2), (2, 3), (3, 1))
"""Where a light may lie on a lattice of four pixels: each of its columns and rows twice."""


@pytest.mark.parametrize("radius", [4, 6, 9, 13, 18, 25, 34, 48])
def test_a_light_becomes_an_even_disc_of_the_right_size(gl: moderngl.Context, radius: int) -> None:
    """No rings, no holes: brightness within the disc varies little, and its area is that of the traced one.

    In the mean of places on the layers' lattice; a small disc's area is but a hundred pixels, of which four lie alike.
    """
    size = (192, 160)
    colour = np.full((size[1], size[0], 3), 0.02, np.float32)
    cv2.circle(colour, (92, 76), 4, (0.95, 0.95, 0.95), -1, cv2.LINE_AA)
    light = linear_from_srgb(encoded(colour) / 255.0)
    scene = PlaneScene((Plane(light, np.ones(light.shape[:2], np.float32), 0.2),), size)
    true = trace(scene, TraceSettings(0.7, 2.0 * radius, points=max(400, 2 * radius**2)))[..., 1] - 0.02
    y, x = np.mgrid[: size[1], : size[0]]
    distance = np.hypot(x - 92, y - 76)
    middle = distance < max(radius - 4.5, 1.5)
    half = 0.5 * true[middle].mean()
    machine = Lens(gl, size)
    machine.upload_depth(_even(0.2, size))
    areas, means = [], []
    for across, down in PLACES:
        machine.upload_frame(np.roll(encoded(colour), (down, across), (0, 1)))
        picture = read_rgb(machine.draw(0.7, LensState(blur_px=2.0 * radius, highlight_gain=0.0), GradeState()))
        drawn = np.roll(linear_from_srgb(picture / 255.0)[..., 1] - 0.02, (-down, -across), (0, 1))
        assert drawn[middle].std() < 0.12 * true[middle].mean()
        assert drawn[distance > radius + 8.0].max() < 0.1 * half + A_CODE
        assert drawn.sum() == pytest.approx(float(true.sum()), rel=0.08)
        areas.append(float((drawn > half).sum()))
        means.append(float(drawn[middle].mean()))
    machine.release()
    assert np.mean(means) == pytest.approx(float(true[middle].mean()), rel=0.08)
    assert np.mean(areas) == pytest.approx(float((true > half).sum()), rel=0.12)


@pytest.mark.parametrize("radius", [3.0, 10.0, 24.0, 40.0])
def test_a_grey_dot_keeps_its_energy(gl: moderngl.Context, radius: float) -> None:
    size = (160, 160)
    colour = np.full((160, 160, 3), 0.05, np.float32)
    cv2.circle(colour, (80, 80), 7, (0.45, 0.45, 0.45), -1, cv2.LINE_AA)
    pixels = encoded(colour)
    picture = through_lens(gl, pixels, _even(0.2, size), 0.7, LensState(blur_px=2 * radius))
    before, after = (float((linear_from_srgb(each / 255.0) - 0.05).sum()) for each in (pixels, picture))
    assert after == pytest.approx(before, rel=0.08)


def test_a_clipped_light_stays_brighter_than_its_pixels_say(gl: moderngl.Context) -> None:
    (case,) = SCENES["points"].cases(SIZE)
    wanted = encoded(truth(case)).astype(float)
    recovered = ours(gl, case)
    plain = through_lens(
        gl,
        case.sharp_pixels(),
        case.inverse_depth(),
        case.focus_inverse_depth,
        LensState(blur_px=case.blur_px, highlight_gain=0.0),
    )
    assert recovered.sum() > plain.sum()
    assert np.abs(recovered - wanted).mean() < np.abs(plain - wanted).mean()


NIGHT = np.array((0.012, 0.012, 0.02), np.float32)
HUES = {
    "orange": (1.0, 0.44, 0.12),
    "blue": (0.28, 0.63, 1.0),
    "red": (1.0, 0.1, 0.07),
    "green": (0.33, 1.0, 0.43),
    "warm": (1.0, 0.9, 0.75),
    "white": (1.0, 1.0, 1.0),
}


def _lamp(x_px: float, y_px: float, hue: tuple[float, ...], radius_px: float = 3.0) -> NDArray[np.uint8]:
    """Photograph a lamp eight times as bright as white: all that is left of its hue is its rim."""
    rows, columns = (np.mgrid[: 128 * 8, : 160 * 8] + 0.5) / 8.0
    covered = (np.hypot(columns - x_px, rows - y_px) < radius_px).astype(np.float32)
    coverage = covered.reshape(128, 8, 160, 8).mean((1, 3))[..., None]
    return encoded(cv2.GaussianBlur(NIGHT + coverage * np.float32(hue) * 8.0, (0, 0), 0.8))


def _pixels_around(picture: NDArray[np.uint8], x_px: float, y_px: float, within_px: float) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]] + 0.5
    return picture[np.hypot(columns - x_px, rows - y_px) < within_px]


def _shown(picture: NDArray[np.uint8], x_px: float, y_px: float, within_px: float) -> NDArray[np.float64]:
    """Return the hue of what was drawn around a place, 1 in the brightest channel."""
    light = (linear_from_srgb(_pixels_around(picture, x_px, y_px, within_px) / 255.0) - NIGHT).mean(axis=0)
    return np.asarray(light / light.max())


@pytest.mark.parametrize("side", [1.0, -1.0], ids=["behind", "before"])
@pytest.mark.parametrize("hue", HUES)
def test_a_clipped_lamp_has_the_hue_of_its_rim(gl: moderngl.Context, hue: str, side: float) -> None:
    """Its middle is white: without that its disc would be, too, and 0.4 and more from all but warm and white."""
    focus = 0.5 + side * 12.0 / 32.0
    off = []
    for x_px, y_px in ((80.0, 64.0), (77.3, 61.8), (82.6, 66.1), (79.0, 63.5)):
        pixels = _lamp(x_px, y_px, HUES[hue])
        drawn = through_lens(gl, pixels, _even(0.5, (160, 128)), focus, LensState(blur_px=32.0))
        off.append(np.abs(_shown(drawn, x_px, y_px, 10.0) - HUES[hue]).max())
    assert max(off) < 0.22
    assert np.mean(off) < (0.13 if hue != "white" else 0.03)


def test_a_lamp_takes_on_its_hue_step_by_step(gl: moderngl.Context) -> None:
    """Pulled out of focus it is white at first, as its middle is, and never changes at once."""
    machine = Lens(gl, (160, 128))
    machine.upload_frame(_lamp(77.3, 61.8, HUES["orange"]))
    machine.upload_depth(_even(0.5, (160, 128)))
    hues = [
        _shown(read_rgb(machine.draw(0.5 + radius / 32.0, LensState(blur_px=32.0), GradeState())), 77.3, 61.8, 20.0)
        for radius in np.arange(3.0, 14.0, 0.25)
    ]
    machine.release()
    assert hues[0][1] > 0.9
    assert hues[-1][1] < 0.6
    assert np.abs(np.diff(hues, axis=0)).max() < 0.11


@pytest.mark.parametrize(
    ("radius_px", "most", "deviation"),
    [(2.0, 18.0, 9.0), (3.0, 18.0, 9.0), (4.0, 18.0, 9.0), (5.0, 40.0, 16.0), (6.0, 40.0, 16.0)],
)
@pytest.mark.parametrize("hue", ["orange", "blue", "white"])
def test_a_lamp_that_moves_does_not_flicker(
    gl: moderngl.Context, hue: str, radius_px: float, most: float, deviation: float
) -> None:
    """By half a pixel a picture, over cells, texels and quads: how far its disc changes, in codes of 255.

    One of more than eight pixels does flicker a little: on its way to being no lamp at all.
    """
    machine = Lens(gl, (160, 128))
    machine.upload_depth(_even(0.5, (160, 128)))
    means = []
    for x_px in np.arange(70.0, 82.0, 0.5):
        machine.upload_frame(_lamp(float(x_px), 64.0, HUES[hue], radius_px))
        drawn = read_rgb(machine.draw(1.0, LensState(blur_px=32.0), GradeState()))
        means.append(_pixels_around(drawn, float(x_px), 64.0, 13.0).mean(axis=0))
    machine.release()
    assert np.abs(np.diff(means, axis=0)).max() < most
    assert np.std(means, axis=0).max() < deviation


def test_a_hair_before_a_lamp_is_none(gl: moderngl.Context) -> None:
    """What a thin thing shows of a lamp behind it is not taken for one in front, and spread."""
    depth = _even(0.2, (160, 128))
    depth[:, 79] = 0.7
    plain, expanded = (
        through_lens(gl, _lamp(80.0, 64.0, HUES["warm"]), depth, 0.2, LensState(blur_px=32.0, highlight_gain=gain))
        for gain in (0.0, 0.9)
    )
    assert np.abs(plain.astype(int) - expanded).max() <= 10


def test_a_white_wall_is_not_taken_for_a_light(gl: moderngl.Context) -> None:
    """Only small clipped spots are expanded: the blurred edge of a clipped area stays where it belongs."""
    size = (240, 96)
    colour = np.full((96, 240, 3), 0.1, np.float32)
    colour[:, 120:] = 1.0
    pixels = encoded(colour)
    plain, expanded = (
        through_lens(gl, pixels, _even(0.2, size), 0.7, LensState(blur_px=32.0, highlight_gain=gain)).astype(int)
        for gain in (0.0, 0.9)
    )
    assert np.abs(plain - expanded).max() <= 8


APERTURES = {
    "triangle": ApertureState(blades=3, rotation_deg=90.0),
    "pentagon": ApertureState(blades=5),
    "rounded": ApertureState(blades=6, curvature=0.5, rotation_deg=15.0),
    "nine": ApertureState(blades=9, rotation_deg=10.0),
    "sixteen": ApertureState(blades=16),
    "anamorphic": ApertureState(squeeze=2.0),
    "wide": ApertureState(squeeze=0.6),
    "cat_eye": ApertureState(cat_eye=0.9),
    "soap": ApertureState(profile=1.0),
    "creamy": ApertureState(profile=-1.0),
    "fringed": ApertureState(fringing=0.2),
}


LIGHTS_SIZE = (384, 240)


def _lights() -> tuple[Image, NDArray[np.uint8]]:
    """Draw lights that do not clip, on dark grey: two rows of three, 128 and 120 px apart."""
    width, height = LIGHTS_SIZE
    colour = np.full((height, width, 3), 0.01, np.float32)
    for x in range(64, width, 128):
        for y in range(60, height, 120):
            cv2.circle(colour, (x, y), 6, (0.9, 0.9, 0.9), -1, cv2.LINE_AA)
    pixels = encoded(colour)
    return linear_from_srgb(pixels / 255.0), pixels


def _lit(context: moderngl.Context, pixels: NDArray[np.uint8], focus: float, aperture: ApertureState) -> Image:
    """Return what the lens makes of the lights on a plane at ½, linear, less the grey."""
    lens = LensState(blur_px=50.0, highlight_gain=0.0, aperture=aperture)
    return linear_from_srgb(through_lens(context, pixels, _even(0.5, LIGHTS_SIZE), focus, lens) / 255.0) - 0.01


@pytest.mark.parametrize("focus", [0.9, 0.1], ids=["behind", "before"])
@pytest.mark.parametrize("name", APERTURES)
def test_a_light_shows_the_shape_of_the_opening(gl: moderngl.Context, name: str, focus: float) -> None:
    """Shape, side (upside down behind the plane), profile and fringes are those of the traced opening."""
    light, pixels = _lights()
    scene = PlaneScene((Plane(light, np.ones(light.shape[:2], np.float32), 0.5),), LIGHTS_SIZE)
    true = trace(scene, TraceSettings(focus, 50.0, APERTURES[name], 400)) - 0.01
    drawn = _lit(gl, pixels, focus, APERTURES[name])
    overlap = np.minimum(true, drawn).clip(0).sum() / np.maximum(true, drawn).clip(0).sum()
    assert overlap > 0.8
    assert drawn.sum() == pytest.approx(float(true.sum()), rel=0.08)


def test_fringes_are_opposite_before_and_behind(gl: moderngl.Context) -> None:
    """At radius 20 with a tenth either way, the rim is redder behind the plane and bluer before it."""
    _, pixels = _lights()
    y, x = np.mgrid[: LIGHTS_SIZE[1], : LIGHTS_SIZE[0]]
    distance = np.hypot((x % 128) - 64, (y % 120) - 60)
    rim = (distance > 22) & (distance < 27)
    behind, before = (_lit(gl, pixels, focus, ApertureState(fringing=0.2))[rim].mean(axis=0) for focus in (0.9, 0.1))
    assert behind[0] - behind[2] > 1e-3
    assert before[2] - before[0] > 1e-3


@pytest.mark.parametrize("name", ["zone_plate", "borders", "red_green", "slant"])
def test_a_chart_is_near_the_truth(gl: moderngl.Context, name: str) -> None:
    case = next(SCENES[name].cases(SIZE)).clamped()
    bars = {"zone_plate": 32.0, "borders": 36.0, "red_green": 44.0, "slant": 30.0}
    assert _psnr_db(ours(gl, case), encoded(truth(case))) > bars[name]


@pytest.mark.parametrize("radius", [8.0, -8.0], ids=["behind", "before"])
def test_blocks_and_rings_do_not_show_in_a_zone_plate(gl: moderngl.Context, radius: float) -> None:
    """What is left of fine rings under a wide blur is nearly even; a tile's border or an aliased ring stands out.

    Where a disc lies in the frame: what the rings do beyond it a program cannot know.
    """
    case = next(SCENES["zone_plate"].cases(SIZE))
    case = replace(case, focus_inverse_depth=case.scene.planes[0].inverse_depth + radius / case.blur_px)
    off = ours(gl, case).astype(float)[..., 1] - encoded(truth(case))[..., 1]
    assert np.abs(off).max() < 24.0
    rings = np.abs(cv2.GaussianBlur(off, (0, 0), 4.0))
    assert rings[16:-16, 16:-16].max() < 6.0
    assert rings.max() < 9.0


@pytest.mark.parametrize("aslant", [(1, 0), (0, 1), (1, 1), (1, -1), (2, 1), (1, -2)])
def test_fine_stripes_are_not_taken_for_lights(gl: moderngl.Context, aslant: tuple[int, int]) -> None:
    """A quarter to a half white, upright, level and aslant, wherever they begin: no brighter than their pixels say."""
    kinds = [(period, white) for period in (2, 3, 4, 5, 6, 8, 12) for white in {-(-period // 4), period // 2}]
    begun = [stripes(PATTERN_SIZE, *kind, aslant, phase) for kind in kinds for phase in range(kind[0])]
    _assert_no_light_in(gl, begun)


@pytest.mark.parametrize("side", [1, 2, 3, 4])
def test_fine_checks_are_not_taken_for_lights(gl: moderngl.Context, side: int) -> None:
    """A net of a quarter white, too."""
    phases = range(2 * side)
    across, level = (
        [stripes(PATTERN_SIZE, 2 * side, side, aslant, phase) for phase in phases] for aslant in ((1, 0), (0, 1))
    )
    nets = [upright & lying for upright in across for lying in level]
    _assert_no_light_in(gl, [*nets, *(checks(PATTERN_SIZE, side, right, down) for right in phases for down in phases)])


def _assert_no_light_in(gl: moderngl.Context, patterns: Sequence[NDArray[np.bool_]]) -> None:
    machine = Lens(gl, PATTERN_SIZE)
    machine.upload_depth(_even(0.2, PATTERN_SIZE))
    for number, is_white in enumerate(patterns):
        machine.upload_frame(two_tone(is_white, 5, 250))
        plain, expanded = (
            read_rgb(machine.draw(0.7, LensState(blur_px=18.0, highlight_gain=gain), GradeState())).astype(int)
            for gain in (0.0, 0.9)
        )
        assert np.abs(plain - expanded).max() <= 2, number
    machine.release()


@pytest.mark.parametrize("side", [1.0, -1.0], ids=["behind", "before"])
def test_fine_patterns_keep_their_light_while_focus_is_pulled(gl: moderngl.Context, side: float) -> None:
    """Stripes, and checks of two pixels, from sharp to wide: a shirt or a page grows no darker by 2 % on its way."""
    size, inside = (160, 128), np.s_[32:-32, 32:-32]
    striped = [stripes(size, period, period // 2, aslant, 0) for period in (3, 4, 5, 6) for aslant in ((1, 0), (0, 1))]
    machine = Lens(gl, size)
    machine.upload_depth(_even(0.5, size))
    for is_white in (*striped, checks(size, 2)):
        picture = two_tone(is_white, 20, 230)
        machine.upload_frame(picture)
        for radius in (1.0, 1.4, 1.6, 1.8, 2.0, 2.2, 2.5, 3.0, 4.0, 6.0, 8.0):
            drawn = read_rgb(machine.draw(0.5 + side * radius / 32.0, LensState(blur_px=32.0), GradeState()))
            # over whole periods
            light, wanted = (linear_from_srgb(each[inside][:60, :60] / 255.0).mean() for each in (drawn, picture))
            assert light == pytest.approx(wanted, rel=0.02), radius
    machine.release()


def test_borders_do_not_darken(gl: moderngl.Context) -> None:
    """Rows and columns at the border keep the brightness of the truth, which knows what lies beyond."""
    case = next(SCENES["borders"].cases(SIZE))
    picture, wanted = ours(gl, case).astype(float), encoded(truth(case)).astype(float)
    for strip in (np.s_[:6], np.s_[-6:], np.s_[:, :6], np.s_[:, -6:]):
        assert picture[strip].mean() == pytest.approx(wanted[strip].mean(), abs=6.0)
        assert np.abs(picture[strip] - wanted[strip]).mean() < 9.0


def test_colours_mix_in_linear_light(gl: moderngl.Context) -> None:
    """Half red and half green is 188, 188, 0 in sRGB; mixed in encoded values it would be 128."""
    (case,) = SCENES["red_green"].cases(SIZE)
    middle = ours(gl, case)[180, 318:322].astype(float).mean(axis=0)
    assert middle == pytest.approx([188.0, 188.0, 0.0], abs=6.0)


@pytest.mark.parametrize("name", ["street", "lights"])
def test_a_fine_sweep_has_no_pop(gl: moderngl.Context, name: str) -> None:
    """200 steps of focus: no step changes its change by more than a few times what is usual."""
    case = next(SCENES[name].cases((320, 180)))
    machine = Lens(gl, case.scene.size)
    machine.upload_frame(case.sharp_pixels())
    machine.upload_depth(case.inverse_depth())
    focuses = np.linspace(0.05, 0.85, 200)
    frames = [read_rgb(machine.draw(float(q), lens_state(case), GradeState(), 0)).astype(np.int16) for q in focuses]
    machine.release()
    second = [np.abs(a - 2 * b + c) for a, b, c in zip(frames, frames[1:], frames[2:], strict=False)]
    means = np.array([float(each.mean()) for each in second])
    assert means.max() < 4.0 * np.median(means) + 0.2
    assert max(float(np.percentile(each, 99.9)) for each in second) < 14.0


def test_the_same_picture_comes_twice(gl: moderngl.Context) -> None:
    """Nothing of an earlier picture is left in a later one, and nothing depends on time where there is no grain."""
    case = next(SCENES["street"].cases((320, 180)))
    machine = Lens(gl, case.scene.size)
    pictures = []
    for focus, sequence in ((0.8, 0), (0.1, 1), (0.8, 2)):
        machine.upload_frame(case.sharp_pixels())
        machine.upload_depth(case.inverse_depth())
        pictures.append(read_rgb(machine.draw(focus, lens_state(case), GradeState(), sequence)))
    machine.release()
    assert np.array_equal(pictures[0], pictures[2])
    assert not np.array_equal(pictures[0], pictures[1])
