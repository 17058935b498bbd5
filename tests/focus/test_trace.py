from __future__ import annotations

import csv
from pathlib import Path

import pytest

from livefocus.errors import SettingsError
from livefocus.focus.puller import Puller
from livefocus.focus.trace import TraceWriter
from livefocus.focus.wishes import RackTo


def test_a_trace_is_one_row_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "pull.csv"
    puller = Puller(0.2)
    puller.wish(RackTo(0.8, 1.0))
    with TraceWriter(path) as trace:
        for frame in range(25):
            trace.row(frame / 24, puller.state)
            puller.step(1 / 24)
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["time_s", "focus_inverse_depth", "target", "velocity_per_s"]
    assert len(rows) == 25
    assert float(rows[0]["focus_inverse_depth"]) == 0.2
    assert float(rows[12]["focus_inverse_depth"]) == pytest.approx(0.5)
    assert float(rows[24]["focus_inverse_depth"]) == 0.8
    assert {row["target"] for row in rows} == {"0.800000000"}


def test_a_trace_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot write the trace"):
        TraceWriter(tmp_path / "no such folder" / "pull.csv")
