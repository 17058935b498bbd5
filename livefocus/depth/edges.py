"""Sharp in space: what a picture's colours say about the edges of a small depth map.

A network's map is a quarter of the picture's size, and its edges are slides. Around each edge there are two planes, and
mostly two sets of colours: the share of the near plane is fitted as a linear function of colour in every window. The
lens evaluates it for every pixel of the picture it draws (`shaders/02_edges.frag`), so that edges follow the frame on
screen even where the map is of an earlier one: both sides' colours are known for some way around the edge.

Source: K. He, J. Sun, X. Tang, Guided Image Filtering, ECCV 2010, and K. He, J. Sun, Fast Guided Filter, 2015; own: the
filtered quantity is not depth but the share between two local planes, which can be made steep and cannot overshoot.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.scaling import shrink
from livefocus.frame import DepthMap, EdgeModel, Frame
from livefocus.opencv import cv2

Plane = NDArray[np.float32]

SMALLER_THAN = 0.5
"""A map wider than this share of the picture has edges of its own: it is drawn as it is."""

SMALLEST = 8
"""Texels a side; a map smaller than this has no edges to speak of."""

REACH = 2
"""Cells around an edge that have two planes; a cell is two texels of the map."""

WINDOW = 3
"""Cells around each that a fit is made over: wide enough for an edge that moved on for two frames."""

COLOUR_NOISE = 6e-4
"""Variance of colour (0…1) that says nothing: ridge of the fit."""

STEP_FROM, STEP_TO = 0.10, 0.20
"""Planes nearer than the first, in inverse depth, are one; from the second on they are two."""

TOLD_FROM, TOLD_TO = 0.15, 0.5
"""Share of the planes' variance that colours must explain: below the first they are not believed."""


HARDLY = 0.1
"""What is believed less than this is not worth the drawing."""


class EdgeGuidedDepth:
    """An engine whose maps are to be drawn along the picture's edges.

    Parameters
    ----------
    inner
        The engine; its maps are handed on as they are, with an `EdgeModel` where they are much smaller than the frame.
    """

    def __init__(self, inner: DepthEstimator) -> None:
        self.inner = inner
        self.name = inner.name
        self.notice = inner.notice
        self.own_thread = inner.own_thread
        self._last: DepthMap | None = None

    def open(self) -> None:
        """Open the engine."""
        self.inner.open()
        self.notice = self.inner.notice
        self._last = None

    def estimate(self, frame: Frame) -> DepthMap:
        """Return this frame's depth; a map that is the one before (nothing moved) keeps its model."""
        found = self.inner.estimate(frame)
        edges = found.edges
        if self._last is not None and self._last.inverse_depth is found.inverse_depth and self.own_thread:
            edges = self._last.edges
        elif edges is None and wants_edges(found.inverse_depth, frame):
            edges = edge_model(found.inverse_depth, frame.pixels)
        self._last = replace(found, edges=edges)
        return self._last

    def close(self) -> None:
        """Close the engine."""
        self.inner.close()
        self._last = None


def wants_edges(inverse_depth: NDArray[np.float32], frame: Frame) -> bool:
    """Tell whether a map is so small that the picture has its edges; what is no map is left to the guard."""
    if inverse_depth.ndim != 2:
        return False
    height, width = inverse_depth.shape
    return bool(width <= SMALLER_THAN * frame.size[0] and height <= SMALLER_THAN * frame.size[1])


def edge_model(inverse_depth: NDArray[np.float32], pixels: NDArray[np.uint8]) -> EdgeModel | None:
    """Fit the share of the near plane to the picture's colours around every edge; None where there is no edge.

    Parameters
    ----------
    inverse_depth
        float32 `(height, width)`, finite.
    pixels
        uint8 `(height, width, 3)`, the picture it was made from, of any size.
    """
    if min(inverse_depth.shape) < SMALLEST:
        return None
    cells = (inverse_depth.shape[1] // 2, inverse_depth.shape[0] // 2)
    coarse = np.asarray(
        cv2.resize(np.asarray(inverse_depth, np.float32), cells, interpolation=cv2.INTER_AREA), np.float32
    )
    far, step = _two_planes(coarse)
    least, greatest = _extremes(coarse, REACH)
    is_edge = np.clip((greatest - least - np.float32(STEP_FROM)) / np.float32(STEP_TO - STEP_FROM), 0.0, 1.0)
    if not is_edge.any():
        return None
    share = np.asarray(np.clip((coarse - far) / np.maximum(step, np.float32(1e-3)), 0.0, 1.0), np.float32)
    guide = shrink(pixels, cells).astype(np.float32) * np.float32(1.0 / 255.0)
    colours = [np.ascontiguousarray(guide[..., channel]) for channel in range(3)]
    heard = _Heard(is_edge)
    slopes, offset, told = _fit(share, colours, heard)
    believed = is_edge * np.clip((told - np.float32(TOLD_FROM)) / np.float32(TOLD_TO - TOLD_FROM), 0.0, 1.0)
    believed = np.maximum(cv2.blur(np.asarray(believed, np.float32), (3, 3)) - np.float32(HARDLY), 0.0) / (1.0 - HARDLY)
    colour = np.stack([heard.mean(part) for part in (*slopes, offset)], axis=-1)
    planes = _planes(np.asarray(inverse_depth, np.float32), far, step, np.asarray(believed, np.float32))
    return EdgeModel(np.ascontiguousarray(colour, np.float32), planes)


def _planes(inverse_depth: Plane, far: Plane, step: Plane, believed: Plane) -> Plane:
    """Return what a share of 0 means, and what one of 1 adds to it, at the map's size."""
    size = (inverse_depth.shape[1], inverse_depth.shape[0])
    whole = [cv2.resize(one, size, interpolation=cv2.INTER_LINEAR) for one in (far, step, believed)]
    planes = np.empty((*inverse_depth.shape, 2), np.float32)
    planes[..., 0] = inverse_depth + (whole[0] - inverse_depth) * whole[2]
    planes[..., 1] = whole[1] * whole[2]
    return planes


def _extremes(coarse: Plane, reach: int) -> tuple[Plane, Plane]:
    """Return the least and the greatest inverse depth within `reach` cells of each."""
    around = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return np.asarray(cv2.erode(coarse, around), np.float32), np.asarray(cv2.dilate(coarse, around), np.float32)


def _two_planes(coarse: Plane) -> tuple[Plane, Plane]:
    """Return the far plane around each cell, and the step from it to the near one; both smooth."""
    # looked for a cell farther than they are wanted, and smoothed by as much: each plane is whole up to the edge
    far, near = (np.asarray(cv2.blur(one, (3, 3)), np.float32) for one in _extremes(coarse, REACH + 1))
    return far, near - far


class _Heard:
    """Means over windows, of cells that have two planes: the others have no share to tell."""

    def __init__(self, is_edge: Plane) -> None:
        self._weight = np.asarray(is_edge + np.float32(1e-3), np.float32)
        self._total = self._blurred(self._weight)

    def mean(self, plane: Plane) -> Plane:
        return np.asarray(self._blurred(plane * self._weight) / self._total, np.float32)

    @staticmethod
    def _blurred(plane: Plane) -> Plane:
        return np.asarray(cv2.blur(plane, (2 * WINDOW + 1, 2 * WINDOW + 1)), np.float32)


def _fit(share: Plane, colours: list[Plane], heard: _Heard) -> tuple[list[Plane], Plane, Plane]:
    """Return slopes and offset of the least-squares fit around each cell, and how much of the variance it tells."""
    red, green, blue = colours
    means, mean_share = [heard.mean(one) for one in colours], heard.mean(share)
    with_share = [heard.mean(one * share) - mean * mean_share for one, mean in zip(colours, means, strict=True)]
    ridge = np.float32(COLOUR_NOISE)
    rr, gg, bb = (heard.mean(one * one) - mean * mean + ridge for one, mean in zip(colours, means, strict=True))
    rg = heard.mean(red * green) - means[0] * means[1]
    rb = heard.mean(red * blue) - means[0] * means[2]
    gb = heard.mean(green * blue) - means[1] * means[2]
    # the symmetric 3×3 system by its adjugate: a thousand times as fast as a solver asked for every cell
    adjugate = (
        (gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg),
        (rb * gb - rg * bb, rr * bb - rb * rb, rg * rb - rr * gb),
        (rg * gb - rb * gg, rg * rb - rr * gb, rr * gg - rg * rg),
    )
    determinant = rr * adjugate[0][0] + rg * adjugate[0][1] + rb * adjugate[0][2]
    slopes = [
        np.asarray((row[0] * with_share[0] + row[1] * with_share[1] + row[2] * with_share[2]) / determinant, np.float32)
        for row in adjugate
    ]
    offset = mean_share - sum(slope * mean for slope, mean in zip(slopes, means, strict=True))
    told = sum(slope * together for slope, together in zip(slopes, with_share, strict=True))
    variance = heard.mean(share * share) - mean_share * mean_share
    return slopes, np.asarray(offset, np.float32), np.asarray(told / np.maximum(variance, np.float32(1e-3)), np.float32)
