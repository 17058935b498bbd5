"""Subjects in a live show: a place that is tapped is tracked, and focus stays on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from livefocus.app.live import LiveShow
from livefocus.control.vocabulary import parse_action
from livefocus.focus.trace import read_trace
from livefocus.settings import ShowSettings
from livefocus.timing import SystemClock

pytestmark = pytest.mark.gl


def test_focus_follows_what_was_tapped_and_a_missing_detector_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVEFOCUS_MODELS", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    trace, said = tmp_path / "pull.csv", []
    settings = ShowSettings(
        source="scene:cafe", depth="scene", size=(160, 90), sinks=("null",), midi="none", focus=0.05, seconds=4.0,
        trace=trace,
    )  # fmt: skip
    show = LiveShow(settings, SystemClock(), said.append)

    def hand(show: LiveShow) -> None:
        if show.meters.pictures == 3:
            show.act(parse_action("follow face"))
            show.act(parse_action("follow sensitivity 1"))
            show.act(parse_action("follow at 0.3 0.5"))

    show.run(hand)
    assert any("'face'" in line for line in said)
    assert "following tapped" in said
    rows = read_trace(trace)
    assert rows[0].inverse_depth == 0.05
    assert rows[-1].inverse_depth > 0.4, "one of the couple is there"
