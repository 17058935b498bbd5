"""Numbered pictures: exact, in order, and one clear line where they cannot be written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from livefocus.capture.image import read_image
from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.stills import StillsSink

SIZE = (31, 17)


def noise(number: int) -> Picture:
    pixels = np.random.default_rng(number).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return Picture(pixels.reshape(-1), PixelFormat.RGB24, SIZE, number / 24, number)


def test_every_pixel_is_kept_and_every_picture_numbered(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "Bilder ß"
    sink = StillsSink(folder)
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    for number in (0, 1, 12):
        sink.send(noise(number))
    sink.close()
    assert sorted(path.name for path in folder.iterdir()) == ["000000.png", "000001.png", "000012.png"]
    for number in (0, 1, 12):
        np.testing.assert_array_equal(read_image(folder / f"{number:06d}.png"), noise(number).rgb())


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        sink = StillsSink(tmp_path / name)
        sink.open(SIZE, 24.0, PixelFormat.RGB24)
        sink.send(noise(3))
    assert (tmp_path / "one" / "000003.png").read_bytes() == (tmp_path / "two" / "000003.png").read_bytes()


def test_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "inside", Path("/proc/stills")):
        with pytest.raises(SinkError, match="cannot write to the folder") as caught:
            StillsSink(place).open(SIZE, 24.0, PixelFormat.RGB24)
        assert "\n" not in str(caught.value)


def test_a_folder_that_vanishes(tmp_path: Path) -> None:
    sink = StillsSink(tmp_path / "gone")
    sink.open(SIZE, 24.0, PixelFormat.RGB24)
    (tmp_path / "gone").rmdir()
    with pytest.raises(SinkError, match=r"cannot write .*000005"):
        sink.send(noise(5))
