"""The hair and beard of the man at the table; the sheet is that of his head, see `profile`."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes.curves import resampled, seeded, spline
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, Stroke, rgb
from livefocus.render.scenes.sheet import Sheet

HAIR_DARK, HAIR_LIGHT = rgb("#120b08"), rgb("#54382a")


def paint_beard(head: Sheet) -> None:
    """Paint a short beard and moustache."""
    mass = spline(
        (
            "-0.315 0.50, -0.365 0.47, -0.395 0.36, -0.405 0.20, -0.385 0.125, -0.28 0.040, "
            "-0.16 -0.008, -0.056 -0.016, 0.002 0.026, 0.006 0.08, -0.012 0.118, 0.004 0.142, "
            "-0.03 0.150, -0.085 0.175, -0.045 0.212, 0.012 0.226, 0.007 0.262, -0.045 0.258, "
            "-0.105 0.215, -0.16 0.185, -0.23 0.215, -0.285 0.31, -0.300 0.41"
        ),
        closed=True,
        corners=(13,),
    )
    head.shadow(mass, Paint(HAIR_DARK, round_m=0.018, bulge=0, opacity=0.62))
    random = seeded(21)
    ring = resampled(
        spline("-0.34 0.49, -0.355 0.34, -0.345 0.20, -0.25 0.10, -0.13 0.05, -0.03 0.05, -0.03 0.11"), 420
    )
    root = ring + random.normal(size=ring.shape) * (0.028, 0.026)
    lip = (
        resampled(spline("0.004 0.247, -0.04 0.240, -0.08 0.205, -0.095 0.16"), 70)
        + random.normal(size=(70, 2)) * 0.009
    )
    root = np.concatenate([root, lip])
    flow = (
        np.stack([0.25 + 0.5 * (root[:, 0] + 0.4), np.full(len(root), -0.9)], axis=1)
        + random.normal(size=root.shape) * 0.25
    )
    tip = root + flow * 0.032
    hairs = np.stack([root, 0.5 * (root + tip), tip], axis=1)
    shade = random.random((len(root), 1))
    colour = np.concatenate(
        [np.asarray(HAIR_DARK) * (1 - shade) + np.asarray(rgb("#6a4630")) * shade, np.full((len(root), 1), 0.8)], axis=1
    )
    with head.inside(mass):
        width = np.array([0.004, 0.004, 0.001])
        head.ribbon(hairs, width, colour[:, None], Stroke(tube=0.4, rim=0.2), solid=False)


def paint_hair(head: Sheet) -> None:
    """Paint hair brushed back, short at the sides."""
    mass = spline(
        (
            "-0.005 0.84, 0.012 0.92, -0.04 1.015, -0.18 1.075, -0.36 1.075, -0.55 1.03, "
            "-0.70 0.93, -0.79 0.78, -0.80 0.60, -0.76 0.45, -0.70 0.34, -0.61 0.265, -0.53 0.27, "
            "-0.50 0.38, -0.465 0.50, -0.40 0.53, -0.365 0.47, -0.335 0.44, -0.31 0.49, "
            "-0.285 0.60, -0.20 0.71, -0.10 0.78"
        ),
        closed=True,
        corners=(17,),
    )
    head.shadow(mass + np.array([0.012, -0.02]), Paint(rgb("#4a2418"), round_m=0.02, bulge=0, opacity=0.4))
    head.shape(mass, Paint(HAIR_DARK, round_m=0.08, rim=0.7))
    side = (
        "-0.29 0.62, -0.32 0.54, -0.345 0.46",
        "-0.36 0.68, -0.42 0.60, -0.46 0.52",
        "-0.46 0.74, -0.53 0.60, -0.55 0.44, -0.535 0.27",
        "-0.56 0.78, -0.64 0.62, -0.645 0.44, -0.585 0.26",
        "-0.66 0.86, -0.745 0.68, -0.735 0.48, -0.65 0.29",
        "-0.74 0.86, -0.805 0.66, -0.775 0.48, -0.69 0.33",
    )
    paint_lock(head, side, Lock(HAIR_DARK, HAIR_LIGHT, strands=420, half_width=0.0055, stray=0.012, fray=0.28), 31)
    top = (
        "-0.27 0.62, -0.36 0.68, -0.48 0.70, -0.62 0.66",
        "-0.18 0.73, -0.28 0.82, -0.45 0.85, -0.66 0.78",
        "-0.11 0.78, -0.20 0.90, -0.40 0.95, -0.62 0.90, -0.74 0.78",
        "-0.05 0.82, -0.10 0.96, -0.30 1.03, -0.52 1.0, -0.72 0.87",
        "-0.005 0.84, 0.0 0.96, -0.14 1.065, -0.38 1.08, -0.60 1.01",
        "0.01 0.86, 0.03 0.95, -0.03 1.05, -0.20 1.095, -0.40 1.09",
    )
    paint_lock(head, top, Lock(HAIR_DARK, rgb("#6a4a38"), strands=380, half_width=0.007, stray=0.016, fray=0.3), 32)
    for y in (0.0, -0.06, -0.12):
        head.soft_line([(-0.14, 0.97 + y), (-0.30, 1.02 + y), (-0.48, 1.0 + y * 1.1)], 0.012, rgb("#d09870"), 0.2)
