"""What can be asked of the puller. A wish is a plain value; asking is free, and the last one counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from livefocus.focus.easing import Curve, Quint


@dataclass(frozen=True, slots=True)
class RackTo:
    """Be on `plane`, at rest, `duration_s` from now, along `curve`."""

    plane: float
    duration_s: float
    curve: Curve = field(default_factory=Quint)


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Go after a hand or a subject: be near `plane` as soon as smoothing and the speed limit allow.

    Attributes
    ----------
    plane
        Where to.
    smoothing_s
        Time constant of each of the two lags, in place of the puller's own.
    """

    plane: float
    smoothing_s: float | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """Shift the place focus is going to; a rack under way keeps its arrival time."""

    by: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Come to rest here, softly."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Go back to the plane focus last rested on, in the time it took to get here."""


@dataclass(frozen=True, slots=True)
class Reverse:
    """Turn round to where it came from; a second time, forward again."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Freeze the pull where it is, softly."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a paused pull."""


Wish = RackTo | MoveTo | Nudge | Stop | Cancel | Reverse | Pause | Resume
