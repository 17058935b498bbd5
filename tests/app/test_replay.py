"""Pulls recorded and played again, through the whole way of a frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.app.offline import render_offline
from livefocus.settings import ShowSettings

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
