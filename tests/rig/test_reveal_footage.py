"""The reveal trigger on a true webcam recording, with depth from the student network: misses and false alarms.

What enters is put into the depth maps themselves, a person's outline on a plane between the wall and the man's head:
they tremble as the network does, and where he is, he stays in front.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.factory import make_estimator
from livefocus.depth.store import ModelStore
from livefocus.focus.reveal import RevealSettings, RevealWatch
from livefocus.frame import Frame

pytestmark = pytest.mark.rig

DT_S = 1 / 25
FRAMES = 300
WALK_PER_S = 0.25
"""Of the picture's width."""
Maps = list[NDArray[np.float32]]


@pytest.fixture(scope="module")
def maps(webcam_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Maps:
    """Steady depth of the first twelve seconds."""
    store = ModelStore(tmp_path_factory.mktemp("no models"))
    engine = make_estimator("student", source_has_depth=False, store=store)
    engine.open()
    with av.open(str(webcam_clip)) as container:
        pictures = (frame.to_ndarray(format="rgb24") for frame in container.decode(video=0))
        numbered = zip(range(FRAMES), pictures, strict=False)
        return [engine.estimate(Frame(one, n * DT_S, n, n * DT_S)).inverse_depth for n, one in numbered]


def focus_on_the_man(maps: Maps) -> float:
    return float(np.percentile(maps[0], 95))


def person(shape: tuple[int, int], middle: float, tall: float) -> NDArray[np.bool_]:
    """Head, shoulders and body of somebody `tall` (share of the height), whose middle is at a share of the width."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width] / height
    x -= middle * width / height
    y -= 0.95 - tall
    head = x**2 + (y - 0.07 * tall) ** 2 < (0.075 * tall) ** 2
    shoulders = (x / (0.16 * tall)) ** 2 + ((y - 0.24 * tall) / (0.10 * tall)) ** 2 < 1
    body = (np.abs(x) < 0.13 * tall) & (y > 0.15 * tall) & (y < tall)
    return np.asarray(head | shoulders | body)


def seen_after_s(maps: Maps, start: int, share: float, side: int, tall: float) -> float | None:
    """Let somebody walk in from the left (0) or right (1); returns how long it took to see it, None if it did not."""
    focus, wall = focus_on_the_man(maps), float(np.percentile(maps[0], 20))
    plane = np.float32(wall + share * (focus - wall))
    watch = RevealWatch()
    for number in range(start + 50):
        inverse_depth = maps[number].copy()
        if number >= start:
            way = min((number - start) * DT_S * WALK_PER_S, 0.22)
            there = person(inverse_depth.shape, way if side == 0 else 1.0 - way, tall)
            inverse_depth[there & (inverse_depth < plane)] = plane
        if watch.step(inverse_depth, focus, DT_S) is not None:
            return (number - start) * DT_S if number >= start else None
    return None


def test_who_walks_in_behind_him_is_seen_soon(maps: Maps) -> None:
    random = np.random.default_rng(5)
    cases = [(start, share) for start in range(60, 240, 20) for share in (0.35, 0.5, 0.65)]
    found = [seen_after_s(maps, *case, int(random.integers(2)), 0.55 + 0.3 * random.random()) for case in cases]
    soon = [after_s for after_s in found if after_s is not None]
    print(f"seen {len(soon)} of {len(found)}, after {np.median(soon):.2f} s in the median")
    assert len(soon) >= 0.85 * len(found)
    assert np.median(soon) < 0.6


@pytest.mark.parametrize("region", [(0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.4, 0.8)])
def test_nobody_enters_and_nothing_is_seen(maps: Maps, region: tuple[float, float, float, float]) -> None:
    watch, focus = RevealWatch(RevealSettings(region)), focus_on_the_man(maps)
    alarms = [number * DT_S for number, one in enumerate(maps) if watch.step(one, focus, DT_S) is not None]
    assert alarms == []
