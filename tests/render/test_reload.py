"""Shaders read anew while in use: a change is seen, a mistake is said once with its place, the old program goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import moderngl
import pytest

from livefocus import resources
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.reload import LOOK_EVERY_S, ShaderWatch
from livefocus.render.targets import Target
from livefocus.timing import ManualClock

pytestmark = pytest.mark.gl

SHADER = """#include "lib/paint.glsl"
out vec4 o_colour;
uniform float u_share;
void main() {
    o_colour = vec4(paint(u_share), 1.0);
}
"""
PAINT = "vec3 paint(float share) { return vec3(share, 0.0, 0.0); }\n"


class Studio:
    """A folder of shaders that can be written to, a pass of it, and the watch."""

    def __init__(self, gl: moderngl.Context, folder: Path) -> None:
        self.folder = folder
        self.saves = 0
        self.save("tried.frag", SHADER)
        self.save("lib/paint.glsl", PAINT)
        self.clock = ManualClock()
        self.said: list[str] = []
        self.target = Target(gl, (1, 1))
        self.tried = FullScreenPass(gl, "tried.frag")
        self.watch = ShaderWatch(gl, self.clock, self.said.append)

    def save(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        self.saves += 1
        os.utime(path, ns=(self.saves * 10**9, self.saves * 10**9))  # whatever the file system's clock can tell apart

    def pixel(self) -> tuple[int, ...]:
        self.clock.sleep_s(LOOK_EVERY_S)
        self.watch.step()
        self.tried.draw(self.target, {}, {"u_share": 1.0})
        return tuple(self.target.textures[0].read()[:3])


@pytest.fixture
def studio(gl: moderngl.Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    folder = tmp_path / "shaders"
    shutil.copytree(resources.shaders(), folder)
    monkeypatch.setattr(resources, "shaders", lambda: folder)
    made = Studio(gl, folder)
    yield made
    made.tried.release()
    made.target.release()


def test_what_is_saved_is_seen_in_the_next_picture(studio: Studio) -> None:
    assert studio.pixel() == (255, 0, 0)
    studio.save("tried.frag", SHADER.replace("paint(u_share)", "paint(u_share).grb"))
    assert studio.pixel() == (0, 255, 0)
    assert studio.said == ["read anew: tried.frag"]


def test_an_include_counts_too(studio: Studio) -> None:
    studio.save("lib/paint.glsl", PAINT.replace("share, 0.0, 0.0", "0.0, 0.0, share"))
    assert studio.pixel() == (0, 0, 255)


def test_a_mistake_is_said_once_with_file_and_line_and_the_old_program_goes_on(studio: Studio) -> None:
    studio.save("lib/paint.glsl", "\n\nvec3 paint(float share) { return shape; }\n")
    for _ in range(3):
        assert studio.pixel() == (255, 0, 0)
    assert len(studio.said) == 1
    assert f"{studio.folder}/lib/paint.glsl:3: " in studio.said[0].replace(os.sep, "/")
    assert "shape" in studio.said[0]
    studio.save("lib/paint.glsl", PAINT.replace("share, 0.0", "0.0, share"))
    assert studio.pixel() == (0, 255, 0)
    assert studio.said[1:] == ["read anew: tried.frag"]


def test_a_mistake_in_a_file_that_is_newly_included_can_be_mended_there(studio: Studio) -> None:
    studio.save("lib/new.glsl", "vec3 paint(float share) { return wrong; }\n")
    studio.save("tried.frag", SHADER.replace("lib/paint.glsl", "lib/new.glsl"))
    assert studio.pixel() == (255, 0, 0)
    studio.save("lib/new.glsl", PAINT.replace("share, 0.0, 0.0", "share, share, 0.0"))
    assert studio.pixel() == (255, 255, 0)


def test_a_file_an_editor_is_just_replacing_is_waited_for(studio: Studio) -> None:
    (studio.folder / "tried.frag").unlink()
    assert studio.pixel() == (255, 0, 0)
    assert studio.said == []
    studio.save("tried.frag", SHADER.replace("paint(u_share)", "paint(u_share).bbr"))
    assert studio.pixel() == (0, 0, 255)


def test_a_pass_made_later_is_watched_and_one_released_is_not(gl: moderngl.Context, studio: Studio) -> None:
    studio.save("second.frag", SHADER)
    second = FullScreenPass(gl, "second.frag")
    studio.pixel()
    studio.save("second.frag", SHADER.replace("u_share)", "u_share * 0.2)"))
    studio.pixel()
    assert studio.said == ["read anew: second.frag"]
    second.release()
    studio.pixel()
    studio.save("second.frag", "nothing")
    studio.pixel()
    assert studio.said == ["read anew: second.frag"]
