"""Whether pixels can be told what those beside them have read: GL leaves it to the driver how it takes derivatives."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import moderngl
import numpy as np

from livefocus.render.passes.base import FullScreenPass
from livefocus.render.targets import Target

PROBE = "probe/quads.frag"
SIZE = (16, 16)
_known: WeakKeyDictionary[moderngl.Context, bool] = WeakKeyDictionary()


def shares_quads(context: moderngl.Context) -> bool:
    """Tell whether derivatives are the differences within each row and column of 2 × 2 pixels, by trying it once.

    GLSL 3.30 (8.8) also lets a driver take one difference for all four pixels.
    """
    if context not in _known:
        _known[context] = _probe(context)
    return _known[context]


def _probe(context: moderngl.Context) -> bool:
    probe, target = FullScreenPass(context, PROBE), Target(context, SIZE)
    try:
        probe.draw(target, {}, {})
        return bool(np.frombuffer(target.framebuffer.read(components=4), np.uint8).all())
    finally:
        probe.release()
        target.release()
