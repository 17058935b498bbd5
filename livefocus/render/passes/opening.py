"""The gathers' programs for one opening, and how a lens passes from one opening to the next.

The shape of an opening is baked into shader text (`taps`), so another shape is another set of programs.
"""

from __future__ import annotations

from collections.abc import Iterator

import moderngl

from livefocus.render.passes.ladder import COARSE_TAPS, FINE_TAPS
from livefocus.render.passes.taps import tap_defines
from livefocus.render.passes.tiles import TilePass
from livefocus.state import ApertureState

FAR, NEAR = "40_gather_far.frag", "42_gather_near.frag"
EVEN_DISC = ApertureState()


class OpeningPrograms:
    """Programs that gather through one opening.

    Attributes
    ----------
    far, near, near_both
        Half-size: behind the plane of focus, in front of it, and in front with the quarter-size result laid under.
    coarse_far, coarse_near
        Quarter-size.
    """

    def __init__(self, context: moderngl.Context, aperture: ApertureState) -> None:
        self.aperture = aperture
        self._parts = self._build(context)

    def _build(self, context: moderngl.Context) -> Iterator[TilePass]:
        more = 1 if self.aperture == EVEN_DISC else 2  # corners and rims want more taps than an even disc
        fine = {**tap_defines(FINE_TAPS * more, self.aperture), "FINE": 1}
        coarse = tap_defines(COARSE_TAPS * more, self.aperture)
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

    def go_on(self) -> bool:
        """Build one more program; False where all are there."""
        return next(self._parts, None) is not None

    def finish(self) -> OpeningPrograms:
        """Build all that is missing."""
        while self.go_on():
            pass
        return self

    def release(self) -> None:
        """Free them, those that there are."""
        for name in ("coarse_far", "coarse_near", "far", "near", "near_both"):
            if (tile_pass := getattr(self, name, None)) is not None:
                tile_pass.release()


class Openings:
    """The opening that is drawn through, and the one that is being made ready.

    A change builds one program a picture and takes effect when all are there: a running show never waits for a
    compiler. The first opening is built at once.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._current: OpeningPrograms | None = None
        self._next: OpeningPrograms | None = None

    def through(self, aperture: ApertureState) -> OpeningPrograms:
        """Return programs to draw with, as near to `aperture` as they have come."""
        if self._current is None:
            self._current = OpeningPrograms(self._context, aperture).finish()
        if self._current.aperture == aperture:
            self._drop_next()
        elif self._next is None or self._next.aperture != aperture:
            self._drop_next()
            self._next = OpeningPrograms(self._context, aperture)
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
