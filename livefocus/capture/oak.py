"""Luxonis OAK-D, through `depthai` 3: `--source oak[:ID]`. Never seen a camera."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from livefocus.capture.depth_camera import WAIT_MS, DepthCameraSource, Look

SIZE, FPS = (1280, 720), 30.0
MILLIMETRE = 0.001
"""The stereo node's unit where nothing else is asked for."""
DEPTH_SIZE = (640, 360)
"""Of the aligned depth: the matcher knows no more, and the cable carries it."""


class OakSource(DepthCameraSource):
    """Colour of 1280×720 and stereo depth brought to its view on the camera, in pairs of one moment."""

    kind = "oak"
    library = "depthai"

    _pipeline: Any = None
    _queue: Any = None

    def start(self, library: Any) -> tuple[str, tuple[int, int], float]:
        """Build the camera's graph and start it."""
        device = library.Device(library.DeviceInfo(self.serial)) if self.serial else library.Device()
        self._pipeline = library.Pipeline(device)
        camera = self._pipeline.create(library.node.Camera).build(library.CameraBoardSocket.CAM_A)
        colour = camera.requestOutput(SIZE, library.ImgFrame.Type.RGB888i, fps=FPS, enableUndistortion=True)
        stereo = self._pipeline.create(library.node.StereoDepth).build(autoCreateCameras=True, fps=FPS)
        stereo.setOutputSize(*DEPTH_SIZE)
        colour.link(stereo.inputAlignTo)
        pairs = self._pipeline.create(library.node.Sync)
        pairs.setSyncThreshold(timedelta(seconds=0.5 / FPS))
        colour.link(pairs.inputs["colour"])
        stereo.depth.link(pairs.inputs["depth"])
        self._queue = pairs.out.createOutputQueue(2, False)
        self._pipeline.start()
        return f"OAK {device.getDeviceName()}", SIZE, FPS

    def look(self) -> Look | None:
        """Wait for a pair."""
        pair = self._queue.get(timedelta(milliseconds=WAIT_MS))
        if pair is None:
            return None
        return Look(np.array(pair["colour"].getFrame()), np.array(pair["depth"].getFrame(), np.uint16), MILLIMETRE)

    def stop(self) -> None:
        """Stop the graph."""
        self._pipeline.stop()
