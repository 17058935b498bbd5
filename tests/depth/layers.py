"""An engine is wrapped in guards and helpers: finds the one a test wants to look at."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


def layer_of(engine: Any, kind: type[T]) -> T | None:
    """The outermost layer of this kind, or None."""
    while engine is not None and not isinstance(engine, kind):
        engine = getattr(engine, "inner", None)
    return engine
