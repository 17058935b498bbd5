"""Film grain as a tile of noise: made once for a picture height, shifted anew for every picture.

Grains of silver or dye clump: what is seen is noise that is alike over a pixel or two and knows no slow drift. The tile
has just that band, wraps round without a seam, and is scaled with the picture's height, so that a look keeps its grain
from 360p to 2160p. What a picture gets depends on its number and the place in it, on nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TILE_BITS = 9
TILE_SIDE = 1 << TILE_BITS
"""Texels: a power of two, so that a place wraps round by its bits."""
TILE_DEVIATION = 32.0
"""Deviation of the tile, in codes of 255: room for 3.9 deviations either way."""
CLUMP_OF_HEIGHT = 0.65 / 720.0
"""Deviation of the Gaussian a clump is like, as a part of the picture's height."""
DRIFT = 8.0
"""What is this many times as wide as a clump is no grain."""
COLOURED = 0.35
"""Share of each channel's variance that is its own: three layers of dye on one base."""
SEED = 0x11F0C5


def grain_tile(picture_height_px: int) -> NDArray[np.uint8]:
    """Return the tile for pictures of a height: uint8 `(TILE_SIDE, TILE_SIDE, 4)`, 128 is nothing."""
    random = np.random.default_rng(SEED)
    white = random.standard_normal((4, TILE_SIDE, TILE_SIDE))
    clump_px = CLUMP_OF_HEIGHT * picture_height_px
    grain = np.fft.irfft2(np.fft.rfft2(white) * _band(clump_px), s=(TILE_SIDE, TILE_SIDE))
    grain /= grain.std()
    channels = np.sqrt(1.0 - COLOURED) * grain[3] + np.sqrt(COLOURED) * grain[:3]
    channels *= TILE_DEVIATION / channels.std(axis=(1, 2), keepdims=True)
    tile = np.full((TILE_SIDE, TILE_SIDE, 4), 255, np.uint8)
    tile[..., :3] = np.clip(np.rint(128.0 + channels), 0, 255).transpose(1, 2, 0)
    return tile


def _band(clump_px: float) -> NDArray[np.float64]:
    """Return how much of each frequency there is: that of a Gaussian clump, less that of a much wider one."""
    across = 2.0 * np.pi * np.fft.rfftfreq(TILE_SIDE)
    down = 2.0 * np.pi * np.fft.fftfreq(TILE_SIDE)
    frequency2 = down[:, None] ** 2 + across[None, :] ** 2
    narrow = np.exp(-0.5 * frequency2 * clump_px**2)
    wide = np.exp(-0.5 * frequency2 * (DRIFT * max(clump_px, 0.5)) ** 2)
    return np.asarray(narrow - narrow * wide)


def grain_shift_px(sequence: int) -> tuple[int, int]:
    """Return where in the tile a picture begins: as good as random from one number to the next, always the same."""
    mixed = (sequence * 0x9E3779B97F4A7C15 + SEED) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    mixed ^= mixed >> 31
    return mixed & (TILE_SIDE - 1), (mixed >> 32) & (TILE_SIDE - 1)
