"""Shaders from files: includes, injected constants, and compile errors that name the real file and line.

`#include "lib/name.glsl"` is relative to `shaders/`, each file once a program. `#line` keeps every line at its own
place: each file's lines count from a number of its own, which is turned back into file and line in an error. (GLSL's
source-string number is meant for that, but Mesa says 0 for most errors, whatever it was told.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from weakref import WeakValueDictionary

import moderngl

from livefocus import resources
from livefocus.errors import ShaderCompileError, SourceLine
from livefocus.render.context import let_go_of_stages

Defines = Mapping[str, int | float | str]
Texts = Mapping[Path, str]
"""What is in files."""

VERSION_LINE = "#version 330 core"
INCLUDE = re.compile(r'^\s*#include\s+"([^"]+)"\s*$')
BRANCH_END = re.compile(r"^\s*#\s*(?:elif|else|endif)\b")
COMPLAINTS = (
    re.compile(r"^(?:ERROR: )?\d+:(?P<line>\d+)(?:\(\d+\))?: ?(?P<reason>.*)", re.M),  # Mesa, Apple, AMD
    re.compile(r"^\d+\((?P<line>\d+)\) : (?P<reason>.*)", re.M),  # NVIDIA
)
LINES_A_FILE = 10_000
"""Line 1 of the n-th file of a stage is numbered n times this, plus 1."""
FULL_SCREEN_VERTEX = "lib/full_screen.vert"
BLOCKS = {
    "ShareBlur": "u_share_blur_px",
    "FocusShare": "u_focus_share",
    "MaxRadius": "u_max_coc_radius_px",
    "CodeScale": "u_code_px",
    "CoarseFrom": "u_coarse_from_px",
    "CoarseTo": "u_coarse_to_px",
    "BackUpTo": "u_back_up_to",
    "BaredFrom": "u_bared_from",
}
"""Uniform blocks and the one number in each; bound in this order (`passes/blocks.py`)."""


@dataclass(frozen=True, slots=True)
class ShaderText:
    """One stage, ready to compile.

    Attributes
    ----------
    text
        GLSL with everything included.
    files
        The file behind each `LINES_A_FILE` line numbers.
    """

    text: str
    files: tuple[Path, ...]


class KeptShaders(Protocol):
    """What programs are made of that are first wanted while somebody edits their shader, which does not compile."""

    @property
    def texts(self) -> Texts:
        """The files of `shaders/` as they were before."""

    def complain(self, error: ShaderCompileError) -> None:
        """Take what is wrong with them now."""


kept_shaders: WeakValueDictionary[moderngl.Context, KeptShaders] = WeakValueDictionary()
"""Of contexts whose shaders are read anew while they are in use (`reload`)."""


def glsl_literal(value: int | float | str) -> str:
    """Write a constant as GLSL: an int as int, a float as float, text as it is."""
    if isinstance(value, bool):
        return str(int(value))
    return repr(float(value)) if isinstance(value, float) else str(value)


def load_shader(
    name: str, defines: Defines | None = None, folder: Path | None = None, texts: Texts | None = None
) -> ShaderText:
    """Read a shader and what it includes.

    Parameters
    ----------
    name
        Path relative to `folder`.
    defines
        Constants shared with Python: injected, never typed twice.
    folder
        Where shaders are; the installation's own if None.
    texts
        What is in files, in place of reading them.

    Raises
    ------
    ShaderCompileError
        A file or an include is missing; names the line that asked for it.
    """
    root = folder or resources.shaders()
    files: list[Path] = []
    head = [VERSION_LINE, *(f"#define {key} {glsl_literal(value)}" for key, value in (defines or {}).items())]
    body = _expand(root, name, files, SourceLine(name, 1), texts)
    return ShaderText("\n".join([*head, *body, ""]), tuple(files))


def read_shader(path: Path) -> str:
    """Return what is in a file of `shaders/`; raises `OSError` or `UnicodeDecodeError`."""
    return path.read_text(encoding="utf-8")


def _expand(root: Path, name: str, files: list[Path], asked_from: SourceLine, texts: Texts | None) -> list[str]:
    path = root / name
    if path in files:
        return []
    try:
        lines = (read_shader(path) if texts is None else texts[path]).splitlines()
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise ShaderCompileError(asked_from, f"cannot read shader '{name}' ({error})") from error
    number = len(files)
    files.append(path)
    first = number * LINES_A_FILE
    out = [f"#line {first + 1}"]
    for count, line in enumerate(_joined(lines), start=1):
        if line.lstrip().startswith("#version"):
            out.append("")  # the loader writes it, so that defines can follow it
        elif found := INCLUDE.match(line):
            out += _expand(root, found.group(1), files, SourceLine(str(path), count), texts)
            out.append(f"#line {first + count + 1}")
        else:
            out.append(line)
            if BRANCH_END.match(line):  # a branch that is skipped may have skipped the `#line` after an include
                out.append(f"#line {first + count + 1}")
    return out


def _joined(lines: list[str]) -> list[str]:
    """Join lines that end in a backslash to the next, as GLSL does from 4.20 on; each keeps its place."""
    joined: list[str] = []
    begun, continues = 0, False
    for line in lines:
        if continues:
            joined[begun] += line
            joined.append("")
        else:
            begun = len(joined)
            joined.append(line)
        continues = joined[begun].endswith("\\")
        joined[begun] = joined[begun].removesuffix("\\")
    return joined


def build_program(
    context: moderngl.Context,
    fragment: str,
    vertex: str = FULL_SCREEN_VERTEX,
    defines: Defines | None = None,
    folder: Path | None = None,
    or_kept: bool = True,
) -> moderngl.Program:
    """Compile and link a vertex and a fragment shader from files.

    Parameters
    ----------
    or_kept
        Whether what was kept (`kept_shaders`) does where the files do not compile.

    Raises
    ------
    ShaderCompileError
        With the real file and line, where a stage does not compile or the two do not link.
    """
    kept = kept_shaders.get(context) if or_kept else None
    try:
        return _compiled(context, *(load_shader(name, defines, folder) for name in (vertex, fragment)))
    except ShaderCompileError as error:
        if kept is None:
            raise
        kept.complain(error)
        return _compiled(context, *(load_shader(name, defines, folder, kept.texts) for name in (vertex, fragment)))


def _compiled(context: moderngl.Context, vertex: ShaderText, fragment: ShaderText) -> moderngl.Program:
    try:
        program = context.program(vertex_shader=vertex.text, fragment_shader=fragment.text)
    except moderngl.Error as error:
        raise _explain(str(error), vertex, fragment) from error
    let_go_of_stages(program)
    for binding, name in enumerate(BLOCKS):
        block = program.get(name, None)
        if isinstance(block, moderngl.UniformBlock):
            block.binding = binding
    return program


def _explain(report: str, vertex: ShaderText, fragment: ShaderText) -> ShaderCompileError:
    """Find the first complaint of a driver's report and say where it really is."""
    stage = vertex if "vertex_shader" in report.split("=====", maxsplit=1)[0] else fragment
    for pattern in COMPLAINTS:
        if found := pattern.search(report):
            number, line = divmod(int(found.group("line")), LINES_A_FILE)
            path = stage.files[number] if number < len(stage.files) else stage.files[0]
            return ShaderCompileError(SourceLine(str(path), line), found.group("reason").strip())
    return ShaderCompileError(SourceLine(str(fragment.files[0]), 1), " ".join(report.split()))
