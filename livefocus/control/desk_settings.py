"""How a desk starts."""

from __future__ import annotations

from dataclasses import dataclass

from livefocus.focus.moves import DEFAULT_MOVE
from livefocus.focus.puller import Puller

THROWS_PER_S = 4.0
"""A hand may carry focus from stop to stop in a quarter of a second, no faster."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How the desk starts.

    Attributes
    ----------
    inverse_depth
        Plane of focus before anything is asked for.
    near, far
        End stops.
    move
        Name of the move that pulls without one of their own take, or the path of a `.toml` file.
    """

    inverse_depth: float = 0.5
    near: float = 1.0
    far: float = 0.0
    move: str = DEFAULT_MOVE

    def puller(self) -> Puller:
        """Return a puller that starts so."""
        limit_per_s = THROWS_PER_S * max(self.near - self.far, 1e-6)
        return Puller(self.inverse_depth, self.near, self.far, speed_limit_per_s=limit_per_s)
