"""HEIC files of phones: the picture, and the portrait disparity inside. Needs `pillow-heif` (`livefocus[heif]`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livefocus.errors import LivefocusError

SUFFIXES = frozenset({".heic", ".heif", ".hif"})
DISTANCE = 2
"""libheif's number for depth that is distance (uniform Z); the others are inverse distance or disparity."""


@dataclass(frozen=True, slots=True, eq=False)
class HeifPicture:
    """What is in a HEIC.

    Attributes
    ----------
    pixels
        uint8 `(height, width, 3)`, RGB, upright.
    inverse_depth
        float32 `(rows, columns)`, 0 (far) to 1 (near) of what the phone measured; None where there is none.
    """

    pixels: NDArray[np.uint8]
    inverse_depth: NDArray[np.float32] | None


def read_heif(path: Path, complaint: type[LivefocusError]) -> HeifPicture:
    """Read a HEIC.

    Parameters
    ----------
    path
        The file.
    complaint
        The error of the room that asks.

    Raises
    ------
    LivefocusError
        As `complaint`: `pillow-heif` is not installed, or the file cannot be read.
    """
    try:
        import pillow_heif  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise complaint(f"{path} is a HEIC, which needs pillow-heif", "run `pip install 'livefocus[heif]'`") from error
    try:
        heif = pillow_heif.open_heif(path)
        pixels = np.asarray(heif)
        depths = heif.info.get("depth_images") or []
        depth = np.asarray(depths[0]) if depths else None
        kind = depths[0].info.get("metadata", {}).get("representation_type") if depths else None
    except Exception as error:  # libheif's errors come as several of Python's
        raise complaint(f"{path} is not a readable HEIC ({error})", "copy it from the phone again") from error
    rgb = np.ascontiguousarray(pixels[..., :3] if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2))
    return HeifPicture(rgb.astype(np.uint8, copy=False), None if depth is None else _inverse_depth(depth, kind))


def _inverse_depth(depth: NDArray[np.generic], kind: int | None) -> NDArray[np.float32]:
    """Return codes as 0…1 of their type's range, larger nearer: disparity is, distance is turned around."""
    full = 255.0 if depth.dtype == np.uint8 else 65535.0
    share = np.asarray(depth, np.float32) / np.float32(full)
    plane = share if share.ndim == 2 else share[..., 0]
    return np.ascontiguousarray(np.float32(1.0) - plane if kind == DISTANCE else plane)
