"""Pulls recorded and played again, through the whole way of a frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.app.offline import render_offline
from livefocus.focus.trace import read_trace
from livefocus.settings import ShowSettings
from tests.clips import make_clip

pytestmark = pytest.mark.gl

CUES = """
start = "couple"
[[cues]]
name = "there"
to = "man"
at_s = 0.1
duration_s = 0.4
curve = "overshoot"
[[cues]]
name = "and back, before it has arrived"
to = "couple"
at_s = 0.4
duration_s = 0.3
curve = "quint"
"""
PICTURES = 20
CLIP_CUES = """
start = 0.9
[[cues]]
name = "down"
to = 0.1
at_s = 0.2
duration_s = 0.5
curve = "spring"
"""


def rendered(folder: Path, **more: object) -> dict[str, bytes]:
    settings = ShowSettings(
        source="scene:cafe", size=(128, 72), depth="scene", sinks=(f"png:{folder}",), pictures=PICTURES, **more
    )
    assert render_offline(settings, lambda line: None) == PICTURES
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.png"))}


def test_pictures_of_cues_repeat_and_of_their_recording_are_bit_identical(tmp_path: Path) -> None:
    cues = tmp_path / "cues.toml"
    cues.write_text(CUES)
    first = rendered(tmp_path / "first", cues=str(cues), trace=tmp_path / "pull.mid")
    assert len(set(first.values())) > 12
    assert rendered(tmp_path / "again", cues=str(cues)) == first
    assert rendered(tmp_path / "played", replay=tmp_path / "pull.mid") == first


def test_a_clip_with_cues_is_the_same_file_twice(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "in.mp4", size=(96, 64), frames=24)
    cues = tmp_path / "cues.toml"
    cues.write_text(CLIP_CUES)
    written = []
    for name in ("one", "two"):
        film, trace = tmp_path / f"{name}.mp4", tmp_path / f"{name}.csv"
        settings = ShowSettings(
            source=str(clip), depth="gradient", cues=str(cues), look="cinematic", sinks=(f"file:{film}",), trace=trace
        )
        assert render_offline(settings, lambda line: None) == 24
        written.append((film.read_bytes(), trace.read_bytes()))
    assert written[0] == written[1]
    planes = [row.inverse_depth for row in read_trace(tmp_path / "one.csv")]
    assert planes[0] == 0.9
    assert planes[-1] == 0.1
