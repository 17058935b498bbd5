"""Is the truth true? Closed forms, and an independent march along every single ray."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.optics.aperture import aperture_mask, aperture_points
from livefocus.optics.planes import Image, Plane, PlaneScene
from livefocus.optics.raytrace import TraceSettings, trace
from livefocus.state import ApertureState

Vector = NDArray[np.float64]


def _texture(shape: tuple[int, int], seed: int, grain_px: float = 0.0) -> Image:
    picture = np.random.default_rng(seed).random((*shape, 3), dtype=np.float32)
    return cv2.GaussianBlur(picture, (0, 0), grain_px) if grain_px else picture


def _plain(shape: tuple[int, int], colour: tuple[float, float, float]) -> Image:
    return np.broadcast_to(np.array(colour, dtype=np.float32), (*shape, 3)).copy()


def _opaque(colour: Image, inverse_depth: float, margin_px: int = 0) -> Plane:
    return Plane(colour, np.ones(colour.shape[:2], dtype=np.float32), inverse_depth, margin_px=margin_px)


def _half_plane(shape: tuple[int, int], colour: tuple[float, float, float], inverse_depth: float) -> Plane:
    """Cover the right half, its edge between two pixels."""
    alpha = np.zeros(shape, dtype=np.float32)
    alpha[:, shape[1] // 2 :] = 1.0
    return Plane(_plain(shape, colour), alpha, inverse_depth)


def _segment_share(offset: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of a unit disc beyond a chord at this signed distance from its middle."""
    held = np.clip(offset, -1.0, 1.0)
    return (np.arccos(held) - held * np.sqrt(1.0 - held**2)) / math.pi


def test_what_is_in_focus_is_untouched() -> None:
    scene = PlaneScene((_opaque(_texture((90, 120), 1), 0.4),), (120, 90))
    assert np.array_equal(trace(scene, TraceSettings(0.4, 50.0)), scene.sharp())


def test_what_is_in_focus_is_untouched_beside_blur() -> None:
    near = _half_plane((60, 200), (1.0, 0.0, 0.0), 0.9)
    scene = PlaneScene((_opaque(_texture((60, 200), 2), 0.4), near), (200, 60))
    picture = trace(scene, TraceSettings(0.4, 20.0))
    assert picture[:, :88] == pytest.approx(scene.sharp()[:, :88], abs=2e-5)


@pytest.mark.parametrize(
    "aperture",
    [ApertureState(), ApertureState(blades=5, rotation_deg=20.0), ApertureState(squeeze=2.0, profile=0.8)],
    ids=["circle", "pentagon", "anamorphic"],
)
@pytest.mark.parametrize("focus", [0.9, 0.1], ids=["behind", "before"])
def test_one_plane_is_a_convolution(aperture: ApertureState, focus: float) -> None:
    """A plane that faces the lens is the same blur everywhere: its picture folded with the opening."""
    margin, radius = 24, 12.0
    scene = PlaneScene((_opaque(_texture((88 + 2 * margin, 128 + 2 * margin), 3, 1.5), 0.5, margin),), (128, 88))
    picture = trace(scene, TraceSettings(focus, radius / 0.4, aperture, 3000))
    kernel = _kernel(aperture, radius, turned=focus > 0.5)
    folded = cv2.filter2D(scene.planes[0].colour, -1, kernel)[margin:-margin, margin:-margin]
    assert np.abs(picture - folded).max() < 4e-3


def _kernel(aperture: ApertureState, radius: float, turned: bool) -> NDArray[np.float64]:
    """Return the opening as a filter in pixels: what a pixel gathers, so as it is behind, turned round before."""
    half = math.ceil(radius)
    fine = 16
    mask = aperture_mask(aperture, round(2 * radius * fine), 1)
    pad = half * fine + fine // 2 - mask.shape[0] // 2
    cells = np.pad(mask, pad)[: (2 * half + 1) * fine, : (2 * half + 1) * fine]
    kernel = cells.reshape(2 * half + 1, fine, 2 * half + 1, fine).mean(axis=(1, 3))
    kernel = kernel if turned else kernel[::-1, ::-1]
    return kernel / kernel.sum()


def test_a_near_edge_reads_half_and_falls_like_a_segment_of_the_disc() -> None:
    size, radius = (200, 40), 16.0
    black = _opaque(_plain((40, 200), (0.0, 0.0, 0.0)), 0.4)
    near = _half_plane((40, 200), (1.0, 1.0, 1.0), 0.9)
    picture = trace(PlaneScene((black, near), size), TraceSettings(0.4, radius / 0.5, points=4000))
    distance = 99.5 - np.arange(200)  # from each pixel's centre to the edge
    assert picture[20, :, 0] == pytest.approx(_segment_share(distance / radius), abs=4e-3)
    assert picture[20, 99:101, 0].mean() == pytest.approx(0.5, abs=1e-3)


def test_a_far_blur_takes_nothing_of_a_sharp_subject() -> None:
    far = _opaque(_plain((40, 200), (0.1, 0.1, 0.1)), 0.1)
    subject = _half_plane((40, 200), (1.0, 0.0, 0.0), 0.9)
    scene = PlaneScene((far, subject), (200, 40))
    assert trace(scene, TraceSettings(0.9, 30.0)) == pytest.approx(scene.sharp(), abs=1e-5)


def test_the_background_is_seen_behind_a_thin_stick() -> None:
    """A stick of width 3 under radius 20 hides at most 2·20·3 of the disc's 400 π."""
    alpha = np.zeros((60, 120), dtype=np.float32)
    alpha[:, 59:62] = 1.0
    stick = Plane(_plain((60, 120), (0.0, 0.0, 0.0)), alpha, 0.9)
    scene = PlaneScene((_opaque(_plain((60, 120), (1.0, 1.0, 1.0)), 0.4), stick), (120, 60))
    picture = trace(scene, TraceSettings(0.4, 40.0, points=4000))
    assert picture[30, 60, 0] == pytest.approx(1.0 - 2 * 20 * 3 / (400 * math.pi), abs=4e-3)


def test_order_is_kept() -> None:
    shape = (40, 200)
    planes = [_half_plane(shape, colour, q) for colour, q in (((0, 1, 0), 0.5), ((0, 0, 1), 0.9))]
    scene = PlaneScene((_opaque(_plain(shape, (1.0, 0.0, 0.0)), 0.1), *planes), (200, 40))
    for focus in (0.1, 0.5, 0.9):
        picture = trace(scene, TraceSettings(focus, 20.0))
        assert picture[:, 20] == pytest.approx(np.broadcast_to([1, 0, 0], (40, 3)), abs=1e-5)
        assert picture[:, 180] == pytest.approx(np.broadcast_to([0, 0, 1], (40, 3)), abs=1e-5)


@pytest.mark.parametrize(
    "aperture",
    [ApertureState(), ApertureState(blades=7, curvature=0.3, squeeze=1.5, profile=-1.0, fringing=0.2)],
    ids=["plain", "all"],
)
def test_a_point_keeps_its_energy(aperture: ApertureState) -> None:
    colour = np.zeros((101, 101, 3), dtype=np.float32)
    colour[50, 50] = 40.0
    picture = trace(PlaneScene((_opaque(colour, 0.1),), (101, 101)), TraceSettings(0.9, 20.0, aperture, 1500))
    assert picture.sum(axis=(0, 1)) == pytest.approx([40.0] * 3, rel=1e-4)
    rows, columns = np.nonzero(picture[..., 1])
    assert max(np.abs(rows - 50).max(), np.abs(columns - 50).max()) <= 17


def test_a_constant_stays_constant_to_the_very_border() -> None:
    scene = PlaneScene((_opaque(_plain((60, 90), (0.2, 0.5, 3.0)), 0.2),), (90, 60))
    aperture = ApertureState(blades=6, cat_eye=0.9, profile=0.5)
    assert trace(scene, TraceSettings(0.9, 60.0, aperture)) == pytest.approx(scene.sharp(), rel=1e-5)


def test_the_cat_eye_cuts_discs_towards_the_corner() -> None:
    colour = np.zeros((121, 161, 3), dtype=np.float32)
    colour[60, 80] = colour[18, 22] = 1.0
    scene = PlaneScene((_opaque(colour, 0.1),), (161, 121))
    picture = trace(scene, TraceSettings(0.9, 18.0, ApertureState(cat_eye=0.8), 2000))[..., 0]
    lit = picture > picture.max() * 0.05
    middle, corner = lit[40:, 60:].sum(), lit[:40, :60].sum()
    assert middle == pytest.approx(math.pi * 14.4**2, rel=0.12)
    assert corner < 0.75 * middle


def test_a_slanted_plane_equals_a_march_along_every_ray() -> None:
    """Two slanted planes, one with a hole, against a root search along each ray on its own."""
    rng = np.random.default_rng(5)
    margin, size = 8, (22, 14)
    shape = (size[1] + 2 * margin, size[0] + 2 * margin)
    alpha = np.clip(_texture(shape, 8, 2.0)[..., 0] * 6 - 2.5, 0, 1)
    back = Plane(_texture(shape, 6), np.ones(shape, np.float32), 0.15, (0.006, 0.004), margin)
    front = Plane(_texture(shape, 7), alpha, 0.85, (-0.009, 0.005), margin)
    scene = PlaneScene((back, front), size)
    settings = TraceSettings(0.5, 14.0, ApertureState(blades=5, profile=0.4), 40)
    points = aperture_points(settings.aperture, settings.points)
    picture = trace(scene, settings)
    for _ in range(60):
        x, y = int(rng.integers(0, size[0])), int(rng.integers(0, size[1]))
        marched = sum(w * _march(scene, settings, x, y, u) for u, w in zip(points.picture, points.weight, strict=True))
        assert picture[y, x] == pytest.approx(marched, abs=2e-3)


def _march(
    scene: PlaneScene, settings: TraceSettings, x: float, y: float, u: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Follow one ray from the lens outwards and mix what it meets, nearest first."""
    light, through = np.zeros(3), 1.0
    for plane in reversed(scene.planes):
        near, far = 2.0, -1.0
        for _ in range(60):
            q = 0.5 * (near + far)
            px = x + settings.blur_px * (settings.focus_inverse_depth - q) * u[0]
            py = y + settings.blur_px * (settings.focus_inverse_depth - q) * u[1]
            surface = plane.inverse_depth + plane.slope_per_px[0] * px + plane.slope_per_px[1] * py
            near, far = (q, far) if q > surface else (near, q)
        colour, alpha = _bilinear(plane, px + plane.margin_px, py + plane.margin_px)
        light = light + through * colour
        through *= 1.0 - alpha
    return light


def _bilinear(plane: Plane, x: float, y: float) -> tuple[NDArray[np.float64], float]:
    rows, columns = plane.alpha.shape
    left, top = math.floor(x), math.floor(y)
    colour, alpha = np.zeros(3), 0.0
    for dx in (0, 1):
        for dy in (0, 1):
            share = (1 - abs(x - left - dx)) * (1 - abs(y - top - dy))
            row, column = min(max(top + dy, 0), rows - 1), min(max(left + dx, 0), columns - 1)
            colour += share * plane.alpha[row, column] * plane.colour[row, column]
            alpha += share * float(plane.alpha[row, column])
    return colour, alpha


def test_a_piece_of_the_picture_is_like_the_whole() -> None:
    """Tiles leave planes out that cannot be seen: a picture of many tiles equals its own crop traced alone."""
    size = (700, 300)
    alpha = np.zeros((size[1], size[0]), dtype=np.float32)
    cv2.circle(alpha, (330, 150), 60, 1.0, -1)
    planes = (_opaque(_texture((300, 700), 1, 2.0), 0.1), Plane(_texture((300, 700), 2, 2.0), alpha, 0.9))
    settings = TraceSettings(0.3, 30.0, points=60)
    whole = trace(PlaneScene(planes, size), settings)
    crop = tuple(Plane(p.colour[60:260, 230:450], p.alpha[60:260, 230:450], p.inverse_depth) for p in planes)
    part = trace(PlaneScene(crop, (220, 200)), settings)
    assert part[20:-20, 20:-20] == pytest.approx(whole[80:240, 250:430], abs=1e-5)


def test_a_fringed_plane_through_the_plane_of_focus_is_refused() -> None:
    plane = Plane(_texture((40, 60), 1), np.ones((40, 60), np.float32), 0.2, (0.01, 0.0))
    with pytest.raises(ValueError, match="fringing"):
        trace(PlaneScene((plane,), (60, 40)), TraceSettings(0.5, 30.0, ApertureState(fringing=0.1), 20))


def test_a_plane_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="its frame and margin ask for"):
        PlaneScene((_opaque(_texture((40, 60), 1), 0.2),), (61, 40))
