"""The reveal trigger: notices when something new comes into a plane behind the one in focus. Pure, on depth maps.

A running picture of the empty stage is kept, cell by cell, with how much each cell usually trembles. A cell is new
where it is nearer than the stage by clearly more than that, and yet clearly behind the plane of focus: the subject in
focus leaning back is no entrance. A patch of new cells that is large enough and stays for a moment is a reveal. What
changes everywhere at once (light, the depth engine's own scale) is not: each map is first compared with the stage as a
whole, and the stage scaled and shifted to lie on it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.float32]

COLUMNS = 64
"""The region is looked at in so many columns, and rows to match."""
LEARN_S = 1.0
"""So long it only looks, to know the stage."""
LEARNING_S, STAGE_S, ABSORBED_S = 0.3, 2.0, 20.0
"""Time constants of the stage: at first, of what is not new, of what is."""
TREMBLES = 5.0
"""New is nearer by more than this many times what the cell usually trembles."""
WELL_BEHIND = 0.25
"""What is revealed is behind focus by this share of the way to the stage, at least."""
EVERYWHERE = 0.6
"""Share of the region from which on a change is no entrance."""
CALM_S = 1.0
"""After a reveal, the region must be empty of it for so long before there can be another."""
SCALES = (0.5, 2.0)
"""A map may be so many times the stage's scale."""
FIRST_TREMBLE = 0.01


@dataclass(frozen=True, slots=True)
class RevealSettings:
    """What counts as a reveal.

    Attributes
    ----------
    region
        Left, top, right, bottom of where it is looked for, 0…1 of the picture.
    margin
        Least distance in inverse depth from the stage behind it, and from the plane of focus before it.
    least_area
        Share of the region it must cover.
    hold_s
        For how long.
    """

    region: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    margin: float = 0.06
    least_area: float = 0.008
    hold_s: float = 0.2

    def __post_init__(self) -> None:
        """Check the region."""
        left, top, right, bottom = self.region
        if not (0.0 <= left < right <= 1.0 and 0.0 <= top < bottom <= 1.0):
            raise ValueError(
                "a region is left, top, right, bottom, each 0 to 1, left before right and top before bottom"
            )


class Revealed(NamedTuple):
    """What has come into view: its plane, and its middle, 0…1 of the picture."""

    plane: float
    x: float
    y: float


class RevealWatch:
    """Watches one region.

    Parameters
    ----------
    settings
        Where, and what counts.
    """

    def __init__(self, settings: RevealSettings | None = None) -> None:
        self.settings = settings or RevealSettings()
        self._stage: Cells = np.empty((0, 0), np.float32)
        self._tremble: Cells = np.empty((0, 0), np.float32)
        self._known_s = 0.0
        self._there_s = 0.0
        self._calm_s = math.inf

    def step(self, inverse_depth: NDArray[np.float32], focus: float, dt_s: float) -> Revealed | None:
        """Look at the next map; returns what has come into view, once.

        Parameters
        ----------
        inverse_depth
            The map, of any size.
        focus
            Plane of focus.
        dt_s
            Seconds since the last map.
        """
        cells = self._cells(inverse_depth)
        if self._stage.shape != cells.shape:
            self._begin(cells)
            return None
        self._known_s += dt_s
        stage = _aligned(self._stage, cells)
        off = cells - stage
        new = off > np.maximum(TREMBLES * self._tremble, self.settings.margin)
        if self._known_s < LEARN_S or float(new.mean()) > EVERYWHERE:
            self._learn(off, dt_s)
            return None
        apart = np.maximum(WELL_BEHIND * (focus - stage), self.settings.margin)
        behind = new & (cells < focus - apart)
        self._keep_up(off, new, dt_s)
        return self._judge(cells, _solid(behind), dt_s)

    def _cells(self, inverse_depth: NDArray[np.float32]) -> Cells:
        """Return the region as cells, each the mean of nine samples."""
        left, top, right, bottom = self.settings.region
        height, width = inverse_depth.shape
        columns = max(min(round(COLUMNS * (right - left)), width), 1)
        rows = max(min(round(columns * (bottom - top) * height / ((right - left) * width)), height), 1)
        ys = ((top + (bottom - top) * (np.arange(rows * 3) + 0.5) / (rows * 3)) * height).astype(int)
        xs = ((left + (right - left) * (np.arange(columns * 3) + 0.5) / (columns * 3)) * width).astype(int)
        samples = inverse_depth[ys[:, None], xs[None, :]]
        return np.asarray(samples.reshape(rows, 3, columns, 3).mean(axis=(1, 3)), np.float32)

    def _begin(self, cells: Cells) -> None:
        self._stage = cells.copy()
        self._tremble = np.full_like(cells, FIRST_TREMBLE)
        self._known_s = self._there_s = 0.0
        self._calm_s = math.inf

    def _learn(self, off: Cells, dt_s: float) -> None:
        """Take what is there for the stage, quickly."""
        share = _share(dt_s, LEARNING_S)
        self._stage += share * off
        self._tremble += share * (np.abs(off) - self._tremble)
        self._there_s = 0.0

    def _keep_up(self, off: Cells, new: NDArray[np.bool_], dt_s: float) -> None:
        """Let the stage drift with what is not new, and, slowly, with what is."""
        calm, absorbed = _share(dt_s, STAGE_S), _share(dt_s, ABSORBED_S)
        self._stage += np.where(new, absorbed, calm).astype(np.float32) * off
        self._tremble += np.where(new, 0.0, calm).astype(np.float32) * (np.abs(off) - self._tremble)

    def _judge(self, cells: Cells, solid: NDArray[np.bool_], dt_s: float) -> Revealed | None:
        there = float(solid.mean()) >= self.settings.least_area
        if self._calm_s < CALM_S:
            self._calm_s = 0.0 if there else self._calm_s + dt_s
            return None
        self._there_s = self._there_s + dt_s if there else 0.0
        if not there or self._there_s < self.settings.hold_s:
            return None
        self._there_s, self._calm_s = 0.0, 0.0
        left, top, right, bottom = self.settings.region
        rows, columns = np.nonzero(solid)
        x = left + (right - left) * (float(columns.mean()) + 0.5) / solid.shape[1]
        y = top + (bottom - top) * (float(rows.mean()) + 0.5) / solid.shape[0]
        return Revealed(float(np.median(cells[solid])), x, y)


def _aligned(stage: Cells, cells: Cells) -> Cells:
    """Return the stage scaled and shifted to lie on the cells: least squares, twice more without what lies far off."""
    kept = np.ones(stage.shape, bool)
    scale, shift = 1.0, 0.0
    for _ in range(3):
        x, y = stage[kept], cells[kept]
        spread = float(x.var())
        if spread < 1e-8 or x.size < 16:
            return stage
        scale = float(np.clip(((x - x.mean()) * (y - y.mean())).mean() / spread, *SCALES))
        shift = float(y.mean() - scale * x.mean())
        astray = np.abs(cells - scale * stage - shift)
        kept = astray <= max(2.5 * float(np.median(astray)), 1e-4)
    return np.asarray(scale * stage + shift, np.float32)


def _share(dt_s: float, time_constant_s: float) -> float:
    return 1.0 - math.exp(-dt_s / time_constant_s)


def _solid(cells: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the cells whose neighbours above, below, left and right are in as well: single cells are noise."""
    padded = np.pad(cells, 1)
    inner: NDArray[np.bool_] = cells & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return inner
