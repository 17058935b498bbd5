"""The constants of the lens, in output pixels: one place, injected into every shader.

The ladder of `shaders/lib/ladder.glsl`: which CoC radius is drawn at which resolution. Each hand-over is a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

from livefocus.render.program import Defines
from livefocus.state import Quality

BLOCK_PX = 8
"""Side of the blocks whose least and greatest inverse depth is kept from one focus to the next."""
CELL_PX = 16
"""Side of the cells for which programs are chosen."""
SHARP_PX = 0.12
"""Radii up to this reach no other pixel: what has them is copied."""
SMALL_FROM_PX, SMALL_TO_PX = 1.4, 2.1
"""Radii up to the first are drawn by the full-size kernel, from the second on by the gathers, between them by both."""
SMALL_WIDEST_PX = 1.75
"""As wide as the full-size kernel can be: three by three pixels."""
RANGE_SLACK_PX = 0.02
"""How much wider a tile takes its range of radii: what is on a threshold belongs to both sides."""
CODE_SLACK_PX = 4.0
"""Room in the codes of radii above the widest one: a narrow one is drawn on a lattice as no less than half a texel."""
EVEN_STEPS = 2
"""So many texels apart taps behind the plane of focus are even by what is smoothed before; farther apart, or in front,
they are smoothed after, too."""
EDGE_STEP_PX = 4.0
"""A block whose radii differ by more holds an edge between two surfaces and nothing between them."""
RIM_STEP_PX = 1.0
"""A block in front whose radii differ by more may hold the rim of one surface before another."""
SMOOTH_PX = 1.5
"""Radii that differ by no more around a cell are those of one surface."""
NEAR_MARGIN_PX = 8.0
"""How much further than its radius a near layer is taken to reach: filters and interpolation widen it."""
MOST_TAPS = 144
"""So many taps lie on every texel, at most."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a level of quality spends on a picture. The size of a blur is none of it.

    Attributes
    ----------
    fine_taps, fine_few
        Taps around the middle one of the half-size gather, and those that are enough where all discs that reach a cell
        are narrow.
    coarse_dense
        The same of the quarter-size gather, on every texel: 20, 44, 88 and 144 are discs of 2.3, 3.5, 4.9 and 6.2
        texels. A cell has the fewest that its discs want.
    coarse_taps
        Of an opening in which no driver can share what is read, and of a matte's layers.
    apart_taps
        Those of still wider discs, in steps of more than a texel.
    coarse_from_px, coarse_to_px
        Radii up to the first are gathered at half size, from the second on at a quarter, between them at both.
    """

    fine_taps: int
    coarse_taps: int
    coarse_from_px: float
    coarse_to_px: float
    fine_few: int
    coarse_dense: tuple[int, ...]
    apart_taps: int

    @property
    def uniforms(self) -> dict[str, float]:
        """Return from where to where the gather at a quarter takes over, for shaders that are of no level."""
        return {"u_coarse_from_px": self.coarse_from_px, "u_coarse_to_px": self.coarse_to_px}

    @property
    def defines(self) -> Defines:
        """Return the thresholds, as shaders want them."""
        return {"COARSE_FROM": self.coarse_from_px, "COARSE_TO": self.coarse_to_px}


WORK = {
    Quality.DRAFT: Work(8, 20, 2.8, 3.4, 8, (12, 20, 36, 68), 20),
    Quality.NORMAL: Work(24, 36, 4.8, 5.35, 12, (20, 44, 88, MOST_TAPS), MOST_TAPS),
    Quality.FINE: Work(44, 68, 5.6, 6.6, 20, (36, 68, MOST_TAPS), MOST_TAPS),
}


class Holds(IntFlag):
    """What a tile holds itself."""

    SHARP = 1
    SMALL = 2
    FINE_FAR = 4
    COARSE_FAR = 8
    FINE_NEAR = 16
    COARSE_NEAR = 32
    STEP = 64
    BARE = 128
    """Anything that the near layer does not cover whole."""


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
    COPIED = 1 << 16
    FAR_SPARSE = 1 << 17
    NEAR_SPARSE = 1 << 18
    MANY_FINE_FAR = 1 << 19
    MANY_FINE_NEAR = 1 << 20
    MANY_COARSE_FAR = 1 << 21
    MANY_COARSE_NEAR = 1 << 22
    MORE_COARSE_FAR = 1 << 23
    MORE_COARSE_NEAR = 1 << 24
    FAR_APART = 1 << 25
    NEAR_APART = 1 << 26
    FLAT = 1 << 27
    NARROW = 1 << 28
    """One surface around, and no disc wider than the fewest taps on every texel of a quarter are for."""
    COVERS = 1 << 29
    """Nothing but itself is seen behind what is in front here."""


NOTHING = Needs(0)

CONSTANTS: Defines = {
    "SHARP": SHARP_PX,
    "SMALL_FROM": SMALL_FROM_PX,
    "SMALL_TO": SMALL_TO_PX,
    "SMALL_WIDEST": SMALL_WIDEST_PX,
}
