"""Rows of the lens's table that are still open: expected to fail, and a failure of the run once they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent

OPEN: dict[str, str] = {
    "test_a_light_shows_the_shape_of_the_opening[triangle-behind]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[triangle-before]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[anamorphic-behind]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[anamorphic-before]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[wide-behind]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[wide-before]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[cat_eye-behind]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[cat_eye-before]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[soap-behind]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[soap-before]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[creamy-behind]": "the opening's shape is not drawn yet",
    "test_a_light_shows_the_shape_of_the_opening[creamy-before]": "the opening's shape is not drawn yet",
    "test_fringes_are_opposite_before_and_behind": "fringing is not drawn yet",
    "test_one_colour_stays_one_colour_at_any_depth": "edges of depth show by up to 8/255 in an even picture",
    "test_a_small_blur_grows_without_a_step": "below 0.75 px the picture stays sharp, then steps",
    "test_a_clipped_light_stays_brighter_than_its_pixels_say": "clipped lights are not expanded yet",
    "test_a_chart_is_near_the_truth[slant]": "small radii are too sharp: 28 dB",
    "test_blocks_and_rings_do_not_show_in_a_zone_plate": "rings under 3 px alias by up to 37/255",
    "test_a_fine_sweep_has_no_pop": "steps of 3/255 at some planes of focus",
    "test_a_light_becomes_an_even_disc_of_the_right_size[6]": "size or evenness of a disc is off by more than 12 %",
    "test_a_light_becomes_an_even_disc_of_the_right_size[18]": "size or evenness of a disc is off by more than 12 %",
    "test_a_light_becomes_an_even_disc_of_the_right_size[13]": "size or evenness of a disc is off by more than 12 %",
    "test_a_chart_is_near_the_truth[red_green]": "wide discs at a quarter of the size: 42 dB, 44 wanted",
    "test_a_light_becomes_an_even_disc_of_the_right_size[25]": "size or evenness of a disc is off by more than 12 %",
    "test_a_light_becomes_an_even_disc_of_the_right_size[34]": "size or evenness of a disc is off by more than 12 %",
    "test_a_light_becomes_an_even_disc_of_the_right_size[48]": "size or evenness of a disc is off by more than 12 %",
}
"""Name of a test, or of a test with one of its parameters, and what is still wrong."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them; `xfail_strict` makes sure that a row which is mended is taken off the list."""
    for item in items:
        if item.path.parent != HERE:
            continue  # pytest hands every test of the run to every conftest; another room may use the same name
        for name, reason in OPEN.items():
            if item.name == name or item.name.startswith(f"{name}["):
                item.add_marker(pytest.mark.xfail(reason=reason))
