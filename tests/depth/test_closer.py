"""The closer look at the people: where it looks, when it looks around, and where what it saw ends up."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from livefocus.depth.closer import LONG_SIDE_PX, LOOK_AROUND_S, SHOWN_SIZE, CloserMatte, Part, bounds, pasted
from livefocus.depth.edges import wants_edges
from livefocus.depth.selfie import SelfieDepth
from livefocus.depth.store import ModelStore
from livefocus.frame import DepthMap, Frame, MattePlanes

SIZE = (1280, 720)
FPS = 25.0


class RedMatte:
    """A matte network's stand-in: sees whatever it is shown at 256×144, yes or no; red is a person."""

    name, notice, own_thread = "red", "", True

    def __init__(self) -> None:
        self.shown: list[tuple[int, int]] = []

    def open(self) -> None: ...

    def estimate(self, frame: Frame) -> DepthMap:
        self.shown.append(frame.size)
        red = (frame.pixels[..., 0] > 128).astype(np.float32)
        seen = np.asarray(cv2.resize(red, SHOWN_SIZE, interpolation=cv2.INTER_NEAREST), np.float32)
        return DepthMap(seen, frame.sequence, matte=MattePlanes())

    def close(self) -> None: ...

    @property
    def looked_around(self) -> int:
        return self.shown.count(SIZE)


def room_with(*people: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Red ellipses in a dark room, each by its left, top, right, bottom."""
    pixels = np.full((*SIZE[::-1], 3), 30, np.uint8)
    for left, top, right, bottom in people:
        middle, half = ((left + right) // 2, (top + bottom) // 2), ((right - left) // 2, (bottom - top) // 2)
        cv2.ellipse(pixels, middle, half, 0, 0, 360, (220, 30, 30), -1)
    return pixels


def frame_of(pixels: NDArray[np.uint8], number: int) -> Frame:
    return Frame(pixels, number / FPS, number, number / FPS)


def off_by(matte: NDArray[np.float32], pixels: NDArray[np.uint8]) -> float:
    """The share of a matte that is wrong, of the people there are."""
    true = (pixels[..., 0] > 128).astype(np.float32)
    whole = cv2.resize(matte, SIZE, interpolation=cv2.INTER_LINEAR)
    return float(np.abs((whole > 0.5) - true).sum() / true.sum())


@pytest.fixture
def looking() -> tuple[CloserMatte, RedMatte]:
    inner = RedMatte()
    engine = CloserMatte(inner)
    engine.open()
    return engine, inner


def test_a_person_is_seen_more_finely_and_in_the_right_place(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, inner = looking
    pixels = room_with((500, 200, 700, 620))
    found = engine.estimate(frame_of(pixels, 0))
    plain = RedMatte().estimate(frame_of(pixels, 0)).inverse_depth
    assert inner.shown == [SIZE, SHOWN_SIZE]
    assert (found.sequence, found.matte) == (0, MattePlanes()), "a matte says which planes it has"
    assert off_by(found.inverse_depth, pixels) < 0.6 * off_by(plain, pixels)
    assert found.inverse_depth[:40].max() == 0.0, "nobody is outside of where was looked"


@pytest.mark.parametrize("person", [(0, 0, 300, 720), (980, 300, 1280, 720), (500, 0, 640, 300)])
def test_people_at_the_border_are_whole(
    looking: tuple[CloserMatte, RedMatte], person: tuple[int, int, int, int]
) -> None:
    pixels = room_with(person)
    assert off_by(looking[0].estimate(frame_of(pixels, 0)).inverse_depth, pixels) < 0.015


def test_one_look_a_picture_is_enough_and_around_every_half_second(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, inner = looking
    pixels = room_with((500, 200, 700, 620))
    for number in range(50):
        engine.estimate(frame_of(pixels, number))
    assert inner.looked_around == 50 / FPS / LOOK_AROUND_S
    assert len(inner.shown) == 50 + inner.looked_around


def test_who_walks_is_followed_and_who_comes_in_is_found(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, _ = looking
    for number in range(60):
        x = 200 + 12 * number
        pixels = room_with((x, 200, x + 180, 700), *([(40, 300, 200, 700)] if number > 20 else []))
        wrong = off_by(engine.estimate(frame_of(pixels, number)).inverse_depth, pixels)
        assert wrong < 0.05 or 20 < number <= 21 + LOOK_AROUND_S * FPS
    assert wrong < 0.05


def test_a_jump_is_seen_at_once(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, _ = looking
    engine.estimate(frame_of(room_with((100, 200, 300, 620)), 0))
    for number, person in enumerate([(900, 200, 1100, 620), (980, 100, 1180, 620)], start=1):
        pixels = room_with(person)
        assert off_by(engine.estimate(frame_of(pixels, number)).inverse_depth, pixels) < 0.015


def test_while_somebody_moves_a_little_the_part_stays(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, inner = looking
    mattes = []
    for number in range(12):
        sway = round(6 * np.sin(number))
        mattes.append(engine.estimate(frame_of(room_with((500 + sway, 200, 700 + sway, 620)), number)).inverse_depth)
    assert inner.looked_around == 1
    assert all(bounds(one) is not None for one in mattes)


def test_an_empty_room_a_full_picture_and_a_blot_are_looked_at_once(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, inner = looking
    for number, people in enumerate([[], [(-600, -600, 1900, 1300)], [(20, 20, 30, 30)]]):
        before = len(inner.shown)
        engine.estimate(frame_of(room_with(*people), number))
        assert inner.shown[before:] == [SIZE]


@pytest.mark.parametrize("size", [(1, 1), (2, 90), (90, 2), (333, 187), (720, 1280)])
def test_pictures_of_any_size(looking: tuple[CloserMatte, RedMatte], size: tuple[int, int]) -> None:
    engine, _ = looking
    for number, level in enumerate((0, 255, 60)):
        pixels = np.full((size[1], size[0], 3), level, np.uint8)
        pixels[: size[1] // 2, : size[0] // 2] = 255 - level
        matte = engine.estimate(frame_of(pixels, number)).inverse_depth
        assert matte.ndim == 2
        assert np.isfinite(matte).all()


def test_time_that_goes_back_looks_around(looking: tuple[CloserMatte, RedMatte]) -> None:
    engine, inner = looking
    pixels = room_with((500, 200, 700, 620))
    engine.estimate(frame_of(pixels, 100))
    engine.estimate(frame_of(pixels, 3))
    assert inner.looked_around == 2


def test_bounds_hold_everybody_but_no_blots() -> None:
    matte = np.zeros((144, 256), np.float32)
    matte[40:100, 64:128] = matte[20:120, 192:208] = 1.0
    matte[3, 3] = 1.0
    assert bounds(matte) == Part(64 / 256, 20 / 144, 208 / 256, 120 / 144)
    assert bounds(np.zeros_like(matte)) is None


def test_what_was_seen_of_everything_is_everything() -> None:
    ramp = np.tile(np.linspace(0, 1, 256, dtype=np.float32), (144, 1))
    whole = pasted(ramp, (0, 0, *SIZE), SIZE)
    assert whole.shape == (288, 512)
    assert np.abs(whole - np.linspace(0, 1, 512)).max() < 0.01


@pytest.mark.models
@pytest.mark.parametrize("size", [(960, 720), (640, 480), (1280, 720), (1920, 1080), (720, 1280), (97, 55)])
def test_no_matte_is_taken_for_somebodys_own(size: tuple[int, int]) -> None:
    """Larger than half of the picture it would be drawn as it is, specks of hair and all."""
    whole = pasted(np.ones((144, 256), np.float32), (0, 0, *size), size)
    assert wants_edges(whole, Frame(np.zeros((size[1], size[0], 3), np.uint8), 0.0, 0, 0.0))
    assert max(whole.shape) <= LONG_SIDE_PX


def test_the_real_network_sees_her_more_finely_far_off(weights: ModelStore) -> None:
    """An astronaut of half the picture's height in a dull room: her matte is as that of her filling a picture."""
    her = np.ascontiguousarray(data.astronaut()[0:360, 0:512])
    near = SelfieDepth(weights)
    near.open()
    truth = cv2.resize(near.estimate(Frame(her, 0.0, 0, 0.0)).inverse_depth, (512, 360))
    pixels = np.full((720, 1280, 3), 120, np.uint8)
    pixels[360:, 400:912] = her
    closer = CloserMatte(SelfieDepth(weights))
    closer.open()
    found, plain = (
        cv2.resize(one.estimate(Frame(pixels, 0.0, 0, 0.0)).inverse_depth, SIZE)[360:, 400:912]
        for one in (closer, near)
    )
    off = [float(np.abs((one > 0.5) != (truth > 0.5)).mean()) for one in (found, plain)]
    print(f"share that differs: closer {off[0]:.3f}, the whole picture {off[1]:.3f}")
    assert off[0] < 0.75 * off[1]
