"""The parts of a show, made from its settings. Nothing is started here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import moderngl

from livefocus.capture.factory import make_source
from livefocus.capture.scene import SceneSource
from livefocus.capture.source import Source, SourceInfo
from livefocus.control.desk import Desk
from livefocus.control.desk_settings import DeskSettings
from livefocus.control.pull_file import read_recording
from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.factory import make_estimator
from livefocus.depth.store import ModelStore
from livefocus.focus.cue_file import load_cues
from livefocus.focus.moves import DEFAULT_MOVE, load_moves
from livefocus.optics.thin_lens import ThinLens, relative_blur_px
from livefocus.render.context import make_standalone_context
from livefocus.render.scenes.scene import Scene, make_scene
from livefocus.settings import Look, ShowSettings
from livefocus.state import GradeState, LensState

SCENE_SIZE = (1280, 720)
"""Size of a built-in scene where none is asked for."""
WIDEST_OF_WIDTH = 0.25
"""No disc has a radius beyond this part of the picture's width, whatever K is asked for."""
STILL_FPS = 30.0
"""Pictures a second where the source has no rate of its own."""


@dataclass(slots=True, eq=False)
class OpenSource:
    """A source that is open, on the thread that opened it.

    Attributes
    ----------
    source, info
        What it is.
    planes
        Inverse depths of its subjects by name, where it knows them.
    has_depth
        Whether its frames carry their own inverse depth.
    """

    source: Source
    info: SourceInfo
    planes: Mapping[str, float] = field(default_factory=dict)
    has_depth: bool = False

    @property
    def fps(self) -> float:
        """Pictures a second to draw for it."""
        return self.info.fps if self.info.fps > 0 else STILL_FPS


def open_source(settings: ShowSettings, *, live: bool, context: moderngl.Context | None = None) -> OpenSource:
    """Make and open the source, on the thread that will read it.

    Parameters
    ----------
    settings
        What was asked for.
    live
        True: what is damaged is left out. False: that is an error.
    context
        Where a built-in scene is drawn; None to make a context of its own on this thread.

    Raises
    ------
    SourceError
        It cannot be opened.
    """
    scenes: list[Scene] = []

    def scene_source(name: str) -> Source:
        scene = make_scene(context or make_standalone_context(), name, settings.size or SCENE_SIZE)
        scenes.append(scene)
        fps = settings.fps or scene.fps
        return SceneSource(f"scene:{name}", settings.size or SCENE_SIZE, fps, scene.duration_s, scene.draw)

    make = partial(make_source, size=settings.size, fps=settings.fps, fourcc=settings.fourcc, offline=not live)
    source = make(settings.source, make_scene=scene_source)
    info = source.open()
    return OpenSource(source, info, dict(scenes[0].planes) if scenes else {}, has_depth=info.has_depth)


def open_estimator(
    settings: ShowSettings, opened: OpenSource, *, live: bool, notify: Callable[[str], None]
) -> DepthEstimator:
    """Make and open the depth engine; says once what a stand-in stands in for.

    Raises
    ------
    DepthError, ModelError
        It cannot be had.
    """
    estimator = make_estimator(
        settings.depth,
        source_has_depth=opened.has_depth,
        store=ModelStore.default(),
        live=live,
        frame_count=opened.info.frame_count,
        report=notify,
    )
    estimator.open()
    if estimator.notice:
        notify(estimator.notice)
    return estimator


def make_desk(settings: ShowSettings, planes: Mapping[str, float]) -> Desk:
    """Make the desk: the cue list's start and marks, else the command line's, else the subjects the source names.

    Planes outside 0…1 (a sidecar in units of its own) move the end stops out with them.

    Raises
    ------
    SettingsError
        There is no such move or cue list, or it is wrong.
    """
    moves = load_moves()
    marks = dict(zip("abcdefgh", planes.values(), strict=False)) | dict(settings.marks)
    start = settings.focus if settings.focus is not None else marks.get("a", 0.5)
    known = [start, *marks.values()]
    desk_settings = DeskSettings(
        inverse_depth=start,
        near=max(1.0, *known),
        far=min(0.0, *known),
        move=settings.move or DEFAULT_MOVE,
    )
    cues = load_cues(settings.cues, planes, moves) if settings.cues else None
    desk = Desk(desk_settings, planes, moves, cues)
    for letter, plane in marks.items():
        if desk.marks.get(letter) is None or letter in dict(settings.marks):
            desk.marks.set(letter, plane)
    if settings.replay is not None:
        desk.puller.play(read_recording(settings.replay, desk_settings.far, desk_settings.near))
    return desk


@dataclass(frozen=True, slots=True)
class LensMaker:
    """What the renderer reads, made anew at each tick from the look and what the hand did to it.

    Attributes
    ----------
    look
        The look in use.
    width_px
        Width of the output picture.
    blur_px
        K in place of the look's, or None.
    """

    look: Look
    width_px: int
    blur_px: float | None = None

    def lens(self, focus_inverse_depth: float, blur_factor: float = 1.0) -> LensState:
        """Return the lens at this plane of focus; `blur_factor` is what the hand made of the aperture."""
        thin, focus_per_m = self._thin_lens(focus_inverse_depth)
        scale = 1.0 + self.look.lens.breathing * (thin.breathing_scale(focus_per_m) - 1.0)
        if self.blur_px is None:
            blur_px = relative_blur_px(thin.blur_px(self.width_px, focus_per_m), self.look.lens.depth_scale_per_m)
            return self.look.lens_state(blur_px * blur_factor, self.width_px, scale)
        state = self.look.lens_state(self.blur_px * blur_factor, self.width_px, scale)
        widest_px = max(state.max_coc_radius_px, min(self.blur_px, WIDEST_OF_WIDTH * self.width_px))
        return replace(state, max_coc_radius_px=widest_px)  # a K asked for in so many words is not cut short

    def grade(self) -> GradeState:
        """Return the finish."""
        return self.look.grade_state()

    def _thin_lens(self, focus_inverse_depth: float) -> tuple[ThinLens, float]:
        """Return the look's lens, and the plane of focus in inverse metres, as near as the lens can go."""
        lens = self.look.lens
        thin = ThinLens(lens.focal_length_mm / 1000.0, lens.f_number, lens.sensor_width_mm / 1000.0)
        return thin, min(max(focus_inverse_depth, 0.0) * lens.depth_scale_per_m, 0.9 / thin.focal_length_m)
