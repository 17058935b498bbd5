"""A program with a window, run by `test_window`: shows a test card and prints what happens, one JSON line each.

A process of its own, because a window's GL context must not meet the one the other tests draw with.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time

import numpy as np

from livefocus.errors import LivefocusError
from livefocus.events import CloseEvent, KeyEvent
from livefocus.output.window import Window

SIZE = (320, 180)


def say(kind: str, **facts: object) -> None:
    print(json.dumps({"kind": kind, **facts}), flush=True)


def test_card() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Corners red, green, blue, white (reading order) on grey: shows any flip, turn or swap of channels."""
    width, height = SIZE
    card = np.full((height, width, 3), 128, np.uint8)
    card[: height // 4, : width // 4] = (255, 0, 0)
    card[: height // 4, -width // 4 :] = (0, 255, 0)
    card[-height // 4 :, : width // 4] = (0, 0, 255)
    card[-height // 4 :, -width // 4 :] = 255
    return card


def main() -> None:
    window = Window(swap_interval=0)
    try:
        context = window.open(SIZE, "livefocus test")
    except LivefocusError as error:
        say("error", type=type(error).__name__, line=str(error))
        return
    texture = context.texture(SIZE, 3, test_card().tobytes(), alignment=1)
    texture.filter = (context.NEAREST, context.NEAREST)  # the window must not depend on it, nor change it
    say("open", renderer=str(context.info["GL_RENDERER"]), version=context.version_code)
    shown = None
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        window.present(texture)
        context.finish()
        for event in window.poll():
            facts = dataclasses.asdict(event)
            facts = {key: sorted(value) if isinstance(value, frozenset) else value for key, value in facts.items()}
            say(type(event).__name__, **facts)
            if isinstance(event, CloseEvent) or event == KeyEvent("escape"):
                deadline_s = 0.0
        if (window.size, window.fullscreen) != shown:
            shown = (window.size, window.fullscreen)
            window.present(texture)
            context.finish()
            say("size", size=window.size, fullscreen=window.fullscreen)
        time.sleep(0.005)
    say("end", error=context.error, filter=texture.filter == (context.NEAREST, context.NEAREST))
    texture.release()
    window.close()
    window.close()
    say("closed")


if __name__ == "__main__":
    sys.exit(main())
