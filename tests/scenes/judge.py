"""Scores of a picture against the truth: PSNR and SSIM on 8-bit sRGB, over all of it and along depth edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.metrics import structural_similarity

from livefocus.optics.planes import Image
from livefocus.optics.thin_lens import coc_radius_px
from tests.scenes.case import Case

EDGE_STEP_PX = 1.0
"""Neighbours whose radii differ by more than this are on two sides of a depth edge; a slanted plane changes less."""
PERFECT_DB = 99.0
"""Given for no difference at all, so that means stay finite."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Score:
    """How near a picture is to the truth; the edge's numbers are nan where a picture has no depth edge."""

    psnr_db: float
    ssim: float
    edge_psnr_db: float
    edge_ssim: float


def judge(picture: Pixels, true_picture: Pixels, band: NDArray[np.bool_]) -> Score:
    """Compare two 8-bit pictures."""
    _, similar = structural_similarity(picture, true_picture, channel_axis=2, data_range=255, full=True)
    error = (picture.astype(np.float64) - true_picture) ** 2
    if not band.any():
        return Score(_psnr_db(error), float(similar.mean()), float("nan"), float("nan"))
    return Score(_psnr_db(error), float(similar.mean()), _psnr_db(error[band]), float(similar[band].mean()))


def _psnr_db(squared_error: NDArray[np.float64]) -> float:
    mean = float(squared_error.mean())
    return PERFECT_DB if mean == 0.0 else min(10.0 * np.log10(255.0**2 / mean), PERFECT_DB)


def edge_band(case: Case) -> NDArray[np.bool_]:
    """Return the pixels within reach of a depth edge: nearer to it than the larger radius of its two sides."""
    radius = np.abs(signed_radius_px(case)).astype(np.float32)
    signed = signed_radius_px(case).astype(np.float32)
    square = np.ones((3, 3), dtype=np.uint8)
    edge = cv2.dilate(signed, square) - cv2.erode(signed, square) > EDGE_STEP_PX * 2
    reach = np.where(edge, cv2.dilate(radius, square), 0.0)
    band = np.zeros(edge.shape, dtype=bool)
    for least in range(0, int(reach.max()) + 1, 4):
        rim = edge & (reach >= least) & (reach < least + 4)
        if rim.any():
            distance = cv2.distanceTransform((~rim).astype(np.uint8), cv2.DIST_L2, 5)
            band |= distance <= max(float(reach[rim].max()), 2.0)
    return band


def signed_radius_px(case: Case) -> Image:
    """Return the signed radius of what is seen at each pixel."""
    return coc_radius_px(case.inverse_depth(), case.focus_inverse_depth, case.blur_px).astype(np.float32)
