"""Make the pool: samples, the teacher's depth of each, and mattes; depth sharpened with the matte.

    python pool.py PICTURES MODELS OUT --count 6000 --seed 1

`MODELS` holds `tcmonodepth_tcsmallnet_192x320.onnx` (the teacher, MIT) and `selfie_segmentation_landscape.onnx`
(Apache-2.0). `--held` makes it of the pictures kept back, for the evaluation.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import onnxruntime
from compose import SIZE, Composer, Cutout, Matte, Picture, Sample, Stock
from numpy.typing import NDArray
from recipe import Shot, read, shots

from livefocus.depth.silhouette import sharpen
from livefocus.opencv import cv2

STUDENT_SIZE = STUDENT_WIDTH, STUDENT_HEIGHT = 288, 160
UNSURE_AT_MOST = 0.3
"""Share of a matte's area that may lie between yes and no for it to be believed."""


def session(path: Path) -> onnxruntime.InferenceSession:
    """Return the network on one thread of the processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Teachers:
    """The depth network that is copied, and the matte network that sharpens it."""

    def __init__(self, folder: Path) -> None:
        self._depth = session(folder / "tcmonodepth_tcsmallnet_192x320.onnx")
        self._matte = session(folder / "selfie_segmentation_landscape.onnx")

    def depth(self, picture: Picture) -> NDArray[np.float32]:
        """Return inverse depth, `SIZE`, about 0…1.3, of a picture of any size."""
        tensor = cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA).transpose(2, 0, 1)[None].astype(np.float32)
        return self._depth.run(None, {"input": tensor})[0][0, 0]

    def matte(self, picture: Picture) -> Matte:
        """Return people 1, room 0, at the picture's size."""
        small = cv2.resize(picture, (256, 144), interpolation=cv2.INTER_AREA)[None].astype(np.float32) / 255.0
        matte = self._matte.run(None, {"input_1": small})[0][0, :, :, 0]
        return cv2.resize(matte, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def unsure(matte: Matte) -> float:
    """Return how much of a matte is neither yes nor no, of what is yes."""
    return float(((matte > 0.2) & (matte < 0.8)).mean() / ((matte >= 0.8).mean() + 0.01))


def cut_out(picture: Picture, matte: Matte) -> Cutout | None:
    """Return the person, the matte drawn in by a pixel so that no rim of the old room comes along."""
    crisp = np.clip((matte - 0.25) / 0.6, 0.0, 1.0)
    rows, columns = np.nonzero(crisp > 0.5)
    if (crisp > 0.5).mean() < 0.06 or unsure(matte) > UNSURE_AT_MOST:
        return None
    box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return Cutout(picture, cv2.erode((crisp * 255).astype(np.uint8), np.ones((3, 3), np.uint8)), box)


def emptied(picture: Picture, matte: Matte) -> Picture:
    """Return the room behind a person, filled from its surroundings."""
    room = 1.0 - cv2.dilate((matte > 0.15).astype(np.float32), np.ones((15, 15), np.uint8))
    filled = np.zeros(picture.shape, np.float32)
    total = np.full(room.shape, 1e-9, np.float32)
    for spread_px in (4.0, 16.0, 64.0):
        weight = cv2.GaussianBlur(room, (0, 0), spread_px)
        filled += cv2.GaussianBlur(picture * room[..., None], (0, 0), spread_px) / spread_px**2
        total += weight / spread_px**2
    soft = cv2.GaussianBlur(room, (0, 0), 2.0)[..., None]
    return np.asarray(picture * soft + filled / total[..., None] * (1.0 - soft), np.uint8)


def stock(pictures: list[Shot], teachers: Teachers) -> Stock:
    """Read the recipe's pictures and cut people out of those where the matte is sure."""
    found = Stock()
    for number, shot in enumerate(pictures):
        picture = read(shot.path)
        if shot.empty:
            found.rooms.append(picture)
            continue
        matte = teachers.matte(picture)
        sure = shot.matte_is_sure and unsure(matte) < UNSURE_AT_MOST
        (found.pairs if shot.people == "2" else found.pictures).append((picture, sure))
        if sure and shot.people == "1" and (cutout := cut_out(picture, matte)):
            found.cutouts.append(cutout)
            if number % 4 == 0 and (matte > 0.3).mean() < 0.45:
                found.rooms.append(emptied(picture, matte))
    found.rooms += public_domain()
    return found


def public_domain() -> list[Picture]:
    """Return scikit-image's CC0 and public-domain pictures without people (not the astronaut: she examines)."""
    from skimage import data  # noqa: PLC0415 - only for making a pool

    colour = [data.coffee(), data.chelsea(), data.rocket()]
    grey = [data.brick(), data.grass(), data.gravel(), data.coins(), data.page()]
    everything = colour + [np.repeat(picture[..., None], 3, axis=2) for picture in grey]
    return [np.ascontiguousarray(picture, np.uint8) for picture in everything]


def targets(sample: Sample, teachers: Teachers) -> tuple[NDArray[np.float16], Picture, bool]:
    """Return depth and matte at the student's size, and whether the matte may be learnt."""
    matte, sure = sample.matte, sample.matte_is_sure
    if matte is None:
        matte = np.clip(teachers.matte(sample.picture) * 1.25 - 0.1, 0.0, 1.0)
        sure = sure and unsure(matte) < 2 * UNSURE_AT_MOST
    if sample.cover is not None:
        matte = matte * (1.0 - sample.cover)
    depth = cv2.resize(teachers.depth(sample.picture), STUDENT_SIZE, interpolation=cv2.INTER_AREA)
    small = cv2.resize(matte, STUDENT_SIZE, interpolation=cv2.INTER_AREA)
    sharp = sharpen(depth, small) if sure else depth
    return sharp.astype(np.float16), np.round(small * 255).astype(np.uint8), sure


def degraded(picture: Picture, rng: np.random.Generator) -> Picture:
    """Return it as a poor camera gives it: soft, noisy, squeezed into JPEG."""
    if rng.random() < 0.25:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.2))
    if rng.random() < 0.4:
        picture = np.clip(picture + rng.normal(0, rng.uniform(1, 8), picture.shape), 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 85))])[1]
        picture = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
    return picture


def make(out: Path, composer: Composer, teachers: Teachers, count: int) -> None:
    """Write `count` samples as arrays: picture, depth, matte, and whether the matte is sure."""
    shape = (count, STUDENT_HEIGHT, STUDENT_WIDTH)
    pictures = np.lib.format.open_memmap(f"{out}_picture.npy", "w+", np.uint8, (*shape, 3))
    depths = np.lib.format.open_memmap(f"{out}_depth.npy", "w+", np.float16, shape)
    mattes = np.lib.format.open_memmap(f"{out}_matte.npy", "w+", np.uint8, shape)
    sure = np.zeros(count, bool)
    started_s = time.monotonic()
    for i in range(count):
        sample = composer.sample()
        depths[i], mattes[i], sure[i] = targets(sample, teachers)
        small = cv2.resize(sample.picture, STUDENT_SIZE, interpolation=cv2.INTER_AREA)
        pictures[i] = degraded(small, composer.rng)
        if i % 200 == 0:
            print(i, f"{(time.monotonic() - started_s) / (i + 1) * 1e3:.1f} ms each", flush=True)
    np.save(f"{out}_sure.npy", sure)


def main() -> None:
    """Make a pool from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pictures", "models", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held", action="store_true")
    wish = parser.parse_args()
    cv2.setNumThreads(1)
    teachers = Teachers(wish.models)
    supply = stock(shots(wish.pictures, held=wish.held), teachers)
    print({name: len(getattr(supply, name)) for name in Stock.__dataclass_fields__}, flush=True)
    make(wish.out, Composer(supply, wish.seed), teachers, wish.count)


if __name__ == "__main__":
    main()
