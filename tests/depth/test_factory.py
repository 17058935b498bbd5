from __future__ import annotations

import shutil
from importlib.metadata import EntryPoint
from pathlib import Path

import cv2
import numpy as np
import pytest

from livefocus.depth.constant import StandInDepth
from livefocus.depth.factory import engine_names, make_estimator
from livefocus.depth.scene import SceneDepth
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError, ModelError, PluginError
from tests.depth.conftest import MakeFrame


def test_auto_takes_the_frames_own_depth(empty_store: ModelStore, make_frame: MakeFrame) -> None:
    engine = make_estimator("auto", source_has_depth=True, store=empty_store)
    engine.open()
    own = np.random.default_rng(0).random((36, 64)).astype(np.float32)
    assert engine.estimate(make_frame(inverse_depth=own)).inverse_depth is own
    assert engine.name == "scene"
    assert engine.notice == ""


def test_the_stand_in_puts_the_middle_before_the_top(make_frame: MakeFrame) -> None:
    engine = StandInDepth()
    for size in ((1280, 720), (720, 1280), (640, 480), (1, 1), (4000, 3)):
        depth = engine.estimate(make_frame(size)).inverse_depth
        rows, columns = depth.shape
        assert depth.min() >= 0.0
        assert depth.max() <= 1.0
        if min(size) > 3:
            assert depth[int(rows * 0.7), columns // 2] > 0.8
            assert depth[0, 0] < 0.2
            assert depth[-1, 0] > depth[0, 0] + 0.2, "the ramp"
            assert depth.shape == pytest.approx((320 * size[1] / max(size), 320 * size[0] / max(size)), abs=1)


@pytest.mark.models
def test_auto_prefers_tcsmall_where_it_is(weights: ModelStore) -> None:
    engine = make_estimator("auto", source_has_depth=False, store=weights)
    both = weights.find("selfie") is not None
    assert engine.name == ("tcsmall+selfie" if both else "tcsmall"), "the matte's silhouettes where it is here as well"
    assert engine.own_thread
    assert engine.notice == ""


@pytest.mark.models
def test_auto_does_without_the_matte_where_it_is_not(weights: ModelStore, empty_store: ModelStore) -> None:
    found = weights.find("tcsmall")
    assert found is not None
    empty_store.folder.mkdir()
    shutil.copy(found, empty_store.place("tcsmall"))
    engine = make_estimator("auto", source_has_depth=False, store=empty_store)
    engine.open()
    assert engine.name == "tcsmall"


def test_auto_with_a_damaged_model_says_so_rather_than_pretend(empty_store: ModelStore) -> None:
    empty_store.folder.mkdir()
    empty_store.place("tcsmall").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="is not loaded"):
        make_estimator("auto", source_has_depth=False, store=empty_store).open()


def test_a_model_that_is_not_here_says_how_to_get_it(empty_store: ModelStore) -> None:
    for name in ("tcsmall", "selfie", "midas-small", "depth-anything-v2-small"):
        with pytest.raises(ModelError, match=f"livefocus models download {name}"):
            make_estimator(name, source_has_depth=False, store=empty_store).open()


def test_an_unknown_name_lists_what_there_is_in_one_line(empty_store: ModelStore) -> None:
    with pytest.raises(DepthError) as caught:
        make_estimator("tcsmal", source_has_depth=False, store=empty_store)
    line = str(caught.value)
    for name in engine_names():
        assert name in line
    assert {"scene", "tcsmall", "selfie", "sidecar:PATH", "matte:PATH", "constant:Q", "gradient", "auto"} <= {
        *engine_names()
    }
    assert "\n" not in line


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("constant", "constant:0.5"),
        ("constant:near", "constant:0.5"),
        ("constant:nan", "constant:0.5"),
        ("constant:inf", "constant:0.5"),
        ("sidecar", "sidecar:PATH"),
        ("matte:", "matte:PATH"),
        ("gradient:up", "nothing behind a colon"),
        ("", "there is no depth engine"),
        ("nowhere/depth.npy", "there is no file or folder"),
        ("depth.npy", "there is no file or folder"),
        ("sidecar:nowhere", "there is no file or folder"),
    ],
)
def test_wrong_specs_say_how_to_write_them(empty_store: ModelStore, spec: str, message: str) -> None:
    with pytest.raises(DepthError, match=message):
        make_estimator(spec, source_has_depth=False, store=empty_store)


def test_scene_on_a_source_without_depth(empty_store: ModelStore, make_frame: MakeFrame) -> None:
    engine = make_estimator("scene", source_has_depth=False, store=empty_store)
    engine.open()
    with pytest.raises(DepthError, match="no depth of its own"):
        engine.estimate(make_frame())


def test_constant_and_gradient(empty_store: ModelStore, make_frame: MakeFrame) -> None:
    plane = make_estimator("constant:0.25", source_has_depth=False, store=empty_store).estimate(make_frame())
    assert (plane.inverse_depth == 0.25).all()
    ramp = make_estimator("gradient", source_has_depth=False, store=empty_store).estimate(make_frame()).inverse_depth
    assert (ramp[0] == 0.0).all()
    assert (ramp[-1] == 1.0).all()
    assert (np.diff(ramp, axis=0) > 0).all()


def test_a_still_matte_keeps_its_soft_edge(tmp_path: Path, empty_store: ModelStore, make_frame: MakeFrame) -> None:
    matte = np.tile(np.clip(np.linspace(-1, 2, 64), 0, 1), (36, 1))
    cv2.imwrite(str(tmp_path / "m.png"), np.round(matte * 255).astype(np.uint8))
    engine = make_estimator(f"matte:{tmp_path / 'm.png'}", source_has_depth=False, store=empty_store)
    engine.open()
    assert engine.notice == "", "eight bits are enough for a matte"
    depth = engine.estimate(make_frame((64, 36))).inverse_depth
    assert depth.min() == 0.0
    assert depth.max() == 1.0
    assert np.abs(depth - matte).max() < 1 / 255


def test_a_matte_beyond_0_to_1_is_refused(tmp_path: Path, empty_store: ModelStore, make_frame: MakeFrame) -> None:
    np.save(tmp_path / "m.npy", np.linspace(0, 200, 64 * 36, dtype=np.float32).reshape(36, 64))
    engine = make_estimator(f"matte:{tmp_path / 'm.npy'}", source_has_depth=False, store=empty_store)
    engine.open()
    with pytest.raises(DepthError, match="from 0 to 200"):
        engine.estimate(make_frame((64, 36)))


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch):
    """Pretend another package offers these engines, through real entry points that really load."""

    def offer(**values: str) -> None:
        points = [EntryPoint(name, value, "livefocus.depth") for name, value in values.items()]

        def entry_points(*, group: str, name: str | None = None) -> list[EntryPoint]:
            return [one for one in points if one.group == group and name in (None, one.name)]

        monkeypatch.setattr("livefocus.plugins.entry_points", entry_points)

    return offer


def third_party(text: str) -> SceneDepth:
    if text == "broken":
        raise OSError("no such camera")
    engine = SceneDepth()
    engine.name = f"third:{text}"
    return engine


def test_an_engine_by_entry_point(offered, empty_store: ModelStore) -> None:
    offered(third="tests.depth.test_factory:third_party")
    engine = make_estimator("third:left", source_has_depth=False, store=empty_store)
    assert engine.name == "third:left"
    assert "third" in engine_names()


def test_entry_points_that_do_not_work(offered, empty_store: ModelStore) -> None:
    offered(third="tests.depth.test_factory:third_party", gone="no_such_package:make")
    with pytest.raises(PluginError, match="no such camera"):
        make_estimator("third:broken", source_has_depth=False, store=empty_store)
    with pytest.raises(PluginError, match="does not load"):
        make_estimator("gone", source_has_depth=False, store=empty_store)


def test_a_plugin_cannot_hide_a_built_in_engine(offered, empty_store: ModelStore) -> None:
    offered(gradient="tests.depth.test_factory:third_party")
    assert make_estimator("gradient", source_has_depth=False, store=empty_store).name == "gradient"
