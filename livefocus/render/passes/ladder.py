"""The constants of the lens, in output pixels: one place, injected into every shader.

The ladder of `shaders/lib/ladder.glsl`: which CoC radius is drawn at which resolution. Each hand-over is a range.
"""

from __future__ import annotations

from enum import IntFlag

from livefocus.render.program import Defines

BLOCK_PX = 8
"""Side of the blocks whose least and greatest inverse depth is kept from one focus to the next."""
TILE_PX = 32
"""Side of a tile, the unit in which programs are chosen."""
FINE_RINGS, COARSE_RINGS = 3, 3
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

    PREPARE = 1
    HOLES = 2
    COARSE_FAR = 4
    FINE_FAR = 8
    COARSE_NEAR = 16
    FINE_NEAR = 32
    NEAR = 64
    SMALL = 128
    MIX = 256
    FAR_ALONE = 512


CONSTANTS: Defines = {
    "SMALL_FROM": 2.0,
    "SMALL_TO": 3.0,
    "COARSE_FROM": 7.0,
    "COARSE_TO": 10.0,
    "EDGE_STEP_PX": 4.0,
    "NEAR_MARGIN_PX": 8.0,
    "BLOCK_PX": BLOCK_PX,
    "TILE_PX": TILE_PX,
    "TILE_BLOCKS": TILE_PX // BLOCK_PX,
    **{f"HOLDS_{flag.name}": flag.value for flag in Holds},
    **{f"NEEDS_{flag.name}": flag.value for flag in Needs},
}
