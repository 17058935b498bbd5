"""Depth that comes beside the clip: finds the reader for a path, and the right map for each frame.

The map of a frame is the one of its sequence number; a clip that loops goes on counting and wraps around. Where a map
is missing the last one is held and that is said once.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from livefocus import heif
from livefocus.depth.guard import Report, check_map, warn
from livefocus.depth.maps import PICTURE_SUFFIXES, FolderMaps, HeifMap, MapReader, NpyMaps, PictureMap
from livefocus.errors import DepthError
from livefocus.frame import DepthMap, Frame

SHAPE_TOLERANCE = 0.02
"""Relative difference of width over height up to which depth of another resolution is simply scaled."""


def reader_for(path: Path) -> MapReader:
    """Return the reader for a `.npy`, a picture, a HEIC, a folder of pictures or a video.

    Raises
    ------
    DepthError
        Where nothing is there.
    """
    if path.is_dir():
        return FolderMaps(path)
    if not path.exists():
        raise DepthError(f"there is no file or folder {path}", "check the path given to --depth")
    suffix = path.suffix.lower()
    if suffix == ".npy":
        return NpyMaps(path)
    if suffix in heif.SUFFIXES:
        return HeifMap(path)
    if suffix in PICTURE_SUFFIXES:
        return PictureMap(path)
    from livefocus.depth.video_maps import VideoMaps  # noqa: PLC0415 - FFmpeg's libraries only where a video is read

    return VideoMaps(path)


class SidecarDepth:
    """Maps out of a file, one a frame.

    Parameters
    ----------
    reader
        What reads them.
    path
        For messages.
    name
        `sidecar` or `matte`.
    frame_count
        How many frames the picture's source has before it starts again; None where that is not known, and then the
        clip is taken to be as long as the sidecar.
    report
        Takes the line said when a map is missing.
    """

    own_thread = False

    def __init__(
        self,
        reader: MapReader,
        path: Path,
        *,
        name: str = "sidecar",
        frame_count: int | None = None,
        report: Report = warn,
    ) -> None:
        self.name = name
        self.notice = ""
        self._reader = reader
        self._path = path
        self._frame_count = frame_count
        self._report = report
        self._said_missing = False
        self._held: tuple[int, NDArray[np.float32]] | None = None

    def open(self) -> None:
        """Open the file; raises `DepthError`."""
        self._reader.open()
        self.notice = self._reader.remark

    def estimate(self, frame: Frame) -> DepthMap:
        """Return this frame's map; raises `DepthError` where it is of another shape, not finite, or unreadable."""
        index = self.index_of(frame.sequence)
        if self._held is None or self._held[0] != index:
            self._held = (index, self._read(index, frame))
        return DepthMap(self._held[1], frame.sequence)

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
        self._held = None

    def index_of(self, sequence: int) -> int:
        """Return the number of the map for a frame: a still serves all, a loop wraps around."""
        if self._reader.count == 1:
            return 0
        length = self._frame_count or self._reader.count
        return sequence % length if length else sequence

    def to_depth(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn what the file holds into inverse depth: here, it is."""
        return values

    def _read(self, index: int, frame: Frame) -> NDArray[np.float32]:
        values = self._reader.read(index)
        if values is None and self._frame_count is None and self._reader.count:
            index %= self._reader.count  # the end of a video whose length was not known: it starts again with the clip
            values = self._reader.read(index)
        if values is None:
            return self._hold(index)
        checked = check_map(values, f"{self._path} (map {index})")
        check_shape(checked, frame.size, self._path)
        return self.to_depth(checked)

    def _hold(self, index: int) -> NDArray[np.float32]:
        if self._held is None:
            raise DepthError(f"{self._path} has no map for frame {index}", "bake it again with `livefocus depth`")
        if not self._said_missing:
            self._said_missing = True
            self._report(f"{self._path} has no map for frame {index}: holding the one before")
        return self._held[1]


def has_shape_of(inverse_depth: NDArray[np.float32], picture_size: tuple[int, int]) -> bool:
    """Tell whether a map has a picture's shape, at any resolution; `picture_size` is `(width, height)`."""
    height, width = inverse_depth.shape
    picture_width, picture_height = picture_size
    cross, own = width * picture_height, height * picture_width
    # Half a pixel of rounding on either side of a small map is a large part of it.
    allowed = max(SHAPE_TOLERANCE * own, 0.5 * picture_width + 0.5 * picture_height)
    is_line = min(height, width) < 2 <= min(picture_size)
    return not is_line and abs(cross - own) <= allowed


def check_shape(inverse_depth: NDArray[np.float32], picture_size: tuple[int, int], path: Path) -> None:
    """Refuse depth of another shape than the picture's; another resolution of the same shape is good.

    Raises
    ------
    DepthError
        With both sizes.
    """
    if not has_shape_of(inverse_depth, picture_size):
        height, width = inverse_depth.shape
        raise DepthError(
            f"{path} is {width}×{height}, the picture {picture_size[0]}×{picture_size[1]}",
            "depth must have the picture's shape, at any resolution",
        )
