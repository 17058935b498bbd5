"""The lens as ISF: a file that parsers take, that compiles as old GLSL, and that draws what the truth says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest

from livefocus.render.isf import isf_file
from livefocus.settings import Look, load_look, preset_names
from tests.render.isf_host import IsfHost, metadata
from tests.rig.conftest import cannot, need_program
from tests.rig.guest_runner import cache_folder
from tests.scenes.canvas import encoded, linear_from_srgb
from tests.scenes.case import Case
from tests.scenes.charts import CHARTS
from tests.scenes.judge import edge_band, judge
from tests.scenes.places import PLACES
from tests.scenes.textures import checks, stripes, two_tone
from tests.scenes.truth import truth

SIZE = (480, 270)
PARSER = "interactive-shader-format@2.9.0"
PARSE = """
const Parser = require(process.argv[1] + '/package/lib/ISFParser.js');
const files = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(files.map(text => {
    const parser = new Parser();
    parser.parse(text);
    return {valid: parser.valid, error: String(parser.error), type: parser.type, version: parser.isfVersion,
        inputs: parser.inputs, passes: parser.passes, fragment: parser.fragmentShader, vertex: parser.vertexShader};
})));
"""
INPUT_KEYS = {"NAME", "TYPE", "LABEL", "DEFAULT", "MIN", "MAX"}
NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
LATER_GLSL = re.compile(
    r"\btexelFetch\b|\btexture\s*\(|\btextureSize\b|#version|#extension|[^&]&[^&]|<<|>>|\bout\b|\\$", re.M
)


def file_of(look: Look) -> str:
    return isf_file(look, 0.025)


@pytest.fixture(scope="session")
def parser() -> Path:
    """The parser that isf.video itself uses, fetched once with npm."""
    folder = cache_folder() / "isf-parser"
    if not (folder / "package").exists():
        need_program("npm")
        part = folder / "part"
        part.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", PARSER, "--silent", "--pack-destination", str(folder)]
        packed = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if packed.returncode:
            cannot(f"npm gives no {PARSER}: {packed.stderr.strip()[-200:]}")
        with tarfile.open(folder / packed.stdout.split()[-1]) as tar:
            for member in tar.getmembers():
                if member.isfile() and ".." not in member.name:
                    (part / member.name).parent.mkdir(parents=True, exist_ok=True)
                    (part / member.name).write_bytes(tar.extractfile(member).read())  # type: ignore[union-attr]
        (part / "package").rename(folder / "package")
    return folder


def parsed(parser: Path, files: list[str]) -> list[dict[str, Any]]:
    node = shutil.which("node") or cannot("no node: run .ci/system-packages.sh")
    done = subprocess.run(
        [node, "-e", PARSE, str(parser)],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return list(json.loads(done.stdout))


@pytest.mark.rig
@pytest.mark.gl
def test_the_web_s_own_parser_takes_every_look_and_what_it_makes_compiles(parser: Path, gl: moderngl.Context) -> None:
    looks = [load_look(name) for name in preset_names("looks")]
    results = parsed(parser, [file_of(look) for look in looks])
    assert len(results) == len(looks)
    for result in results:
        assert result["valid"], result["error"]
        assert result["type"] == "filter"
        assert result["version"] == 2
        assert [each["NAME"] for each in result["inputs"]][:2] == ["inputImage", "depthImage"]
        assert len(result["passes"]) == 10
        # WebGL's language is the oldest any host has: OpenGL ES 2, which desktop GL can compile as well
        stages = {f"{stage}_shader": f"#version 100\n{result[stage]}" for stage in ("vertex", "fragment")}
        gl.program(**stages).release()


@pytest.mark.parametrize("name", preset_names("looks"))
def test_the_head_is_what_the_specification_has(name: str) -> None:
    text = file_of(load_look(name))
    head = metadata(text)
    assert set(head) == {"ISFVSN", "DESCRIPTION", "CREDIT", "CATEGORIES", "INPUTS", "PASSES"}
    assert head["ISFVSN"] == "2"
    names = [each["NAME"] for each in head["INPUTS"]] + [each["TARGET"] for each in head["PASSES"][:-1]]
    assert len(set(names)) == len(names)
    assert all(NAME.match(each) for each in names)
    for each in head["INPUTS"]:
        assert set(each) <= INPUT_KEYS
        assert each["TYPE"] in {"image", "float", "bool"}
        if each["TYPE"] == "float":
            assert each["MIN"] <= each["DEFAULT"] <= each["MAX"]
    assert head["PASSES"][-1] == {}, "the last pass draws the picture"
    for each in head["PASSES"][:-1]:
        assert set(each) == {"TARGET", "WIDTH", "HEIGHT", "FLOAT"}
    body = text[text.index("*/") + 2 :]
    assert text.isascii()
    assert not (found := LATER_GLSL.search(body)), f"not every host has {found}"
    for coordinates in re.findall(r"IMG_NORM_PIXEL\(\w+, ([^)]*)\)", body):
        assert NAME.match(coordinates), "parsers look for the first bracket"


@pytest.fixture(scope="module")
def even(_session_context: moderngl.Context) -> Iterator[IsfHost]:
    with _session_context:
        host = IsfHost(_session_context, file_of(Look(title="Even")))
        yield host
        host.release()


def drawn(host: IsfHost, case: Case, **values: float) -> np.ndarray:
    images = {"inputImage": case.sharp_pixels(), "depthImage": case.inverse_depth()}
    settings = {"focus": case.focus_inverse_depth, "blur": case.blur_px / SIZE[0], "highlights": 0.0}
    return host.draw(images, settings | values)


def cases() -> dict[str, Case]:
    wanted = ("near_bar", "halo", "cards", "street", "portrait", "table", "fence")
    scenes = [scene for scene in (*CHARTS, *PLACES) if scene.name in wanted]
    return {case.name: case for scene in scenes for case in scene.cases(SIZE)}


@pytest.mark.gl
def test_it_is_near_the_truth(gl: moderngl.Context, even: IsfHost) -> None:
    """Tolerance: 29 dB on every scene and 34 dB in the mean, at 480 × 270."""
    scores = {}
    for name, case in cases().items():
        true = encoded(truth(case))
        scores[name] = judge(drawn(even, case), true, edge_band(case)).psnr_db
        left_alone = judge(case.sharp_pixels(), true, edge_band(case)).psnr_db
        assert scores[name] > left_alone + 3.0, name
    assert min(scores.values()) > 29.0, scores
    assert np.mean(list(scores.values())) > 34.0, scores


@pytest.mark.gl
def test_what_is_in_focus_is_bit_identical(gl: moderngl.Context, even: IsfHost) -> None:
    picture = np.random.default_rng(5).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    depth = np.full(SIZE[::-1], 0.4, np.float32)
    assert np.array_equal(even.draw({"inputImage": picture, "depthImage": depth}, {"focus": 0.4}), picture)


@pytest.mark.gl
def test_depth_may_be_small_8_bit_or_turned_over(gl: moderngl.Context, even: IsfHost) -> None:
    case = next(each for name, each in cases().items() if name.startswith("halo"))
    # still as floats: llvmpipe would compile the file anew for a texture of another kind
    depth = (np.rint(case.inverse_depth() * 255) / 255).astype(np.float32)
    picture = case.sharp_pixels()
    values = {"focus": round(case.focus_inverse_depth * 255) / 255, "blur": 0.025, "highlights": 0.0}
    usual = even.draw({"inputImage": picture, "depthImage": depth}, values)
    turned = even.draw({"inputImage": picture, "depthImage": 1.0 - depth}, values | {"invertDepth": True})
    assert np.abs(turned.astype(int) - usual).max() <= 2
    small = even.draw({"inputImage": picture, "depthImage": depth[::2, ::2]}, values).astype(int)
    assert np.abs(small - usual).mean() < 3.0


@pytest.mark.gl
def test_the_opening_has_a_look_s_shape_and_is_turned_over_in_front(gl: moderngl.Context) -> None:
    picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    picture[134:137, 238:241] = 255
    look = Look.model_validate({"title": "Tall", "aperture": {"blades": 3, "rotation_deg": 90.0, "squeeze": 2.0}})
    host = IsfHost(gl, file_of(look))
    discs = {}
    for depth, name in ((0.1, "behind"), (0.9, "before")):
        images = {"inputImage": picture, "depthImage": np.full(SIZE[::-1], depth, np.float32)}
        light = host.draw(images, {"focus": 0.5, "blur": 0.12, "highlights": 0.0})[..., 1].astype(float)
        rows, columns = np.nonzero(light > 0.2 * light.max())
        discs[name] = np.ptp(rows) + 1, np.ptp(columns) + 1, rows.mean() - (rows.min() + rows.max()) / 2
    host.release()
    for high, wide, _ in discs.values():
        assert 1.1 < high / wide < 2.0, "a triangle of 1.5 by 1.73, drawn twice as high: 1.73, less what the grid blurs"
    assert discs["before"][2] * discs["behind"][2] < 0.0, "the point of the triangle is on the other side"


@pytest.mark.gl
def test_a_light_is_brighter_than_white_and_fine_patterns_are_not(gl: moderngl.Context, even: IsfHost) -> None:
    def expanded(is_white: np.ndarray) -> float:
        images = {"inputImage": two_tone(is_white, 0, 255), "depthImage": np.full(SIZE[::-1], 0.1, np.float32)}
        plain, more = (
            linear_from_srgb(even.draw(images, {"focus": 0.9, "blur": 0.05, "highlights": gain}) / 255.0).sum()
            for gain in (0.0, 0.9)
        )
        return float(more / plain)

    light = np.zeros(SIZE[::-1], np.bool_)
    light[133:137, 238:242] = True
    assert expanded(light) > 5.0
    for aslant in ((1, 0), (0, 1), (1, 1), (1, -1)):
        for period in (2, 3, 4, 8):
            assert expanded(stripes(SIZE, period, -(-period // 2), aslant, 1)) == pytest.approx(1.0, abs=0.02)
    assert expanded(checks(SIZE, 2)) == pytest.approx(1.0, abs=0.02)
