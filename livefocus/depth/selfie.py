"""People as a matte, from MediaPipe's selfie segmentation: its tflite file read by OpenCV's dnn module.

Two planes (people 1, room 0) with a soft edge, which the lens draws apart. Fusing it with depth is not done here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from livefocus.depth.placement import place
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, ModelError
from livefocus.frame import DepthMap, Frame, MattePlanes
from livefocus.opencv import cv2

INPUT_SIZE = (256, 144)


class SelfieDepth:
    """The person matte of each frame."""

    name = "selfie"
    notice = ""
    own_thread = True

    def __init__(self, store: ModelStore) -> None:
        self._store = store
        self._network: Any = None

    def open(self) -> None:
        """Load the network; raises `ModelError`."""
        weights = np.frombuffer(self._store.load(self.name), np.uint8)
        try:
            self._network = cv2.dnn.readNetFromTFLite(weights)
        except cv2.error as error:
            raise ModelError(f"OpenCV {cv2.__version__} cannot read '{self.name}' ({error.err})") from error

    def estimate(self, frame: Frame) -> DepthMap:
        """Return the matte, at most 256×144, people 1; raises `DepthError`."""
        if self._network is None:
            raise DepthError(f"{self.name} is not open")
        where = place(INPUT_SIZE, frame.size)
        try:
            self._network.setInput(cv2.dnn.blobFromImage(where.draw(frame.pixels), 1.0 / 255.0))
            matte = self._network.forward()
        except cv2.error as error:
            raise DepthError(f"{self.name} failed ({error.err})") from error
        people = where.cut(np.array(matte, np.float32).reshape(INPUT_SIZE[::-1]))
        return DepthMap(people, frame.sequence, matte=MattePlanes())

    def close(self) -> None:
        """Let go of the network."""
        self._network = None
