"""What stayed the same in the picture: small pictures compared across changes of exposure and white balance.

All pure functions of thumbnails, a few thousand pixels each, so that comparing costs next to nothing beside a network.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.scaling import shrink
from livefocus.opencv import cv2

Thumbnail = NDArray[np.float32]
"""float32 `(3, height, width)`: red, green, blue as encoded, 0…255."""

Gain = NDArray[np.float32]
"""Three factors, one a channel."""

LONG_SIDE_PX = 96

SAME_WITHIN = 5.0
"""Difference, in 1/255 of a thumbnail's pixel, that noise makes: up to here a pixel is the same."""

OTHER_BEYOND = 14.0
"""From this difference on it is another; between the two the weight falls in a straight line."""

STILL_WITHIN = 2.5
"""Difference, in 1/255 and averaged over 3×3 pixels of a thumbnail, that is noise; a talking mouth makes ten."""

CUT_LIKENESS = 0.35
"""Of two successive pictures of one shot more than this share stays the same."""

CUT_CORRELATION = 0.6
"""A flash or a hand before the lens leaves the pictures' pattern more alike than this."""

DARK, CLIPPED = 12.0, 245.0
"""Between these a channel tells how bright the light is."""


def thumbnail(pixels: NDArray[np.uint8]) -> Thumbnail:
    """Return a small copy of a picture `(height, width, 3)`, averaged, so that sensor noise is gone."""
    height, width = pixels.shape[:2]
    scale = LONG_SIDE_PX / max(height, width)
    small = shrink(pixels, (max(2, round(width * scale)), max(2, round(height * scale))))
    return np.ascontiguousarray(small.transpose(2, 0, 1), dtype=np.float32)


def no_gain() -> Gain:
    """Return the gain of a picture over itself."""
    return np.ones(3, np.float32)


def gain_between(now: Thumbnail, before: Thumbnail, guess: Gain | None = None) -> Gain:
    """Return by which factors `now` is brighter than `before` where nothing moved.

    The median ratio, refined on what it explains, so that somebody who moves does not count as light. `guess` (the
    last gain) is taken instead where it explains more. Clipped and very dark pixels do not count, and every second
    pixel of every second row is enough.
    """
    now, before = now[:, ::2, ::2], before[:, ::2, ::2]
    ratios = np.asarray(now / np.maximum(before, np.float32(1.0)), np.float32)
    usable = (np.minimum(now, before) > DARK) & (np.maximum(now, before) < CLIPPED)
    candidates = [_medians(ratios, usable)]
    if guess is not None:
        candidates.append(guess)
    explained = [likeness(now, before, gain) > 0.5 for gain in candidates]
    best = max(explained, key=np.count_nonzero)
    return _medians(ratios, usable & best) if best.mean() > 0.05 else candidates[-1]


def _medians(ratios: NDArray[np.float32], usable: NDArray[np.bool_]) -> Gain:
    gain = no_gain()
    for channel in range(3):
        chosen = ratios[channel][usable[channel]]
        if chosen.size >= 16:
            gain[channel] = np.partition(chosen, chosen.size // 2)[chosen.size // 2]
    return np.asarray(np.clip(gain, 0.1, 10.0), np.float32)


def likeness(now: Thumbnail, before: Thumbnail, gain: Gain) -> NDArray[np.float32]:
    """Return, for each pixel, how surely it shows the same in both: 0…1, float32 `(height, width)`.

    What is clipped in one of them is held against nobody.
    """
    expected = np.minimum(before * gain[:, None, None], np.float32(255.0))
    worst = cv2.blur(np.abs(now - expected).max(axis=0), (3, 3))
    allowance = max(1.0, float(gain.max()))  # a picture made brighter has its noise made brighter
    other, same = OTHER_BEYOND * allowance, SAME_WITHIN * allowance
    return np.asarray(np.clip((np.float32(other) - worst) / np.float32(other - same), 0.0, 1.0), np.float32)


def is_still(now: Thumbnail, before: Thumbnail) -> bool:
    """Tell whether nothing at all moved or changed, noise apart: a network would say what it said."""
    return all(float(np.abs(cv2.blur(channel, (3, 3))).max()) < STILL_WITHIN for channel in now - before)


def is_cut(now: Thumbnail, before: Thumbnail, same: NDArray[np.float32]) -> bool:
    """Tell whether two successive pictures are of two shots: little is the same, and the pattern is another."""
    return bool(same.mean() < CUT_LIKENESS) and correlation(now, before) < CUT_CORRELATION


def correlation(one: Thumbnail, other: Thumbnail) -> float:
    """Return the correlation of two pictures' luma, 0 where one of them shows nothing."""
    a, b = one.mean(axis=0), other.mean(axis=0)
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 1e-3 else 0.0


def shows_nothing(picture: Thumbnail) -> bool:
    """Tell whether a picture is black, white or a lens cap: there is nothing in it to see depth in."""
    return float(picture.std(axis=(1, 2)).max()) < 3.0
