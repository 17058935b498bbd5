"""The café put together: still layers, the couple, the man with the suitcase."""

from __future__ import annotations

from collections.abc import Mapping

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.cafe import couple, stranger, stranger_head, street, suitcase, terrace, walk
from livefocus.render.scenes.camera import Camera, Framing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.material import Light
from livefocus.render.scenes.stage import SAMPLES, Layer, Part, Pose, Sprite, Stage, paint_atlas, still_layer
from livefocus.render.scenes.studio import Studio

NEAR_M = 2.88
EYE_HEIGHT_M = 1.32
FRAMING = Framing(z_m=couple.Z_M, height_m=1.36, bottom_m=0.40, width_m=1.94, lowest_m=-0.42)
EXPOSURE = 1.0
LIGHT = Light(
    sun_direction=(0.80, 0.55, 0.10),
    sun_colour=(1.50, 0.98, 0.54),
    lamp_direction=(-0.85, 0.15, 0.35),
    lamp_colour=(0.75, 0.38, 0.16),
    sky_colour=(0.33, 0.35, 0.52),
    ground_colour=(0.24, 0.17, 0.18),
    haze_colour=(0.80, 0.50, 0.32),
    haze_m=160.0,
)
STRANGER = (
    Part("thigh", -0.13, -0.58, 0.13, 0.14, stranger.paint_thigh),
    Part("shin", -0.12, -0.52, 0.24, 0.10, stranger.paint_shin),
    Part("coat_side", -0.30, 0.42, 0.30, 1.64, stranger.paint_side_coat),
    Part("head_side", -0.24, -0.03, 0.06, 0.29, stranger_head.paint_side_head),
    Part("arm", -0.11, -0.69, 0.11, 0.11, stranger.paint_arm),
    Part("arm_left", -0.11, -0.69, 0.11, 0.11, stranger.paint_arm),
    Part("suitcase", -0.33, -0.49, 0.33, 0.03, suitcase.paint_suitcase),
    Part("coat_front", -0.30, -0.04, 0.30, 1.64, stranger.paint_front_coat),
    Part(
        "head_calm",
        -0.12,
        -0.05,
        0.12,
        0.30,
        lambda sheet: stranger_head.paint_front_head(sheet, Expression(0.15, 0.1)),
    ),
    Part(
        "head_shock",
        -0.12,
        -0.05,
        0.12,
        0.30,
        lambda sheet: stranger_head.paint_front_head(sheet, Expression(0.9, 0.85, 0.8)),
    ),
    Part(
        "head_blink",
        -0.12,
        -0.05,
        0.12,
        0.30,
        lambda sheet: stranger_head.paint_front_head(sheet, Expression(-1.0, 0.3, 0.3)),
    ),
)


class CafeScene:
    """The café (see `Scene`)."""

    name = "cafe"
    fps = 24.0
    duration_s = couple.ROUND_S

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._camera = FRAMING.camera(size, EYE_HEIGHT_M, NEAR_M)
        self.planes: Mapping[str, float] = {
            "couple": self._camera.inverse_depth(couple.Z_M),
            "man": self._camera.inverse_depth(walk.Z_M),
            "street": self._camera.inverse_depth(street.MIDDLE_Z_M),
        }
        self._studio = Studio(context, LIGHT)
        with self._studio.drawing():
            self._paint()

    def _paint(self) -> None:
        camera = self._camera
        studio = self._studio
        self._street = self._still(street.paint)
        self._chairs = self._still(_paint_chairs)
        self._table = self._still(_paint_table)
        bottom = camera.unproject(0.0, camera.size_px[1] + 2.0, couple.Z_M)[1]
        self._couple: dict[str, Sprite] = paint_atlas(studio, camera, couple.Z_M, couple.parts(bottom), EXPOSURE)
        self._stranger: dict[str, Sprite] = paint_atlas(studio, camera, walk.Z_M, STRANGER, EXPOSURE)
        self._half_width_m = -camera.unproject(0.0, 0.0, walk.Z_M)[0]
        self._stage = Stage(studio, camera)

    def _still(self, paint: object) -> Layer:
        canvas = Canvas(self._studio, self._camera, SAMPLES, with_depth=True)
        paint(canvas)  # type: ignore[operator]
        return still_layer(canvas, EXPOSURE)

    def draw(self, time_s: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Draw the scene at a time (see `Scene.draw`)."""
        time_s %= self.duration_s
        with self._studio.drawing():
            stage = self._stage
            stage.begin(self._street)
            for part in walk.figure(time_s, self._half_width_m):
                stage.sprite(self._stranger[part.name], part.pose)
            stage.layer(self._chairs)
            for name, pose in couple.bodies(time_s):
                stage.sprite(self._couple[name], pose)
            stage.layer(self._table)
            for name, pose in couple.arms(time_s):
                stage.sprite(self._couple[name], pose)
            return stage.read()

    def release(self) -> None:
        """Give back what it holds in GL."""
        with self._studio.drawing():
            for layer in (self._street, self._chairs, self._table):
                layer.release()
            for sprites in (self._couple, self._stranger):
                next(iter(sprites.values())).atlas.release()
            self._stage.release()
        self._studio.release()


def _paint_chairs(canvas: Canvas) -> None:
    terrace.paint_chair(canvas, -0.60, 1.0)
    terrace.paint_chair(canvas, 0.63, -1.0)


def _paint_table(canvas: Canvas) -> None:
    terrace.paint_table(canvas)
    terrace.paint_on_table(canvas)


__all__ = ["CafeScene", "Camera", "Pose"]
