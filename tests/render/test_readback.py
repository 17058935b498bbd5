from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import cv2
import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.errors import RenderError
from livefocus.frame import PixelFormat
from livefocus.render.context import is_software, make_let_others_work
from livefocus.render.passes.nv12 import YuvMatrix
from livefocus.render.readback import Readback

pytestmark = pytest.mark.gl

KEEPS_THE_LOCK = 0x4
"""ctypes' FUNCFLAG_PYTHONAPI."""


def texture_of(gl: moderngl.Context, rgb: NDArray[np.uint8]) -> moderngl.Texture:
    height, width, _ = rgb.shape
    return gl.texture((width, height), 4, cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA).tobytes())


def nv12_of(rgb: NDArray[np.uint8], matrix: YuvMatrix) -> NDArray[np.float64]:
    """Written from the Recommendation's formulas, in floating point."""
    red_weight, _, blue_weight = matrix.value
    encoded = rgb / 255.0
    luma = encoded @ np.array(matrix.value)
    mean = encoded.reshape(rgb.shape[0] // 2, 2, rgb.shape[1] // 2, 2, 3).mean(axis=(1, 3))
    mean_luma = mean @ np.array(matrix.value)
    blue = (mean[..., 2] - mean_luma) / (2 * (1 - blue_weight))
    red = (mean[..., 0] - mean_luma) / (2 * (1 - red_weight))
    return np.concatenate([(16 + 219 * luma).ravel(), np.stack([128 + 224 * blue, 128 + 224 * red], -1).ravel()])


@pytest.mark.parametrize("size", [(64, 36), (63, 35), (2, 2), (1, 1)])
def test_rgb_comes_back_as_it_was(gl: moderngl.Context, size: tuple[int, int]) -> None:
    rgb = np.random.default_rng(2).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    back: Readback[str] = Readback(gl, size, PixelFormat.RGB24, depth=1)
    back.submit(texture_of(gl, rgb), "a")
    collected = back.collect()
    assert collected is not None
    assert collected[0] == "a"
    assert np.array_equal(collected[1].reshape(rgb.shape), rgb)
    back.release()


@pytest.mark.parametrize("matrix", list(YuvMatrix))
@pytest.mark.parametrize("size", [(64, 36), (66, 34), (2, 2)])
def test_nv12_is_what_the_recommendation_says(gl: moderngl.Context, size: tuple[int, int], matrix: YuvMatrix) -> None:
    rgb = np.random.default_rng(3).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    back: Readback[int] = Readback(gl, size, PixelFormat.NV12, depth=1, matrix=matrix)
    back.submit(texture_of(gl, rgb), 7)
    collected = back.collect()
    assert collected is not None
    assert collected[1].size == size[0] * size[1] * 3 // 2
    assert np.abs(collected[1] - nv12_of(rgb, matrix)).max() < 0.51
    back.release()


def test_who_is_waited_for_in_any_case_hands_over_at_once(gl: moderngl.Context) -> None:
    back: Readback[int] = Readback(gl, (4, 4), PixelFormat.RGB24)
    texture = gl.texture((4, 4), 4, bytes([9] * 64))
    back.submit(texture, 0)
    arrived = back.collect()
    assert (arrived is not None) == is_software(gl)
    back.release()
    texture.release()


def test_nv12_of_an_odd_size_is_refused_in_one_line(gl: moderngl.Context) -> None:
    with pytest.raises(RenderError, match=r"63×36.*RGB24"):
        Readback(gl, (63, 36), PixelFormat.NV12)


def test_pictures_come_back_in_order_and_late_by_the_ring(gl: moderngl.Context) -> None:
    back: Readback[int] = Readback(gl, (4, 4), PixelFormat.RGB24, depth=3)
    seen = []
    for number in range(6):
        back.submit(texture_of(gl, np.full((4, 4, 3), number, np.uint8)), number)
        if collected := back.collect():
            seen.append((collected[0], int(collected[1][0])))
    assert seen == [(0, 0), (1, 1), (2, 2), (3, 3)]
    while collected := back.collect(wait=True):
        seen.append((collected[0], int(collected[1][0])))
    assert seen[-2:] == [(4, 4), (5, 5)]
    assert back.collect(wait=True) is None
    back.release()


def test_a_full_ring_says_so(gl: moderngl.Context) -> None:
    back: Readback[int] = Readback(gl, (4, 4), PixelFormat.RGB24, depth=1)
    texture = texture_of(gl, np.zeros((4, 4, 3), np.uint8))
    back.submit(texture, 0)
    with pytest.raises(RenderError, match="collect"):
        back.submit(texture, 1)
    back.release()


def test_a_gpu_is_never_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def must_not_be_loaded(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr("livefocus.render.context.ctypes.CDLL", must_not_be_loaded)
    gpu = SimpleNamespace(info={"GL_RENDERER": "NVIDIA GeForce RTX 4060/PCIe/SSE2"})
    make_let_others_work(gpu)()


def test_a_missing_library_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_not_there(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr("livefocus.render.context.ctypes.CDLL", is_not_there)
    make_let_others_work(SimpleNamespace(info={"GL_RENDERER": "llvmpipe (LLVM 15.0.6, 256 bits)"}))()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing is waited for")
def test_other_threads_run_while_a_software_renderer_draws(gl: moderngl.Context) -> None:
    """A function of ctypes lets Python's lock go while it runs; one of moderngl does not."""
    if not is_software(gl):
        pytest.skip("a GPU draws")
    wait = make_let_others_work(gl)
    assert isinstance(wait, ctypes._CFuncPtr)
    assert not wait._flags_ & KEEPS_THE_LOCK
    wait()
