"""People, animals and things, painted on a canvas: silhouettes with hair, fur and thin parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.optics.planes import Image
from tests.scenes.canvas import Canvas, hex_colour
from tests.scenes.textures import cloth, noise

Curve = NDArray[np.float64]


def smooth(points: ArrayLike, steps: int = 12, closed: bool = True) -> Curve:
    """Return a Catmull-Rom curve through points, so that silhouettes have no corners."""
    knots = np.asarray(points, dtype=np.float64)
    padded = np.vstack((knots[-1:], knots, knots[:2])) if closed else np.vstack((knots[:1], knots, knots[-1:]))
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        pieces.append(0.5 * curve)
    return np.vstack(pieces)


def strands(
    canvas: Canvas, roots: Curve, outward: Curve, seed: int, length: float, width: float, colours: list[str]
) -> None:
    """Paint hairs that grow from `roots` along `outward` and bend as they go."""
    rng = np.random.default_rng(seed)
    for root, direction in zip(roots, outward, strict=True):
        reach = length * rng.uniform(0.4, 1.0)
        bend = rng.normal(0.0, 0.7, 2) + np.array([0.0, 0.9])
        t = np.linspace(0.0, 1.0, 7)[:, None]
        hair = root + reach * (direction * t + 0.5 * bend * t**2)
        canvas.stroke(hair, width, hex_colour(colours[rng.integers(len(colours))]))


def shaded(canvas: Canvas, colour: str, seed: int, light_x: float, spread: float) -> Image:
    """Return a colour lit from one side, with a little grain, as skin is."""
    x, _ = canvas.grid()
    light = np.clip(1.0 - (x - light_x) / spread * 0.45, 0.35, 1.15) * (0.92 + 0.16 * noise(canvas, seed, 0.03, 5))
    return np.clip(hex_colour(colour) * light[..., None], 0, 1)


def person(canvas: Canvas, x: float, y: float, size: float, seed: int = 0, skin: str = "#d9a58a") -> None:
    """Paint head, hair and shoulders; (x, y) is the middle of the face, `size` the head's height."""

    def at(points: ArrayLike) -> Curve:
        return np.asarray(points, dtype=np.float64) * size + np.array([x, y])

    rng = np.random.default_rng(seed)
    hair_colours = [
        ["#2b1a12", "#4a2d1c", "#6b4426"],
        ["#151214", "#2a2528", "#3d3638"],
        ["#8a5a28", "#b98545", "#d9b070"],
    ][seed % 3]
    coat = [("#1d2f4e", "#5b7fb0"), ("#7a1420", "#d8475a"), ("#2f3a2c", "#8aa07a")][seed % 3]
    back_hair = smooth(
        at(
            [
                (-0.42, -0.2),
                (-0.2, -0.62),
                (0.15, -0.64),
                (0.42, -0.25),
                (0.46, 0.3),
                (0.4, 0.75),
                (-0.38, 0.75),
                (-0.47, 0.3),
            ]
        )
    )
    canvas.paint(canvas.polygon(back_hair), shaded(canvas, hair_colours[0], seed, x, size))
    body = at(
        [
            (-0.19, 0.42),
            (-0.2, 0.66),
            (-0.75, 0.86),
            (-1.02, 1.2),
            (-1.12, 2.0),
            (-1.2, 4.5),
            (1.2, 4.5),
            (1.12, 2.0),
            (1.0, 1.2),
            (0.74, 0.86),
            (0.2, 0.66),
            (0.19, 0.42),
        ]
    )
    canvas.paint(canvas.polygon(smooth(body)), cloth(canvas, seed + 3, *coat))
    canvas.paint(
        canvas.polygon(smooth(at([(-0.18, 0.3), (-0.2, 0.66), (0.0, 1.02), (0.2, 0.66), (0.18, 0.3)]))),
        shaded(canvas, skin, seed, x - 0.1 * size, size) * 0.85,
    )
    canvas.paint(
        canvas.ellipse(at((0.0, 0.02)), (0.36 * size, 0.5 * size)), shaded(canvas, skin, seed + 1, x - 0.2 * size, size)
    )
    _face(canvas, at, size)
    fringe = smooth(
        at(
            [
                (-0.4, 0.02),
                (-0.36, -0.4),
                (0.0, -0.62),
                (0.36, -0.4),
                (0.41, 0.05),
                (0.3, -0.22),
                (0.05, -0.36),
                (-0.22, -0.25),
            ]
        )
    )
    canvas.paint(canvas.polygon(fringe), shaded(canvas, hair_colours[1], seed + 2, x - 0.3 * size, size))
    rim = smooth(
        at([(-0.44, 0.3), (-0.42, -0.2), (-0.2, -0.6), (0.15, -0.62), (0.42, -0.25), (0.45, 0.3), (0.42, 0.7)]),
        40,
        closed=False,
    )
    roots = rim[rng.integers(0, len(rim), 190)] + rng.normal(0, 0.02 * size, (190, 2))
    along = np.column_stack((roots[:, 0] - x, np.full(len(roots), 0.25 * size))) / size
    outward = 0.7 * (roots - at((0.0, 0.1))) / size + along + rng.normal(0.0, 0.35, (len(roots), 2))
    strands(canvas, roots, outward, seed + 5, 0.17 * size, 0.0012, hair_colours)


def _face(canvas: Canvas, at: object, size: float) -> None:
    """Paint eyes, brows, nose and mouth."""
    assert callable(at)
    for side in (-1, 1):
        canvas.paint(canvas.ellipse(at((0.15 * side, -0.03)), (0.065 * size, 0.034 * size)), hex_colour("#f2ece6"))
        canvas.paint(canvas.ellipse(at((0.15 * side, -0.03)), (0.03 * size, 0.034 * size)), hex_colour("#3a2a1c"))
        canvas.paint(
            canvas.ellipse(at((0.15 * side - 0.01, -0.04)), (0.008 * size, 0.008 * size)), hex_colour("#ffffff")
        )
        brow = at([(0.06 * side, -0.1), (0.15 * side, -0.13), (0.24 * side, -0.1)])
        canvas.paint(canvas.line(smooth(brow, closed=False), 0.022 * size), hex_colour("#2a1a12"))
    canvas.paint(canvas.line(at([(0.0, -0.02), (0.045, 0.16), (-0.01, 0.17)]), 0.014 * size), hex_colour("#a5705a"))
    canvas.paint(canvas.ellipse(at((0.0, 0.27)), (0.11 * size, 0.03 * size)), hex_colour("#a8454a"))


def dog(canvas: Canvas, x: float, y: float, size: float, seed: int = 0) -> None:
    """Paint a sitting dog, furry at its edge; (x, y) is the top of the chest, `size` its height."""

    def at(points: ArrayLike) -> Curve:
        return np.asarray(points, dtype=np.float64) * size + np.array([x, y])

    fur = np.clip(hex_colour("#a9773f") * (0.55 + 0.8 * noise(canvas, seed, 0.03, 5, (0.5, 1.6)))[..., None], 0, 1)
    body = smooth(at([(-0.1, -0.2), (0.2, -0.1), (0.32, 0.35), (0.36, 0.8), (-0.28, 0.8), (-0.26, 0.3)]))
    tail = smooth(at([(0.3, 0.7), (0.52, 0.55), (0.56, 0.25), (0.48, 0.22), (0.44, 0.5), (0.28, 0.6)]))
    head = smooth(
        at(
            [
                (-0.48, -0.24),
                (-0.3, -0.36),
                (-0.18, -0.46),
                (0.06, -0.46),
                (0.16, -0.28),
                (0.1, -0.06),
                (-0.16, -0.04),
                (-0.44, -0.12),
            ]
        )
    )
    for shape in (tail, body, head):
        canvas.paint(canvas.polygon(shape), fur)
    ear = smooth(at([(0.0, -0.48), (0.16, -0.42), (0.2, -0.12), (0.08, -0.1), (0.0, -0.28)]))
    canvas.paint(canvas.polygon(ear), fur * 0.55)
    for left in (-0.2, 0.06):
        canvas.paint(
            canvas.polygon(at([(left, 0.45), (left + 0.11, 0.45), (left + 0.12, 0.82), (left - 0.03, 0.82)])),
            np.clip(fur * 1.25, 0, 1),
        )
    canvas.paint(canvas.ellipse(at((-0.47, -0.21)), (0.04 * size, 0.032 * size)), hex_colour("#17120f"))
    canvas.paint(canvas.ellipse(at((-0.17, -0.3)), (0.025 * size, 0.025 * size)), hex_colour("#17120f"))
    canvas.paint(canvas.line(at([(-0.42, -0.13), (-0.24, -0.11)]), 0.012 * size), hex_colour("#3b2413"))
    rng = np.random.default_rng(seed)
    for shape, count in ((tail, 140), (body, 260), (head, 160)):
        pick = rng.integers(0, len(shape), count)
        tangent = np.roll(shape, -1, axis=0)[pick] - shape[pick]
        normal = np.column_stack((tangent[:, 1], -tangent[:, 0])) / np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
        strands(canvas, shape[pick], normal, seed + count, 0.045 * size, 0.0015, ["#a9773f", "#c6935a", "#7d5429"])


def walker(canvas: Canvas, x: float, foot: float, size: float, colour: str, seed: int) -> None:
    """Paint somebody walking far off; (x, foot) is where they stand, `size` their height."""

    def at(points: ArrayLike) -> Curve:
        return np.asarray(points, dtype=np.float64) * size + np.array([x, foot])

    dark = cloth(canvas, seed, "#1a1c22", "#3c404c", 90)
    for shift in (-0.1, 0.08):
        canvas.paint(canvas.polygon(at([(-0.07, -0.5), (0.07, -0.5), (shift + 0.05, 0.0), (shift - 0.05, 0.0)])), dark)
    coat = smooth(at([(-0.1, -0.84), (0.1, -0.84), (0.15, -0.6), (0.13, -0.4), (-0.13, -0.4), (-0.15, -0.6)]))
    canvas.paint(canvas.polygon(coat), hex_colour(colour) * (0.7 + 0.6 * noise(canvas, seed, 0.02, 4))[..., None])
    canvas.paint(canvas.ellipse(at((0.0, -0.92)), (0.055 * size, 0.075 * size)), hex_colour("#c99a7c"))
    canvas.paint(canvas.ellipse(at((0.0, -0.95)), (0.058 * size, 0.05 * size)), hex_colour("#2a1e18"))


def cup(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Paint a cup with a handle on a saucer; (x, y) is the middle of its base."""

    def at(points: ArrayLike) -> Curve:
        return np.asarray(points, dtype=np.float64) * size + np.array([x, y])

    glaze = shaded(canvas, colour, 4, x - 0.4 * size, 1.6 * size)
    canvas.paint(canvas.ellipse(at((0.0, 0.02)), (0.85 * size, 0.17 * size)), shaded(canvas, "#efe9dd", 5, x, 2 * size))
    canvas.paint(
        canvas.line(smooth(at([(0.42, -0.62), (0.72, -0.6), (0.7, -0.25), (0.36, -0.22)]), closed=False), 0.09 * size),
        glaze * 0.9,
    )
    canvas.paint(
        canvas.polygon(
            smooth(at([(-0.5, -0.8), (0.5, -0.8), (0.42, -0.25), (0.22, 0.0), (-0.22, 0.0), (-0.42, -0.25)]))
        ),
        glaze,
    )
    canvas.paint(canvas.ellipse(at((0.0, -0.8)), (0.5 * size, 0.12 * size)), shaded(canvas, "#fff6e8", 6, x, 2 * size))
    canvas.paint(canvas.ellipse(at((0.0, -0.79)), (0.44 * size, 0.09 * size)), hex_colour("#3a2113"))
