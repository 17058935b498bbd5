"""Moves: named ways to pull, read from `presets/moves/`. Any move goes with any look."""

from __future__ import annotations

from pydantic import Field, field_validator, model_validator

from livefocus.focus.easing import Curve, parse_curve
from livefocus.focus.stages import Stage, Staged, held_first
from livefocus.focus.wishes import RackTo
from livefocus.settings import find_preset, preset_names
from livefocus.tomlfile import StrictModel, read_toml

DEFAULT_MOVE = "emotional"


def _check_curve(text: str) -> str:
    parse_curve(text)
    return text


class MoveStage(StrictModel):
    """One leg of a move that rests on its way: shares of its duration and of its way, and the curve between."""

    time: float = Field(gt=0.0, le=1.0)
    way: float = Field(ge=0.0, le=1.0)
    curve: str = "quint"

    _curve = field_validator("curve")(_check_curve)


class Move(StrictModel):
    """A way to pull.

    `hold_s` is how long focus stays put first, `duration_s` how long the pull then takes; `curve` as in
    `easing.parse_curve`, or `stages` instead of it.
    """

    title: str = ""
    description: str = ""
    duration_s: float = Field(gt=0.0, le=600.0)
    hold_s: float = Field(0.0, ge=0.0, le=600.0)
    curve: str = "quint"
    stages: tuple[MoveStage, ...] = ()

    _curve = field_validator("curve")(_check_curve)

    @model_validator(mode="after")
    def _stages_add_up(self) -> Move:
        self.shape()
        return self

    def shape(self) -> Curve:
        """Return the curve of the pull itself, without its hold."""
        if not self.stages:
            return parse_curve(self.curve)
        return Staged(tuple(Stage(stage.time, stage.way, parse_curve(stage.curve)) for stage in self.stages))

    def wish(self, plane: float, duration_s: float | None = None, rate: float = 1.0) -> RackTo:
        """Return the wish for a pull to a plane.

        Parameters
        ----------
        plane
            Where to.
        duration_s
            Instead of the move's own.
        rate
            Speed of the whole: 2 takes half the time.
        """
        pull_s = (self.duration_s if duration_s is None else duration_s) / rate
        hold_s = self.hold_s / rate
        whole_s = hold_s + pull_s
        share = hold_s / whole_s if whole_s > 0.0 else 0.0
        return RackTo(plane, whole_s, held_first(self.shape(), share))


def load_move(name: str = DEFAULT_MOVE) -> Move:
    """Read a move by name or path; raises `SettingsError`."""
    return read_toml(find_preset("moves", name), Move)


def load_moves() -> dict[str, Move]:
    """Read every move that comes with livefocus, by name."""
    return {name: load_move(name) for name in preset_names("moves")}
