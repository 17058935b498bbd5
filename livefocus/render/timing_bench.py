"""How long the lens takes, always beside a plain copy in the same context and the same breath.

A machine's speed changes from minute to minute, its ratios hardly: every round times a copy and what is measured one
after the other, and the median over the rounds is what counts; the mean of those where several planes of focus are
timed, of which one may take twice as long as another: a median over all would be either's, as it falls. Every timing
ends with a GL finish. What the numbers look like to a person is the command line's business.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from livefocus.frame import EdgeModel
from livefocus.render.baselines import COPY, NAIVE_GATHER, Baseline, rgba_of
from livefocus.render.lens import Lens
from livefocus.render.passes.depth import DepthPlane
from livefocus.render.passes.sizes import Size
from livefocus.render.scenes.scene import make_scene
from livefocus.render.targets import make_texture
from livefocus.state import GradeState, LensState

COPIES_A_ROUND = 5
WARM_UP_DRAWS = 2
SCENE_TIME_S = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class BenchPicture:
    """What is drawn: uint8 `(height, width, 3)`, float32 `(height, width)`, and the planes of focus to time."""

    pixels: NDArray[np.uint8]
    inverse_depth: NDArray[np.float32]
    focuses: tuple[float, ...]

    @property
    def size(self) -> Size:
        """`(width, height)`."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def all_sharp(self) -> BenchPicture:
        """Return the same picture as one plane, in focus everywhere."""
        return BenchPicture(self.pixels, np.full_like(self.inverse_depth, 0.5), (0.5,))


def scene_picture(context: moderngl.Context, size: Size, name: str = "cafe") -> BenchPicture:
    """Draw a built-in scene to time the lens on, focused on its nearest and on its farthest plane in turn."""
    scene = make_scene(context, name, size)
    try:
        pixels, inverse_depth = scene.draw(SCENE_TIME_S)
        return BenchPicture(pixels, inverse_depth, (max(scene.planes.values()), min(scene.planes.values())))
    finally:
        scene.release()


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians over rounds, the mean over planes of focus, at one size and one K.

    Attributes
    ----------
    copy_ms, lens_ms, naive_ms
        A full-frame copy, our lens, the golden-angle gather (None where it was not asked for).
    upload_ms
        Handing a frame and its depth map to the lens; not part of `lens_ms`.
    ratio, naive_ratio
        The same of lens to copy and of gather to copy, each round against its own copies.
    """

    size: Size
    blur_px: float
    copy_ms: float
    lens_ms: float
    upload_ms: float
    ratio: float
    naive_ms: float | None = None
    naive_ratio: float | None = None


def time_lens(
    context: moderngl.Context, picture: BenchPicture, blur_px: float, rounds: int = 9, naive_rounds: int = 0
) -> Timing:
    """Time copy, lens and gather on a picture, interleaved.

    Parameters
    ----------
    blur_px
        K: CoC radius in output pixels per unit of inverse depth.
    rounds
        Rounds for each plane of focus.
    naive_rounds
        In how many of them the gather is timed too: it takes a thousand times as long.
    """
    with _bench(context, picture, blur_px) as bench:
        planes = [
            [bench.lap(focus, number < naive_rounds) for number in _warm(bench, focus, rounds)]
            for focus in picture.focuses
        ]
    return Timing(
        size=picture.size,
        blur_px=blur_px,
        copy_ms=_typical(planes, lambda lap: lap.copy_ms),
        lens_ms=_typical(planes, lambda lap: lap.lens_ms),
        upload_ms=_typical(planes, lambda lap: lap.upload_ms),
        ratio=_typical(planes, lambda lap: lap.lens_ms / lap.copy_ms),
        naive_ms=_typical(planes, lambda lap: lap.naive_ms) if naive_rounds else None,
        naive_ratio=_typical(planes, lambda lap: lap.naive_ms and lap.naive_ms / lap.copy_ms) if naive_rounds else None,
    )


@dataclass(frozen=True, slots=True)
class DepthTiming:
    """Medians over rounds of what turns a small depth map into one of the picture's size, edges and all.

    Attributes
    ----------
    copy_ms, scale_ms, edges_ms
        A full-frame copy; handing a map over and interpolating it, once a map; drawing its edges, once a picture.
    ratio
        Median over rounds of both together to copy, each round against its own copies.
    """

    copy_ms: float
    scale_ms: float
    edges_ms: float
    ratio: float


def time_depth(
    context: moderngl.Context,
    picture: BenchPicture,
    inverse_depth: NDArray[np.float32],
    edges: EdgeModel | None,
    rounds: int = 9,
) -> DepthTiming:
    """Time the last steps of depth, interleaved with copies.

    Parameters
    ----------
    picture
        What is drawn.
    inverse_depth, edges
        A map of a network's size, and its model.
    """
    copies, scales, follows = [], [], []
    with _bench(context, picture, 0.0) as bench:
        plane = DepthPlane(context, picture.size)
        frame = make_texture(context, picture.size)
        frame.write(rgba_of(picture.pixels))
        try:
            for _ in range(WARM_UP_DRAWS + rounds):
                copies.append(
                    statistics.median(
                        bench.took_ms(lambda: bench.copy.draw(0.0, 0.0, 0.0)) for _ in range(COPIES_A_ROUND)
                    )
                )
                scales.append(bench.took_ms(lambda: plane.upload(inverse_depth, edges)))
                follows.append(bench.took_ms(lambda: plane.follow(frame)))
        finally:
            plane.release()
            frame.release()
    kept = slice(WARM_UP_DRAWS, None)
    ratios = [(scale + follow) / copy for copy, scale, follow in zip(copies, scales, follows, strict=True)]
    return DepthTiming(*(statistics.median(each[kept]) for each in (copies, scales, follows, ratios)))


@dataclass(frozen=True, slots=True)
class _Lap:
    copy_ms: float
    lens_ms: float
    upload_ms: float
    naive_ms: float | None


def _typical(planes: Sequence[Sequence[_Lap]], of_lap: Callable[[_Lap], float | None]) -> float:
    """Return the mean over planes of focus of the median over their laps, of those that have a value."""
    values = [[value for value in map(of_lap, laps) if value is not None] for laps in planes]
    return statistics.fmean(statistics.median(each) for each in values)


@dataclass(frozen=True, slots=True, eq=False)
class _Bench:
    """The three that are timed, with a picture in their textures."""

    context: moderngl.Context
    picture: BenchPicture
    lens_state: LensState
    copy: Baseline
    naive: Baseline
    lens: Lens

    def draw_lens(self, focus: float) -> None:
        self.lens.draw(focus, self.lens_state, GradeState(), 0)

    def upload(self) -> None:
        self.lens.upload_frame(self.picture.pixels)
        self.lens.upload_depth(self.picture.inverse_depth)

    def lap(self, focus: float, with_naive: bool) -> _Lap:
        """Time each once (the copy a few times, being short), one right after the other."""
        blur_px = self.lens_state.blur_px
        reach_px = float(np.abs(blur_px * (focus - self.picture.inverse_depth)).max())
        copies = [self.took_ms(lambda: self.copy.draw(focus, blur_px, reach_px)) for _ in range(COPIES_A_ROUND)]
        lens_ms = self.took_ms(lambda: self.draw_lens(focus))
        upload_ms = self.took_ms(self.upload)
        naive_ms = self.took_ms(lambda: self.naive.draw(focus, blur_px, reach_px)) if with_naive else None
        return _Lap(statistics.median(copies), lens_ms, upload_ms, naive_ms)

    def took_ms(self, work: Callable[[], object]) -> float:
        self.context.finish()
        start_s = time.perf_counter()
        work()
        self.context.finish()
        return (time.perf_counter() - start_s) * 1e3


def _warm(bench: _Bench, focus: float, rounds: int) -> Iterator[int]:
    """Draw a few times before the first round: a driver compiles and allocates on first use."""
    for _ in range(WARM_UP_DRAWS):
        bench.draw_lens(focus)
        bench.copy.draw(focus, 0.0, 0.0)
    yield from range(rounds)


@contextmanager
def _bench(context: moderngl.Context, picture: BenchPicture, blur_px: float) -> Iterator[_Bench]:
    copy, naive = (Baseline(context, picture.size, fragment) for fragment in (COPY, NAIVE_GATHER))
    lens = Lens(context, picture.size)
    bench = _Bench(context, picture, LensState(blur_px=blur_px), copy, naive, lens)
    try:
        for baseline in (copy, naive):
            baseline.upload(picture.pixels, picture.inverse_depth)
        bench.upload()
        yield bench
    finally:
        for held in (copy, naive, lens):
            held.release()


def time_over(
    context: moderngl.Context, pictures: Sequence[BenchPicture], blur_px: Sequence[float], rounds: int
) -> list[Timing]:
    """Time the lens for every picture and every K, in that order."""
    return [time_lens(context, picture, each, rounds) for picture in pictures for each in blur_px]
