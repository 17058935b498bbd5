"""Depth written beside a clip, in the form `sidecar.py` reads back: a folder of 16-bit PNGs, one PNG, or a `.npy`.

Takes maps as they come, one a frame from the first; running sources and engines is `app/bake.py`.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.sidecar import has_shape_of
from livefocus.errors import DepthError
from livefocus.opencv import cv2

NAME_PATTERN = "depth_*.png"
FASTER_PNG = 2
"""zlib level: within a few percent of the smallest file, several times as fast."""


class BakeWriter(Protocol):
    """Takes the maps of a clip in order.

    Attributes
    ----------
    cut_count
        Maps that had values the file's format cannot hold.
    """

    cut_count: int

    def write(self, inverse_depth: NDArray[np.float32]) -> None:
        """Write the next map; raises `DepthError` where the file cannot be written."""
        ...

    def finish(self) -> None:
        """Complete the file."""
        ...

    def abandon(self) -> None:
        """Clean up what is no use unfinished."""
        ...


def make_writer(output: Path, *, still: bool, replace: bool = False) -> BakeWriter:
    """Return the writer for an output path: no suffix a folder, `.png` one picture, `.npy` an array.

    Raises
    ------
    DepthError
        For another suffix, one PNG for a whole clip, or where something is there and `replace` is False.
    """
    if output.suffix == ".npy":
        _refuse_what_is_there(output, replace)
        return NpyWriter(output, still=still)
    if output.suffix == ".png":
        if not still:
            raise DepthError(f"{output} is one picture, the source a clip", "give a folder's name or a .npy file")
        _refuse_what_is_there(output, replace)
        return PngWriter(output)
    if output.suffix:
        raise DepthError(f"depth is not written as {output.suffix}", "give a folder's name, a .png or a .npy file")
    return FolderWriter(output, replace=replace)


def in_shape_of(inverse_depth: NDArray[np.float32], picture_size: tuple[int, int]) -> NDArray[np.float32]:
    """Return a map with the picture's shape: as it is, or widened where a network's canvas had another one.

    Nothing is scaled down, and a map is never made larger than its shape asks for: a sidecar is scaled to the picture
    when it is read.
    """
    if has_shape_of(inverse_depth, picture_size):
        return inverse_depth
    height, width = inverse_depth.shape
    scale = max(width / picture_size[0], height / picture_size[1])
    size = max(2, round(picture_size[0] * scale)), max(2, round(picture_size[1] * scale))
    return np.asarray(cv2.resize(inverse_depth, size, interpolation=cv2.INTER_LINEAR), np.float32)


class PngWriter:
    """One 16-bit PNG: 0…65535 for 0…1."""

    def __init__(self, path: Path) -> None:
        self.cut_count = 0
        self._path = path

    def write(self, inverse_depth: NDArray[np.float32]) -> None:
        """Write the picture."""
        self.cut_count += write_png(self._path, inverse_depth)

    def finish(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Nothing was begun."""


class FolderWriter:
    """A folder of 16-bit PNGs named by the frame's number: `depth_000000.png` and on."""

    def __init__(self, folder: Path, *, replace: bool = False) -> None:
        self.cut_count = 0
        self._folder = folder
        self._next = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            there = sorted(folder.glob(NAME_PATTERN))
            if there and not replace:
                raise DepthError(f"{folder} holds depth already", "give another folder, or --force to replace it")
            for file in there:
                file.unlink()  # a longer bake's last frames would be taken for this one's
        except OSError as error:
            raise DepthError(f"{folder} cannot be written ({error.strerror})", "give another folder") from error

    def write(self, inverse_depth: NDArray[np.float32]) -> None:
        """Write the next frame's picture."""
        self.cut_count += write_png(self._folder / f"depth_{self._next:06d}.png", inverse_depth)
        self._next += 1

    def finish(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Leave what is there: frames that were written are good."""


class NpyWriter:
    """A `.npy`, float32: `(height, width)` for a still, `(count, height, width)` for a clip; nothing is cut.

    The header of a `.npy` counts its frames, so a clip's maps go into a passing file first.
    """

    def __init__(self, path: Path, *, still: bool) -> None:
        self.cut_count = 0
        self._path = path
        self._passing = path.with_name(path.name + ".part")
        self._still = still
        self._shape: tuple[int, int] | None = None
        self._count = 0
        self._file: BinaryIO | None = None

    def write(self, inverse_depth: NDArray[np.float32]) -> None:
        """Append a map; raises `DepthError` where it has another size than the first."""
        if self._shape not in (None, inverse_depth.shape):
            raise DepthError(f"the depth's size changes at frame {self._count}", "bake it into a folder of pictures")
        self._shape = (inverse_depth.shape[0], inverse_depth.shape[1])
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._passing.open("wb")
            self._file.write(np.ascontiguousarray(inverse_depth, "<f4").data)
        except OSError as error:
            raise DepthError(f"{self._path} cannot be written ({error.strerror})", "check folder and space") from error
        self._count += 1

    def finish(self) -> None:
        """Put header and maps together."""
        if self._file is None or self._shape is None:
            return
        self._file.close()
        shape = self._shape if self._still and self._count == 1 else (self._count, *self._shape)
        header = {"descr": "<f4", "fortran_order": False, "shape": shape}
        try:
            with self._path.open("wb") as whole, self._passing.open("rb") as maps:
                np.lib.format.write_array_header_1_0(whole, header)
                shutil.copyfileobj(maps, whole, 1 << 20)
        except OSError as error:
            raise DepthError(f"{self._path} cannot be written ({error.strerror})", "check folder and space") from error
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Delete the passing file."""
        if self._file is not None:
            self._file.close()
        self._passing.unlink(missing_ok=True)


def write_png(path: Path, inverse_depth: NDArray[np.float32]) -> bool:
    """Write a map as a 16-bit PNG, 0…65535 for 0…1; tells whether values beyond that had to be cut.

    Raises
    ------
    DepthError
        Where it cannot be written.
    """
    codes = np.round(np.clip(inverse_depth, 0.0, 1.0) * 65535.0).astype(np.uint16)
    _, encoded = cv2.imencode(".png", codes, [cv2.IMWRITE_PNG_COMPRESSION, FASTER_PNG])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        encoded.tofile(path)
    except OSError as error:
        raise DepthError(f"{path} cannot be written ({error.strerror})", "check the folder and its space") from error
    half_a_step = 0.5 / 65535.0
    return bool(inverse_depth.min() < -half_a_step or inverse_depth.max() > 1.0 + half_a_step)


def _refuse_what_is_there(output: Path, replace: bool) -> None:
    if output.exists() and not replace:
        raise DepthError(f"{output} is there already", "give another name, or --force to replace it")
