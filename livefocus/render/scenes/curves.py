"""Outlines and lines as arrays of points: splines through given points, limbs, ellipses. No GL here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from livefocus.render.scenes.camera import Points


def points(values: ArrayLike | str) -> Points:
    """Return an array of points, from plain numbers or as text: `"x y, x y, …"` keeps a drawing readable."""
    if isinstance(values, str):
        values = [[float(number) for number in place.split()] for place in values.split(",")]
    return np.asarray(values, dtype=np.float64)


def _segment(p0: Points, p1: Points, p2: Points, p3: Points, steps: int) -> Points:
    """Run the centripetal Catmull–Rom segment from p1 to p2 (Barry & Goldman 1988); p2 itself is left out."""
    knots = [0.0]
    for a, b in ((p0, p1), (p1, p2), (p2, p3)):
        knots.append(knots[-1] + max(float(np.linalg.norm(b - a)) ** 0.5, 1e-6))
    t0, t1, t2, t3 = knots
    t = np.linspace(t1, t2, steps, endpoint=False)[:, None]
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    result: Points = (t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2
    return result


def spline(values: ArrayLike | str, *, closed: bool = False, corners: Sequence[int] = (), steps: int = 8) -> Points:
    """Return a smooth line through points.

    Parameters
    ----------
    values
        `(n, 2)` or `(n, 3)`.
    closed
        True for an outline.
    corners
        Indices of points where the line may turn sharply.
    steps
        Points a segment.
    """
    p = points(values)
    count = len(p)
    sharp = {index % count for index in corners}
    pieces = []
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        before = p[i] * 2 - p[j] if i in sharp or (not closed and i == 0) else p[i - 1]
        after = p[j] * 2 - p[i] if j in sharp or (not closed and j == count - 1) else p[(j + 1) % count]
        pieces.append(_segment(before, p[i], p[j], after, steps))
    if not closed:
        pieces.append(p[-1:])
    return np.concatenate(pieces)


def resampled(line: Points, count: int) -> Points:
    """Return `count` points at equal distances along a line."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0.0, lengths[-1], count)
    return np.stack([np.interp(at, lengths, line[:, axis]) for axis in range(line.shape[1])], axis=1)


def normals(line: Points) -> Points:
    """Return unit vectors to the left of a line `(…, n, 2)`, one a point."""
    tangent = np.gradient(line, axis=-2)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=-1, keepdims=True), 1e-9)
    return np.stack([-tangent[..., 1], tangent[..., 0]], axis=-1)


def limb(centres: ArrayLike | str, radii: ArrayLike, *, steps: int = 8, caps: bool = True) -> Points:
    """Return the outline of a limb: a smooth centre line with a radius at each of its points, round at both ends."""
    line = spline(np.column_stack([points(centres), points(radii)]), steps=steps)
    centre, radius = line[:, :2], line[:, 2:]
    side = normals(centre)
    left, right = centre + side * radius, centre - side * radius
    if not caps:
        return np.concatenate([left, right[::-1]])
    turn = np.linspace(0, np.pi, 9)[1:-1, None]
    end = centre[-1] + radius[-1] * (np.cos(turn) * side[-1] + np.sin(turn) * _right_of(side[-1]))
    start = centre[0] + radius[0] * (-np.cos(turn) * side[0] - np.sin(turn) * _right_of(side[0]))
    return np.concatenate([left, end, right[::-1], start])


def _right_of(vector: Points) -> Points:
    return np.array([vector[1], -vector[0]])


def ellipse(centre: ArrayLike, radii: ArrayLike, turn_deg: float = 0.0, count: int = 48) -> Points:
    """Return the outline of an ellipse."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    shape = np.stack([np.cos(angle), np.sin(angle)], axis=1) * points(radii)
    return turned(shape, turn_deg) + points(centre)


def rectangle(left: float, bottom: float, right: float, top: float) -> Points:
    """Return the four corners of a rectangle."""
    return points([(left, bottom), (right, bottom), (right, top), (left, top)])


def rounded(left: float, bottom: float, right: float, top: float, radius: float) -> Points:
    """Return a rectangle with round corners."""
    angle = np.linspace(0, np.pi / 2, 6)
    arc = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    centres = points([(right, top), (left, top), (left, bottom), (right, bottom)])
    inset = points([(-radius, -radius), (radius, -radius), (radius, radius), (-radius, radius)])
    return np.concatenate([turned(arc, 90.0 * k) + centres[k] + inset[k] for k in range(4)])


def turned(shape: Points, turn_deg: float, about: ArrayLike = (0.0, 0.0)) -> Points:
    """Return points turned anticlockwise about a point."""
    angle = np.radians(turn_deg)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    pivot = points(about)
    moved: Points = (shape - pivot) @ matrix + pivot
    return moved


def scroll(centre: ArrayLike, radius: float, turns: float, start_deg: float = 0.0, count: int = 40) -> Points:
    """Return a spiral from its outside inwards, as a smith bends iron; negative `turns` go clockwise."""
    t = np.linspace(0.0, 1.0, count)
    angle = np.radians(start_deg) + t * turns * 2 * np.pi
    reach = radius * (1 - 0.85 * t)
    return points(centre) + np.stack([np.cos(angle), np.sin(angle)], axis=1) * reach[:, None]


def seeded(seed: int) -> np.random.Generator:
    """Return a generator of numbers that are the same every time: a picture must not change between runs."""
    return np.random.Generator(np.random.PCG64(seed))


def between(line_a: Points, line_b: Points, weights: NDArray[np.float64]) -> Points:
    """Return lines `(len(weights), n, d)` between two guides with as many points each."""
    w = weights[:, None, None]
    return line_a[None] * (1 - w) + line_b[None] * w
