"""Real clips, and what is measured on the depth of them: stillness, planes, trails. Shares of the depth's range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from livefocus.depth.guard import GuardedEstimator
from livefocus.frame import Frame

FPS = 25
WINDOW = 30
"""Frames over which deviation is taken."""
EXPOSURE_STEP = 1.3
PATCHES = (12, 9)
"""Columns and rows of patches a mark may sit on."""

Pixels = NDArray[np.uint8]
Maps = NDArray[np.float32]


def frames_of(clip: Path, count: int, step: int = 1) -> list[Pixels]:
    """So many frames of a clip, every `step`-th, RGB."""
    with av.open(str(clip)) as container:
        decoded = (frame for number, frame in enumerate(container.decode(video=0)) if number % step == 0)
        return [frame.to_ndarray(format="rgb24") for frame, _ in zip(decoded, range(count), strict=False)]


def frame_of(pixels: Pixels, number: int) -> Frame:
    """A frame of a clip of 25 a second."""
    return Frame(pixels, number / FPS, number, number / FPS)


def maps_of(engine: GuardedEstimator, pictures: list[Pixels]) -> Maps:
    """The depth of every picture, in order."""
    return np.stack([engine.estimate(frame_of(one, number)).inverse_depth for number, one in enumerate(pictures)])


def depth_range(maps: Maps) -> float:
    """From the 3rd to the 97th percentile."""
    return float(np.percentile(maps, 97) - np.percentile(maps, 3))


def still_deviation(maps: Maps, pictures: list[Pixels]) -> float:
    """Deviation over time where the picture did not change for a window."""
    size = maps.shape[:0:-1]
    grey = [cv2.GaussianBlur(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), (0, 0), 2) for one in pictures]
    luma = np.stack([cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in grey]).astype(np.float32)
    found = []
    for start in range(WINDOW, len(maps) - WINDOW + 1, WINDOW):
        window = slice(start, start + WINDOW)
        still = luma[window].std(axis=0) < 2.0
        if still.mean() > 0.05:
            found.append(maps[window].std(axis=0)[still].mean())
    return float(np.mean(found)) / depth_range(maps)


def brighter(pictures: list[Pixels]) -> list[Pixels]:
    """The same pictures at 1.3 times the exposure, clipped as a camera clips."""
    table = np.clip(np.round(np.arange(256) * EXPOSURE_STEP), 0, 255).astype(np.uint8)
    return [cv2.LUT(one, table) for one in pictures]


def planes(maps: Maps) -> Maps:
    """The mean depth of each patch of each map, `(maps, rows, columns)`."""
    return np.stack([cv2.resize(one, PATCHES, interpolation=cv2.INTER_AREA) for one in maps])


def moved_over(engine: GuardedEstimator, pictures: list[Pixels], rounds: int) -> Iterator[float]:
    """How far planes lie from where they were in the second round, round by round, exposure stepping up and back.

    The second round is when a mark is set: some seconds after the camera was switched on. The mean over patches and
    frames of the distance, as a share of the range.
    """
    bright = brighter(pictures)
    known, span = None, 1.0
    for number in range(rounds):
        shown = bright if number > 1 and number % 2 == 0 else pictures
        offset = number * len(pictures)
        maps = np.stack([engine.estimate(frame_of(one, offset + n)).inverse_depth for n, one in enumerate(shown)])
        if number == 1:
            known, span = planes(maps), depth_range(maps)
        elif known is not None:
            yield float(np.abs(planes(maps) - known).mean()) / span


def trail(raw: Maps, steady: Maps) -> tuple[float, float, int]:
    """Where the raw map changed most since the frame before: the steady one's distance to now, to then, how often.

    An edge that trails by a frame is as near to the map before as to that of now.
    """
    now, late = [], []
    for number in range(FPS, len(raw)):
        moved = np.abs(raw[number] - raw[number - 1]) > 0.15
        if moved.sum() > 30:
            now.append(np.abs(steady[number] - raw[number])[moved].mean())
            late.append(np.abs(steady[number] - raw[number - 1])[moved].mean())
    return (float(np.mean(now)), float(np.mean(late)), len(now)) if now else (0.0, 0.0, 0)


def lingers(raw: Maps, steady: Maps) -> tuple[float, int]:
    """Where something near left within the last second: how much nearer than now the steady map still says, how often.

    Now is the median of the raw maps of five frames; near is a fifth of the range nearer.
    """
    span = depth_range(raw)
    now = np.stack([np.median(raw[max(0, n - 2) : n + 3], axis=0) for n in range(len(raw))])
    off, count = 0.0, 0
    for number in range(FPS, len(raw) - 2):
        left = now[number - FPS : number - 3].max(axis=0) - now[number] > 0.2 * span
        off += float((steady[number] - now[number])[left].sum())
        count += int(left.sum())
    return off / max(count, 1) / span, count


EngineOf = Callable[[bool], GuardedEstimator]
"""An open engine, steady or raw."""
