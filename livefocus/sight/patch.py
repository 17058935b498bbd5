"""Tracking a place that was tapped: what is there is found again in every picture.

A cloud of points on the patch is carried on by sparse optical flow, there and back; those that do not come back to
where they were are left out, and the median of the others moves the patch (median flow; Kalal, Mikolajczyk, Matas
2010). What the patch looked like at first says whether it is still that: when it is not, the whole picture is searched
for it. All on a small grey copy of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.frame import Frame
from livefocus.opencv import cv2

Grey = NDArray[np.uint8]
Points = NDArray[np.float32]

WIDTH = 320
"""Pictures are scaled to this width, in pixels."""
SIDE = 36
"""Side of a patch there, in pixels: a face across a room, a hand near by."""
POINTS_A_SIDE = 8
THERE_AND_BACK_PX = 0.7
"""A point that comes back further than this from where it was has been lost."""
LEAST_KEPT = 0.3
SAME_AT = 0.45
"""Correlation with what it looked like, from which on a patch that was carried there is still it."""
FOUND_AT = 0.72
"""… and from which on a patch that was searched for is it: more, for the whole picture has many to choose from."""
LEAST_TEXTURE = 2.0
"""Deviation of grey values below which there is nothing to hold on to; such a place is taken to stay put."""
FLOW_WINDOW_PX, FLOW_LEVELS = (15, 15), 3


def grey_of(frame: Frame) -> Grey:
    """Return a small grey copy of a picture, `WIDTH` wide."""
    width, height = frame.size
    small = cv2.resize(frame.pixels, (WIDTH, max(round(WIDTH * height / width), 8)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


@dataclass(slots=True)
class _Box:
    """A square by its middle and side, in pixels of the small picture."""

    x: float
    y: float
    side: float

    def cut(self, grey: Grey, side: int) -> Grey:
        """Return what is in it, scaled to a side; outside the picture its edge goes on."""
        scale = self.side / side
        corner = (self.x - self.side / 2, self.y - self.side / 2)
        matrix = np.array([[scale, 0.0, corner[0]], [0.0, scale, corner[1]]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(grey, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE))

    def is_within(self, grey: Grey) -> bool:
        """Return whether its middle is in the picture."""
        height, width = grey.shape
        return bool(0 <= self.x < width and 0 <= self.y < height)


class PatchTracker:
    """Tracks one place.

    Parameters
    ----------
    grey
        The picture it is tapped in; see `grey_of`.
    x, y
        Where, 0…1 of the picture, origin top left.

    Attributes
    ----------
    seen
        Whether it is in sight.
    """

    def __init__(self, grey: Grey, x: float, y: float) -> None:
        height, width = grey.shape
        self._box = _Box(x * (width - 1), y * (height - 1), SIDE)
        self._look = self._box.cut(grey, SIDE)
        self._first_side = self._box.side
        self._still = float(self._look.std()) < LEAST_TEXTURE
        self._last = grey
        self.seen = True

    @property
    def side(self) -> float:
        """Return its side as a share of the picture's width."""
        return float(self._box.side / self._last.shape[1])

    @property
    def place(self) -> tuple[float, float]:
        """Return its middle, 0…1 of the picture; where it was last, while it is out of sight."""
        height, width = self._last.shape
        return self._box.x / max(width - 1, 1), self._box.y / max(height - 1, 1)

    def step(self, grey: Grey) -> bool:
        """Find it in the next picture; returns whether it is in sight. A picture of another size is taken as a cut."""
        if self._still:
            return True
        before, self._last = self._last, grey
        if self.seen and before.shape == grey.shape:
            moved = self._carried(before, grey)
            self.seen = moved is not None and self._likeness(grey, moved) >= SAME_AT
            if moved is not None and self.seen:
                self._box = moved
        if not self.seen:
            self._search(grey)
        return self.seen

    def _carried(self, before: Grey, grey: Grey) -> _Box | None:
        """Return where the points say it is now; None where too few of them hold."""
        points = self._grid()
        there, found = _flow(before, grey, points)
        back, found_back = _flow(grey, before, there)
        kept = found & found_back & (np.linalg.norm(points - back, axis=1) < THERE_AND_BACK_PX)
        if kept.mean() < LEAST_KEPT:
            return None
        moves = there[kept] - points[kept]
        dx, dy = np.median(moves, axis=0)
        side = self._box.side * _growth(points[kept], there[kept])
        side = float(np.clip(side, 0.4 * self._first_side, 3.0 * self._first_side))
        moved = _Box(self._box.x + float(dx), self._box.y + float(dy), side)
        return moved if moved.is_within(grey) else None

    def _grid(self) -> Points:
        """Return points spread evenly over the inner part of the patch."""
        steps = np.linspace(-0.4, 0.4, POINTS_A_SIDE, dtype=np.float32) * self._box.side
        xs, ys = np.meshgrid(self._box.x + steps, self._box.y + steps)
        return np.stack([xs.ravel(), ys.ravel()], axis=1).astype(np.float32)

    def _likeness(self, grey: Grey, box: _Box) -> float:
        """Return the correlation of what is in a box with what was there at first."""
        return float(cv2.matchTemplate(box.cut(grey, SIDE), self._look, cv2.TM_CCOEFF_NORMED)[0, 0])

    def _search(self, grey: Grey) -> None:
        """Look for it all over the picture, at the size it had last."""
        side = round(self._box.side)
        height, width = grey.shape
        if side >= min(height, width):
            return
        look = cv2.resize(self._look, (side, side), interpolation=cv2.INTER_AREA)
        _, best, _, corner = cv2.minMaxLoc(cv2.matchTemplate(grey, look, cv2.TM_CCOEFF_NORMED))
        if best >= FOUND_AT:
            self._box = _Box(corner[0] + (side - 1) / 2, corner[1] + (side - 1) / 2, self._box.side)
            self.seen = True


def _flow(before: Grey, after: Grey, points: Points) -> tuple[Points, NDArray[np.bool_]]:
    """Return where points go from one picture to the next, and which could be found at all."""
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        before, after, points, points.copy(), winSize=FLOW_WINDOW_PX, maxLevel=FLOW_LEVELS
    )
    return np.asarray(there, np.float32), np.asarray(found).ravel() == 1


def _growth(points: Points, there: Points) -> float:
    """Return by how much a cloud of points has grown: the median over pairs of them."""
    half = len(points) // 2
    if half < 2:
        return 1.0
    before = np.linalg.norm(points[:half] - points[-half:], axis=1)
    after = np.linalg.norm(there[:half] - there[-half:], axis=1)
    far = before > 4.0
    return float(np.median(after[far] / before[far])) if far.any() else 1.0
