"""What can be turned by a knob, and how its throw lies on it."""

from __future__ import annotations

from livefocus.control.actions import TurnTarget
from livefocus.control.knob import KnobSettings
from livefocus.control.knobs import Turned
from livefocus.control.pulls import Pulls
from livefocus.control.switches import Switches
from livefocus.focus.puller import Puller
from livefocus.focus.wishes import MoveTo


def what_turns(puller: Puller, pulls: Pulls, switches: Switches) -> dict[TurnTarget, Turned]:
    """Return everything a knob may be bound to: the plane of focus, the fader between A and B, the blur."""

    def focus_share(knob: KnobSettings) -> float | None:
        low, high = _throw(knob, puller)
        return (puller.state.target_inverse_depth - low) / (high - low) if high != low else None

    def put_focus(knob: KnobSettings, share: float) -> None:
        low, high = _throw(knob, puller)
        puller.wish(MoveTo(low + share * (high - low)))

    def fade_share(_: KnobSettings) -> float | None:
        a, b = pulls.a_and_b()
        return (puller.state.target_inverse_depth - a) / (b - a) if a != b else None

    def put_fade(_: KnobSettings, share: float) -> None:
        puller.wish(pulls.fade(share))

    def put_blur(_: KnobSettings, share: float) -> None:
        switches.dialled = share

    return {
        "focus": Turned(focus_share, put_focus),
        "fade": Turned(fade_share, put_fade),
        "blur": Turned(lambda _: switches.dialled, put_blur),
    }


def _throw(knob: KnobSettings, puller: Puller) -> tuple[float, float]:
    """Return the planes at the two ends of a knob: the end stops, unless it is told otherwise."""
    return (
        puller.stops.far if knob.low is None else knob.low,
        puller.stops.near if knob.high is None else knob.high,
    )
