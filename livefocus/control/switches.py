"""What the operator has switched and dialled besides focus: aperture, panic, views."""

from __future__ import annotations

MOST_THIRDS = 24
"""The aperture opens or closes by at most eight stops."""


class Switches:
    """The desk's switches, all off, and its aperture, as the look has it.

    Attributes
    ----------
    thirds
        By how many thirds of a stop the aperture is closed against the look's own.
    dialled
        What the blur is turned down to by a knob: 1 is all of it.
    """

    def __init__(self) -> None:
        self.thirds = 0
        self.dialled = 1.0
        self._on: dict[str, bool] = {}

    def is_on(self, what: str) -> bool:
        """Return whether a switch is on."""
        return self._on.get(what, False)

    def toggle(self, what: str, on: bool | None) -> None:
        """Switch it, the other way round where `on` is None."""
        self._on[what] = (not self.is_on(what)) if on is None else on

    def close_aperture(self, thirds: int) -> None:
        """Close the aperture by so many thirds of a stop (negative: open it)."""
        self.thirds = min(max(self.thirds + thirds, -MOST_THIRDS), MOST_THIRDS)

    @property
    def blur_factor(self) -> float:
        """Return what the look's blur is to be multiplied by: a CoC is inverse to the f-number, √2 a stop."""
        return 0.0 if self.is_on("panic") else self.dialled / self.f_number_factor

    @property
    def f_number_factor(self) -> float:
        """Return what the look's f-number is to be multiplied by: √2 a stop."""
        return float(2.0 ** (self.thirds / 6.0))
