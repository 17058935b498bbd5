"""The café put together: still layers, the couple, the man with the suitcase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.cafe import (
    couple,
    foreground,
    stranger,
    stranger_head,
    street,
    street_things,
    suitcase,
    terrace,
    walk,
)
from livefocus.render.scenes.camera import Camera, Framing
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.cutout import SAMPLES, Part, Pose, Sprite, paint_atlas
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.material import Light
from livefocus.render.scenes.stage import Layer, Stage, still_layer
from livefocus.render.scenes.studio import Studio

NEAR_M = 2.88
EYE_HEIGHT_M = 1.32
FRAMING = Framing(z_m=couple.Z_M, height_m=1.36, bottom_m=0.40, width_m=1.94, lowest_m=-0.42)
EXPOSURE = 1.0
STREET_LIGHT = Light(
    sun_direction=(0.80, 0.55, 0.10),
    sun_colour=(1.22, 0.80, 0.46),
    lamp_direction=(-0.85, 0.15, 0.35),
    lamp_colour=(0.62, 0.31, 0.13),
    sky_colour=(0.24, 0.26, 0.43),
    ground_colour=(0.20, 0.14, 0.15),
    haze_colour=(0.74, 0.43, 0.26),
    haze_m=150.0,
)
TABLE_LIGHT = replace(STREET_LIGHT, sky_colour=(0.35, 0.36, 0.50), ground_colour=(0.26, 0.18, 0.18))
"""The light at the couple's table: as in the street, and a little of the café's."""
STRANGER = (
    Part("shadow", -0.60, -0.09, 0.60, 0.09, stranger.paint_shadow),
    Part("thigh", -0.13, -0.58, 0.13, 0.14, stranger.paint_thigh),
    Part("shin", -0.12, -0.52, 0.24, 0.10, stranger.paint_shin),
    Part("coat_side", -0.30, 0.42, 0.30, 1.64, stranger.paint_side_coat),
    Part("head_side", -0.24, -0.03, 0.06, 0.29, stranger_head.paint_side_head),
    Part("arm", -0.11, -0.72, 0.11, 0.11, stranger.paint_arm),
    Part("arm_left", -0.11, -0.72, 0.11, 0.11, stranger.paint_front_arm),
    Part("arm_right", -0.11, -0.72, 0.11, 0.11, lambda sheet: stranger.paint_front_arm(sheet.mirrored())),
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
        self.camera = FRAMING.camera(size, EYE_HEIGHT_M, NEAR_M)
        self.planes: Mapping[str, float] = {
            "couple": self.camera.inverse_depth(couple.Z_M),
            "man": self.camera.inverse_depth(walk.Z_M),
            "street": self.camera.inverse_depth(street.MIDDLE_Z_M),
        }
        self._studio = Studio(context, STREET_LIGHT)
        with self._studio.drawing():
            self._paint()

    def _paint(self) -> None:
        camera = self.camera
        studio = self._studio
        self._street = self._still(street.paint)
        studio.light_by(TABLE_LIGHT)
        self._near = self._still(_paint_near)
        self._table = self._still(_paint_table)
        bottom = camera.unproject(0.0, camera.size_px[1] + 2.0, couple.Z_M)[1]
        self._couple: dict[str, Sprite] = paint_atlas(studio, camera, couple.Z_M, couple.parts(bottom), EXPOSURE)
        self._stranger: dict[str, Sprite] = paint_atlas(studio, camera, walk.Z_M, STRANGER, EXPOSURE)
        self._half_width_m = -camera.unproject(0.0, 0.0, walk.Z_M)[0]
        self._stage = Stage(studio, camera)
        self._stage.begin(self._street)
        self._stage.layer(self._near)
        self._empty_street = self._stage.kept()

    def _still(self, paint: Callable[[Canvas], None]) -> Layer:
        canvas = Canvas(self._studio, self.camera, SAMPLES, with_depth=True)
        paint(canvas)
        return still_layer(canvas, EXPOSURE)

    def draw(self, time_s: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Draw the scene at a time (see `Scene.draw`)."""
        time_s %= self.duration_s
        with self._studio.drawing():
            stage = self._stage
            stage.begin(self._empty_street)
            self._draw_stranger(time_s)
            for name, pose in couple.bodies(time_s):
                stage.sprite(self._couple[name], pose)
            stage.layer(self._table)
            for name, pose in couple.arms(time_s):
                stage.sprite(self._couple[name], pose)
            return stage.read()

    def _draw_stranger(self, time_s: float) -> None:
        """Put the man into the street, behind what stands nearer; only his box is drawn anew."""
        parts = walk.figure(time_s, self._half_width_m)
        if not parts:
            return
        stage, places = self._stage, [part.pose.x_m for part in parts]
        stage.hold_in(self.camera.box(min(places) - 0.75, -0.15, max(places) + 0.75, 1.95, walk.Z_M))
        stage.layer(self._street)
        for part in parts:
            stage.sprite(self._stranger[part.name], part.pose)
        stage.layer(self._near)
        stage.hold_in(None)

    def release(self) -> None:
        """Give back what it holds in GL."""
        with self._studio.drawing():
            for layer in (self._street, self._near, self._empty_street, self._table):
                layer.release()
            for sprites in (self._couple, self._stranger):
                next(iter(sprites.values())).atlas.release()
            self._stage.release()
        self._studio.release()


def _paint_near(canvas: Canvas) -> None:
    street_things.paint_near(canvas)
    terrace.paint_chair(canvas, -0.60, 1.0)
    terrace.paint_chair(canvas, 0.63, -1.0)


def _paint_table(canvas: Canvas) -> None:
    terrace.paint_table(canvas)
    terrace.paint_on_table(canvas)
    foreground.paint(canvas)


__all__ = ["CafeScene", "Camera", "Pose"]
