"""What is done for the lens while a show runs: its time on the GPU is taken, its shaders are read anew when saved."""

from __future__ import annotations

from collections.abc import Callable

import moderngl

from livefocus.render.lens import Lens
from livefocus.render.reload import ShaderWatch
from livefocus.settings import ShowSettings
from livefocus.timing import Clock


class LensCare:
    """Looks after one show's lens. Lives on the thread that owns GL.

    Parameters
    ----------
    context, lens
        What is looked after.
    settings
        What was asked for.
    clock, notify
        What time it is, and who takes a line for the operator.
    """

    def __init__(
        self,
        context: moderngl.Context,
        lens: Lens,
        settings: ShowSettings,
        clock: Clock,
        notify: Callable[[str], None],
    ) -> None:
        self._lens = lens
        self._watch = ShaderWatch(context, clock, notify) if settings.reload_shaders else None
        lens.timer.on = settings.time_gpu

    def step(self) -> None:
        """Do what is due between two pictures."""
        if self._watch is not None:
            self._watch.step()

    def line(self) -> str:
        """Return what `--stats` says of the GPU; empty where nothing is known."""
        return self._lens.timer.line()
