from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from livefocus.cli.chart import PLANE, Chart, ticks
from livefocus.cli.plot import played
from livefocus.focus.trace import read_trace
from livefocus.opencv import cv2

from .conftest import LiveFocus


def test_what_is_played_is_the_pull_itself() -> None:
    rows = played("0 rack 0.9 2 linear; 1.2 rack 0.2 1 quint", 0.5)
    assert rows[0].inverse_depth == 0.5
    assert max(row.inverse_depth for row in rows) > 0.7
    assert rows[-1].inverse_depth == 0.2
    assert rows[-1].time_s == pytest.approx(2.2 + 0.4, abs=0.02)


def test_the_curve_is_where_it_should_be() -> None:
    rows = played("0.5 rack 0.8 1 quint", 0.2)
    picture = Chart(rows, "up").picture()
    reddish = np.all(np.abs(picture.astype(int) - PLANE) < 30, axis=2)
    ys, xs = np.nonzero(reddish[64:452])
    assert np.median(ys[xs < 200]) > np.median(ys[xs > 1100]) + 250
    assert xs.min() < 105
    assert xs.max() > 1240


def test_a_trace_is_drawn_as_text_and_as_a_picture(livefocus: LiveFocus, tmp_path: Path) -> None:
    trace = tmp_path / "pull.csv"
    rows = "".join(f"{n / 24:.6f},{0.2 + 0.6 * n / 24:.6f},0.8,0.6\n" for n in range(25))
    trace.write_text("time_s,focus_inverse_depth,target,velocity_per_s\n" + rows)
    assert len(read_trace(trace)) == 25
    lines = livefocus("plot", trace).out.splitlines()
    assert lines[0] == "pull.csv"
    where = {line.index("o"): number for number, line in enumerate(lines[1:-2]) if "o" in line}
    assert [where[column] for column in sorted(where)] == sorted(where.values(), reverse=True)
    assert livefocus("plot", trace, "-o", tmp_path / "pull.png").code == 0
    assert cv2.imread(str(tmp_path / "pull.png")).shape == (720, 1280, 3)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "nothing to plot"),
        (["--play", "rack b"], "no second in front"),
        (["--play", "1 rack 0.2 1; 0 stop"], "earlier"),
        (["--play", "0 zoom 2"], "no action 'zoom'"),
        (["nowhere.csv"], "cannot read the trace"),
        (["--play", "0 rack 0.2 1", "-o", "x.gif"], "a plot is a .png"),
        (["--play", "0 rack 0.2 1", "-o", "/no/such/folder/x.png"], "cannot write"),
    ],
)
def test_what_cannot_be_plotted_is_one_line(livefocus: LiveFocus, words: list[str], part: str) -> None:
    outcome = livefocus("plot", *words)
    assert outcome.code != 0
    assert part in outcome.line


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a,b\n", "is no trace"),
        ("", "is no trace"),
        ("time_s,focus_inverse_depth,target,velocity_per_s\n0,0,0,0\n1,2\n", ":3: not four numbers"),
        ("time_s,focus_inverse_depth,target,velocity_per_s\n0,0,0,0\n", "nothing in this trace"),
    ],
)
def test_a_file_that_is_no_trace(livefocus: LiveFocus, tmp_path: Path, text: str, part: str) -> None:
    (tmp_path / "x.csv").write_text(text)
    outcome = livefocus("plot", tmp_path / "x.csv")
    assert outcome.code != 0
    assert part in outcome.line


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-0.3, 7.0), (0.1, 0.1002), (-5e5, 3.0)])
def test_ticks_are_round_and_few(low: float, high: float) -> None:
    marks = ticks(low, high, 6)
    assert 1 <= len(marks) <= 7
    assert all(low <= mark <= high for mark in marks)
