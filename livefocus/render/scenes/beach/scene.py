"""The beach put together: one face near, a reader, a child, bathers, and what comes out on the water; who does what."""

from __future__ import annotations

from collections.abc import Iterator

from livefocus.render.scenes.beach import bathers, child, reader, shore, watcher
from livefocus.render.scenes.camera import Camera, Framing, flat
from livefocus.render.scenes.canvas import Canvas
from livefocus.render.scenes.curves import points
from livefocus.render.scenes.cutout import Handle, Part, Pose
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.life import blink, smooth, spell, wave
from livefocus.render.scenes.material import Light
from livefocus.render.scenes.play import Cast, Living, Play, Still
from livefocus.render.scenes.profile import eyelid
from livefocus.render.scenes.sheet import Sheet

FACE_Z_M, READER_Z_M, CHILD_Z_M, BATHERS_Z_M, FIN_Z_M = 3.0, 5.0, 8.5, 15.0, 30.0
FACE_X_M, READER_X_M, CHILD_X_M, HER_X_M, BOY_X_M = -0.115, 0.60, 0.09, 0.56, 1.22
ROUND_S = 20.0
FIN_S = (9.0, 16.2)
"""From when to when the fin is above the water."""
BLINKS = (1.2, 3.6, 6.1, 8.4, 18.6)
LIGHT = Light(
    sun_direction=(0.70, 0.58, 0.28),
    sun_colour=(1.30, 1.05, 0.78),
    lamp_direction=(-0.75, 0.10, 0.40),
    lamp_colour=(0.10, 0.12, 0.16),
    sky_colour=(0.46, 0.54, 0.66),
    ground_colour=(0.42, 0.34, 0.25),
    haze_colour=(0.66, 0.72, 0.76),
    haze_m=900.0,
)
CHILD_MOODS = {
    "head": Expression(brows=0.15, smile=0.5),
    "head_blink": Expression(wide=-1.0, brows=0.1, smile=0.5),
}


def _watcher(card: Sheet) -> Sheet:
    return card.at(FACE_X_M, 0.0)


def _reader(card: Sheet) -> Sheet:
    return card.at(READER_X_M, 0.0).mirrored()


def _lid(closed: float) -> Part:
    def paint(card: Sheet) -> None:
        eyelid(watcher.head_of(_watcher(card)), watcher.FACE, closed)

    return Part(f"lid_{closed:g}", FACE_X_M - 0.06, 1.05, FACE_X_M + 0.02, 1.11, paint)


def _watcher_parts(camera: Camera) -> list[Part]:
    low = max(camera.unproject(0.0, camera.size_px[1] + 2.0, FACE_Z_M)[1], 0.30)
    body = Part("man", FACE_X_M - 0.42, low, FACE_X_M + 0.40, 1.28, lambda card: watcher.paint(_watcher(card)))
    return [body, _lid(0.5), _lid(1.0)]


def _watch(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    breath = wave(time_s, 4.0)
    start = spell(time_s, 14.6, 18.4, 0.35)
    nod = 0.5 * wave(time_s, 10.0, 0.2) - 1.6 * start
    bend = (
        Handle((FACE_X_M - 0.2, 0.80), (0.24, 0.22), (0.0008 * breath + 0.004 * start, 0.0030 * breath)),
        Handle((FACE_X_M - 0.1, 1.08), (0.20, 0.18), (0.010 * start, 0.0014 * breath + 0.004 * start), nod),
        Handle((FACE_X_M + 0.008, 0.972), (0.036, 0.030), (0.0, -0.0060 * start)),
    )
    yield "man", Pose(0.0, 0.0, FACE_Z_M, handles=bend)
    closed = blink(time_s, BLINKS)
    if closed:
        yield f"lid_{closed:g}", Pose(0.0, 0.0, FACE_Z_M, handles=bend)


def _read(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    breath = wave(time_s, 5.0, 0.3)
    bend = (
        Handle((READER_X_M + 0.17, 0.40), (0.20, 0.20), (0.0, 0.004 * breath)),
        Handle((READER_X_M + 0.10, 0.78), (0.24, 0.22), (0.0, 0.002 * breath), 1.2 * wave(time_s, 10.0)),
    )
    yield "reader", Pose(0.0, 0.0, READER_Z_M, handles=bend)


def _head_part(name: str) -> Part:
    return Part(name, -0.14, -0.04, 0.14, 0.30, lambda card: child.paint_head(card, CHILD_MOODS[name]))


CHILD = (
    Part("body", -0.48, -0.02, 0.48, 0.52, child.paint_body),
    *(_head_part(name) for name in CHILD_MOODS),
    Part("castle", -0.50, -0.06, 0.72, 0.37, child.paint_castle),
    Part("arm", -0.13, -0.32, 0.11, 0.07, child.paint_arm),
    Part("other_arm", -0.11, -0.32, 0.13, 0.07, lambda card: child.paint_arm(card.mirrored())),
)


def _build(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    pat = 6.0 * max(wave(time_s, 1.25), 0.0) * spell(time_s, 1.0, 19.0, 1.0)
    other = 6.0 * max(wave(time_s, 1.25, 0.5), 0.0) * spell(time_s, 1.0, 19.0, 1.0)
    nod = 2.0 * wave(time_s, 5.0) + 3.0

    def at(x: float, y: float, turn_deg: float = 0.0) -> Pose:
        return Pose(CHILD_X_M + x, y, CHILD_Z_M, turn_deg)

    yield "body", at(0.0, 0.05)
    yield (
        "head_blink" if blink(time_s, (2.2, 5.6, 8.1, 13.0, 17.5)) == 1.0 else "head",
        at(0.0, child.CHIN_Y_M + 0.05, nod),
    )
    yield "castle", at(0.0, 0.0)
    yield "arm", at(0.125, 0.43, -pat)
    yield "other_arm", at(-0.125, 0.43, other)


BATHERS = (
    Part("her", -0.28, 0.0, 0.28, 0.88, bathers.paint_her),
    Part("wave", -0.20, -0.06, 0.06, 0.54, bathers.paint_waving_arm),
    Part("boy", -0.24, 0.0, 0.24, 0.66, bathers.paint_boy),
    Part("foam", -0.42, -0.06, 0.42, 0.06, bathers.paint_foam),
)


def _bathe(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    lift = 0.020 * wave(time_s, 20.0 / 7.0)
    turn = 9.0 * wave(time_s, 1.25) * spell(time_s, 5.0, 12.0, 0.8) - 26.0 * (1 - spell(time_s, 4.6, 12.4, 0.8))
    for name, x, turn_deg in (("her", HER_X_M, 0.8), ("boy", BOY_X_M, 1.4)):
        if name == "her":
            yield "wave", Pose(x - 0.155, 0.47 + lift, BATHERS_Z_M, -turn)
        yield name, Pose(x, lift, BATHERS_Z_M, turn_deg * wave(time_s, 4.0, 0.2))
        yield "foam", Pose(x, 0.006, BATHERS_Z_M, widen=1.0 + 0.10 * wave(time_s, 20.0 / 7.0, 0.2))


def _fin_part(step: int) -> Part:
    risen = step / bathers.FIN_STEPS
    return Part(f"fin_{step}", -0.9, -0.09, 2.1, 0.92, lambda card: bathers.paint_fin(card, risen))


FIN = tuple(_fin_part(step) for step in range(1, bathers.FIN_STEPS + 1))


def _swim(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    start_s, end_s = FIN_S
    if not start_s < time_s < end_s:
        return
    risen = smooth((time_s - start_s) / 1.1) * smooth((end_s - time_s) / 1.3)
    step = round(risen * bathers.FIN_STEPS)
    if step:
        x = 3.1 - 3.4 * (time_s - start_s) / (end_s - start_s)
        yield f"fin_{step}", Pose(x, 0.02 * wave(time_s, 2.0), FIN_Z_M, 1.2 * wave(time_s, 2.5))


def _paint_reader_place(canvas: Canvas) -> None:
    reader.paint_place(canvas, READER_X_M, READER_Z_M)


SEA = points(
    [(-9.0, shore.SHORE_M - 1.2), (9.0, shore.SHORE_M - 1.2), (1600.0, shore.SEA_END_M), (-1600.0, shore.SEA_END_M)]
)

PLAY = Play(
    name="beach",
    duration_s=ROUND_S,
    framing=Framing(z_m=FACE_Z_M, height_m=0.80, bottom_m=0.72, width_m=0.90, lowest_m=0.36),
    eye_height_m=1.32,
    near_m=2.4,
    subjects={"face": FACE_Z_M, "reader": READER_Z_M, "child": CHILD_Z_M, "bathers": BATHERS_Z_M, "water": FIN_Z_M},
    items=(
        Still(shore.paint_far, LIGHT),
        Living(flat(0.0), SEA, LIGHT, "scene/sea.frag", {"u_shore_m": shore.SHORE_M, "u_waves": 6.0}),
        Still(shore.paint_offshore, LIGHT),
        Cast(FIN_Z_M, LIGHT, lambda _: FIN, _swim),
        Cast(BATHERS_Z_M, LIGHT, lambda _: BATHERS, _bathe),
        Still(shore.paint_tower, LIGHT),
        Cast(CHILD_Z_M, LIGHT, lambda _: CHILD, _build),
        Still(_paint_reader_place, LIGHT),
        Cast(
            READER_Z_M,
            LIGHT,
            lambda _: (
                Part(
                    "reader",
                    READER_X_M - 0.66,
                    -0.02,
                    READER_X_M + 0.36,
                    1.02,
                    lambda card: reader.paint(_reader(card)),
                ),
            ),
            _read,
        ),
        Cast(FACE_Z_M, LIGHT, _watcher_parts, _watch),
        Still(shore.paint_grass, LIGHT),
    ),
)
