from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefocus.errors import ModelError
from livefocus.focus.follow import Sighting
from livefocus.frame import Frame
from livefocus.sight.face_book import DETECT_EVERY, FORGOTTEN_TIMES, FaceBook
from livefocus.sight.faces import Face, FaceFinder, _blob, _places, decoded, joined
from livefocus.sight.patch import grey_of
from tests.sight.test_patch import picture

PLACES = _places()


def test_answers_become_places_in_the_picture() -> None:
    boxes = np.zeros((896, 4))
    boxes[:, 2:] = 0.3
    logits = np.full(896, -20.0)
    for answer, (dx, score) in {300: (0.02, 3.0), 302: (0.02 - 1 / 16, 2.0), 800: (0.0, 1.0)}.items():
        boxes[answer, 0], logits[answer] = dx, score
    faces = joined(decoded(boxes, logits, PLACES))
    assert len(faces) == 2
    x, y, size, score = faces[0]
    assert (x, y) == pytest.approx((PLACES[300][0] + 0.02, PLACES[300][1]))
    assert size == pytest.approx(0.3)
    assert score == pytest.approx(1 / (1 + np.exp(-3.0)))


def test_places_cover_the_square_evenly() -> None:
    assert PLACES.shape == (896, 2)
    assert PLACES.mean(axis=0) == pytest.approx((0.5, 0.5))
    assert PLACES.min() > 0.0
    assert PLACES.max() < 1.0


@given(st.integers(0, 2**32 - 1))
def test_whatever_the_network_says_faces_are_sure_and_apart(seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes, logits = rng.normal(0, 0.3, (896, 4)), rng.normal(-3, 4, 896)
    boxes[rng.integers(896), 0] = np.nan
    faces = joined(decoded(boxes, logits, PLACES))
    assert all(score >= 0.5 and size > 0.0 and np.isfinite(x + y) for x, y, size, score in faces)


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (101, 99), (2000, 3)])
def test_any_shape_of_picture_fits_the_square(width: int, height: int) -> None:
    frame = Frame(np.full((height, width, 3), 200, np.uint8), 0.0, 0, 0.0)
    blob = _blob(frame, max(width, height))
    assert blob.shape == (1, 3, 128, 128)
    assert blob.max() == pytest.approx(200 / 127.5 - 1.0, abs=1e-3)


def test_weights_that_are_none() -> None:
    with pytest.raises(ModelError, match="cannot read 'face'"):
        FaceFinder(b"this is no network at all, whatever it may say")


class Finder(FaceFinder):
    """A finder that finds what a test says."""

    def __init__(self) -> None:
        self.faces: list[Face] = []
        self.asked = 0

    def find(self, frame: Frame) -> list[Face]:
        self.asked += 1
        return self.faces


def stepped(book: FaceBook, pictures: int, x: float = 0.5) -> list[Sighting]:
    seen: list[Sighting] = []
    for number in range(pictures):
        frame, _ = picture(x, 0.5, seed=number)
        seen = book.step(frame, grey_of(frame))
    return seen


def test_faces_keep_their_names_and_the_detector_is_asked_now_and_then() -> None:
    finder = Finder()
    book = FaceBook(finder)
    finder.faces = [Face(0.3, 0.5, 0.2, 0.9), Face(0.7, 0.5, 0.2, 0.8)]
    stepped(book, DETECT_EVERY)
    assert finder.asked == 1
    finder.faces = [Face(0.66, 0.5, 0.2, 0.9), Face(0.34, 0.5, 0.2, 0.8)]
    seen = {one.name: one.x for one in stepped(book, 1)}
    assert seen == {"face 1": pytest.approx(0.34), "face 2": pytest.approx(0.66)}
    assert finder.asked == 2


def test_a_face_that_is_gone_is_lost_and_much_later_its_name_is_free() -> None:
    finder = Finder()
    book = FaceBook(finder)
    finder.faces = [Face(0.3, 0.5, 0.2, 0.9)]
    stepped(book, 1)
    finder.faces = []
    assert [one.name for one in stepped(book, DETECT_EVERY)] == ["face 1"]
    assert stepped(book, 3 * DETECT_EVERY) == []
    finder.faces = [Face(0.8, 0.5, 0.2, 0.9)]
    assert [one.name for one in stepped(book, DETECT_EVERY)] == ["face 2"]
    stepped(book, (FORGOTTEN_TIMES + 1) * DETECT_EVERY)
    finder.faces = [Face(0.8, 0.5, 0.2, 0.9), Face(0.2, 0.5, 0.2, 0.9)]
    assert sorted(one.name for one in stepped(book, DETECT_EVERY)) == ["face 1", "face 2"]


def test_in_between_a_face_is_carried_on_by_what_it_looks_like() -> None:
    finder = Finder()
    book = FaceBook(finder)
    finder.faces = [Face(0.5, 0.5, 0.2, 0.9)]
    stepped(book, 1, 0.5)
    for number in range(1, DETECT_EVERY):
        frame, _ = picture(0.5 + 0.01 * number, 0.5, seed=number)
        (seen,) = book.step(frame, grey_of(frame))
        assert seen.x == pytest.approx(0.5 + 0.01 * number, abs=0.01)
