"""OpenCV, loaded when it is first used: it is heavy, and on a bare Linux machine its wheel lacks system libraries.

Write `from livefocus.opencv import cv2` in place of `import cv2`. Drawing a built-in scene to a file never gets there,
so it works with nothing but Python; a camera or a model that needs OpenCV where it cannot be loaded says what to
install. What every picture goes through is here as well, for with or without it.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from livefocus.errors import LivefocusError

__all__ = ["available", "cv2", "dilated", "rgb_from_rgba", "write_rgba_from_rgb"]

if TYPE_CHECKING:
    import cv2  # noqa: TID251 - the one place
else:

    class _Lazy:
        """Stands for the module, and keeps what it has been asked for: some of it is asked for many times a picture."""

        def __getattr__(self, name: str) -> Any:
            found = self.__dict__[name] = getattr(_load(), name)
            return found

    cv2 = _Lazy()


def _load() -> Any:
    try:
        return importlib.import_module("cv2")
    except ImportError as error:
        raise LivefocusError(
            f"OpenCV cannot be loaded ({error})", "on Debian or Ubuntu: apt install libgl1 libglib2.0-0"
        ) from error


@cache
def available() -> bool:
    """Tell whether OpenCV can be loaded."""
    try:
        _load()
    except LivefocusError:
        return False
    return True


def write_rgba_from_rgb(rgb: NDArray[np.uint8], rgba: NDArray[np.uint8]) -> None:
    """Copy `(height, width, 3)` into `(height, width, 4)`; alpha is left or set to 255."""
    if available():
        cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA, dst=rgba)
    else:
        rgba[..., :3] = rgb


def rgb_from_rgba(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a copy of `(height, width, 4)` without its alpha."""
    if not available():
        return np.ascontiguousarray(rgba[..., :3])
    rgb = np.empty((*rgba.shape[:2], 3), np.uint8)
    cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB, dst=rgb)
    return rgb


def dilated(values: NDArray[Any], kernel: NDArray[np.uint8]) -> NDArray[Any]:
    """Return the greatest of the values that a kernel of odd sides lays around each place; nothing beyond the border.

    Parameters
    ----------
    values
        uint8 or float32 `(rows, columns)`.
    kernel
        Nonzero where a neighbour counts, the middle one among them; as far on either side.
    """
    if available():
        return np.asarray(cv2.dilate(values, kernel))
    (rows, columns), (high, wide) = values.shape, kernel.shape
    around = np.pad(values, ((high // 2,) * 2, (wide // 2,) * 2), constant_values=values.min())
    out = values.copy()
    for y, x in np.argwhere(kernel):
        np.maximum(out, around[y : y + rows, x : x + columns], out=out)
    return out
