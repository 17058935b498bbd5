"""The gathers' programs for one opening and one level of quality, and how a lens passes from one set to the next.

The shape of an opening and the number of taps are baked into shader text (`taps`), so another of either is another set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import moderngl

from livefocus.render.passes.base import FullScreenPass, Textures, Uniforms
from livefocus.render.passes.cells import TIERS, Reaches
from livefocus.render.passes.choices import Choice
from livefocus.render.passes.ladder import MOST_TAPS, NOTHING, WORK, Needs
from livefocus.render.passes.sizes import Size
from livefocus.render.passes.taps import quad_defines, tap_defines
from livefocus.render.passes.tiles import LateTilePass, TileMap, TilePass
from livefocus.render.program import Defines
from livefocus.render.quads import shares_quads
from livefocus.render.targets import Target
from livefocus.state import ApertureState, Quality

FAR, NEAR = "40_gather_far.frag", "42_gather_near.frag"
EVEN_DISC = ApertureState()
PROGRAMS = 16
"""How many an opening has at most: so many pictures a change takes."""


@dataclass(frozen=True, slots=True)
class Taps:
    """Some number of taps, and the cells they are enough for.

    Attributes
    ----------
    defines
        As the shaders want them.
    wanted, but_not
        Flags of the cells.
    late
        Whether few pictures have such cells: then their program is made when it is first drawn.
    """

    defines: Defines
    wanted: Needs = NOTHING
    but_not: Needs = NOTHING
    late: bool = False


class TapSet:
    """A gather with many taps, and with few where all discs are narrow: the same there, at a third of the work.

    Parameters
    ----------
    fragment, taps
        The shader, and its taps.
    scale
        How many pixels a texel stands for.
    defines
        What else it is told.
    """

    def __init__(self, fragment: str, taps: Sequence[Taps], scale: int, defines: Defines) -> None:
        self._fragment = fragment
        self._scale = scale
        self._taps = taps
        self._defines = defines
        self._passes: list[TilePass | LateTilePass] = []
        self._choices: dict[Choice, tuple[Choice, ...]] = {}

    @property
    def late(self) -> tuple[LateTilePass, ...]:
        """Programs that are made when they are first drawn."""
        return tuple(each for each in self._passes if isinstance(each, LateTilePass))

    def build(self, context: moderngl.Context, size: Size) -> Iterator[TilePass]:
        """Build one program after the other, for pictures of a size."""
        for taps in self._taps:
            kind = LateTilePass if taps.late else TilePass
            made = kind(context, self._fragment, size, self._scale, {**taps.defines, **self._defines})
            self._passes.append(made)
            if isinstance(made, TilePass):
                yield made

    def draw_tiles(
        self, target: Target, tiles: TileMap, choice: Choice, textures: Textures, uniforms: Uniforms
    ) -> None:
        """Draw the tiles of a choice, each with as many taps as it wants."""
        if choice not in self._choices:
            self._choices[choice] = tuple(choice.with_(taps.wanted).without(taps.but_not) for taps in self._taps)
        for chosen, tile_pass in zip(self._choices[choice], self._passes, strict=True):
            tile_pass.draw_tiles(target, tiles, chosen, textures, uniforms)

    def release(self) -> None:
        """Free those programs that there are."""
        for tile_pass in self._passes:
            tile_pass.release()


def _numbered(bits: tuple[Needs, ...], number: int, but_not: Needs) -> tuple[Needs, Needs]:
    """Return the flags of cells that have a number in some bits, and those that they have not."""
    wanted = NOTHING
    for place, bit in enumerate(bits):
        if number >> place & 1:
            wanted |= bit
        else:
            but_not |= bit
    return wanted, but_not


class OpeningPrograms:
    """Programs that gather through one opening, for pictures of one size.

    Attributes
    ----------
    size
        `(width, height)` of the pictures.
    far, near, near_both
        Half-size: behind the plane of focus, in front of it, and in front with the quarter-size result laid under.
    coarse_far, coarse_near
        Quarter-size.
    reaches
        Up to which radius their taps lie on every texel.
    """

    def __init__(self, context: moderngl.Context, size: Size, aperture: ApertureState, quality: Quality) -> None:
        self.size = size
        self.aperture = aperture
        self.quality = quality
        self._parts = self._build(context)

    def _build(self, context: moderngl.Context) -> Iterator[FullScreenPass]:
        more = 1 if self.aperture == EVEN_DISC else 2  # corners and rims want more taps than an even disc
        work = WORK[self.quality]
        dense = partial(self._dense, shares_quads(context))
        fine, fine_few = (dense(taps * more) for taps in (work.fine_taps, work.fine_few))
        # fewer where no mirror keeps the opening: no driver can share its readings
        unshared = work.coarse_taps * more
        most = MOST_TAPS if quad_defines(unshared, self.aperture) else unshared
        coarse = [dense(taps) for taps in sorted({min(taps * more, most) for taps in work.coarse_dense})]
        apart = {**work.defines, **tap_defines(min(work.apart_taps * more, most), self.aperture), "APART": 1}
        reach, apart_reach, *coarse_reaches = (float(each["REACH"]) for each in (fine_few, apart, *coarse))
        self.reaches = Reaches(reach, tuple(coarse_reaches), apart_reach)

        def fine_taps(many: Needs) -> tuple[Taps, ...]:
            return Taps(fine, many), Taps(fine_few, but_not=many)

        def coarse_set(fragment: str, tiers: tuple[Needs, ...], lie_apart: Needs) -> TapSet:
            taps = [Taps(each, *_numbered(tiers, place, lie_apart)) for place, each in enumerate(coarse)]
            return TapSet(fragment, [*taps, Taps(apart, lie_apart, late=True)], 4, {})

        self.far = TapSet(FAR, fine_taps(Needs.MANY_FINE_FAR), 2, {"FINE": 1})
        yield from self.far.build(context, self.size)
        self.near = TapSet(NEAR, fine_taps(Needs.MANY_FINE_NEAR), 2, {"FINE": 1})
        yield from self.near.build(context, self.size)
        self.near_both = TapSet(NEAR, fine_taps(Needs.MANY_FINE_NEAR), 2, {"FINE": 1, "WITH_COARSE": 1})
        yield from self.near_both.build(context, self.size)
        self.coarse_far = coarse_set(FAR, TIERS[0], Needs.FAR_APART)
        yield from self.coarse_far.build(context, self.size)
        self.coarse_near = coarse_set(NEAR, TIERS[1], Needs.NEAR_APART)
        yield from self.coarse_near.build(context, self.size)

    def _dense(self, shares: bool, count: int) -> Defines:
        """Return taps that lie on every texel."""
        shared = quad_defines(count, self.aperture) if shares else {}
        return {**WORK[self.quality].defines, **tap_defines(count, self.aperture), **shared}

    def is_for(self, aperture: ApertureState, quality: Quality) -> bool:
        """Tell whether they are what is asked for."""
        return self.aperture == aperture and self.quality is quality

    @property
    def late(self) -> tuple[LateTilePass, ...]:
        """Programs of the widest discs, made when they are first drawn."""
        return tuple(late for each in vars(self).values() if isinstance(each, TapSet) for late in each.late)

    def go_on(self, late: bool = False) -> bool:
        """Build one more program; False where all are there. Those that are made late belong to them only if asked."""
        if next(self._parts, None) is not None:
            return True
        missing = [each for each in self.late if late and not each.is_made]
        if not missing:
            return False
        missing[0].make()
        return True

    def finish(self) -> None:
        """Build all that is missing."""
        while self.go_on():
            pass

    def release(self) -> None:
        """Free them, those that there are."""
        for part in vars(self).values():
            if isinstance(part, FullScreenPass | TapSet):
                part.release()


Programs = TypeVar("Programs", bound=OpeningPrograms)


class Openings(Generic[Programs]):
    """The opening that is drawn through, and the one that is being made ready.

    A change builds one program a picture and takes effect when all are there that the last one had: a running show
    waits for a compiler only where discs are so wide for the first time that their taps lie apart. The first opening is
    built at once.

    Parameters
    ----------
    make
        Makes the programs of an opening and a level, not yet built.
    """

    def __init__(self, make: Callable[[ApertureState, Quality], Programs]) -> None:
        self._make = make
        self._current: Programs | None = None
        self._next: Programs | None = None

    def through(self, aperture: ApertureState, quality: Quality) -> Programs:
        """Return programs to draw with, as near to what is asked for as they have come."""
        if self._current is None:
            self._current = self._make(aperture, quality)
            self._current.finish()
        if self._current.is_for(aperture, quality):
            self._drop_next()
        elif self._next is None or not self._next.is_for(aperture, quality):
            self._drop_next()
            self._next = self._make(aperture, quality)
        if self._next is not None and not self._next.go_on(late=any(each.is_made for each in self._current.late)):
            self._current.release()
            self._current, self._next = self._next, None
        return self._current

    def _drop_next(self) -> None:
        if self._next is not None:
            self._next.release()
            self._next = None

    def release(self) -> None:
        """Free all programs."""
        self._drop_next()
        if self._current is not None:
            self._current.release()
            self._current = None
