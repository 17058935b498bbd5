from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from livefocus.control.desk import Desk
from livefocus.control.vocabulary import parse_action
from livefocus.errors import SettingsError
from livefocus.focus.cues import parse_cues
from livefocus.focus.moves import load_moves
from livefocus.focus.reveal import Revealed, RevealSettings, RevealWatch

HEIGHT, WIDTH = 96, 160
DT_S = 1 / 25
Maps = Callable[[int], NDArray[np.float32]]


def stage(frame: int, noise: float = 0.01) -> NDArray[np.float32]:
    """A wall at 0.2 that rises to 0.4 on the floor, a subject at 0.7 on the left, and a trembling network."""
    wall = np.repeat(np.linspace(0.2, 0.4, HEIGHT, dtype=np.float32)[:, None], WIDTH, axis=1)
    wall[20:, 20:60] = 0.7
    rng = np.random.default_rng(frame)
    coarse = rng.normal(0, noise, (12, 20)).astype(np.float32)
    return wall + np.kron(coarse, np.ones((8, 8), np.float32))


def entering(frame: int, from_frame: int = 50, plane: float = 0.45, width: int = 14) -> NDArray[np.float32]:
    """From that frame on somebody walks in from the right and stays."""
    inverse_depth = stage(frame)
    if frame >= from_frame:
        left = max(WIDTH - 2 * (frame - from_frame), 110)
        person = inverse_depth[25:90, left : left + width]
        person[...] = np.maximum(person, plane)
    return inverse_depth


def fired(maps: Maps, frames: int, settings: RevealSettings | None = None, focus: float = 0.7) -> dict[int, Revealed]:
    watch = RevealWatch(settings)
    seen = ((frame, watch.step(maps(frame), focus, DT_S)) for frame in range(frames))
    return {frame: revealed for frame, revealed in seen if revealed}


def test_somebody_who_enters_behind_is_seen_once_and_soon() -> None:
    found = fired(entering, 300)
    ((frame, revealed),) = found.items()
    assert 50 <= frame <= 50 + 20
    assert revealed.plane == pytest.approx(0.45, abs=0.02)
    assert revealed.x > 0.7
    assert 0.3 < revealed.y < 0.8


def test_an_empty_stage_and_a_trembling_network_are_no_reveal() -> None:
    assert fired(stage, 500) == {}
    assert fired(lambda frame: stage(frame, noise=0.04), 500) == {}


def test_who_leaves_and_comes_again_is_seen_again() -> None:
    assert len(fired(lambda frame: entering(frame % 250), 500)) == 2


def test_who_comes_in_front_is_no_reveal() -> None:
    assert fired(lambda frame: entering(frame, plane=0.8), 200) == {}
    assert fired(lambda frame: entering(frame, plane=0.66), 200) == {}


def test_the_subject_in_focus_leaning_about_is_no_reveal() -> None:
    def leaning(frame: int) -> NDArray[np.float32]:
        inverse_depth = stage(frame)
        inverse_depth[20:, 20:60] = 0.7 - 0.08 * np.sin(frame / 20) ** 2
        return np.roll(inverse_depth, round(4 * np.sin(frame / 15)), axis=1)

    assert fired(leaning, 400) == {}


def test_a_change_of_light_everywhere_is_no_reveal() -> None:
    assert fired(lambda frame: stage(frame) * (1.3 if frame > 100 else 1.0), 300) == {}


def test_only_the_region_counts() -> None:
    assert fired(entering, 200, RevealSettings((0.0, 0.0, 0.5, 1.0))) == {}
    assert len(fired(entering, 200, RevealSettings((0.6, 0.0, 1.0, 1.0)))) == 1


def test_maps_may_change_their_size() -> None:
    watch = RevealWatch()
    for frame in range(60):
        maps = stage(frame) if frame < 30 else stage(frame)[::2, ::3]
        assert watch.step(np.ascontiguousarray(maps), 0.7, DT_S) is None


@pytest.mark.parametrize("region", [(0.5, 0.0, 0.5, 1.0), (-0.1, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 1.5)])
def test_regions_that_are_none(region: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="a region is"):
        RevealSettings(region)


CUES = """
start = 0.7
[[cues]]
name = "who is it"
to = "revealed"
reveal = [0.5, 0.0, 1.0, 1.0]
duration_s = 0.5
curve = "quint"
[[cues]]
name = "and again"
to = "revealed"
reveal = [0.0, 0.0, 0.4, 1.0]
"""


def test_a_cue_goes_for_a_reveal_when_it_is_its_turn() -> None:
    cues = parse_cues(CUES, Path("show.toml"), {}, load_moves())
    desk = Desk(cues=cues)
    assert desk.watches
    for frame in range(120):
        desk.step(DT_S)
        desk.see_depth(entering(frame))
    assert desk.focus.inverse_depth == pytest.approx(0.45, abs=0.02)
    assert "cue: who is it" in desk.take_messages()
    desk.act(parse_action("cue fire and again"))
    desk.step(DT_S)
    assert not desk.watches


def test_a_reveal_cue_without_a_reveal_has_nowhere_to_go_but_says_so() -> None:
    desk = Desk(cues=parse_cues(CUES, Path("show.toml"), {}, load_moves()))
    desk.act(parse_action("cue go"))
    desk.step(DT_S)
    assert desk.focus.inverse_depth == 0.7
    assert any("nowhere to go" in message for message in desk.take_messages())


def test_a_wrong_region_is_refused_with_file_and_line() -> None:
    text = '[[cues]]\nname = "x"\nto = 0.5\nreveal = [0.5, 0.0, 0.2, 1.0]\n'
    with pytest.raises(SettingsError, match=r"show\.toml:4: .*a region is"):
        parse_cues(text, Path("show.toml"), {}, {})
