"""A scene as a play: what stands still, what lives, who acts, from back to front; and the stage that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.scenes.box import Box
from livefocus.render.scenes.camera import Camera, Card, Framing, Points
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.cutout import SAMPLES, Part, Pose, Sprite, paint_atlas
from livefocus.render.scenes.material import Light
from livefocus.render.scenes.stage import Kept, Layer, Stage, still_layer
from livefocus.render.scenes.studio import Studio


@dataclass(frozen=True, slots=True)
class Still:
    """What never moves: painted once."""

    paint: Callable[[Canvas], None]
    light: Light


@dataclass(frozen=True, slots=True)
class Cast:
    """Who moves: cut-outs at one distance.

    Attributes
    ----------
    z_m
        Their distance.
    light
        What they are painted in.
    parts
        What has to be painted, given the camera.
    poses
        Which of them stand where at a time, in the order they are drawn; a pure function.
    passing
        The box `(left, bottom, right, top)` in metres about each pose that holds the whole of one who is not always
        there; None for those who are. A passer-by must come before all who are always there.
    """

    z_m: float
    light: Light
    parts: Callable[[Camera], Sequence[Part]]
    poses: Callable[[float, Camera], Iterable[tuple[str, Pose]]]
    passing: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Living:
    """A surface that a shader draws anew in each picture, such as water; it is told how much of the round has passed.

    Attributes
    ----------
    card, corners
        Where it is, and its four corners there; its depth is the card's.
    light
        What it is drawn in.
    fragment
        Its shader; writes colour and inverse depth.
    values
        Uniforms of its own.
    """

    card: Card
    corners: Points
    light: Light
    fragment: str
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Play:
    """A whole scene.

    Attributes
    ----------
    name, duration_s, fps
        As in `Scene`.
    framing, eye_height_m, near_m
        What the camera sees, see `Camera`.
    subjects
        Distances by name, in metres: where a rack can rest.
    items
        From back to front; the first covers everything.
    """

    name: str
    duration_s: float
    framing: Framing
    eye_height_m: float
    near_m: float
    subjects: Mapping[str, float]
    items: Sequence[Still | Cast | Living]
    fps: float = 24.0
    exposure: float = field(default=1.0)


class PlayedScene:
    """A play on its stage (see `Scene`)."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], play: Play) -> None:
        self.name, self.fps, self.duration_s = play.name, play.fps, play.duration_s
        self.camera = play.framing.camera(size, play.eye_height_m, play.near_m)
        self.planes: Mapping[str, float] = {
            subject: self.camera.inverse_depth(z_m) for subject, z_m in play.subjects.items()
        }
        self._play = play
        self._studio = Studio(context, next(item.light for item in play.items))
        self._layers: dict[int, Layer] = {}
        self._sprites: dict[int, dict[str, Sprite]] = {}
        with self._studio.drawing():
            for index, item in enumerate(play.items):
                self._paint(index, item)
            self._stage = Stage(self._studio, self.camera)
            self._empty = self._keep_empty()

    def _paint(self, index: int, item: Still | Cast | Living) -> None:
        if isinstance(item, Living):
            return
        self._studio.light_by(item.light)
        exposure = self._play.exposure
        if isinstance(item, Still):
            canvas = Canvas(self._studio, self.camera, SAMPLES, with_depth=True)
            item.paint(canvas)
            self._layers[index] = still_layer(canvas, exposure)
        else:
            parts = item.parts(self.camera)
            self._sprites[index] = paint_atlas(self._studio, self.camera, item.z_m, parts, exposure)

    @property
    def _opening(self) -> int:
        """How many items there are before the first that moves and is always there."""
        for index, item in enumerate(self._play.items):
            if isinstance(item, Living) or (isinstance(item, Cast) and not item.passing):
                return index
        return len(self._play.items)

    def _keep_empty(self) -> Kept:
        """Keep the picture of all that stands still behind the first actor who is always there."""
        self._stage.begin(self._layers[0])
        for index in range(1, self._opening):
            if index in self._layers:
                self._stage.layer(self._layers[index])
        return self._stage.kept()

    def draw(self, time_s: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Draw the scene at a time (see `Scene.draw`)."""
        time_s %= self.duration_s
        with self._studio.drawing():
            self._stage.begin(self._empty)
            self._draw_passers_by(time_s)
            for index in range(self._opening, len(self._play.items)):
                self._draw_item(index, time_s)
            return self._stage.read()

    def _draw_item(self, index: int, time_s: float) -> None:
        item = self._play.items[index]
        if isinstance(item, Still):
            self._stage.layer(self._layers[index])
            return
        if isinstance(item, Living):
            values = {"u_round": time_s / self.duration_s, "u_exposure": self._play.exposure, **item.values}
            self._stage.surface(item.card, item.corners, item.fragment, {**item.light.uniforms(), **values})
            return
        for name, pose in item.poses(time_s, self.camera):
            self._stage.sprite(self._sprites[index][name], pose)

    def _draw_passers_by(self, time_s: float) -> None:
        """Draw anew, from the back, the boxes in which somebody passes; nobody, nothing to draw."""
        for item in self._play.items[: self._opening]:
            box = self._passing_box(item, time_s) if isinstance(item, Cast) else None
            if box is None or box.empty:
                continue
            self._stage.hold_in(box)
            for index in range(self._opening):
                self._draw_item(index, time_s)
        self._stage.hold_in(None)

    def _passing_box(self, item: Cast, time_s: float) -> Box | None:
        poses = [pose for _, pose in item.poses(time_s, self.camera)]
        if not poses or item.passing is None:
            return None
        left, bottom, right, top = item.passing
        xs = [pose.x_m for pose in poses]
        return self.camera.box(min(xs) + left, bottom, max(xs) + right, top, item.z_m)

    def release(self) -> None:
        """Give back what it holds in GL."""
        with self._studio.drawing():
            for layer in self._layers.values():
                layer.release()
            for sprites in self._sprites.values():
                next(iter(sprites.values())).atlas.release()
            self._empty.release()
            self._stage.release()
        self._studio.release()
