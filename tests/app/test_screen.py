"""The window of a show: a click means the place of the picture the lens was given, however the lens breathes."""

from __future__ import annotations

import pytest

from livefocus.app.screen import as_given
from livefocus.events import CloseEvent, KeyEvent, PointerEvent


def test_a_click_means_what_is_under_it_also_where_the_lens_breathes() -> None:
    assert as_given(PointerEvent(0.2, 0.9), 1.0) == PointerEvent(pytest.approx(0.2), pytest.approx(0.9))
    # a picture 1.25 times as large shows at its left edge what was a tenth of the width from it
    assert as_given(PointerEvent(0.0, 0.5), 1.25) == PointerEvent(pytest.approx(0.1), pytest.approx(0.5))


def test_other_events_are_as_they_were() -> None:
    for event in (KeyEvent("a"), CloseEvent()):
        assert as_given(event, 1.2) is event
