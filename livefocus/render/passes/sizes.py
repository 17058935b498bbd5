"""The sizes of a picture and its layers, told to shaders as constants: the compiler divides by them, not every pixel.

On llvmpipe a layer is read interpolated in a fifth less time than at a place worked out by `textureSize`.
"""

from __future__ import annotations

from livefocus.render.passes.runs import tile_grid
from livefocus.render.program import Defines
from livefocus.render.targets import half

Size = tuple[int, int]
SIZE_AT = {1: "PICTURE_SIZE", 2: "HALF_SIZE", 4: "QUARTER_SIZE"}
"""What shaders call the size of a target, by how many pixels of the picture its texel stands for."""


def size_defines(size: Size) -> Defines:
    """Return `PICTURE_SIZE`, `HALF_SIZE`, `QUARTER_SIZE` in texels, and `CELLS`, for a picture of `(width, height)`."""
    sizes = dict(zip(SIZE_AT.values(), (size, half(size), half(half(size))), strict=True)) | {"CELLS": tile_grid(size)}
    return {name: f"vec2({float(width)}, {float(height)})" for name, (width, height) in sizes.items()}
