"""The ground truth: what a thin lens makes of a scene of planes, by many rays a pixel.

For pixel p and aperture points u (picture space of `aperture`), with planes l from far to near:

    out(p) = Σ_u w_u Σ_l α_l c_l(x_l) Π_{nearer j} (1 − α_j(x_j)),      x_l = p + r_l(x_l) u

Light is linear and may exceed 1. A plane may be slanted: its inverse depth is affine in picture position, as that of
any real plane is under perspective, so `x = p + K (q_focus − q(x)) u` is linear in x and each aperture point sees the
plane through one affine warp. That is exact for a thin lens, the order of planes given; planes must not cut through
each other within the frame. Samples between pixels are bilinear in premultiplied light.

Beyond its margin (`planes.Plane`) a plane repeats its last row or column, so nothing darkens at the frame's borders.
This is for truth, not for speed: seconds a picture.

Source: R. Cook, T. Porter and L. Carpenter, "Distributed ray tracing", SIGGRAPH 1984, and the accumulation of pinhole
views of P. Haeberli and K. Akeley, "The accumulation buffer", SIGGRAPH 1990, done for planes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import cv2
from livefocus.optics.aperture import FRINGE_BY_CHANNEL, AperturePoints, aperture_points, cat_eye_shift
from livefocus.optics.planes import Image, Plane, PlaneScene
from livefocus.state import ApertureState

TILE_PX = (320, 144)
"""Width and height of a piece of the picture: small enough for a cache, large enough to hide the calls."""
CAT_EYE_SOFTNESS = 0.04
"""Width, in CoC radii, of the barrel's edge: the disc's points are few, a hard cut would show them."""


@dataclass(frozen=True, slots=True)
class TraceSettings:
    """How a scene is looked at.

    Attributes
    ----------
    focus_inverse_depth, blur_px
        q_focus and K, as in `thin_lens`.
    aperture
        Shape of the opening.
    points
        Rays a pixel. A bright dot drawn by n rays is n dots: take about π r² where there are such.
    threads
        Pieces traced at once.
    """

    focus_inverse_depth: float
    blur_px: float
    aperture: ApertureState = field(default_factory=ApertureState)
    points: int = 441
    threads: int = 2


def trace(scene: PlaneScene, settings: TraceSettings) -> Image:
    """Return the true picture, linear light, float32 `(height, width, 3)`."""
    width, height = scene.size
    picture = np.empty((height, width, 3), dtype=np.float32)
    tracer = _Tracer(scene, settings)

    def fill(box: _Box) -> None:
        picture[box.top : box.bottom, box.left : box.right] = tracer.piece(box)

    with ThreadPoolExecutor(settings.threads, "raytrace") as pool:
        list(pool.map(fill, _boxes(width, height)))
    return picture


@dataclass(frozen=True, slots=True)
class _Box:
    """A piece of the frame, pixel borders, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        return self.right - self.left, self.bottom - self.top


def _boxes(width: int, height: int) -> Iterator[_Box]:
    for top in range(0, height, TILE_PX[1]):
        for left in range(0, width, TILE_PX[0]):
            yield _Box(left, top, min(left + TILE_PX[0], width), min(top + TILE_PX[1], height))


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A plane as the tracer holds it: premultiplied light, and what it lets through, once a channel."""

    plane: Plane
    light: Image
    passed: Image

    @classmethod
    def of(cls, plane: Plane) -> _Sheet:
        passed = np.repeat((1.0 - plane.alpha)[..., None], 3, axis=2)
        return cls(plane, np.ascontiguousarray(plane.colour * plane.alpha[..., None]), passed)


class _Tracer:
    def __init__(self, scene: PlaneScene, settings: TraceSettings) -> None:
        self._scene = scene
        self._settings = settings
        self._sheets = [_Sheet.of(plane) for plane in scene.planes]
        self._sharp = scene.sharp()
        self._points = aperture_points(settings.aperture, settings.points)

    def piece(self, box: _Box) -> Image:
        """Trace one piece of the frame, leaving out the planes that nothing of it can see."""
        sheets = self._seen(box)
        if all(self._reach_px(sheet.plane, box) == 0.0 for sheet in sheets):
            return self._sharp[box.top : box.bottom, box.left : box.right]
        if self._settings.aperture.fringing == 0.0:
            return self._average(sheets, box, 0.0)
        channels = [self._average(sheets, box, gain)[..., c] for c, gain in enumerate(FRINGE_BY_CHANNEL)]
        return np.stack(channels, axis=-1)

    def _average(self, sheets: Sequence[_Sheet], box: _Box, fringe: float) -> Image:
        """Return the mean over the opening, with radii changed by `fringe` × the fringing."""
        width, height = box.size
        total = np.zeros((height, width, 3), dtype=np.float32)
        weights = np.zeros((height, width, 1), dtype=np.float32)
        light, passed, ray = (np.empty_like(total) for _ in range(3))
        cat_eye = self._cat_eye(box)
        for point, opening, weight in _each(self._points):
            ray[:] = 0.0
            for sheet in sheets:
                matrix = self._matrix(sheet.plane, point, fringe, box)
                _warp(sheet.light, matrix, light)
                if sheet is not sheets[0]:
                    _warp(sheet.passed, matrix, passed)
                    np.multiply(ray, passed, out=ray)
                np.add(ray, light, out=ray)
            share = weight if cat_eye is None else weight * cat_eye.open_to(opening)
            ray *= share
            total += ray
            weights += share
        return total / weights

    def _cat_eye(self, box: _Box) -> _Barrel | None:
        if self._settings.aperture.cat_eye == 0.0:
            return None
        places = np.stack(np.meshgrid(np.arange(box.left, box.right), np.arange(box.top, box.bottom)), axis=-1)
        return _Barrel(cat_eye_shift(places, self._scene.size, self._settings.aperture.cat_eye).astype(np.float32))

    def _matrix(self, plane: Plane, point: NDArray[np.float64], fringe: float, box: _Box) -> NDArray[np.float64]:
        """Return the 2 × 3 affine map from a pixel of the piece to a pixel of the plane's texture.

        From `x = p + K (q_focus − q_0 − g·x) u`: `(I + K u gᵀ) x = p + K (q_focus − q_0) u`.
        """
        settings = self._settings
        slope = np.array(plane.slope_per_px)
        gain = settings.blur_px * self._fringe_gain(plane, fringe)
        inverse = np.linalg.inv(np.eye(2) + gain * np.outer(point, slope))
        offset = gain * (settings.focus_inverse_depth - plane.inverse_depth) * point
        place = inverse @ (np.array([box.left, box.top]) + offset) + plane.margin_px
        return np.column_stack((inverse, place))

    def _fringe_gain(self, plane: Plane, fringe: float) -> float:
        """Return 1 ± fringing: which sign depends on the side of the plane of focus, so a plane must keep to one."""
        if fringe == 0.0:
            return 1.0
        sides = np.sign(self._corner_radii_px(plane, _Box(0, 0, *self._scene.size)))
        if sides.min() * sides.max() < 0:
            raise ValueError("fringing of a plane that passes through the plane of focus is not affine")
        return 1.0 + float(sides[0]) * fringe * self._settings.aperture.fringing

    def _corner_radii_px(self, plane: Plane, box: _Box) -> NDArray[np.float64]:
        """Return the signed radii of the plane at the corners of a box: affine, so the extremes are among them."""
        corners = np.array([(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)], dtype=np.float64)
        depth = plane.inverse_depth + corners @ np.array(plane.slope_per_px)
        return np.asarray(self._settings.blur_px * (self._settings.focus_inverse_depth - depth))

    def _reach_px(self, plane: Plane, box: _Box) -> float:
        """Return how far from its own place a pixel of the box can see this plane."""
        radius = float(np.abs(self._corner_radii_px(plane, box)).max())
        if plane.slope_per_px == (0.0, 0.0):
            return radius * (1.0 + self._settings.aperture.fringing)
        # the far end of a reach has another radius again; the geometric series of that is bounded by this
        steep = self._settings.blur_px * math.hypot(*plane.slope_per_px)
        return radius * (1.0 + self._settings.aperture.fringing) / max(1.0 - steep, 0.1)

    def _seen(self, box: _Box) -> list[_Sheet]:
        """Return the sheets some ray of the box meets, far to near: none that are empty or hidden there."""
        seen: list[_Sheet] = []
        for sheet in self._sheets:
            reach = math.ceil(self._reach_px(sheet.plane, box)) + 2
            margin = sheet.plane.margin_px
            rows = slice(max(box.top + margin - reach, 0), max(box.bottom + margin + reach, 1))
            columns = slice(max(box.left + margin - reach, 0), max(box.right + margin + reach, 1))
            alpha = sheet.plane.alpha[rows, columns]
            if alpha.size == 0 or alpha.min() >= 1.0:
                seen = [sheet]
            elif alpha.max() > 0.0:
                seen.append(sheet)
        return seen


@dataclass(frozen=True, slots=True, eq=False)
class _Barrel:
    """Where the barrel's rim is, seen from each pixel of a piece."""

    middle: Image

    def open_to(self, opening: NDArray[np.float64]) -> Image:
        """Return how much of a point of the opening each pixel sees, `(height, width, 1)`, with a soft edge."""
        distance = np.hypot(opening[0] - self.middle[..., 0], opening[1] - self.middle[..., 1])
        share = np.clip((1.0 - distance) / CAT_EYE_SOFTNESS + 0.5, 0.0, 1.0)
        return np.asarray(share[..., None], dtype=np.float32)


def _each(points: AperturePoints) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], float]]:
    for picture, opening, weight in zip(points.picture, points.opening, points.weight, strict=True):
        yield picture, opening, float(weight)


def _warp(source: Image, matrix: NDArray[np.float64], target: Image) -> None:
    height, width = target.shape[:2]
    cv2.warpAffine(
        source,
        matrix,
        (width, height),
        dst=target,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
