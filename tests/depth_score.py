"""Print how well depth holds, against the raw network in the same run: `python -m tests.depth_score --help`.

Real clips are fetched once, as the rig does. With `--composites FOLDER` (pictures `NAME.png` with their mattes
`NAME_matte.png`, which `.training/composites.py` makes) silhouettes of real people are scored as well; without, those
of drawn people under a map such as a network gives.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import moderngl
import numpy as np

from livefocus.depth.edges import EdgeGuidedDepth, all_moving, sharpened
from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.store import ModelStore
from livefocus.frame import DepthMap, Frame
from livefocus.render.context import make_standalone_context
from livefocus.render.lens import Lens
from livefocus.render.timing_bench import BenchPicture, time_depth
from livefocus.state import GradeState, LensState
from tests.depth.footage import FPS, depth_range, frames_of, lingers, maps_of, moved_over, still_deviation, trail
from tests.depth.layers import layer_of
from tests.rig.conftest import fetch_carphone_clip, fetch_webcam_clip
from tests.silhouettes import Map, Pixels, bilinear, boundary_f, davis_tolerance_px, drawn_person, network_map

SIZE = (1280, 720)
TOLERANCES_PX = (3, 5, davis_tolerance_px(SIZE[::-1]))
"""Of outlines: 3 and 5 are those of boundary scores for networks (T. Takikawa et al., Gated-SCNN, ICCV 2019)."""

Case = tuple[Pixels, Map, Map, DepthMap]
"""A picture, its matte, the raw network's map, and what comes out."""


def main() -> None:
    """Parse the command line and print a table."""
    options = _options()
    clips = {"webcam": fetch_webcam_clip(), "carphone": fetch_carphone_clip()}
    print(f"{'measure':58s} {'raw':>8s} {'held':>8s}")
    for name in options.engines.split(","):
        _score_holding(name, clips, options.minutes)
    context = make_standalone_context()
    _score_silhouettes(context, options)
    context.release()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.depth_score", description=__doc__.splitlines()[0])
    parser.add_argument("--engines", default="tcsmall,student", help="comma-separated (tcsmall,student)")
    parser.add_argument("--minutes", type=float, default=1.0, help="of looped webcam under exposure steps (1)")
    parser.add_argument("--composites", type=Path, help="folder of NAME.png and NAME_matte.png")
    return parser.parse_args()


def _engine(name: str, *, steady: bool) -> GuardedEstimator:
    made = make_estimator(name, source_has_depth=False, store=ModelStore.default(), steady=steady)
    made.open()
    return made


def _row(measure: str, raw: float, held: float) -> None:
    print(f"{measure:58s} {raw:8.4f} {held:8.4f}", flush=True)


def _score_holding(name: str, clips: dict[str, Path], minutes: float) -> None:
    for clip, path in clips.items():
        pictures = frames_of(path, 120)
        maps = {steady: maps_of(_engine(name, steady=steady), pictures) for steady in (False, True)}
        deviations = [still_deviation(maps[steady], pictures) for steady in (False, True)]
        _row(f"{name}, {clip}: deviation of still pixels", *deviations)
    pictures = frames_of(clips["webcam"], 40, step=3)
    rounds = max(4, round(minutes * 60 * FPS / len(pictures)))
    raw = max(moved_over(_engine(name, steady=False), pictures, 4))
    held = list(moved_over(_engine(name, steady=True), pictures, rounds))
    _row(f"{name}: planes move, worst round of {rounds} ({rounds * len(pictures)} frames)", raw, max(held))
    _row(f"{name}: planes move, last round", raw, held[-1])
    pictures = frames_of(clips["webcam"], 60, step=15)
    maps = {steady: maps_of(_engine(name, steady=steady), pictures) for steady in (False, True)}
    now, late, count = trail(maps[False], maps[True])
    print(f"{f'{name}: moving edges, distance to the map of now, before':58s} {now:8.4f} {late:8.4f}  ({count} frames)")
    pictures = frames_of(clips["webcam"], 110)
    off, count = lingers(*(maps_of(_engine(name, steady=steady), pictures) for steady in (False, True)))
    print(f"{f'{name}: nearer than it is where something left':58s} {'':8s} {off:8.4f}  ({count} pixels)")
    took = _cost_ms(name, pictures)
    print(f"{f'{name}: milliseconds a map at 400×300, raw and held':58s} {took[0]:8.2f} {took[1]:8.2f}")
    print(f"{f'{name}: range of its depth':58s} {depth_range(maps[False]):8.3f} {depth_range(maps[True]):8.3f}")


def _cost_ms(name: str, pictures: list[Pixels]) -> list[float]:
    """The processor's time on this thread; medians of maps made in turn."""
    engines = [_engine(name, steady=steady) for steady in (False, True)]
    took: list[list[float]] = [[], []]
    for number, one in enumerate(pictures):
        for engine, times in zip(engines, took, strict=True):
            start_s = time.thread_time()
            engine.estimate(Frame(one, 0.0, number, number / FPS))
            times.append((time.thread_time() - start_s) * 1e3)
    return [float(np.median(times)) for times in took]


def _score_silhouettes(context: moderngl.Context, options: argparse.Namespace) -> None:
    lens = Lens(context, SIZE)
    print(f"\n{'outline F at 1280×720 within (pixels)':40s} {'raw network':>18s} {'ours':>18s}")
    drawn = [drawn_person(SIZE, seed) for seed in range(4)]
    _print_f("drawn people, a network's kind of map", lens, [_drawn_case(*one) for one in drawn])
    if options.composites:
        pictures = _composites(options.composites)
        for name in (*options.engines.split(","), "tcsmall+selfie"):
            _print_f(f"{len(pictures)} composites, {name}", lens, _cases(name, pictures))
    pixels, matte = drawn[0]
    small = network_map(matte)
    for what, moving in (("nothing", None), ("everything", all_moving(small))):
        timing = time_depth(context, BenchPicture(pixels, matte, (0.5,)), *sharpened(small, pixels, moving))
        print(f"small map to full size, edges and all, {what} moving: {timing.ratio:.2f} copies")
    lens.release()


def _drawn_case(pixels: Pixels, matte: Map) -> Case:
    raw = network_map(matte)
    sharp, edges = sharpened(raw, pixels)
    return pixels, matte, raw, DepthMap(sharp, 0, edges=edges)


def _cases(name: str, pictures: list[tuple[Pixels, Map]]) -> list[Case]:
    """Every picture by itself: a second apart, so that nothing is known from the one before."""
    engine = _engine(name, steady=False)
    bare = layer_of(_engine(name.partition("+")[0], steady=False), EdgeGuidedDepth)
    assert bare is not None
    cases = []
    for number, (pixels, matte) in enumerate(pictures):
        frame = Frame(pixels, float(number), number, float(number))
        cases.append((pixels, matte, bare.inner.estimate(frame).inverse_depth, engine.estimate(frame)))
    return cases


def _print_f(what: str, lens: Lens, cases: list[Case]) -> None:
    scores = []
    for pixels, matte, raw, depth in cases:
        lens.upload_frame(pixels)
        lens.upload_depth(depth.inverse_depth, depth.edges)
        lens.draw(0.5, LensState(), GradeState())
        ours = lens.depth.read()
        plain = bilinear(raw, SIZE)
        scores.append([[boundary_f(one, matte, within) for within in TOLERANCES_PX] for one in (plain, ours)])
    means = np.mean(scores, axis=0)
    for number, within in enumerate(TOLERANCES_PX):
        print(f"{f'{what}: {within}':40s} {means[0, number]:18.3f} {means[1, number]:18.3f}", flush=True)


def _composites(folder: Path) -> list[tuple[Pixels, Map]]:
    found = []
    for matte_path in sorted(folder.glob("*_matte.png")):
        picture = cv2.imread(str(matte_path.with_name(matte_path.name.replace("_matte", ""))))
        matte = cv2.imread(str(matte_path), cv2.IMREAD_GRAYSCALE)
        found.append((np.ascontiguousarray(picture[..., ::-1]), matte.astype(np.float32) / np.float32(255)))
    return found


if __name__ == "__main__":
    main()
