"""`livefocus doctor`: what this machine has for a show, and what to do about what it lacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from livefocus import opencv
from livefocus.cli.common import has_display, print_json
from livefocus.errors import LivefocusError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a show may need.

    Attributes
    ----------
    part
        What it is.
    found
        Whether it is there.
    detail
        What was found, or what to do.
    needed
        False for what only some shows need.
    """

    part: str
    found: bool
    detail: str
    needed: bool = False


def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON")] = False) -> None:
    """Look for GL, cameras, virtual cameras, MIDI, OBS, models; exit status 1 where a show cannot be drawn at all."""
    findings = [_look(part, check, needed) for part, check, needed in CHECKS]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        table = Table("", "part", "", box=None, show_header=False, pad_edge=False)
        for finding in findings:
            sign = "[green]found[/]" if finding.found else ("[red]missing[/]" if finding.needed else "[yellow]none[/]")
            table.add_row(sign, finding.part, finding.detail)
        Console().print(table, soft_wrap=True)
    if any(finding.needed and not finding.found for finding in findings):
        raise typer.Exit(1)


def _look(part: str, check: Callable[[], tuple[bool, str]], needed: bool) -> Finding:
    try:
        found, detail = check()
    except LivefocusError as error:
        found, detail = False, str(error)
    return Finding(part, found, detail, needed)


def _gl() -> tuple[bool, str]:
    from livefocus.render.context import is_software, make_standalone_context, renderer_name  # noqa: PLC0415

    context = make_standalone_context()
    name = renderer_name(context)
    kind = "in software: see `livefocus bench` for how fast" if is_software(context) else "on the GPU"
    version = context.version_code
    context.release()
    return True, f"OpenGL {version // 100}.{version % 100 // 10}, {name} ({kind})"


def _opencv() -> tuple[bool, str]:
    return (True, f"OpenCV {opencv.cv2.__version__}") if opencv.available() else (False, _why_no_opencv())


def _why_no_opencv() -> str:
    try:
        return str(opencv.cv2.__version__)
    except LivefocusError as error:
        return str(error)


def _window() -> tuple[bool, str]:
    if has_display():
        return True, "there is a display"
    return False, "no display: shows go to the other sinks"


def _cameras() -> tuple[bool, str]:
    from livefocus.capture.cameras import list_cameras  # noqa: PLC0415

    found = list_cameras()
    names = ", ".join(f"{camera.index}: {camera.name}" for camera in found)
    return bool(found), names or "no camera: plug one in; clips, pictures and scene:cafe work without"


def _virtual_cameras() -> tuple[bool, str]:
    from livefocus.output.loopback import list_virtual_cameras  # noqa: PLC0415
    from livefocus.output.virtual_camera import INSTALL, platform_key  # noqa: PLC0415

    found = list_virtual_cameras()
    names = ", ".join(f"{device.device} ({device.name})" for device in found)
    return bool(found), names or INSTALL[platform_key()]


def _midi() -> tuple[bool, str]:
    from livefocus.control.midi_inputs import make_backend  # noqa: PLC0415

    names = make_backend().input_names()
    return bool(names), ", ".join(names) or "MIDI works, but no controller is plugged in"


def _obs() -> tuple[bool, str]:
    from livefocus.control.obs_link import say_hello  # noqa: PLC0415
    from livefocus.control.obs_table import DEFAULT_ADDRESS, read_password  # noqa: PLC0415

    return True, say_hello(DEFAULT_ADDRESS, read_password())


def _show() -> tuple[bool, str]:
    from livefocus.control.remote.address import DEFAULT, Address  # noqa: PLC0415
    from livefocus.control.remote.instance import running  # noqa: PLC0415

    pages = [f"http://{Address(show.host, show.port)}/" for show in running()]
    return bool(pages), ", ".join(pages) or f"`livefocus run` starts one, with its page at http://{DEFAULT}/"


def _streams() -> tuple[bool, str]:
    from livefocus.output.relay import NO_FFMPEG, find_program  # noqa: PLC0415

    program = find_program()
    return program is not None, f"UDP, RTP, TCP, RTMP; SRT {f'by {program}' if program else f'not: {NO_FFMPEG}'}"


def _models() -> tuple[bool, str]:
    from livefocus.depth.store import ModelState, ModelStore  # noqa: PLC0415

    statuses = ModelStore.default().statuses()
    damaged = [status.entry.name for status in statuses if status.state is ModelState.DAMAGED]
    present = [status.entry.name for status in statuses if status.state is ModelState.PRESENT]
    if damaged:
        return False, f"{', '.join(damaged)} is damaged: run `livefocus models verify`"
    if not present:
        return False, "none: depth is the built-in student's; better: `livefocus models download tcsmall`"
    return True, ", ".join(present)


def _student() -> tuple[bool, str]:
    try:
        from livefocus.depth.student import embedded_weights  # noqa: PLC0415
    except ImportError as error:
        return False, NO_RUNTIME.format(error)
    size = len(embedded_weights())
    return True, f"student, livefocus's own small network ({size / 1e6:.1f} MB, MIT): works with nothing downloaded"


def _runtime() -> tuple[bool, str]:
    try:
        from livefocus.depth.onnx import providers  # noqa: PLC0415
    except ImportError as error:
        return False, NO_RUNTIME.format(error)
    return True, "runs on " + ", then ".join(name.removesuffix("ExecutionProvider") for name in providers())


NO_RUNTIME = "ONNX Runtime does not load ({}): depth is a geometric stand-in; install onnxruntime again"

CHECKS: tuple[tuple[str, Callable[[], tuple[bool, str]], bool], ...] = (
    ("OpenGL", _gl, True),
    ("OpenCV", _opencv, False),
    ("window", _window, False),
    ("cameras", _cameras, False),
    ("virtual cameras", _virtual_cameras, False),
    ("streams", _streams, False),
    ("MIDI", _midi, False),
    ("OBS", _obs, False),
    ("running show", _show, False),
    ("built-in depth", _student, False),
    ("depth models", _models, False),
    ("depth runtime", _runtime, False),
)
