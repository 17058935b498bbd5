"""How many texels wide a disc is drawn on the lattices of taps; `lattice_radius` of `shaders/lib/coc_code.glsl`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float32]


def fine_texels(radius_px: Grid) -> Grid:
    """Return the radius of a disc on the half-size lattice."""
    return _on_lattice(np.maximum(radius_px * radius_px - 2.0, 0.0) / 4.0)


def coarse_texels(radius_px: Grid) -> Grid:
    """Return the radius of a disc on the quarter-size lattice."""
    return _on_lattice((radius_px * radius_px + 2.0) / 16.0)


def _on_lattice(steps2: Grid) -> Grid:
    narrow = 0.5 + 0.25 * np.minimum(steps2, 1.1)
    return np.asarray(np.maximum(narrow, np.sqrt(np.maximum(steps2 - 0.5, 0.0))), np.float32)
