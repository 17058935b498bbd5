"""What each network wants and gives: sizes, names, scales. Running it is `onnx.py`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.placement import Placement, place
from livefocus.errors import DepthError

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_DEVIATION = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True)
class Network:
    """The signature of a depth network.

    Attributes
    ----------
    name
        As in the catalogue.
    input_name, output_name
        Names of its tensors.
    size
        `(width, height)` of its input, or None where any size is good that `side_step` divides.
    full_scale
        What white is before mean and deviation: 255 or 1.
    mean, deviation
        Taken off and divided by, per channel, after scaling.
    depth_scale
        Times its output is inverse depth of about 0…1; None where the network has no scale of its own, so that the
        first picture sets it once.
    side_step, short_side, max_side
        For networks of free size: what the sides must be multiples of, the shorter side, the longest side allowed.
    """

    name: str
    input_name: str
    output_name: str
    size: tuple[int, int] | None
    full_scale: float
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    deviation: tuple[float, float, float] = (1.0, 1.0, 1.0)
    depth_scale: float | None = None
    side_step: int = 1
    short_side: int = 0
    max_side: int = 0


NETWORKS: tuple[Network, ...] = (
    # TCSmallNet gives 0…1.3 of its own accord, the same scale for every picture.
    Network("tcsmall", "input", "output", (320, 192), full_scale=255.0, depth_scale=1.0 / 1.3),
    # MiDaS takes 0…1 and normalises inside; its disparity has neither scale nor shift.
    Network("midas-small", "0", "797", (256, 256), full_scale=1.0),
    Network(
        "depth-anything-v2-small",
        "pixel_values",
        "predicted_depth",
        None,
        full_scale=1.0,
        mean=IMAGENET_MEAN,
        deviation=IMAGENET_DEVIATION,
        side_step=14,
        short_side=252,
        max_side=518,
    ),
)

STUDENT = Network("student", "input", "output", (288, 160), full_scale=255.0, depth_scale=1.0 / 1.3)
"""The one that comes with livefocus, on its teacher's scale: two planes come out, depth and a matte (`student.py`)."""


def input_size(network: Network, picture_size: tuple[int, int]) -> tuple[int, int]:
    """Return `(width, height)` the picture is scaled to for this network, as near its shape as the network allows."""
    if network.size is not None:
        return network.size
    scale = network.short_side / min(picture_size)

    def side(length_px: int) -> int:
        steps = round(length_px * scale / network.side_step)
        return min(max(steps * network.side_step, network.short_side), network.max_side)

    return side(picture_size[0]), side(picture_size[1])


def placement(network: Network, picture_size: tuple[int, int]) -> Placement:
    """Return where a picture of `(width, height)` goes on this network's input."""
    return place(input_size(network, picture_size), picture_size)


def network_input(pixels: NDArray[np.uint8], network: Network) -> NDArray[np.float32]:
    """Return a picture as the network takes it: float32 `(1, 3, height, width)`, RGB.

    Raises
    ------
    DepthError
        Where values ended up 0…1 for a network that wants 0…255: it would silently return a vertical gradient.
    """
    canvas = placement(network, (pixels.shape[1], pixels.shape[0])).draw(pixels)
    tensor = np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], dtype=np.float32)
    if network.full_scale != 255.0:
        tensor *= network.full_scale / 255.0
    if network.mean != (0.0, 0.0, 0.0) or network.deviation != (1.0, 1.0, 1.0):
        tensor -= np.asarray(network.mean, np.float32).reshape(1, 3, 1, 1)
        tensor /= np.asarray(network.deviation, np.float32).reshape(1, 3, 1, 1)
    check_input_range(tensor, pixels, network)
    return tensor


def check_input_range(tensor: NDArray[np.float32], pixels: NDArray[np.uint8], network: Network) -> None:
    """Refuse 0…1 where 0…255 is wanted (`network.full_scale`); a black picture is black in either scale.

    Raises
    ------
    DepthError
        Where the tensor has 1 at the most though the picture has more.
    """
    if network.full_scale == 255.0 and float(tensor.max()) <= 1.0 and int(pixels.max()) > 8:
        raise DepthError(f"{network.name} was fed colours of 0…1 and would return a gradient", "it wants 0…255")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The affine map from a scale-free network's output to about 0…1, set once: `inverse_depth = scale · x + shift`."""

    scale: float
    shift: float

    @staticmethod
    def of(output: NDArray[np.float32]) -> Anchor:
        """Put the 2nd percentile at 0.05 and the 98th at 0.95; a flat output goes to 0.5."""
        low, high = (float(value) for value in np.percentile(output, (2.0, 98.0)))
        if high - low < 1e-6:
            return Anchor(0.0, 0.5)
        scale = 0.9 / (high - low)
        return Anchor(scale, 0.05 - scale * low)
