"""Portraits of phones: picture and disparity in one HEIC."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pillow_heif
import pytest

from livefocus.capture.factory import make_source
from livefocus.depth.factory import make_estimator
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, SourceError

SIZE = (256, 192)


def portrait(path: Path, *, with_depth: bool = True) -> Path:
    """A HEIC with a disparity inside, as a phone writes it.

    No library writes one: libheif's own encoder makes the auxiliary picture, as transparency, and its name in the file
    (ISO/IEC 23008-12, `urn:mpeg:hevc:2015:auxid`, 1 for alpha) is changed to that of depth (2).
    """
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    disparity = np.where(np.hypot(x - 128, y - 96) < 50, 220, 40)
    rgba = np.stack([200 - x // 4, y, 90 + 0 * x, disparity], axis=-1).astype(np.uint8)
    mode, pixels = ("RGBA", rgba) if with_depth else ("RGB", np.ascontiguousarray(rgba[..., :3]))
    pillow_heif.from_bytes(mode, SIZE, pixels.tobytes()).save(path, quality=95)
    alpha, depth = (b"urn:mpeg:hevc:2015:auxid:" + number for number in (b"1", b"2"))
    data = path.read_bytes()
    assert data.count(alpha) == with_depth
    path.write_bytes(data.replace(alpha, depth))
    return path


def test_a_portrait_brings_its_own_depth(tmp_path: Path) -> None:
    source = make_source(str(portrait(tmp_path / "portrait.HEIC")))
    info = source.open()
    assert (info.size, info.has_depth, info.fps) == (SIZE, True, 0.0)
    frame = source.read()
    assert frame is not None
    assert frame.pixels[96, 0].astype(int) == pytest.approx((200, 96, 90), abs=8)
    engine = make_estimator("auto", source_has_depth=info.has_depth, store=ModelStore(tmp_path))
    engine.open()
    depth = engine.estimate(frame).inverse_depth
    assert depth[96, 128] == pytest.approx(220 / 255, abs=0.02)
    assert depth[10, 10] == pytest.approx(40 / 255, abs=0.02)


def test_its_depth_serves_as_a_sidecar_of_another_picture(tmp_path: Path, make_frame) -> None:
    path = portrait(tmp_path / "portrait.heic")
    engine = make_estimator(str(path), source_has_depth=False, store=ModelStore(tmp_path))
    engine.open()
    assert engine.name == "sidecar"
    assert engine.estimate(make_frame((512, 384))).inverse_depth[96, 128] == pytest.approx(220 / 255, abs=0.02)


def test_a_heic_without_depth_is_a_picture(tmp_path: Path) -> None:
    path = portrait(tmp_path / "plain.heic", with_depth=False)
    source = make_source(str(path))
    assert not source.open().has_depth
    assert source.read() is not None
    with pytest.raises(DepthError, match="no depth inside"):
        make_estimator(str(path), source_has_depth=False, store=ModelStore(tmp_path)).open()


def test_what_is_no_heic_and_what_lacks_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "broken.heic"
    path.write_bytes(b"not a picture")
    with pytest.raises(SourceError, match="not a readable HEIC"):
        make_source(str(path)).open()
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(SourceError, match=r"pip install 'livefocus\[heif\]'"):
        make_source(str(path)).open()
    with pytest.raises(DepthError, match=r"pip install 'livefocus\[heif\]'"):
        make_estimator(str(path), source_has_depth=False, store=ModelStore(tmp_path)).open()
