"""Surfaces: encoded colour over a whole canvas, from seeds."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from livefocus.optics.planes import Image
from tests.scenes.canvas import Canvas, hex_colour


def noise(
    canvas: Canvas, seed: int, coarse: float, octaves: int = 5, stretch: tuple[float, float] = (1.0, 1.0)
) -> Image:
    """Return fractal value noise, 0…1, mean ½; `coarse` is its largest grain in heights, stretched in x and y."""
    rng = np.random.default_rng(seed)
    rows, columns = canvas.shape
    total = np.zeros(canvas.shape, dtype=np.float32)
    weight = 0.0
    for octave in range(octaves):
        grain_px = max(coarse * canvas.unit_px / 2**octave, 1.0)
        cells = (int(columns / (grain_px * stretch[0])) + 3, int(rows / (grain_px * stretch[1])) + 3)
        cells = (min(cells[0], columns), min(cells[1], rows))
        layer = cv2.resize(
            rng.random((cells[1], cells[0]), dtype=np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC
        )
        total += layer * 0.6**octave
        weight += 0.6**octave
    return np.clip((total / weight - 0.5) * 1.7 + 0.5, 0.0, 1.0)


def blend(low: str, high: str, share: Image) -> Image:
    """Mix two colours by a map of 0…1."""
    return hex_colour(low) + (hex_colour(high) - hex_colour(low)) * share[..., None]


def chart(canvas: Canvas, seed: int = 1) -> Image:
    """Return a printed test chart: checks, bars of rising frequency, patches of colour, small text-like marks."""
    x, y = canvas.grid()
    rng = np.random.default_rng(seed)
    column, row = np.floor(x * 8).astype(int), np.floor(y * 8).astype(int)
    kind = rng.integers(0, 6, (64, 64))[row % 64, column % 64]
    frequency = 2.0 ** rng.integers(4, 8, (64, 64))[row % 64, column % 64]
    hue = rng.random((64, 64, 3)).astype(np.float32)[row % 64, column % 64]
    checks = ((np.floor(x * frequency) + np.floor(y * frequency)) % 2).astype(np.float32)
    bars = (np.floor(x * frequency) % 2).astype(np.float32)
    rungs = (np.floor(y * frequency) % 2).astype(np.float32)
    speckle = noise(canvas, seed + 1, 0.02, 3)
    grey = np.choose(kind, [checks, bars, rungs, speckle, checks * 0.3 + 0.4, bars * 0.5 + 0.25]).astype(np.float32)
    coloured = (kind % 2 == 1)[..., None] * (hue - 0.5) * 0.7
    return np.clip(0.08 + 0.84 * grey[..., None] + coloured, 0.0, 1.0)


def zone_plate(canvas: Canvas, finest_px: float = 2.4) -> Image:
    """Return rings whose period falls to `finest_px` at the corners."""
    x, y = canvas.grid()
    squared = (x - canvas.aspect / 2) ** 2 + (y - 0.5) ** 2
    finest = finest_px / canvas.unit_px
    phase = np.pi * squared / (finest * np.hypot(canvas.aspect / 2, 0.5))
    return np.repeat((0.5 + 0.45 * np.cos(phase))[..., None], 3, axis=2).astype(np.float32)


def bricks(canvas: Canvas, seed: int, height: float = 0.035) -> Image:
    """Return a brick wall in running bond with mortar, each brick its own red."""
    x, y = canvas.grid()
    course = np.floor(y / height).astype(int)
    along = x / (height * 2.6) + 0.5 * (course % 2)
    brick = np.floor(along).astype(int)
    mortar = np.minimum(
        np.minimum(along % 1.0, 1 - along % 1.0) * 2.6, np.minimum((y / height) % 1.0, 1 - (y / height) % 1.0)
    )
    shade = np.random.default_rng(seed).random((97, 89))[course % 97, brick % 89].astype(np.float32)
    face = blend("#6b2f22", "#b8694a", np.clip(0.75 * shade + 0.4 * noise(canvas, seed, 0.02, 4) - 0.1, 0, 1))
    joint = np.clip(mortar * 8.0 - 0.3, 0.0, 1.0)[..., None]
    return hex_colour("#a59b8c") * (1 - joint) + face * joint


def wood(canvas: Canvas, seed: int, across: bool = True) -> Image:
    """Return planks with grain; `across` runs them left to right."""
    x, y = canvas.grid()
    along, side = (x, y) if across else (y, x)
    plank = np.floor(side * 9).astype(int)
    stretch = (12.0, 1.0) if across else (1.0, 12.0)
    wave = noise(canvas, seed, 0.05, 4, stretch)
    grain = 0.5 + 0.5 * np.sin((side * 260 + wave * 30 + plank * 2.4) + along * 3)
    shade = np.random.default_rng(seed).random(64)[plank % 64].astype(np.float32)
    gap = np.clip(np.abs((side * 9) % 1.0 - 0.5) * 40 - 18.6, 0, 1)[..., None]
    return blend("#70421f", "#c08a52", np.clip(0.25 + 0.35 * grain * wave + 0.4 * shade, 0, 1)) * (1 - 0.75 * gap)


def facade(canvas: Canvas, seed: int, floors: float = 0.16, bay: float = 0.12, wall: str = "#b9a78c") -> Image:
    """Return the front of a house: windows with frames, sills and reflections, on plaster."""
    x, y = canvas.grid()
    rng = np.random.default_rng(seed)
    u, v = (x / bay) % 1.0, (y / floors) % 1.0
    number = (np.floor(x / bay).astype(int) % 53, np.floor(y / floors).astype(int) % 53)
    lit = rng.random((53, 53)).astype(np.float32)[number[1], number[0]]
    plaster = hex_colour(wall) * (0.75 + 0.4 * noise(canvas, seed, 0.2, 6))[..., None]
    glass = blend("#1a2530", "#6f8ba0", np.clip(v * 1.2 * lit + 0.3 * noise(canvas, seed + 1, 0.06, 4) - 0.1, 0, 1))
    glass = np.where((lit > 0.86)[..., None], hex_colour("#f3c777"), glass)
    pane = (np.abs(u - 0.5) < 0.27) & (np.abs(v - 0.47) < 0.33)
    frame = (np.abs(u - 0.5) < 0.31) & (np.abs(v - 0.47) < 0.37)
    bar = (np.abs(u - 0.5) < 0.02) | (np.abs(v - 0.36) < 0.015)
    sill = (np.abs(u - 0.5) < 0.36) & (np.abs(v - 0.87) < 0.03)
    ledge = v > 0.965
    out = np.where((frame | sill)[..., None], hex_colour("#e8e2d2"), plaster)
    out = np.where((pane & ~bar)[..., None], glass, out)
    return np.where(ledge[..., None], hex_colour("#8d7f69"), out).astype(np.float32)


def cobbles(canvas: Canvas, seed: int) -> Image:
    """Return a street of stones that shrink with distance (upwards)."""
    x, y = canvas.grid()
    near = np.maximum(y - 0.35, 0.03)
    row = np.floor(-6.0 * np.log2(near) * 2.2)
    across = (x - canvas.aspect / 2) / near * 5.0 + 0.5 * (row % 2)
    stone = np.random.default_rng(seed).random((89, 97))[row.astype(int) % 89, np.floor(across).astype(int) % 97]
    edge_u, edge_v = np.abs(across % 1 - 0.5), np.abs((-6.0 * np.log2(near) * 2.2) % 1 - 0.5)
    joint = np.clip((np.maximum(edge_u, edge_v) - 0.40) * 10, 0, 1)
    share = np.clip(0.2 + 0.5 * stone + 0.4 * noise(canvas, seed, 0.03, 4) - 0.1, 0, 1).astype(np.float32)
    return (blend("#4c4a4a", "#a39c92", share) * (1 - 0.6 * joint)[..., None]).astype(np.float32)


def cloth(canvas: Canvas, seed: int, low: str, high: str, threads: float = 140.0) -> Image:
    """Return woven cloth with folds."""
    x, y = canvas.grid()
    weave = 0.5 + 0.25 * np.sin(x * threads * 2 * np.pi) + 0.25 * np.sin(y * threads * 2 * np.pi)
    folds = noise(canvas, seed, 0.15, 3, (0.4, 2.0))
    return blend(low, high, np.clip(0.25 * weave + 0.9 * folds - 0.1, 0, 1).astype(np.float32))


def foliage(canvas: Canvas, seed: int) -> Image:
    """Return leaves in sun and shade."""
    shape = noise(canvas, seed, 0.12, 7)
    light = np.clip((shape - 0.35) * 2.2, 0, 1)
    spark = np.clip((noise(canvas, seed + 1, 0.015, 2) - 0.72) * 6, 0, 1) * light
    return np.clip(blend("#11200f", "#7d9a3c", light) + spark[..., None] * hex_colour("#c8c890"), 0, 1)


def photograph(canvas: Canvas, picture: NDArray[np.uint8], place: tuple[float, float], height: float) -> Image:
    """Return a photograph laid on the canvas with its top left corner at a place, its border repeated beyond it."""
    scale = height * canvas.unit_px / picture.shape[0]
    matrix = np.array([[scale, 0.0, place[0]], [0.0, scale, place[1]]])
    matrix[:, 2] = matrix[:, 2] * canvas.unit_px + canvas.margin_px
    rows, columns = canvas.shape
    photo = picture.astype(np.float32) / 255.0
    if scale < 1.0:
        photo = cv2.GaussianBlur(photo, (0, 0), 0.5 / scale)
    laid = cv2.warpAffine(photo, matrix, (columns, rows), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.clip(laid, 0.0, 1.0).astype(np.float32)


def stripes(size: tuple[int, int], period: int, white: int, aslant: tuple[int, int], phase: int) -> NDArray[np.bool_]:
    """Return where stripes are white: `white` pixels of every `period`, counted by `aslant` to the right and down."""
    rows, columns = np.indices(size[::-1])
    return np.asarray((aslant[0] * columns + aslant[1] * rows + phase) % period < white)


def checks(size: tuple[int, int], side: int, right: int = 0, down: int = 0) -> NDArray[np.bool_]:
    """Return where checks of a side are white, begun so many pixels to the right and down."""
    return stripes(size, 2 * side, side, (1, 0), right) ^ stripes(size, 2 * side, side, (0, 1), down)


def two_tone(is_bright: NDArray[np.bool_], dark: int, bright: int) -> NDArray[np.uint8]:
    """Return a picture of two greys, `(height, width, 3)`."""
    return np.where(is_bright, bright, dark).astype(np.uint8)[..., None].repeat(3, axis=2)
