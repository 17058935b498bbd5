"""Pictures as sources: every kind upright and in 8-bit RGB, everything else one clear line."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from livefocus.capture.image import ImageSource, read_image
from livefocus.errors import SourceError


def card(width: int = 60, height: int = 40) -> NDArray[np.uint8]:
    """Grey, red at the top left."""
    picture = np.full((height, width, 3), 90, np.uint8)
    picture[: height // 2, : width // 2] = (255, 0, 0)
    return picture


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff"])
@pytest.mark.parametrize(
    ("orientation", "red_at", "size"),
    [
        (1, (0, 0), (60, 40)),
        (3, (-1, -1), (60, 40)),
        (6, (0, -1), (40, 60)),
        (8, (-1, 0), (40, 60)),
        (5, (0, 0), (40, 60)),
        (7, (-1, -1), (40, 60)),
    ],
)
def test_the_camera_s_orientation_is_applied(
    tmp_path: Path, suffix: str, orientation: int, red_at: tuple[int, int], size: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x112] = orientation
    Image.fromarray(card()).save(tmp_path / f"card.{suffix}", exif=exif)
    pixels = read_image(tmp_path / f"card.{suffix}")
    assert (pixels.shape[1], pixels.shape[0]) == size
    for corner in [(0, 0), (0, -1), (-1, 0), (-1, -1)]:
        red, green, _ = pixels[5 if corner[0] == 0 else -5, 5 if corner[1] == 0 else -5].astype(int)
        assert (red - green > 100) == (corner == red_at)


def test_channels_come_out_as_rgb(tmp_path: Path) -> None:
    picture = card()
    picture[-1, -1] = (10, 20, 30)
    Image.fromarray(picture).save(tmp_path / "card.png")
    np.testing.assert_array_equal(read_image(tmp_path / "card.png"), picture)


def test_sixteen_bits_are_brought_to_eight(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 60 * 40).reshape(40, 60).astype(np.uint16)
    cv2.imwrite(str(tmp_path / "ramp.png"), ramp)
    pixels = read_image(tmp_path / "ramp.png")
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[..., 0] - ramp / 257).max() <= 1
    assert (pixels[..., 0] == pixels[..., 2]).all(), "grey has three equal channels"


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "CMYK", "1"])
def test_every_kind_of_picture_becomes_three_channels(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("card.tiff" if mode == "CMYK" else "card.png")
    Image.fromarray(card()).convert(mode).save(path)
    assert read_image(path).shape == (40, 60, 3)


def test_alpha_is_dropped_not_applied(tmp_path: Path) -> None:
    clear = np.dstack([card(), np.full((40, 60), 3, np.uint8)])
    Image.fromarray(clear).save(tmp_path / "clear.png")
    np.testing.assert_array_equal(read_image(tmp_path / "clear.png"), card())


def test_a_name_in_any_script(tmp_path: Path) -> None:
    path = tmp_path / "Füße 日本 🎬.png"
    Image.fromarray(card()).save(path)
    assert ImageSource(path).open().size == (60, 40)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def enormous_png() -> bytes:
    """A few bytes that claim to be 100 000 × 100 000 pixels."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(kind, body) for kind, body in chunks)


def whole_png() -> bytes:
    noise = np.random.default_rng(0).integers(0, 255, (90, 90, 3), dtype=np.uint8)
    return bytes(cv2.imencode(".png", noise)[1].tobytes())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("text.png", b"this is not a picture", "not a picture"),
        ("empty.jpg", b"", "not a picture"),
        ("enormous.png", enormous_png(), "cannot be decoded"),
        ("cut.png", whole_png()[:-2000], "cut off"),
        ("cut.jpg", bytes(cv2.imencode(".jpg", np.zeros((90, 90, 3), np.uint8))[1].tobytes())[:300], "not a picture"),
        ("clip.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "not a picture"),
    ],
)
def test_what_is_not_a_picture_is_one_line(
    tmp_path: Path, name: str, content: bytes, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=reason) as caught:
        ImageSource(tmp_path / name).open()
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", ""), "no library talks to the user behind our back"


def test_a_file_that_may_not_be_read_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot read"):
        ImageSource(tmp_path / "missing.png").open()
    with pytest.raises(SourceError, match="cannot read"):
        ImageSource(tmp_path).open()


def test_reading_before_opening_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not open"):
        ImageSource(tmp_path / "card.png").read()
