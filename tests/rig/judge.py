"""The rig's judge: says what is wrong with a picture or a trace, in words, or nothing where all is right.

Every check here is strict both ways, and `test_judge.py` shows each of them something wrong that it must refuse.
Sizes in pixels, times in seconds, levels 0…255.
"""

from __future__ import annotations

import contextlib
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Box = tuple[slice, slice]
"""Rows, columns."""

BAR_COLOURS = np.array(
    [(255, 255, 255), (255, 255, 0), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0), (0, 0, 255), (0, 0, 0)]
)
"""vivid's eight bars at 100 %, left to right."""

LUMA_WEIGHTS = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722)}
"""Kr, Kb: ITU-R BT.601-7 2.5.1, BT.709-6 3.2."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A time during which focus stood still."""

    start_s: float
    end_s: float
    focus_inverse_depth: float


def read_trace(path: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return times and focus of a trace, row by row."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    times_s = np.array([float(row["time_s"]) for row in rows])
    return times_s, np.array([float(row["focus_inverse_depth"]) for row in rows])


def rests(times_s: NDArray[Any], focus: NDArray[Any], least_s: float = 0.8, within: float = 0.002) -> list[Rest]:
    """Return the stretches of at least `least_s` in which focus stays `within` of where the stretch began."""
    found: list[Rest] = []
    start = 0
    for index in range(1, len(focus) + 1):
        if index < len(focus) and abs(focus[index] - focus[start]) <= within:
            continue
        if times_s[index - 1] - times_s[start] >= least_s:
            found.append(Rest(float(times_s[start]), float(times_s[index - 1]), float(np.median(focus[start:index]))))
        start = index
    return found


def wrong_with_pull(times_s: NDArray[Any], focus: NDArray[Any], wanted: list[float], tolerance: float = 0.01) -> str:
    """Say where focus did not rest on the wanted planes, in their order, and only on those.

    The first rest is where the show began, and may be anywhere.
    """
    found = rests(times_s, focus)
    merged: list[float] = []
    for rest in found[1:]:
        if not merged or abs(merged[-1] - rest.focus_inverse_depth) > tolerance:
            merged.append(rest.focus_inverse_depth)
    if len(merged) != len(wanted) or any(abs(a - b) > tolerance for a, b in zip(merged, wanted, strict=True)):
        return f"focus rested on {np.round(merged, 3).tolist()}, wanted {np.round(wanted, 3).tolist()}"
    return ""


def luma_of(rgb: NDArray[Any]) -> NDArray[np.float64]:
    """Return BT.601 luma of `(…, 3)` levels, for measuring sharpness."""
    return rgb.astype(float) @ (0.299, 0.587, 0.114)


def sharpness(luma: NDArray[Any], box: Box) -> float:
    """Return the mean absolute Laplacian in a box: how much fine detail there is."""
    part = luma[box].astype(float)
    centre = part[1:-1, 1:-1]
    around = part[:-2, 1:-1] + part[2:, 1:-1] + part[1:-1, :-2] + part[1:-1, 2:]
    return float(np.abs(4 * centre - around).mean())


def rgb_from_nv12(data: NDArray[np.uint8], matrix: str) -> NDArray[np.float64]:
    """Return `(height, width, 3)` levels of limited-range NV12 `(height · 3/2, width)`; chroma is repeated."""
    height = data.shape[0] * 2 // 3
    luma = (data[:height].astype(float) - 16) / 219
    chroma = (data[height:].reshape(height // 2, -1, 2).astype(float) - 128) / 224
    blue, red = (np.repeat(np.repeat(chroma[..., index], 2, 0), 2, 1) for index in (0, 1))
    weight_r, weight_b = LUMA_WEIGHTS[matrix]
    r = luma + 2 * (1 - weight_r) * red
    b = luma + 2 * (1 - weight_b) * blue
    g = (luma - weight_r * r - weight_b * b) / (1 - weight_r - weight_b)
    return np.stack([r, g, b], -1) * 255


def wrong_with_bars(rgb: NDArray[Any], which: range, tolerance: float = 8.0) -> str:
    """Say which of the eight colour bars is not its colour at its middle."""
    height, width, _ = rgb.shape
    for bar in which:
        column = int(width * (bar + 0.5) / 8)
        seen = rgb[height // 2, column]
        if np.abs(seen - BAR_COLOURS[bar]).max() > tolerance:
            return f"bar {bar} is {np.round(seen).tolist()}, not {BAR_COLOURS[bar].tolist()}"
    return ""


def wrong_with_sharp_checkers(luma: NDArray[Any], box: Box, square_px: int = 16) -> str:
    """Say what is wrong with squares of black and white that must be in perfect focus (limited-range luma)."""
    part = luma[box].astype(int)
    levels = np.where(part > 125, 235, 16)
    if np.abs(part - levels).max() > 4:
        return f"levels between black and white are there: {np.unique(part).tolist()[:12]}"
    for line, size in ((levels[square_px // 2], part.shape[1]), (levels[:, square_px // 2], part.shape[0])):
        edges = np.flatnonzero(np.diff(line))
        if len(edges) < size // square_px - 1 or not (np.diff(edges) == square_px).all():
            return f"squares end at {edges.tolist()}, not every {square_px} pixels"
    return ""


def wrong_with_soft_checkers(luma: NDArray[Any], box: Box) -> str:
    """Say what is wrong with the same squares that must be melted, by a disc wider than a square, to one even light.

    Half black, half white is 0.5 in linear light, hence 188 of 255 as sRGB, hence luma 177 of 16…235; mixing the
    encoded levels instead would give 126.
    """
    part = luma[box].astype(float)
    if not 165 <= part.mean() <= 189:
        return f"mean luma {part.mean():.0f}, not 177: not mixed in linear light"
    if part.std() > 12:
        return f"deviation {part.std():.0f}: squares can still be told"
    return ""


def decode(path: Path) -> tuple[NDArray[np.float64], list[NDArray[np.uint8]]]:
    """Decode a recording to its end; returns time stamps in seconds and RGB pictures."""
    times_s: list[float] = []
    pictures: list[NDArray[np.uint8]] = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            times_s.append(frame.time)
            pictures.append(frame.to_ndarray(format="rgb24").astype(np.uint8))
    return np.array(times_s), pictures


def decode_what_there_is(path: Path) -> list[NDArray[np.uint8]]:
    """Decode a recording as far as it goes, as players do; returns RGB pictures."""
    pictures: list[NDArray[np.uint8]] = []
    with contextlib.suppress(av.FFmpegError), av.open(str(path)) as container:
        for frame in container.decode(video=0):
            pictures.append(frame.to_ndarray(format="rgb24").astype(np.uint8))
    return pictures


def wrong_with_recording(path: Path, least_pictures: int) -> str:
    """Say why a recording is not one that plays to its end."""
    if not path.exists():
        return f"there is no {path.name}"
    try:
        times_s, pictures = decode(path)
    except av.FFmpegError as error:
        return f"{path.name} does not decode: {error}"
    if len(pictures) < least_pictures:
        return f"{path.name} has {len(pictures)} pictures, fewer than {least_pictures}"
    if not (np.diff(times_s) > 0).all():
        return f"the time stamps of {path.name} do not rise"
    return ""
