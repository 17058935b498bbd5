"""The gathers' programs for one opening and one level of quality, and how a lens passes from one set to the next.

The shape of an opening and the number of taps are baked into shader text (`taps`), so another of either is another set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import moderngl

from livefocus.render.passes.base import FullScreenPass
from livefocus.render.passes.ladder import WORK
from livefocus.render.passes.taps import tap_defines
from livefocus.render.passes.tiles import TilePass
from livefocus.state import ApertureState, Quality

FAR, NEAR = "40_gather_far.frag", "42_gather_near.frag"
EVEN_DISC = ApertureState()
PROGRAMS = 5
"""How many an opening has: so many pictures a change takes."""


class OpeningPrograms:
    """Programs that gather through one opening.

    Attributes
    ----------
    far, near, near_both
        Half-size: behind the plane of focus, in front of it, and in front with the quarter-size result laid under.
    coarse_far, coarse_near
        Quarter-size.
    reach
        Radius in texels up to which a quarter-size tap lies on every texel: what layers are smoothed for.
    """

    def __init__(self, context: moderngl.Context, aperture: ApertureState, quality: Quality) -> None:
        self.aperture = aperture
        self.quality = quality
        self._parts = self._build(context)

    def _build(self, context: moderngl.Context) -> Iterator[FullScreenPass]:
        more = 1 if self.aperture == EVEN_DISC else 2  # corners and rims want more taps than an even disc
        work = WORK[self.quality]
        fine = {**work.defines, **tap_defines(work.fine_taps * more, self.aperture), "FINE": 1}
        coarse = {**work.defines, **tap_defines(work.coarse_taps * more, self.aperture)}
        self.reach = float(coarse["REACH"])
        self.coarse_far = TilePass(context, FAR, coarse)
        yield self.coarse_far
        self.coarse_near = TilePass(context, NEAR, coarse)
        yield self.coarse_near
        self.far = TilePass(context, FAR, fine)
        yield self.far
        self.near = TilePass(context, NEAR, fine)
        yield self.near
        self.near_both = TilePass(context, NEAR, {**fine, "WITH_COARSE": 1})
        yield self.near_both

    def is_for(self, aperture: ApertureState, quality: Quality) -> bool:
        """Tell whether they are what is asked for."""
        return self.aperture == aperture and self.quality is quality

    def go_on(self) -> bool:
        """Build one more program; False where all are there."""
        return next(self._parts, None) is not None

    def finish(self) -> None:
        """Build all that is missing."""
        while self.go_on():
            pass

    def release(self) -> None:
        """Free them, those that there are."""
        for part in vars(self).values():
            if isinstance(part, FullScreenPass):
                part.release()


Programs = TypeVar("Programs", bound=OpeningPrograms)


class Openings(Generic[Programs]):
    """The opening that is drawn through, and the one that is being made ready.

    A change builds one program a picture and takes effect when all are there: a running show never waits for a
    compiler. The first opening is built at once.

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
        if self._next is not None and not self._next.go_on():
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
