"""The depth a picture is drawn with: who makes it, which map goes with which frame, and what if it hangs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from livefocus.app.threads import Crew
from livefocus.capture.stage import Shot
from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.stage import DepthStage
from livefocus.frame import DepthMap, Frame
from livefocus.timing import Clock, Latest

PATIENCE_S = 5.0
"""An engine that has not answered for so long hangs. Twice as long at each further try."""
FIRST_PATIENCE_S = 60.0
"""The first map takes longer: some providers compile a network for a minute."""
WELL_AGAIN_AFTER_MAPS = 60
"""After so many maps in a row what hung is well again, and hanging would be news."""
MOST_WAITING = 12
"""Frames kept for their depth (`match`); beyond that the oldest is drawn with what there is."""
MOST_MAPS = 8
"""Maps kept for frames that wait."""

OpenEstimator = Callable[[], DepthEstimator]


class DepthLine:
    """From frames to the depth of each picture.

    Parameters
    ----------
    match
        True: a picture waits until there is depth of its own moment. False: it takes the newest depth there is.
    clock, notify, crew
        What time it is, who takes a line for the operator, and who runs threads.

    Attributes
    ----------
    frames
        Where the capture thread leaves frames for a model to estimate.
    """

    def __init__(self, match: bool, clock: Clock, notify: Callable[[str], None], crew: Crew) -> None:
        self.frames: Latest[Frame] = Latest()
        self._maps: Latest[DepthMap] = Latest()
        self._pairing = Matcher() if match else Nearest()
        self._clock = clock
        self._notify = notify
        self._crew = crew
        self._stage: DepthStage | None = None
        self._reopen: OpenEstimator | None = None
        self._name = ""
        self._maps_before = 0
        self._hangs = 0

    def start(self, estimator: DepthEstimator, reopen: OpenEstimator) -> None:
        """Start the depth thread with an open engine; `reopen` makes another one should it hang."""
        self._reopen = reopen
        self._name = estimator.name
        self._start(lambda: estimator)

    @property
    def maps_made(self) -> int | None:
        """How many maps were made so far; None where depth is only looked up."""
        return None if self._stage is None else self._maps_before + self._stage.maps_made

    def pair(self, shot: Shot | None) -> tuple[Shot | None, DepthMap | None]:
        """Take a new frame, if there is one, and return what to draw: a frame and a map, each None where it stays."""
        self._look_after()
        if shot is not None and shot.depth is not None:
            return shot, shot.depth
        return self._pairing.pair(shot, self._maps.take())

    def _start(self, open_estimator: OpenEstimator) -> None:
        self._stage = stage = DepthStage(open_estimator, self.frames, self._maps, self._clock)
        self._crew.start("depth", stage.step, stage.close, self.frames.close)

    def _look_after(self) -> None:
        """Start an engine anew that does not come back; pictures go on with the last depth meanwhile."""
        stage = self._stage
        since_s = stage.busy_since_s if stage is not None else None
        if stage is None or self._reopen is None:
            return
        if stage.maps_made > WELL_AGAIN_AFTER_MAPS:
            self._hangs = 0
        patience_s = (PATIENCE_S if stage.maps_made else FIRST_PATIENCE_S) * 2**self._hangs
        if since_s is None or self._clock.now_s() - since_s < patience_s:
            return
        if self._hangs == 0:
            self._notify(
                f"{self._name} has not answered for {patience_s:.0f} s; holding the last good depth, starting it anew"
            )
        self._hangs += 1
        self._maps_before += stage.maps_made
        stage.abandoned = True
        self._start(self._reopen)


class Nearest:
    """Draws every frame at once, with the map nearest to it in time: a clip's may be there before the frame is due."""

    def __init__(self) -> None:
        self._sequence = 0
        self._early: DepthMap | None = None
        self._drawn: DepthMap | None = None

    def pair(self, shot: Shot | None, found: DepthMap | None) -> tuple[Shot | None, DepthMap | None]:
        """Take what is new; return the frame, and a map where there is a nearer one than the one drawn before."""
        if shot is not None:
            self._sequence = shot.frame.sequence
        maps = [one for one in (self._drawn, self._early, found) if one is not None]
        if not maps:
            return shot, None
        nearest = min(reversed(maps), key=lambda one: abs(one.sequence - self._sequence))
        self._early = found or self._early
        if nearest is self._drawn:
            return shot, None
        self._drawn = nearest
        return shot, nearest


class Matcher:
    """Holds frames back until there is depth of their own moment: matte and picture move together, a little late.

    The delay is the depth's age and no more: a frame is let go as soon as a map as new as it is there.
    """

    def __init__(self) -> None:
        self._waiting: deque[Shot] = deque()
        self._maps: deque[DepthMap] = deque(maxlen=MOST_MAPS)
        self._drawn: DepthMap | None = None

    def pair(self, shot: Shot | None, found: DepthMap | None) -> tuple[Shot | None, DepthMap | None]:
        """Take what is new; return the frame whose turn it is with the map nearest to it."""
        if shot is not None:
            self._waiting.append(shot)
        if found is not None:
            self._maps.append(found)
        if not self._waiting or not (self._maps or len(self._waiting) > MOST_WAITING):
            return None, None
        self._catch_up()
        sequence = self._waiting[0].frame.sequence
        if self._newest() < sequence and len(self._waiting) <= MOST_WAITING:
            return None, None
        first = self._waiting.popleft()
        if not self._maps:
            return first, None
        nearest = min(self._maps, key=lambda one: abs(one.sequence - sequence))
        is_new = nearest is not self._drawn
        self._drawn = nearest
        return first, nearest if is_new else None

    def _newest(self) -> int:
        return self._maps[-1].sequence if self._maps else -1

    def _catch_up(self) -> None:
        """Leave a frame out where more have their depth than a new map brings: the delay shrinks again."""
        ready = sum(shot.frame.sequence <= self._newest() for shot in self._waiting)
        gap = self._maps[-1].sequence - self._maps[-2].sequence if len(self._maps) > 1 else 1
        if ready > max(gap, 1):
            self._waiting.popleft()
