"""Intel RealSense, through `pyrealsense2`: `--source realsense[:SERIAL]`. Never seen a camera; the library is real."""

from __future__ import annotations

from typing import Any

import numpy as np

from livefocus.capture.depth_camera import WAIT_MS, DepthCameraSource, Look

SIZE, FPS = (1280, 720), 30


class RealSenseSource(DepthCameraSource):
    """Colour of 1280×720 and depth brought to its view by the library."""

    kind = "realsense"
    library = "pyrealsense2"

    _pipeline: Any = None
    _align: Any = None
    _metre = 0.001

    def start(self, library: Any) -> tuple[str, tuple[int, int], float]:
        """Start both streams; depth in the camera's own best mode."""
        config = library.config()
        if self.serial:
            config.enable_device(self.serial)
        config.enable_stream(library.stream.color, *SIZE, library.format.rgb8, FPS)
        config.enable_stream(library.stream.depth, library.format.z16, FPS)
        self._pipeline = library.pipeline()
        device = self._pipeline.start(config).get_device()
        self._align = library.align(library.stream.color)
        self._metre = float(device.first_depth_sensor().get_depth_scale())
        return str(device.get_info(library.camera_info.name)), SIZE, float(FPS)

    def look(self) -> Look | None:
        """Wait for a pair."""
        pair = self._align.process(self._pipeline.wait_for_frames(WAIT_MS))
        colour, depth = pair.get_color_frame(), pair.get_depth_frame()
        if not colour or not depth:
            return None
        return Look(np.array(colour.get_data()), np.array(depth.get_data(), np.uint16), self._metre)

    def stop(self) -> None:
        """Stop both streams."""
        self._pipeline.stop()
