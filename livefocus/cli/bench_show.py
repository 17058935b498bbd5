"""The whole show, timed: a clip at its own rate → depth on its thread → lens, focus on the move → NV12 → null sink."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livefocus.cli.common import notify
from livefocus.errors import SourceError
from livefocus.settings import ShowSettings
from livefocus.timing import SystemClock

if TYPE_CHECKING:
    from livefocus.app.live import LiveShow

CLIP_FPS = 30.0
"""Of the clip that is made where none is given: what a webcam sends."""
CLIP_FROM_S, CLIP_SECONDS = 4.0, 4.0
RACK_EVERY_S = 2.0
NEAR, FAR = 0.75, 0.25


def bench_show(
    source: str | None, depth: str, size: tuple[int, int], blur_px: float, seconds: float
) -> dict[str, float | int | str]:
    """Run a live show for a while and return what it came to.

    Parameters
    ----------
    source
        A clip; None to make one of the built-in scene, 30 frames a second.
    depth
        Depth engine.
    size
        `(width, height)` of the clip that is made.
    blur_px
        K.
    seconds
        How long.

    Returns
    -------
    dict
        `fps`, `depth_maps_per_s`, `depth_age_frames` (median), `dropped`, and on POSIX `peak_memory_mb`.
    """
    with tempfile.TemporaryDirectory() as folder:
        clip = source or _make_clip(Path(folder) / "clip.mp4", size)
        report = _run(clip, depth, blur_px, seconds)
    return {"clip": source or "scene:cafe", "depth": depth, "blur_px": blur_px, **report, **_peak_memory_mb()}


def _make_clip(path: Path, size: tuple[int, int]) -> str:
    """Draw the built-in scene, sharp, into a clip: in a process of its own, so that its memory is not the show's."""
    words = ["render", "scene:cafe", "--depth", "scene", "--blur-px", "0", "--size", f"{size[0]}x{size[1]}"]
    words += ["--fps", str(CLIP_FPS), "--at", str(CLIP_FROM_S), "--seconds", str(CLIP_SECONDS), "-o", str(path)]
    notify("drawing a clip to play")
    made = subprocess.run([sys.executable, "-m", "livefocus", *words], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SourceError(f"the clip to play could not be drawn ({made.stderr.strip()})")
    return str(path)


def _run(clip: str, depth: str, blur_px: float, seconds: float) -> dict[str, Any]:
    from livefocus.app.live import LiveShow  # noqa: PLC0415
    from livefocus.control.actions import Swap  # noqa: PLC0415

    settings = ShowSettings(
        source=clip,
        depth=depth,
        blur_px=blur_px,
        seconds=seconds,
        sinks=("null",),
        midi="none",
        marks=(("a", NEAR), ("b", FAR)),
    )
    clock = SystemClock()
    swapped_at_s = clock.now_s()

    def keep_racking(show: LiveShow) -> None:
        nonlocal swapped_at_s
        if clock.now_s() - swapped_at_s >= RACK_EVERY_S:
            swapped_at_s = clock.now_s()
            show.act(Swap())

    return LiveShow(settings, clock, notify).run(keep_racking).as_dict()


def _peak_memory_mb() -> dict[str, float]:
    """Return the largest resident size this process ever had, where the system tells."""
    if sys.platform == "win32":
        return {}
    import resource  # noqa: PLC0415 - POSIX only

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"peak_memory_mb": round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)}
