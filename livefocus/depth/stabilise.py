"""Depth that holds: an engine's maps brought to one scale and made quiet, in the order they come.

Five small steps a map, each a pure piece of its own: the frame is brought to the shot's exposure before the engine sees
it (a network's depth moves with light in a way no affine map undoes), the map is aligned to the shot's memory
(`align.py`, `reference.py`), averaged over time where nothing moved (`average.py`), and pulled to the memory where the
picture is as remembered. A cut starts anew. What moved and what is a cut is `stillness.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.align import Affine, fit_affine
from livefocus.depth.average import Insistence
from livefocus.depth.estimator import DepthEstimator
from livefocus.depth.reference import Reference
from livefocus.depth.scaling import halved
from livefocus.depth.stillness import (
    Gain,
    Thumbnail,
    gain_between,
    is_cut,
    is_still,
    likeness,
    no_gain,
    shows_nothing,
    thumbnail,
)
from livefocus.frame import DepthMap, Frame
from livefocus.opencv import cv2

SETTLING_S = 1.0
"""A camera that was just switched on finds its exposure; only then the memory begins."""

MEMORY_PULL = 0.9
"""How far a pixel that is as remembered goes to its remembered depth."""

KNOWN_ENOUGH = 0.04
"""Share of the picture that must be as remembered for it to tell the scale."""

FORGET_S = 20.0
"""Without anything to hold on to, the scale goes back to the engine's own with this time constant."""

GAIN_WORTH = 0.01
"""Exposure nearer than this to the shot's is left alone."""

OTHER_LIGHT = 0.05
"""Logarithm of a gain at which a map adds half as much to the memory."""

LONGEST_STEP_S = 1.0
"""A pause longer than this (the machine slept) counts as no longer."""

ASK_AGAIN_S = 0.5
"""On a still scene the engine is asked this often all the same."""

SPARSE = (slice(1, None, 3), slice(1, None, 3))
"""Every third pixel of every third row tells a map's scale as well as all of them."""

AROUND = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)

ENOUGH_PX = (640, 360)
"""No engine here looks at a picture more finely than this."""


class StabilisedDepth:
    """An engine whose maps hold still; it knows no clock, only the frames' own time.

    Parameters
    ----------
    inner
        The engine, behind a guard of its own: a bad map must not get into the memory.
    skip_still
        True: where nothing moved since the last map, that map is this frame's too, and the engine rests. It is asked
        again every `ASK_AGAIN_S`.

    Attributes
    ----------
    cuts
        Scene cuts seen since it was opened.
    skipped
        Frames for which the engine was not asked.
    """

    def __init__(self, inner: DepthEstimator, *, skip_still: bool = False) -> None:
        self.name = inner.name
        self.notice = inner.notice
        self.own_thread = inner.own_thread
        self.cuts = self.skipped = 0
        self._inner = inner
        self._skip_still = skip_still
        self._shot: Shot | None = None
        self._asked_with: Thumbnail | None = None
        self._time_s = 0.0

    def open(self) -> None:
        """Open the engine and forget every shot."""
        self._inner.open()
        self.notice = self._inner.notice
        self._shot, self._asked_with = None, None
        self.cuts = self.skipped = 0

    def estimate(self, frame: Frame) -> DepthMap:
        """Return steady depth of this frame."""
        now = thumbnail(frame.pixels)
        step_s = min(max(frame.media_time_s - self._time_s, 0.0), LONGEST_STEP_S)
        rests = self._nothing_new(now, step_s)
        if rests is not None:
            self.skipped += 1
            return DepthMap(rests, frame.sequence)
        if self._shot is not None and not self._shot.goes_on(now):
            self.cuts += 1
            self._shot = None
        if self._shot is None:
            self._shot = Shot(now)
        raw = self._inner.estimate(at_gain(frame, self._shot.gain))
        self._time_s, self._asked_with = frame.media_time_s, now
        return DepthMap(self._shot.step(raw.inverse_depth, step_s), frame.sequence, raw.metric)

    def close(self) -> None:
        """Close the engine."""
        self._inner.close()
        self._shot, self._asked_with = None, None

    def _nothing_new(self, now: Thumbnail, since_s: float) -> NDArray[np.float32] | None:
        """Return the running map where it holds for this picture as well: it shows nothing, or nothing new."""
        if self._shot is None or self._shot.running is None or self._asked_with is None:
            return None
        if self._asked_with.shape != now.shape:
            return None
        if shows_nothing(now) and not shows_nothing(self._asked_with):
            return self._shot.running  # a lens cap: what was there is still there
        rested = self._skip_still and self._shot.has_settled and since_s < ASK_AGAIN_S
        return self._shot.running if rested and is_still(now, self._asked_with) else None


class Shot:
    """What is known of one shot, from cut to cut. For each frame: `goes_on`, then `step`.

    Attributes
    ----------
    gain
        How much brighter the present picture is than the shot's beginning, a channel.
    running
        The running map; None before the first.
    """

    def __init__(self, now: Thumbnail) -> None:
        self.gain = no_gain()
        self.running: NDArray[np.float32] | None = None
        self._now = now
        self._same = np.zeros(now.shape[1:], np.float32)
        self._beginning = now
        self._reference: Reference | None = None
        self._affine = Affine()
        self._insistence = Insistence()
        self._age_s = 0.0
        self._stepped = True

    @property
    def has_settled(self) -> bool:
        """Whether the shot has a memory, and averages have come to rest."""
        return self._reference is not None and self._age_s > 2.0 * SETTLING_S

    def goes_on(self, now: Thumbnail) -> bool:
        """Take the next picture and compare; False where it is another shot's."""
        before, self._now = self._now, now
        if now.shape != before.shape:
            return False
        step_gain = gain_between(now, before)
        same = likeness(now, before, step_gain)
        if is_cut(now, before, same):
            return False
        beginning = self._beginning if self._reference is None else self._reference.picture
        self.gain = gain_between(now, beginning, self.gain * step_gain)
        same = np.asarray(cv2.erode(same, AROUND), np.float32)
        # Where the engine failed on the picture before, what moved then has moved since the last map.
        self._same = same if self._stepped else np.minimum(self._same, same)
        self._stepped = False
        return True

    def step(self, raw: NDArray[np.float32], step_s: float) -> NDArray[np.float32]:
        """Take the present picture's map; returns the running one."""
        self._age_s += step_s
        self._stepped = True
        if self.running is None or self.running.shape != raw.shape:
            self.running, self._reference = raw.copy(), None
        elif self._reference is None:
            self.running = self._insistence.average(self.running, raw, _at_size(self._same, raw), step_s)
            if self._age_s >= SETTLING_S:
                self._reference, self.gain = Reference.of(self._now, self.running), no_gain()
        else:
            self.running = self._hold(raw, self._reference, step_s)
        return self.running

    def _hold(self, raw: NDArray[np.float32], reference: Reference, step_s: float) -> NDArray[np.float32]:
        """Align a map to the shot's memory, average it, and let memory and map learn from each other."""
        assert self.running is not None
        same = _at_size(self._same, raw)
        # The edge of something that moved is remembered half as it and half as what is behind: left out, and softly.
        seen = cv2.blur(cv2.erode(reference.seen_in(self._now, self.gain), AROUND), AROUND.shape)
        known = _at_size(np.asarray(seen, np.float32), raw)
        aligned = self._align(raw, reference.inverse_depth, known, same, step_s)
        running = self._insistence.average(self.running, aligned, same, step_s)
        sure = known * reference.agreement(aligned)
        reference.add(aligned, sure * likeness_of_light(self.gain))
        reference.learn(self._now, self.gain, running, self._same, step_s)
        pull = np.float32(MEMORY_PULL) * sure
        return np.asarray(running + pull * (reference.inverse_depth - running), np.float32)

    def _align(
        self,
        raw: NDArray[np.float32],
        remembered: NDArray[np.float32],
        known: NDArray[np.float32],
        same: NDArray[np.float32],
        step_s: float,
    ) -> NDArray[np.float32]:
        """Bring a map to the shot's scale: by what is remembered, else by what did not move, else as before."""
        assert self.running is not None
        fit = None
        if known.mean() > KNOWN_ENOUGH:
            fit = fit_affine(raw[SPARSE], remembered[SPARSE], known[SPARSE])
        elif same.mean() > KNOWN_ENOUGH:
            fit = fit_affine(raw[SPARSE], self.running[SPARSE], same[SPARSE])
        if fit is None:
            fit = self._affine.towards(Affine(), 1.0 - float(np.exp(-step_s / FORGET_S)))
        self._affine = fit
        return fit(raw)


def likeness_of_light(gain: Gain) -> np.float32:
    """Return how much a map made in other light than the shot's beginning may add to the memory, 0…1.

    Brought back to the shot's exposure a picture has lost what was clipped, and its map is off by half a percent: after
    minutes of it the memory would be half-way between the two.
    """
    off = float(np.abs(np.log(gain)).max())
    return np.float32(1.0 / (1.0 + (off / OTHER_LIGHT) ** 2))


def at_gain(frame: Frame, gain: Gain) -> Frame:
    """Return a frame as it would be without this gain, at a size that is enough for any engine here."""
    if np.abs(gain - 1.0).max() < GAIN_WORTH:
        return frame
    levels = np.arange(256, dtype=np.float32)[:, None] / gain[None, :]
    table = np.clip(np.round(levels), 0, 255).astype(np.uint8)[None]
    pixels = np.asarray(cv2.LUT(halved(frame.pixels, ENOUGH_PX), table), np.uint8)
    return Frame(pixels, frame.captured_at_s, frame.sequence, frame.media_time_s, frame.inverse_depth)


def _at_size(small: NDArray[np.float32], like: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale a thumbnail's weights to a map's size."""
    return np.asarray(cv2.resize(small, like.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
