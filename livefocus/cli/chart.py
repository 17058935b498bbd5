"""The drawing of `livefocus plot`: a trace as a picture or as lines of text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.focus.trace import TraceRow
from livefocus.opencv import cv2

SIZE = (1280, 720)
SMOOTH = 2
"""Drawn this much larger and scaled down: OpenCV's own smoothing leaves text rough."""
BACKGROUND, GRID, INK = (252, 252, 250), (226, 226, 222), (70, 66, 60)
PLANE, TARGET, VELOCITY = (52, 62, 214), (150, 150, 140), (168, 120, 26)
"""Blue, green, red as OpenCV has them: focus red, target grey, velocity blue."""
TEXT_COLUMNS, TEXT_ROWS = 96, 20


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle of the picture with its scales: time along, values up."""

    left: int
    top: int
    right: int
    bottom: int
    times: tuple[float, float]
    values: tuple[float, float]

    def point(self, time_s: float, value: float) -> tuple[int, int]:
        """Return where a value at a time is, in pixels."""
        first, last = self.times
        low, high = self.values
        x = self.left + (time_s - first) / (last - first) * (self.right - self.left)
        y = self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
        return round(x), round(y)


class Chart:
    """A trace, ready to be drawn.

    Parameters
    ----------
    rows
        Two at least.
    title
        Heading.
    """

    def __init__(self, rows: Sequence[TraceRow], title: str) -> None:
        self._rows = rows
        self._title = title
        self._times = (rows[0].time_s, max(rows[-1].time_s, rows[0].time_s + 1e-3))

    def picture(self) -> NDArray[np.uint8]:
        """Draw it: uint8 `(720, 1280, 3)`, BGR, the plane and its target above, the velocity below."""
        width, height = SIZE[0] * SMOOTH, SIZE[1] * SMOOTH
        image = np.full((height, width, 3), BACKGROUND, np.uint8)
        left, right = 96 * SMOOTH, width - 32 * SMOOTH
        planes = _room([row.inverse_depth for row in self._rows] + [row.target_inverse_depth for row in self._rows])
        velocities = _room([row.velocity_per_s for row in self._rows] + [0.0])
        above = Panel(left, 64 * SMOOTH, right, 452 * SMOOTH, self._times, planes)
        below = Panel(left, 500 * SMOOTH, right, 660 * SMOOTH, self._times, velocities)
        for panel in (above, below):
            _grid(image, panel, with_times=panel is below)
        _line(image, above, [(row.time_s, row.target_inverse_depth) for row in self._rows], TARGET, steps=True)
        _line(image, above, [(row.time_s, row.inverse_depth) for row in self._rows], PLANE)
        _line(image, below, [(row.time_s, row.velocity_per_s) for row in self._rows], VELOCITY)
        _text(image, self._title, (left, 40 * SMOOTH), 0.8, INK)
        _text(image, "focus, in inverse depth (larger is nearer); grey: target", (left, 58 * SMOOTH), 0.45, PLANE)
        _text(image, "velocity per second", (left, 492 * SMOOTH), 0.45, VELOCITY)
        _text(image, "seconds", (right - 64 * SMOOTH, 704 * SMOOTH), 0.45, INK)
        return np.asarray(cv2.resize(image, SIZE, interpolation=cv2.INTER_AREA), np.uint8)

    def text(self) -> str:
        """Draw it with letters: `o` focus, `-` target, time along."""
        low, high = _room([row.inverse_depth for row in self._rows] + [row.target_inverse_depth for row in self._rows])
        cells = [[" "] * TEXT_COLUMNS for _ in range(TEXT_ROWS)]
        for column in range(TEXT_COLUMNS):
            row = self._rows[round(column / (TEXT_COLUMNS - 1) * (len(self._rows) - 1))]
            for value, mark in ((row.target_inverse_depth, "-"), (row.inverse_depth, "o")):
                height = round((value - low) / (high - low) * (TEXT_ROWS - 1))
                cells[TEXT_ROWS - 1 - height][column] = mark
        labels = [high - number / (TEXT_ROWS - 1) * (high - low) for number in range(TEXT_ROWS)]
        lines = [f"{label:6.2f} |{''.join(cell).rstrip()}" for label, cell in zip(labels, cells, strict=True)]
        first, last = self._times
        axis = f"{first:g} s".ljust(TEXT_COLUMNS - 8) + f"{last:.2f} s"
        return "\n".join([self._title, *lines, " " * 7 + "+" + "-" * TEXT_COLUMNS, " " * 8 + axis])


def _room(values: Sequence[float]) -> tuple[float, float]:
    """Return least and most of some values with a little room around them."""
    low, high = min(values), max(values)
    edge = 0.06 * (high - low) or 0.1
    return low - edge, high + edge


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two values, no more than `most` of them."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(low / step)
    return [round((first + number) * step, 10) + 0.0 for number in range(math.floor(high / step) - first + 1)]


def _grid(image: NDArray[np.uint8], panel: Panel, with_times: bool) -> None:
    for value in ticks(*panel.values, 6):
        _, y = panel.point(panel.times[0], value)
        cv2.line(image, (panel.left, y), (panel.right, y), GRID, SMOOTH)
        _text(image, f"{value:g}", (panel.left - 60 * SMOOTH, y + 5 * SMOOTH), 0.45, INK)
    for time_s in ticks(*panel.times, 12):
        x, _ = panel.point(time_s, panel.values[0])
        cv2.line(image, (x, panel.top), (x, panel.bottom), GRID, SMOOTH)
        if with_times:
            _text(image, f"{time_s:g}", (x - 8 * SMOOTH, panel.bottom + 20 * SMOOTH), 0.45, INK)


def _line(
    image: NDArray[np.uint8],
    panel: Panel,
    points: Sequence[tuple[float, float]],
    colour: tuple[int, int, int],
    steps: bool = False,
) -> None:
    pixels: list[tuple[int, int]] = []
    for time_s, value in points:
        x, y = panel.point(time_s, value)
        if steps and pixels and pixels[-1][1] != y:
            pixels.append((x, pixels[-1][1]))
        pixels.append((x, y))
    width = (2 if steps else 3) * SMOOTH
    cv2.polylines(image, [np.array(pixels, np.int32)], False, colour, width, cv2.LINE_AA)


def _text(image: NDArray[np.uint8], text: str, at: tuple[int, int], size: float, colour: tuple[int, int, int]) -> None:
    plain = text.replace("é", "e").replace("…", "...").encode("ascii", "replace").decode()
    cv2.putText(image, plain, at, cv2.FONT_HERSHEY_SIMPLEX, size * SMOOTH, colour, SMOOTH, cv2.LINE_AA)
