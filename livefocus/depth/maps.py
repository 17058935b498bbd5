"""Depth or matte maps out of files: `.npy`, one picture, a folder of pictures.

A reader hands out map number `index` as float32; which number belongs to a frame is `sidecar.py`'s business, videos
are read by `video_maps.py`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from livefocus.errors import DepthError
from livefocus.heif import read_heif
from livefocus.opencv import cv2

PICTURE_SUFFIXES = (".png", ".tif", ".tiff", ".pfm", ".exr", ".pgm", ".jpg", ".jpeg", ".webp", ".bmp")
FOLDER_SUFFIXES = (".png", ".tif", ".tiff", ".pfm", ".pgm")
FULL_SCALE = {"uint8": 255.0, "uint16": 65535.0}


class MapReader(Protocol):
    """Maps in a file.

    Attributes
    ----------
    count
        How many there are, 1 for a still that serves every frame, None where nobody knows before the end. Known after
        `open`.
    remark
        One line worth telling the user, or empty. Known after `open`.
    """

    count: int | None
    remark: str

    def open(self) -> None:
        """Find out what there is; raises `DepthError`."""
        ...

    def read(self, index: int) -> NDArray[np.float32] | None:
        """Return map number `index`, from 0; None where that one is missing; raises `DepthError`."""
        ...

    def close(self) -> None:
        """Release the file."""
        ...


class NpyMaps:
    """A NumPy file `(height, width)` or `(count, height, width)`, read through memory mapping.

    Floating point is inverse depth as it stands; uint8 and uint16 are the whole type's range for 0…1.
    """

    remark = ""

    def __init__(self, path: Path) -> None:
        self.count: int | None = None
        self._path = path
        self._maps: NDArray[np.generic] = np.zeros((0, 0, 0))

    def open(self) -> None:
        """Map the file."""
        try:
            maps = np.load(self._path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise DepthError(
                f"{self._path} is not a readable .npy file ({error})", "write it with numpy.save"
            ) from error
        if not isinstance(maps, np.ndarray) or maps.ndim not in {2, 3} or 0 in maps.shape:
            shape = getattr(maps, "shape", "no array")
            raise DepthError(f"{self._path} has shape {shape}", "depth is (height, width) or (frames, height, width)")
        if maps.dtype.kind not in "fiu":
            raise DepthError(f"{self._path} holds {maps.dtype}", "depth is real numbers")
        self._maps = maps if maps.ndim == 3 else maps[None]
        self.count = len(self._maps)

    def read(self, index: int) -> NDArray[np.float32] | None:
        """Return one map."""
        if not 0 <= index < len(self._maps):
            return None
        return to_unit(np.asarray(self._maps[index]))

    def close(self) -> None:
        """Unmap the file."""
        self._maps = np.zeros((0, 0, 0))


class PictureMap:
    """One picture that serves every frame."""

    def __init__(self, path: Path) -> None:
        self.count: int | None = 1
        self.remark = ""
        self._path = path
        self._map: NDArray[np.float32] | None = None

    def open(self) -> None:
        """Read it."""
        picture = read_picture(self._path)
        self.remark = coarse_remark(picture, self._path)
        self._map = to_unit(picture)

    def read(self, index: int) -> NDArray[np.float32] | None:
        """Return it for index 0."""
        return self._map if index == 0 else None

    def close(self) -> None:
        """Let it go."""
        self._map = None


class HeifMap:
    """The portrait disparity inside a phone's HEIC, which serves every frame."""

    remark = ""

    def __init__(self, path: Path) -> None:
        self.count: int | None = 1
        self._path = path
        self._map: NDArray[np.float32] | None = None

    def open(self) -> None:
        """Read it."""
        self._map = read_heif(self._path, DepthError).inverse_depth
        if self._map is None:
            raise DepthError(f"{self._path} has no depth inside", "only portraits have, as the phone wrote them")

    def read(self, index: int) -> NDArray[np.float32] | None:
        """Return it for index 0."""
        return self._map if index == 0 else None

    def close(self) -> None:
        """Let it go."""
        self._map = None


class FolderMaps:
    """A folder of pictures, one a frame.

    Where every name ends in a number, the numbers count (from the smallest), so that a missing one is missed and its
    neighbours stay where they belong; else the natural order of the names counts.
    """

    def __init__(self, path: Path) -> None:
        self.count: int | None = None
        self.remark = ""
        self._path = path
        self._files: dict[int, Path] = {}

    def open(self) -> None:
        """List the folder and look at its first picture."""
        try:
            files = sorted((f for f in self._path.iterdir() if f.suffix.lower() in FOLDER_SUFFIXES), key=natural_key)
        except OSError as error:
            raise DepthError(f"{self._path} cannot be listed ({error.strerror})", "check its permissions") from error
        if not files:
            raise DepthError(f"there is no PNG in {self._path}", "a depth folder holds one 16-bit PNG a frame")
        self._files = numbered(files)
        self.count = max(self._files) + 1
        self.remark = coarse_remark(read_picture(files[0]), self._path)

    def read(self, index: int) -> NDArray[np.float32] | None:
        """Read one picture."""
        file = self._files.get(index)
        return None if file is None else to_unit(read_picture(file))

    def close(self) -> None:
        """Forget the list."""
        self._files = {}


def natural_key(path: Path) -> list[tuple[int, int, str]]:
    """Return a key that sorts `d2` before `d10`."""
    parts = re.split(r"(\d+)", path.stem)
    return [(1, 0, text) if place % 2 == 0 else (0, int(text), text) for place, text in enumerate(parts)]


def numbered(files: list[Path]) -> dict[int, Path]:
    """Return each file under its frame's number from 0: by the last number in the names where all have one."""
    found = [re.search(r"(\d+)\D*$", file.stem) for file in files]
    numbers = [int(match.group(1)) for match in found if match]
    if len(numbers) == len(files) == len(set(numbers)):
        return {number - min(numbers): file for number, file in zip(numbers, files, strict=True)}
    return dict(enumerate(files))


def read_picture(path: Path) -> NDArray[np.generic]:
    """Return a picture's one channel in its own type, `(height, width)`.

    Raises
    ------
    DepthError
        Where it cannot be read or is in colour.
    """
    try:
        encoded = np.fromfile(path, np.uint8)  # not cv2.imread: it prints its troubles and stumbles over some paths
    except OSError as error:
        raise DepthError(f"{path} cannot be read ({error.strerror})", "check the path") from error
    try:
        picture = cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED) if encoded.size else None
    except cv2.error as error:
        raise DepthError(f"{path} is not a readable picture ({error.err})", "depth pictures are 16-bit PNG") from error
    if picture is None:
        raise DepthError(f"{path} is not a readable picture", "depth pictures are 16-bit PNG")
    return one_channel(picture, path)


def one_channel(picture: NDArray[np.generic], path: Path) -> NDArray[np.generic]:
    """Return the grey of a picture that is grey in fact; raises `DepthError` for a colour picture."""
    if picture.ndim == 2:
        return picture
    colours = picture[..., :3]
    if picture.shape[2] >= 3 and not (np.ptp(colours.astype(np.float64), axis=2) == 0.0).all():
        raise DepthError(f"{path} is a colour picture", "depth has one channel: write it as grey, 16 bits")
    return np.ascontiguousarray(picture[..., 0])


def to_unit(picture: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return whole numbers as 0…1 of their type, floating point as it stands."""
    scale = FULL_SCALE.get(picture.dtype.name, 1.0)
    with np.errstate(over="ignore"):
        single = picture.astype(np.float32)
    return single if scale == 1.0 else single / np.float32(scale)


def coarse_remark(picture: NDArray[np.generic], path: Path) -> str:
    """Return what to say of 8-bit depth, or nothing."""
    if picture.dtype != np.uint8:
        return ""
    return f"{path} has 8 bits: 256 planes, which may show as steps; 16-bit PNG or .npy is smoother"
