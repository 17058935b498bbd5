"""The hands of a live show: keys, MIDI and cues into one desk, and what the operator is told in return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

from livefocus.app.build import make_desk
from livefocus.app.screen import Screen
from livefocus.assist.views import ViewState
from livefocus.control.bindings import load_keys
from livefocus.control.keyboard import Keyboard
from livefocus.frame import DepthMap
from livefocus.settings import ShowSettings

HELP = (
    "1-8 go to mark A-H   shift sets it",
    "tab A-B   arrows nudge   click focuses",
    "space next cue   backspace back",
    "[ ] aperture   F peaking   D depth",
    "F11 full screen   H help   esc all sharp",
)
MESSAGE_FOR_S = 4.0
"""How long a message stays on the operator's screen."""


class Hands:
    """Everything a person can move focus with, and the desk it moves.

    Attributes
    ----------
    desk
        Where focus is and what is switched on.
    depth
        The newest depth map, for a tap on the picture.
    """

    def __init__(self, settings: ShowSettings, planes: Mapping[str, float], notify: Callable[[str], None]) -> None:
        self.desk = make_desk(settings, planes)
        self.desk.depth_at = self._depth_at
        self.depth: DepthMap | None = None
        self._notify = notify
        self._keyboard = Keyboard(load_keys(Path(settings.keys) if settings.keys else None))
        self._messages: list[tuple[float, str]] = []
        self._now_s = 0.0

    def step(self, step_s: float, now_s: float, media_time_s: float, screen: Screen | None) -> None:
        """Take what the hands did since the last step, and let time pass."""
        self._now_s = now_s
        if screen is not None:
            for action in self._keyboard.actions(screen.window.poll()):
                self.desk.act(action)
            if self.desk.is_on("fullscreen") != screen.window.fullscreen:
                screen.window.toggle_fullscreen()
        self.desk.step(step_s, media_time_s)
        for message in self.desk.take_messages():
            self._notify(message)
            self._messages.append((now_s, message))

    def view(self, fps: float) -> ViewState:
        """Return what the operator asked to see over the picture."""
        self._messages = [(at_s, text) for at_s, text in self._messages if self._now_s - at_s < MESSAGE_FOR_S]
        lines = [text for _, text in self._messages[-4:]]
        if self.desk.is_on("help"):
            lines = [*HELP, f"focus {self.desk.focus.inverse_depth:.2f}   {fps:.0f} pictures/s", *lines]
        return ViewState(self.desk.is_on("depth"), self.desk.is_on("peaking"), tuple(lines))

    def close(self) -> None:
        """Let go of ports."""

    def __enter__(self) -> Hands:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of ports."""
        self.close()

    def _depth_at(self, x: float, y: float) -> float | None:
        if self.depth is None:
            return None
        height, width = self.depth.inverse_depth.shape
        row, column = (min(max(int(share * side), 0), side - 1) for share, side in ((y, height), (x, width)))
        return float(self.depth.inverse_depth[row, column])
