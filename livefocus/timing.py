"""Clocks, and the mailbox that lets a fast thread run ahead of a slow one.

`Latest` keeps the newest value only, and counts what nobody took: live, the newest frame wins.
"""

from __future__ import annotations

import threading
import time
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    """Something that tells the time and waits; tests put in their own."""

    def now_s(self) -> float:
        """Return monotonic seconds."""
        ...

    def sleep_s(self, duration_s: float) -> None:
        """Wait that long; not at all where it is zero or less."""
        ...


class SystemClock:
    """The machine's monotonic clock."""

    def now_s(self) -> float:
        """Return `time.perf_counter()`."""
        return time.perf_counter()

    def sleep_s(self, duration_s: float) -> None:
        """Sleep where there is something to sleep."""
        if duration_s > 0:
            time.sleep(duration_s)


class ManualClock:
    """A clock that only moves when told to: for tests and for offline rendering."""

    def __init__(self, now_s: float = 0.0) -> None:
        self._now_s = now_s

    def now_s(self) -> float:
        """Return the time it was last set to."""
        return self._now_s

    def sleep_s(self, duration_s: float) -> None:
        """Move on at once."""
        self._now_s += max(duration_s, 0.0)


class Latest(Generic[T]):
    """A mailbox with one place: `put` replaces, `take` empties, `peek` looks.

    Attributes
    ----------
    dropped
        How many values were replaced before anybody took them.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._value: T | None = None
        self._fresh = False
        self._closed = False
        self.dropped = 0

    def put(self, value: T) -> None:
        """Leave a value, replacing the one that is there."""
        with self._condition:
            if self._fresh:
                self.dropped += 1
            self._value = value
            self._fresh = True
            self._condition.notify_all()

    def take(self, timeout_s: float | None = 0.0) -> T | None:
        """Take the value if it is fresh, waiting up to `timeout_s` (None: until closed); None if there is none."""
        with self._condition:
            if not self._fresh and timeout_s != 0.0:
                self._condition.wait_for(lambda: self._fresh or self._closed, timeout_s)
            if not self._fresh:
                return None
            self._fresh = False
            self._condition.notify_all()
            return self._value

    def wait_taken(self, timeout_s: float | None = 0.0) -> bool:
        """Wait up to `timeout_s` (None: until closed) for the value to be taken; whether there is room for another."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._fresh or self._closed, timeout_s)

    def peek(self) -> T | None:
        """Return the last value left, taken or not."""
        with self._condition:
            return self._value

    def close(self) -> None:
        """Wake everybody who waits; a value that is there can still be taken."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    @property
    def fresh(self) -> bool:
        """Whether there is a value nobody took."""
        return self._fresh

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed
