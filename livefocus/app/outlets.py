"""From a picture on the GPU to the sinks: one asynchronous read-back a pixel format, however many sinks take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import moderngl

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.sink_worker import SinkWorker
from livefocus.render.readback import Readback

Offer = Callable[[Picture], None]
Tag = tuple[float, int]


class ReadbackOutlet:
    """Reads pictures back in one format and offers each to every sink that takes it.

    Parameters
    ----------
    context
        That of the pictures.
    size
        `(width, height)` in pixels.
    pixel_format
        What the sinks take.
    offers
        The sinks' mailboxes.
    """

    def __init__(
        self, context: moderngl.Context, size: tuple[int, int], pixel_format: PixelFormat, offers: Sequence[Offer]
    ) -> None:
        self._readback: Readback[Tag] = Readback(context, size, pixel_format)
        self._size = size
        self._format = pixel_format
        self._offers = offers

    def submit(self, picture: moderngl.Texture, media_time_s: float, sequence: int) -> None:
        """Start one picture on its way; hands on those that have arrived."""
        self._readback.submit(picture, (media_time_s, sequence))
        self.collect()

    def collect(self, wait: bool = False) -> None:
        """Hand on every picture that has arrived; with `wait`, every one that is under way."""
        while (arrived := self._readback.collect(wait)) is not None:
            (media_time_s, sequence), data = arrived
            picture = Picture(data, self._format, self._size, media_time_s, sequence)
            for offer in self._offers:
                offer(picture)

    def release(self) -> None:
        """Give back the pixel buffers."""
        self._readback.release()


def common_format(wanted: Sequence[tuple[PixelFormat, ...]]) -> list[PixelFormat]:
    """Choose a format for each sink so that as few read-backs as can be serve them all.

    Parameters
    ----------
    wanted
        For each sink the formats it takes, best first.
    """
    counts = {kind: sum(kind in formats for formats in wanted) for kind in PixelFormat}
    return [max(formats, key=lambda kind: (counts[kind], -formats.index(kind))) for formats in wanted]


def make_outlets(
    context: moderngl.Context, size: tuple[int, int], fps: float, workers: Sequence[SinkWorker]
) -> list[ReadbackOutlet]:
    """Open every sink in the format it shares with most others, and make one read-back a format.

    Raises
    ------
    SinkError
        A sink does not open; those that did are closed again.
    """
    formats = common_format([worker.sink.formats(size) for worker in workers])
    try:
        for worker, pixel_format in zip(workers, formats, strict=True):
            worker.open(size, fps, pixel_format)
    except SinkError:
        for worker in workers:
            worker.sink.close()
        raise
    return [
        ReadbackOutlet(
            context,
            size,
            kind,
            [worker.offer for worker, taken in zip(workers, formats, strict=True) if taken is kind],
        )
        for kind in dict.fromkeys(formats)
    ]
