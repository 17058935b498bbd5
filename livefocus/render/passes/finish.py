"""What is done to a picture once the lens has drawn it: breathing, grain, bars. Pass 70.

Each part costs nothing where a look has none of it: no program is compiled, no texture made, no pixel touched.
"""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import FullScreenPass, Textures, UniformValue
from livefocus.render.passes.grain import TILE_BITS, TILE_DEVIATION, TILE_SIDE, grain_shift_px, grain_tile
from livefocus.render.targets import Box, Target, make_texture
from livefocus.state import GradeState

SHADER = "70_finish.frag"


def between_bars(size: tuple[int, int], aspect: float) -> Box:
    """Return the part of a picture between its bars: of this aspect, as large as can be, in the middle.

    Bars of the same whole number of pixels lie on both sides; an aspect of 0 leaves the picture whole.
    """
    width, height = size
    if aspect <= 0.0:
        return 0, 0, width, height
    across = max((width - round(height * aspect)) // 2, 0)
    down = max((height - round(width / aspect)) // 2, 0)
    return across, down, width - 2 * across, height - 2 * down


class Finish:
    """Finishes pictures of one size.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the pictures.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        self._passes: dict[tuple[bool, bool], FullScreenPass] = {}
        self._target: Target | None = None
        self._tile: moderngl.Texture | None = None

    def draw(self, drawn: Target, grade: GradeState, breathing_scale: float, sequence: int) -> moderngl.Texture:
        """Return the finished picture: `drawn` itself, bars put over it, where nothing else is wanted.

        Parameters
        ----------
        drawn
            What the lens drew.
        breathing_scale
            How much larger it is shown; 1 is as it is.
        sequence
            Number of the picture: seeds the grain.
        """
        box = between_bars(self._size, grade.letterbox_aspect)
        has_grain, breathes = grade.grain > 0.0, breathing_scale != 1.0
        target = drawn
        if has_grain or breathes:
            target = self._target = self._target or Target(self._context, self._size)
            self._run(drawn, target, box, (has_grain, breathes), self._uniforms(grade, breathing_scale, sequence))
        self._bars(target, box)
        return target.textures[0]

    def _run(
        self, drawn: Target, target: Target, box: Box, kind: tuple[bool, bool], uniforms: dict[str, UniformValue]
    ) -> None:
        textures: Textures = {"picture_tx": drawn.textures[0]}
        if kind[0]:
            textures = {**textures, "grain_tx": self._grain()}
        self._pass(kind).draw_box(target, box, textures, uniforms)

    def _uniforms(self, grade: GradeState, breathing_scale: float, sequence: int) -> dict[str, UniformValue]:
        return {
            "u_grain": grade.grain / TILE_DEVIATION,
            "u_grain_shift_px": grain_shift_px(sequence),
            "u_breathing_scale": breathing_scale,
        }

    def _bars(self, target: Target, box: Box) -> None:
        """Blacken what is outside the box."""
        width, height = self._size
        left, top, _, _ = box
        upright = ((0, 0, left, height), (width - left, 0, left, height))
        lying = ((0, 0, width, top), (0, height - top, width, top))
        for bar in (*upright, *lying):
            if bar[2] > 0 and bar[3] > 0:
                target.framebuffer.clear(0.0, 0.0, 0.0, 1.0, viewport=bar)

    def _pass(self, kind: tuple[bool, bool]) -> FullScreenPass:
        if kind not in self._passes:
            flags = {name: 1 for name, wanted in zip(("GRAIN", "BREATHING"), kind, strict=True) if wanted}
            self._passes[kind] = FullScreenPass(self._context, SHADER, {**flags, "GRAIN_BITS": TILE_BITS})
        return self._passes[kind]

    def _grain(self) -> moderngl.Texture:
        if self._tile is None:
            self._tile = make_texture(self._context, (TILE_SIDE, TILE_SIDE))
            self._tile.write(grain_tile(self._size[1]).tobytes())
        return self._tile

    def release(self) -> None:
        """Free programs and textures."""
        for part in (*self._passes.values(), self._target, self._tile):
            if part is not None:
                part.release()
