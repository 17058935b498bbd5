"""Networks: real TCSmallNet where its weights are, and tiny networks of the same signatures made here."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from livefocus.depth import network as networks
from livefocus.depth.catalogue import entry_named
from livefocus.depth.factory import make_estimator
from livefocus.depth.network import NETWORKS, Anchor, check_input_range, input_size, network_input
from livefocus.depth.onnx import PROVIDERS_BEST_FIRST, OnnxDepth, providers
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, ModelError
from livefocus.frame import Frame
from tests.depth.conftest import MakeFrame, textured

MIDAS = next(one for one in NETWORKS if one.name == "midas-small")
ANYTHING = next(one for one in NETWORKS if one.name == "depth-anything-v2-small")
TCSMALL = next(one for one in NETWORKS if one.name == "tcsmall")


def tiny_network(input_name: str, output_name: str, shape: list[int | str], gain: float, keep_channel: bool) -> bytes:
    """A network whose depth is `gain` times the mean of the three channels, at the size of its input."""
    out_shape = [shape[0], *([1] if keep_channel else []), shape[2], shape[3]]
    axes = helper.make_tensor("axes", TensorProto.INT64, [1], [1])
    gains = helper.make_tensor("gain", TensorProto.FLOAT, [], [gain])
    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", [input_name, "axes"], ["mean"], keepdims=int(keep_channel)),
            helper.make_node("Mul", ["mean", "gain"], [output_name]),
        ],
        "tiny",
        [helper.make_tensor_value_info(input_name, TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(output_name, TensorProto.FLOAT, out_shape)],
        [axes, gains],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def store_with(tmp_path: Path, name: str, weights: bytes) -> ModelStore:
    entry = replace(entry_named(name), sha256=hashlib.sha256(weights).hexdigest(), size_bytes=len(weights))
    (tmp_path / entry.file_name).write_bytes(weights)
    return ModelStore(tmp_path, (), (entry,))


@pytest.fixture
def midas_store(tmp_path: Path) -> ModelStore:
    return store_with(tmp_path, "midas-small", tiny_network("0", "797", [1, 3, 256, 256], 900.0, keep_channel=False))


@pytest.fixture
def anything_store(tmp_path: Path) -> ModelStore:
    weights = tiny_network(
        "pixel_values", "predicted_depth", ["batch_size", 3, "height", "width"], 4.0, keep_channel=False
    )
    return store_with(tmp_path, "depth-anything-v2-small", weights)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((1280, 720), (448, 252)), ((720, 1280), (252, 448)), ((640, 480), (336, 252)), ((3000, 500), (518, 252))],
)
def test_free_sizes_are_multiples_of_14_within_bounds(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert input_size(ANYTHING, size) == expected
    assert all(side % 14 == 0 and 252 <= side <= 518 for side in input_size(ANYTHING, size))


def test_anything_gets_imagenet_colours() -> None:
    grey = np.full((252, 448, 3), 128, np.uint8)
    tensor = network_input(grey, ANYTHING)
    assert tensor.shape == (1, 3, 252, 448)
    wanted = (128 / 255 - np.array(networks.IMAGENET_MEAN)) / np.array(networks.IMAGENET_DEVIATION)
    assert np.allclose(tensor[0, :, 0, 0], wanted, atol=1e-5)


def test_midas_gets_0_to_1_and_tcsmall_0_to_255() -> None:
    red = np.zeros((192, 320, 3), np.uint8)
    red[..., 0] = 255
    assert np.allclose(network_input(red, TCSMALL)[0, :, 96, 160], [255, 0, 0])
    assert np.allclose(network_input(red, MIDAS)[0, :, 128, 128], [1, 0, 0])


def test_the_trap_of_0_to_1_is_refused(make_frame: MakeFrame) -> None:
    wrong = replace(TCSMALL, full_scale=255.0)
    pixels = make_frame().pixels
    tensor = network_input(pixels, wrong) / 255.0
    with pytest.raises(DepthError, match=r"0…255"):
        check_input_range(tensor, pixels, wrong)
    check_input_range(tensor, pixels, MIDAS)
    black = np.zeros_like(pixels)
    check_input_range(network_input(black, wrong), black, wrong)


def test_midas_end_to_end(midas_store: ModelStore, make_frame: MakeFrame) -> None:
    engine = make_estimator("midas-small", source_has_depth=False, store=midas_store)
    engine.open()
    depth = engine.estimate(make_frame((640, 360), sequence=4))
    assert depth.sequence == 4
    assert engine.own_thread
    rows, columns = depth.inverse_depth.shape
    middle, corner = depth.inverse_depth[rows // 2, columns // 2], depth.inverse_depth[4, 4]
    assert middle > corner + 0.3, "the bright disc is near"
    engine.close()


def test_the_first_picture_sets_the_scale_and_later_ones_keep_it(midas_store: ModelStore) -> None:
    """A brighter picture must come out nearer: with a per-frame range both would look the same."""
    engine = make_estimator("midas-small", source_has_depth=False, store=midas_store, steady=False)
    engine.open()
    base = textured(320, 320)
    first = engine.estimate(Frame(base, 0, 0, 0)).inverse_depth
    low, high = np.percentile(first, (2, 98))
    assert (low, high) == pytest.approx((0.05, 0.95), abs=1e-4)
    shown = Frame((base // 2).astype(np.uint8), 0, 1, 0)
    halved = engine.estimate(shown).inverse_depth
    assert halved.max() < 0.6 * first.max()
    engine.close()
    engine.open()
    assert engine.estimate(shown).inverse_depth.max() > 0.9, "a new show sets it anew"


def test_a_lens_cap_does_not_set_the_scale(midas_store: ModelStore, make_frame: MakeFrame) -> None:
    engine = make_estimator("midas-small", source_has_depth=False, store=midas_store, steady=False)
    engine.open()
    black = engine.estimate(make_frame(pixels=np.zeros((256, 256, 3), np.uint8)))
    assert (black.inverse_depth == 0.5).all()
    low, high = np.percentile(engine.estimate(make_frame((256, 256))).inverse_depth, (2, 98))
    assert (low, high) == pytest.approx((0.05, 0.95), abs=1e-4)


@pytest.mark.parametrize("size", [(448, 252), (252, 448), (700, 700), (1000, 100)])
def test_anything_end_to_end(anything_store: ModelStore, make_frame: MakeFrame, size: tuple[int, int]) -> None:
    engine = make_estimator("depth-anything-v2-small", source_has_depth=False, store=anything_store)
    engine.open()
    depth = engine.estimate(make_frame(size)).inverse_depth
    rows, columns = depth.shape
    assert depth[rows // 2, columns // 2] > depth[3, 3] + 0.3
    assert (columns > rows) == (size[0] > size[1])


def test_another_network_under_the_name_is_told(tmp_path: Path, make_frame: MakeFrame) -> None:
    store = store_with(tmp_path, "midas-small", tiny_network("x", "y", [1, 3, 256, 256], 1.0, keep_channel=False))
    with pytest.raises(ModelError, match="no tensor 0, 797"):
        make_estimator("midas-small", source_has_depth=False, store=store).open()


def test_what_onnx_runtime_refuses_is_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store = store_with(tmp_path, "midas-small", b"these are no weights")
    with pytest.raises(ModelError, match="cannot load 'midas-small'") as caught:
        make_estimator("midas-small", source_has_depth=False, store=store).open()
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == "", "nothing of the runtime's own on the terminal"


def test_a_failing_run_is_a_depth_error(tmp_path: Path, make_frame: MakeFrame, capfd) -> None:
    """The graph wants 256 rows; a network table that says otherwise makes the runtime refuse."""
    weights = tiny_network("0", "797", [1, 3, 256, 256], 1.0, keep_channel=False)
    engine = OnnxDepth(replace(MIDAS, size=(128, 128)), store_with(tmp_path, "midas-small", weights))
    engine.open()
    with pytest.raises(DepthError, match="midas-small failed"):
        engine.estimate(make_frame())
    assert capfd.readouterr().err == ""


def test_a_wrong_hash_is_never_loaded(midas_store: ModelStore) -> None:
    midas_store.place("midas-small").write_bytes(midas_store.load("midas-small") + b"\0")
    with pytest.raises(ModelError, match="is not loaded"):
        make_estimator("midas-small", source_has_depth=False, store=midas_store).open()


def test_before_open_and_after_close_it_says_so(midas_store: ModelStore, make_frame: MakeFrame) -> None:
    engine = make_estimator("midas-small", source_has_depth=False, store=midas_store)
    with pytest.raises(DepthError, match="not open"):
        engine.estimate(make_frame())


def test_the_processor_is_the_last_choice() -> None:
    assert PROVIDERS_BEST_FIRST[-1] == "CPUExecutionProvider"
    assert providers()[-1] == "CPUExecutionProvider"


def test_providers_come_best_first(monkeypatch: pytest.MonkeyPatch) -> None:
    there = ["CPUExecutionProvider", "AzureExecutionProvider", "CoreMLExecutionProvider", "CUDAExecutionProvider"]
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: there)
    assert providers() == ["CUDAExecutionProvider", "CoreMLExecutionProvider", "CPUExecutionProvider"]


def test_an_anchor_of_a_flat_map_is_the_middle() -> None:
    anchor = Anchor.of(np.full((4, 4), 7.0, np.float32))
    assert anchor.scale * 7.0 + anchor.shift == 0.5


@pytest.mark.models
def test_tcsmall_agrees_with_measured_disparity(weights: ModelStore) -> None:
    """Middlebury's motorcycle, whose disparity is measured: the design page's figure is a correlation of 0.80."""
    import cv2
    from skimage import data

    left, _, disparity = data.stereo_motorcycle()
    engine = make_estimator("tcsmall", source_has_depth=False, store=weights)
    engine.open()
    depth = engine.estimate(Frame(np.ascontiguousarray(left), 0, 0, 0)).inverse_depth
    seen = cv2.resize(depth, left.shape[1::-1])
    known = np.isfinite(disparity) & (disparity > 0)
    assert np.corrcoef(seen[known], disparity[known])[0, 1] > 0.76
    assert 0.0 <= depth.min() < 0.2
    assert 0.7 < depth.max() <= 1.1


@pytest.mark.models
@pytest.mark.parametrize("vertical", [False, True])
def test_tcsmall_sees_a_person_before_a_room(weights: ModelStore, vertical: bool) -> None:
    from skimage import data

    picture = data.astronaut()
    picture = np.ascontiguousarray(picture[:, 80:368] if vertical else picture)
    engine = make_estimator("tcsmall", source_has_depth=False, store=weights)
    engine.open()
    depth = engine.estimate(Frame(picture, 0, 0, 0)).inverse_depth
    rows, columns = depth.shape

    def around(x: float, y: float) -> float:
        return float(np.median(depth[round(y * rows) - 4 :, round(x * columns) - 4 :][:8, :8]))

    left = 80 if vertical else 0
    width = picture.shape[1]
    face, chest, wall = (
        around((215 - left) / width, 0.23),
        around((215 - left) / width, 0.75),
        around((330 - left) / width, 0.1),
    )
    assert face > wall + 0.25
    assert chest > wall + 0.25


@pytest.mark.models
def test_tcsmall_is_not_a_vertical_gradient(weights: ModelStore) -> None:
    """What it silently returns when fed 0…1: the same profile for every picture. Two pictures must differ."""
    from skimage import data

    engine = make_estimator("tcsmall", source_has_depth=False, store=weights)
    engine.open()
    first = engine.estimate(Frame(data.astronaut(), 0, 0, 0)).inverse_depth
    second = engine.estimate(Frame(np.ascontiguousarray(data.astronaut()[:, ::-1]), 0, 1, 0)).inverse_depth
    across = first - first.mean(axis=1, keepdims=True)
    assert across.std() > 0.1, "there is more to it than a profile from top to bottom"
    assert np.corrcoef(first.ravel(), second[:, ::-1].ravel())[0, 1] > 0.95, "mirrored picture, mirrored depth"
