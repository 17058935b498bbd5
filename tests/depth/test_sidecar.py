from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.depth.factory import make_estimator
from livefocus.depth.guard import GuardedEstimator
from livefocus.depth.store import ModelStore
from livefocus.errors import DepthError
from tests.depth.conftest import MakeFrame

SIZE = (64, 36)


def maps(count: int, size: tuple[int, int] = SIZE, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((count, size[1], size[0])).astype(np.float32)


def engine_for(path: Path | str, **kwargs) -> GuardedEstimator:
    spec = str(path)
    engine = make_estimator(spec, source_has_depth=False, store=ModelStore(Path("nowhere")), **kwargs)
    engine.open()
    return engine


def write_folder(folder: Path, depth: NDArray[np.float32], names: list[str] | None = None) -> Path:
    folder.mkdir()
    for number, one in enumerate(depth):
        name = names[number] if names else f"depth_{number:06d}.png"
        assert cv2.imwrite(str(folder / name), np.round(one * 65535).astype(np.uint16))
    return folder


def test_one_npy_serves_every_frame_exactly(tmp_path: Path, make_frame: MakeFrame) -> None:
    values = maps(1)[0] * 7 - 3
    np.save(tmp_path / "d.npy", values)
    engine = engine_for(tmp_path / "d.npy")
    for sequence in (0, 5, 1000):
        depth = engine.estimate(make_frame(SIZE, sequence))
        assert np.array_equal(depth.inverse_depth, values), "never rescaled, never clipped"
        assert depth.sequence == sequence
    assert not engine.own_thread


@pytest.mark.parametrize(("dtype", "scale"), [(np.uint8, 255), (np.uint16, 65535), (np.float64, 1), (np.float16, 1)])
def test_npy_of_other_types(tmp_path: Path, make_frame: MakeFrame, dtype: type, scale: int) -> None:
    values = (maps(1)[0] * scale).astype(dtype)
    np.save(tmp_path / "d.npy", values)
    depth = engine_for(tmp_path / "d.npy").estimate(make_frame(SIZE)).inverse_depth
    assert np.allclose(depth, values.astype(np.float64) / scale, atol=1e-6)


def test_npy_with_a_map_a_frame_wraps_around_with_the_clip(tmp_path: Path, make_frame: MakeFrame) -> None:
    values = maps(5)
    np.save(tmp_path / "d.npy", values)
    engine = engine_for(f"sidecar:{tmp_path / 'd.npy'}")
    for sequence in (0, 4, 5, 13, 2):
        assert np.array_equal(engine.estimate(make_frame(SIZE, sequence)).inverse_depth, values[sequence % 5])


def test_one_16_bit_png(tmp_path: Path, make_frame: MakeFrame) -> None:
    values = maps(1)[0]
    cv2.imwrite(str(tmp_path / "d.png"), np.round(values * 65535).astype(np.uint16))
    engine = engine_for(tmp_path / "d.png")
    assert engine.notice == ""
    assert np.abs(engine.estimate(make_frame(SIZE)).inverse_depth - values).max() < 1 / 65535


def test_8_bits_are_taken_with_a_remark(tmp_path: Path, make_frame: MakeFrame) -> None:
    cv2.imwrite(str(tmp_path / "d.png"), (maps(1)[0] * 255).astype(np.uint8))
    engine = engine_for(tmp_path / "d.png")
    assert "8 bits" in engine.notice
    assert engine.estimate(make_frame(SIZE)).inverse_depth.max() <= 1.0


def test_grey_in_three_channels_is_grey_and_colour_is_refused(tmp_path: Path, make_frame: MakeFrame) -> None:
    grey = (maps(1)[0] * 65535).astype(np.uint16)
    cv2.imwrite(str(tmp_path / "grey.png"), np.dstack([grey] * 3))
    assert np.allclose(
        engine_for(tmp_path / "grey.png").estimate(make_frame(SIZE)).inverse_depth * 65535, grey, atol=0.1
    )
    cv2.imwrite(str(tmp_path / "colour.png"), np.dstack([grey, grey // 2, grey]))
    with pytest.raises(DepthError, match="colour picture"):
        engine_for(tmp_path / "colour.png")


def test_a_folder_in_natural_order(tmp_path: Path, make_frame: MakeFrame) -> None:
    values = maps(12)
    engine = engine_for(write_folder(tmp_path / "d", values, [f"d{number}.png" for number in range(1, 13)]))
    for sequence in (0, 1, 9, 10, 11, 12):
        depth = engine.estimate(make_frame(SIZE, sequence)).inverse_depth
        assert np.abs(depth - values[sequence % 12]).max() < 1 / 65535


def test_names_without_numbers_go_by_their_order(tmp_path: Path, make_frame: MakeFrame) -> None:
    values = maps(3)
    engine = engine_for(write_folder(tmp_path / "d", values, ["a.png", "b.png", "c.png"]))
    assert np.abs(engine.estimate(make_frame(SIZE, 2)).inverse_depth - values[2]).max() < 1 / 65535


def test_a_missing_map_holds_the_one_before_and_is_said_once(tmp_path: Path, make_frame: MakeFrame) -> None:
    values, said = maps(6), []
    folder = write_folder(tmp_path / "d", values)
    (folder / "depth_000002.png").unlink()
    (folder / "depth_000003.png").unlink()
    engine = engine_for(folder, report=said.append)
    seen = [engine.estimate(make_frame(SIZE, sequence)).inverse_depth for sequence in range(6)]
    assert np.array_equal(seen[2], seen[1])
    assert np.array_equal(seen[3], seen[1])
    assert np.abs(seen[4] - values[4]).max() < 1 / 65535, "the ones behind stay where they belong"
    assert len(said) == 1
    assert "no map for frame 2" in said[0]


def test_a_sidecar_shorter_than_the_clip_holds_its_end(tmp_path: Path, make_frame: MakeFrame) -> None:
    values, said = maps(3), []
    np.save(tmp_path / "d.npy", values)
    engine = engine_for(tmp_path / "d.npy", frame_count=5, report=said.append)
    seen = [engine.estimate(make_frame(SIZE, sequence)).inverse_depth for sequence in range(7)]
    assert np.array_equal(seen[3], values[2])
    assert np.array_equal(seen[4], values[2])
    assert np.array_equal(seen[5], values[0]), "the clip starts again, and so does its depth"
    assert said == [f"{tmp_path / 'd.npy'} has no map for frame 3: holding the one before"]


def test_a_missing_first_map_cannot_be_held(tmp_path: Path, make_frame: MakeFrame) -> None:
    np.save(tmp_path / "d.npy", maps(2))
    with pytest.raises(DepthError, match="no map for frame 3"):
        engine_for(tmp_path / "d.npy", frame_count=5).estimate(make_frame(SIZE, 3))


@pytest.mark.parametrize("size", [(128, 72), (32, 18), (1280, 720), (341, 192), (7, 4)])
def test_another_resolution_of_the_same_shape_is_good(tmp_path: Path, make_frame: MakeFrame, size) -> None:
    np.save(tmp_path / "d.npy", maps(1, size)[0])
    assert engine_for(tmp_path / "d.npy").estimate(make_frame((1280, 720))).inverse_depth.shape == size[::-1]


@pytest.mark.parametrize("size", [(720, 1280), (640, 480), (320, 192), (1280, 800), (1, 1), (1, 720), (1000, 1)])
def test_another_shape_is_refused_with_both_sizes(tmp_path: Path, make_frame: MakeFrame, size) -> None:
    np.save(tmp_path / "d.npy", maps(1, size)[0])
    with pytest.raises(DepthError, match=f"is {size[0]}×{size[1]}, the picture 1280×720") as caught:
        engine_for(tmp_path / "d.npy").estimate(make_frame((1280, 720)))
    assert "\n" not in str(caught.value)


def test_nan_is_refused_with_count_file_and_map(tmp_path: Path, make_frame: MakeFrame) -> None:
    values = maps(3)
    values[1, 4, :7] = np.nan
    values[1, 5, 0] = np.inf
    np.save(tmp_path / "d.npy", values)
    engine = engine_for(tmp_path / "d.npy")
    engine.estimate(make_frame(SIZE, 0))
    with pytest.raises(DepthError, match=r"d\.npy \(map 1\) has 7 NaN and 1 infinite") as caught:
        engine.estimate(make_frame(SIZE, 1))
    assert "\n" not in str(caught.value)


def test_live_a_nan_map_is_held_over(tmp_path: Path, make_frame: MakeFrame) -> None:
    values, said = maps(3), []
    values[1] = np.nan
    np.save(tmp_path / "d.npy", values)
    engine = engine_for(tmp_path / "d.npy", live=True, report=said.append)
    seen = [engine.estimate(make_frame(SIZE, sequence)).inverse_depth for sequence in range(3)]
    assert np.array_equal(seen[1], values[0])
    assert np.array_equal(seen[2], values[2])
    assert len(said) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("d.npy", b"not an array", "not a readable .npy"),
        ("d.npy", b"", "not a readable .npy"),
        ("d.png", b"not a picture", "not a readable picture"),
        ("d.png", b"", "not a readable picture"),
        ("d.mp4", b"not a film", "cannot be opened as video"),
        ("d.mp4", b"", "cannot be opened as video"),
    ],
)
def test_files_that_are_not_what_their_names_say(
    tmp_path: Path, name: str, content: bytes, message: str, capfd
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DepthError, match=message) as caught:
        engine_for(tmp_path / name)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    np.save(tmp_path / "d.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(DepthError, match=r"not a readable \.npy"):
        engine_for(tmp_path / "d.npy")


@pytest.mark.parametrize("shape", [(4,), (2, 3, 4, 5), (0, 4), (0, 4, 4)])
def test_arrays_of_other_shapes(tmp_path: Path, shape: tuple[int, ...]) -> None:
    np.save(tmp_path / "d.npy", np.zeros(shape, np.float32))
    with pytest.raises(DepthError, match="depth is"):
        engine_for(tmp_path / "d.npy")


def test_complex_numbers_are_no_depth(tmp_path: Path) -> None:
    np.save(tmp_path / "d.npy", np.zeros((4, 4), np.complex64))
    with pytest.raises(DepthError, match="complex64"):
        engine_for(tmp_path / "d.npy")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(DepthError, match="there is no file or folder"):
        engine_for(tmp_path / "d.npy")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DepthError, match="no PNG"):
        engine_for(tmp_path / "empty")


def test_a_large_npy_is_mapped_not_read(tmp_path: Path, make_frame: MakeFrame) -> None:
    """256 MB of maps cost next to nothing to open and to read one of."""
    import psutil

    path = tmp_path / "d.npy"
    sparse = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(1000, 200, 320))
    sparse[999] = 1.0
    sparse.flush()
    del sparse
    before = psutil.Process().memory_info().rss
    engine = engine_for(path)
    assert (engine.estimate(make_frame((320, 200), 999)).inverse_depth == 1.0).all()
    assert psutil.Process().memory_info().rss - before < 40e6
    engine.close()
