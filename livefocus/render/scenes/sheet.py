"""A card on a canvas, ready to be drawn on in the card's own metres: what painters of figures hold in their hand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from livefocus.render.scenes.camera import Card, Points
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import ellipse, points, resampled, spline
from livefocus.render.scenes.material import RGB, Paint, Stroke
from livefocus.render.scenes.ribbons import Dots, ribbon

SOFT = Stroke(softness=1.0)
LINE = Stroke(tube=0.3)
LINE_POINTS = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A canvas and a card on it; everything is in the card's unit."""

    canvas: Canvas
    card: Card

    def at(self, x: float, y: float, scale: float = 1.0, turn_deg: float = 0.0) -> Sheet:
        """Return a sheet that lies on this one, its origin at `(x, y)`, enlarged and turned anticlockwise."""
        angle = np.radians(turn_deg)
        cos, sin = float(np.cos(angle)) * scale, float(np.sin(angle)) * scale
        across, up = np.asarray(self.card.across), np.asarray(self.card.up)
        origin = self.card.world(points((x, y)))
        return Sheet(
            self.canvas, Card(_three(origin), _three(cos * across + sin * up), _three(cos * up - sin * across))
        )

    def mirrored(self) -> Sheet:
        """Return this sheet with left and right exchanged about its origin."""
        return Sheet(self.canvas, Card(self.card.origin_m, _three(-np.asarray(self.card.across)), self.card.up))

    def shape(self, outline: Points | Sequence[Points], paint: Paint, *, solid: bool = True) -> None:
        """Paint a filled outline (see `Canvas.shape`)."""
        self.canvas.shape(self.card, outline, paint, solid=solid)

    def shadow(self, outline: Points, paint: Paint) -> None:
        """Paint a blurred outline on what is there (see `Canvas.shadow`)."""
        self.canvas.shadow(self.card, outline, paint)

    def inside(self, outline: Points | Sequence[Points]) -> AbstractContextManager[None]:
        """Hold what is painted meanwhile inside an outline (see `Canvas.inside`)."""
        return self.canvas.inside(self.card, outline)

    def ribbon(
        self, line: Points, half_width: ArrayLike, colour: ArrayLike, stroke: Stroke, *, solid: bool = True
    ) -> None:
        """Paint one line `(points, 2)` or many `(lines, points, 2)`."""
        self.canvas.strokes(ribbon(self.card, line, half_width, colour), stroke, solid=solid)

    def dot(self, centre: ArrayLike, radius: float, colour: ArrayLike, stroke: Stroke, *, solid: bool = True) -> None:
        """Paint one disc."""
        world = self.card.world(points(centre)[None])
        disc = Dots(world, np.asarray(radius * self.card.scale), np.asarray(colour, np.float64))
        self.canvas.strokes(disc, stroke, solid=solid)

    def soft_line(self, line: ArrayLike | str, half_width: ArrayLike, colour: RGB, alpha: float) -> None:
        """Paint a stroke that fades to its sides and ends, on what is there: folds, creases, shadows."""
        curve = resampled(spline(line), LINE_POINTS)
        fade = np.sin(np.linspace(0.12, np.pi - 0.12, LINE_POINTS)) ** 0.6
        colours = np.concatenate([np.tile(colour, (LINE_POINTS, 1)), (alpha * fade)[:, None]], axis=1)
        self.ribbon(curve, half_width, colours[None], SOFT, solid=False)

    def thin_line(
        self,
        line: ArrayLike | str,
        half_width: float,
        colour: RGB,
        alpha: float = 1.0,
        *,
        swell: float = 1.0,
        solid: bool = False,
    ) -> None:
        """Paint a line that is thin at its ends and widest where `swell` tells (1 the middle, less is earlier)."""
        curve = resampled(spline(line), LINE_POINTS)
        along = np.linspace(0.08, np.pi - 0.05, LINE_POINTS)
        width = half_width * np.sin(along**swell * np.pi ** (1 - swell)) ** 0.8
        self.ribbon(curve, width, (*colour, alpha), LINE, solid=solid)

    def patch(
        self, centre: ArrayLike, radii: ArrayLike, colour: RGB, alpha: float, blur: float, *, turn_deg: float = 0.0
    ) -> None:
        """Paint a soft spot of colour on what is there: a blush, a socket, light on a cheek."""
        shape = ellipse(centre, radii, turn_deg)
        self.shadow(shape, Paint(colour, round_m=blur, bulge=0.0, opacity=alpha))


def _three(values: Points) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
