"""How the man with the suitcase moves: a cut-out figure with bones, a pure function of time.

He walks in from the right until he stands between the couple, turns to them, is shocked, turns away and goes.
Feet do not slide: a foot on the ground stays where it was put down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from livefocus.render.scenes.cutout import Handle, Pose
from livefocus.render.scenes.life import smooth

Z_M = 9.0
STAND_X_M = 0.06
STOP_S, SHOCK_S, LEAVE_S, GONE_S = 5.9, 6.45, 9.5, 11.75
"""When he stands, when he understands, when he turns away; by when he is out of view."""
WALK_M_S = 1.45
CYCLE_M = 1.42
"""Way of two steps."""
STANCE = 0.6
THIGH_M, SHIN_M, HIP_M, ANKLE_M = 0.46, 0.43, 0.925, 0.07


@dataclass(frozen=True, slots=True)
class Placed:
    """One cut-out of him, by its name in the atlas, and how it stands; in the order they are drawn."""

    name: str
    pose: Pose


def figure(time_s: float, half_width_m: float) -> list[Placed]:
    """Return his cut-outs at a time, none while he is out of view.

    Parameters
    ----------
    time_s
        Seconds since the start of a round.
    half_width_m
        Half the width that is seen at his distance: he comes from beyond it.
    """
    way_m = half_width_m + 0.65 - STAND_X_M
    if time_s < STOP_S:
        speed = max(WALK_M_S, way_m / (STOP_S - 0.4))
        left_m = _braked((STOP_S - time_s) * speed, speed)
        return list(_walking(STAND_X_M + left_m, left_m, True)) if left_m < way_m else []
    if time_s < LEAVE_S:
        return list(_standing(time_s))
    speed = max(WALK_M_S * 1.15, way_m / (GONE_S - LEAVE_S - 0.3))
    gone_m = speed * max(time_s - LEAVE_S - 0.12, 0.0)
    return list(_walking(STAND_X_M + gone_m, gone_m, False)) if gone_m < way_m else []


def _braked(left_m: float, speed: float) -> float:
    """Slow down over the last half step, arriving at nought with no speed left."""
    brake_m = 0.35
    if left_m >= brake_m:
        return left_m
    _ = speed
    t = left_m / brake_m
    return brake_m * t * t * (2 - t)


def _foot(phase: float) -> tuple[float, float, float]:
    """Return a foot's place before the hip, its height, and how its toes point down, in degrees."""
    reach = CYCLE_M * STANCE / 2
    phase %= 1.0
    if phase < STANCE:
        t = phase / STANCE
        lift = max(0.0, t - 0.75) / 0.25
        return reach * (1 - 2 * t), 0.035 * lift * lift, -32.0 * lift * lift + 14.0 * max(0.0, 1 - t / 0.15)
    t = (phase - STANCE) / (1 - STANCE)
    ease = smooth(t)
    return (
        reach * (2 * ease - 1),
        0.035 * (1 - t) + 0.075 * float(np.sin(np.pi * t)),
        -32.0 * (1 - t) ** 2 + 14.0 * t * t,
    )


def _leg(phase: float, hip_y: float, settle: float) -> tuple[float, float, float, float, float]:
    """Return angles of thigh and shin in degrees (0 hangs, positive forward) and the knee's place from the hip."""
    x, y, toes = _foot(phase)
    x, y = x * (1 - settle), y * (1 - settle)
    down = hip_y - y - ANKLE_M
    distance = min(float(np.hypot(x, down)), THIGH_M + SHIN_M - 1e-4)
    to_foot = float(np.arctan2(x, down))
    bend = float(np.arccos((THIGH_M**2 + distance**2 - SHIN_M**2) / (2 * THIGH_M * distance)))
    thigh = to_foot + bend
    knee_x, knee_y = THIGH_M * float(np.sin(thigh)), -THIGH_M * float(np.cos(thigh))
    shin = float(np.arctan2(x - knee_x, down + knee_y))
    return float(np.degrees(thigh)), float(np.degrees(shin)), knee_x, knee_y, toes


def _walking(x_m: float, way_m: float, leftwards: bool) -> Iterator[Placed]:
    """Build him from the side, walking; his suitcase is on the near side going left, on the far side going right."""
    sign = -1.0 if leftwards else 1.0
    settle = smooth(1 - way_m / 0.35)
    phase = (way_m / CYCLE_M * (-1 if leftwards else 1) + 0.05) % 1.0
    swing = float(np.sin(2 * np.pi * (phase + 0.08))) * (1 - settle)
    bob = 0.018 * float(np.cos(4 * np.pi * (phase + 0.05))) * (1 - settle)

    def at(x: float, y: float, turn_deg: float = 0.0, handles: tuple[Handle, ...] = ()) -> Pose:
        return Pose(x_m + sign * x, y + bob, Z_M, sign * turn_deg, leftwards, handles)

    hip = HIP_M + bob
    legs = [_leg(phase, hip, settle), _leg(phase + 0.5, hip, settle)]
    case = [Placed("suitcase", at(0.03 + 0.02 * swing, 0.80, 2.5 * swing)), Placed("arm", at(0.0, 1.40, 3.0 * swing))]
    free = [Placed("arm", at(0.02, 1.40, -24.0 * swing))]
    yield Placed("shadow", Pose(x_m, 0.0, Z_M))
    yield from case if not leftwards else free
    for thigh, shin, knee_x, knee_y, _ in (legs[1], legs[0]):
        yield Placed("thigh", at(0.0, HIP_M, thigh))
        yield Placed("shin", at(knee_x, HIP_M + knee_y, shin))
    hem = tuple(
        Handle((place, 0.52), (0.13, 0.30), (pull, 0.0))
        for place, pull in (
            (0.16, 0.10 * max(legs[0][2], legs[1][2]) - 0.01),
            (-0.16, 0.16 * min(legs[0][2], legs[1][2]) - 0.02),
        )
    )
    yield Placed("coat_side", at(0.0, 0.0, -1.5, hem))
    yield Placed("head_side", at(0.10, 1.545, 1.5 * float(np.sin(4 * np.pi * phase))))
    yield from case if leftwards else free


def _standing(time_s: float) -> Iterator[Placed]:
    """Build him from the front: a breath of rest, then shock; he leans back a little and does not move again."""
    turned = smooth((time_s - STOP_S) / 0.25)
    away = smooth((LEAVE_S - time_s) / 0.2)
    shock = smooth((time_s - SHOCK_S) / 0.22)
    breath = float(np.sin((time_s - STOP_S) * 2 * np.pi / 1.5)) * shock
    widen = 0.72 + 0.28 * min(turned, away)
    start = 0.022 * shock
    lift = 0.012 * float(np.sin(np.pi * min(max((time_s - SHOCK_S) / 0.3, 0.0), 1.0)))

    def at(x: float, y: float, turn_deg: float = 0.0, handles: tuple[Handle, ...] = ()) -> Pose:
        return Pose(STAND_X_M + x * widen, y, Z_M, turn_deg, False, handles, widen)

    chest = (
        Handle((0.0, 1.35), (0.30, 0.25), (0.0, 0.004 * breath + 0.5 * lift)),
        Handle((0.0, 1.45), (0.4, 0.35), (start, lift)),
    )
    yield Placed("shadow", Pose(STAND_X_M + 0.05, 0.0, Z_M))
    yield Placed("suitcase", at(0.30 + 0.3 * start, 0.80 + lift, 1.5 * shock))
    yield Placed("arm_left", at(0.198 + start, 1.375 + lift, 5.0))
    yield Placed("arm_right", at(-0.198 + start, 1.375 + lift, -5.0 - 8.0 * shock))
    yield Placed("coat_front", at(0.0, 0.0, 0.0, chest))
    blink = any(abs(time_s - t) < 0.07 for t in (SHOCK_S - 0.1, 8.3))
    name = "head_blink" if blink else "head_shock" if shock > 0.5 else "head_calm"
    yield Placed(name, at(start * 1.2, 1.545 + lift + 0.002 * breath, -2.5 * shock))
