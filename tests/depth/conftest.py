"""What the depth tests share: frames of known content, and the store that `LIVEFOCUS_MODELS` names."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.store import ENVIRONMENT_VARIABLE, ModelStore
from livefocus.frame import Frame
from tests.rig.conftest import carphone_clip, webcam_clip  # noqa: F401 - real clips, fetched once

MakeFrame = Callable[..., Frame]


def textured(width: int, height: int, seed: int = 1) -> NDArray[np.uint8]:
    """A picture with something to see in it: a bright disc before noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    disc = np.hypot(x - width / 2, y - height / 2) < min(width, height) / 4
    picture = rng.integers(0, 90, (height, width, 3)) + np.where(disc, 150, 0)[..., None]
    return picture.astype(np.uint8)


@pytest.fixture
def make_frame() -> MakeFrame:
    def make(
        size: tuple[int, int] = (64, 36),
        sequence: int = 0,
        pixels: NDArray[np.uint8] | None = None,
        inverse_depth: NDArray[np.float32] | None = None,
    ) -> Frame:
        picture = textured(*size) if pixels is None else pixels
        return Frame(picture, 0.0, sequence, sequence / 30.0, inverse_depth)

    return make


@pytest.fixture
def empty_store(tmp_path) -> ModelStore:
    """A store with nothing in it."""
    return ModelStore(tmp_path / "store")


@pytest.fixture
def weights() -> ModelStore:
    """The real weights; skips, saying so, where nobody told where they are."""
    if not os.environ.get(ENVIRONMENT_VARIABLE):
        pytest.skip(f"{ENVIRONMENT_VARIABLE} is not set: no model weights to test with")
    store = ModelStore.default()
    if store.find("tcsmall") is None:
        pytest.skip(f"no tcsmall weights in {os.environ[ENVIRONMENT_VARIABLE]}")
    return store
