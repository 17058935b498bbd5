"""Subjects: what marks sit on and what focus follows. Told of sightings, it says what to wish of the puller.

It finds nothing itself: the app's trackers do, and are asked by `track`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from livefocus.control.actions import Follow, FollowAt, MarkAt, TuneFollow
from livefocus.errors import ControlError
from livefocus.focus.follow import Follower, FollowSettings, Sighting
from livefocus.focus.marks import LETTERS, Marks
from livefocus.focus.wishes import MoveTo

FACE = "face"
TAPPED = "tapped"
WITHIN = 0.7
"""A tap this near to a face's middle, as a share of its width, means the face."""

Track = Callable[[str, float, float], None]
"""Begins to track what is at a place (x, y in 0…1) under a name; what had that name before is forgotten."""


class Subjects:
    """The subjects in the picture.

    Parameters
    ----------
    marks
        Those on subjects are moved with them.

    Attributes
    ----------
    track
        Set by the app where it can track.
    find_faces
        Set by the app where it can find faces: begins to, or raises `LivefocusError`.
    settings
        How a subject is followed.
    following
        Name of the subject focus follows, empty for none.
    """

    def __init__(self, marks: Marks) -> None:
        self.track: Track | None = None
        self.find_faces: Callable[[], None] | None = None
        self.settings = FollowSettings()
        self.following = ""
        self._marks = marks
        self._seen: dict[str, Sighting] = {}
        self._fresh = False
        self._unseen_s = 0.0
        self._follower: Follower | None = None
        self._on: dict[str, str] = {}
        self._lost: set[str] = set()
        self._messages: list[str] = []
        self._faces_wanted = False
        self._awaited = ""

    @property
    def lost(self) -> frozenset[str]:
        """Return the marks whose subjects are out of sight; they stay on the last plane."""
        return frozenset(self._lost)

    def holds(self, letter: str) -> bool:
        """Return whether a mark sits on a subject, in sight or not."""
        return letter in self._on

    def take_messages(self) -> list[str]:
        """Return what the operator should be told since the last call."""
        messages, self._messages = self._messages, []
        return messages

    def see(self, sightings: Iterable[Sighting]) -> None:
        """Take what the newest picture shows; a subject that is not among them is out of sight."""
        self._seen = {sighting.name: sighting for sighting in sightings}
        self._fresh = True
        for letter, name in self._on.items():
            plane = self._plane(name)
            if plane is not None:
                self._marks.set(letter, plane)
                self._lost.discard(letter)
            elif letter not in self._lost:
                self._lost.add(letter)
                self._messages.append(f"mark {letter.upper()} has lost its subject, and stays on its last plane")

    def let_go(self) -> None:
        """Follow nobody any more: a hand has moved focus."""
        self._follower, self.following, self._awaited = None, "", ""

    def forget(self, letter: str) -> None:
        """Take a mark off its subject: it has been set elsewhere."""
        self._on.pop(letter, None)
        self._lost.discard(letter)

    def step(self, dt_s: float, focus: float) -> MoveTo | None:
        """Let time pass; returns the wish, if there is one. Planes count once a picture."""
        if self._awaited and self._faces():
            self._begin(self._chosen(self._awaited).name, focus)
        self._unseen_s += dt_s
        if self._follower is None or not self._fresh:
            return None
        if self._follower.given_up and (other := self._nearest()) is not None:
            self._begin(other.name, focus)
        self._fresh = False
        dt_s, self._unseen_s = self._unseen_s, 0.0
        was_lost = self._follower.lost
        wish = self._follower.step(self._plane(self.following), dt_s)
        if self._follower.lost and not was_lost:
            self._messages.append("the subject is out of sight; focus stays where it is")
        return wish

    def mark(self, action: MarkAt) -> None:
        """Put a mark on what is at a place; raises `ControlError` where nothing can be tracked."""
        face = self._face_at(action.x, action.y)
        self._on[action.letter] = face.name if face else action.letter
        if face is None:
            self._ask(action.letter, action.x, action.y)

    def follow(self, action: Follow | FollowAt, focus: float) -> None:
        """Follow somebody, or nobody; raises `ControlError` where there is none to follow."""
        if isinstance(action, FollowAt):
            face = self._face_at(action.x, action.y)
            if face is None:
                self._ask(TAPPED, action.x, action.y)
            self._begin(face.name if face else TAPPED, focus)
        elif action.whom == "off":
            self.let_go()
            self._messages.append("following nobody")
        elif action.whom in LETTERS:
            if action.whom not in self._on:
                raise ControlError(f"mark {action.whom.upper()} is not on a subject", "set it with: mark a at X Y")
            self._begin(self._on[action.whom], focus)
        else:
            self._follow_face(action.whom, focus)

    def _follow_face(self, how: str, focus: float) -> None:
        """Follow a face; the first time, as soon as one has been found."""
        if not self._faces_wanted:
            if self.find_faces is None:
                raise ControlError("faces cannot be found in this source")
            self.find_faces()
            self._faces_wanted = True
        if self._faces():
            self._begin(self._chosen(how).name, focus)
        else:
            self._awaited = how
            self._messages.append("looking for a face")

    def tune(self, action: TuneFollow) -> None:
        """Change how subjects are followed; takes effect at once."""
        changes: dict[str, Any] = {action.what: action.value}
        self.settings = replace(self.settings, **changes)
        if self._follower is not None:
            self._follower.settings = self.settings

    def _begin(self, name: str, focus: float) -> None:
        self.following, self._awaited = name, ""
        self._follower = Follower(self.settings, focus)
        self._fresh = False  # the picture seen last may be older than the wish: it says nothing of a place just tapped
        self._messages.append(f"following {name}")

    def _ask(self, name: str, x: float, y: float) -> None:
        if self.track is None:
            raise ControlError("nothing can be tracked in this source")
        self.track(name, x, y)

    def _plane(self, name: str) -> float | None:
        sighting = self._seen.get(name)
        return None if sighting is None else sighting.plane

    def _faces(self) -> list[Sighting]:
        """Return the faces in sight, from left to right."""
        faces = [one for one in self._seen.values() if one.name.startswith(FACE) and one.plane is not None]
        return sorted(faces, key=lambda face: face.x)

    def _nearest(self) -> Sighting | None:
        return max(self._faces(), key=lambda face: face.plane or 0.0, default=None)

    def _chosen(self, how: str) -> Sighting:
        """Return one of the faces in sight, of which there is one at least."""
        faces = self._faces()
        if how == "nearest":
            return max(faces, key=lambda face: face.plane or 0.0)
        if how == "next":
            names = [face.name for face in faces]
            at = names.index(self.following) + 1 if self.following in names else 0
            return faces[at % len(faces)]
        return max(faces, key=lambda face: face.size)

    def _face_at(self, x: float, y: float) -> Sighting | None:
        near = [face for face in self._faces() if max(abs(face.x - x), abs(face.y - y)) <= WITHIN * face.size]
        return min(near, key=lambda face: abs(face.x - x) + abs(face.y - y), default=None)
