"""Who is judged: our lens, and what it has to beat. Each takes a case and gives an 8-bit picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import moderngl
import numpy as np

from livefocus.frame import MattePlanes
from livefocus.optics.planes import Image
from livefocus.render.baselines import NAIVE_GATHER, Baseline
from livefocus.render.lens import Lens
from livefocus.state import GradeState, LensState
from tests.scenes.canvas import encoded, linear_from_srgb
from tests.scenes.case import Case
from tests.scenes.judge import Pixels, signed_radius_px

Rival = Callable[[moderngl.Context, Case], Pixels]


def lens_state(case: Case) -> LensState:
    """Return the lens a case asks for, all else as it comes."""
    return LensState(blur_px=case.blur_px, aperture=case.aperture)


def ours(context: moderngl.Context, case: Case) -> Pixels:
    """Draw with our lens."""
    return through_lens(context, case.sharp_pixels(), case.inverse_depth(), case.focus_inverse_depth, lens_state(case))


def ours_by_matte(context: moderngl.Context, case: Case) -> Pixels:
    """Draw two planes with our lens, told that what it gets is a matte."""
    pixels, matte = case.sharp_pixels(), case.matte()
    return through_lens(context, pixels, matte, case.focus_inverse_depth, lens_state(case), MattePlanes())


def ours_matte_as_depth(context: moderngl.Context, case: Case) -> Pixels:
    """Draw two planes with our lens, the same matte taken for depth, all values between the planes included."""
    return through_lens(context, case.sharp_pixels(), case.matte(), case.focus_inverse_depth, lens_state(case))


def through_lens(
    context: moderngl.Context,
    pixels: Pixels,
    inverse_depth: Image,
    focus_inverse_depth: float,
    lens: LensState,
    matte: MattePlanes | None = None,
) -> Pixels:
    """Draw one picture with a lens of its own."""
    height, width = pixels.shape[:2]
    machine = Lens(context, (width, height))
    try:
        machine.upload_frame(pixels)
        machine.upload_depth(inverse_depth, None, matte)
        return read_rgb(machine.draw(focus_inverse_depth, lens, GradeState(), 0))
    finally:
        machine.release()


def naive(context: moderngl.Context, case: Case) -> Pixels:
    """Draw with the golden-angle gather games paste in."""
    baseline = Baseline(context, case.scene.size, NAIVE_GATHER)
    try:
        baseline.upload(case.sharp_pixels(), case.inverse_depth())
        reach_px = float(np.abs(signed_radius_px(case)).max())
        return read_rgb(baseline.draw(case.focus_inverse_depth, case.blur_px, reach_px))
    finally:
        baseline.release()


def nothing(_context: moderngl.Context, case: Case) -> Pixels:
    """Leave it as the camera gave it."""
    return case.sharp_pixels()


def blur_and_matte(_context: moderngl.Context, case: Case) -> Pixels:
    """Do as video calls do: blur it all by its median radius, lay what is in focus over by a soft matte."""
    linear = linear_from_srgb(case.sharp_pixels() / 255.0)
    radius = np.abs(signed_radius_px(case))
    soft = radius > 1.0
    if not soft.any():
        return case.sharp_pixels()
    blurred = cv2.GaussianBlur(linear, (0, 0), max(float(np.median(radius[soft])) / 2.0, 0.3))
    matte = cv2.GaussianBlur(1.0 - soft.astype(np.float32), (0, 0), 1.5)[..., None]
    return encoded(blurred + (linear - blurred) * matte)


def read_rgb(picture: moderngl.Texture) -> Pixels:
    """Read a texture back, row 0 the top, without its alpha."""
    width, height = picture.size
    data = np.frombuffer(picture.read(alignment=1), dtype=np.uint8)
    return np.ascontiguousarray(data.reshape(height, width, picture.components)[..., :3])


RIVALS: Mapping[str, Rival] = {
    "ours": ours,
    "nothing": nothing,
    "matte": blur_and_matte,
    "naive": naive,
    "by-matte": ours_by_matte,
    "matte-as-depth": ours_matte_as_depth,
}
"""The last two for scenes of `mattes` only."""
