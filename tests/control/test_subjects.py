from __future__ import annotations

import pytest

from livefocus.control.desk import Desk
from livefocus.control.vocabulary import parse_action
from livefocus.errors import ModelError
from livefocus.focus.follow import Sighting

DT_S = 1 / 30


class Stage:
    """A desk before a stage whose subjects a test moves."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.asked: list[tuple[str, float, float]] = []
        self.looking = 0
        self.desk.subjects.find_faces = self._look
        self.desk.subjects.track = lambda name, x, y: self.asked.append((name, x, y))

    def _look(self) -> None:
        self.looking += 1

    def act(self, *texts: str) -> None:
        for text in texts:
            self.desk.act(parse_action(text))

    def play(self, seconds: float, *sightings: Sighting) -> float:
        for _ in range(round(seconds / DT_S)):
            self.desk.subjects.see(sightings)
            self.desk.step(DT_S)
        return self.desk.focus.inverse_depth


def test_a_mark_on_a_subject_moves_with_it_and_keeps_its_last_plane() -> None:
    stage = Stage()
    stage.act("mark b at 0.3 0.6")
    assert stage.asked == [("b", 0.3, 0.6)]
    stage.play(0.1, Sighting("b", 0.6))
    stage.play(0.1, Sighting("b", 0.7))
    stage.act("rack b 0.2")
    assert stage.play(0.5, Sighting("b", 0.7)) == pytest.approx(0.7)
    stage.desk.take_messages()
    stage.play(0.2, Sighting("b", None))
    stage.play(0.2)
    assert stage.desk.marks.get("b") == 0.7
    assert stage.desk.subjects.lost == {"b"}
    assert stage.desk.take_messages() == ["mark B has lost its subject, and stays on its last plane"]
    stage.play(0.1, Sighting("b", 0.65))
    assert stage.desk.subjects.lost == frozenset()
    stage.act("mark b 0.1")
    stage.play(0.1, Sighting("b", 0.65))
    assert stage.desk.marks.get("b") == 0.1


def test_follow_a_mark_until_a_hand_takes_over() -> None:
    stage = Stage()
    stage.act("mark a at 0.5 0.5", "follow sensitivity 1", "follow speed 1", "follow a")
    assert stage.play(1.0, Sighting("a", 0.8)) == pytest.approx(0.8, abs=1e-3)
    assert stage.play(1.0, Sighting("a", 0.3)) == pytest.approx(0.3, abs=1e-3)
    stage.act("rack 0.6 0.1")
    assert stage.play(2.0, Sighting("a", 0.3)) == 0.6
    assert stage.desk.subjects.following == ""


def test_faces_the_largest_the_nearest_the_next_and_by_tap() -> None:
    faces = [
        Sighting("face 1", 0.5, 0.2, 0.4, 0.10),
        Sighting("face 2", 0.3, 0.5, 0.4, 0.20),
        Sighting("face 3", 0.7, 0.8, 0.4, 0.15),
    ]
    stage = Stage()
    stage.play(0.1, *faces)
    for text, name in (
        ("follow face", "face 2"),
        ("follow nearest", "face 3"),
        ("follow next", "face 1"),
        ("follow next", "face 2"),
        ("follow at 0.22 0.41", "face 1"),
    ):
        stage.act(text)
        assert stage.desk.subjects.following == name
    assert stage.asked == []
    assert stage.play(2.0, *faces) == pytest.approx(0.5, abs=1e-3)
    stage.act("follow at 0.35 0.9")
    assert stage.asked == [("tapped", 0.35, 0.9)]
    assert stage.desk.subjects.following == "tapped"
    stage.act("follow off")
    assert stage.desk.subjects.following == ""


def test_a_place_that_was_just_tapped_is_not_out_of_sight() -> None:
    """A tap falls between two pictures: what the older one showed cannot have had it."""
    stage = Stage()
    stage.act("mark a at 0.2 0.2")
    stage.play(0.2, Sighting("a", 0.4))
    stage.desk.take_messages()
    stage.desk.subjects.see([Sighting("a", 0.4)])
    stage.act("follow at 0.5 0.5")
    stage.desk.step(DT_S)
    assert stage.play(2.0, Sighting("a", 0.4), Sighting("tapped", 0.7)) == pytest.approx(0.7, abs=1e-3)
    assert stage.desk.take_messages() == ["following tapped"]


def test_a_weak_lock_goes_on_to_the_nearest_face() -> None:
    stage = Stage()
    other = Sighting("face 2", 0.8, 0.9)
    stage.play(0.1, Sighting("face 1", 0.3), other)
    stage.act("follow lock weak", "follow at 0.5 0.5")
    assert stage.desk.subjects.following == "face 1"
    stage.play(1.0, Sighting("face 1", 0.3), other)
    assert stage.play(3.0, other) == pytest.approx(0.8, abs=1e-3)
    assert stage.desk.subjects.following == "face 2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("follow face", "cannot be found"),
        ("follow a", "not on a subject"),
        ("follow at 0.5 0.5", "nothing can be tracked"),
        ("mark a at 0.5 0.5", "nothing can be tracked"),
    ],
)
def test_what_cannot_be_followed_is_said(text: str, message: str) -> None:
    desk = Desk()
    desk.act(parse_action(text))
    (said,) = desk.take_messages()
    assert message in said


def test_a_knob_that_has_not_been_picked_up_does_not_end_the_following() -> None:
    stage = Stage()
    stage.act("mark a at 0.5 0.5", "follow a")
    stage.play(1.0, Sighting("a", 0.8))
    stage.act("turn focus 0.1")
    assert stage.desk.subjects.following == "a"
    stage.act("turn focus 0.85")
    assert stage.desk.subjects.following == ""


def test_a_face_is_waited_for_and_looked_for_once() -> None:
    stage = Stage()
    stage.act("follow face")
    stage.play(0.5)
    stage.act("follow face")
    assert stage.desk.take_messages() == ["looking for a face", "looking for a face"]
    assert stage.looking == 1
    assert stage.play(2.0, Sighting("face 1", 0.8)) == pytest.approx(0.8, abs=1e-3)
    assert stage.desk.subjects.following == "face 1"


def test_a_detector_that_cannot_be_had_is_one_message_and_asked_for_again() -> None:
    stage = Stage()

    def fail() -> None:
        raise ModelError("the model 'face' is not here", "livefocus models download face")

    stage.desk.subjects.find_faces = fail
    stage.act("follow nearest", "follow nearest")
    assert stage.desk.take_messages() == ["the model 'face' is not here: livefocus models download face"] * 2
