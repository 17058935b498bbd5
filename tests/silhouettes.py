"""Composites whose matte is known, and how well the outline in a depth map follows it.

The score is the boundary F-measure of video segmentation (Perazzi et al., DAVIS, CVPR 2016): precision and recall of
the outline within a tolerance, there 0.008 of the picture's diagonal: 12 pixels at 1280×720.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Map = NDArray[np.float32]
Pixels = NDArray[np.uint8]

DAVIS_TOLERANCE = 0.008
BAND = 0.05
"""How far around a person's outline is looked at, as a share of the picture's diagonal."""


def davis_tolerance_px(shape: tuple[int, int]) -> int:
    """The tolerance of the benchmark for a picture `(height, width)`."""
    return int(np.ceil(DAVIS_TOLERANCE * np.hypot(*shape)))


def boundary_f(inverse_depth: Map, matte: Map, tolerance_px: int) -> float:
    """F-measure of the silhouette in a depth map against the matte's, both at the picture's size.

    The silhouette is where depth passes half-way between what the person has and what the room has thereabouts: a floor
    that comes as near as the person elsewhere is depth and no outline. Outlines farther than `BAND` from the person's
    are not looked at for the same reason.
    """
    person = matte > 0.5
    true = _outline(person)
    band_px = round(BAND * np.hypot(*matte.shape))
    band = cv2.distanceTransform(1 - true, cv2.DIST_L2, 3) <= band_px
    half_way = (_mean_around(inverse_depth, person) + _mean_around(inverse_depth, ~person)) / 2
    found = _outline(inverse_depth > half_way) * band
    if not found.any():
        return 0.0
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * tolerance_px + 1,) * 2)
    precision = float(cv2.dilate(true, disc)[found > 0].mean())
    recall = float(cv2.dilate(found, disc)[true > 0].mean())
    return 2 * precision * recall / (precision + recall + 1e-9)


def _mean_around(inverse_depth: Map, where: NDArray[np.bool_]) -> Map:
    """The mean depth of one side around each pixel, in a window as wide as the band."""
    size = (inverse_depth.shape[1] // 4, inverse_depth.shape[0] // 4)
    weight = cv2.resize(where.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    depth = cv2.resize(inverse_depth * where, size, interpolation=cv2.INTER_AREA)
    spread_px = BAND * np.hypot(*size)
    mean = cv2.GaussianBlur(depth, (0, 0), spread_px) / (cv2.GaussianBlur(weight, (0, 0), spread_px) + 1e-6)
    return np.asarray(cv2.resize(mean, inverse_depth.shape[::-1]), np.float32)


def bilinear(inverse_depth: Map, size: tuple[int, int]) -> Map:
    """A map at `(width, height)`, as it would be without guidance."""
    return np.asarray(cv2.resize(inverse_depth, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _outline(mask: NDArray[np.bool_]) -> Pixels:
    solid = mask.astype(np.uint8)
    return np.asarray(solid - cv2.erode(solid, np.ones((3, 3), np.uint8), borderValue=1), np.uint8)


def drawn_person(size: tuple[int, int], seed: int = 0, shift_px: float = 0.0) -> tuple[Pixels, Map]:
    """A figure with wild hair and a raised hand before a room, each of several colours; picture and matte."""
    width, height = size
    rng = np.random.default_rng(seed)
    matte = _figure(size, rng, shift_px)
    room = _patches(size, rng, (120, 235), 9)
    clothes = _patches(size, rng, (10, 100), 5)
    mixed = room + (clothes - room) * matte[..., None]
    noise = np.random.default_rng(seed + 1).normal(0.0, 2.0, (height, width, 3))
    return np.clip(mixed + noise, 0, 255).astype(np.uint8), matte


def _figure(size: tuple[int, int], rng: np.random.Generator, shift_px: float) -> Map:
    width, height = size
    matte = np.zeros((height, width), np.float32)
    x, unit = width * 0.5 + shift_px, height / 100.0

    def at(across: float, down: float) -> tuple[int, int]:
        return round(x + across * unit), round(down * unit)

    cv2.ellipse(matte, at(0, 42), (round(14 * unit), round(18 * unit)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    cv2.ellipse(matte, at(0, 104), (round(38 * unit), round(44 * unit)), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    for angle in rng.uniform(np.pi * 1.05, np.pi * 1.95, 40):
        far = rng.uniform(19, 27)
        ends = at(10 * np.cos(angle), 42 + 14 * np.sin(angle)), at(far * np.cos(angle), 42 + far * np.sin(angle))
        cv2.line(matte, *ends, 1.0, max(1, round(rng.uniform(0.6, 2.0) * unit)), cv2.LINE_AA)
    cv2.line(matte, at(36, 95), at(44, 40), 1.0, round(7 * unit), cv2.LINE_AA)
    for finger in range(4):
        cv2.line(matte, at(41 + 2.4 * finger, 42), at(36 + 6 * finger, 24), 1.0, round(2.4 * unit), cv2.LINE_AA)
    return matte


def _patches(size: tuple[int, int], rng: np.random.Generator, levels: tuple[int, int], count: int) -> Map:
    coarse = rng.uniform(*levels, (count, count, 3)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), np.float32)


def network_map(matte: Map, size: tuple[int, int] = (320, 192), near: float = 0.8, far: float = 0.2) -> Map:
    """What a small network would say: planes at its size, sliding into each other over a few texels."""
    small = cv2.resize(matte, size, interpolation=cv2.INTER_AREA)
    slide = cv2.GaussianBlur(small, (0, 0), 2.0)
    return np.asarray(far + (near - far) * slide, np.float32)
