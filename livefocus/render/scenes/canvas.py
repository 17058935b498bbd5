"""A canvas that is painted from back to front: shapes with soft form, ribbons, whole surfaces; colour and depth.

Colour is painted with several samples a pixel in linear light; inverse depth at one sample a pixel, at its middle.
What is painted later covers what was painted before: painters' order, no depth test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import moderngl
import numpy as np

from livefocus.render.scenes.box import Box
from livefocus.render.scenes.camera import Camera, Card, Points
from livefocus.render.scenes.material import Paint, Stroke
from livefocus.render.scenes.ribbons import VERTEX_FORMAT, VERTEX_NAMES, Dots, Ribbons
from livefocus.render.scenes.studio import Studio, set_uniforms
from livefocus.render.scenes.vertices import bounds, card_vertices, fan, grown
from livefocus.render.targets import release_framebuffer

SOFT_PX = 640
"""Largest side of the blurred outline; a blur this smooth needs no more."""
SIGMA_TEXELS = 3.5
"""Blur in texels of the shrunken outline: small enough to be quick, large enough to be smooth when enlarged."""
FLAT = {"u_corner_px": (0, 0), "u_step": 1.0, "u_sigma_px": 0.0}
"""What the shader is told of a shape that has no form, so that nothing has to be blurred for it."""
EDGE_TEXELS = 3
"""Empty texels around the shrunken outline, so that it can be enlarged smoothly up to its edge."""
SHAPE_LAYOUT = ("3f 2f", ("in_position_m", "in_card_m"))
RIBBON_LAYOUT = (VERTEX_FORMAT, VERTEX_NAMES)
OVER = (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)
ATOP = (moderngl.DST_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA)
"""Only where something was painted before: shadows and creases do not leave the figure they fall on."""
ADD = (moderngl.ONE, moderngl.ONE)


class Canvas:
    """Something to paint on; see the module.

    Parameters
    ----------
    studio
        Context, shaders, light.
    camera
        What part of the world is seen at one sample a pixel.
    samples
        Colour samples along each side of a pixel.
    with_depth
        Whether inverse depth is kept too.
    """

    def __init__(self, studio: Studio, camera: Camera, samples: int, *, with_depth: bool) -> None:
        self.studio = studio
        self.camera = camera
        self.samples = samples
        context = studio.context
        width, height = camera.size_px
        full = (width * samples, height * samples)
        self.colour = context.texture(full, 4, dtype="f2")
        self._mask = context.texture(full, 1, dtype="f2")
        self._clip = context.texture(full, 1, dtype="f2")
        self._soft = [context.texture((SOFT_PX, SOFT_PX), 1, dtype="f2") for _ in range(2)]
        self.depth = context.texture(camera.size_px, 1, dtype="f4") if with_depth else None
        self._colour_target = context.framebuffer([self.colour])
        self._mask_targets = [context.framebuffer([texture]) for texture in (self._mask, self._clip)]
        self._soft_targets = [context.framebuffer([texture]) for texture in self._soft]
        self._depth_target = context.framebuffer([self.depth]) if self.depth else None
        self._clipped = False
        self.limit = Box(0, 0, *full)
        """Colour is painted only within this box of samples: the cell of one cut-out among others."""
        self._common = {"u_eye_height_m": camera.eye_height_m, "u_view": camera.view(), "u_near_m": camera.near_m}
        for texture in self._soft:
            texture.repeat_x = texture.repeat_y = False
        for target in (self._colour_target, *self._soft_targets):
            target.clear()
        if self._depth_target:
            self._depth_target.clear()

    # ---- painting

    def shape(self, card: Card, outline: Points | Sequence[Points], paint: Paint, *, solid: bool = True) -> None:
        """Paint a filled outline, or several as one shape (holes turn the other way).

        `solid` shapes cover what is behind them in depth, too; shadows, blushes and reflections do not.
        """
        contours = [outline] if isinstance(outline, np.ndarray) else list(outline)
        every = np.concatenate(contours)
        box = self._box(card, every, 0.0)
        if box.empty:
            return
        self._fill(self._mask_targets[0], card, contours, box)
        soft = FLAT if paint.flat else self._soften(box, self._sigma_px(card, every, paint.round_m))
        self._cover(card, every, paint, values={**soft, "u_soft_edge": False}, box=box)
        if solid and self._depth_target:
            self._fill_depth(card, contours, every)

    def shadow(self, card: Card, outline: Points, paint: Paint) -> None:
        """Paint an outline blurred by `paint.round_m` on what is there: cast shadows, blushes. Leaves depth alone."""
        margin = 2.5 * paint.round_m
        box = self._box(card, outline, margin)
        if box.empty:
            return
        self._fill(self._mask_targets[0], card, [outline], box)
        soft = self._soften(box, self._sigma_px(card, outline, paint.round_m))
        self._cover(card, grown(outline, margin), paint, values={**soft, "u_soft_edge": True}, box=box, blend=ATOP)

    @contextmanager
    def inside(self, card: Card, outline: Points | Sequence[Points]) -> Iterator[None]:
        """Hold everything painted meanwhile inside an outline. Not to be nested."""
        contours = [outline] if isinstance(outline, np.ndarray) else list(outline)
        target = self._mask_targets[1]
        target.clear()
        self._fill(target, card, contours, Box(0, 0, *target.size))
        self._clipped = True
        yield
        self._clipped = False

    def strokes(self, batch: Ribbons | Dots, stroke: Stroke, *, solid: bool = True, add: bool = False) -> None:
        """Paint a batch of ribbons or dots.

        What is not `solid` stays on what was painted before and leaves depth alone; `add` lets it shine on top.
        """
        vertices, indices = batch.triangles(self._sampled_camera())
        program = self.studio.program("scene/ribbon.vert", "scene/ribbon.frag")
        values: dict[str, Any] = {**self._common, **stroke.uniforms(), "u_dot": isinstance(batch, Dots)}
        set_uniforms(program, {**values, "clip_tx": 0, "u_clipped": self._clipped})
        self._clip.use(0)
        with self._painting(self._colour_target, ADD if add else OVER if solid else ATOP):
            self.studio.draw(program, vertices, RIBBON_LAYOUT, indices=indices)
        if solid and not add and self._depth_target:
            program = self.studio.program("scene/ribbon.vert", "scene/depth.frag", {"RIBBON": 1})
            set_uniforms(program, values)
            with self._painting(self._depth_target, None):
                self.studio.draw(program, vertices, RIBBON_LAYOUT, indices=indices)

    def surface(self, card: Card, corners: Points, fragment: str, values: dict[str, Any] | None = None) -> None:
        """Paint a four-cornered piece of a card with a shader of its own, opaque."""
        program = self.studio.program("scene/world.vert", fragment)
        set_uniforms(program, {**self._common, **(values or {})})
        vertices = card_vertices(card, corners)
        with self._painting(self._colour_target, OVER):
            self.studio.draw(program, vertices, SHAPE_LAYOUT, moderngl.TRIANGLE_FAN)
        if self._depth_target:
            self._fill_depth(card, [corners], corners)

    # ---- its parts

    def _sampled_camera(self) -> Camera:
        n, c = self.samples, self.camera
        size, centre = (c.size_px[0] * n, c.size_px[1] * n), (c.centre_px[0] * n, c.centre_px[1] * n)
        return Camera(size, c.unit_px * n, centre, c.eye_height_m, c.near_m)

    @contextmanager
    def _painting(
        self,
        target: moderngl.Framebuffer,
        blend: tuple[int, int] | None,
        box: Box | None = None,
        size: tuple[int, int] | None = None,
    ) -> Iterator[None]:
        """Draw into a target, or its first `size` pixels, within a box."""
        context = self.studio.context
        target.use()
        target.viewport = (0, 0, *(size or target.size))
        target.scissor = (
            self.limit if box is None and target is self._colour_target else box or Box(0, 0, *target.size)
        ).scissor()
        if blend:
            context.enable(moderngl.BLEND)
            context.blend_func = blend
        else:
            context.disable(moderngl.BLEND)
        yield
        target.scissor = (0, 0, *target.size)
        context.disable(moderngl.BLEND)

    def _box(self, card: Card, outline: Points, margin_m: float, camera: Camera | None = None) -> Box:
        """Return the box of samples (or of a camera's pixels) around an outline, held to the canvas."""
        own = camera is not None
        camera = camera or self._sampled_camera()
        px = camera.project(card.world(grown(outline, margin_m) if margin_m else outline))
        limit = Box(0, 0, *camera.size_px) if own else self.limit
        low = np.maximum(np.floor(px.min(axis=0)).astype(int) - 1, (limit.left, limit.top))
        high = np.minimum(np.ceil(px.max(axis=0)).astype(int) + 1, (limit.left + limit.width, limit.top + limit.height))
        return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))

    def _sigma_px(self, card: Card, outline: Points, round_m: float) -> float:
        z_m = float(np.mean(card.world(outline)[:, 2]))
        return round_m * card.scale * self.samples * self.camera.unit_px / z_m

    def _fill(self, target: moderngl.Framebuffer, card: Card, contours: Sequence[Points], box: Box) -> None:
        program = self.studio.program("scene/world.vert", "scene/winding.frag")
        set_uniforms(program, self._common)
        target.scissor = box.scissor()
        target.clear(viewport=box.scissor())
        with self._painting(target, ADD, box):
            for contour in contours:
                self.studio.draw(program, fan(card, contour), SHAPE_LAYOUT, moderngl.TRIANGLE_FAN)

    def _soften(self, box: Box, sigma_px: float) -> dict[str, Any]:
        """Blur the outline in the box; returns where the shader finds it."""
        step = max(1, round(sigma_px / SIGMA_TEXELS), -(-max(box.width, box.height) // (SOFT_PX - 2 * EDGE_TEXELS - 1)))
        sigma = max(sigma_px / step, 0.35)
        corner = (box.left - EDGE_TEXELS * step, box.top - EDGE_TEXELS * step)
        size = (-(-box.width // step) + 2 * EDGE_TEXELS, -(-box.height // step) + 2 * EDGE_TEXELS)
        shrink = self.studio.program("lib/full_screen.vert", "scene/shrink.frag")
        inside = (box.left, box.top, box.left + box.width, box.top + box.height)
        set_uniforms(shrink, {"u_corner_px": corner, "u_step": step, "u_box_px": inside, "mask_tx": 0})
        self._mask.use(0)
        area = Box(0, 0, *size)
        with self._painting(self._soft_targets[0], None, area):
            self.studio.full_screen(shrink)
        blur = self.studio.program("lib/full_screen.vert", "scene/blur.frag")
        set_uniforms(blur, {"u_sigma_px": sigma, "u_reach_px": min(int(2.6 * sigma + 1), 24), "soft_tx": 0})
        set_uniforms(blur, {"u_limits_px": self._limits(box, size), "u_last_px": (size[0] - 1, size[1] - 1)})
        for k, direction in enumerate(((1, 0), (0, 1))):
            set_uniforms(blur, {"u_direction": direction})
            self._soft[k].use(0)
            with self._painting(self._soft_targets[1 - k], None, area):
                self.studio.full_screen(blur)
        return {"u_corner_px": corner, "u_step": float(step), "u_sigma_px": sigma * step}

    def _limits(self, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Return where the outline goes on past the canvas's edge: there the last texel stands for what is cut off."""
        limit, far = self.limit, 1 << 14
        return (
            EDGE_TEXELS if box.left <= limit.left else -far,
            EDGE_TEXELS if box.top <= limit.top else -far,
            size[0] - EDGE_TEXELS - 2 if box.left + box.width >= limit.left + limit.width else far,
            size[1] - EDGE_TEXELS - 2 if box.top + box.height >= limit.top + limit.height else far,
        )

    def _cover(
        self,
        card: Card,
        outline: Points,
        paint: Paint,
        *,
        values: dict[str, Any],
        box: Box,
        blend: tuple[int, int] = OVER,
    ) -> None:
        program = self.studio.program("scene/world.vert", "scene/paint.frag", {"PATTERN": int(paint.pattern)})
        samplers = {"mask_tx": 0, "soft_tx": 1, "clip_tx": 2, "u_clipped": self._clipped}
        set_uniforms(program, {**self._common, **paint.uniforms(), **values, **samplers})
        for unit, texture in enumerate((self._mask, self._soft[0], self._clip)):
            texture.use(unit)
        with self._painting(self._colour_target, blend, box):
            self.studio.draw(program, card_vertices(card, bounds(outline)), SHAPE_LAYOUT, moderngl.TRIANGLE_FAN)

    def _fill_depth(self, card: Card, contours: Sequence[Points], every: Points) -> None:
        """Write the depth of a shape at pixel middles; the mask is borrowed at one sample a pixel."""
        assert self._depth_target is not None
        target = self._mask_targets[0]
        winding = self.studio.program("scene/world.vert", "scene/winding.frag")
        set_uniforms(winding, self._common)
        box = self._box(card, every, 0.0, self.camera)
        target.clear(viewport=box.scissor())
        with self._painting(target, ADD, box, self.camera.size_px):
            for contour in contours:
                self.studio.draw(winding, fan(card, contour), SHAPE_LAYOUT, moderngl.TRIANGLE_FAN)
        program = self.studio.program("scene/world.vert", "scene/depth.frag")
        set_uniforms(program, {**self._common, "mask_tx": 0})
        self._mask.use(0)
        with self._painting(self._depth_target, None, box):
            self.studio.draw(program, card_vertices(card, bounds(every)), SHAPE_LAYOUT, moderngl.TRIANGLE_FAN)

    # ---- afterwards

    def resolve(self, target: moderngl.Framebuffer, *, step: int, exposure: float) -> None:
        """Write what was painted, premultiplied sRGB, to an RGBA target that is `step` times smaller."""
        program = self.studio.program("lib/full_screen.vert", "scene/resolve.frag")
        set_uniforms(program, {"canvas_tx": 0, "u_step": step, "u_exposure": exposure})
        self.colour.use(0)
        with self._painting(target, None):
            self.studio.full_screen(program)

    def release(self, *, keep_depth: bool = False) -> None:
        """Give back everything, but for `depth` if it is still needed."""
        for target in (self._colour_target, *self._mask_targets, *self._soft_targets, self._depth_target):
            if target is not None:
                release_framebuffer(target)
        textures = [self.colour, self._mask, self._clip, *self._soft]
        for texture in [*textures, *([self.depth] if self.depth and not keep_depth else [])]:
            texture.release()
