"""The depth stage: newest frame in, its map out, at its own rate; it never holds a picture up.

`step` is one map and knows no thread; `app` calls it in a loop on the depth thread. What a bad map means is the guard's
to say (`guard.GuardedEstimator`).
"""

from __future__ import annotations

from livefocus.depth.estimator import DepthEstimator
from livefocus.frame import DepthMap, Frame
from livefocus.timing import Latest


class DepthStage:
    """Estimates depth of the newest frame.

    Parameters
    ----------
    estimator
        Open, and behind the guard; this stage closes it.
    frames
        Where frames come from; the newest wins.
    maps
        Where maps go.

    Attributes
    ----------
    maps_made
        How many maps were estimated.
    """

    def __init__(self, estimator: DepthEstimator, frames: Latest[Frame], maps: Latest[DepthMap]) -> None:
        self._estimator = estimator
        self._frames = frames
        self._maps = maps
        self.maps_made = 0

    def step(self, timeout_s: float | None = 0.1) -> bool:
        """Estimate the newest frame, waiting for one up to `timeout_s`; False once the mailbox is closed."""
        frame = self._frames.take(timeout_s)
        if frame is None:
            return not self._frames.closed
        self._maps.put(self._estimator.estimate(frame))
        self.maps_made += 1
        return True

    def close(self) -> None:
        """Release the estimator."""
        self._estimator.close()
