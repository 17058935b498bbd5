"""Every shader there is, in every variant that is used, compiled: by the driver, and by Khronos' compiler as GLSL 3.30.

The variants are not listed here: the parts that draw are made, and what they compile is taken down. A shader that
nobody compiles fails, and so does a condition of the preprocessor that is only ever true or only ever false.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest

from livefocus import resources
from livefocus.assist.views import OperatorView
from livefocus.errors import ShaderCompileError
from livefocus.frame import MattePlanes
from livefocus.render import program, quads
from livefocus.render.baselines import COPY, NAIVE_GATHER, Baseline
from livefocus.render.lens import Lens
from livefocus.render.passes.depth import DepthPlane
from livefocus.render.passes.edges import EdgePass
from livefocus.render.passes.nv12 import Nv12Pass
from livefocus.render.scenes.material import Pattern
from livefocus.render.scenes.scene import SCENES, make_scene
from livefocus.render.shrink import Shrink
from livefocus.settings import load_look, preset_names
from livefocus.state import ApertureState, GradeState, LensState
from tests.rig.conftest import cannot

pytestmark = pytest.mark.gl

SIZE = (64, 36)
ISF = "isf/lens.frag"
"""Not GLSL by itself: `test_isf` compiles what is made of it."""
DIRECTIVE = re.compile(r"^\s*#\s*(ifdef|ifndef|if|elif)\s+(.*?)\s*(?://.*)?$")
INCLUDED = re.compile(r'^\s*#include\s+"([^"]+)"', re.M)
DEFINED_HERE = re.compile(r"^\s*#define\s+(\w+)", re.M)
SHAPES = (
    ApertureState(),
    ApertureState(blades=5, curvature=0.3, squeeze=1.5, cat_eye=0.5, profile=0.5, fringing=0.05),
    ApertureState(cat_eye=0.5),
    ApertureState(profile=-0.5),
    ApertureState(fringing=0.05),
)

Variant = tuple[str, tuple[tuple[str, Any], ...]]
FOLDER = resources.shaders()


@pytest.fixture(scope="module")
def compiled(_session_context: moderngl.Context) -> Iterator[Mapping[Variant, str]]:
    """The text of every stage that was compiled, by file and defines."""
    seen: dict[Variant, str] = {}
    plain = program.load_shader

    def noted(name: str, defines: program.Defines | None = None, folder: Path | None = None) -> program.ShaderText:
        text = plain(name, defines, folder)
        seen[name, tuple(sorted((defines or {}).items()))] = text.text
        return text

    with pytest.MonkeyPatch.context() as patch, _session_context as gl:
        patch.setattr(program, "load_shader", noted)
        make_everything(gl)
        yield seen


def make_everything(gl: moderngl.Context) -> None:
    """Make all that draws, so that it compiles its shaders."""
    draw_through_lenses(gl)
    depth = DepthPlane(gl, SIZE)
    depth.upload(np.zeros((4, 4), np.float32))
    parts: list[Any] = [depth, EdgePass(gl, SIZE), OperatorView(gl, SIZE), Shrink(gl, SIZE, (32, 18))]
    parts += [Nv12Pass(gl, size) for size in (SIZE, (62, 36))]
    parts += [Baseline(gl, SIZE, fragment) for fragment in (COPY, NAIVE_GATHER)]
    parts.append(program.build_program(gl, "output/window.frag"))  # a window itself needs a screen
    parts.append(program.build_program(gl, quads.PROBE))  # tried but once in a context
    parts += [
        program.build_program(gl, "scene/paint.frag", "scene/world.vert", {"PATTERN": int(each)}) for each in Pattern
    ]
    for name in SCENES:
        scene = make_scene(gl, name, SIZE)
        for time_s in np.linspace(0.0, scene.duration_s, 5, endpoint=False):
            scene.draw(float(time_s))
        parts.append(scene)
    for part in parts:
        part.release()


def draw_through_lenses(gl: moderngl.Context) -> None:
    shapes = {*SHAPES, *(load_look(name).aperture_state() for name in preset_names("looks"))}
    for number, aperture in enumerate(sorted(shapes, key=repr)):
        lens = Lens(gl, SIZE)
        lens.upload_frame(np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
        lens.upload_depth(np.linspace(0.0, 1.0, SIZE[0] * SIZE[1], dtype=np.float32).reshape(SIZE[::-1]))
        state = LensState(blur_px=30.0, aperture=aperture, breathing_scale=1.1 if number % 2 else 1.0)
        for grain in (0.0, 3.0):
            lens.draw(0.5, state, GradeState(grain), 0)
        lens.draw(0.5, replace(state, blur_px=130.0), GradeState(), 0)  # so wide that taps lie apart, three texels even
        lens.upload_depth(np.eye(SIZE[1], SIZE[0], dtype=np.float32), None, MattePlanes())
        lens.draw(0.5, state, GradeState(), 0)
        lens.release()


def test_every_shader_is_compiled_by_somebody(compiled: Mapping[Variant, str]) -> None:
    there_are = {path.relative_to(FOLDER).as_posix() for path in (*FOLDER.rglob("*.frag"), *FOLDER.rglob("*.vert"))}
    assert there_are - {name for name, _ in compiled} == {ISF}


def test_every_library_file_is_included_by_somebody() -> None:
    files = [path for path in FOLDER.rglob("*") if path.suffix in {".frag", ".vert", ".glsl"}]
    included = {name for path in files for name in INCLUDED.findall(path.read_text(encoding="utf-8"))}
    assert {path.relative_to(FOLDER).as_posix() for path in files if path.suffix == ".glsl"} == included


def test_every_condition_is_compiled_both_ways(compiled: Mapping[Variant, str]) -> None:
    outcomes: dict[tuple[str, str], set[bool]] = {}
    for (name, defines), text in compiled.items():
        known = {**dict.fromkeys(DEFINED_HERE.findall(text), 1), **dict(defines)}
        for kind, condition in (match.groups() for match in map(DIRECTIVE.match, text.splitlines()) if match):
            outcomes.setdefault((name, f"{kind} {condition}"), set()).add(holds(kind, condition, known))
    assert outcomes
    # a condition of a library file may go one way in one shader if it goes the other way in another
    decided = {what for (_, what), found in outcomes.items() if len(found) == 2}
    one_way = [f"{name}: #{what} is always {found}" for (name, what), found in outcomes.items() if what not in decided]
    assert one_way == []


def holds(kind: str, condition: str, known: Mapping[str, Any]) -> bool:
    """Say what the preprocessor makes of a condition."""
    if kind in {"ifdef", "ifndef"}:
        return (condition in known) == (kind == "ifdef")
    text = re.sub(r"defined\s*\(\s*(\w+)\s*\)", lambda found: str(int(found.group(1) in known)), condition)
    text = re.sub(r"[A-Za-z_]\w*", lambda found: str(known.get(found.group(), 0)), text)
    return bool(eval(text.replace("&&", " and ").replace("||", " or ").replace("!", " not ").replace(" not =", "!=")))


def test_nothing_asks_for_more_than_glsl_330(compiled: Mapping[Variant, str]) -> None:
    assert program.VERSION_LINE == "#version 330 core"
    for path in FOLDER.rglob("*.*"):
        assert not re.search(r"^\s*#\s*(version|extension)", path.read_text(encoding="utf-8"), re.M), path
    assert all(text.startswith("#version 330 core\n") for text in compiled.values())


def test_khronos_own_compiler_takes_every_variant_as_glsl_330(compiled: Mapping[Variant, str], tmp_path: Path) -> None:
    judge = shutil.which("glslangValidator") or cannot("no glslangValidator: run .ci/system-packages.sh")

    def complaint(numbered: tuple[int, tuple[Variant, str]]) -> str:
        number, ((name, _), text) = numbered
        path = tmp_path / f"{number}{Path(name).suffix}"
        path.write_text(text, encoding="utf-8")
        said = subprocess.run([judge, str(path)], capture_output=True, text=True, timeout=120, check=False)
        return f"{name}: {said.stdout}" if said.returncode else ""

    with ThreadPoolExecutor(2) as pool:
        assert [said for said in pool.map(complaint, enumerate(compiled.items())) if said] == []


def test_a_mistake_in_an_include_is_named_with_its_own_file_and_line(gl: moderngl.Context, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "full_screen.vert").write_text((FOLDER / "lib" / "full_screen.vert").read_text())
    (tmp_path / "lib" / "one.glsl").write_text("float one() {\n    return 1.0 + nothing;\n}\n")
    (tmp_path / "main.frag").write_text('out vec4 o;\n#include "lib/one.glsl"\nvoid main() { o = vec4(one()); }\n')
    with pytest.raises(ShaderCompileError) as caught:
        program.build_program(gl, "main.frag", folder=tmp_path)
    assert caught.value.place.path == str(tmp_path / "lib" / "one.glsl")
    assert caught.value.place.line == 2
    (tmp_path / "lib" / "one.glsl").write_text("float one() {\n    return 1.0;\n}\n")
    (tmp_path / "main.frag").write_text('out vec4 o;\n#include "lib/one.glsl"\nvoid main() { o = one(); }\n')
    with pytest.raises(ShaderCompileError) as caught:
        program.build_program(gl, "main.frag", folder=tmp_path)
    assert caught.value.place.path == str(tmp_path / "main.frag")
    assert caught.value.place.line == 3


@pytest.mark.parametrize("branch", ["#ifdef NOT_THERE", "#ifndef NOT_THERE\n#elif 1", "#if 0\n#elif 1\n#else"])
def test_an_include_in_a_branch_that_is_skipped_moves_no_line(
    gl: moderngl.Context, tmp_path: Path, branch: str
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "full_screen.vert").write_text((FOLDER / "lib" / "full_screen.vert").read_text())
    (tmp_path / "lib" / "one.glsl").write_text("float one() {\n    return 1.0;\n}\n")
    text = f'out vec4 o;\n{branch}\n#include "lib/one.glsl"\n#endif\n\nvoid main() {{ o = nothing; }}\n'
    (tmp_path / "main.frag").write_text(text)
    with pytest.raises(ShaderCompileError) as caught:
        program.build_program(gl, "main.frag", folder=tmp_path)
    assert caught.value.place.line == text.count("\n")


def test_continued_lines_are_joined_and_errors_keep_their_line(gl: moderngl.Context, tmp_path: Path) -> None:
    text = "out vec4 o;\n#define WHITE \\\n    vec4( \\\n    1.0)\nvoid main() { o = WHITE; }\n"
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "full_screen.vert").write_text((FOLDER / "lib" / "full_screen.vert").read_text())
    (tmp_path / "main.frag").write_text(text)
    assert "\\" not in program.load_shader("main.frag", folder=tmp_path).text
    program.build_program(gl, "main.frag", folder=tmp_path).release()
    (tmp_path / "main.frag").write_text(text.replace("o = WHITE", "o = BLACK"))
    with pytest.raises(ShaderCompileError) as caught:
        program.build_program(gl, "main.frag", folder=tmp_path)
    assert caught.value.place.line == 5


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere they stay as moderngl leaves them")
def test_a_linked_program_lets_go_of_what_it_was_compiled_from(gl: moderngl.Context) -> None:
    """What is attached is kept by the driver, source and all, as long as the program is."""
    stages = [program.load_shader(name).text for name in (program.FULL_SCREEN_VERTEX, COPY)]
    assert attached_to(gl.program(vertex_shader=stages[0], fragment_shader=stages[1])) == 2
    assert attached_to(program.build_program(gl, COPY)) == 0


def attached_to(linked: moderngl.Program) -> int:
    count, names = ctypes.c_int(), (ctypes.c_uint * 8)()
    ctypes.CDLL("libGL.so.1").glGetAttachedShaders(linked.glo, 8, ctypes.byref(count), names)
    return count.value
