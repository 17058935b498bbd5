"""What the sinks have in common that share pictures with other programs by name, through a library of its own.

Each is an extra: its library is loaded when the sink is opened, and one line says what to install where it is missing.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from livefocus.errors import SinkError
from livefocus.frame import Picture, PixelFormat

USUAL_NAME = "livefocus"


class SharingSink(ABC):
    """A sink other programs find by its name.

    Parameters
    ----------
    name
        What it is called there; empty for `livefocus`.
    """

    kind: ClassVar[str]
    """What it is called on the command line, and as an extra."""

    def __init__(self, name: str = "") -> None:
        self.name = f"{self.kind}:{name}" if name else self.kind
        self._shown_name = name or USUAL_NAME
        self._size: tuple[int, int] | None = None
        self._format = PixelFormat.RGB24

    def formats(self, size: tuple[int, int]) -> tuple[PixelFormat, ...]:  # noqa: ARG002
        """Return RGB alone: others share textures of four channels."""
        return (PixelFormat.RGB24,)

    def open(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Begin to offer pictures; raises `SinkError` where the library is not there or refuses."""
        self.close()
        if pixel_format not in self.formats(size):
            raise SinkError(f"{self.name} takes no {pixel_format.value} of {size[0]}×{size[1]}")
        try:
            self._start(size, fps or 30.0, pixel_format)
        except SinkError:
            self._stop()
            raise
        except Exception as error:  # a library's own, of any kind
            self._stop()
            raise SinkError(f"{self.name} cannot be opened ({type(error).__name__}: {error})") from error
        self._size, self._format = size, pixel_format

    def send(self, picture: Picture) -> None:
        """Share one picture; raises `SinkError`."""
        if self._size is None:
            raise SinkError(f"{self.name} is not open")
        if (picture.size, picture.format) != (self._size, self._format):
            raise SinkError(f"{self.name} cannot change size or format while open", "start it again")
        if not self._publish(picture):
            raise SinkError(f"{self.name} refuses a picture")

    def close(self) -> None:
        """Take it back; others see it go."""
        if self._size is not None:
            self._size = None
            self._stop()

    @abstractmethod
    def _start(self, size: tuple[int, int], fps: float, pixel_format: PixelFormat) -> None:
        """Load the library and begin."""

    @abstractmethod
    def _publish(self, picture: Picture) -> bool:
        """Share a picture; False where it is refused."""

    @abstractmethod
    def _stop(self) -> None:
        """Let go of everything, however far `_start` came."""

    def _load(self, module: str) -> Any:
        """Import a part of the library; raises `SinkError` where it is not installed or does not load."""
        try:
            return importlib.import_module(module)
        except (ImportError, OSError) as error:
            install = f"pip install 'livefocus[{self.kind}]'"
            raise SinkError(f"{self.name} needs a library that is not there ({error})", install) from error


def rgba_of(picture: Picture) -> NDArray[np.uint8]:
    """Return an RGB picture with an opaque fourth channel, `(height, width, 4)`."""
    width, height = picture.size
    rgba = np.full((height, width, 4), 255, np.uint8)
    rgba[..., :3] = picture.rgb()
    return rgba
