"""What colours tell about the edges of a small map."""

from __future__ import annotations

import numpy as np
import pytest

from livefocus.depth.edges import EdgeGuidedDepth, all_moving, moved, sharpened
from livefocus.depth.factory import make_estimator
from livefocus.frame import DepthMap, EdgeModel, Frame, MattePlanes
from tests.silhouettes import bilinear, boundary_f, drawn_person, network_map


def share_of(model: EdgeModel, colour: tuple[float, float, float], texel: tuple[int, int]) -> float:
    said = model.colour[texel][:3] @ np.array(colour, np.float32) / 255 + model.colour[texel][3]
    return float(np.clip(said, 0.0, 1.0))


def halves() -> tuple[np.ndarray, np.ndarray]:
    pixels = np.full((360, 640, 3), 200, np.uint8)
    pixels[:, :320] = (40, 60, 120)
    depth = np.full((96, 160), 0.2, np.float32)
    depth[:, :80] = 0.9
    return pixels, depth


def test_the_share_of_the_near_plane_is_told_by_colour_where_things_move() -> None:
    pixels, depth = halves()
    sharp, model = sharpened(depth, pixels, all_moving(depth))
    assert model is not None
    middle = (48, 80)
    assert share_of(model, (40, 60, 120), middle) == pytest.approx(1.0, abs=0.1)
    assert share_of(model, (200, 200, 200), middle) == pytest.approx(0.0, abs=0.1)
    far, step = model.planes[48, 80]
    assert (far, far + step) == (pytest.approx(0.2, abs=0.02), pytest.approx(0.9, abs=0.02))
    assert tuple(model.planes[48, 10]) == (depth[48, 10], 0.0), "far from the edge the map stands as it is"
    assert np.array_equal(sharp, depth), "what moves is drawn by the lens"


def test_at_rest_the_map_itself_has_the_pictures_edges() -> None:
    pixels, matte = drawn_person((1280, 720), 0)
    small = network_map(matte)
    sharp, model = sharpened(small, pixels)
    assert model is not None
    plain, ours = (boundary_f(bilinear(one, (1280, 720)), matte, 3) for one in (small, sharp))
    print(f"outline within 3 pixels: the network's map {plain:.3f}, sharpened {ours:.3f}")
    assert ours >= 0.90
    assert ours >= plain + 0.1
    assert not model.colour[..., :3].any(), "no edge is another under another picture"
    assert small.min() - 1e-5 <= sharp.min() <= sharp.max() <= small.max() + 1e-5


def test_where_a_map_is_sure_colours_have_no_say() -> None:
    """A steep, right edge, and blots of the near side's colour beyond it: they stay on the far plane."""
    pixels, depth = halves()
    for row in range(20, 340, 24):
        pixels[row : row + 8, 336:344] = (40, 60, 120)
    sharp, model = sharpened(depth, pixels)
    assert model is not None
    assert sharp[:, 84:].max() < 0.25
    assert sharp[:, :76].min() > 0.85


def test_what_moves_is_found_with_room_for_where_it_goes() -> None:
    rng = np.random.default_rng(2)
    before = rng.integers(60, 180, (96, 160, 3)).astype(np.uint8)
    noisy = np.clip(before + rng.normal(0.0, 0.5, before.shape), 0, 255).astype(np.uint8)
    noisy[40:50, 70:80] = 255 - before[40:50, 70:80]
    found = moved(noisy, before)
    assert found is not None
    assert found[38:52, 68:82].min() == 1.0
    assert found[:30].max() == found[:, 100:].max() == 0.0
    assert moved(before, None) is None
    assert moved(before, before[:90]) is None


def test_an_edge_that_colours_do_not_show_is_left_alone() -> None:
    _, depth = halves()
    rng = np.random.default_rng(3)
    sharp, model = sharpened(depth, rng.integers(0, 255, (360, 640, 3)).astype(np.uint8))
    assert model is None or model.planes[..., 1].mean() < 0.01
    assert np.abs(sharp - depth).mean() < 0.002


@pytest.mark.parametrize("shape", [(96, 160), (2, 2), (1, 1), (1, 40)])
def test_a_map_without_an_edge_has_no_model(shape: tuple[int, int]) -> None:
    ramp = np.ascontiguousarray(np.broadcast_to(np.linspace(0.2, 0.3, shape[1], dtype=np.float32), shape))
    sharp, model = sharpened(ramp, np.zeros((4, 4, 3), np.uint8))
    assert model is None
    assert sharp is ramp


@pytest.mark.parametrize("moving", [None, np.full((48, 80), 0.5, np.float32)])
def test_extreme_pictures_give_finite_models(moving: np.ndarray | None) -> None:
    _, depth = halves()
    for level in (0, 255):
        sharp, model = sharpened(depth, np.full((360, 640, 3), level, np.uint8), moving)
        assert np.isfinite(sharp).all()
        assert model is None or (np.isfinite(model.colour).all() and np.isfinite(model.planes).all())


class OneMap:
    """An engine that says the same array again, as one does that rests while nothing moves."""

    name, notice, own_thread = "one", "", True

    def __init__(self, inverse_depth: np.ndarray) -> None:
        self.inverse_depth = inverse_depth

    def open(self) -> None: ...

    def estimate(self, frame: Frame) -> DepthMap:
        return DepthMap(self.inverse_depth, frame.sequence)

    def close(self) -> None: ...


def test_a_map_that_is_the_one_before_keeps_its_model() -> None:
    pixels, matte = drawn_person((640, 360))
    guided = EdgeGuidedDepth(OneMap(network_map(matte, (160, 96))))
    guided.open()
    first = guided.estimate(Frame(pixels, 0.0, 0, 0.0))
    second = guided.estimate(Frame(pixels[:, ::-1].copy(), 0.0, 1, 0.0))
    assert first.edges is not None
    assert second.edges is first.edges
    assert second.inverse_depth is first.inverse_depth
    assert second.sequence == 1


@pytest.mark.parametrize("may_lag", [True, False])
def test_what_moves_is_followed_only_where_a_map_may_be_late(may_lag: bool) -> None:
    """The second frame's figure stands elsewhere: live, its edges are left to the picture on screen."""

    class NewMaps(OneMap):
        def estimate(self, frame: Frame) -> DepthMap:
            return DepthMap(self.inverse_depth.copy(), frame.sequence)

    guided = EdgeGuidedDepth(NewMaps(network_map(drawn_person((640, 360))[1], (160, 96))), may_lag=may_lag)
    guided.open()
    follows = []
    for number, shift_px in enumerate((0, 0, 8, 8)):
        found = guided.estimate(Frame(drawn_person((640, 360), shift_px=shift_px)[0], 0.0, number, 0.0))
        assert found.edges is not None
        follows.append(bool(found.edges.colour[..., :3].any()))
    assert follows == [False, False, may_lag, False]


def test_a_small_matte_follows_the_picture_and_stays_a_matte(tmp_path, empty_store) -> None:
    pixels, matte = drawn_person((640, 360))
    for size, guided in (((640, 360), False), ((160, 90), True)):
        np.save(tmp_path / "matte.npy", network_map(matte, size))
        engine = make_estimator(f"matte:{tmp_path / 'matte.npy'}", source_has_depth=False, store=empty_store)
        engine.open()
        found = engine.estimate(Frame(pixels, 0.0, 0, 0.0))
        assert (found.edges is not None) == guided
        assert found.matte == MattePlanes()
        if found.edges is not None:
            assert (found.edges.colour[..., :3] != 0.0).any(), "drawn pixel by pixel: hair is finer than a texel"


def test_what_is_exact_gets_no_model(tmp_path, empty_store) -> None:
    """Depth that came with the frame, and sidecars near the picture's size, are drawn as they are."""
    pixels, matte = drawn_person((640, 360))
    np.save(tmp_path / "whole.npy", network_map(matte, (640, 360)))
    np.save(tmp_path / "most.npy", network_map(matte, (480, 270)))
    np.save(tmp_path / "small.npy", network_map(matte, (160, 90)))
    expected = {"scene": False, "gradient": False, "constant:0.4": False, "whole": False, "most": False, "small": True}
    for name, guided in expected.items():
        spec = str(tmp_path / f"{name}.npy") if (tmp_path / f"{name}.npy").exists() else name
        engine = make_estimator(spec, source_has_depth=True, store=empty_store)
        engine.open()
        found = engine.estimate(Frame(pixels, 0.0, 0, 0.0, network_map(matte, (640, 360))))
        assert (found.edges is not None) == guided, name
