"""What each look does, as a picture: the built-in café, and lights at night, where the opening's shape is seen."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.app.build import LensMaker
from livefocus.opencv import cv2
from livefocus.render.lens import Lens
from livefocus.render.scenes.scene import make_scene
from livefocus.settings import Look

SCENE, SCENE_TIME_S, SUBJECT = "cafe", 7.5, "couple"
FAR, FOCUS, NEAR = 0.0, 0.62, 1.0
"""Planes of the night: lights behind, a title in focus, lights in front."""
SEED = 24

Pixels = NDArray[np.uint8]
Depth = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A picture to look at through lenses: uint8 `(height, width, 3)`, its depth, and the plane to focus on."""

    pixels: Pixels
    inverse_depth: Depth
    focus_inverse_depth: float


class LookSheet:
    """Draws looks, one after the other, of one size.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of each of the two pictures of a look.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        scene = make_scene(context, SCENE, size)
        try:
            pixels, inverse_depth = scene.draw(SCENE_TIME_S)
            self._scene = Chart(pixels, inverse_depth, scene.planes[SUBJECT])
        finally:
            scene.release()

    def draw(self, look: Look) -> Pixels:
        """Return both pictures of a look, side by side."""
        lens = Lens(self._context, self._size)
        try:
            charts = (self._scene, night(self._size, look.title))
            return np.hstack([self._through(lens, look, chart) for chart in charts])
        finally:
            lens.release()

    def _through(self, lens: Lens, look: Look, chart: Chart) -> Pixels:
        width, height = self._size
        maker = LensMaker(look, width)
        lens.upload_frame(chart.pixels)
        lens.upload_depth(chart.inverse_depth)
        drawn = lens.draw(chart.focus_inverse_depth, maker.lens(chart.focus_inverse_depth), maker.grade(), 0)
        return np.frombuffer(drawn.read(alignment=1), np.uint8).reshape(height, width, 4)[..., :3]


def night(size: tuple[int, int], title: str) -> Chart:
    """Return lights at night, behind and in front of a title that is in focus; the same every time."""
    width, height = size
    random = np.random.default_rng(SEED)
    sky = np.linspace((10, 13, 26), (30, 24, 34), height)[:, None, :]
    pixels = np.ascontiguousarray(np.broadcast_to(sky, (height, width, 3)).astype(np.uint8))
    inverse_depth = np.full((height, width), FAR, np.float32)
    colours = ((255, 214, 150), (255, 170, 90), (255, 255, 250), (255, 120, 110), (150, 210, 255))
    for _ in range(46):
        place = (int(random.uniform(0.01, 0.99) * width), int(random.uniform(0.15, 0.66) * height))
        _spot(pixels, place, colours[random.integers(len(colours))], height)
    for step in range(7):
        place = (int((0.07 + 0.143 * step) * width), int((0.76 + 0.03 * (step % 2)) * height))
        _spot(pixels, place, colours[step % len(colours)], height)
        cv2.circle(inverse_depth, place, _spot_px(height) + 2, NEAR, -1)  # its soft rim too
    _write(pixels, inverse_depth, title)
    return Chart(pixels, inverse_depth, FOCUS)


def _spot(pixels: Pixels, place: tuple[int, int], colour: tuple[int, int, int], height: int) -> None:
    cv2.circle(pixels, place, _spot_px(height), colour, -1, cv2.LINE_AA)


def _spot_px(height: int) -> int:
    return max(round(height / 180), 1)


def _write(pixels: Pixels, inverse_depth: Depth, title: str) -> None:
    """Write the look's name across the middle, on the plane of focus."""
    height, width = inverse_depth.shape
    scale, thick = height / 300, max(round(height / 200), 1)
    (text_width, text_height), _ = cv2.getTextSize(title, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    at = ((width - text_width) // 2, (height + text_height) // 2)
    ink = np.zeros((height, width), np.uint8)
    cv2.putText(ink, title, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    share = ink[..., None] / 255.0
    pixels[:] = np.rint(pixels * (1.0 - share) + 215.0 * share)
    inverse_depth[ink > 0] = FOCUS
