"""Frames no camera should send and every camera sends: through the whole chain of each network, live."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.store import ModelStore
from livefocus.frame import Frame
from tests.silhouettes import drawn_person

SIZE = (320, 180)


def empty_room() -> np.ndarray:
    """A wall, a floor, and nobody."""
    room = np.full((SIZE[1], SIZE[0], 3), (190, 185, 170), np.uint8)
    room[120:] = (110, 90, 70)
    return cv2.GaussianBlur(room, (0, 0), 1.5)


PICTURES = {
    "black": np.zeros((SIZE[1], SIZE[0], 3), np.uint8),
    "overexposed": np.full((SIZE[1], SIZE[0], 3), 255, np.uint8),
    "an empty room": empty_room(),
    "one pixel": np.full((1, 1, 3), 90, np.uint8),
    "one row": np.full((1, 320, 3), 90, np.uint8),
    "one column": np.full((180, 1, 3), 90, np.uint8),
    "noise": np.random.default_rng(1).integers(0, 255, (SIZE[1], SIZE[0], 3)).astype(np.uint8),
}


@pytest.fixture(params=["student", *(pytest.param(n, marks=pytest.mark.models) for n in ("tcsmall", "tcsmall+selfie"))])
def engine(request, tmp_path: Path) -> tuple[GuardedEstimator, list[str]]:
    store = ModelStore(tmp_path) if request.param == "student" else request.getfixturevalue("weights")
    said: list[str] = []
    made = make_estimator(request.param, source_has_depth=False, store=store, live=True, report=said.append)
    made.open()
    return made, said


@pytest.mark.parametrize("name", PICTURES)
def test_an_extreme_picture_from_the_start_and_in_the_middle_of_a_show(engine, name: str) -> None:
    depth, said = engine
    person = drawn_person(SIZE, 0)[0]
    order = [PICTURES[name]] * 2 + [person] * 3 + [PICTURES[name]] * 2 + [person] * 3
    for number, pixels in enumerate(order):
        found = depth.estimate(Frame(pixels, 0.0, number, number / 25))
        assert np.isfinite(found.inverse_depth).all(), name
        assert found.sequence <= number
        if found.edges is not None:
            assert np.isfinite(found.edges.colour).all(), name
            assert np.isfinite(found.edges.planes).all(), name
    assert found.sequence == len(order) - 1, "back to normal at once"
    assert len(said) <= 1, said
