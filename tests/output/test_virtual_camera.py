"""The virtual camera: what it is opened as, and what a user reads where it cannot be.

The device is a fake here, the refusals are in pyvirtualcam's own words; the real v4l2loopback is written to, and read
back by other programs, in the guest of `tests/rig`. Windows and macOS have not been tried.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output import virtual_camera
from livefocus.output.loopback import VirtualDevice, handing_back, list_virtual_cameras
from livefocus.output.virtual_camera import INSTALL, VirtualCameraSink
from tests.output.fake_device import FakeDevice

SIZE = (64, 48)


def nv12(size: tuple[int, int] = SIZE) -> Picture:
    return Picture(
        np.arange(size[0] * size[1] * 3 // 2, dtype=np.uint32).astype(np.uint8), PixelFormat.NV12, size, 0.0, 0
    )


def test_nv12_goes_through_untouched() -> None:
    devices: list[FakeDevice] = []

    def opener(size: tuple[int, int], fps: float, pixel_format: PixelFormat, device: str | None) -> FakeDevice:
        devices.append(FakeDevice(size, fps, pixel_format, device))
        return devices[-1]

    sink = VirtualCameraSink("", opener)
    sink.open(SIZE, 29.97, PixelFormat.NV12)
    sink.send(nv12())
    sink.close()
    assert devices[0].opened_as == (SIZE, 29.97, PixelFormat.NV12)
    np.testing.assert_array_equal(devices[0].sent[0], nv12().data)
    assert devices[0].closed


@pytest.mark.parametrize(
    ("spec", "device"), [("", None), ("/dev/video10", "/dev/video10"), ("Unity Video Capture", "Unity Video Capture")]
)
def test_the_device_that_is_named_is_opened(spec: str, device: str | None) -> None:
    asked: list[str | None] = []

    def opener(size: tuple[int, int], fps: float, pixel_format: PixelFormat, wanted: str | None) -> FakeDevice:
        asked.append(wanted)
        return FakeDevice(size, fps, pixel_format, "fake")

    sink = VirtualCameraSink(spec, opener)
    sink.open(SIZE, 30.0, PixelFormat.NV12)
    sink.close()
    assert asked == [device]
    assert sink.name == (f"virtualcam:{spec}" if spec else "virtualcam")


def refusal(reason: Exception, device: str = "") -> str:
    def opener(size: tuple[int, int], fps: float, pixel_format: PixelFormat, wanted: str | None) -> FakeDevice:
        raise reason

    with pytest.raises(SinkError) as caught:
        VirtualCameraSink(device, opener).open(SIZE, 30.0, PixelFormat.NV12)
    assert caught.value.__cause__ is reason
    assert "\n" not in str(caught.value)
    return str(caught.value)


NO_DEVICE = {
    "linux": "'v4l2loopback' backend: No v4l2 loopback device found at /dev/video[0-99]. Did you run 'modprobe "
    "v4l2loopback'? See also pyvirtualcam's documentation.",
    "win32": "'obs' backend: OBS Virtual Camera device not found! Did you install OBS?",
    "darwin": "'obs' backend: OBS Virtual Camera is not installed in your system. [Device not found]",
}


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        ("linux", ("apt install v4l2loopback-dkms", "modprobe v4l2loopback")),
        ("win32", ("install OBS Studio",)),
        ("darwin", ("install OBS Studio", "System Settings")),
    ],
)
def test_no_device_says_what_to_install_on_this_platform(
    monkeypatch: pytest.MonkeyPatch, platform: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    line = refusal(RuntimeError(NO_DEVICE[platform]))
    assert line.startswith("there is no virtual camera: ")
    assert all(word in line for word in words)


def test_a_camera_that_wants_rgb_is_given_rgb(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unity Capture would be given NV12 converted by BT.601."""
    monkeypatch.setattr(sys, "platform", "win32")
    assert VirtualCameraSink("Unity Video Capture").formats(SIZE) == (PixelFormat.RGB24,)
    assert VirtualCameraSink("OBS Virtual Camera").formats(SIZE)[0] is PixelFormat.NV12
    assert VirtualCameraSink().formats(SIZE)[0] is PixelFormat.NV12
    line = refusal(RuntimeError("'unitycapture' backend: No camera registered with this name."), "Unity")
    assert line.startswith("there is no virtual camera")


def test_other_refusals(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    denied = "Could not access /dev/video10 due to missing permissions. Did you add your user to the 'video' group?"
    assert "join the group 'video'" in refusal(RuntimeError(denied))
    busy = "Virtual camera device /dev/video10 could not be configured: Device or resource busy"
    assert "in use by another program" in refusal(RuntimeError(busy), "/dev/video10")
    missing = "'v4l2loopback' backend: Device /dev/video11 does not exist."
    assert "there is no virtual camera /dev/video11" in refusal(RuntimeError(missing), "/dev/video11")
    webcam = "'v4l2loopback' backend: Device /dev/video0 is not a video output device."
    assert "/dev/video0 is no virtual camera" in refusal(RuntimeError(webcam), "/dev/video0")
    assert "cannot be opened (something new)" in refusal(RuntimeError("something new"))
    assert "install" in refusal(ImportError("No module named 'pyvirtualcam'"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="v4l2loopback is Linux's")
@pytest.mark.skipif(any(Path("/dev").glob("video*")), reason="this machine has video devices")
def test_the_real_pyvirtualcam_on_a_machine_without_one() -> None:
    with pytest.raises(SinkError, match="there is no virtual camera: install v4l2loopback"):
        VirtualCameraSink().open(SIZE, 30.0, PixelFormat.NV12)
    with pytest.raises(SinkError, match="there is no virtual camera /dev/video10"):
        VirtualCameraSink("/dev/video10").open(SIZE, 30.0, PixelFormat.NV12)


def test_a_device_that_vanishes_is_noticed() -> None:
    """pyvirtualcam only prints a failed write, so the device file is looked at."""
    sink = VirtualCameraSink("/dev/livefocus-no-such-file", FakeDevice)
    sink.open(SIZE, 30.0, PixelFormat.NV12)
    with pytest.raises(SinkError, match="is gone"):
        sink.send(nv12())
    sink.close()


def test_a_picture_of_another_size_is_refused() -> None:
    sink = VirtualCameraSink("", FakeDevice)
    sink.open(SIZE, 30.0, PixelFormat.NV12)
    with pytest.raises(SinkError, match="cannot change size"):
        sink.send(nv12((32, 24)))
    sink.close()


def test_an_error_while_sending_is_mapped() -> None:
    class Broken(FakeDevice):
        def send(self, frame: object) -> None:
            raise RuntimeError("stream does not exist")

    sink = VirtualCameraSink("", Broken)
    sink.open(SIZE, 30.0, PixelFormat.NV12)
    with pytest.raises(SinkError, match="refuses a picture"):
        sink.send(nv12())
    sink.close()


def test_one_that_somebody_has_is_told_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the kernel of the guest answers: a device that is fed is no output to anybody else."""
    two = [VirtualDevice("/dev/video10", "a"), VirtualDevice("/dev/video11", "b")]
    monkeypatch.setattr(virtual_camera, "list_virtual_cameras", lambda: two)
    monkeypatch.setattr(sys, "platform", "linux")
    fed = "'v4l2loopback' backend: Device /dev/video10 is not a video output device."
    assert "another program sends to /dev/video10, or died" in refusal(RuntimeError(fed), "/dev/video10")
    line = refusal(RuntimeError(NO_DEVICE["linux"]))
    assert "another program sends to /dev/video10 and /dev/video11" in line
    assert "modprobe -r v4l2loopback" in line


def test_an_odd_picture_gains_an_edge() -> None:
    devices: list[FakeDevice] = []

    def opener(size: tuple[int, int], fps: float, pixel_format: PixelFormat, device: str | None) -> FakeDevice:
        devices.append(FakeDevice(size, fps, pixel_format, device))
        return devices[-1]

    sink = VirtualCameraSink("", opener)
    assert sink.formats((5, 3)) == (PixelFormat.RGB24,)
    sink.open((5, 3), 30.0, PixelFormat.RGB24)
    pixels = np.arange(45, dtype=np.uint8)
    sink.send(Picture(pixels, PixelFormat.RGB24, (5, 3), 0.0, 0))
    sink.close()
    sent = devices[0].sent[0]
    assert sent.shape == (4, 6, 3)
    np.testing.assert_array_equal(sent[:3, :5], pixels.reshape(3, 5, 3))
    np.testing.assert_array_equal(sent[3], sent[2])


def test_handing_back_what_is_no_loopback_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"as it was")
    for device in ("fake", "/dev/null", str(tmp_path / "plain")):
        with handing_back(device):
            pass
    assert (tmp_path / "plain").read_bytes() == b"as it was"


def test_virtual_cameras_are_listed_by_number(tmp_path: Path) -> None:
    for number, name in [(10, "livefocus"), (2, "second")]:
        (tmp_path / f"video{number}").mkdir()
        (tmp_path / f"video{number}" / "name").write_text(f"{name}\n", encoding="utf-8")
    (tmp_path / "video11").mkdir()
    found = list_virtual_cameras(tmp_path)
    assert [(each.device, each.name) for each in found] == [("/dev/video2", "second"), ("/dev/video10", "livefocus")]
    assert list_virtual_cameras(tmp_path / "missing") == []


def test_every_platform_is_told_what_to_install() -> None:
    assert set(INSTALL) == {"linux", "win32", "darwin"}
    assert virtual_camera.platform_key() in INSTALL
