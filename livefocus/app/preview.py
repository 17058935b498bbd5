"""The outlet for those who watch from a browser: small pictures, a few a second, and only while somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

import moderngl

from livefocus.app.outlets import ReadbackOutlet
from livefocus.frame import Picture, PixelFormat
from livefocus.render.shrink import Shrink, fitted
from livefocus.timing import Clock

PREVIEWS_PER_S = 10.0
LONGEST_PX = 640


class Watched(Protocol):
    """Where previews go."""

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a picture."""
        ...

    def offer(self, picture: Picture) -> None:
        """Take a picture (RGB24); never waits."""
        ...


@runtime_checkable
class Watchable(Protocol):
    """A surface on which the picture can be watched."""

    preview: Watched


def preview_outlets(
    surfaces: Iterable[object], context: moderngl.Context, size: tuple[int, int], clock: Clock
) -> list[PreviewOutlet]:
    """Return an outlet for each surface on which the picture can be watched."""
    watchable = (surface for surface in surfaces if isinstance(surface, Watchable))
    return [PreviewOutlet(context, size, clock, surface.preview) for surface in watchable]


class PreviewOutlet:
    """Makes every so manieth picture small and reads it back; costs nothing while nobody watches.

    Parameters
    ----------
    context
        That of the pictures.
    size
        `(width, height)` of the pictures, in pixels.
    clock
        What time it is.
    watched
        Where previews go.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int], clock: Clock, watched: Watched) -> None:
        self._context = context
        self._size = size
        self._clock = clock
        self._watched = watched
        self._due_at_s = clock.now_s()
        self._under_way = False
        self._parts: tuple[Shrink, ReadbackOutlet] | None = None

    def submit(self, picture: moderngl.Texture, media_time_s: float, sequence: int) -> None:
        """Hand on the preview started with the picture before; start this one where it is due."""
        if self._under_way:
            self.collect(wait=True)  # a whole picture later the copy is done: nothing is waited for
        now_s = self._clock.now_s()
        if not self._watched.wanted or now_s < self._due_at_s:
            return
        self._due_at_s = max(self._due_at_s + 1.0 / PREVIEWS_PER_S, now_s)
        shrink, outlet = self._parts = self._parts or self._make()
        outlet.submit(shrink.draw(picture), media_time_s, sequence)
        self._under_way = True

    def collect(self, wait: bool = False) -> None:
        """Hand on what is under way."""
        if self._parts is not None:
            self._parts[1].collect(wait)
            self._under_way = False

    def release(self) -> None:
        """Give back what was made."""
        for part in self._parts or ():
            part.release()

    def _make(self) -> tuple[Shrink, ReadbackOutlet]:
        offers: list[Callable[[Picture], None]] = [self._watched.offer]
        small_size = fitted(self._size, LONGEST_PX)
        outlet = ReadbackOutlet(self._context, small_size, PixelFormat.RGB24, offers)
        return Shrink(self._context, self._size, small_size), outlet
