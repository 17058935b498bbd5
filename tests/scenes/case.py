"""What a scene is to a test: planes, the pictures a program is given, and the plane to focus on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livefocus.optics.planes import Image, PlaneScene
from livefocus.state import ApertureState
from tests.scenes.canvas import encoded

Size = tuple[int, int]
BLUR_PX_PER_720_ROWS = 32.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene that can be drawn at any size.

    Attributes
    ----------
    draw
        From (width, height) to planes.
    focuses
        Name and inverse depth of each plane of focus it is judged at.
    blur_px
        K at 720 rows; smaller pictures get less, so that they look the same.
    points
        Rays a pixel for its truth at 720 rows.
    place
        True for scenes like those the lens is used on (their scores are averaged), False for charts.
    """

    name: str
    draw: Callable[[Size], PlaneScene]
    focuses: dict[str, float]
    blur_px: float = BLUR_PX_PER_720_ROWS
    points: int = 900
    place: bool = False
    aperture: ApertureState = field(default_factory=ApertureState)

    def cases(self, size: Size) -> Iterator[Case]:
        """Draw it once and give a case for each plane of focus."""
        planes = _drawn(self.draw, size)
        scale = size[1] / 720.0
        points = max(round(self.points * min(scale, 1.0) ** 2), 256)
        for focus, inverse_depth in self.focuses.items():
            yield Case(f"{self.name}-{focus}", planes, inverse_depth, self.blur_px * scale, points, self.aperture)


@lru_cache(maxsize=4)
def _drawn(draw: Callable[[Size], PlaneScene], size: Size) -> PlaneScene:
    """Keep the last few: tests of one scene come one after the other, and drawing takes longer than the lens."""
    return draw(size)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One picture to be judged."""

    name: str
    scene: PlaneScene
    focus_inverse_depth: float
    blur_px: float
    points: int
    aperture: ApertureState

    def sharp_pixels(self) -> NDArray[np.uint8]:
        """Return what the camera gives: 8 bits, sRGB, clipped at white."""
        return encoded(self.scene.sharp())

    def inverse_depth(self) -> Image:
        """Return the sidecar that goes with it."""
        return self.scene.inverse_depth()

    def matte(self) -> Image:
        """Return the coverage of the nearer of two planes at 1 and 0: inverse depth as well, if taken for it."""
        far, near = self.scene.planes
        if (far.inverse_depth, near.inverse_depth) != (0.0, 1.0):
            raise ValueError(f"{self.name} is not made of two planes at 0 and 1")
        return np.ascontiguousarray(near.within_frame(self.scene.size)[1])

    def clamped(self) -> Case:
        """Return it with nothing beyond the frame but its border repeated: all a program can know of it."""
        planes = []
        for plane in self.scene.planes:
            colour, alpha = (np.ascontiguousarray(part) for part in plane.within_frame(self.scene.size))
            planes.append(replace(plane, colour=colour, alpha=alpha, margin_px=0))
        return replace(self, name=f"{self.name}-clamped", scene=replace(self.scene, planes=tuple(planes)))
