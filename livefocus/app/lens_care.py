"""What is done for the lens while a show runs: it is timed, given less to do where it takes too long, read anew.

The last is for its shaders, when somebody saves them.
"""

from __future__ import annotations

from collections.abc import Callable

import moderngl

from livefocus.render.context import is_software
from livefocus.render.lens import Lens
from livefocus.render.quality import QualityGovernor
from livefocus.render.reload import ShaderWatch
from livefocus.settings import AUTO_QUALITY, ShowSettings
from livefocus.state import Quality
from livefocus.timing import Clock


class LensCare:
    """Looks after one show's lens. Lives on the thread that owns GL.

    Parameters
    ----------
    context, lens
        What is looked after.
    settings
        What was asked for.
    fps
        Pictures a second that there should be.
    clock, notify
        What time it is, and who takes a line for the operator.
    """

    def __init__(
        self,
        context: moderngl.Context,
        lens: Lens,
        settings: ShowSettings,
        fps: float,
        clock: Clock,
        notify: Callable[[str], None],
    ) -> None:
        self._lens = lens
        self._clock = clock
        self._watch = ShaderWatch(context, clock, notify) if settings.reload_shaders else None
        auto = settings.quality == AUTO_QUALITY
        # a processor that draws also compiles: the change would cost more than it saves
        self._governor = QualityGovernor(1.0 / fps) if auto and not is_software(context) else None
        lens.timer.on = settings.time_gpu or self._governor is not None
        lens.quality = Quality.NORMAL if auto else Quality(settings.quality)

    def step(self) -> None:
        """Do what is due between two pictures."""
        if self._watch is not None:
            self._watch.step()
        if self._governor is not None:
            level = self._governor.step(self._clock.now_s(), self._lens.timer.recent_ms())
            if level is not self._lens.quality:
                self._lens.quality = level
                self._lens.timer.forget()

    def line(self) -> str:
        """Return what `--stats` says of the GPU; empty where nothing is known."""
        line = self._lens.timer.line()
        return f"{line} at {self._lens.quality.value}" if line and self._governor is not None else line
