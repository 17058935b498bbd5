"""Shaders read anew while in use: a change is seen, a mistake is said once with its place, the old program goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import moderngl
import numpy as np
import pytest

from livefocus import resources
from livefocus.render.lens import Lens
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.passes.opening import PROGRAMS
from livefocus.render.reload import LOOK_EVERY_S, ShaderWatch
from livefocus.render.targets import Target
from livefocus.state import ApertureState, GradeState, LensState
from livefocus.timing import ManualClock
from tests.scenes.rivals import read_rgb

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
        self.clock.sleep_s(1.01 * LOOK_EVERY_S)  # sums of floats are a little less than they should be
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


def test_a_program_first_wanted_of_a_shader_that_is_broken_is_made_of_what_it_was(
    gl: moderngl.Context, studio: Studio
) -> None:
    """It is said with its place, once, and mended like any other; an include that is missing is no other mistake."""
    studio.save("tried.frag", SHADER.replace("paint.glsl", "missing.glsl"))
    FullScreenPass(gl, "tried.frag", {"LATE": 0}).draw(studio.target, {}, {"u_share": 1.0})
    assert studio.pixel() == (255, 0, 0)
    assert len(studio.said) == 1
    assert "missing.glsl" in studio.said[0]
    studio.save("tried.frag", SHADER)
    studio.pixel()
    studio.said.clear()
    studio.save("lib/paint.glsl", "vec3 paint(float share) { return shape; }\n")
    late = FullScreenPass(gl, "tried.frag", {"LATE": 1})
    late.draw(studio.target, {}, {"u_share": 1.0})
    assert tuple(studio.target.textures[0].read()[:3]) == (255, 0, 0)
    FullScreenPass(gl, "tried.frag", {"LATE": 2}).release()
    assert len(studio.said) == 1
    assert "lib/paint.glsl:1: " in studio.said[0].replace(os.sep, "/")
    studio.save("lib/paint.glsl", PAINT.replace("share, 0.0, 0.0", "0.0, 0.0, share"))
    assert studio.pixel() == (0, 0, 255)
    late.draw(studio.target, {}, {"u_share": 0.2})
    assert tuple(studio.target.textures[0].read()[:3]) == (0, 0, 51)
    assert studio.said[1:] == ["read anew: tried.frag"]
    late.release()


def test_a_show_with_a_broken_gather_goes_on_when_its_widest_discs_are_first_seen(
    gl: moderngl.Context, studio: Studio
) -> None:
    """Their programs are made when they are first drawn; so are those of another look."""
    size = (96, 64)
    lens = Lens(gl, size)
    lens.upload_frame(np.full((64, 96, 3), 120, np.uint8))
    lens.upload_depth(np.full((64, 96), 0.2, np.float32))
    lens.draw(0.3, LensState(blur_px=60.0), GradeState())
    studio.pixel()
    gather = studio.folder / "40_gather_far.frag"
    studio.save(gather.name, gather.read_text(encoding="utf-8").replace("void main() {", "void main() { wrong;"))
    for state in (LensState(blur_px=60.0, aperture=ApertureState(blades=5)), LensState(blur_px=400.0)):
        for _ in range(2 * PROGRAMS):
            studio.pixel()
            picture = lens.draw(0.3, state, GradeState())
        assert abs(int(read_rgb(picture)[32, 48, 0]) - 120) <= 1
    assert len([line for line in studio.said if "wrong" in line]) == 1
    lens.release()
