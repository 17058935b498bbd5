"""Pictures to learn from, made of the recipe's: crops, empty rooms, and people cut out and set before other rooms.

Everything happens at the teacher's size, `SIZE`. What depth a composite has is not decided here: the teacher looks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from livefocus.opencv import cv2

Picture = NDArray[np.uint8]
Matte = NDArray[np.float32]

SIZE = WIDTH, HEIGHT = 320, 192
DARK = 0.3
"""How often clothes turn nearly black, so that dark suits before dark rooms are learnt."""


@dataclass(slots=True)
class Cutout:
    """A person: picture, matte uint8, and the box `(left, top, right, bottom)` of the matte."""

    picture: Picture
    matte: Picture
    box: tuple[int, int, int, int]


@dataclass(slots=True)
class Stock:
    """What is composed from. `pictures` are whole shots with `True` where a matte network can be believed."""

    pictures: list[tuple[Picture, bool]] = field(default_factory=list)
    pairs: list[tuple[Picture, bool]] = field(default_factory=list)
    rooms: list[Picture] = field(default_factory=list)
    cutouts: list[Cutout] = field(default_factory=list)


@dataclass(slots=True)
class Sample:
    """A picture, the matte known from composing it (None: ask a network), and what covers people, 0…1."""

    picture: Picture
    matte: Matte | None
    cover: Matte | None = None
    matte_is_sure: bool = True


class Composer:
    """Draws samples from a stock; the same seed draws the same."""

    def __init__(self, stock: Stock, seed: int) -> None:
        self.stock = stock
        self.rng = np.random.default_rng(seed)

    def sample(self) -> Sample:
        """Return a crop of a shot (4 in 10), an empty place (1 in 10) or a composite."""
        kind = self.rng.random()
        if kind < 0.40:
            source = self.stock.pairs if self.chance(0.25) else self.stock.pictures
            picture, sure = source[self.rng.integers(len(source))]
            return Sample(self.recolour(self.crop(picture, 0.55)), None, matte_is_sure=sure)
        place = self.place()
        if kind < 0.50:
            return Sample(place, np.zeros((HEIGHT, WIDTH), np.float32))
        return self.with_people(place)

    def with_people(self, place: Picture) -> Sample:
        """Set one to three people before a place, at times something before the people."""
        canvas, matte = place, np.zeros((HEIGHT, WIDTH), np.float32)
        for scale, x in self.seats():
            canvas, matte = self.add_person(canvas, matte, scale, x)
        cover = None
        if self.chance(0.3):
            canvas, cover = self.add_thing(canvas)
        return Sample(self.recolour(canvas, 0.6), matte, cover)

    def seats(self) -> list[tuple[float, float]]:
        """Return `(height, x)` of each person, as fractions, far ones first: alone, side by side, or in depth."""
        kind = self.rng.random()
        if kind < 0.45:
            return [(self.uniform(0.5, 1.35), self.uniform(0.2, 0.8))]
        if kind < 0.80:
            height, apart = self.uniform(0.55, 1.2), self.uniform(0.16, 0.28)
            middle = self.uniform(0.4, 0.6)
            return [(height * self.uniform(0.85, 1.15), middle + side * apart) for side in (-1.0, 1.0)]
        heights = sorted(self.uniform(0.3, 1.3) for _ in range(self.rng.integers(2, 4)))
        return [(height, self.uniform(0.05, 0.95)) for height in heights]

    def add_person(self, canvas: Picture, matte: Matte, height: float, x: float) -> tuple[Picture, Matte]:
        """Set a cut-out of this height (of the picture's) at the bottom, its middle at `x`."""
        one = self.stock.cutouts[self.rng.integers(len(self.stock.cutouts))]
        left, top, right, bottom = one.box
        scale = height * HEIGHT / (bottom - top)
        turn = np.deg2rad(self.rng.normal(0.0, 3.0))
        across = scale * np.exp(self.rng.normal(0.0, 0.06)) * (1.0 if self.chance(0.5) else -1.0)
        linear = np.array(
            [[np.cos(turn) * across, -np.sin(turn) * scale], [np.sin(turn) * across, np.cos(turn) * scale]]
        )
        foot = np.array([x * WIDTH, HEIGHT * (1.0 + self.uniform(0.0, 0.2) * height)])
        shift = foot - linear @ np.array([(left + right) / 2, bottom])
        affine = np.column_stack([linear, shift]).astype(np.float32)
        dressed = self.recolour(self.dress(one) if self.chance(0.6) else one.picture)
        if scale < 0.6:
            dressed = cv2.GaussianBlur(dressed, (0, 0), 0.35 / scale)
        person = cv2.warpAffine(dressed, affine, SIZE, borderMode=cv2.BORDER_REPLICATE)
        cut = cv2.warpAffine(one.matte, affine, SIZE).astype(np.float32) / 255.0
        if self.chance(0.3):
            head = linear @ np.array([(left + right) / 2, top]) + shift
            canvas, matte = self.add_hair(canvas, matte, head, height * HEIGHT)
        return blend(canvas, person, cut), np.maximum(matte, cut)

    def dress(self, one: Cutout) -> Picture:
        """Return the picture in other clothes: another colour, often nearly black, from the shoulders down."""
        _, top, _, bottom = one.box
        rows = np.arange(one.picture.shape[0], dtype=np.float32)
        collar = top + (bottom - top) * self.uniform(0.55, 0.7)
        amount = np.clip((rows - collar) / (0.04 * (bottom - top) + 1.0), 0.0, 1.0)[:, None, None]
        gain = np.full(3, self.uniform(0.08, 0.35)) if self.chance(DARK) else self.rng.uniform(0.2, 1.5, 3)
        cloth = np.clip(one.picture * gain + self.uniform(0.0, 30.0), 0, 255)
        return np.asarray(one.picture + (cloth - one.picture) * amount, np.uint8)

    def add_hair(
        self, canvas: Picture, matte: Matte, head: NDArray[np.float64], height_px: float
    ) -> tuple[Picture, Matte]:
        """Set long hair behind where a head will be: a ragged oval with strands."""
        wide, long = height_px * self.uniform(0.17, 0.27), height_px * self.uniform(0.25, 0.55)
        oval = np.zeros((HEIGHT, WIDTH), np.float32)
        middle = (round(head[0]), round(head[1] + 0.75 * long))
        cv2.ellipse(oval, middle, (max(2, round(wide)), max(2, round(0.85 * long))), 0, 0, 360, 1.0, -1)
        ragged = cv2.GaussianBlur(oval, (0, 0), 3.0) + 0.12 * self.noise(12, 40)
        hair = np.clip((ragged - 0.5) * 6.0 + 0.5, 0.0, 1.0)
        tint = np.array([1.0, self.uniform(0.6, 0.85), self.uniform(0.35, 0.7)]) * self.uniform(12, 170)
        strands = tint * (1.0 + 0.25 * self.noise(5, 100))[..., None]
        return blend(canvas, np.clip(strands, 0, 255), hair), np.maximum(matte, hair)

    def add_thing(self, canvas: Picture) -> tuple[Picture, Matte]:
        """Set something before everything: a piece of another picture in an outline, or a table's edge."""
        picture = self.crop(self.stock.rooms[self.rng.integers(len(self.stock.rooms))], 0.2, 0.6)
        shape = np.zeros((HEIGHT, WIDTH), np.float32)
        x, y = self.uniform(0, 1) * WIDTH, self.uniform(0.6, 1.1) * HEIGHT
        size = (self.uniform(0.06, 0.35) * WIDTH, self.uniform(0.1, 0.5) * HEIGHT)
        if self.chance(0.4):
            cv2.rectangle(shape, (0, round(self.uniform(0.78, 0.97) * HEIGHT)), SIZE, 1.0, -1)
        elif self.chance(0.5):
            cv2.ellipse(shape, ((x, y), size, self.uniform(-30, 30)), 1.0, -1)
        else:
            cv2.fillPoly(shape, [cv2.boxPoints(((x, y), size, self.uniform(-25, 25))).astype(np.int32)], 1.0)
        cover = cv2.GaussianBlur(shape, (0, 0), 0.8)
        return blend(canvas, self.recolour(picture), cover), cover

    def place(self) -> Picture:
        """Return somewhere without people: a photographed room, a drawn one, or a drawn street."""
        kind = self.rng.random()
        if kind < 0.6:
            picture = self.recolour(self.crop(self.stock.rooms[self.rng.integers(len(self.stock.rooms))], 0.45))
        else:
            picture = self.drawn_room() if kind < 0.85 else self.drawn_street()
        return cv2.GaussianBlur(picture, (0, 0), self.uniform(0.6, 4.0)) if self.chance(0.25) else picture

    def drawn_room(self) -> Picture:
        """Return walls, a floor, and up to nine flat things: frames, shelves of books, windows."""
        room = np.empty((HEIGHT, WIDTH, 3), np.float32)
        room[:] = self.colour()
        corner, floor = round(self.uniform(-0.2, 1.0) * WIDTH), round(self.uniform(0.6, 1.2) * HEIGHT)
        room[:, max(0, corner) :] *= self.uniform(0.6, 1.1)
        for _ in range(self.rng.integers(0, 10)):
            self.hang(room)
        room[floor:] = self.colour()
        light = 1.0 + self.uniform(-0.3, 0.3) * np.linspace(-1, 1, WIDTH)[None, :, None]
        return np.clip(room * light + self.rng.normal(0, 2, room.shape), 0, 255).astype(np.uint8)

    def hang(self, room: NDArray[np.float32]) -> None:
        """Put one flat thing on a wall."""
        width, height = round(self.uniform(0.05, 0.35) * WIDTH), round(self.uniform(0.06, 0.6) * HEIGHT)
        left, top = self.rng.integers(0, WIDTH - 8), self.rng.integers(0, HEIGHT - 8)
        part = room[top : top + height, left : left + width]
        kind = self.rng.random()
        if kind < 0.35:
            picture = self.stock.rooms[self.rng.integers(len(self.stock.rooms))]
            part[:] = cv2.resize(picture, part.shape[1::-1], interpolation=cv2.INTER_AREA) * self.uniform(0.5, 1.1)
        elif kind < 0.7:
            books = self.rng.uniform(20, 230, (max(1, height // 25), max(1, width // 6), 3)).astype(np.float32)
            part[:] = cv2.resize(books, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        else:
            part[:] = self.uniform(190, 255)
            part[:, :: max(5, width // self.rng.integers(2, 8))] *= 0.5
        cv2.rectangle(room, (left, top), (left + width, top + height), self.colour().tolist(), self.rng.integers(1, 4))

    def drawn_street(self) -> Picture:
        """Return sky, road, and two rows of houses that run to a vanishing point."""
        street = np.empty((HEIGHT, WIDTH, 3), np.uint8)
        horizon, middle = self.uniform(0.35, 0.6) * HEIGHT, self.uniform(0.25, 0.75) * WIDTH
        street[:] = self.rng.integers((150, 170, 180), 256)
        street[round(horizon) :] = self.rng.integers(60, 150)
        for side in (0, WIDTH):
            front = self.houses()
            gap, roof = self.uniform(0.03, 0.2) * (side - middle), self.uniform(0.5, 1.6)
            far_x, far_top = middle + gap, horizon - 0.25 * roof * HEIGHT * self.uniform(0.2, 0.6)
            corners = [[far_x, far_top], [side, horizon - roof * HEIGHT], [side, HEIGHT * 1.1], [far_x, horizon + 4]]
            source = np.array([[0, 0], [160, 0], [160, 96], [0, 96]], np.float32)
            warp = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
            cv2.warpPerspective(front, warp, SIZE, dst=street, borderMode=cv2.BORDER_TRANSPARENT)
        return self.recolour(street, 0.5)

    def houses(self) -> Picture:
        """Return a row of house fronts with windows, 160×96."""
        fronts = np.empty((96, 160, 3), np.float32)
        for left in range(0, 160, 32):
            fronts[:, left : left + 32] = self.colour()
            pitch = int(self.rng.integers(8, 16))
            for y in range(6, 84, pitch):
                fronts[y : y + pitch // 2, left + 4 : left + 28 : 1] *= self.uniform(0.3, 0.7)
        return np.clip(fronts, 0, 255).astype(np.uint8)

    def crop(self, picture: Picture, smallest: float, largest: float = 1.0) -> Picture:
        """Return a random part at `SIZE`, its shape varied, mirrored half of the time."""
        height, width = picture.shape[:2]
        shape = WIDTH / HEIGHT * np.exp(self.rng.normal(0.0, 0.12))
        crop_height = min(height, width / shape) * self.uniform(smallest, largest)
        crop_width = crop_height * shape
        left, top = self.uniform(0, width - crop_width), self.uniform(0, height - crop_height) * self.uniform(0.3, 1)
        part = picture[round(top) : max(round(top + crop_height), round(top) + 2)]
        part = part[:, round(left) : max(round(left + crop_width), round(left) + 2)]
        return mirrored(resized(part), mirror=self.chance(0.5))

    def recolour(self, picture: Picture, strength: float = 1.0) -> Picture:
        """Return other light: gamma, exposure, white balance, saturation."""
        gamma = np.exp(self.uniform(-0.4, 0.35) * strength)
        gains = np.exp((self.rng.uniform(-0.12, 0.12, 3) + self.uniform(-0.25, 0.2)) * strength)
        ramp = np.linspace(0, 1, 256)[:, None] ** gamma * 255.0 * gains
        looked_up = cv2.LUT(np.ascontiguousarray(picture), np.clip(ramp, 0, 255).astype(np.uint8)[None])
        grey = cv2.cvtColor(cv2.cvtColor(looked_up, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        colourful = self.uniform(1 - 0.5 * strength, 1 + 0.35 * strength)
        return cv2.addWeighted(looked_up, colourful, grey, 1.0 - colourful, 0.0)

    def noise(self, rows: int, columns: int) -> Matte:
        """Return smooth noise of deviation 1 at `SIZE`, with this many bumps down and across."""
        coarse = self.rng.standard_normal((rows, columns)).astype(np.float32)
        return cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC)

    def colour(self) -> NDArray[np.float64]:
        """Return a colour, most often a muted one."""
        return np.clip(self.uniform(30, 240) * np.exp(self.rng.uniform(-0.25, 0.25, 3)), 0, 255)

    def uniform(self, low: float, high: float) -> float:
        """Return a number between the two."""
        return float(self.rng.uniform(low, high))

    def chance(self, probability: float) -> bool:
        """Tell whether it happens this time."""
        return bool(self.rng.random() < probability)


def blend(back: Picture, front: NDArray[np.generic], matte: Matte) -> Picture:
    """Return `front` over `back`."""
    return np.asarray(back + (front - back.astype(np.float32)) * matte[..., None], np.uint8)


def resized(picture: Picture, size: tuple[int, int] = SIZE) -> Picture:
    """Return it at this size, without aliasing."""
    shrinking = picture.shape[0] > size[1]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)


def mirrored(picture: Picture, *, mirror: bool) -> Picture:
    """Return it, left and right exchanged where wanted."""
    return np.ascontiguousarray(picture[:, ::-1]) if mirror else picture
