"""What the property tests of the hand draw from."""

from __future__ import annotations

from hypothesis import strategies as st

from livefocus.focus.easing import Cubic, Curve, Overshoot, Quint, Shouldered, Sine, Spring
from livefocus.focus.stages import Stage, Staged, held_first
from livefocus.focus.wishes import Cancel, MoveTo, Nudge, Pause, RackTo, Resume, Reverse, Stop, Wish

planes = st.floats(-0.2, 1.2)
durations_s = st.floats(0.0, 4.0)


def _staged(time: float, way: float, last: Curve) -> Curve:
    return Staged((Stage(time, way, Sine()), Stage(1.0 - time, 1.0 - way, last)))


simple_curves: st.SearchStrategy[Curve] = st.one_of(
    st.just(Sine()),
    st.just(Cubic()),
    st.just(Quint()),
    st.just(Spring()),
    st.builds(Shouldered, st.floats(0.02, 0.49), st.floats(0.02, 0.49)),
    st.builds(Overshoot, st.floats(0.0, 0.5)),
)
curves: st.SearchStrategy[Curve] = st.one_of(
    simple_curves,
    st.builds(held_first, simple_curves, st.floats(0.0, 0.8)),
    st.builds(_staged, st.floats(0.1, 0.9), st.floats(0.0, 0.95), simple_curves),
)
wishes: st.SearchStrategy[Wish] = st.one_of(
    st.builds(RackTo, planes, durations_s, curves),
    st.builds(RackTo, st.sampled_from([0.0, 1.0]), durations_s, curves),
    st.builds(MoveTo, planes),
    st.builds(MoveTo, planes, st.floats(0.01, 1.0)),
    st.builds(Nudge, st.floats(-0.1, 0.1)),
    st.sampled_from([Stop(), Cancel(), Reverse(), Pause(), Resume()]),
)
timed_wishes = st.lists(st.tuples(st.integers(0, 60), wishes), min_size=1, max_size=12)
"""Wishes, each with how many fifteenths of a second pass after it."""
