"""What every pass is made of: a program, a vertex array without vertices, samplers bound by name."""

from __future__ import annotations

from collections.abc import Mapping

import moderngl

from livefocus.render.program import Defines, build_program
from livefocus.render.targets import Target

UniformValue = float | int | tuple[float, ...]


class FullScreenPass:
    """A fragment shader run over a whole target.

    Parameters
    ----------
    context
        The GL context.
    fragment
        Shader file, relative to `shaders/`.
    defines
        Constants injected into it.
    """

    def __init__(self, context: moderngl.Context, fragment: str, defines: Defines | None = None) -> None:
        self.program = build_program(context, fragment, defines=defines)
        self._vertices = context.vertex_array(self.program, [])
        samplers = sorted(name for name in self.program if name.endswith("_tx"))
        self._units = {name: unit for unit, name in enumerate(samplers)}
        for name, unit in self._units.items():
            self.program[name] = unit

    def draw(
        self, target: Target, textures: Mapping[str, moderngl.Texture], uniforms: Mapping[str, UniformValue]
    ) -> None:
        """Draw over all of `target`; uniforms the shader has no use for are passed over."""
        for name, texture in textures.items():
            texture.use(self._units[name])
        for name, value in uniforms.items():
            if name in self.program:
                self.program[name] = value
        target.framebuffer.use()
        self._vertices.render(vertices=3)

    def release(self) -> None:
        """Free the program."""
        self._vertices.release()
        self.program.release()
