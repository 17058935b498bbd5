"""The constants of the lens, in output pixels: one place, injected into every shader.

The ladder of `shaders/lib/ladder.glsl`: which CoC radius is drawn at which resolution. Each hand-over is a range.
"""

from __future__ import annotations

from enum import IntFlag

from livefocus.render.program import Defines

BLOCK_PX = 8
"""Side of the blocks whose least and greatest inverse depth is kept from one focus to the next."""
TILE_PX = 64
"""Side of a tile, the unit in which programs are chosen."""
SHARP_PX = 0.5
"""Radii up to this reach no other pixel: what has them is copied."""
SMALL_FROM_PX, SMALL_TO_PX = 1.5, 2.2
"""Radii up to the first are drawn by the full-size kernel, from the second on by the gathers."""
NEAR_MARGIN_PX = 8.0
"""How much further than its radius a near layer is taken to reach: filters and interpolation widen it."""
FINE_RINGS, COARSE_RINGS = 2, 2
"""Rings of taps around the middle one, of the half-size and the quarter-size gather; 6 i taps in ring i."""


class Holds(IntFlag):
    """What a tile holds itself."""

    SHARP = 1
    SMALL = 2
    FINE_FAR = 4
    COARSE_FAR = 8
    FINE_NEAR = 16
    COARSE_NEAR = 32


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


NOTHING = Needs(0)

CONSTANTS: Defines = {
    "SMALL_FROM": SMALL_FROM_PX,
    "SMALL_TO": SMALL_TO_PX,
    "COARSE_FROM": 7.0,
    "COARSE_TO": 10.0,
    "EDGE_STEP_PX": 4.0,
    "NEAR_MARGIN_PX": NEAR_MARGIN_PX,
    "BLOCK_PX": BLOCK_PX,
    "TILE_PX": TILE_PX,
    "TILE_BLOCKS": TILE_PX // BLOCK_PX,
    **{f"HOLDS_{flag.name}": flag.value for flag in Holds},
    **{f"NEEDS_{flag.name}": flag.value for flag in Needs},
}
