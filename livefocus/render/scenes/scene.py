"""What every built-in scene is, and the one place where they are found by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.errors import SourceError
from livefocus.render.scenes.play import Play, PlayedScene


class Scene(Protocol):
    """A moving picture drawn in GL with deep focus, and the true inverse depth of every pixel.

    Time is all it depends on: the same time gives the same bytes.

    Attributes
    ----------
    name
        What a user calls it: `cafe` for `scene:cafe`.
    fps
        The cadence it was made for.
    duration_s
        Its length; it loops without a seam.
    planes
        Inverse depths of its subjects by name: where a rack can rest.
    """

    name: str
    fps: float
    duration_s: float
    planes: Mapping[str, float]

    def draw(self, time_s: float) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Draw the scene at a time; any time, it wraps round.

        Returns
        -------
        pixels
            `(height, width, 3)`, RGB, sRGB, top row first; a fresh array.
        inverse_depth
            `(height, width)`, relative, nominally 0…1, larger is nearer; a fresh array.
        """
        ...

    def release(self) -> None:
        """Give back what it holds in GL."""
        ...


def _cafe() -> Play:
    from livefocus.render.scenes.cafe.scene import PLAY  # noqa: PLC0415 - a play is loaded when it is asked for

    return PLAY


def _dialogue() -> Play:
    from livefocus.render.scenes.dialogue.scene import PLAY  # noqa: PLC0415

    return PLAY


def _beach() -> Play:
    from livefocus.render.scenes.beach.scene import PLAY  # noqa: PLC0415

    return PLAY


SCENES: Mapping[str, Callable[[], Play]] = {"beach": _beach, "cafe": _cafe, "dialogue": _dialogue}


def make_scene(context: moderngl.Context, name: str, size: tuple[int, int]) -> PlayedScene:
    """Make a built-in scene ready to draw at a size.

    Parameters
    ----------
    context
        Where to draw; the scene keeps to its own targets and leaves the context's state as it found it.
    name
        One of `SCENES`.
    size
        `(width, height)` in pixels; any aspect ratio.

    Raises
    ------
    SourceError
        Where there is no such scene, or the size is empty.
    """
    if name not in SCENES:
        raise SourceError(f"there is no built-in scene '{name}'", f"take one of: {', '.join(sorted(SCENES))}")
    if min(size) < 1:
        raise SourceError(f"a scene of {size[0]}×{size[1]} pixels cannot be drawn", "ask for a size of at least 1×1")
    return PlayedScene(context, size, SCENES[name]())
