"""Sharp in space: what a picture's colours say about the edges of a small depth map.

A network's map is a quarter of the picture's size, and its edges are slides. Around each edge there are two planes, and
mostly two sets of colours: the share of the near plane is fitted as a linear function of colour in every window.

Where nothing moved since the map before, the fit is evaluated here, for every texel of the map: averaged over what a
texel stands for, the picture has neither noise nor pores, so that outlines are truer than pixel by pixel. Where
something moved the lens evaluates it for every pixel of the picture it draws (`shaders/02_edges.frag`): edges follow
the frame on screen though the map is of an earlier one, since both sides' colours are known for some way around.

Source: K. He, J. Sun, X. Tang, Guided Image Filtering, ECCV 2010, and K. He, J. Sun, Fast Guided Filter, 2015; own: the
filtered quantity is not depth but the share between two local planes, which can be made steep and cannot overshoot.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.scaling import shrink
from livefocus.frame import SMALL_MAP, DepthMap, EdgeModel, Frame
from livefocus.opencv import cv2

Plane = NDArray[np.float32]
Pixels = NDArray[np.uint8]

SMALLEST = 8
"""Texels a side; a map smaller than this has no edges to speak of."""

REACH = 2
"""Cells around an edge that have two planes; a cell is two texels of the map."""

WINDOW = 3
"""Cells around each that a fit is made over: wide enough for an edge that moved on for two frames."""

COLOUR_NOISE = 1e-4
"""Variance of colour (0…1) that says nothing: ridge of the fit."""

STEEPNESS = 2.0
"""The fitted share is a slide; times this, around a half, it is an edge as wide as the picture's."""

SURE = 0.2
"""A share nearer than this to 0 or 1, and a texel from any that is not, is the map's to say: it is no slide."""

AT_REST_WITHIN, MOVED_FROM = 2.0, 5.0
"""Change of colour over 3×3 cells, in 1/255: up to the first it is noise, from the second on something moved."""

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
        The engine; its maps come out with sharper edges and an `EdgeModel` where they are much smaller than the frame.
    may_lag
        Whether a map may be drawn under a later picture than its own, so that what moves has to be followed.
    """

    def __init__(self, inner: DepthEstimator, *, may_lag: bool = True) -> None:
        self.inner = inner
        self.name = inner.name
        self.notice = inner.notice
        self.own_thread = inner.own_thread
        self._may_lag = may_lag
        self._found: DepthMap | None = None
        self._last: DepthMap | None = None
        self._cells: Pixels | None = None

    def open(self) -> None:
        """Open the engine."""
        self.inner.open()
        self.notice = self.inner.notice
        self._found = self._last = self._cells = None

    def estimate(self, frame: Frame) -> DepthMap:
        """Return this frame's depth; a map that is the one before (nothing moved) keeps its model."""
        found = self.inner.estimate(frame)
        sharp, edges = found.inverse_depth, found.edges
        if self._is_the_last(found):
            assert self._last is not None
            sharp, edges = self._last.inverse_depth, self._last.edges
        elif edges is None and wants_edges(found.inverse_depth, frame):
            sharp, edges = self._sharpened(found, frame)
        self._found = found
        self._last = replace(found, inverse_depth=sharp, edges=edges)
        return self._last

    def _is_the_last(self, found: DepthMap) -> bool:
        return self.own_thread and self._found is not None and self._found.inverse_depth is found.inverse_depth

    def _sharpened(self, found: DepthMap, frame: Frame) -> tuple[Plane, EdgeModel | None]:
        inverse_depth = found.inverse_depth
        texels = shrink(frame.pixels, inverse_depth.shape[::-1])
        if found.matte is not None and not self.own_thread:
            # somebody's own matte, right but small: it has hair finer than its texels, which only pixels tell
            return sharpened(inverse_depth, texels, all_moving(inverse_depth))
        before, self._cells = self._cells, shrink(texels, _cell_grid(inverse_depth))
        return sharpened(inverse_depth, texels, moved(self._cells, before) if self._may_lag else None)

    def close(self) -> None:
        """Close the engine."""
        self.inner.close()
        self._found = self._last = self._cells = None


def wants_edges(inverse_depth: NDArray[np.float32], frame: Frame) -> bool:
    """Tell whether a map is so small that the picture has its edges; what is no map is left to the guard."""
    if inverse_depth.ndim != 2:
        return False
    height, width = inverse_depth.shape
    return bool(width <= SMALL_MAP * frame.size[0] and height <= SMALL_MAP * frame.size[1])


def moved(now: Pixels, before: Pixels | None) -> Plane | None:
    """Return how surely something moved in or near each cell since the picture before, 0…1; None without one.

    Near is as far as an edge is followed: what moves will be there next.
    """
    if before is None or before.shape != now.shape:
        return None
    red, green, blue = cv2.split(cv2.absdiff(now, before))
    change = cv2.blur(cv2.max(cv2.max(red, green), blue).astype(np.float32), (3, 3))
    share = np.clip((change - np.float32(AT_REST_WITHIN)) / np.float32(MOVED_FROM - AT_REST_WITHIN), 0.0, 1.0)
    around = np.ones((2 * REACH + 3, 2 * REACH + 3), np.uint8)
    return np.asarray(cv2.blur(cv2.dilate(share, around), (3, 3)), np.float32)


def all_moving(inverse_depth: Plane) -> Plane:
    """Return what `moved` would where everything did."""
    return np.ones(_cell_grid(inverse_depth)[::-1], np.float32)


def sharpened(inverse_depth: Plane, pixels: Pixels, moving: Plane | None = None) -> tuple[Plane, EdgeModel | None]:
    """Fit the share of the near plane to the picture's colours around every edge, and evaluate it at the map's size.

    Parameters
    ----------
    inverse_depth
        float32 `(height, width)`, finite.
    pixels
        uint8 `(height, width, 3)`, the picture it was made from, of any size.
    moving
        How surely something moves in each cell, float32 0…1; None: nowhere.

    Returns
    -------
    map, model
        The map with sharper edges where nothing moves, and what the lens draws them by; None where there is no edge.
    """
    if min(inverse_depth.shape) < SMALLEST:
        return inverse_depth, None
    inverse_depth = np.asarray(inverse_depth, np.float32)
    cells = _cell_grid(inverse_depth)
    coarse = np.asarray(cv2.resize(inverse_depth, cells, interpolation=cv2.INTER_AREA), np.float32)
    far, step = _two_planes(coarse)
    least, greatest = _extremes(coarse, REACH)
    is_edge = np.clip((greatest - least - np.float32(STEP_FROM)) / np.float32(STEP_TO - STEP_FROM), 0.0, 1.0)
    if not is_edge.any():
        return inverse_depth, None
    share = _own_share(coarse, far, step)
    texels = shrink(pixels, (inverse_depth.shape[1], inverse_depth.shape[0]))
    heard = _Heard(is_edge)
    slopes, offset, told = _fit(share, _channels(shrink(texels, cells)), heard)
    believed = is_edge * np.clip((told - np.float32(TOLD_FROM)) / np.float32(TOLD_TO - TOLD_FROM), 0.0, 1.0)
    believed = np.maximum(cv2.blur(np.asarray(believed, np.float32), (3, 3)) - np.float32(HARDLY), 0.0) / (1.0 - HARDLY)
    fit = np.stack([heard.mean(part) for part in (*slopes, offset)], axis=-1)
    follows = np.zeros_like(coarse) if moving is None else moving
    return _drawn(inverse_depth, texels, fit, (far, step, np.asarray(believed, np.float32), follows))


def _drawn(
    inverse_depth: Plane, texels: Pixels, fit: Plane, cells: tuple[Plane, Plane, Plane, Plane]
) -> tuple[Plane, EdgeModel]:
    """Evaluate a fit for every texel; `cells` are the far plane, the step, how much is believed, and what moves."""
    size = (inverse_depth.shape[1], inverse_depth.shape[0])
    colour = np.asarray(cv2.resize(_steep(fit), size, interpolation=cv2.INTER_LINEAR), np.float32)
    far, step, believed, follows = (
        np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_LINEAR), np.float32) for one in cells
    )
    share = _told_by_colours(_own_share(inverse_depth, far, step), colour, texels)
    # where nothing moves the lens is told the share itself; where something does, how to find it out
    colour *= follows[..., None]
    colour[..., 3] += _steep(share) * (np.float32(1.0) - follows)
    planes = np.empty((*inverse_depth.shape, 2), np.float32)
    planes[..., 0] = inverse_depth + (far - inverse_depth) * believed
    planes[..., 1] = step * believed
    at_rest = believed * (np.float32(1.0) - follows)
    sharp = inverse_depth + (far + step * share - inverse_depth) * at_rest
    return np.asarray(sharp, np.float32), EdgeModel(colour, planes)


def _own_share(inverse_depth: Plane, far: Plane, step: Plane) -> Plane:
    return np.asarray(np.clip((inverse_depth - far) / np.maximum(step, np.float32(1e-3)), 0.0, 1.0), np.float32)


def _told_by_colours(own: Plane, colour: Plane, texels: Pixels) -> Plane:
    """Return the share of the near plane, eased: what colours say where a map slides, its own where it is sure."""
    red, green, blue = _channels(texels)
    said = _eased(colour[..., 0] * red + colour[..., 1] * green + colour[..., 2] * blue + colour[..., 3])
    slides = cv2.dilate((np.abs(own - np.float32(0.5)) < 0.5 - SURE).astype(np.uint8), np.ones((3, 3), np.uint8))
    theirs = cv2.blur(slides.astype(np.float32), (3, 3))
    own = _eased(_steep(own))
    return np.asarray(own + (said - own) * theirs, np.float32)


def _eased(share: Plane) -> Plane:
    held = np.clip(share, 0.0, 1.0)
    return np.asarray(held * held * (np.float32(3.0) - np.float32(2.0) * held), np.float32)


def _steep(share: Plane) -> Plane:
    """Return a share, or the fit of one (its last channel the offset), made steep around a half."""
    steep = share * np.float32(STEEPNESS)
    offset = steep[..., 3] if share.ndim == 3 else steep
    offset -= np.float32(0.5 * STEEPNESS - 0.5)
    return np.asarray(steep, np.float32)


def _cell_grid(inverse_depth: Plane) -> tuple[int, int]:
    """Return how many cells a map has across and down."""
    return max(1, inverse_depth.shape[1] // 2), max(1, inverse_depth.shape[0] // 2)


def _channels(pixels: Pixels) -> list[Plane]:
    """Return red, green and blue, 0…1."""
    scaled = pixels.astype(np.float32) * np.float32(1.0 / 255.0)
    return [np.ascontiguousarray(scaled[..., channel]) for channel in range(3)]


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
