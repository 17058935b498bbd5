"""A finished picture made small on the GPU, so that little has to be read back."""

from __future__ import annotations

import moderngl

from livefocus.render.passes.base import FullScreenPass
from livefocus.render.targets import Target, make_sampler


def fitted(size: tuple[int, int], longest_px: int) -> tuple[int, int]:
    """Return a size of the same shape whose longer side is no longer than that."""
    scale = min(longest_px / max(size), 1.0)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


class Shrink:
    """Draws pictures of one size in another, smaller one.

    Parameters
    ----------
    context
        The GL context.
    size, small_size
        `(width, height)` in pixels, of what comes in and what goes out.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], small_size: tuple[int, int]) -> None:
        self._target = Target(context, small_size)
        self._pass = FullScreenPass(context, "output/preview.frag")
        self._sampler = make_sampler(context, linear=True)
        self._footprint_px = size[0] / small_size[0], size[1] / small_size[1]

    def draw(self, picture: moderngl.Texture) -> moderngl.Texture:
        """Return the picture made small (RGBA8, top row at row 0); it holds until the next one is drawn."""
        self._sampler.use(0)  # bilinear here, whatever the texture's own filter is
        self._pass.draw(self._target, {"picture_tx": picture}, {"u_footprint_px": self._footprint_px})
        self._sampler.clear(0)
        return self._target.textures[0]

    def release(self) -> None:
        """Free program, sampler and target."""
        self._pass.release()
        self._sampler.release()
        self._target.release()
