"""What every pass is made of: a program, a vertex array without vertices, samplers bound by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import moderngl

from livefocus.render.passes.ladder import CONSTANTS
from livefocus.render.program import FULL_SCREEN_VERTEX, Defines, build_program
from livefocus.render.targets import Target

UniformValue = float | int | tuple[float, ...]
Uniforms = Mapping[str, UniformValue]
Textures = Mapping[str, moderngl.Texture]


def at_scale(uniforms: Uniforms, scale: int) -> Uniforms:
    """Add what turns a radius code into texels, for a texture of which a texel stands for `scale` pixels."""
    max_px = uniforms["u_max_coc_radius_px"]
    if isinstance(max_px, tuple):
        raise TypeError("the greatest radius is one number")
    return {**uniforms, "u_texels_per_code2": max_px / scale}


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
    """

    vertex: ClassVar[str] = FULL_SCREEN_VERTEX

    def __init__(self, context: moderngl.Context, fragment: str, defines: Defines | None = None) -> None:
        self._program = build_program(context, fragment, self.vertex, {**CONSTANTS, **(defines or {})})
        self._vertices = context.vertex_array(self._program, [])
        samplers = sorted(name for name in self._program if name.endswith("_tx"))
        self._units = {name: unit for unit, name in enumerate(samplers)}
        for name, unit in self._units.items():
            self._program[name] = unit
        self._uniforms = {name for name in self._program if name.startswith("u_")}
        self._last: dict[str, UniformValue] = {}

    def draw(self, target: Target, textures: Textures, uniforms: Uniforms) -> None:
        """Draw over all of `target`; what the shader has no use for is passed over."""
        self._bind(target, textures, uniforms)
        self._vertices.render(moderngl.TRIANGLES, vertices=3)

    def _bind(self, target: Target, textures: Textures, uniforms: Uniforms) -> None:
        for name, unit in self._units.items():
            textures[name].use(unit)
        for name in self._uniforms:
            value = uniforms[name]
            if self._last.get(name) != value:
                self._program[name] = value
                self._last[name] = value
        target.framebuffer.use()

    def release(self) -> None:
        """Free the program."""
        self._vertices.release()
        self._program.release()
