"""Fakes of the libraries that share pictures on Windows, on a Mac and by NDI: they take what the real ones are given.

Made after the libraries' own sources and examples; only NDI's has also been run for real (test_ndi.py).
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray


class Received:
    """What the other program would see.

    Attributes
    ----------
    name
        What it was offered as, None before and after.
    pictures
        RGBA, top row first.
    refuses
        It takes no pictures.
    """

    def __init__(self) -> None:
        self.name: str | None = None
        self.pictures: list[NDArray[np.uint8]] = []
        self.refuses = False

    def take(self, data: Any, width: int, height: int) -> bool:
        if not self.refuses:
            self.pictures.append(np.frombuffer(data, np.uint8).reshape(height, width, 4).copy())
        return not self.refuses


def module(monkeypatch: pytest.MonkeyPatch, name: str, **parts: Any) -> ModuleType:
    """Put a module in the place of a library's."""
    made = ModuleType(name)
    for key, part in parts.items():
        setattr(made, key, part)
    monkeypatch.setitem(sys.modules, name, made)
    return made


def fake_spout(monkeypatch: pytest.MonkeyPatch) -> Received:
    """SpoutGL's, and a Windows for it to be on."""
    received = Received()

    class SpoutSender:
        def setSenderName(self, name: str) -> bool:  # noqa: N802
            received.name = name
            return name != "taken"

        def sendImage(self, data: Any, width: int, height: int, kind: int, invert: bool, host_fbo: int) -> bool:  # noqa: N802
            assert (kind, invert, host_fbo) == (0x1908, False, 0)
            return received.take(data, width, height)

        def setFrameSync(self, name: str) -> None:  # noqa: N802
            assert name == received.name

        def releaseSender(self) -> None:  # noqa: N802
            received.name = None

    module(monkeypatch, "SpoutGL", SpoutSender=SpoutSender)
    module(monkeypatch, "SpoutGL.enums", GL_RGBA=0x1908)
    monkeypatch.setattr(sys, "platform", "win32")
    return received


def fake_syphon(monkeypatch: pytest.MonkeyPatch) -> Received:
    """syphon-python's and what is used of PyObjC's, and a Mac for them to be on."""
    received = Received()

    class Texture:
        def __init__(self, width: int, height: int) -> None:
            self.width, self.height, self.data = width, height, b""

    class SyphonMetalServer:
        device = "the graphics card"

        def __init__(self, name: str) -> None:
            received.name = name

        def publish_frame_texture(self, texture: Texture, is_flipped: bool = False) -> None:
            assert is_flipped
            received.take(texture.data, texture.width, texture.height)

        def stop(self) -> None:
            received.name = None

    class NSRunLoop:
        @classmethod
        def currentRunLoop(cls) -> NSRunLoop:  # noqa: N802
            return cls()

        def runUntilDate_(self, date: float) -> None:  # noqa: N802
            assert date > 0

    def create(device: str, width: int, height: int) -> Texture:
        assert device == SyphonMetalServer.device
        return Texture(width, height)

    def copy(data: bytes, texture: Texture) -> None:
        assert isinstance(data, bytes)
        texture.data = data

    date = type("NSDate", (), {"dateWithTimeIntervalSinceNow_": staticmethod(float)})
    module(monkeypatch, "syphon", SyphonMetalServer=SyphonMetalServer)
    module(monkeypatch, "syphon.utils", __path__=[])
    module(monkeypatch, "syphon.utils.raw", create_mtl_texture=create, copy_bytes_to_mtl_texture=copy)
    module(monkeypatch, "Foundation", NSDate=date, NSRunLoop=NSRunLoop)
    monkeypatch.setattr(sys, "platform", "darwin")
    return received


def fake_ndi(monkeypatch: pytest.MonkeyPatch) -> Received:
    """What is used of cyndilib."""
    received = Received()

    class VideoSendFrame:
        def set_resolution(self, width: int, height: int) -> None:
            self.size = width, height

        def set_frame_rate(self, rate: Any) -> None:
            assert rate > 0

        def set_fourcc(self, kind: str) -> None:
            self.kind = kind

    class Sender:
        def __init__(self, name: str, clock_video: bool = True) -> None:
            assert not clock_video
            received.name = name

        def set_video_frame(self, frame: VideoSendFrame) -> None:
            self.frame = frame

        def open(self) -> None:
            pass

        def write_video(self, data: NDArray[np.uint8]) -> bool:
            assert data.flags.writeable, "as cyndilib wants it"
            return received.take(data, *self.frame.size) if self.frame.kind == "RGBX" else not received.refuses

        def close(self) -> None:
            received.name = None

    module(monkeypatch, "cyndilib", __path__=[])
    module(monkeypatch, "cyndilib.sender", Sender=Sender)
    module(monkeypatch, "cyndilib.video_frame", VideoSendFrame=VideoSendFrame)
    module(monkeypatch, "cyndilib.wrapper", __path__=[])
    four_cc = type("FourCC", (), {"NV12": "NV12", "RGBX": "RGBX"})
    module(monkeypatch, "cyndilib.wrapper.ndi_structs", FourCC=four_cc)
    return received
