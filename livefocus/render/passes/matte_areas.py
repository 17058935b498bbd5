"""Which tiles of a picture a matte's two planes are seen in, told by the processor: once a map, and grown by a radius.

What is in focus and whole is left alone, what is covered is not drawn at all, and so a plain quad a run of tiles does
where the depth lens has to look at every tile on the GPU.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from livefocus.frame import SMALL_MAP, EdgeModel, MattePlanes
from livefocus.opencv import cv2
from livefocus.render.passes.edges import edge_tiles
from livefocus.render.passes.ranges import over_squares
from livefocus.render.passes.runs import TILE_PX, tile_grid

Tiles = NDArray[np.bool_]
NO_DOUBT = np.zeros((1, 1), np.uint8)
MARGIN_PX = 8.0
"""How much farther than its radius a layer reaches: smoothing and interpolation widen it."""
ROUND_OFF = 1.0 / 255.0
"""Coverage nearer than this to nothing or all is that."""
DOUBTED = 0.005
"""The outline of a small matte, not made pixel by pixel, is in doubt so far around it: in picture widths, a pixel or
two of a network's matte."""


def coverage_scale(planes: MattePlanes) -> tuple[float, float]:
    """Return factor and offset that make coverage of a matte's inverse depth, to be held to 0…1."""
    factor = (1.0 + 2.0 * ROUND_OFF) / (planes.near - planes.far)
    return factor, -planes.far * factor - ROUND_OFF


class MatteAreas:
    """Where each plane of a matte is.

    Parameters
    ----------
    size
        `(width, height)` of the picture.

    Attributes
    ----------
    front, back
        Tiles `(rows, columns)` in which any pixel shows this plane.
    doubt
        uint8, of the matte's size or 1 × 1: how little it means, 0…255, that it says "behind". There may be hair.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._grid = tile_grid(size)
        self._size = size
        self.front: Tiles = np.zeros(self._grid[::-1], np.bool_)
        self.back: Tiles = np.ones(self._grid[::-1], np.bool_)
        self.doubt: NDArray[np.uint8] = NO_DOUBT

    @property
    def both(self) -> Tiles:
        """Tiles in which both are seen."""
        return self.front & self.back

    @property
    def only_front(self) -> Tiles:
        """Tiles that show nothing of what is behind."""
        return self.front & ~self.back

    @property
    def only_back(self) -> Tiles:
        """Tiles that show nothing of what is in front."""
        return self.back & ~self.front

    def take(self, matte: NDArray[np.float32], edges: EdgeModel | None, planes: MattePlanes) -> None:
        """Take a map, float32 `(height, width)` of any size, as inverse depth."""
        factor, offset = coverage_scale(planes)
        nothing, whole = -offset / factor, (1.0 - offset) / factor
        self.front, self.back = self._any(matte > np.float32(nothing)), self._any(matte < np.float32(whole))
        self.doubt = NO_DOUBT
        if matte.shape[1] <= SMALL_MAP * self._size[0]:
            self.doubt = doubt_of(np.clip(matte * np.float32(factor) + np.float32(offset), 0.0, 1.0))
        if edges is not None:
            drawn = edge_tiles(edges, self._size)
            self.front, self.back = self.front | drawn, self.back | drawn

    def _any(self, pixels: Tiles) -> Tiles:
        """Return the tiles in which any pixel of a map is true, with one more all round where the map is small."""
        if pixels.shape != self._size[::-1]:
            found = cv2.dilate(pixels.astype(np.float32), np.ones((3, 3), np.uint8))
            return np.asarray(cv2.resize(found, self._grid, interpolation=cv2.INTER_AREA) > 0.0)
        return over_squares(np.logical_or, pixels, TILE_PX)


def doubt_of(coverage: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return coverage, float32 `(height, width)`, grown by what its outline may be off by, as uint8 0…255."""
    reach = max(1, round(DOUBTED * coverage.shape[1]))
    around = (2 * reach + 1, 2 * reach + 1)
    grown_out = cv2.dilate((coverage * np.float32(255.0)).astype(np.uint8), np.ones(around, np.uint8))
    return np.asarray(cv2.blur(grown_out, around), np.uint8)


def grown(tiles: Tiles, radius_px: float) -> Tiles:
    """Return the tiles within a radius of those given."""
    cells = math.ceil((radius_px + MARGIN_PX) / TILE_PX)
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (2 * cells + 1, 2 * cells + 1))
    return np.asarray(cv2.dilate(tiles.astype(np.uint8), around) > 0)
