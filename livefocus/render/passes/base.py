"""What every pass is made of: a program, a vertex array without vertices, samplers bound by name."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import ClassVar

import moderngl

from livefocus.render.passes.ladder import CONSTANTS
from livefocus.render.program import FULL_SCREEN_VERTEX, Defines, build_program, load_shader
from livefocus.render.targets import Box, Target

UniformValue = float | int | tuple[float, ...]
Uniforms = Mapping[str, UniformValue]
Textures = Mapping[str, moderngl.Texture]


def _getter(names: tuple[str, ...]) -> Callable[[Uniforms], tuple[UniformValue, ...]]:
    """Return what looks up some uniforms, as quickly as can be: it is asked at every draw."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda uniforms: tuple(uniforms[name] for name in names)


class FullScreenPass:
    """A fragment shader run over a whole target.

    Parameters
    ----------
    context
        The GL context.
    fragment
        Shader file, relative to `shaders/`.
    defines
        Constants injected into it, on top of those of the lens (`ladder.CONSTANTS`).

    Attributes
    ----------
    samplers
        By the names of its textures: how they are read, where not as they are made.
    """

    vertex: ClassVar[str] = FULL_SCREEN_VERTEX
    alive: ClassVar[weakref.WeakSet[FullScreenPass]] = weakref.WeakSet()
    """Every pass there is, for who reads shaders anew while they are in use (`render/reload.py`)."""

    def __init__(self, context: moderngl.Context, fragment: str, defines: Defines | None = None) -> None:
        self.context = context
        self.fragment = fragment
        self.samplers: dict[str, moderngl.Sampler] = {}
        self._defines = {**CONSTANTS, **(defines or {})}
        self._adopt(self._build())
        self.alive.add(self)

    def _build(self, or_kept: bool = True) -> moderngl.Program:
        return build_program(self.context, self.fragment, self.vertex, self._defines, or_kept=or_kept)

    def _adopt(self, program: moderngl.Program) -> None:
        self._program = program
        self._vertices = self.context.vertex_array(program, [])
        samplers = sorted(name for name in self._program if name.endswith("_tx"))
        self._units = {name: unit for unit, name in enumerate(samplers)}
        for name, unit in self._units.items():
            self._program[name] = unit
        self._names = tuple(name for name in self._program if name.startswith("u_"))
        self._values_of = _getter(self._names)
        self._values: tuple[UniformValue | None, ...] = (None,) * len(self._names)

    def draw(self, target: Target, textures: Textures, uniforms: Uniforms) -> None:
        """Draw over all of `target`; what the shader has no use for is passed over."""
        self.draw_box(target, None, textures, uniforms)

    def draw_box(self, target: Target, box: Box | None, textures: Textures, uniforms: Uniforms) -> None:
        """Draw over a box of `target`."""
        self._bind(target, textures, uniforms, box)
        self._render(moderngl.TRIANGLES, vertices=3)

    def _bind(self, target: Target, textures: Textures, uniforms: Uniforms, box: Box | None = None) -> None:
        for name, unit in self._units.items():
            textures[name].use(unit)
        for name in self.samplers:
            if name in self._units:
                self.samplers[name].use(self._units[name])
        values = self._values_of(uniforms)
        if values != self._values:
            self._tell(values)
        target.use(box)

    def _tell(self, values: tuple[UniformValue, ...]) -> None:
        for name, value, last in zip(self._names, values, self._values, strict=True):
            if value != last:
                self._program[name] = value
        self._values = values

    def _render(self, mode: int, vertices: int, first: int = 0, instances: int = 1) -> None:
        """Draw what `_bind` has made ready, and take samplers away again: units are everybody's."""
        self._vertices.render(mode, vertices=vertices, first=first, instances=instances)
        for name in self.samplers:
            if name in self._units:
                self.samplers[name].clear(self._units[name])

    def files(self) -> tuple[Path, ...]:
        """Return the files it is made of, includes and all; raises `ShaderCompileError` where one is missing."""
        stages = (load_shader(name, self._defines) for name in (self.vertex, self.fragment))
        return tuple(path for stage in stages for path in stage.files)

    def reload(self) -> None:
        """Read the shader anew; raises `ShaderCompileError` and keeps the old program where it does not compile."""
        program = self._build(or_kept=False)
        old = self._program, self._vertices
        self._adopt(program)
        for part in reversed(old):
            part.release()

    def release(self) -> None:
        """Free the program."""
        self.alive.discard(self)
        self._vertices.release()
        self._program.release()
