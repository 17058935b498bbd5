"""Tiles that were chosen, as few rectangles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from livefocus.render.passes.runs import runs_of


@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_every_chosen_tile_is_covered_once_and_no_other(tiles: np.ndarray) -> None:
    covered = np.zeros(tiles.shape, int)
    for column, row, columns, rows in runs_of(tiles).astype(int):
        assert columns > 0
        assert rows > 0
        covered[row : row + rows, column : column + columns] += 1
    assert np.array_equal(covered, tiles)


@pytest.mark.parametrize(
    ("rows", "count"), [(["..", ".."], 0), (["##", "##"], 1), (["#.#", "#.#"], 2), (["###", ".#.", "###"], 3)]
)
def test_runs_that_begin_and_end_alike_are_one_rectangle(rows: list[str], count: int) -> None:
    assert len(runs_of(np.array([[tile == "#" for tile in row] for row in rows]))) == count
