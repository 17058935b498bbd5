"""Orbbec (Gemini, Femto, Astra), through `pyorbbecsdk2`: `--source orbbec[:SERIAL]`. Never seen a camera."""

from __future__ import annotations

from typing import Any

import numpy as np

from livefocus.capture.depth_camera import WAIT_MS, DepthCameraSource, Look

SIZE, FPS = (1280, 720), 30
MILLIMETRE = 0.001


class OrbbecSource(DepthCameraSource):
    """Colour of 1280×720 and depth brought to its view by the library."""

    kind = "orbbec"
    library = "pyorbbecsdk"

    _pipeline: Any = None
    _align: Any = None
    _size = SIZE

    def start(self, library: Any) -> tuple[str, tuple[int, int], float]:
        """Start both streams; depth in the camera's default mode."""
        if self.serial:
            device = library.Context().query_devices().get_device_by_serial_number(self.serial)
            self._pipeline = library.Pipeline(device)
        else:
            self._pipeline = library.Pipeline()
        colours = self._pipeline.get_stream_profile_list(library.OBSensorType.COLOR_SENSOR)
        depths = self._pipeline.get_stream_profile_list(library.OBSensorType.DEPTH_SENSOR)
        colour = colours.get_video_stream_profile(*SIZE, library.OBFormat.RGB, FPS)
        config = library.Config()
        config.enable_stream(colour)
        config.enable_stream(depths.get_default_video_stream_profile())
        config.set_frame_aggregate_output_mode(library.OBFrameAggregateOutputMode.FULL_FRAME_REQUIRE)
        self._align = library.AlignFilter(align_to_stream=library.OBStreamType.COLOR_STREAM)
        self._pipeline.start(config)
        self._size = (int(colour.get_width()), int(colour.get_height()))
        return str(self._pipeline.get_device().get_device_info().get_name()), self._size, float(colour.get_fps())

    def look(self) -> Look | None:
        """Wait for a pair."""
        frames = self._pipeline.wait_for_frames(WAIT_MS)
        aligned = self._align.process(frames) if frames else None
        if not aligned:
            return None
        pair = aligned.as_frame_set()
        colour, depth = pair.get_color_frame(), pair.get_depth_frame()
        if not colour or not depth:
            return None
        width, height = self._size
        pixels = np.frombuffer(colour.get_data(), np.uint8).reshape(height, width, 3).copy()
        shape = (int(depth.get_height()), int(depth.get_width()))
        steps = np.frombuffer(depth.get_data(), np.uint16).reshape(shape).copy()
        return Look(pixels, steps, float(depth.get_depth_scale()) * MILLIMETRE)

    def stop(self) -> None:
        """Stop both streams."""
        self._pipeline.stop()
