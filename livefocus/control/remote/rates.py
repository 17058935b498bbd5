"""Limits on what one visitor may ask for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

MOST_VISITORS = 256
"""So many visitors are told apart; the one heard of longest ago is forgotten."""


class Allowance:
    """So much a second, with some in hand for a burst.

    Parameters
    ----------
    per_s
        How much comes in.
    burst
        The most that can be in hand, and what there is at first.
    now_s
        What time it is, monotonic.
    """

    def __init__(self, per_s: float, burst: float, now_s: Callable[[], float]) -> None:
        self._per_s = per_s
        self._burst = burst
        self._now_s = now_s
        self._in_hand = burst
        self._at_s = now_s()

    def take(self) -> bool:
        """Take one; False where nothing is in hand."""
        now_s = self._now_s()
        self._in_hand = min(self._in_hand + (now_s - self._at_s) * self._per_s, self._burst)
        self._at_s = now_s
        if self._in_hand < 1.0:
            return False
        self._in_hand -= 1.0
        return True


class Allowances:
    """An allowance for each visitor."""

    def __init__(self, per_s: float, burst: float, now_s: Callable[[], float]) -> None:
        self._limits = per_s, burst, now_s
        self._of: OrderedDict[str, Allowance] = OrderedDict()

    def take(self, visitor: str) -> bool:
        """Take one of a visitor's; False where nothing is in hand."""
        allowance = self._of.setdefault(visitor, Allowance(*self._limits))
        self._of.move_to_end(visitor)
        if len(self._of) > MOST_VISITORS:
            self._of.popitem(last=False)
        return allowance.take()
