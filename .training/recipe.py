"""What the student learns from: which pictures, under which licence, and which are kept back for the evaluation.

A picture folder holds one folder a source, as listed in `README.md`. No picture is part of this repository.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import cv2

Picture = NDArray[np.uint8]

SHORT_SIDE = 300
"""Pictures are scaled down to this: more than the network will ever see."""

EMPTY_FOLDERS = ("rooms_hdri_cc0", "rooms_rental", "rooms_workadventure", "unsplash_noscere")
"""Rooms and streets without people."""

SMALL_PEOPLE = re.compile(r"intel_video_ccby|preview_(classroom|people|store|worker)|gesture_mit/body_")
"""People far off or from behind: good for depth, too much for a matte made for faces at a desk."""

HELD_FOLDERS = ("pexels_photobooth", "unsplash_sponsor", "wp_homelancer", "rooms_workadventure")
HELD_PARTS = {
    "us_congress_pd": 6,
    "interfaces_cc0": 5,
    "18f_team_cc0": 6,
}
"""Kept back whole, and, where every file is another person, one file in so many."""

HELD_MATCHES = re.compile(r"src_hdri_(lobby|lab)|female-and-male|asl_gestures_(walk|want|yes|thanks)")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the recipe: `source` is its folder, `people` the number stated for it, 0 for an empty room."""

    path: Path
    source: str
    people: str

    @property
    def empty(self) -> bool:
        """Whether nobody is in it."""
        return self.people == "0"

    @property
    def matte_is_sure(self) -> bool:
        """Whether a matte network made for people near a camera can be believed."""
        return not SMALL_PEOPLE.search(self.path.as_posix()) and self.people in "123"


def is_held(name: str) -> bool:
    """Tell whether a file, named from the picture folder, is kept back."""
    source, _, file = name.partition("/")
    if source in HELD_FOLDERS or HELD_MATCHES.search(name):
        return True
    return source in HELD_PARTS and zlib.crc32(file.encode()) % HELD_PARTS[source] == 0


def shots(folder: Path, *, held: bool) -> list[Shot]:
    """Return the pictures to learn from, or those kept back, in the order of their names."""
    people = _people(folder)
    found = []
    for path in sorted(folder.glob("*/*.jpg")):
        name = path.relative_to(folder).as_posix()
        if is_held(name) == held:
            empty = path.parent.name in EMPTY_FOLDERS
            found.append(Shot(path, path.parent.name, "0" if empty else people.get(name, "1").replace("0-3", "1")))
    return found


def _people(folder: Path) -> dict[str, str]:
    """Read how many people are in each picture: `index.csv`, corrected by the lists of rooms and of pairs."""
    rows = (line.split(",") for line in (folder / "index.csv").read_text().splitlines()[1:])
    people = {row[0]: row[-1] for row in rows}
    people |= dict.fromkeys((folder / "rooms.txt").read_text().split(), "0")
    return people | dict.fromkeys((folder / "two_person.txt").read_text().split(), "2")


def read(path: Path) -> Picture:
    """Return RGB, short side at most `SHORT_SIDE`."""
    picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    scale = SHORT_SIDE / min(picture.shape[:2])
    if scale < 1.0:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(picture, np.uint8)
