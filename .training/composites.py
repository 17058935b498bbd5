"""Make composites at 1280×720 for `python -m tests.depth_score --composites OUT`: people before rooms, and mattes.

    python composites.py PICTURES MODELS OUT --count 39 --seed 17

People and rooms are those of the recipe that are kept back; with `--learnt` those that are not, to tune on. Mattes are
closed-form (A. Levin, D. Lischinski, Y. Weiss, CVPR 2006) between what the matte network is sure of, so that hair is in
them: `pip install pymatting`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pool import UNSURE_AT_MOST, Teachers, unsure
from pymatting import estimate_alpha_cf, estimate_foreground_ml
from recipe import Shot, shots

from livefocus.opencv import cv2

SIZE = WIDTH, HEIGHT = 1280, 720
PERSON_PX = 700
"""Height people are cut out at."""

TATTERS = 1.3
"""An outline so many times as long as it is without what is smaller than 6 pixels is no hair: that matte failed."""

Picture = NDArray[np.float64]


def cut_out(shot: Shot, teachers: Teachers) -> tuple[Picture, Picture] | None:
    """Return a person's own colours and matte, 0…1; None where the matte network is not sure."""
    encoded = cv2.cvtColor(cv2.imread(str(shot.path)), cv2.COLOR_BGR2RGB)
    scale = PERSON_PX / encoded.shape[0]
    picture = cv2.resize(
        encoded, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    matte = teachers.matte(picture)
    if unsure(matte) > UNSURE_AT_MOST or (matte > 0.5).mean() < 0.1:
        return None
    trimap = np.full(matte.shape, 0.5)
    trimap[cv2.erode((matte > 0.85).astype(np.uint8), np.ones((15, 15), np.uint8)) > 0] = 1.0
    trimap[cv2.dilate((matte > 0.1).astype(np.uint8), np.ones((19, 19), np.uint8)) == 0] = 0.0
    light = picture.astype(np.float64) / 255.0
    alpha = np.clip((estimate_alpha_cf(light, trimap) - 0.05) / 0.9, 0.0, 1.0)
    return estimate_foreground_ml(light, alpha), alpha


def room(shot: Shot, rng: np.random.Generator) -> Picture:
    """Return a room over the whole picture, at times out of focus."""
    picture = cv2.cvtColor(cv2.imread(str(shot.path)), cv2.COLOR_BGR2RGB)
    scale = 1.02 * max(WIDTH / picture.shape[1], HEIGHT / picture.shape[0])
    whole = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)[:HEIGHT, :WIDTH]
    return (cv2.GaussianBlur(whole, (0, 0), rng.uniform(1, 4)) if rng.random() < 0.4 else whole) / 255.0


def composite(person: Picture, alpha: Picture, behind: Picture, rng: np.random.Generator) -> tuple[Picture, Picture]:
    """Set a person at the bottom of a room, with a little sensor noise over both; returns picture and matte."""
    scale = rng.uniform(0.75, 1.15) * HEIGHT / PERSON_PX
    left = rng.uniform(0.3, 0.7) * WIDTH - scale * person.shape[1] / 2
    place = np.array([[scale, 0, left], [0, scale, HEIGHT - scale * PERSON_PX + rng.uniform(0, 30)]], np.float32)
    matte = cv2.warpAffine(alpha, place, SIZE)
    front = cv2.warpAffine(person, place, SIZE, borderMode=cv2.BORDER_REPLICATE)
    mixed = behind + (front - behind) * matte[..., None]
    return np.clip(mixed * 255 + rng.normal(0, 2, mixed.shape), 0, 255), matte


def in_tatters(matte: Picture) -> bool:
    """Tell whether a matte failed: a checked shirt half of which is taken for the room."""
    person = (matte > 0.5).astype(np.float32)
    smooth = (cv2.GaussianBlur(person, (0, 0), 6.0) > 0.5).astype(np.float32)
    whole, without = (float(np.abs(one - cv2.erode(one, np.ones((3, 3)))).sum()) for one in (person, smooth))
    return whole > TATTERS * without


def main() -> None:
    """Parse the command line and write pairs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("pictures", "models", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--count", type=int, default=39)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--learnt", action="store_true", help="of what the student learnt from")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    teachers, rng = Teachers(options.models), np.random.default_rng(options.seed)
    of_them = shots(options.pictures, held=not options.learnt)
    rooms = [shot for shot in of_them if shot.empty]
    people = [shot for shot in of_them if shot.people == "1" and shot.matte_is_sure]
    count = 0
    for number in rng.permutation(len(people)):
        if count == options.count or (found := cut_out(people[number], teachers)) is None:
            continue
        picture, matte = composite(*found, room(rooms[rng.integers(len(rooms))], rng), rng)
        if in_tatters(matte):
            continue
        cv2.imwrite(str(options.out / f"{count:02d}.png"), picture[..., ::-1].astype(np.uint8))
        cv2.imwrite(str(options.out / f"{count:02d}_matte.png"), np.round(matte * 255).astype(np.uint8))
        count += 1


if __name__ == "__main__":
    main()
