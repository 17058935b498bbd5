"""`livefocus run`: the live show."""

from __future__ import annotations

import signal
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from livefocus.cli.common import console, notify, parse_depth_sync, parse_marks, parse_size, print_json
from livefocus.control.remote.address import DEFAULT
from livefocus.settings import AUTO_QUALITY, DEFAULT_LOOK, LATEST, ShowSettings
from livefocus.state import Quality
from livefocus.timing import SystemClock

if TYPE_CHECKING:
    from livefocus.app.live import LiveShow
    from livefocus.app.meters import Report

STATS_EVERY_S = 1.0
OBS_HERE = "127.0.0.1"

EPILOG = """
**Examples**

`livefocus run` – the first camera, in a window

`livefocus run --source camera:1 --size 1280x720 --sink virtualcam --sink window` – into OBS, with a monitor

`livefocus run --source talk.mp4 --depth tcsmall --sink file:out.mp4 --no-loop` – a clip as if it were live

`livefocus run --source scene:cafe --mark a=0.72 --mark b=0.3 --move suspense` – the built-in café; tab racks
"""


class LiveQuality(Enum):
    """What `--quality` may be in a live show."""

    AUTO = AUTO_QUALITY
    DRAFT = Quality.DRAFT.value
    NORMAL = Quality.NORMAL.value
    FINE = Quality.FINE.value


def run(
    source: Annotated[
        str, typer.Option("--source", "-s", help="camera[:INDEX|NAME|PATH], a clip, a picture, scene:cafe")
    ] = "camera",
    sink: Annotated[
        list[str] | None,
        typer.Option(
            "--sink",
            "-o",
            help="window, virtualcam[:DEVICE], file:OUT.mp4, png:FOLDER, stream:URL, ndi, null; repeatable",
        ),
    ] = None,
    depth: Annotated[
        str,
        typer.Option("--depth", "-d", help="auto, tcsmall, scene, sidecar:PATH, matte:PATH, constant:Q, gradient, …"),
    ] = "auto",
    depth_sync: Annotated[
        str,
        typer.Option(help="latest: draw at once, with the newest depth; match: wait for depth of the same moment"),
    ] = LATEST,
    size: Annotated[str | None, typer.Option(help="WIDTHxHEIGHT asked of a camera or scene")] = None,
    fps: Annotated[float | None, typer.Option(help="Frames a second asked of a camera", min=1, max=240)] = None,
    fourcc: Annotated[str | None, typer.Option(help="Camera's pixel format, such as MJPG or YUYV")] = None,
    loop: Annotated[bool, typer.Option("--loop/--no-loop", help="Start a clip again at its end")] = True,
    look: Annotated[str, typer.Option(help="Look preset, or a .toml file")] = DEFAULT_LOOK,
    blur_px: Annotated[
        float | None, typer.Option(help="K: CoC radius in output pixels per unit of inverse depth", min=0)
    ] = None,
    focus: Annotated[float | None, typer.Option(help="Plane to start on, in inverse depth")] = None,
    mark: Annotated[list[str] | None, typer.Option(help="LETTER=PLANE, such as a=0.7; repeatable")] = None,
    move: Annotated[str | None, typer.Option(help="How racks are pulled: see `livefocus presets`")] = None,
    cues: Annotated[str | None, typer.Option(help="Cue list: a preset's name or a .toml file")] = None,
    midi: Annotated[
        str | None,
        typer.Option(help="Parts of ports' names, raw:DEVICE, virtual (a port of our own), none; else the first port"),
    ] = None,
    midi_map: Annotated[str | None, typer.Option(help="MIDI binding table: a preset's name or a .toml file")] = None,
    midi_backend: Annotated[str | None, typer.Option(help="alsa, jack, coremidi, winmm in place of the usual")] = None,
    remote: Annotated[
        str, typer.Option(help="Web page and local API: [HOST:]PORT, none; beyond this machine browsers must be paired")
    ] = DEFAULT,
    osc: Annotated[
        str, typer.Option(help="OSC: [HOST:]PORT, none; beyond this machine everybody on the network can move focus")
    ] = "none",
    osc_to: Annotated[
        list[str] | None, typer.Option(help="HOST:PORT that is told over OSC how the show stands; repeatable")
    ] = None,
    obs: Annotated[bool, typer.Option("--obs", help="Go with OBS's scenes, and they with the cues")] = False,
    obs_at: Annotated[
        str | None, typer.Option(help="OBS on another machine or port: HOST[:PORT]; the password is never given here")
    ] = None,
    obs_map: Annotated[Path | None, typer.Option(help="Table of OBS's scenes (.toml) laid over the usual one")] = None,
    keys: Annotated[str | None, typer.Option(help="Key table (.toml) laid over the usual one")] = None,
    fullscreen: Annotated[bool, typer.Option(help="Cover the monitor from the start (F11 goes back)")] = False,
    vsync: Annotated[bool, typer.Option(help="Wait for the screen's refresh: no tearing on a projector")] = False,
    seconds: Annotated[float | None, typer.Option(help="Stop after this long", min=0)] = None,
    trace: Annotated[Path | None, typer.Option(help="Write the pull down: .csv, or .mid to play again")] = None,
    replay: Annotated[Path | None, typer.Option(help="Play a pull again that --trace wrote")] = None,
    stats: Annotated[bool, typer.Option(help="Print rates, depth age, drops and the GPU's time every second")] = False,
    quality: Annotated[
        LiveQuality, typer.Option(help="Work a picture; auto: the lens gives way before the rate of pictures does")
    ] = LiveQuality.AUTO,
    reload_shaders: Annotated[bool, typer.Option(help="For who writes shaders: read them anew when saved")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the show came to as JSON")] = False,
) -> None:
    """Run a live show: source → depth → lens → sinks, with focus under your hand."""
    settings = ShowSettings(
        source=source,
        size=parse_size(size),
        fps=fps,
        fourcc=fourcc,
        loop=loop,
        depth=depth,
        depth_sync=parse_depth_sync(depth_sync),
        sinks=tuple(sink or ("window",)),
        look=look,
        blur_px=blur_px,
        focus=focus,
        marks=parse_marks(mark or []),
        move=move,
        cues=cues,
        midi=midi,
        midi_map=midi_map,
        midi_backend=midi_backend,
        remote=remote,
        osc=osc,
        osc_to=tuple(osc_to or ()),
        obs=obs_at or (OBS_HERE if obs or obs_map else None),
        obs_map=obs_map,
        keys=keys,
        fullscreen=fullscreen,
        vsync=vsync,
        seconds=seconds,
        trace=trace,
        replay=replay,
        quality=quality.value,
        time_gpu=stats,
        reload_shaders=reload_shaders,
    )
    report = run_show(settings, stats=stats)
    if as_json:
        print_json(report.as_dict())


def run_show(settings: ShowSettings, *, stats: bool = False) -> Report:
    """Run a live show until it ends or SIGINT or SIGTERM asks it to; returns what it came to."""
    from livefocus.app.live import LiveShow  # noqa: PLC0415 - brings GL and every room with it

    show = LiveShow(settings, SystemClock(), notify)

    def ask_to_stop(_number: int, _frame: object) -> None:
        show.stop_asked = True

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return show.run(_stats_printer() if stats else None)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stats_printer() -> Callable[[LiveShow], None]:
    clock = SystemClock()
    printed_at_s = clock.now_s()

    def each_tick(show: LiveShow) -> None:
        nonlocal printed_at_s
        now_s = clock.now_s()
        if now_s - printed_at_s >= STATS_EVERY_S:
            printed_at_s = now_s
            line = show.meters.line(show.maps_made, show.dropped, now_s)
            console.print(", ".join(filter(None, (line, show.gpu_line))), markup=False, soft_wrap=True)

    return each_tick
