"""NDI, Spout and Syphon against fakes of their libraries; NDI for real: test_ndi.py; the others ran nowhere yet."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import entry_points

import numpy as np
import pytest

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat
from livefocus.output.factory import GROUP, make_sink
from livefocus.output.ndi import NdiSink
from livefocus.output.sharing import SharingSink
from livefocus.output.spout import SpoutSink
from livefocus.output.syphon import SyphonSink
from tests.output.fake_sharing import Received, fake_ndi, fake_spout, fake_syphon

SIZE = (64, 48)
KINDS: dict[type[SharingSink], Callable[[pytest.MonkeyPatch], Received]] = {
    NdiSink: fake_ndi,
    SpoutSink: fake_spout,
    SyphonSink: fake_syphon,
}
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)


def picture(seed: int, size: tuple[int, int] = SIZE) -> Picture:
    data = np.random.default_rng(seed).integers(0, 256, size[0] * size[1] * 3, np.uint8)
    return Picture(data, PixelFormat.RGB24, size, seed / 25, seed)


@each_kind
def test_pictures_arrive_whole_and_upright_under_the_name(
    kind: type[SharingSink], monkeypatch: pytest.MonkeyPatch
) -> None:
    received = KINDS[kind](monkeypatch)
    sink = kind("stage left")
    assert sink.name == f"{kind.kind}:stage left"
    for _ in range(2):
        sink.open(SIZE, 25.0, sink.formats(SIZE)[0])
        assert received.name == "stage left"
        sink.send(picture(1))
        sink.send(picture(2))
        sink.close()
        sink.close()
        assert received.name is None
    np.testing.assert_array_equal(received.pictures[1][..., :3], picture(2).rgb())
    assert (received.pictures[1][..., 3] == 255).all()
    assert len(received.pictures) == 4


@each_kind
def test_what_goes_wrong_is_one_line(kind: type[SharingSink], monkeypatch: pytest.MonkeyPatch) -> None:
    received = KINDS[kind](monkeypatch)
    sink = kind()
    with pytest.raises(SinkError, match="is not open"):
        sink.send(picture(1))
    sink.open(SIZE, 0.0, PixelFormat.RGB24)
    assert received.name == "livefocus"
    with pytest.raises(SinkError, match="cannot change size"):
        sink.send(picture(1, (32, 24)))
    with pytest.raises(SinkError, match=r"takes no nv12"):
        kind().open(SIZE, 25.0, PixelFormat.NV12)
    received.refuses = True
    if kind is not SyphonSink:  # which never says
        with pytest.raises(SinkError, match="refuses a picture"):
            sink.send(picture(1))
    sink.close()


@pytest.mark.parametrize(
    ("kind", "platform", "library"),
    [(NdiSink, sys.platform, "cyndilib.sender"), (SpoutSink, "win32", "SpoutGL"), (SyphonSink, "darwin", "syphon")],
    ids=["ndi", "spout", "syphon"],
)
def test_a_library_that_is_missing_says_what_to_install(
    kind: type[SharingSink], platform: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SinkError, match=rf"needs a library .*: pip install 'livefocus\[{kind.kind}\]'"):
        kind().open(SIZE, 25.0, PixelFormat.RGB24)


@pytest.mark.parametrize(("kind", "home"), [(SpoutSink, "Windows"), (SyphonSink, "macOS")], ids=["spout", "syphon"])
def test_another_system_says_what_to_take(kind: type[SharingSink], home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(SinkError, match=rf"is for {home} alone: take .* ndi or stream:udp"):
        kind().open(SIZE, 25.0, PixelFormat.RGB24)


def test_a_name_spout_does_not_take(monkeypatch: pytest.MonkeyPatch) -> None:
    received = fake_spout(monkeypatch)
    with pytest.raises(SinkError, match=r"does not take the name 'taken': give another, as spout:NAME"):
        SpoutSink("taken").open(SIZE, 25.0, PixelFormat.RGB24)
    assert received.name is None


@each_kind
def test_a_library_s_own_errors_are_ours(kind: type[SharingSink], monkeypatch: pytest.MonkeyPatch) -> None:
    KINDS[kind](monkeypatch)
    monkeypatch.setattr(kind, "_load", lambda self, name: 1 / 0)
    with pytest.raises(SinkError, match=r"cannot be opened \(ZeroDivisionError"):
        kind().open(SIZE, 25.0, PixelFormat.RGB24)


@each_kind
def test_they_are_plugins_found_by_name(kind: type[SharingSink]) -> None:
    if kind.kind not in {point.name for point in entry_points(group=GROUP)}:
        pytest.skip("this installation is older than the plugin: pip install again")
    sink = make_sink(f"{kind.kind}:stage left")
    assert isinstance(sink, kind)
    assert sink.name == f"{kind.kind}:stage left"
