"""Depth cameras that are not there: one without a library, and stand-ins for the three makers' libraries.

No depth camera is on a test machine, so these are fakes. What they are called with is what the real libraries
(pyrealsense2 2.59, pyorbbecsdk2 2.1, depthai 3.12) take, checked against their signatures by hand; with those installed
and no camera plugged in each adapter ends with its own one line.
"""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from livefocus.capture.depth_camera import DepthCameraSource, Look

SIZE = (1280, 720)
NEAR_MM = 800


def colour() -> np.ndarray:
    picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    picture[..., 0] = 200
    return picture


def depth_mm(size: tuple[int, int] = SIZE) -> np.ndarray:
    """A wall at two metres, somebody at 0.8 m in the middle, and beside him nothing measured."""
    width, height = size
    depth = np.full((height, width), 2000, np.uint16)
    depth[:, width * 4 // 10 : width * 6 // 10] = NEAR_MM
    depth[:, width * 6 // 10 : width * 6 // 10 + 12] = 0
    return depth


class FakeDepthCamera(DepthCameraSource):
    """The base class with a camera made of arrays."""

    kind, library = "fake", "math"

    def start(self, library: Any) -> tuple[str, tuple[int, int], float]:
        return "fake", SIZE, 30.0

    def look(self) -> Look | None:
        return Look(colour(), depth_mm(), 0.001)

    def stop(self) -> None: ...


class Calls:
    """Takes any call and any attribute, and remembers the calls."""

    def __init__(self, **known: Any) -> None:
        self.called: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *values, **named: self.called.append((name, values, named))


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(content)
    return made


def realsense() -> ModuleType:
    data = SimpleNamespace
    pair = data(
        get_color_frame=lambda: data(get_data=colour),
        get_depth_frame=lambda: data(get_data=depth_mm),
    )
    device = data(
        first_depth_sensor=lambda: data(get_depth_scale=lambda: 0.001), get_info=lambda what: "Fake RealSense D435"
    )
    pipeline = Calls(start=lambda config: data(get_device=lambda: device), wait_for_frames=lambda ms: pair)
    return module(
        "pyrealsense2",
        config=Calls,
        pipeline=lambda: pipeline,
        align=lambda stream: data(process=lambda frames: frames),
        stream=data(color="color", depth="depth"),
        format=data(rgb8="rgb8", z16="z16"),
        camera_info=data(name="name"),
    )


def orbbec() -> ModuleType:
    data = SimpleNamespace
    frame = data(get_data=lambda: colour().tobytes())
    depth = data(
        get_data=lambda: depth_mm((640, 360)).tobytes(),
        get_width=lambda: 640,
        get_height=lambda: 360,
        get_depth_scale=lambda: 1.0,
    )
    pair = data(get_color_frame=lambda: frame, get_depth_frame=lambda: depth)
    profile = data(get_width=lambda: SIZE[0], get_height=lambda: SIZE[1], get_fps=lambda: 30)
    profiles = data(
        get_video_stream_profile=lambda width, height, kind, fps: profile,
        get_default_video_stream_profile=lambda: profile,
    )
    name = data(get_device_info=lambda: data(get_name=lambda: "Fake Gemini 335"))
    pipeline = Calls(
        get_stream_profile_list=lambda sensor: profiles, wait_for_frames=lambda ms: pair, get_device=lambda: name
    )
    return module(
        "pyorbbecsdk",
        Pipeline=lambda *device: pipeline,
        Config=Calls,
        AlignFilter=lambda align_to_stream: data(process=lambda frames: data(as_frame_set=lambda: frames)),
        OBSensorType=data(COLOR_SENSOR=1, DEPTH_SENSOR=2),
        OBFormat=data(RGB=1),
        OBStreamType=data(COLOR_STREAM=1),
        OBFrameAggregateOutputMode=data(FULL_FRAME_REQUIRE=1),
    )


def oak() -> ModuleType:
    data = SimpleNamespace
    pair = {"colour": data(getFrame=colour), "depth": data(getFrame=lambda: depth_mm((640, 360)))}
    output = Calls()
    camera = data(requestOutput=lambda size, kind, fps, enableUndistortion: output)  # noqa: N803 - depthai's name
    stereo = Calls(depth=output, inputAlignTo=None)
    sync = Calls(
        inputs={"colour": None, "depth": None},
        out=data(createOutputQueue=lambda size, blocking: data(get=lambda within: pair)),
    )
    nodes = {"camera": data(build=lambda socket: camera), "stereo": data(build=lambda **named: stereo), "sync": sync}
    return module(
        "depthai",
        Device=lambda *which: data(getDeviceName=lambda: "Fake OAK-D"),
        Pipeline=lambda device: Calls(create=lambda kind: nodes[kind]),
        node=data(Camera="camera", StereoDepth="stereo", Sync="sync"),
        CameraBoardSocket=data(CAM_A=0),
        ImgFrame=data(Type=data(RGB888i=0)),
    )


LIBRARIES = {"realsense": realsense, "orbbec": orbbec, "oak": oak}
