"""The depth stage: newest frame in, its map out, at its own rate; it never holds a picture up.

`step` is one map and knows no thread; `app` calls it in a loop on the depth thread. What a bad map means is the guard's
to say (`guard.GuardedEstimator`); what an engine means that does not come back, `app/depth_line.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable

from livefocus.depth.estimator import DepthEstimator
from livefocus.frame import DepthMap, Frame
from livefocus.timing import Clock, Latest


class DepthStage:
    """Estimates depth of the newest frame.

    Parameters
    ----------
    open_estimator
        Returns an open estimator, behind the guard; called in the first step, so that the thread that opens an engine
        is the one that asks it. This stage closes it.
    frames
        Where frames come from; the newest wins.
    maps
        Where maps go.
    clock
        Tells since when the engine has been busy.

    Attributes
    ----------
    maps_made
        How many maps were estimated.
    busy_since_s
        When the engine was asked what it has not answered yet; None while it is not busy. Read by other threads.
    abandoned
        Set it where nobody waits for this stage any more: what it still finds is thrown away, and it ends.
    """

    def __init__(
        self,
        open_estimator: Callable[[], DepthEstimator],
        frames: Latest[Frame],
        maps: Latest[DepthMap],
        clock: Clock,
    ) -> None:
        self._open_estimator = open_estimator
        self._estimator: DepthEstimator | None = None
        self._frames = frames
        self._maps = maps
        self._clock = clock
        self.maps_made = 0
        self.busy_since_s: float | None = None
        self.abandoned = False

    def step(self, timeout_s: float = 0.1) -> bool:
        """Estimate the newest frame, waiting for one up to `timeout_s`; False once the mailbox is closed.

        None is begun before the last map was taken: a map that no picture is drawn with takes time from those that are.
        """
        if self.abandoned:
            return False
        frame = self._frames.take(timeout_s) if self._maps.wait_taken(timeout_s) else None
        if frame is None:
            return not self._frames.closed
        self.busy_since_s = self._clock.now_s()
        try:
            if self._estimator is None:
                self._estimator = self._open_estimator()
            found = self._estimator.estimate(frame)
        finally:
            self.busy_since_s = None
        if self.abandoned:
            return False
        self._maps.put(found)
        self.maps_made += 1
        return True

    def close(self) -> None:
        """Release the estimator."""
        if self._estimator is not None:
            self._estimator.close()
