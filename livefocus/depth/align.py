"""One scale: the affine map that takes a new depth map to the one marks were set on.

A network's output moves with exposure and of its own accord; where the picture did not change, depth did not, and those
pixels tell by how much. A pure function; which pixels those are is `stillness.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.robust import huber_weight

SPREAD = 0.3
"""Depth spread (deviation) of the still pixels below which they say little about scale: it then stays near 1.

Still pixels are mostly the room behind, and a scale fitted there is stretched as far as the person in front: with 0.08
a person who walked came out 0.042 of the range too near or too far, with 0.25 0.014, with 0.5 0.010.
"""

TYPICAL_ERROR = 0.02
"""Deviation of one map's noise: farther off counts less and less."""

SCALE_WITHIN, SHIFT_WITHIN = (0.5, 2.0), (-0.5, 0.5)
"""A network does not move farther than this within one shot; beyond, the fit is wrong."""


@dataclass(frozen=True, slots=True)
class Affine:
    """`aligned = scale · x + shift`."""

    scale: float = 1.0
    shift: float = 0.0

    def __call__(self, inverse_depth: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the map on the other scale."""
        return inverse_depth * np.float32(self.scale) + np.float32(self.shift)

    def towards(self, other: Affine, share: float) -> Affine:
        """Return what lies `share` of the way to another."""
        return Affine(self.scale + share * (other.scale - self.scale), self.shift + share * (other.shift - self.shift))


def fit_affine(
    new: NDArray[np.float32], reference: NDArray[np.float32], weight: NDArray[np.float32], rounds: int = 4
) -> Affine | None:
    """Return the affine map from `new` to `reference`, robustly, on pixels that count by `weight`.

    Iteratively reweighted least squares with Huber's weights; the scale has a prior at 1 as strong as still pixels of
    deviation `SPREAD` (ridge), so that a bare wall does not decide it.

    Parameters
    ----------
    new, reference, weight
        float32, of one shape; weight 0…1.
    rounds
        Of reweighting.

    Returns
    -------
    Affine or None
        None where next to no pixel counts.
    """
    if float(weight.mean()) < 0.01:
        return None
    fit = Affine(1.0, float(np.median((reference - new)[weight > 0.5])) if (weight > 0.5).any() else 0.0)
    for _ in range(rounds):
        fit = _weighted(new, reference, weight * huber_weight(fit(new) - reference, TYPICAL_ERROR))
    return Affine(float(np.clip(fit.scale, *SCALE_WITHIN)), float(np.clip(fit.shift, *SHIFT_WITHIN)))


def _weighted(new: NDArray[np.float32], reference: NDArray[np.float32], weight: NDArray[np.float32]) -> Affine:
    total = max(float(weight.sum()), 1e-9)
    mean_new, mean_reference = float((weight * new).sum()) / total, float((weight * reference).sum()) / total
    centred = new - np.float32(mean_new)
    variance = float((weight * centred * centred).sum()) / total
    covariance = float((weight * centred * (reference - np.float32(mean_reference))).sum()) / total
    scale = (covariance + SPREAD**2) / (variance + SPREAD**2)
    return Affine(scale, mean_reference - scale * mean_new)
