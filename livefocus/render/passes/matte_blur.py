"""A matte's layers out of focus: each is one plane with one radius, its blur a convolution. Passes 24 to 49."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.ladder import EVEN_STEPS, WORK, Work
from livefocus.render.passes.matte_areas import Tiles, grown
from livefocus.render.passes.matte_layers import scaled
from livefocus.render.passes.matte_rungs import (
    Kernel,
    Rung,
    Share,
    disc_steps,
    narrow_kernel,
    share_for,
    smoothing_after,
    smoothing_before,
)
from livefocus.render.passes.opening import EVEN_DISC, OpeningPrograms, Openings
from livefocus.render.passes.runs import RunPass
from livefocus.render.passes.sizes import Size
from livefocus.render.passes.taps import lattice, tap_defines
from livefocus.render.targets import Target
from livefocus.state import ApertureState, Quality

GATHER = "43_matte_gather.frag"
WIDER = 2
"""So many times the taps of the depth lens's coarse gather, for discs wider than those reach: here they cost no more
than smoothing what is farther apart, and rims are cleaner."""
SMALL_ENOUGH = 4
UNREAD_BETWEEN = " even"
"""End of the names of targets that are never read between their texels."""


@dataclass(frozen=True, slots=True, eq=False)
class _Gather:
    """A program, its taps' distances from the middle in steps, and the radius up to which none is missing."""

    drawn: RunPass
    distances: NDArray[np.float64]
    reach: float


class MattePrograms(OpeningPrograms):
    """Programs that gather a layer of one radius through one opening.

    Attributes
    ----------
    gathers
        By scale, 4 for 8 too: programs with more and more taps, the first that reaches far enough is taken.
    work
        What the level of quality spends.
    """

    def __init__(self, context: moderngl.Context, size: Size, aperture: ApertureState, quality: Quality) -> None:
        self.work: Work = WORK[quality]
        self.gathers: dict[int, list[_Gather]] = {}
        super().__init__(context, size, aperture, quality)

    def _build(self, context: moderngl.Context) -> Iterator[FullScreenPass]:
        more = 1 if self.aperture == EVEN_DISC else 2
        fine, coarse = self.work.fine_taps * more, self.work.coarse_taps * more
        for scale, taps in ((2, fine), (4, coarse), (4, WIDER * coarse)):
            _, distances, reach = lattice(self.aperture, taps)
            gather = _Gather(RunPass(context, GATHER, self.size, tap_defines(taps, self.aperture)), distances, reach)
            self.gathers.setdefault(scale, []).append(gather)
            yield gather.drawn

    def share_for(self, radius_px: float) -> Share:
        """Return the rungs of a radius."""
        return share_for(radius_px, self.work, self.gathers[4][-1].reach)

    def release(self) -> None:
        """Free them, those that there are."""
        for gather in (each for gathers in self.gathers.values() for each in gathers):
            gather.drawn.release()


@dataclass(frozen=True, slots=True)
class Blurred:
    """A layer out of focus: coded premultiplied colour with coverage, and how many of its texels a pixel is."""

    texture: moderngl.Texture
    texels: float


class _Kernels:
    """The program of three by three texels, before, after, and alone."""

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        make = partial(RunPass, context, "24_matte_kernel.frag", size)
        self.before, self.after, self.alone = make(), make({"DONE": 1}), make({"TO_SRGB": 1})

    def release(self) -> None:
        for made in (self.before, self.after, self.alone):
            made.release()


class MatteBlur:
    """Blurs the layers of one picture.

    Parameters
    ----------
    context
        The GL context.
    size
        `(width, height)` of the picture.
    """

    def __init__(self, context: moderngl.Context, size: Size) -> None:
        self._context = context
        self._size = size
        self._openings: Openings[MattePrograms] = Openings(partial(MattePrograms, context, size))
        self._kernels = _Kernels(context, size)
        self._mix = RunPass(context, "49_matte_mix.frag", size)
        self._over = RunPass(context, "50_matte_over.frag", size)
        self._targets: dict[tuple[str, int], Target] = {}

    def through(self, aperture: ApertureState, quality: Quality) -> MattePrograms:
        """Return programs to draw with: those asked for, or the last ones while they are being made."""
        return self._openings.through(aperture, quality)

    def draw(
        self,
        name: str,
        layers: Mapping[int, moderngl.Texture],
        radius_px: float,
        programs: MattePrograms,
        tiles: Tiles,
    ) -> Blurred:
        """Blur a layer.

        Parameters
        ----------
        name
            `front` or `back`: what is drawn for the one is kept while the other is drawn.
        layers
            By scale, those that `programs.share_for` of the radius asks for.
        radius_px
            Signed, negative in front of the plane of focus.
        tiles
            Where it will be seen.
        """
        share = programs.share_for(abs(radius_px))
        blur = partial(self._rung, name, layers, radius_px, programs, grown(tiles, 0.0))
        finer = blur(share.rung, "finer")
        if share.of_coarser <= 0.0:
            return Blurred(finer, 1.0 / share.rung.scale)
        coarser = blur(share.coarser, "coarser")
        target = self._target(f"{name} mixed", share.rung.scale)
        uniforms = {"u_coarser": share.of_coarser, "u_coarser_texels": share.rung.scale / share.coarser.scale}
        inputs = {"finer_tx": finer, "coarser_tx": coarser}
        self._run(self._mix, target, grown(tiles, 0.0), inputs, uniforms, share.rung.scale)
        return Blurred(target.textures[0], 1.0 / share.rung.scale)

    def over(self, front: Blurred, back: Blurred, tiles: Tiles) -> Blurred | None:
        """Lay the front over what is behind before both are drawn large, where both are of one, small, size."""
        scale = round(1.0 / front.texels)
        if front.texels != back.texels or scale < SMALL_ENOUGH:
            return None
        target = self._target("both", scale)
        inputs = {"near_tx": front.texture, "far_tx": back.texture}
        self._run(self._over, target, grown(tiles, 0.0), inputs, {}, scale)
        return Blurred(target.textures[0], front.texels)

    def _rung(
        self,
        name: str,
        layers: Mapping[int, moderngl.Texture],
        radius_px: float,
        programs: MattePrograms,
        tiles: Tiles,
        rung: Rung,
        which: str,
    ) -> moderngl.Texture:
        layer = layers[rung.scale]
        smooth = partial(self._smooth, scale=rung.scale)
        target = f"{name} {which}"
        if rung.scale == 1:
            return smooth(self._kernels.alone, target, layer, tiles, (narrow_kernel(abs(radius_px)), 1))
        if rung.steps > 1:
            around = grown(tiles, abs(radius_px))
            even = f"{target}{UNREAD_BETWEEN}"
            layer = smooth(self._kernels.before, even, layer, around, smoothing_before(rung.steps))
        gathered = self._gather(target, layer, radius_px, programs, tiles, rung)
        if rung.steps > EVEN_STEPS:
            gathered = smooth(self._kernels.after, f"{target} smooth", gathered, tiles, smoothing_after(rung.steps))
        return gathered

    def _gather(
        self, name: str, layer: moderngl.Texture, radius_px: float, programs: MattePrograms, tiles: Tiles, rung: Rung
    ) -> moderngl.Texture:
        gathers = programs.gathers[min(rung.scale, 4)]
        steps = disc_steps(abs(radius_px), rung, gathers[-1].distances, gathers[-1].reach)
        gather = next((each for each in gathers if steps <= each.reach), gathers[-1])
        target = self._target(name, rung.scale)
        middle = (self._size[0] / (2.0 * rung.scale), self._size[1] / (2.0 * rung.scale))
        uniforms: Uniforms = {
            "u_disc_steps": steps,
            "u_steps": rung.steps if radius_px > 0.0 else -rung.steps,
            "u_middle_texels": middle,
        }
        self._run(gather.drawn, target, tiles, {"layer_tx": layer}, uniforms, rung.scale)
        return target.textures[0]

    def _smooth(
        self,
        kernel: RunPass,
        name: str,
        layer: moderngl.Texture,
        tiles: Tiles,
        shape: tuple[Kernel, int],
        scale: int,
    ) -> moderngl.Texture:
        target = self._target(name, scale)
        self._run(kernel, target, tiles, {"layer_tx": layer}, {"u_kernel": shape[0], "u_apart": shape[1]}, scale)
        return target.textures[0]

    @staticmethod
    def _run(
        drawn: RunPass,
        target: Target,
        tiles: Tiles,
        textures: Textures,
        uniforms: Uniforms,
        scale: int,
    ) -> None:
        drawn.choose(tiles)
        drawn.draw(target, textures, uniforms, scale)

    def _target(self, name: str, scale: int) -> Target:
        if (name, scale) not in self._targets:
            linear = not name.endswith(UNREAD_BETWEEN)
            self._targets[name, scale] = Target(self._context, scaled(self._size, scale), linear=linear)
        return self._targets[name, scale]

    def release(self) -> None:
        """Free programs and targets."""
        for target in self._targets.values():
            target.release()
        for made in (self._openings, self._kernels, self._mix, self._over):
            made.release()
