"""Which face is which: names that stay with faces from picture to picture.

The detector is asked now and then; in between each face is carried on by its own patch. A face that is found where one
was is that one; a new one takes the least free number.
"""

from __future__ import annotations

from dataclasses import dataclass

from livefocus.focus.follow import Sighting
from livefocus.frame import Frame
from livefocus.sight.faces import Face, FaceFinder
from livefocus.sight.patch import Grey, PatchTracker

DETECT_EVERY = 6
"""Pictures from one asking of the detector to the next: eight milliseconds each, so one and a half a picture."""
MISSED_TIMES = 3
"""A face that was not found so many times running is out of sight …"""
FORGOTTEN_TIMES = 40
"""… and after so many its name is free for another."""


@dataclass(slots=True)
class _Known:
    face: Face
    patch: PatchTracker
    missed: int = 0


class FaceBook:
    """Finds faces and keeps their names apart.

    Parameters
    ----------
    finder
        The detector.
    """

    def __init__(self, finder: FaceFinder) -> None:
        self._finder = finder
        self._known: dict[str, _Known] = {}
        self._pictures = 0

    def step(self, frame: Frame, grey: Grey) -> list[Sighting]:
        """Look at the next picture; returns where each known face is, without its plane."""
        for known in self._known.values():
            if known.patch.step(grey):
                x, y = known.patch.place
                known.face = Face(x, y, known.face.size, known.face.score)
        if self._pictures % DETECT_EVERY == 0:
            self._meet(self._finder.find(frame), grey)
        self._pictures += 1
        seen = ((name, known.face) for name, known in self._known.items() if known.missed < MISSED_TIMES)
        return [Sighting(name, None, face.x, face.y, face.size) for name, face in seen]

    def _meet(self, faces: list[Face], grey: Grey) -> None:
        """Match the faces found with those known, the nearest pairs first."""
        pairs = [(_apart(known.face, face), name, face) for name, known in self._known.items() for face in faces]
        left, names = list(faces), set(self._known)
        for apart, name, face in sorted(pairs, key=lambda pair: pair[0]):
            if apart <= 1.0 and name in names and face in left:
                names.discard(name)
                left.remove(face)
                self._known[name] = _Known(face, PatchTracker(grey, face.x, face.y))
        for name in names:
            self._known[name].missed += 1
            if self._known[name].missed > FORGOTTEN_TIMES:
                del self._known[name]
        for face in left:
            self._known[self._free_name()] = _Known(face, PatchTracker(grey, face.x, face.y))

    def _free_name(self) -> str:
        number = next(number for number in range(1, len(self._known) + 2) if f"face {number}" not in self._known)
        return f"face {number}"


def _apart(one: Face, other: Face) -> float:
    """Return how far apart two faces are, in widths of the larger."""
    return max(abs(one.x - other.x), abs(one.y - other.y)) / max(one.size, other.size, 1e-6)
