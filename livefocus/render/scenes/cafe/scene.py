"""The café put together: what is in it, who is in it, in what light, from back to front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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
from livefocus.render.scenes.cutout import Part, Pose
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.material import Light
from livefocus.render.scenes.play import Cast, Play, Still
from livefocus.render.scenes.sheet import Sheet

STREET_LIGHT = Light(
    sun_direction=(0.80, 0.55, 0.10),
    sun_colour=(1.22, 0.80, 0.46),
    lamp_direction=(-0.85, 0.15, 0.35),
    lamp_colour=(0.62, 0.31, 0.13),
    sky_colour=(0.19, 0.225, 0.43),
    ground_colour=(0.20, 0.14, 0.15),
    haze_colour=(0.62, 0.36, 0.25),
    haze_m=150.0,
)
TABLE_LIGHT = replace(STREET_LIGHT, sky_colour=(0.35, 0.36, 0.50), ground_colour=(0.26, 0.18, 0.18))
"""The light at the couple's table: as in the street, and a little of the café's."""
MOODS = {
    "head_calm": Expression(wide=0.15, brows=0.1),
    "head_shock": Expression(wide=0.9, brows=0.85, jaw=0.8),
    "head_blink": Expression(wide=-1.0, brows=0.3, jaw=0.3),
}


def _stranger_head(name: str) -> Part:
    def paint(sheet: Sheet) -> None:
        stranger_head.paint_front_head(sheet, MOODS[name])

    return Part(name, -0.12, -0.05, 0.12, 0.30, paint)


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
    *(_stranger_head(name) for name in MOODS),
)


def _body_parts(camera: Camera) -> list[Part]:
    return couple.body_parts(camera.unproject(0.0, camera.size_px[1] + 2.0, couple.Z_M)[1])


def _stranger_poses(time_s: float, camera: Camera) -> Iterator[tuple[str, Pose]]:
    half_width_m = -camera.unproject(0.0, 0.0, walk.Z_M)[0]
    for placed in walk.figure(time_s, half_width_m):
        yield placed.name, placed.pose


def _paint_near(canvas: Canvas) -> None:
    street_things.paint_near(canvas)
    terrace.paint_chair(canvas, -0.60, 1.0)
    terrace.paint_chair(canvas, 0.63, -1.0)


def _paint_table(canvas: Canvas) -> None:
    terrace.paint_table(canvas)
    terrace.paint_on_table(canvas)
    foreground.paint(canvas)


PLAY = Play(
    name="cafe",
    duration_s=couple.ROUND_S,
    framing=Framing(z_m=couple.Z_M, height_m=1.36, bottom_m=0.40, width_m=1.94, lowest_m=-0.42),
    eye_height_m=1.32,
    near_m=2.88,
    subjects={"couple": couple.Z_M, "man": walk.Z_M, "street": street.MIDDLE_Z_M},
    items=(
        Still(street.paint, STREET_LIGHT),
        Cast(walk.Z_M, TABLE_LIGHT, lambda _: STRANGER, _stranger_poses, passing=(-0.75, -0.15, 0.75, 1.95)),
        Still(_paint_near, TABLE_LIGHT),
        Cast(couple.Z_M, TABLE_LIGHT, _body_parts, lambda time_s, _: couple.bodies(time_s)),
        Still(_paint_table, TABLE_LIGHT),
        Cast(couple.Z_M, TABLE_LIGHT, lambda _: couple.arm_parts(), lambda time_s, _: couple.arms(time_s)),
    ),
)
