"""From the text behind `--sink` to a sink. The window is not made here: it makes the GL context, on the main thread."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from livefocus import plugins
from livefocus.errors import SinkError
from livefocus.output.sink import Sink

GROUP = "livefocus.sinks"
"""Entry points of other packages that offer a sink."""


def make_sink(spec: str, *, offline: bool = False) -> Sink:
    """Make the sink a user named; it is not opened.

    Parameters
    ----------
    spec
        `virtualcam`, `virtualcam:DEVICE`, `file:PATH`, `png:FOLDER`, `png:STILL.png`, `stream:URL`, `null`, or
        `NAME:TEXT` of an entry point in `livefocus.sinks`.
    offline
        Time does not matter, repeatable bytes do.

    Raises
    ------
    SinkError
        Nothing goes by that name, or it lacks what belongs behind the colon.
    PluginError
        It is another package's, and does not load.
    """
    kind, _, text = spec.partition(":")
    if kind == "virtualcam":
        from livefocus.output.virtual_camera import VirtualCameraSink  # noqa: PLC0415 - each sink loads its own library

        return VirtualCameraSink(text)
    if kind == "null":
        from livefocus.output.null import NullSink  # noqa: PLC0415

        return NullSink()
    if kind == "stream":
        from livefocus.output.stream import StreamSink  # noqa: PLC0415

        return StreamSink(text)
    if kind in ("file", "png"):
        return _file_sink(kind, text, offline)
    if kind in plugins.names(GROUP):
        return cast(Sink, plugins.load(GROUP, kind)(text))
    raise SinkError(
        f"there is no sink '{spec}'", "give virtualcam, window, file:OUT.mp4, png:FOLDER, stream:URL or null"
    )


def _file_sink(kind: str, text: str, offline: bool) -> Sink:
    if not text:
        raise SinkError(f"'{kind}:' lacks a name", f"give {'file:OUT.mp4' if kind == 'file' else 'png:FOLDER'}")
    path = Path(text).expanduser()
    if kind == "file":
        from livefocus.output.recorder import RecorderSink  # noqa: PLC0415

        return RecorderSink(path, offline=offline)
    from livefocus.output.stills import STILL_SUFFIXES, StillSink, StillsSink  # noqa: PLC0415

    return StillSink(path) if path.suffix.lower() in STILL_SUFFIXES else StillsSink(path)
