"""The window and what only the operator sees in it."""

from __future__ import annotations

from dataclasses import replace

import moderngl

from livefocus.assist.views import OperatorView, ViewState
from livefocus.events import InputEvent, PointerEvent
from livefocus.output.window import Window
from livefocus.render.passes.depth import DepthImage
from livefocus.state import FocusState, LensState


class Screen:
    """A window with the operator's views over the picture.

    Parameters
    ----------
    size
        `(width, height)` of the picture.
    title
        Of the window.
    vsync
        Wait for the screen's refresh at each picture.
    fullscreen
        Cover the monitor from the start.

    Attributes
    ----------
    context
        The window's GL context, which the lens draws with.
    """

    def __init__(self, size: tuple[int, int], title: str, *, vsync: bool = False, fullscreen: bool = False) -> None:
        self.window = Window(swap_interval=int(vsync))
        self.context: moderngl.Context = self.window.open(size, title)
        if fullscreen:
            self.window.toggle_fullscreen()
        self._view = OperatorView(self.context, size)
        self._breathing_scale = 1.0

    def poll(self) -> list[InputEvent]:
        """Return what happened in the window since the last call, clicks as places of the picture the lens took."""
        return [as_given(event, self._breathing_scale) for event in self.window.poll()]

    def show(
        self,
        picture: moderngl.Texture,
        depth: DepthImage,
        view: ViewState,
        focus: FocusState,
        lens: LensState,
    ) -> None:
        """Show a picture, with what the operator asked to see over it."""
        self._breathing_scale = lens.breathing_scale
        if view.anything:
            picture = self._view.draw(picture, depth, view, focus.inverse_depth, lens.blur_px)
        self.window.present(picture)

    def close(self) -> None:
        """Close the window and end its context."""
        self._view.release()
        self.window.close()


def as_given(event: InputEvent, breathing_scale: float) -> InputEvent:
    """Carry a click from the picture that is shown, larger by the lens's breathing, to the one the lens was given."""
    if not isinstance(event, PointerEvent):
        return event
    x, y = (0.5 + (share - 0.5) / breathing_scale for share in (event.x, event.y))
    return replace(event, x=x, y=y)
