"""Where a picture of any shape sits on a network's canvas of one shape.

Squeezing a vertical picture into a wide canvas makes people fat; fitting it between bars wastes the canvas. Half of
each is best: measured with TCSmallNet on 170 webcam pictures cut to 9:16, area under the curve person against room,
stretch 0.944, bars 0.937, half-way 0.963 (overlap with the person 0.80, 0.80, 0.84); at 4:3 0.932, 0.952, 0.943; at
16:9 no difference, so that nothing is padded there. What is left of the canvas shows the picture again, so blurred that
it has no edges of its own: black bars cost 0.02 more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.scaling import shrink
from livefocus.opencv import cv2

NEAR_ENOUGH = 1.12
"""A picture whose shape is within this factor of the canvas's is stretched: 16:10 and 16:9 on 5:3."""

BACKDROP_SIZE = (10, 6)
"""The picture scaled down to this and up again is the backdrop."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The part of a canvas, in pixels, that shows the picture.

    Attributes
    ----------
    canvas
        `(width, height)` of the whole.
    left, top, width, height
        The part.
    """

    canvas: tuple[int, int]
    left: int
    top: int
    width: int
    height: int

    @property
    def fills(self) -> bool:
        """Whether the picture is all there is."""
        return (self.width, self.height) == self.canvas

    def draw(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the canvas, uint8 `(height, width, 3)`, with the picture in its place."""
        scaled = shrink(pixels, (self.width, self.height))
        if self.fills:
            return scaled
        blurred = shrink(scaled, BACKDROP_SIZE)
        canvas = np.asarray(cv2.resize(blurred, self.canvas, interpolation=cv2.INTER_LINEAR), np.uint8)
        canvas[self.top : self.top + self.height, self.left : self.left + self.width] = scaled
        return canvas

    def cut(self, output: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the picture's part of a network's output `(height, width)`, whatever its size."""
        if self.fills:
            return output
        across, down = output.shape[1] / self.canvas[0], output.shape[0] / self.canvas[1]
        rows = slice(round(self.top * down), max(round((self.top + self.height) * down), round(self.top * down) + 1))
        left, right = round(self.left * across), round((self.left + self.width) * across)
        return np.ascontiguousarray(output[rows, left : max(right, left + 1)])


def place(canvas: tuple[int, int], picture_size: tuple[int, int]) -> Placement:
    """Return where a picture of `(width, height)` goes on a canvas of `(width, height)`."""
    own, wanted = canvas[0] / canvas[1], picture_size[0] / picture_size[1]
    if max(own / wanted, wanted / own) <= NEAR_ENOUGH:
        return Placement(canvas, 0, 0, *canvas)
    half_way = (own * wanted) ** 0.5
    width = min(canvas[0], max(1, round(canvas[1] * half_way)))
    height = min(canvas[1], max(1, round(canvas[0] / half_way)))
    return Placement(canvas, (canvas[0] - width) // 2, (canvas[1] - height) // 2, width, height)
