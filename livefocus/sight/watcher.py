"""Everything that is being looked for, picture by picture, with the plane it is on."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livefocus.focus.follow import Sighting
from livefocus.frame import DepthMap, Frame
from livefocus.sight.face_book import FaceBook
from livefocus.sight.patch import Grey, PatchTracker, grey_of

REMEMBERED = 16
"""Frames back to which it is known where subjects were."""
INNER = 0.5
"""Share of a subject's box whose depth counts: its edges show what is behind it."""


class Watcher:
    """Tracks places by name. One thread uses it.

    A depth map may be some frames older than the picture: a subject's plane is read where it was in the map's frame.

    Attributes
    ----------
    faces
        Finds faces, where they are wanted.
    """

    faces: FaceBook | None = None

    def __init__(self) -> None:
        self._places: OrderedDict[int, dict[str, tuple[float, float]]] = OrderedDict()
        self._asked: dict[str, tuple[float, float]] = {}
        self._trackers: dict[str, PatchTracker] = {}

    @property
    def busy(self) -> bool:
        """Return whether there is anything to look for."""
        return bool(self._asked or self._trackers or self.faces)

    def track(self, name: str, x: float, y: float) -> None:
        """Track what is at a place of the next picture under a name; what had that name is forgotten."""
        self._asked[name] = (x, y)

    def step(self, frame: Frame, depth: DepthMap) -> list[Sighting]:
        """Look at the next picture; returns every subject, those out of sight with no plane."""
        if not self.busy:
            return []
        grey = grey_of(frame)
        for tracker in self._trackers.values():
            tracker.step(grey)
        for name, (x, y) in self._asked.items():
            self._trackers[name] = PatchTracker(grey, x, y)
        self._asked.clear()
        seen = [
            Sighting(name, None if not tracker.seen else 0.0, *tracker.place, tracker.side)
            for name, tracker in self._trackers.items()
        ]
        seen += [replace(face, plane=0.0) for face in (self.faces.step(frame, grey) if self.faces else [])]
        self._places[frame.sequence] = {one.name: (one.x, one.y) for one in seen}
        while len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        return [self._with_plane(one, depth, grey) for one in seen]

    def _with_plane(self, one: Sighting, depth: DepthMap, grey: Grey) -> Sighting:
        """Return a sighting with the plane it is on, where it is in sight."""
        if one.plane is None:
            return one
        x, y = self._places.get(depth.sequence, {}).get(one.name, (one.x, one.y))
        height, width = grey.shape
        wide, tall = INNER * one.size, INNER * one.size * width / height
        return replace(one, plane=plane_in(depth.inverse_depth, x, y, wide, tall))


def plane_in(inverse_depth: NDArray[np.float32], x: float, y: float, width: float, height: float) -> float:
    """Return the plane of what is in a box: the median of its inverse depth.

    Parameters
    ----------
    inverse_depth
        The map, of any size.
    x, y, width, height
        Middle and sides of the box as shares of the picture.
    """
    rows, columns = inverse_depth.shape
    top, bottom = _range(y, height, rows)
    left, right = _range(x, width, columns)
    return float(np.median(inverse_depth[top:bottom, left:right]))


def _range(middle: float, length: float, count: int) -> tuple[int, int]:
    first = min(max(math.floor((middle - length / 2) * count), 0), count - 1)
    last = min(max(math.ceil((middle + length / 2) * count), first + 1), count)
    return first, last
