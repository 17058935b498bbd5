"""The live picture on its way to a browser, from a real show, through the real server."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import cv2
import moderngl
import numpy as np
import pytest
from websockets.sync.client import connect

from livefocus.app.live import LiveShow
from livefocus.app.preview import PREVIEWS_PER_S, PreviewOutlet
from livefocus.frame import Picture
from livefocus.render.context import is_software
from livefocus.render.shrink import fitted
from livefocus.settings import ShowSettings
from livefocus.timing import ManualClock, SystemClock

pytestmark = pytest.mark.gl


class Box:
    """Stands for the server's end."""

    def __init__(self) -> None:
        self.wanted = True
        self.pictures: list[Picture] = []

    def offer(self, picture: Picture) -> None:
        self.pictures.append(picture)


def test_a_preview_is_the_picture_made_small(gl: moderngl.Context) -> None:
    rows, columns = np.mgrid[0:540, 0:1920]
    rgba = np.stack([columns * 255 // 1919, rows * 255 // 539, 0 * rows, 0 * rows + 255], -1).astype(np.uint8)
    texture = gl.texture((1920, 540), 4, rgba.tobytes())
    box, clock = Box(), ManualClock()
    outlet = PreviewOutlet(gl, (1920, 540), clock, box)
    outlet.submit(texture, 0.0, 0)
    assert len(box.pictures) == int(is_software(gl))  # a GPU is not waited for
    outlet.submit(texture, 0.01, 1)
    (picture,) = box.pictures
    assert picture.size == (640, 180)
    wanted = cv2.resize(rgba[..., :3], (640, 180), interpolation=cv2.INTER_AREA).astype(int)
    assert np.abs(picture.rgb().astype(int) - wanted).max() <= 2
    outlet.release()
    texture.release()


def test_nothing_is_made_while_nobody_watches_and_no_more_than_can_be_used(gl: moderngl.Context) -> None:
    texture = gl.texture((64, 36), 4)
    box, clock = Box(), ManualClock()
    outlet = PreviewOutlet(gl, (64, 36), clock, box)
    box.wanted = False
    for sequence in range(60):
        outlet.submit(texture, 0.0, sequence)
        clock.sleep_s(1 / 60)
    assert box.pictures == []
    box.wanted = True
    for sequence in range(121):
        outlet.submit(texture, 0.0, sequence)
        clock.sleep_s(1 / 60)
    assert len(box.pictures) == pytest.approx(2 * PREVIEWS_PER_S, abs=2)
    outlet.release()
    texture.release()


@pytest.mark.parametrize(
    ("size", "small"),
    [((1920, 1080), (640, 360)), ((1080, 1920), (360, 640)), ((320, 180), (320, 180)), ((4000, 2), (640, 1))],
)
def test_previews_keep_the_shape(size: tuple[int, int], small: tuple[int, int]) -> None:
    assert fitted(size, 640) == small


def test_a_real_show_is_watched_and_moved_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runtime").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    settings = ShowSettings(
        source="scene:cafe", depth="scene", size=(160, 90), sinks=("null",), midi="none", remote="127.0.0.1:0"
    )
    said: list[str] = []
    show = LiveShow(replace(settings, seconds=120.0), SystemClock(), said.append)
    seen: list[object] = []

    def visit() -> None:
        try:
            url = next(line for line in said if "web page" in line).rpartition(" ")[2]
            with connect(url.replace("http", "ws") + "ws/preview") as socket:
                for _ in range(3):
                    socket.send("next")
                    jpeg = socket.recv(timeout=30)
                    assert isinstance(jpeg, bytes)
                    seen.append(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR).shape)
            body = json.dumps({"actions": ["focus 0.123", "look noir"]}).encode()
            with urllib.request.urlopen(
                urllib.request.Request(f"{url}api/actions", body, {"Content-Type": "application/json"}), timeout=30
            ) as answer:
                seen.append(answer.status)
            while True:
                with urllib.request.urlopen(f"{url}api/state", timeout=30) as answer:
                    state = json.load(answer)
                if state["target"] == 0.123 and state["facts"]["look"] == "noir":
                    break
                time.sleep(0.05)
            seen.append(state["facts"]["size"])
        finally:
            show.stop_asked = True

    visitor = threading.Thread(target=visit)

    def begin(_: LiveShow) -> None:
        if visitor.ident is None:
            visitor.start()

    show.run(begin)
    visitor.join()
    assert seen == [(90, 160, 3)] * 3 + [200, [160, 90]]
