"""Scenes like those the lens is used on: people, animals, streets, lights, tables, wires."""

from __future__ import annotations

import numpy as np
import skimage.data

from livefocus.optics.planes import PlaneScene
from tests.scenes.canvas import Canvas, hex_colour
from tests.scenes.case import Scene, Size
from tests.scenes.figures import cup, dog, person, smooth, walker
from tests.scenes.textures import blend, bricks, chart, cloth, cobbles, facade, foliage, noise, photograph, wood


def _street_canvas(size: Size) -> Canvas:
    canvas = Canvas(size)
    _, y = canvas.grid()
    canvas.paint(1.0, facade(canvas, 3))
    canvas.paint(canvas.rectangle(canvas.aspect * 0.55, -1.0, 9.0, 0.62), facade(canvas, 8, 0.2, 0.16, "#a8654c"))
    canvas.paint(canvas.rectangle(-1.0, 0.62, 9.0, 2.0), cobbles(canvas, 4))
    canvas.paint(
        canvas.rectangle(canvas.aspect * 0.3, 0.36, canvas.aspect * 0.5, 0.44),
        cloth(canvas, 6, "#b02a2a", "#e8d9c0", 14),
    )
    canvas.srgb *= np.clip(1.1 - 0.35 * (y - 0.62), 0.6, 1.1)[..., None]
    return canvas


def _street(size: Size) -> PlaneScene:
    back, crowd, animal, subject = _street_canvas(size), Canvas(size), Canvas(size), Canvas(size)
    a = back.aspect
    for x, height, colour, seed in (
        (0.12, 0.4, "#c8503c", 1),
        (0.5, 0.36, "#4c78b8", 2),
        (0.62, 0.4, "#d8b040", 3),
        (0.95, 0.44, "#e8e4dc", 4),
    ):
        walker(crowd, x * a, 0.86, height, colour, seed)
    dog(animal, 0.72 * a, 0.62, 0.42, 3)
    person(subject, 0.32 * a, 0.34, 0.34, 0)
    return PlaneScene((back.plane(0.08), crowd.plane(0.22), animal.plane(0.6), subject.plane(0.8)), size)


def _portrait(size: Size) -> PlaneScene:
    """A face close by, a bookshelf behind, a plant between."""
    shelf, plant, subject = Canvas(size), Canvas(size), Canvas(size)
    rng = np.random.default_rng(12)
    shelf.paint(1.0, wood(shelf, 3) * 0.6)
    for row in range(-1, 6):
        x = -0.2
        while x < shelf.aspect + 0.2:
            width, height = rng.uniform(0.015, 0.045), rng.uniform(0.12, 0.17)
            bottom = 0.21 * row + 0.19
            spine = rng.random(3).astype(np.float32) * 0.8 + 0.1
            shelf.block(x, bottom - height, x + width, bottom, spine)
            label = (x + 0.2 * width, bottom - 0.7 * height, x + 0.8 * width, bottom - 0.55 * height)
            shelf.block(*label, 1.0 - spine)
            x += width + rng.choice([0.001, 0.001, 0.03])
    for leaf in range(16):
        angle = rng.uniform(-2.6, -0.5)
        root, reach = np.array([0.83 * shelf.aspect, 1.0]), rng.uniform(0.3, 0.62)
        tip = root + reach * np.array([np.cos(angle), np.sin(angle)])
        side = np.array([-np.sin(angle), np.cos(angle)]) * rng.uniform(0.015, 0.035)
        middle = (root + tip) / 2 + np.array([0.0, -0.05])
        plant.paint(
            plant.polygon(smooth([root, middle + side, tip, middle - side])),
            foliage(plant, leaf) * 0.5 + hex_colour("#2f6b2c") * 0.5,
        )
    person(subject, 0.42 * shelf.aspect, 0.44, 0.5, 2, "#c98f70")
    return PlaneScene((shelf.plane(0.2), plant.plane(0.45), subject.plane(0.78)), size)


def _lights(size: Size) -> PlaneScene:
    back, subject = Canvas(size), Canvas(size)
    _, y = back.grid()
    back.paint(1.0, blend("#070a14", "#2b2438", np.clip(y + 0.3 * noise(back, 4, 0.3), 0, 1)))
    back.paint(back.rectangle(-1, 0.3, 0.5, 0.8), facade(back, 2) * 0.18)
    back.paint(back.rectangle(1.2, 0.2, 3.0, 0.8), facade(back, 5, 0.1, 0.08) * 0.22)
    rng = np.random.default_rng(21)
    colours = ("#ffd9a0", "#ffb060", "#ff5a48", "#8fd0ff", "#fff6e6", "#9cffb0")
    for _ in range(46):
        place = (rng.uniform(-0.05, back.aspect + 0.05), rng.beta(3, 3) * 0.8 + 0.08)
        radius, gain = rng.uniform(0.002, 0.006), float(np.exp(rng.uniform(np.log(2.0), np.log(24.0))))
        back.paint(back.ellipse(place, (radius, radius)), hex_colour(colours[rng.integers(len(colours))]), gain)
    person(subject, 0.55 * back.aspect, 0.42, 0.4, 1)
    subject.srgb *= 0.75
    return PlaneScene((back.plane(0.1), subject.plane(0.8)), size)


def _table(size: Size) -> PlaneScene:
    wall, table, far_cup, near_cup = (Canvas(size) for _ in range(4))
    wall.paint(1.0, bricks(wall, 6, 0.05) * 0.8)
    wall.paint(wall.rectangle(0.3, -0.1, 0.85, 0.3), chart(wall, 21) * 0.9)
    table.paint(table.rectangle(-1.0, 0.4, 9.0, 2.0), wood(table, 8))
    for x, y, number in ((0.35, 0.62, 2), (1.0, 0.52, 3), (1.25, 0.85, 4)):
        sheet = [(x, y), (x + 0.34, y + 0.02), (x + 0.4, y + 0.16), (x - 0.04, y + 0.14)]
        table.paint(table.polygon(sheet), np.clip(chart(table, number) + 0.25, 0, 1))
    cup(far_cup, 0.36 * wall.aspect, 0.56, 0.14, "#3f7fae")
    cup(near_cup, 0.7 * wall.aspect, 0.86, 0.26, "#c8452f")
    # the table's inverse depth rises downwards; each cup stands on it
    rise, edge = 0.95, 0.2
    at = {y: edge + rise * (y - 0.4) for y in (0.0, 0.56, 0.86)}
    planes = (wall.plane(0.16), table.plane(at[0.0], (0.0, rise)), far_cup.plane(at[0.56]), near_cup.plane(at[0.86]))
    return PlaneScene(planes, size)


def _wires(size: Size) -> PlaneScene:
    back, wires = Canvas(size), Canvas(size)
    back.paint(1.0, facade(back, 14, 0.2, 0.15, "#c4b59a"))
    back.paint(back.rectangle(-1, -1, 9, 0.1), blend("#9cc4ee", "#e6f0fa", noise(back, 3, 0.4)))
    x = np.linspace(-0.2, back.aspect + 0.2, 60)
    for height, sag, width in (
        (0.15, 0.16, 0.009),
        (0.3, 0.12, 0.006),
        (0.42, 0.2, 0.010),
        (0.66, 0.1, 0.004),
        (0.78, 0.16, 0.008),
    ):
        curve = height + sag * (x / back.aspect) * (1 - x / back.aspect) * 2 + 0.05 * x
        wires.paint(
            wires.line(np.column_stack((x, curve)), width),
            hex_colour("#1c1a1a") * (0.6 + noise(wires, 1, 0.02))[..., None],
        )
    pole = wires.rectangle(0.78 * back.aspect, -1.0, 0.78 * back.aspect + 0.03, 2.0)
    wires.paint(pole, wood(wires, 2, across=False) * 0.5)
    return PlaneScene((back.plane(0.2), wires.plane(0.8)), size)


def _fence(size: Size) -> PlaneScene:
    """A wire mesh close by, an animal in the garden behind it."""
    garden, animal, fence = Canvas(size), Canvas(size), Canvas(size)
    garden.paint(1.0, foliage(garden, 31))
    garden.paint(garden.rectangle(-1, 0.7, 9, 2), blend("#2c4a1c", "#8aa850", noise(garden, 8, 0.05, 6, (0.4, 1.5))))
    dog(animal, 0.55 * garden.aspect, 0.5, 0.6, 9)
    for start in np.arange(-1.2, garden.aspect + 1.4, 0.14):
        for direction in (-1, 1):
            fence.paint(fence.line([(start, -0.2), (start + 1.4 * direction, 1.2)], 0.0055), hex_colour("#a8adb2"))
    return PlaneScene((garden.plane(0.1), animal.plane(0.35), fence.plane(0.9)), size)


ASTRONAUT = np.array(
    [
        "0",
        "1.02",
        "0.04",
        "0.86",
        "0.2",
        "0.72",
        "0.32",
        "0.66",
        "0.345",
        "0.5",
        "0.3",
        "0.4",
        "0.275",
        "0.24",
        "0.32",
        "0.1",
        "0.42",
        "0.025",
        "0.52",
        "0.04",
        "0.575",
        "0.13",
        "0.59",
        "0.28",
        "0.56",
        "0.42",
        "0.55",
        "0.55",
        "0.66",
        "0.6",
        "0.84",
        "0.7",
        "0.9",
        "0.86",
        "0.92",
        "1.02",
    ],
    dtype=np.float64,
).reshape(-1, 2)
"""Outline of the woman in scikit-image's `astronaut`, in widths of the picture."""


def _photos(size: Size) -> PlaneScene:
    """Cut-outs from photographs: what cameras see has other detail than what is drawn."""
    workshop, coffee, cat, woman = (Canvas(size) for _ in range(4))
    right = workshop.aspect
    workshop.paint(1.0, photograph(workshop, skimage.data.stereo_motorcycle()[0], (-0.1, -0.1), 1.25))
    print_of_coffee = [(0.05, 0.12), (0.62, 0.06), (0.66, 0.44), (0.09, 0.5)]
    coffee.paint(coffee.polygon(print_of_coffee), photograph(coffee, skimage.data.coffee(), (0.04, 0.05), 0.46))
    face = cat.ellipse((right - 0.33, 0.72), (0.31, 0.26), -8.0)
    cat.paint(face, photograph(cat, skimage.data.chelsea(), (right - 0.75, 0.42), 0.52))
    outline = smooth(ASTRONAUT * 0.86 + (0.3 * right, 0.15))
    woman.paint(woman.polygon(outline), photograph(woman, skimage.data.astronaut(), (0.3 * right, 0.15), 0.86))
    planes = (workshop.plane(0.12), coffee.plane(0.35), cat.plane(0.55), woman.plane(0.82))
    return PlaneScene(planes, size)


PLACES = (
    Scene("street", _street, {"near": 0.8, "far": 0.08, "animal": 0.6}, place=True),
    Scene("portrait", _portrait, {"near": 0.78, "far": 0.2}, place=True),
    Scene("lights", _lights, {"near": 0.8, "far": 0.1}, points=2000, place=True),
    Scene("table", _table, {"near": 0.637, "far": 0.2}, place=True),
    Scene("wires", _wires, {"near": 0.8, "far": 0.2}, place=True),
    Scene("photos", _photos, {"near": 0.82, "cat": 0.55, "far": 0.12}, place=True),
    Scene("fence", _fence, {"near": 0.9, "far": 0.35}, place=True),
)
