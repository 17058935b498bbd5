"""The window on a real X server: what it shows, what it hears, where it goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import moderngl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.output.window import Window, letterbox
from livefocus.render.program import build_program
from livefocus.render.targets import Target
from tests.output.xvfb import Screen, missing_programs, screen, wait_until

SIDES = st.integers(1, 8000)


@given(SIDES, SIDES, SIDES, SIDES)
def test_the_letterbox_fits_touches_and_keeps_the_shape(pw: int, ph: int, ww: int, wh: int) -> None:
    x, y, width, height = letterbox((pw, ph), (ww, wh))
    assert x >= 0
    assert y >= 0
    assert x + width <= ww
    assert y + height <= wh
    assert width == ww or height == wh
    assert abs(width - height * pw / ph) <= 1 or min(width, height) == 1 or abs(height - width * ph / pw) <= 1
    assert abs((ww - width) - 2 * x) <= 1


def test_a_minimised_window_has_no_letterbox() -> None:
    assert letterbox((320, 180), (0, 0)) == (0, 0, 0, 0)


def test_a_click_on_a_high_density_screen_is_scaled() -> None:
    """macOS counts the cursor in points, the picture in pixels: here two a point, and bars left and right."""
    window = Window()
    window._glfw = SimpleNamespace(get_window_size=lambda _: (500, 100), get_framebuffer_size=lambda _: (1000, 200))
    window._shown = letterbox((320, 160), (1000, 200))
    assert window._shown == (300, 0, 400, 200)
    assert window._picture_place(200, 25) == (0.25, 0.25)
    assert window._picture_place(149, 25) is None
    assert window._picture_place(351, 25) is None


@pytest.mark.gl
@pytest.mark.parametrize("times", [1, 2, 4])
def test_a_small_window_averages_what_it_cannot_show(gl: moderngl.Context, times: int) -> None:
    """One-pixel stripes: exact at 1:1, an even grey at a half and a quarter (skipping pixels gives black or white)."""
    stripes = np.zeros((16, 16, 3), np.uint8)
    stripes[:, ::2] = 255
    texture = gl.texture((16, 16), 3, stripes.tobytes(), alignment=1)
    target = Target(gl, (16 // times, 16 // times), components=3)
    program = build_program(gl, "output/window.frag")
    program["u_footprint_px"] = (times, times)
    array = gl.vertex_array(program, [])
    target.framebuffer.use()
    texture.use(0)
    array.render(vertices=3)
    seen = np.frombuffer(target.framebuffer.read(alignment=1), np.uint8).reshape(16 // times, 16 // times, 3)
    if times == 1:
        np.testing.assert_array_equal(seen, stripes)
    else:
        assert abs(seen.astype(int) - 127.5).max() <= 1
    for part in (array, program, target, texture):
        part.release()


class Child:
    """The program with the window, and what it said so far."""

    def __init__(self, on: Screen) -> None:
        environment = {**os.environ, "DISPLAY": on.display}
        environment.pop("WAYLAND_DISPLAY", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.output.window_child"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        self.said: list[dict[str, Any]] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.said.append(json.loads(line))

    def end(self) -> int:
        """Stop it where it still runs; returns its exit status."""
        self.process.kill()
        self._listener.join(10)
        return self.process.wait(10)

    def wait_for(self, kind: str, fits: Callable[[dict[str, Any]], bool] = lambda said: True) -> dict[str, Any]:
        def found() -> list[dict[str, Any]]:
            return [said for said in list(self.said) if said["kind"] == kind and fits(said)]

        try:
            wait_until(lambda: found() or (self.process.poll() is not None and found()))
        except AssertionError:
            pytest.fail(f"never said {kind}; said {self.said}")
        return found()[-1]


@pytest.fixture
def x_screen(tmp_path: Path) -> Iterator[Screen]:
    if missing := missing_programs():
        pytest.skip(f"not installed: {', '.join(missing)}")
    with screen(tmp_path / "screen") as running:
        yield running


@pytest.fixture
def child(x_screen: Screen) -> Iterator[Child]:
    running = Child(x_screen)
    running.wait_for("size")
    x_screen.hand("search", "--sync", "--name", "livefocus test", "windowmove", "200", "100", "windowfocus", "--sync")
    yield running
    running.end()


def corner_colours(picture: np.ndarray[Any, Any], place: tuple[int, int, int, int]) -> list[tuple[int, ...]]:
    """The colours a tenth inside each corner of a place on the screen, in reading order."""
    x, y, width, height = place
    at = [(x + dx * width // 10, y + dy * height // 10) for dy in (1, 9) for dx in (1, 9)]
    return [tuple(int(channel) for channel in picture[row, column]) for column, row in at]


RGBW = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]


@pytest.mark.rig
def test_the_picture_is_upright_exact_and_letterboxed(x_screen: Screen, child: Child) -> None:
    def shown(place: tuple[int, int, int, int]) -> bool:
        return corner_colours(x_screen.picture(), place) == RGBW

    wait_until(lambda: shown((200, 100, 320, 180)))
    one_to_one = x_screen.picture()[100:280, 200:520]
    from tests.output.window_child import test_card

    np.testing.assert_array_equal(one_to_one, test_card())
    window = x_screen.hand("search", "--name", "livefocus test")
    x_screen.hand("windowsize", "--sync", window, "400", "400")
    child.wait_for("size", lambda said: said["size"] == [400, 400])
    wait_until(lambda: shown((200, 100 + (400 - 225) // 2, 400, 225)))
    bars = x_screen.picture()[100:500, 200:600]
    assert not bars[:86].any()
    assert not bars[-86:].any()


@pytest.mark.rig
def test_fullscreen_and_back(x_screen: Screen, child: Child) -> None:
    x_screen.hand("key", "F11")
    child.wait_for("size", lambda said: said["fullscreen"] and said["size"] == [1280, 800])
    wait_until(lambda: corner_colours(x_screen.picture(), (0, 40, 1280, 720)) == RGBW)
    assert not x_screen.picture()[:39].any()
    x_screen.hand("key", "F11")
    child.wait_for("size", lambda said: not said["fullscreen"] and said["size"] == [320, 180])
    wait_until(lambda: corner_colours(x_screen.picture(), (200, 100, 320, 180)) == RGBW)
    assert not [said for said in child.said if said["kind"] == "KeyEvent"], "F11 is the window's own"


@pytest.mark.rig
def test_keys_clicks_and_the_end(x_screen: Screen, child: Child) -> None:
    pressed = {
        "a": ("a", []),
        "shift+b": ("b", ["shift"]),
        "ctrl+3": ("3", ["ctrl"]),
        "bracketleft": ("[", []),
        "space": ("space", []),
        "Tab": ("tab", []),
        "F5": ("f5", []),
        "Left": ("left", []),
        "KP_7": ("7", []),
        "minus": ("-", []),
        "BackSpace": ("backspace", []),
    }
    for key, (name, modifiers) in pressed.items():
        x_screen.hand("key", key)
        found = child.wait_for(
            "KeyEvent", lambda said, name=name, held=modifiers: (said["key"], said["modifiers"]) == (name, held)
        )
        assert not found["repeat"]
    x_screen.hand("mousemove", str(200 + 80), str(100 + 135), "click", "1")
    click = child.wait_for("PointerEvent")
    assert click["x"] == pytest.approx(0.25, abs=0.005)
    assert click["y"] == pytest.approx(0.75, abs=0.005)
    assert (click["button"], click["modifiers"]) == ("left", [])
    for number, button in ((1, "left"), (2, "middle"), (3, "right")):
        x_screen.hand("keydown", "shift", "click", str(number), "keyup", "shift")
        child.wait_for(
            "PointerEvent", lambda said, name=button: (said["button"], said["modifiers"]) == (name, ["shift"])
        )
    for number, name in ((4, "wheelup"), (5, "wheeldown")):
        x_screen.hand("keydown", "ctrl", "click", str(number), "keyup", "ctrl")
        child.wait_for("KeyEvent", lambda said, name=name: (said["key"], said["modifiers"]) == (name, ["ctrl"]))
    x_screen.hand("key", "Escape")
    end = child.wait_for("end")
    assert end["error"] == "GL_NO_ERROR"
    assert end["filter"], "the texture's own filter was left alone"
    child.wait_for("closed")
    assert child.process.wait(10) == 0, "a clean end"


@pytest.mark.rig
def test_a_click_beside_the_picture_is_none(x_screen: Screen, child: Child) -> None:
    window = x_screen.hand("search", "--name", "livefocus test")
    x_screen.hand("windowsize", "--sync", window, "400", "400")
    child.wait_for("size", lambda said: said["size"] == [400, 400])
    x_screen.hand("mousemove", str(200 + 200), str(100 + 20), "click", "1")
    x_screen.hand("mousemove", str(200 + 200), str(100 + 200), "click", "1")
    click = child.wait_for("PointerEvent")
    assert (click["x"], click["y"]) == (pytest.approx(0.5, abs=0.005), pytest.approx(0.5, abs=0.005))
    assert len([said for said in child.said if said["kind"] == "PointerEvent"]) == 1


@pytest.mark.rig
def test_the_close_button_is_an_event(x_screen: Screen, child: Child) -> None:
    window = x_screen.hand("search", "--name", "livefocus test")
    x_screen.ask_to_close(int(window))
    child.wait_for("CloseEvent")
    child.wait_for("closed")


def test_no_display_is_one_line() -> None:
    nowhere = Screen("", Path())
    child = Child(nowhere)
    error = child.wait_for("error")
    assert error["type"] == "SinkError"
    assert "no display" in error["line"]
    assert "\n" not in error["line"]
    assert child.process.wait(10) == 0, "no traceback"
    child.end()
