from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from livefocus.depth.catalogue import CATALOGUE, ModelEntry, entry_named
from livefocus.depth.store import ENVIRONMENT_VARIABLE, ModelState, ModelStore
from livefocus.errors import ModelError

CONTENT = bytes(range(256)) * 40


def entry(name: str = "tiny", content: bytes = CONTENT) -> ModelEntry:
    return ModelEntry(
        name=name,
        file_name=f"{name}.onnx",
        address=f"http://127.0.0.1:9/{name}.onnx",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        licence="MIT",
        origin="this test",
        what="testing",
    )


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "store", (tmp_path / "first", tmp_path / "second"), (entry(), entry("other", b"2")))


def put(folder: Path, content: bytes = CONTENT, name: str = "tiny.onnx") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_the_catalogue_is_complete() -> None:
    assert {one.name for one in CATALOGUE} >= {"tcsmall", "selfie", "midas-small", "depth-anything-v2-small"}
    for one in CATALOGUE:
        assert len(one.sha256) == 64
        assert set(one.sha256) <= set("0123456789abcdef")
        assert one.address.startswith("https://")
        assert one.licence
        assert one.origin
        assert one.size_bytes > 0
    assert len({one.file_name for one in CATALOGUE}) == len(CATALOGUE)


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(ModelError, match="tcsmall, selfie"):
        entry_named("tcsmal")


def test_missing_says_what_to_do_online_and_offline(store: ModelStore) -> None:
    with pytest.raises(ModelError) as caught:
        store.load("tiny")
    line = str(caught.value)
    assert "livefocus models download tiny" in line
    assert f"put tiny.onnx into {store.folder}" in line
    assert "\n" not in line


def test_extra_folders_are_looked_in_first_and_in_order(store: ModelStore, tmp_path: Path) -> None:
    own = put(store.folder)
    assert store.find("tiny") == own
    second = put(tmp_path / "second")
    assert store.find("tiny") == second
    first = put(tmp_path / "first")
    assert store.find("tiny") == first
    assert store.load("tiny") == CONTENT


@pytest.mark.parametrize("where", ["first", "store"])
def test_a_wrong_hash_is_never_loaded(store: ModelStore, tmp_path: Path, where: str) -> None:
    put(store.folder)
    damaged = put(tmp_path / where, CONTENT[:-1] + b"x")
    with pytest.raises(ModelError, match="is not the model 'tiny'") as caught:
        store.load("tiny")
    assert str(damaged) in str(caught.value)
    assert store.status("tiny").state is ModelState.DAMAGED


def test_status_of_all(store: ModelStore) -> None:
    put(store.folder)
    assert [(one.entry.name, one.state) for one in store.statuses()] == [
        ("tiny", ModelState.PRESENT),
        ("other", ModelState.MISSING),
    ]


def test_import_knows_a_file_by_its_hash(store: ModelStore, tmp_path: Path) -> None:
    file = put(tmp_path / "downloads", name="model-small(1).onnx")
    status = store.import_file(file)
    assert status.path == store.folder / "tiny.onnx"
    assert store.load("tiny") == CONTENT
    assert sorted(path.name for path in store.folder.iterdir()) == ["tiny.onnx"]


def test_import_refuses_what_it_does_not_know(store: ModelStore, tmp_path: Path) -> None:
    file = put(tmp_path / "downloads", b"something else")
    with pytest.raises(ModelError, match="none of the models"):
        store.import_file(file)
    with pytest.raises(ModelError, match="is not the model 'tiny'"):
        store.import_file(file, "tiny")
    with pytest.raises(ModelError, match="cannot be read"):
        store.import_file(tmp_path / "nowhere.onnx")
    assert not store.folder.exists()


def test_remove_touches_only_the_stores_own_folder(store: ModelStore, tmp_path: Path) -> None:
    outside, own = put(tmp_path / "first"), put(store.folder)
    put(store.folder, b"half", "tiny.onnx.part")
    assert store.remove("tiny") == own
    assert list(store.folder.iterdir()) == []
    assert outside.exists()
    assert store.remove("tiny") is None


def test_a_store_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    store = ModelStore(tmp_path / "store", (), (entry(),))
    with pytest.raises(ModelError, match="cannot write"):
        store.import_file(put(tmp_path / "downloads"))


def test_the_default_store_reads_the_environment(tmp_path: Path) -> None:
    named = os.pathsep.join([str(tmp_path / "a"), "", str(tmp_path / "b")])
    store = ModelStore.default({ENVIRONMENT_VARIABLE: named})
    assert store.extra_folders == (tmp_path / "a", tmp_path / "b")
    assert store.folder.name == "models"
    assert ModelStore.default({}).extra_folders == ()


@pytest.mark.models
def test_the_real_weights_are_what_the_catalogue_says(weights: ModelStore) -> None:
    assert weights.status("tcsmall").state is ModelState.PRESENT
    assert len(weights.load("tcsmall")) == weights.entry("tcsmall").size_bytes
