"""What every sink must do, run over each kind (the virtual camera's device is a fake here)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.factory import make_sink
from livefocus.output.sink import Sink
from livefocus.output.virtual_camera import VirtualCameraSink
from tests.output.fake_device import FakeDevice

SIZE = (64, 48)


def picture(number: int, pixel_format: PixelFormat, size: tuple[int, int] = SIZE) -> Picture:
    width, height = size
    count = width * height * 3 if pixel_format is PixelFormat.RGB24 else width * height * 3 // 2
    return Picture(np.full(count, 90 + number, np.uint8), pixel_format, size, number / 24, number)


SINKS: dict[str, Callable[[Path], Sink]] = {
    "null": lambda folder: make_sink("null"),
    "mp4": lambda folder: make_sink(f"file:{folder / 'out.mp4'}"),
    "mp4-offline": lambda folder: make_sink(f"file:{folder / 'out.mp4'}", offline=True),
    "mkv": lambda folder: make_sink(f"file:{folder / 'out.mkv'}"),
    "webm": lambda folder: make_sink(f"file:{folder / 'out.webm'}"),
    "png": lambda folder: make_sink(f"png:{folder / 'stills'}"),
    "udp": lambda folder: make_sink("stream:udp://127.0.0.1:9"),
    "virtualcam": lambda folder: VirtualCameraSink("", FakeDevice),
}


@pytest.fixture(params=SINKS)
def sink(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sink]:
    made = SINKS[request.param](tmp_path)
    yield made
    made.close()


def test_it_takes_pictures_in_every_format_it_offers(sink: Sink) -> None:
    for pixel_format in sink.formats(SIZE):
        sink.open(SIZE, 24.0, pixel_format)
        for number in range(5):
            sink.send(picture(number, pixel_format))
        sink.close()


def test_odd_sizes_are_never_offered_as_nv12(sink: Sink) -> None:
    for size in [(63, 48), (64, 47), (63, 47)]:
        formats = sink.formats(size)
        assert formats
        assert PixelFormat.NV12 not in formats


def test_close_is_harmless_at_any_time(sink: Sink) -> None:
    sink.close()
    sink.open(SIZE, 24.0, sink.formats(SIZE)[0])
    sink.close()
    sink.close()


def test_pictures_are_left_as_they_were(sink: Sink) -> None:
    pixel_format = sink.formats(SIZE)[0]
    shared = picture(0, pixel_format)
    before = shared.data.copy()
    sink.open(SIZE, 24.0, pixel_format)
    sink.send(shared)
    sink.close()
    np.testing.assert_array_equal(shared.data, before)


def test_another_size_in_the_middle_is_refused_or_written_whole(sink: Sink) -> None:
    pixel_format = sink.formats(SIZE)[0]
    sink.open(SIZE, 24.0, pixel_format)
    sink.send(picture(0, pixel_format))
    if sink.name.startswith(("null", "png")):
        sink.send(picture(1, pixel_format, (32, 24)))
        return
    with pytest.raises(SinkError, match="size"):
        sink.send(picture(1, pixel_format, (32, 24)))
