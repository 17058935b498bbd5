"""The lens: a sharp picture and its inverse depth go in, the picture a real lens would have taken comes out.

The order of the passes is the order of the files in `shaders/`. Where focus is, and how it moves, is decided elsewhere.
"""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.errors import RenderError
from livefocus.frame import EdgeModel, MattePlanes
from livefocus.opencv import write_rgba_from_rgb
from livefocus.render.context import make_send_off
from livefocus.render.gpu_timer import GpuTimer
from livefocus.render.passes.base import Textures
from livefocus.render.passes.blocks import Blocks
from livefocus.render.passes.composite import Composite
from livefocus.render.passes.depth import DepthImage, DepthPlane
from livefocus.render.passes.finish import Finish
from livefocus.render.passes.gather import Gather
from livefocus.render.passes.ladder import CODE_SLACK_PX, WORK
from livefocus.render.passes.layers import Layers
from livefocus.render.passes.matte import MatteLens
from livefocus.render.passes.tiles import TileMap
from livefocus.render.targets import Target, make_texture, release_framebuffer
from livefocus.state import GradeState, LensState, Quality


class Lens:
    """Draws pictures of one size. Lives on the thread that owns the context.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the pictures, in pixels.

    Attributes
    ----------
    timer
        Times the passes on the GPU, once it is switched on.
    quality
        How much work goes into a picture. A change takes effect some pictures later, when its programs are there.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self.size = size
        self.timer = GpuTimer(context)
        self.quality = Quality.NORMAL
        self._context = context
        self._picture = make_texture(context, size)
        self._sharp = context.framebuffer(color_attachments=[self._picture])
        self._staging = np.full((size[1], size[0], 4), 255, np.uint8)
        self._depth = DepthPlane(context, size)
        self._edges_are_drawn = False
        self._drawn = Target(context, size)
        self._tiles = TileMap(context, size)
        self._blocks = Blocks(context)
        self._layers = Layers(context, size)
        self._gather = Gather(context, size)
        self._composite = Composite(context, size)
        self._finish = Finish(context, size)
        self._send_off = make_send_off()
        self._matte: MatteLens | None = None
        self._is_matte = False

    @property
    def depth(self) -> DepthImage:
        """The inverse depth the lens draws with: what views show."""
        return self._depth.image

    def upload_frame(self, pixels: NDArray[np.uint8]) -> None:
        """Take a new picture: uint8 `(height, width, 3)`, sRGB, of this lens's size.

        Raises
        ------
        RenderError
            Where it is of another size.
        """
        width, height = self.size
        if pixels.shape != (height, width, 3):
            raise RenderError(f"a picture of shape {pixels.shape} came to a lens made for {width}×{height}")
        write_rgba_from_rgb(pixels, self._staging)
        self._picture.write(self._staging)
        self._edges_are_drawn = False

    def upload_depth(
        self,
        inverse_depth: NDArray[np.float32],
        edges: EdgeModel | None = None,
        matte: MattePlanes | None = None,
    ) -> None:
        """Take a new depth map: float32 `(height, width)`, finite, of any size; it is scaled to the picture.

        With an `EdgeModel`, a smaller map's edges follow those of every picture it is drawn with. With `MattePlanes`
        values between the planes are pixels that show both (`passes/matte.py`).
        """
        self._is_matte = matte is not None
        if matte is not None:
            self._matte = self._matte or MatteLens(self._context, self.size)
            self._matte.take(inverse_depth, edges, matte)
        self._depth.upload(inverse_depth, edges)
        self._edges_are_drawn = False

    def draw(
        self,
        focus_inverse_depth: float,
        lens: LensState,
        grade: GradeState,
        sequence: int = 0,
    ) -> moderngl.Texture:
        """Draw the picture as seen through the lens.

        Parameters
        ----------
        focus_inverse_depth
            The plane that is sharp, in the unit of the depth map.
        lens, grade
            What it is seen through and how it is finished.
        sequence
            Number of the frame: seeds the grain.

        Returns
        -------
        Texture
            RGBA8, sRGB-encoded, top row first. Drawn over by the next call.
        """
        timer = self.timer
        timer.next_picture()
        self._draw_edges()
        if self._matte is not None and self._is_matte:
            self._draw_matte(self._matte, focus_inverse_depth, lens)
        else:
            self._draw_depth(focus_inverse_depth, lens)
        with timer.stage("finish"):
            return self._finish.draw(self._drawn, grade, lens.breathing_scale, sequence)

    def _draw_matte(self, matte: MatteLens, focus_inverse_depth: float, lens: LensState) -> None:
        """Draw two planes."""
        with self.timer.stage("tiles"):
            self._context.copy_framebuffer(self._drawn.framebuffer, self._sharp)
        matte.draw(self._drawn, self._picture, self._depth.image, focus_inverse_depth, lens, self.quality, self.timer)

    def _draw_depth(self, focus_inverse_depth: float, lens: LensState) -> None:
        """Draw a picture in which every pixel has a depth of its own."""
        timer = self.timer
        uniforms = {
            **self._depth.image.coc_uniforms(focus_inverse_depth, lens.blur_px),
            **self._depth.image.edge_uniforms,
            "u_max_coc_radius_px": lens.max_coc_radius_px,
            "u_highlight_gain": lens.highlight_gain,
        }
        programs = self._gather.through(lens.aperture, self.quality)
        depth = self._depth.image
        picture: Textures = {"picture_tx": self._picture, "depth_tx": depth.texture}
        is_blurred = self._tiles.measure(depth, focus_inverse_depth, lens)
        with timer.stage("tiles"):
            if is_blurred:
                # what needs no tiles is drawn while they are sorted
                picture = self._layers.find_lamps(picture, uniforms)
                self._send_off()
                self._tiles.sort(depth, focus_inverse_depth, lens, programs.quality, programs.reaches)
            # a driver copies the whole in less time than a program draws some of it
            is_copied = not is_blurred or self._composite.is_mostly_sharp(self._tiles)
            if is_copied:
                self._context.copy_framebuffer(self._drawn.framebuffer, self._sharp)
        if is_blurred:
            uniforms |= WORK[programs.quality].uniforms
            uniforms["u_code_px"] = self._tiles.widest_px + CODE_SLACK_PX
            self._blocks.tell(uniforms)
            with timer.stage("layers"):
                self._layers.draw(self._tiles, picture, uniforms)
            self._send_off()
            with timer.stage("gather"):
                self._gather.draw(self._tiles, self._layers, programs, uniforms)
            self._send_off()
            with timer.stage("composite"):
                self._composite.draw(self._drawn, self._tiles, picture, self._gather, uniforms, is_copied)

    def _draw_edges(self) -> None:
        """Draw the edges of a small map along those of the picture, where either is new."""
        if self._edges_are_drawn or not self._depth.has_edges:
            return
        with self.timer.stage("depth"):
            self._depth.follow(self._picture)
        self._edges_are_drawn = True

    def release(self) -> None:
        """Free everything it made."""
        for part in (
            self._depth,
            self._tiles,
            self._blocks,
            self._layers,
            self._gather,
            self._composite,
            self._finish,
            self._drawn,
        ):
            part.release()
        if self._matte is not None:
            self._matte.release()
        release_framebuffer(self._sharp)
        self._picture.release()
