"""What the remote costs: a preview on all threads together, and what a launcher waits for. Run with `-s` to read it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import moderngl
import numpy as np
import pytest

from livefocus.app.preview import PREVIEWS_PER_S, PreviewOutlet
from livefocus.control.remote.preview import jpeg_of
from livefocus.frame import Picture
from livefocus.timing import ManualClock
from tests.control.remote.stage import Stage

pytestmark = pytest.mark.bench

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "man.jpg"
ROUNDS = 30


class Box:
    """Takes previews, as the server does."""

    wanted = True
    picture: Picture

    def offer(self, picture: Picture) -> None:
        self.picture = picture


@pytest.mark.gl
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_what_a_preview_costs(gl: moderngl.Context, size: tuple[int, int]) -> None:
    rgba = cv2.cvtColor(cv2.resize(cv2.imread(str(PICTURE)), size), cv2.COLOR_BGR2RGBA)
    texture = gl.texture(size, 4, np.ascontiguousarray(rgba).tobytes())
    box, clock = Box(), ManualClock()
    outlet = PreviewOutlet(gl, size, clock, box)

    def draw() -> None:
        outlet.submit(texture, 0.0, 0)
        clock.sleep_s(1.1 / PREVIEWS_PER_S)
        gl.finish()

    draw()
    draw()
    drawn_ms, main_ms = cost_ms(draw)
    jpeg_ms, _ = cost_ms(lambda: jpeg_of(box.picture))
    share = (drawn_ms + jpeg_ms) * PREVIEWS_PER_S / 10.0
    print(
        f"\npreview of {size[0]}x{size[1]}: shrink and read-back {drawn_ms:.1f} ms on all threads"
        f" ({main_ms:.1f} ms on the main one), JPEG {jpeg_ms:.1f} ms, {len(jpeg_of(box.picture))} bytes:"
        f" {share:.1f} % of a core at {PREVIEWS_PER_S:.0f} a second"
    )
    outlet.release()
    texture.release()


def test_what_a_launcher_waits_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runtime").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    commands = {
        "python -c pass": ("-c", "pass"),
        "livefocus send swap": ("-m", "livefocus", "send", "swap"),
        "livefocus presets": ("-m", "livefocus", "presets"),
    }
    took_ms: dict[str, list[float]] = {name: [] for name in commands}
    stage = Stage()
    try:
        for _ in range(5):  # by turns, so that what else the machine does weighs on all alike
            for name, words in commands.items():
                began_s = time.perf_counter()
                subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
                took_ms[name].append(1000.0 * (time.perf_counter() - began_s))
    finally:
        stage.close()
    for name, times_ms in took_ms.items():
        print(f"\n{name}: median {statistics.median(times_ms):.0f} ms, best {min(times_ms):.0f} ms", end="")


def cost_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Return what one call costs: CPU time of the whole process, and of this thread."""
    process_s, thread_s = time.process_time(), time.thread_time()
    for _ in range(ROUNDS):
        work()
    return (
        1000.0 * (time.process_time() - process_s) / ROUNDS,
        1000.0 * (time.thread_time() - thread_s) / ROUNDS,
    )
