"""The constants of the lens, in output pixels: one place, injected into every shader.

The ladder of `shaders/lib/ladder.glsl`: which CoC radius is drawn at which resolution. Each hand-over is a range.
"""

from __future__ import annotations

from enum import IntFlag

from livefocus.render.program import Defines

BLOCK_PX = 8
"""Side of the blocks whose least and greatest inverse depth is kept from one focus to the next."""
CELL_PX = 16
"""Side of the cells by which it is told how far blur reaches."""
TILE_PX = 64
"""Side of a tile, the unit in which programs are chosen."""
SHARP_PX = 0.12
"""Radii up to this reach no other pixel: what has them is copied."""
SMALL_FROM_PX, SMALL_TO_PX = 1.2, 2.1
"""Radii up to the first are drawn by the full-size kernel, from the second on by the gathers, between them by both."""
RANGE_SLACK_PX = 0.02
"""How much wider a tile takes its range of radii: what is on a threshold belongs to both sides."""
CODE_SLACK_PX = 4.0
"""Room in the codes of radii above the widest one: a narrow one is drawn on a lattice as no less than half a texel."""
NEAR_MARGIN_PX = 8.0
"""How much further than its radius a near layer is taken to reach: filters and interpolation widen it."""
FINE_TAPS, COARSE_TAPS = 24, 36
"""Taps around the middle one of the half-size and the quarter-size gather: discs of 2.3 and 3.1 texels, or of steps of
more than a texel where they are wider."""


class Holds(IntFlag):
    """What a tile holds itself."""

    SHARP = 1
    SMALL = 2
    FINE_FAR = 4
    COARSE_FAR = 8
    FINE_NEAR = 16
    COARSE_NEAR = 32
    STEP = 64


class Needs(IntFlag):
    """What has to be drawn for a tile, its neighbours' reach counted in."""

    FINE_LAYERS = 1
    COARSE_LAYERS = 2
    HOLES = 4
    FAR = 8
    FINE_FAR = 16
    COARSE_NEAR = 32
    FINE_NEAR = 64
    HALF = 128
    NEAR = 256
    SMALL = 512
    EDGE = 1024
    FAR_ALONE = 2048
    NEAR_ALONE = 4096
    MIXED = 8192
    SMOOTH = 16384
    FAR_BLUR = 32768


NOTHING = Needs(0)

CONSTANTS: Defines = {
    "SHARP": SHARP_PX,
    "SMALL_FROM": SMALL_FROM_PX,
    "SMALL_TO": SMALL_TO_PX,
    "COARSE_FROM": 4.8,
    "COARSE_TO": 5.4,
    "EDGE_STEP_PX": 4.0,
    "SMOOTH_PX": 1.5,
    "CODE_PALE": 219.0 / 255.0,
    "CODE_WHITE": 243.0 / 255.0,
    "RANGE_SLACK_PX": RANGE_SLACK_PX,
    "NEAR_MARGIN_PX": NEAR_MARGIN_PX,
    "BLOCK_PX": BLOCK_PX,
    "CELL_PX": CELL_PX,
    "CELL_BLOCKS": CELL_PX // BLOCK_PX,
    "TILE_CELLS": TILE_PX // CELL_PX,
    **{f"HOLDS_{flag.name}": flag.value for flag in Holds},
    **{f"NEEDS_{flag.name}": flag.value for flag in Needs},
}
