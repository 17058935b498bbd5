"""The analytic pictures: one a row of the lens's table of what must be true."""

from __future__ import annotations

import numpy as np

from livefocus.optics.planes import PlaneScene
from tests.scenes.canvas import Canvas, hex_colour
from tests.scenes.case import Scene, Size
from tests.scenes.textures import bricks, chart, cloth, foliage, noise, zone_plate

FAR, MIDDLE, NEAR = 0.15, 0.5, 0.85


def _chart(size: Size) -> PlaneScene:
    canvas = Canvas(size)
    canvas.paint(1.0, chart(canvas))
    return PlaneScene((canvas.plane(MIDDLE),), size)


def _near_bar(size: Size) -> PlaneScene:
    back, bar = Canvas(size), Canvas(size)
    back.paint(1.0, chart(back, 3))
    middle = bar.aspect / 2
    bar.paint(bar.rectangle(middle - 0.15, -1.0, middle + 0.15, 2.0), cloth(bar, 2, "#b5541d", "#f0a350", 60))
    return PlaneScene((back.plane(0.4), bar.plane(NEAR)), size)


def _halo(size: Size) -> PlaneScene:
    back, subject = Canvas(size), Canvas(size)
    back.paint(1.0, foliage(back, 5) * 0.5)
    middle = subject.aspect / 2
    star = [
        (middle + r * np.sin(a), 0.5 - r * np.cos(a))
        for r, a in zip([0.42, 0.2] * 7, np.arange(14) * np.pi / 7, strict=True)
    ]
    subject.paint(subject.polygon(star), hex_colour("#ff1e28") * (0.75 + 0.25 * noise(subject, 1, 0.05))[..., None])
    return PlaneScene((back.plane(FAR), subject.plane(NEAR)), size)


def _stick(size: Size) -> PlaneScene:
    back, stick = Canvas(size), Canvas(size)
    back.paint(1.0, chart(back, 8))
    for x in (0.3, 0.7, 1.1, 1.5):
        width = 0.006 + 0.012 * x
        stick.paint(
            stick.polygon([(x, -0.5), (x + width, -0.5), (x + width + 0.1, 1.5), (x + 0.1, 1.5)]),
            hex_colour("#e8dcc0") * (0.5 + 0.6 * noise(stick, 4, 0.03))[..., None],
        )
    return PlaneScene((back.plane(0.3), stick.plane(0.95)), size)


def _cards(size: Size) -> PlaneScene:
    back, *cards = (Canvas(size) for _ in range(4))
    back.paint(1.0, bricks(back, 2))
    tints = ("#ffd9a0", "#a8d8ff", "#c8ffb0")
    for card, tint, (x, y), turn, seed in zip(
        cards, tints, ((0.2, 0.12), (0.6, 0.3), (1.0, 0.45)), (-6, 4, -3), (4, 5, 6), strict=True
    ):
        cosine, sine = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
        corners = np.array([(0, 0), (0.6, 0), (0.6, 0.45), (0, 0.45)]) @ np.array([[cosine, sine], [-sine, cosine]]) + (
            x,
            y,
        )
        card.paint(card.polygon(corners), chart(card, seed) * hex_colour(tint))
    planes = (back.plane(0.05), *(card.plane(q) for card, q in zip(cards, (0.3, 0.6, 0.9), strict=True)))
    return PlaneScene(planes, size)


def _slant(size: Size) -> PlaneScene:
    canvas = Canvas(size)
    canvas.paint(1.0, chart(canvas, 12))
    return PlaneScene((canvas.plane(0.38, (0.24 / canvas.aspect, 0.0)),), size)


def _zone_plate(size: Size) -> PlaneScene:
    canvas = Canvas(size)
    canvas.paint(1.0, zone_plate(canvas))
    return PlaneScene((canvas.plane(0.3),), size)


def _points(size: Size) -> PlaneScene:
    """Single bright points on black: the disc itself is what is seen."""
    canvas = Canvas(size)
    canvas.paint(1.0, hex_colour("#101216"))
    for row in range(3):
        for column in range(5):
            place = ((column + 0.5) * canvas.aspect / 5, (row + 0.5) / 3)
            canvas.paint(canvas.ellipse(place, (0.0045, 0.0045)), hex_colour("#fff4e0"), 25.0 if row != 1 else 1.0)
    return PlaneScene((canvas.plane(0.1),), size)


def _borders(size: Size) -> PlaneScene:
    canvas = Canvas(size)
    canvas.paint(1.0, bricks(canvas, 9))
    return PlaneScene((canvas.plane(0.2),), size)


def _red_green(size: Size) -> PlaneScene:
    canvas = Canvas(size)
    canvas.paint(1.0, hex_colour("#00ff00"))
    canvas.paint(canvas.rectangle(-1.0, -1.0, canvas.aspect / 2, 2.0), hex_colour("#ff0000"))
    return PlaneScene((canvas.plane(0.2),), size)


CHARTS = (
    Scene("chart", _chart, {"sharp": MIDDLE}),
    Scene("near_bar", _near_bar, {"behind": 0.4}),
    Scene("halo", _halo, {"subject": NEAR}),
    Scene("stick", _stick, {"behind": 0.3}),
    Scene("cards", _cards, {"far": 0.3, "middle": 0.6, "near": 0.9}),
    Scene("slant", _slant, {"middle": MIDDLE}),
    Scene("zone_plate", _zone_plate, {"soft": 0.8}),
    Scene("points", _points, {"soft": 0.8}, points=2500),
    Scene("borders", _borders, {"soft": 0.8}),
    Scene("red_green", _red_green, {"soft": 0.8}),
)
