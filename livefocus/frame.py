"""The carriers of the upper line: a picture going in, the depth that belongs to it, and a picture going out.

Arrays are frozen on the way in, so that a thread can hand one on without copying it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

SMALL_MAP = 0.5
"""A map wider than this share of its picture has edges of its own; what is smaller is a network's, its edges slides."""


@dataclass(frozen=True, slots=True, eq=False)
class EdgeModel:
    """How the picture's colours tell the near side of a depth edge from its far side.

    What it is good for is drawing a small map at the picture's size: `depth.edges` makes it, `shaders/02_edges.frag`
    reads it.

    Attributes
    ----------
    colour
        float32 `(height, width, 4)`, of the map's size: the share of the near side is red, green, blue (0…1, encoded)
        times the first three, plus the fourth, held within 0…1 and eased in and out.
    planes
        float32 `(height, width, 2)`, of the map's size: inverse depth is the first plus share times the second. Where
        colours are not to be believed the first is the map's and the second 0.
    """

    colour: NDArray[np.float32]
    planes: NDArray[np.float32]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.colour.setflags(write=False)
        self.planes.setflags(write=False)


@dataclass(frozen=True, slots=True)
class MattePlanes:
    """The two planes of a matte: what its map holds is `far + coverage · (near − far)`.

    Attributes
    ----------
    near, far
        Inverse depth of what the matte covers and of what it leaves open; near > far.
    """

    near: float = 1.0
    far: float = 0.0

    def __post_init__(self) -> None:
        """Refuse planes in the wrong order, and one that is both: there is nothing to tell apart."""
        if not self.near > self.far:
            raise ValueError(f"a matte's near plane {self.near} is not nearer than its far plane {self.far}")


@dataclass(frozen=True, slots=True, eq=False)
class DepthMap:
    """Inverse depth of one frame.

    Attributes
    ----------
    inverse_depth
        float32 `(height, width)`, larger is nearer, finite. Any size: it is scaled to the frame it belongs to.
    sequence
        `Frame.sequence` of the frame it was made from, so that its age in frames can be told.
    metric
        True where the unit is 1/metre, False where the scale is relative (nominally 0…1).
    edges
        Where a map smaller than the picture is to follow the picture's edges: by what. None: it is drawn as it is.
    matte
        Where the map is a soft matte between two planes: which. A value between them is a pixel that shows both, and
        the lens draws them apart. None: every value is a depth.
    """

    inverse_depth: NDArray[np.float32]
    sequence: int
    metric: bool = False
    edges: EdgeModel | None = None
    matte: MattePlanes | None = None

    def __post_init__(self) -> None:
        """Freeze the array."""
        self.inverse_depth.setflags(write=False)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture from a source.

    Attributes
    ----------
    pixels
        uint8 `(height, width, 3)`, RGB, sRGB, top row first, C-contiguous.
    captured_at_s
        Monotonic clock when it was taken (live), for latency.
    sequence
        Counts from 0, one a frame the source gave; a gap is a dropped frame.
    media_time_s
        Presentation time on the source's own clock: a clip's time stamp, seconds since start for a camera.
    inverse_depth
        float32 `(height, width)`, where the picture came with its own depth (built-in scenes, depth cameras).
    """

    pixels: NDArray[np.uint8]
    captured_at_s: float
    sequence: int
    media_time_s: float
    inverse_depth: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.pixels.setflags(write=False)
        if self.inverse_depth is not None:
            self.inverse_depth.setflags(write=False)

    @property
    def size(self) -> tuple[int, int]:
        """`(width, height)` in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]


class PixelFormat(Enum):
    """Layout of the bytes of a `Picture`, top row first, no padding."""

    RGB24 = "rgb24"
    """`height × width × 3`, sRGB."""
    NV12 = "nv12"
    """`height × width` luma, then `height/2 × width/2` pairs of Cb, Cr; limited range. Even sizes only."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One finished picture on its way to the sinks.

    Attributes
    ----------
    data
        uint8, flat, laid out as `format` says. Shared between sinks: read only.
    size
        `(width, height)` in pixels.
    media_time_s
        Presentation time, rising; what a recorder writes as time stamp.
    sequence
        Counts pictures from 0.
    """

    data: NDArray[np.uint8]
    format: PixelFormat
    size: tuple[int, int]
    media_time_s: float
    sequence: int

    def __post_init__(self) -> None:
        """Freeze the array."""
        self.data.setflags(write=False)

    def rgb(self) -> NDArray[np.uint8]:
        """View an RGB24 picture as `(height, width, 3)`."""
        width, height = self.size
        return self.data.reshape(height, width, 3)
