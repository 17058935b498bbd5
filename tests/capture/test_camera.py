"""Cameras: the one that is meant, what it is asked for, and each way it fails.

`FakeCapture` stands in for OpenCV's here, because a machine has no camera to unplug on demand; real V4L2 devices are
opened, kept busy and unplugged in the guest of `tests/rig`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from livefocus.capture import cameras as listing
from livefocus.capture.camera import CameraSource, CameraWish, open_capture, programs_holding
from livefocus.capture.cameras import CameraDevice, choose_camera
from livefocus.errors import SourceError, SourceLostError
from livefocus.timing import ManualClock
from tests.capture.fake_camera import WEBCAM, FakeCapture, one_camera

FRONT = CameraDevice(0, "Integrated Camera: Front", "/dev/video0", "V4L2")
USB = CameraDevice(2, "HD Pro Webcam C920", "/dev/video2", "V4L2")
LOOPBACK = CameraDevice(10, "livefocus", "/dev/video10", "V4L2", virtual=True)
THREE = [FRONT, USB, LOOPBACK]


@pytest.mark.parametrize(
    ("wanted", "device"),
    [
        ("", FRONT),
        ("0", FRONT),
        ("2", USB),
        ("10", LOOPBACK),
        ("/dev/video2", USB),
        ("HD Pro Webcam C920", USB),
        ("hd pro webcam c920", USB),
        ("c920", USB),
        ("Integrated Camera: Front", FRONT),
        ("livefocus", LOOPBACK),
    ],
)
def test_the_camera_that_is_meant(wanted: str, device: CameraDevice) -> None:
    assert choose_camera(wanted, THREE) is device


def test_a_link_names_the_same_camera(tmp_path: Path) -> None:
    (tmp_path / "video7").touch()
    (tmp_path / "by-id").symlink_to(tmp_path / "video7")
    device = CameraDevice(7, "Linked", str(tmp_path / "video7"), "V4L2")
    assert choose_camera(str(tmp_path / "by-id"), [FRONT, device]) is device


@pytest.mark.parametrize("wanted", ["9", "no such thing", "/dev/video9"])
def test_no_such_camera_lists_the_ones_there_are(wanted: str) -> None:
    with pytest.raises(SourceError) as caught:
        choose_camera(wanted, THREE)
    line = str(caught.value)
    assert f"there is no camera '{wanted}'" in line
    assert all(str(device) in line for device in THREE)


def test_an_ambiguous_name_lists_what_fits() -> None:
    with pytest.raises(SourceError, match=r"several cameras fit 'i'.*Front") as caught:
        choose_camera(
            "i", [FRONT, CameraDevice(3, "Pixel 8", "/dev/video3", "V4L2"), CameraDevice(4, "GoPro", "", "V4L2")]
        )
    assert "GoPro" not in str(caught.value)


def test_no_camera_at_all_says_what_to_do() -> None:
    with pytest.raises(SourceError, match=r"there is no camera: .*plug one in"):
        choose_camera("", [])


def test_real_cameras_come_before_virtual_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    class Info:
        def __init__(self, index: int, name: str) -> None:
            self.index, self.name, self.path = index, name, None

    found = [Info(0, "OBS Virtual Camera"), Info(1, "FaceTime HD Camera")]
    monkeypatch.setattr("cv2_enumerate_cameras.enumerate_cameras", lambda backend: found)
    assert [device.name for device in listing.list_cameras()] == ["FaceTime HD Camera", "OBS Virtual Camera"]


def test_a_listing_that_fails_is_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(backend: int) -> list[object]:
        raise OSError("no such device")

    monkeypatch.setattr("cv2_enumerate_cameras.enumerate_cameras", broken)
    assert listing.list_cameras() == []


@pytest.mark.parametrize(("platform", "first"), [("linux", "V4L2"), ("win32", "DSHOW"), ("darwin", "AVFOUNDATION")])
def test_each_platform_has_its_backend(monkeypatch: pytest.MonkeyPatch, platform: str, first: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert listing.backend_names()[0] == first
    assert listing.backend_number(first) > 0


def camera(capture: FakeCapture, wish: CameraWish | None = None, clock: ManualClock | None = None) -> CameraSource:
    return CameraSource("", wish, clock=clock or ManualClock(), cameras=one_camera, opener=lambda device: capture)


def test_mjpg_is_asked_for_from_720p_up_and_before_the_size() -> None:
    capture = FakeCapture()
    camera(capture).open()
    keys = [key for key, _ in capture.asked]
    assert keys.index(cv2.CAP_PROP_FOURCC) < keys.index(cv2.CAP_PROP_FRAME_WIDTH)
    asked = dict(capture.asked)
    assert asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
    assert (asked[cv2.CAP_PROP_FRAME_WIDTH], asked[cv2.CAP_PROP_FRAME_HEIGHT]) == (1280, 720)
    assert asked[cv2.CAP_PROP_BUFFERSIZE] == 1
    assert cv2.CAP_PROP_FPS not in asked, "the camera's own rate unless one is asked for"


def test_a_small_size_keeps_the_camera_s_own_format() -> None:
    capture = FakeCapture()
    assert camera(capture, CameraWish((640, 480))).open().size == (640, 480)
    assert cv2.CAP_PROP_FOURCC not in dict(capture.asked)


def test_what_is_wished_for_is_asked_for() -> None:
    capture = FakeCapture()
    info = camera(capture, CameraWish((800, 600), 60.0, "yuyv")).open()
    asked = dict(capture.asked)
    assert asked[cv2.CAP_PROP_FPS] == 60.0
    assert asked[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"YUYV")
    assert (info.size, info.notice, info.live) == ((800, 600), "", True)


def test_another_size_than_asked_for_is_said() -> None:
    info = camera(FakeCapture(largest=(640, 480)), CameraWish((1920, 1080))).open()
    assert info.size == (640, 480)
    assert info.notice == "the camera has no 1920×1080; it gives 640×480"


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(SourceError, match="'MJPEG' is no pixel format"):
        CameraWish(fourcc="MJPEG")


def test_pictures_come_as_rgb_and_none_is_lost_at_the_start() -> None:
    capture = FakeCapture()
    source = camera(capture)
    source.open()
    frame = source.read()
    assert frame is not None
    assert tuple(frame.pixels[0, 0]) == (0, 0, 255)
    assert capture.reads == 1


def test_time_is_the_driver_s_where_it_is_on_our_clock() -> None:
    clock = ManualClock(100.0)
    capture = FakeCapture(clock=clock)
    source = camera(capture, clock=clock)
    source.open()
    capture.stamp_ms = 99_990.0
    first = source.read()
    capture.stamp_ms = 1_000_000_000.0  # since 1970, or some other clock
    second = source.read()
    assert first is not None
    assert second is not None
    assert first.captured_at_s == 99.99
    assert second.captured_at_s == clock.now_s()
    assert first.media_time_s == 0.0
    assert second.media_time_s == pytest.approx(clock.now_s() - 99.99)


def test_a_busy_camera_is_told_from_a_missing_one() -> None:
    for capture in (FakeCapture(opens=False), FakeCapture(script=[False], clock=(clock := ManualClock()))):
        with pytest.raises(SourceError) as caught:
            camera(capture, clock=clock if capture.opens else None).open()
        assert not isinstance(caught.value, SourceLostError)
        line = str(caught.value)
        assert "Fake Webcam is there but gives no picture" in line
        assert "another program may have it" in line
        assert capture.released == 1, "a camera that cannot be used is let go"


def test_a_camera_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = CameraDevice(0, "Locked", "/dev/null", "V4L2")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # tests may run as root, who may do anything
    source = CameraSource(cameras=lambda: [device], opener=lambda _: FakeCapture(opens=False))
    with pytest.raises(SourceError, match=r"no permission to use camera 0 Locked .*group 'video'"):
        source.open()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_the_program_that_has_it_is_named(tmp_path: Path) -> None:
    held = tmp_path / "video0"
    held.touch()
    command = [sys.executable, "-c", f"f = open({str(held)!r}); print('ok', flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        names = programs_holding(str(held))
        holder.kill()
    assert len(names) == 1
    assert names[0].startswith("python")
    assert programs_holding(str(held)) == []


def test_spoiled_pictures_are_passed_over() -> None:
    clock = ManualClock()
    capture = FakeCapture(script=[True, False, False, True], clock=clock)
    source = camera(capture, clock=clock)
    source.open()
    frames = [source.read(), source.read()]
    assert [frame.sequence for frame in frames if frame] == [0, 1]


def test_a_camera_that_goes_away_is_lost_and_comes_back() -> None:
    clock = ManualClock()
    captures = [
        FakeCapture(script=[True, True, False], clock=clock),
        FakeCapture(opens=False),
        FakeCapture(clock=clock),
    ]
    here: list[CameraDevice] = [WEBCAM]
    opened: list[CameraDevice] = []

    def opener(device: CameraDevice) -> FakeCapture:
        opened.append(device)
        return captures[len(opened) - 1]

    source = CameraSource("fake", clock=clock, cameras=lambda: here, opener=opener)
    source.open()
    before = [source.read(), source.read()]
    with pytest.raises(SourceLostError, match="Fake Webcam gives no more pictures: plug it in again"):
        source.read()
    source.close()
    here.clear()
    with pytest.raises(SourceError, match="Fake Webcam is not there"):
        source.open()
    other = CameraDevice(0, "Another Fake", "/dev/video0", "V4L2")
    here.extend([other, CameraDevice(5, "Fake Webcam", "", "V4L2")])
    with pytest.raises(SourceError, match="gives no picture"):
        source.open()
    source.open()
    assert opened[-1].index == 5, "found by its name under another number"
    after = source.read()
    assert after is not None
    assert [frame.sequence for frame in before if frame] == [0, 1]
    assert after.sequence == 2
    assert before[1] is not None
    assert after.media_time_s > before[1].media_time_s
    assert captures[0].released == 1


def test_a_camera_that_comes_back_smaller_fills_the_show_s_size() -> None:
    captures = [FakeCapture(), FakeCapture(largest=(640, 360))]
    source = CameraSource(clock=ManualClock(), cameras=one_camera, opener=lambda _: captures.pop(0))
    assert source.open().size == (1280, 720)
    source.close()
    info = source.open()
    frame = source.read()
    assert frame is not None
    assert info.size == frame.size == (1280, 720)
    assert tuple(frame.pixels[700, 1200]) == (0, 0, 255)


def test_a_device_file_that_vanishes_is_noticed_at_once(tmp_path: Path) -> None:
    clock = ManualClock()
    device = CameraDevice(0, "Gone", "/dev/livefocus-no-such-file", "V4L2")
    capture = FakeCapture(script=[True, False], clock=clock, read_takes_s=0.01)
    source = CameraSource(clock=clock, cameras=lambda: [device], opener=lambda _: capture)
    source.open()
    source.read()
    with pytest.raises(SourceLostError):
        source.read()
    assert clock.now_s() < 0.1


def test_opencv_errors_count_as_no_picture() -> None:
    class Broken(FakeCapture):
        def read(self) -> tuple[bool, np.ndarray | None]:
            super().read()
            raise cv2.error("MJPG stream is broken")

    with pytest.raises(SourceError, match="gives no picture"):
        camera(Broken(clock=(clock := ManualClock())), clock=clock).open()


@pytest.mark.parametrize("make", [lambda path: str(path / "video99"), lambda path: ""])
def test_the_real_opener_is_silent_where_there_is_nothing(
    tmp_path: Path, make: Callable[[Path], str], capfd: pytest.CaptureFixture[str]
) -> None:
    """The real OpenCV here: no such device, and not a word of its own."""
    capture = open_capture(CameraDevice(99, "none", make(tmp_path), listing.backend_names()[0]))
    assert not capture.isOpened()
    capture.release()
    assert capfd.readouterr() == ("", "")
