"""Which model weights livefocus knows, where they come from, and under which licence.

Only a table: looking for files, downloading and checking them is `store.py`, running them `onnx.py` and `selfie.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from livefocus.errors import ModelError


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One file of weights.

    Attributes
    ----------
    name
        What a user calls it; also the name of the engine that needs it (`face`: of what follows faces).
    file_name
        Its name in the store and in the folders of `LIVEFOCUS_MODELS`.
    address
        Where it is downloaded from.
    size_bytes
        Its exact size.
    sha256
        Its hash, lower-case hexadecimal. A file of another hash is never loaded.
    licence
        SPDX identifier of the weights' licence.
    origin
        Who made it, and where it is described.
    what
        What it is good for, in one line.
    """

    name: str
    file_name: str
    address: str
    size_bytes: int
    sha256: str
    licence: str
    origin: str
    what: str


CATALOGUE: tuple[ModelEntry, ...] = (
    ModelEntry(
        name="tcsmall",
        file_name="tcmonodepth_tcsmallnet_192x320.onnx",
        address="https://raw.githubusercontent.com/royshil/obs-backgroundremoval/"
        "875ffda175fcb066380b31797c63630c8b4a3c71/data/models/tcmonodepth_tcsmallnet_192x320.onnx",
        size_bytes=790_459,
        sha256="902b886beaebd3f68deb40bab2fd636a0c112c1ef1cbdd15fa26e5c55b389b4d",
        licence="MIT",
        origin="TCMonoDepth (Li et al. 2021), as exported by obs-backgroundremoval",
        what="live depth on any machine: a few milliseconds a map on one core",
    ),
    ModelEntry(
        name="selfie",
        file_name="selfie_segmentation_landscape.tflite",
        address="https://cdn.jsdelivr.net/npm/@mediapipe/selfie_segmentation@0.1.1675465747/"
        "selfie_segmentation_landscape.tflite",
        size_bytes=249_792,
        sha256="4aafe6223bb8dac6fac8ca8ed56852870a33051ef3f6238822d282a109962894",
        licence="Apache-2.0",
        origin="MediaPipe Selfie Segmentation, landscape (Google)",
        what="a matte of the people in front of a camera: two planes with a soft edge",
    ),
    ModelEntry(
        name="face",
        file_name="face_detection_short_range.tflite",
        address="https://cdn.jsdelivr.net/npm/@mediapipe/face_detection@0.4.1657300184/"
        "face_detection_short_range.tflite",
        size_bytes=229_032,
        sha256="3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
        licence="Apache-2.0",
        origin="MediaPipe Face Detection, short range (Google)",
        what="finds faces within two metres, for focus to follow; no depth",
    ),
    ModelEntry(
        name="midas-small",
        file_name="midas_v21_small_256.onnx",
        address="https://github.com/isl-org/MiDaS/releases/download/v2_1/model-small.onnx",
        size_bytes=66_764_249,
        sha256="2d8c6cb8f415229daf1eb041024208e2608c9f98e17c81cc7c6ecb449c56fd58",
        licence="MIT",
        origin="MiDaS v2.1 small (Ranftl et al. 2020)",
        what="calmer depth of whole rooms; wants a fast processor",
    ),
    ModelEntry(
        name="depth-anything-v2-small",
        file_name="depth_anything_v2_small.onnx",
        address="https://huggingface.co/onnx-community/depth-anything-v2-small/resolve/main/onnx/model.onnx",
        size_bytes=99_060_839,
        sha256="afb6a5c28f3b6bf1618c6e43f02073ef9dfdc70e937502d51603e57b0a1df10c",
        licence="Apache-2.0",
        origin="Depth Anything V2 small (Yang et al. 2024), ONNX by onnx-community",
        what="the finest edges; wants a graphics card",
    ),
)


def entry_named(name: str, catalogue: tuple[ModelEntry, ...] = CATALOGUE) -> ModelEntry:
    """Return the entry of that name.

    Raises
    ------
    ModelError
        Where there is none; the line lists those there are.
    """
    for entry in catalogue:
        if entry.name == name:
            return entry
    raise ModelError(f"there is no model '{name}'", "known models: " + ", ".join(entry.name for entry in catalogue))
