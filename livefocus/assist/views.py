"""What only the operator sees, drawn over the finished picture in the window: depth, peaking, lines of text.

The sinks never get these: `app` shows them in the window and sends the clean picture on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import cv2
from livefocus.render.passes.depth import DepthImage
from livefocus.render.program import build_program
from livefocus.render.targets import release_framebuffer


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the operator asked to see.

    Attributes
    ----------
    depth
        The depth map in place of the picture, what is sharp in green.
    peaking
        Sharp edges painted red.
    lines
        Text at the lower left, one line each (ASCII).
    """

    depth: bool = False
    peaking: bool = False
    lines: tuple[str, ...] = field(default=())

    @property
    def anything(self) -> bool:
        """Whether there is anything to draw."""
        return self.depth or self.peaking or bool(self.lines)


class OperatorView:
    """Draws what the operator asked for over a picture of one size."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        self._programs = {
            name: build_program(context, f"assist/{name}.frag") for name in ("depth_view", "peaking", "overlay")
        }
        self._arrays = {name: context.vertex_array(program, []) for name, program in self._programs.items()}
        self._textures = [context.texture(size, 4) for _ in range(2)]
        self._targets = [context.framebuffer([texture]) for texture in self._textures]
        self._text = context.texture(size, 4)
        self._lines: tuple[str, ...] = ()

    def draw(
        self,
        picture: moderngl.Texture,
        depth: DepthImage,
        view: ViewState,
        focus_inverse_depth: float,
        blur_px: float,
    ) -> moderngl.Texture:
        """Return the picture with what was asked for over it; the picture itself where nothing was."""
        seen = picture
        if view.depth or view.peaking:
            name = "depth_view" if view.depth else "peaking"
            program = self._programs[name]
            program["u_focus_inverse_depth"] = focus_inverse_depth
            program["u_blur_px"] = blur_px
            for uniform, value in depth.uniforms.items():
                program[uniform] = value
            inputs = {"depth_tx": depth.texture} | ({} if view.depth else {"picture_tx": picture})
            seen = self._run(name, inputs, target=0)
        if view.lines:
            self._write(view.lines)
            seen = self._run("overlay", {"picture_tx": seen, "text_tx": self._text}, target=1)
        return seen

    def release(self) -> None:
        """Give back what GL holds."""
        for array in self._arrays.values():
            array.release()
        for program in self._programs.values():
            program.release()
        for target in self._targets:
            release_framebuffer(target)
        for texture in (*self._textures, self._text):
            texture.release()

    def _run(self, name: str, inputs: dict[str, moderngl.Texture], target: int) -> moderngl.Texture:
        for unit, (sampler, texture) in enumerate(inputs.items()):
            texture.use(unit)
            self._programs[name][sampler] = unit
        self._targets[target].use()
        self._arrays[name].render(vertices=3)
        return self._textures[target]

    def _write(self, lines: tuple[str, ...]) -> None:
        if lines != self._lines:
            self._lines = lines
            self._text.write(text_image(lines, self._size))


def text_image(lines: tuple[str, ...], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Write lines on a dark panel at the lower left of an otherwise clear picture.

    Returns
    -------
    NDArray[np.uint8]
        `(height, width, 4)`, RGB and straight alpha, top row first.
    """
    width, height = size
    image = np.zeros((height, width, 4), np.uint8)
    ink = np.zeros((height, width), np.uint8)
    scale = max(height, 240) / 1080 * 1.2
    step_px = max(round(34 * scale), 10)
    panel_px = step_px * len(lines) + step_px // 2
    longest = max((cv2.getTextSize(line, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)[0][0] for line in lines), default=0)
    image[max(height - panel_px, 0) :, : longest + 2 * step_px] = (0, 0, 0, 150)
    for count, line in enumerate(lines):
        at = (step_px // 2, height - panel_px + step_px * (count + 1))
        cv2.putText(ink, line, at, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, 1, cv2.LINE_AA)
    image[ink > 0, :3] = 240  # one channel and a mask: OpenCV's versions disagree on what becomes of a fourth
    image[..., 3] = np.maximum(image[..., 3], ink)
    return image
