"""Faces: MediaPipe's short-range face detector (BlazeFace; Bazarevsky et al. 2019), its tflite file run by OpenCV.

Good for faces within some two metres of a webcam. It answers at 896 places of a 128 × 128 copy of the picture with a
score and a box each; boxes that mean the same face are joined, each counting by its score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefocus.errors import ModelError
from livefocus.frame import Frame
from livefocus.opencv import cv2

MODEL = "face"
"""Its name in the model store."""
INPUT = 128
GRIDS = ((16, 2), (8, 6))
"""Cells a side, and answers in each."""
SURE = 0.5
SAME_FACE = 0.3
"""Boxes that overlap by this share of both mean the same face."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its middle and its width, as shares of the picture's sides, and its score."""

    x: float
    y: float
    size: float
    score: float


class FaceFinder:
    """Finds faces.

    Parameters
    ----------
    weights
        The tflite file.

    Raises
    ------
    ModelError
        Where OpenCV cannot read them.
    """

    def __init__(self, weights: bytes) -> None:
        try:
            self._network: Any = cv2.dnn.readNetFromTFLite(np.frombuffer(weights, np.uint8))
        except cv2.error as error:
            raise ModelError(f"OpenCV {cv2.__version__} cannot read '{MODEL}' ({error.err})") from error
        self._places = _places()

    def find(self, frame: Frame) -> list[Face]:
        """Return the faces in a picture, surest first; raises `ModelError` where the network fails."""
        width, height = frame.size
        side = max(width, height)
        try:
            self._network.setInput(_blob(frame, side))
            logits = np.asarray(self._network.forward("classificators"), np.float64).reshape(-1)
            boxes = np.asarray(self._network.forward("regressors"), np.float64).reshape(-1, 16)[:, :4] / INPUT
        except cv2.error as error:
            raise ModelError(f"'{MODEL}' failed ({error.err})") from error
        faces = joined(decoded(boxes, logits, self._places))
        wide, tall = width / side, height / side
        return [Face((x - 0.5) / wide + 0.5, (y - 0.5) / tall + 0.5, size / wide, score) for x, y, size, score in faces]


def _blob(frame: Frame, side: int) -> NDArray[np.float32]:
    """Return the picture in the middle of a black square, 128 × 128, −1…1, planes first."""
    width, height = frame.size
    small = (max(round(width / side * INPUT), 1), max(round(height / side * INPUT), 1))
    square = np.zeros((INPUT, INPUT, 3), np.float32)
    top, left = (INPUT - small[1]) // 2, (INPUT - small[0]) // 2
    square[top : top + small[1], left : left + small[0]] = cv2.resize(frame.pixels, small, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray((square / 127.5 - 1.0).transpose(2, 0, 1)[None])


def _places() -> NDArray[np.float64]:
    """Return the middle of each answer's cell, 0…1, `(896, 2)` as x, y."""
    found = []
    for cells, answers in GRIDS:
        middles = (np.arange(cells) + 0.5) / cells
        ys, xs = np.meshgrid(middles, middles, indexing="ij")
        found.append(np.repeat(np.stack([xs.ravel(), ys.ravel()], axis=1), answers, axis=0))
    return np.concatenate(found)


def decoded(
    boxes: NDArray[np.float64], logits: NDArray[np.float64], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the sure answers as rows of x, y, size, score, surest first.

    Parameters
    ----------
    boxes
        `(n, 4)`: offset of the middle from its place, and sides, in shares of the square.
    logits
        `(n,)`.
    places
        `(n, 2)`.
    """
    scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -60.0, 60.0)))
    rows = np.column_stack([places + boxes[:, :2], boxes[:, 2:4].mean(axis=1), scores])
    rows = rows[(scores >= SURE) & np.isfinite(rows).all(axis=1) & (rows[:, 2] > 0.0)]
    return np.asarray(rows[np.argsort(-rows[:, 3], kind="stable")])


def joined(rows: NDArray[np.float64]) -> list[tuple[float, float, float, float]]:
    """Join the answers that mean the same face into their mean by score."""
    found: list[tuple[float, float, float, float]] = []
    while len(rows):
        same = _overlap(rows[0], rows) >= SAME_FACE
        x, y, size = np.average(rows[same, :3], axis=0, weights=rows[same, 3])
        found.append((float(x), float(y), float(size), float(rows[0, 3])))
        rows = rows[~same]
    return found


def _overlap(one: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much squares overlap one, as a share of what both cover; 1 with itself."""
    reach = (one[2] + rows[:, 2]) / 2
    shared = np.minimum(np.minimum(one[2], rows[:, 2])[:, None], reach[:, None] - np.abs(one[:2] - rows[:, :2]))
    area = np.prod(np.maximum(shared, 0.0), axis=1)
    return np.asarray(area / (one[2] ** 2 + rows[:, 2] ** 2 - area))
