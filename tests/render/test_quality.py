"""Who decides how much work goes into a picture: gives way quickly, comes back slowly, never flutters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from livefocus.render.quality import LEVELS, QualityGovernor
from livefocus.state import Quality

PICTURE_S = 1 / 25  # 40 ms, of which the lens may take 24
COST = {Quality.DRAFT: 0.7, Quality.NORMAL: 1.0, Quality.FINE: 1.5}


def play(
    governor: QualityGovernor,
    load_ms: Callable[[float], float],
    seconds: float,
    cost: Mapping[Quality, float] = COST,
) -> list[tuple[float, Quality]]:
    """Run for so long; `load_ms` is what the lens takes at normal at a time. Returns each change of level."""
    changes: list[tuple[float, Quality]] = []
    for number in range(round(seconds / PICTURE_S)):
        now_s = number * PICTURE_S
        before = governor.level
        after = governor.step(now_s, load_ms(now_s) * cost[before])
        if after is not before:
            changes.append((now_s, after))
    return changes


def test_levels_are_named_cheapest_first() -> None:
    assert [level.value for level in LEVELS] == ["draft", "normal", "fine"]


def test_it_holds_the_best_level_where_there_is_room() -> None:
    assert play(QualityGovernor(PICTURE_S, Quality.FINE, Quality.FINE), lambda _: 8.0, 60.0) == []


def test_it_rises_to_the_best_level_where_there_is_much_room_and_only_there() -> None:
    assert [level for _, level in play(QualityGovernor(PICTURE_S), lambda _: 4.0, 60.0)] == [Quality.FINE]
    assert play(QualityGovernor(PICTURE_S), lambda _: 15.0, 60.0) == []


def test_it_gives_way_within_a_second_when_a_game_takes_the_gpu_and_comes_back_after_it() -> None:
    changes = play(
        QualityGovernor(PICTURE_S, Quality.NORMAL, Quality.NORMAL),
        lambda now_s: 30.0 if 10.0 <= now_s < 20.0 else 8.0,
        40.0,
    )
    assert [level for _, level in changes] == [Quality.DRAFT, Quality.NORMAL]
    assert 10.0 < changes[0][0] <= 11.0, "before a second is over"
    assert 20.0 < changes[1][0] < 30.0


def test_it_goes_down_step_by_step_and_no_further_than_there_are_levels() -> None:
    changes = play(QualityGovernor(PICTURE_S, Quality.FINE, Quality.FINE), lambda _: 100.0, 20.0)
    assert [level for _, level in changes] == [Quality.NORMAL, Quality.DRAFT]


def test_it_does_not_flutter_where_a_level_takes_more_than_it_looks() -> None:
    steep = {Quality.DRAFT: 0.3, Quality.NORMAL: 1.0}
    changes = play(QualityGovernor(PICTURE_S, Quality.NORMAL, Quality.NORMAL), lambda _: 30.0, 600.0, steep)
    returns = [time_s for time_s, level in changes if level is Quality.NORMAL]
    assert 3 <= len(returns) <= 16
    gaps = [round(later - sooner, 3) for sooner, later in pairwise(returns)]
    assert gaps == sorted(gaps), "each return is a mistake, and is made half as often as the one before"
    assert gaps[-1] > 60.0


def test_nothing_known_changes_nothing() -> None:
    governor = QualityGovernor(PICTURE_S, Quality.NORMAL, Quality.NORMAL)
    assert [governor.step(number, None) for number in range(10)] == [Quality.NORMAL] * 10
