"""The depth stage: newest frame in, its map out, at its own rate; it never holds a picture up.

`step` is one map and knows no thread; `app` calls it in a loop on the depth thread.
"""

from __future__ import annotations

from collections.abc import Callable

from livefocus.depth.estimator import DepthEstimator
from livefocus.errors import DepthError, ModelError
from livefocus.frame import DepthMap, Frame
from livefocus.timing import Clock, Latest

RETRY_S = 0.5
"""How long a model that failed is left alone: trying at every frame would starve the picture."""


class DepthStage:
    """Estimates depth of the newest frame; where that fails the last good map stays, said once, tried again.

    Attributes
    ----------
    maps_made
        How many maps were estimated.
    """

    def __init__(
        self,
        estimator: DepthEstimator,
        frames: Latest[Frame],
        maps: Latest[DepthMap],
        clock: Clock,
        notify: Callable[[str], None] = print,
    ) -> None:
        self._estimator = estimator
        self._frames = frames
        self._maps = maps
        self._clock = clock
        self._notify = notify
        self._said = ""
        self.maps_made = 0

    def step(self, timeout_s: float | None = 0.1) -> bool:
        """Estimate the newest frame, waiting for one up to `timeout_s`; False once the mailbox is closed."""
        frame = self._frames.take(timeout_s)
        if frame is None:
            return not self._frames.closed
        try:
            depth = self._estimator.estimate(frame)
        except (DepthError, ModelError) as error:
            self._hold(str(error))
            return True
        if self._said:
            self._notify("depth is back")
            self._said = ""
        self.maps_made += 1
        self._maps.put(depth)
        return True

    def close(self) -> None:
        """Release the estimator."""
        self._estimator.close()

    def _hold(self, reason: str) -> None:
        if reason != self._said:
            self._said = reason
            self._notify(f"{reason}; the last good depth is held")
        self._clock.sleep_s(RETRY_S)
