"""The painter's tools: outlines, ribbons, cameras, canvases, cut-outs; each checked by itself."""

from __future__ import annotations

import moderngl
import numpy as np
import pytest

from livefocus.render.program import build_program
from livefocus.render.scenes import curves
from livefocus.render.scenes.camera import Camera, Framing, facing, flat, side_wall
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.cutout import Part, Pose, _packed, paint_atlas
from livefocus.render.scenes.hair import _shortened
from livefocus.render.scenes.material import Light, Paint, Pattern, Stroke, rgb
from livefocus.render.scenes.ribbons import Dots, Ribbons, ribbon
from livefocus.render.scenes.sheet import Sheet
from livefocus.render.scenes.stage import Stage, still_layer
from livefocus.render.scenes.studio import Studio

DARK = Light((1, 0, 0), (0, 0, 0), (-1, 0, 0), (0, 0, 0), (1, 1, 1), (1, 1, 1), (0, 0, 0), 1e9)
"""Even light from all sides and no haze: what is painted is what is seen."""
CAMERA = Camera((64, 48), 64.0, (32.0, 24.0), 0.0, 1.0)
"""At z = 1 a metre is 64 px; straight ahead is the middle."""


def blank(gl: moderngl.Context, samples: int = 2) -> tuple[Studio, Canvas]:
    studio = Studio(gl, DARK)
    return studio, Canvas(studio, CAMERA, samples, with_depth=True)


def linear(canvas: Canvas) -> np.ndarray:
    width, height = canvas.colour.size
    return np.frombuffer(canvas.colour.read(), np.float16).reshape(height, width, 4).astype(float)


def depth(canvas: Canvas) -> np.ndarray:
    assert canvas.depth is not None
    return np.frombuffer(canvas.depth.read(), np.float32).reshape(48, 64)


def test_a_spline_goes_through_its_points() -> None:
    given = curves.points("0 0, 1 2, 3 1, 4 4")
    line = curves.spline(given, steps=8)
    for place in given:
        assert np.abs(line - place).sum(axis=1).min() < 1e-9


def test_a_corner_stays_sharp_and_the_rest_is_round() -> None:
    square = "0 0, 1 0, 1 1, 0 1"
    sharp = curves.spline(square, closed=True, corners=(0, 1, 2, 3))
    assert sharp.min() >= -1e-9
    assert sharp.max() <= 1 + 1e-9
    assert curves.spline(square, closed=True).max() > 1.05


def test_limbs_turn_the_same_way_so_that_they_can_be_joined() -> None:
    def area(outline: np.ndarray) -> float:
        x, y = outline.T
        return float(0.5 * (x * np.roll(y, -1) - y * np.roll(x, -1)).sum())

    there = area(curves.limb("0 0, 1 0", [0.1, 0.1]))
    back = area(curves.limb("1 0.5, 0 0.2", [0.1, 0.2]))
    assert there * back > 0
    assert abs(there) == pytest.approx(0.2 + np.pi * 0.01, rel=0.03)


def test_cutting_a_line_short_keeps_its_start_and_shape() -> None:
    line = np.stack([np.linspace(0, 1, 14), np.zeros(14)], axis=1)[None]
    cut = _shortened(line, np.array([0.5]))
    assert cut[0, 0].tolist() == [0.0, 0.0]
    assert cut[0, -1, 0] == pytest.approx(0.5)


def test_the_camera_finds_back_what_it_projects() -> None:
    x, y = CAMERA.unproject(*CAMERA.project(np.array([0.3, -0.2, 2.0])), 2.0)
    assert (x, y) == pytest.approx((0.3, -0.2))


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (1000, 1000), (2560, 1080), (640, 480)])
def test_framing_keeps_what_must_be_seen(size: tuple[int, int]) -> None:
    framing = Framing(z_m=4.0, height_m=1.36, bottom_m=0.40, width_m=1.94, lowest_m=-0.42)
    camera = framing.camera(size, 1.32, 2.88)
    for x in (-0.96, 0.96):
        for y in (0.42, 1.74):
            column, row = camera.project(np.array([x, y, 4.0]))
            assert -1 <= column <= size[0] + 1
            assert -1 <= row <= size[1] + 1


def test_a_shape_covers_its_area_and_no_more(gl: moderngl.Context) -> None:
    studio, canvas = blank(gl)
    canvas.shape(facing(1.0), curves.rectangle(-0.25, -0.125, 0.25, 0.125), Paint(rgb("#808080")))
    assert linear(canvas)[..., 3].sum() == 2 * 2 * 32 * 16
    assert (depth(canvas) == 1.0).sum() == 32 * 16
    assert (depth(canvas) == 0.0).sum() == 64 * 48 - 32 * 16
    canvas.release()
    studio.release()


def test_two_contours_are_one_shape(gl: moderngl.Context) -> None:
    studio, canvas = blank(gl)
    contours = [curves.rectangle(-0.25, -0.25, 0.1, 0.25), curves.rectangle(-0.1, -0.25, 0.25, 0.25)]
    canvas.shape(facing(1.0), contours, Paint(rgb("#808080"), opacity=0.5))
    alpha = linear(canvas)[..., 3]
    assert alpha[48, 64] == pytest.approx(0.5, abs=1e-3)
    assert alpha.sum() == pytest.approx(0.5 * 4 * 32 * 32, rel=1e-3)
    canvas.release()
    studio.release()


def test_inside_holds_paint_in_and_shadows_stay_on_what_is_there(gl: moderngl.Context) -> None:
    studio, canvas = blank(gl)
    card, left = facing(1.0), curves.rectangle(-0.4, -0.3, 0.0, 0.3)
    canvas.shape(card, left, Paint(rgb("#ffffff")))
    before = linear(canvas)
    canvas.shadow(card, curves.ellipse((0, 0), (0.3, 0.2)), Paint((0.0, 0.0, 0.0), round_m=0.05, bulge=0))
    after = linear(canvas)
    assert (after[..., 3] == before[..., 3]).all()
    assert after[48, 50, 0] < 0.6 * before[48, 50, 0]
    with canvas.inside(card, left):
        canvas.shape(card, curves.rectangle(-0.4, -0.3, 0.4, 0.3), Paint(rgb("#ff0000")), solid=False)
    assert (linear(canvas)[..., 3] == before[..., 3]).all()
    canvas.release()
    studio.release()


def test_a_round_shape_is_lit_from_the_side_of_the_light(gl: moderngl.Context) -> None:
    light = Light((1, 0, 0), (1, 1, 1), (-1, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), 1e9)
    studio = Studio(gl, light)
    canvas = Canvas(studio, CAMERA, 2, with_depth=False)
    canvas.shape(facing(1.0), curves.ellipse((0, 0), (0.3, 0.3)), Paint((0.5, 0.5, 0.5), round_m=0.1, wrap=0.0))
    red = linear(canvas)[48, :, 0]
    assert red[64 + 32] > 2 * red[64] + 0.05
    assert red[64 - 32] < 0.02
    canvas.release()
    studio.release()


def test_thin_ribbons_fade_instead_of_breaking_up(gl: moderngl.Context) -> None:
    line = np.array([(-0.4, -0.3), (0.4, 0.31)])
    sums = []
    for half_width in (0.0005, 0.001, 0.002):
        studio, canvas = blank(gl)
        canvas.strokes(ribbon(facing(1.0), line, half_width, (1, 1, 1, 1)), Stroke(glow=1.0))
        alpha = linear(canvas)[..., 3]
        assert alpha.any(axis=0)[20:108].all()
        sums.append(alpha.sum())
        canvas.release()
        studio.release()
    assert sums[1] / sums[0] == pytest.approx(2.0, rel=0.05)
    assert sums[2] / sums[1] == pytest.approx(2.0, rel=0.05)


def test_ribbons_carry_their_own_depth(gl: moderngl.Context) -> None:
    studio, canvas = blank(gl)
    line = np.array([[(-0.4, 0.0, 1.0), (0.8, 0.0, 2.0)]])
    canvas.strokes(Ribbons(line, np.array(0.1), np.array([1.0, 1, 1, 1])), Stroke())
    canvas.strokes(Dots(np.array([[0.0, 0.25, 1.25]]), np.array(0.06), np.array([1.0, 1, 1, 1])), Stroke())
    row = depth(canvas)[24]
    columns = np.flatnonzero(row)
    slope = np.diff(row[columns])
    assert np.allclose(slope, slope[0], atol=1e-6), "inverse depth is affine along a straight line"
    assert depth(canvas)[24 - 13, 32] == pytest.approx(0.8)
    canvas.release()
    studio.release()


@pytest.mark.parametrize("card", [flat(-0.5, 0.0, 2.0), side_wall(0.6, 2.0)], ids=["level", "wall"])
def test_a_slanted_card_is_a_plane_in_inverse_depth(gl: moderngl.Context, card: object) -> None:
    studio, canvas = blank(gl)
    canvas.shape(card, curves.rectangle(-0.8, -0.8, 0.8, 0.8), Paint(rgb("#808080")))  # type: ignore[arg-type]
    seen = depth(canvas)
    rows, columns = np.nonzero(seen)
    assert len(rows) > 100
    plane = np.stack([columns, rows, np.ones_like(rows)], axis=1)
    fit, *_ = np.linalg.lstsq(plane, seen[rows, columns], rcond=None)
    assert np.abs(plane @ fit - seen[rows, columns]).max() < 1e-5
    canvas.release()
    studio.release()


def test_sheets_on_sheets_turn_scale_and_mirror() -> None:
    sheet = Sheet(None, facing(3.0)).at(1.0, 2.0, 0.5, turn_deg=90.0)  # type: ignore[arg-type]
    assert sheet.card.world(np.array([1.0, 0.0])) == pytest.approx([1.0, 2.5, 3.0])
    assert sheet.mirrored().card.world(np.array([1.0, 0.0])) == pytest.approx([1.0, 1.5, 3.0])
    assert sheet.card.scale == pytest.approx(0.5)


def test_packed_boxes_do_not_touch() -> None:
    sizes = [(30, 80), (100, 20), (7, 7), (60, 60), (1, 1), (90, 33)]
    places, (width, height) = _packed(sizes)
    taken = np.zeros((height, width), int)
    for (left, top), (w, h) in zip(places, sizes, strict=True):
        taken[top - 1 : top + h + 1, left - 1 : left + w + 1] += 1
    assert taken.max() == 1


def test_a_cut_out_at_its_place_is_what_would_have_been_painted_there(gl: moderngl.Context) -> None:
    def paint(sheet: Sheet) -> None:
        sheet.shape(curves.ellipse((0.05, 0.03), (0.21, 0.13)), Paint(rgb("#c04020")))

    studio = Studio(gl, DARK)
    ground = Canvas(studio, CAMERA, 2, with_depth=True)
    ground.shape(facing(2.0), curves.rectangle(-2, -2, 2, 2), Paint((0.0, 0.0, 0.0)))
    whole = Canvas(studio, CAMERA, 2, with_depth=True)
    whole.shape(facing(2.0), curves.rectangle(-2, -2, 2, 2), Paint((0.0, 0.0, 0.0)))
    paint(Sheet(whole, facing(1.0)))
    street, expected = still_layer(ground, 1.0), still_layer(whole, 1.0)
    sprites = paint_atlas(
        studio, CAMERA, 1.0, [Part("other", 0, 0, 0.3, 0.3, paint), Part("it", -0.2, -0.2, 0.4, 0.3, paint)], 1.0
    )
    stage = Stage(studio, CAMERA)
    with studio.drawing():
        stage.begin(street)
        stage.sprite(sprites["it"], Pose(0.0, 0.0, 1.0))
        pixels, seen = stage.read()
        stage.begin(expected)
        wanted, wanted_depth = stage.read()
    assert (seen != wanted_depth).mean() < 0.02, "only where the edge passes a pixel's middle"
    inside = np.abs(pixels.astype(int) - wanted)[wanted_depth == 1.0]
    assert np.median(inside) == 0
    assert np.abs(pixels.astype(int) - wanted).max() <= 40, (
        "only the mixed pixels of the edge may differ (they mix encoded)"
    )
    for part in (stage, street, expected):
        part.release()
    sprites["it"].atlas.release()
    studio.release()


@pytest.mark.parametrize("pattern", list(Pattern), ids=lambda pattern: pattern.name.lower())
def test_every_pattern_compiles(gl: moderngl.Context, pattern: Pattern) -> None:
    build_program(gl, "scene/paint.frag", "scene/world.vert", {"PATTERN": int(pattern)}).release()
