"""The couple as cut-outs, and the little they do: breathe, blink, press the other's hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from livefocus.render.scenes.cafe import hands, lover, woman
from livefocus.render.scenes.cutout import Handle, Part, Pose
from livefocus.render.scenes.life import blink, wave
from livefocus.render.scenes.profile import eyelid
from livefocus.render.scenes.sheet import Sheet

Z_M = 4.0
ROUND_S = 12.0
LEAN_M = 0.13
"""How far their own cards are shifted towards the table."""
BLINKS = {"her": (1.4, 3.9, 7.3, 10.6), "his": (2.3, 5.2, 8.8, 11.2)}


def _her(sheet: Sheet) -> Sheet:
    return sheet.at(LEAN_M, 0.0)


def _his(sheet: Sheet) -> Sheet:
    return sheet.at(-LEAN_M, 0.0).mirrored()


def _her_body(card: Sheet) -> None:
    woman.paint_body(_her(card))


def _his_body(card: Sheet) -> None:
    lover.paint_body(_his(card))


def _arms(card: Sheet) -> None:
    her, his = _her(card), _his(card)
    woman.paint_arm(her, far=True)
    lover.paint_arm(his, far=True)
    hands.paint_far_hands(card)
    woman.paint_arm(her, far=False)
    lover.paint_arm(his, far=False)
    hands.paint_near_hands(card)


def body_parts(bottom_m: float) -> list[Part]:
    """Return what has to be painted behind the table; nothing below `bottom_m` is in view."""
    low = max(bottom_m, -0.02)
    bodies = [Part("her", -0.80, low, -0.10, 1.38, _her_body), Part("his", 0.03, low, 0.82, 1.44, _his_body)]
    return bodies + [_lid(who, closed) for who in ("her", "his") for closed in (0.5, 1.0)]


def arm_parts() -> list[Part]:
    """Return what has to be painted before the table's top."""
    return [Part("arms", -0.66, 0.70, 0.68, 1.08, _arms)]


def _lid(who: str, closed: float) -> Part:
    def paint(card: Sheet) -> None:
        if who == "her":
            eyelid(woman.head_of(_her(card)), woman.FACE, closed)
        else:
            eyelid(lover.head_of(_his(card)), lover.FACE, closed)

    left = -0.44 if who == "her" else 0.36
    return Part(f"{who}_{closed:g}", left, 1.17, left + 0.10, 1.30, paint)


def _handles(time_s: float) -> tuple[Handle, ...]:
    """Return how they are bent; every period divides the round, so that it closes."""
    her, his = wave(time_s, 4.0, 0.0), wave(time_s, 6.0, 0.3)
    her_nod, his_nod = (
        wave(time_s, 12.0, 0.1) + 0.4 * wave(time_s, 4.0, 0.6),
        wave(time_s, 12.0, 0.6) + 0.3 * wave(time_s, 3.0, 0.2),
    )
    return (
        Handle((-0.52, 0.95), (0.20, 0.22), (0.0006 * her, 0.0026 * her)),
        Handle((0.54, 0.98), (0.20, 0.24), (-0.0006 * his, 0.0028 * his)),
        Handle((-0.47, 1.20), (0.17, 0.16), (0.0015 * her_nod, 0.0012 * her), 0.55 * her_nod),
        Handle((0.47, 1.25), (0.17, 0.16), (0.0012 * his_nod, 0.0012 * his), -0.5 * his_nod),
    )


def _press(time_s: float) -> Handle:
    """Return the squeeze of a hand: twice a round, quick and slow to let go."""
    total = 0.0
    for start in (2.6, 8.4):
        t = time_s - start
        if 0.0 <= t <= 1.4:
            total += float(
                np.sin(np.pi * min(t / 0.35, 1.0) / 2) if t < 0.35 else np.cos(np.pi * (t - 0.35) / 2.1) ** 2
            )
    return Handle((0.0, 0.80), (0.09, 0.06), (0.0, 0.0035 * total), 1.4 * total)


def bodies(time_s: float) -> Iterator[tuple[str, Pose]]:
    """Return what is behind the table: bodies, and lids while they blink."""
    bend = _handles(time_s)
    yield "her", Pose(0.0, 0.0, Z_M, handles=bend)
    yield "his", Pose(0.0, 0.0, Z_M, handles=bend)
    for who, times in BLINKS.items():
        closed = blink(time_s, times)
        if closed:
            yield f"{who}_{closed:g}", Pose(0.0, 0.0, Z_M, handles=bend)


def arms(time_s: float) -> Iterator[tuple[str, Pose]]:
    """Return what lies on the table: arms and hands."""
    yield "arms", Pose(0.0, 0.0, Z_M, handles=(*_handles(time_s), _press(time_s)))
