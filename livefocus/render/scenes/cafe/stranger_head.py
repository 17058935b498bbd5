"""The head of the man with the suitcase, from the side and from the front, with what it shows."""

from __future__ import annotations

import numpy as np

from livefocus.render.scenes import frontal
from livefocus.render.scenes.curves import ellipse, spline
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.hair import Lock, paint_lock
from livefocus.render.scenes.material import Paint, rgb
from livefocus.render.scenes.profile import MAN, Face, paint_face
from livefocus.render.scenes.sheet import Sheet

FACE = Face(
    MAN,
    skin=rgb("#dfa888"),
    skin_shade=rgb("#94503e"),
    lips=rgb("#a85a50"),
    iris=rgb("#35506a"),
    brow=rgb("#2a1a10"),
    brow_width=0.024,
    lashes=0.0,
    blush=0.2,
    smile=-0.01,
    lip_width=0.8,
)
HAIR_DARK, HAIR_LIGHT = rgb("#22140c"), rgb("#6a4428")
HEAD_M = 0.25


def paint_side_head(card: Sheet) -> None:
    """Paint the head from the side; card in metres, chin's front at the origin."""
    head = card.at(0.0, 0.0, HEAD_M)
    paint_face(head, FACE)
    mass = spline(
        (
            "-0.015 0.83, -0.01 0.92, -0.08 1.01, -0.24 1.055, -0.45 1.045, -0.64 0.97, "
            "-0.76 0.82, -0.79 0.62, -0.75 0.45, -0.66 0.31, -0.56 0.26, -0.50 0.38, -0.46 0.50, "
            "-0.385 0.52, -0.345 0.42, -0.31 0.40, -0.30 0.55, -0.22 0.70, -0.11 0.78"
        ),
        closed=True,
    )
    head.shape(mass, Paint(HAIR_DARK, round_m=0.08, rim=1.0))
    flow = (
        "-0.31 0.56, -0.34 0.48, -0.35 0.42",
        "-0.24 0.68, -0.38 0.70, -0.50 0.58, -0.54 0.38",
        "-0.14 0.77, -0.36 0.84, -0.58 0.68, -0.64 0.38",
        "-0.05 0.83, -0.30 0.98, -0.62 0.84, -0.72 0.44",
        "-0.01 0.85, -0.20 1.06, -0.62 0.99, -0.78 0.62",
    )
    paint_lock(head, flow, Lock(HAIR_DARK, HAIR_LIGHT, strands=260, half_width=0.008, stray=0.012, fray=0.3), 41)


def paint_front_head(card: Sheet, mood: Expression) -> None:
    """Paint the head from the front; card in metres, chin at the origin."""
    head = card.at(0.0, 0.0, HEAD_M)
    back = ellipse((0.0, 0.70), (0.355, 0.36))
    head.shape(back, Paint(HAIR_DARK, round_m=0.06, rim=1.0))
    frontal.paint_face(head, FACE, mood)
    mass = spline(
        (
            "-0.335 0.50, -0.365 0.70, -0.34 0.90, -0.22 1.04, -0.02 1.085, 0.18 1.055, 0.32 0.93, "
            "0.365 0.72, 0.335 0.50, 0.305 0.60, 0.29 0.74, 0.22 0.83, 0.05 0.865, -0.12 0.845, "
            "-0.24 0.80, -0.30 0.70, -0.308 0.60"
        ),
        closed=True,
        corners=(0, 8),
    )
    head.shadow(mass - np.array([0.0, 0.02]), Paint(rgb("#5a2c1c"), round_m=0.018, bulge=0, opacity=0.45))
    head.shape(mass, Paint(HAIR_DARK, round_m=0.06, rim=1.0))
    flow = (
        "-0.335 0.52, -0.35 0.66, -0.33 0.80",
        "-0.30 0.72, -0.34 0.86, -0.26 0.98",
        "-0.20 0.81, -0.22 0.96, -0.08 1.06",
        "-0.08 0.85, -0.05 1.0, 0.10 1.07",
        "0.06 0.865, 0.12 1.0, 0.24 1.01",
        "0.20 0.84, 0.28 0.93, 0.33 0.88",
        "0.29 0.75, 0.345 0.80, 0.35 0.66",
        "0.31 0.62, 0.345 0.64, 0.338 0.52",
    )
    paint_lock(head, flow, Lock(HAIR_DARK, HAIR_LIGHT, strands=240, half_width=0.009, stray=0.014, fray=0.3), 42)
    loose = ["0.0 0.95, -0.09 0.90, -0.13 0.80", "0.08 0.95, 0.0 0.88, -0.05 0.79"]
    paint_lock(head, loose, Lock(HAIR_DARK, HAIR_LIGHT, strands=14, half_width=0.008, stray=0.02, fray=0.4), 43)
