"""The one gate every depth map passes: finite, two-dimensional, float32, and not flat where the picture is not.

`check_map` is the gate; `GuardedEstimator` puts it behind an engine and decides what a bad map means: offline it is an
error, live the last good depth is held, said once, and the next frame is the next try.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from livefocus.depth.estimator import DepthEstimator
from livefocus.errors import DepthError, LivefocusError
from livefocus.frame import DepthMap, Frame

Report = Callable[[str], None]
"""Takes one line for the user."""

GOOD_MAPS_UNTIL_SAID_AGAIN = 120
"""A failure that comes back after this many good maps (a few seconds) is worth a second line."""

FLAT_PICTURE_DEVIATION = 4.0
"""Deviation, in 1/255, below which a picture (lens cap, black clip, wall) may honestly have flat depth."""


def warn(line: str) -> None:
    """Log a line for the user: the default where no other way is given."""
    logging.getLogger("livefocus.depth").warning(line)


def check_map(inverse_depth: NDArray[np.generic], who: str) -> NDArray[np.float32]:
    """Return the map as finite float32 `(height, width)`.

    Parameters
    ----------
    inverse_depth
        What an engine or a file gave.
    who
        Engine or file, for the error's line.

    Raises
    ------
    DepthError
        Where it is not two-dimensional, smaller than 1 × 1, not numbers, or not finite (with the count).
    """
    if inverse_depth.ndim != 2 or min(inverse_depth.shape) < 1:
        raise DepthError(f"{who} gave depth of shape {inverse_depth.shape}", "a map has a height and a width")
    if inverse_depth.dtype.kind not in "fiub":
        raise DepthError(f"{who} gave depth of type {inverse_depth.dtype}", "depth is real numbers")
    with np.errstate(over="ignore"):  # what does not fit float32 becomes infinite and is counted below
        single = np.ascontiguousarray(inverse_depth, dtype=np.float32)
    if not np.isfinite(single).all():
        raise _not_finite(single, who)
    return single


def _not_finite(inverse_depth: NDArray[np.float32], who: str) -> DepthError:
    nan, infinite = int(np.isnan(inverse_depth).sum()), int(np.isinf(inverse_depth).sum())
    return DepthError(
        f"{who} has {nan} NaN and {infinite} infinite values among {inverse_depth.size}", "depth must be finite"
    )


def is_flat(inverse_depth: NDArray[np.float32]) -> bool:
    """Tell whether a map is one single value, as a broken network gives it."""
    return inverse_depth.size > 1 and float(np.ptp(inverse_depth)) < 1e-6


def picture_is_flat(frame: Frame) -> bool:
    """Tell whether there is next to nothing to see in a frame (checked on every eighth pixel)."""
    return float(frame.pixels[::8, ::8].std()) < FLAT_PICTURE_DEVIATION


class GuardedEstimator:
    """An engine behind the gate.

    Parameters
    ----------
    inner
        The engine.
    flat_is_wrong
        True for an engine that sees depth in everything, so that a flat map of a picture that is not flat means it is
        broken. A matte of an empty room, a plane or a lectern may honestly be flat.
    live
        True: hold the last good depth (a middle plane before there is one) and go on. False: raise.
    report
        Takes the one line said when depth is held.
    """

    def __init__(
        self, inner: DepthEstimator, *, flat_is_wrong: bool = False, live: bool = False, report: Report = warn
    ) -> None:
        self.inner = inner
        self.name = inner.name
        self.notice = inner.notice
        self.own_thread = inner.own_thread
        self.held_count = 0
        self._flat_is_wrong = flat_is_wrong
        self._live = live
        self._report = report
        self._last: DepthMap | None = None
        self._good_in_a_row = GOOD_MAPS_UNTIL_SAID_AGAIN

    def open(self) -> None:
        """Open the engine; what it learns there may change `notice`."""
        self.inner.open()
        self.notice = self.inner.notice

    def estimate(self, frame: Frame) -> DepthMap:
        """Return checked depth of this frame; raises `DepthError` where it is not live."""
        try:
            good = self._checked(frame)
        except DepthError as error:
            if not self._live:
                raise
            return self._held(frame, error)
        self._good_in_a_row += 1
        self._last = good
        return good

    def close(self) -> None:
        """Close the engine."""
        self.inner.close()
        self._last = None

    def _checked(self, frame: Frame) -> DepthMap:
        try:
            raw = self.inner.estimate(frame)
        except DepthError:
            raise
        except LivefocusError as error:
            raise DepthError(error.message, error.advice) from error
        except Exception as error:  # an engine may be anybody's: whatever it throws is one bad map, not the show's end
            raise DepthError(f"{self.name} failed on frame {frame.sequence} ({error})") from error
        checked = check_map(raw.inverse_depth, self.name)
        if self._flat_is_wrong and is_flat(checked) and not picture_is_flat(frame):
            raise DepthError(f"{self.name} gave one single depth for the whole of frame {frame.sequence}")
        return raw if checked is raw.inverse_depth else replace(raw, inverse_depth=checked)

    def _held(self, frame: Frame, error: DepthError) -> DepthMap:
        """Return the last good map, under the sequence it was made from: its age stays true."""
        if self._good_in_a_row >= GOOD_MAPS_UNTIL_SAID_AGAIN:
            self._report(f"{error}; holding the last good depth")
        self._good_in_a_row = 0
        self.held_count += 1
        if self._last is None:
            return DepthMap(np.full((2, 2), 0.5, np.float32), frame.sequence)
        return self._last
