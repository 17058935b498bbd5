"""From the text behind `--source` to a source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from livefocus import plugins
from livefocus.capture import image
from livefocus.capture.camera import CameraSource, CameraWish
from livefocus.capture.source import Source
from livefocus.capture.video import VideoSource
from livefocus.errors import SourceError

GROUP = "livefocus.sources"
"""Entry points of other packages that offer a source."""


def make_source(
    spec: str,
    *,
    size: tuple[int, int] | None = None,
    fps: float | None = None,
    fourcc: str | None = None,
    make_scene: Callable[[str], Source] | None = None,
    offline: bool = False,
) -> Source:
    """Make the source a user named; it is not opened.

    Parameters
    ----------
    spec
        `camera`, `camera:INDEX`, `camera:NAME`, `camera:/dev/video2`, `scene:NAME`, a path to a clip or a picture, or
        `NAME:TEXT` of an entry point in `livefocus.sources`.
    size, fps, fourcc
        What to ask a camera for.
    make_scene
        Makes a built-in scene by name; they are drawn, so they live in `render`.
    offline
        Nothing may be left out: a damaged clip is an error.

    Raises
    ------
    SourceError
        Nothing goes by that name.
    PluginError
        It is another package's, and does not load.
    """
    kind, _, text = spec.partition(":")
    if kind == "camera":
        return CameraSource(text, CameraWish(size, fps, fourcc))
    if kind == "scene" and make_scene is not None:
        return make_scene(text or "cafe")
    if kind in plugins.names(GROUP):
        return cast(Source, plugins.load(GROUP, kind)(text))
    return _file_source(spec, offline)


def _file_source(spec: str, offline: bool) -> Source:
    path = Path(spec).expanduser()
    if path.is_dir():
        raise SourceError(f"{spec} is a folder", "give a clip or a picture")
    if not path.exists():
        raise SourceError(
            f"there is no source '{spec}'", "give camera, camera:NAME, scene:cafe, or the path of a clip or picture"
        )
    if path.suffix.lower() in image.SUFFIXES:
        return image.ImageSource(path)
    return VideoSource(path, strict=offline)
