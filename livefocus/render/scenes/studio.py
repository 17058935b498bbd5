"""What all canvases of a scene share: the GL context, compiled shaders, the light."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.program import Defines, build_program
from livefocus.render.scenes.material import Light
from livefocus.render.targets import release_framebuffer


class Studio:
    """Compiles shaders when first asked for and sets their uniforms.

    Parameters
    ----------
    context
        GL; must be current whenever a method is called.
    light
        The light of the scene.
    """

    def __init__(self, context: moderngl.Context, light: Light) -> None:
        self.context = context
        self.light = light
        self._programs: dict[tuple[str, str, str], moderngl.Program] = {}
        self._own_target = context.simple_framebuffer((1, 1))

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Draw in here; afterwards the context's target, switches and blending are as they were or as GL has them."""
        before = self.context.fbo
        with self.context.scope(self._own_target, moderngl.NOTHING):
            yield
        self.context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self.context.fbo = before  # the scope restores what GL has bound, but not what moderngl says is bound

    def program(self, vertex: str, fragment: str, defines: Defines | None = None) -> moderngl.Program:
        """Return a program of `shaders/scene`, compiled once; knows the scene's light."""
        key = (vertex, fragment, repr(defines))
        if key not in self._programs:
            program = build_program(self.context, fragment, vertex, defines)
            set_uniforms(program, self.light.uniforms())
            self._programs[key] = program
        return self._programs[key]

    def light_by(self, light: Light) -> None:
        """Change the light everything is painted in from now on."""
        self.light = light
        for program in self._programs.values():
            set_uniforms(program, light.uniforms())

    def full_screen(self, program: moderngl.Program) -> None:
        """Draw one triangle over the whole viewport."""
        array = self.context.vertex_array(program, [])
        array.render(moderngl.TRIANGLES, vertices=3)
        array.release()

    def draw(
        self,
        program: moderngl.Program,
        vertices: NDArray[np.float32],
        layout: tuple[str, tuple[str, ...]],
        mode: int = moderngl.TRIANGLES,
        indices: NDArray[np.int32] | None = None,
    ) -> None:
        """Draw vertices once and forget them; attributes a program does not use are skipped."""
        buffer = self.context.buffer(np.ascontiguousarray(vertices, np.float32).tobytes())
        index = self.context.buffer(indices.tobytes()) if indices is not None else None
        formats, names = layout
        used = [name if name in program else None for name in names]
        parts = formats.split()
        packed = " ".join(part if name else f"{int(part[:-1]) * 4}x" for part, name in zip(parts, used, strict=True))
        content = [(buffer, packed, *[name for name in used if name])]
        array = self.context.vertex_array(program, content, index)
        array.render(mode)
        for part in (array, buffer, index):
            if part is not None:
                part.release()

    def release(self) -> None:
        """Give back the programs."""
        for program in self._programs.values():
            program.release()
        self._programs.clear()
        release_framebuffer(self._own_target)


def set_uniforms(program: moderngl.Program, values: Mapping[str, Any]) -> None:
    """Set the uniforms a program has; the others are skipped, as compilers drop what is not used."""
    for name, value in values.items():
        if name in program:
            program[name] = value
