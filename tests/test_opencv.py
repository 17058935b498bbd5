"""What OpenCV does for every picture is done the same way without it."""

from __future__ import annotations

import numpy as np
import pytest

from livefocus import opencv


@pytest.mark.parametrize("shape", [(45, 80), (3, 4), (1, 1)])
@pytest.mark.parametrize("reach", [1, 2, 4])
def test_dilating_needs_no_opencv(monkeypatch: pytest.MonkeyPatch, shape: tuple[int, int], reach: int) -> None:
    rng = np.random.default_rng(reach)
    offsets = np.arange(-reach, reach + 1)
    disc = (np.hypot(offsets[:, None], offsets[None, :]) <= reach + 0.3).astype(np.uint8)
    for values in (rng.normal(size=shape).astype(np.float32), rng.integers(0, 255, shape, np.uint8)):
        with_it = opencv.dilated(values, disc)
        with monkeypatch.context() as without:
            without.setattr(opencv, "available", lambda: False)
            assert np.array_equal(opencv.dilated(values, disc), with_it)
