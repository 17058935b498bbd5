"""The dialogue put together: she sits near, turned away; he stands far, facing her. Who speaks, and when."""

from __future__ import annotations

from collections.abc import Iterator

from livefocus.render.scenes.camera import Camera, Framing
from livefocus.render.scenes.cutout import Handle, Part, Pose
from livefocus.render.scenes.dialogue import her, him, room, table
from livefocus.render.scenes.frontal import Expression
from livefocus.render.scenes.life import blink, spell, wave
from livefocus.render.scenes.material import Light
from livefocus.render.scenes.play import Cast, Play, Still
from livefocus.render.scenes.profile import eyelid
from livefocus.render.scenes.sheet import Sheet

HER_Z_M, HIS_Z_M = 2.2, 5.5
HER_X_M, HIS_X_M = 0.075, -0.36
ROUND_S = 16.0
HE_SPEAKS, SHE_SPEAKS = ((2.7, 5.2), (10.0, 11.6)), ((6.6, 8.6),)
"""From when to when, in seconds."""
HIS_BLINKS, HER_BLINKS = (1.1, 4.1, 7.3, 9.2, 12.9, 15.2), (0.9, 3.4, 6.3, 9.6, 12.2, 14.6)
SHE_LOOKS_DOWN_S = (11.3, 13.1)
NEAR_LIGHT = Light(
    sun_direction=(0.72, 0.35, -0.10),
    sun_colour=(1.05, 0.62, 0.30),
    lamp_direction=(-0.80, 0.30, 0.45),
    lamp_colour=(0.34, 0.42, 0.66),
    sky_colour=(0.30, 0.28, 0.34),
    ground_colour=(0.26, 0.17, 0.12),
    haze_colour=(0.30, 0.20, 0.14),
    haze_m=400.0,
)
FAR_LIGHT = Light(
    sun_direction=(0.80, 0.30, 0.30),
    sun_colour=(1.00, 0.58, 0.27),
    lamp_direction=(-0.80, 0.25, 0.10),
    lamp_colour=(0.26, 0.36, 0.62),
    sky_colour=(0.24, 0.22, 0.25),
    ground_colour=(0.22, 0.14, 0.10),
    haze_colour=(0.04, 0.04, 0.07),
    haze_m=900.0,
)
MOODS = {
    "head_rest": Expression(wide=-0.1, brows=0.2, gaze=0.55, smile=-0.3),
    "head_speak": Expression(wide=-0.05, brows=0.4, jaw=0.22, gaze=0.55),
    "head_open": Expression(brows=0.5, jaw=0.42, gaze=0.55),
    "head_blink": Expression(wide=-1.0, brows=0.2, smile=-0.3),
}


def _mirrored(card: Sheet) -> Sheet:
    return card.at(HER_X_M, 0.0).mirrored()


def _lid(closed: float) -> Part:
    def paint(card: Sheet) -> None:
        eyelid(her.head_of(_mirrored(card)), her.FACE, closed)

    return Part(f"lid_{closed:g}", HER_X_M - 0.02, 1.17, HER_X_M + 0.09, 1.26, paint)


def _her_parts(camera: Camera) -> list[Part]:
    low = max(camera.unproject(0.0, camera.size_px[1] + 2.0, HER_Z_M)[1], 0.57)
    body = Part("her", HER_X_M - 0.05, low, HER_X_M + 0.40, 1.40, lambda card: her.paint(_mirrored(card)))
    return [body, _lid(0.5), _lid(1.0)]


def _his_head(name: str) -> Part:
    return Part(name, -0.12, -0.05, 0.12, 0.29, lambda card: him.paint_head(card, MOODS[name]))


HIM = (
    Part("shadow", -0.5, -0.09, 0.5, 0.09, him.paint_shadow),
    Part("arm", -0.11, -0.72, 0.11, 0.10, lambda card: him.paint_arm(card.mirrored())),
    Part("body", -0.27, -0.04, 0.27, 1.62, him.paint_body),
    Part("letter", -0.32, -0.38, 0.13, 0.08, him.paint_letter_arm),
    *(_his_head(name) for name in MOODS),
)


def _talk(time_s: float, spells: tuple[tuple[float, float], ...]) -> float:
    """Return how far a mouth is open, 0…1: syllables of uneven length while somebody speaks."""
    syllable = 0.5 + 0.30 * wave(time_s, 0.25) + 0.32 * wave(time_s, 0.4, 0.3) - 0.2 * wave(time_s, 1.0, 0.6)
    return max(syllable, 0.0) * max(spell(time_s, start, end, 0.12) for start, end in spells)


def _him(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    speaking = max(spell(time_s, start, end) for start, end in HE_SPEAKS)
    breath = wave(time_s, 4.0)
    sway = 0.004 * wave(time_s, 8.0, 0.2)
    lift = 0.03 * speaking * (0.6 + 0.4 * wave(time_s, 1.0))

    def at(x: float, y: float, turn_deg: float = 0.0, handles: tuple[Handle, ...] = ()) -> Pose:
        return Pose(HIS_X_M + x, y, HIS_Z_M, turn_deg, False, handles)

    chest = (Handle((0.0, 1.36), (0.28, 0.22), (sway, 0.004 * breath)),)
    yield "shadow", at(0.02, 0.0)
    yield "arm", at(-0.192 + sway, 1.365 + 0.003 * breath, -4.0)
    yield "body", at(0.0, 0.0, 0.0, chest)
    bend = (Handle((-0.20, -0.13), (0.20, 0.20), (0.0, lift), 4.0 * speaking * wave(time_s, 2.0)),)
    yield "letter", at(0.192 + sway, 1.365 + 0.003 * breath, 0.0, bend)
    opened = _talk(time_s, HE_SPEAKS)
    name = "head_open" if opened > 0.72 else "head_speak" if opened > 0.34 else "head_rest"
    if blink(time_s, HIS_BLINKS) == 1.0:
        name = "head_blink"
    nod = 1.2 * speaking * wave(time_s, 1.0, 0.1) + 0.8 * wave(time_s, 8.0)
    yield name, at(sway * 1.4, him.CHIN_Y_M + 0.003 * breath - 0.004 * speaking, nod)


def _her(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    breath, down = wave(time_s, 4.0, 0.4), spell(time_s, *SHE_LOOKS_DOWN_S, 0.7)
    jaw = _talk(time_s, SHE_SPEAKS)
    nod = 0.5 * wave(time_s, 8.0, 0.1) + 3.0 * down
    head = (HER_X_M + 0.10, 1.19)
    bend = (
        Handle((HER_X_M + 0.18, 0.92), (0.22, 0.20), (0.0006 * breath, 0.0026 * breath)),
        Handle(head, (0.17, 0.16), (0.0012 * wave(time_s, 8.0, 0.1), 0.0012 * breath - 0.006 * down), nod),
        Handle((HER_X_M + 0.012, 1.098), (0.034, 0.028), (0.0008 * jaw, -0.0062 * jaw)),
    )
    yield "her", Pose(0.0, 0.0, HER_Z_M, handles=bend)
    closed = max(blink(time_s, HER_BLINKS), 1.0 if down > 0.8 else 0.5 if down > 0.15 else 0.0)
    if closed:
        yield f"lid_{closed:g}", Pose(0.0, 0.0, HER_Z_M, handles=bend)


def _flame(time_s: float, _camera: Camera) -> Iterator[tuple[str, Pose]]:
    x, y, z = table.CANDLE_M
    lean = 2.5 * wave(time_s, 1.6) + 1.8 * wave(time_s, 0.64, 0.3)
    yield "flame", Pose(x, y, z, lean, widen=1.0 + 0.10 * wave(time_s, 0.8, 0.5))


PLAY = Play(
    name="dialogue",
    duration_s=ROUND_S,
    framing=Framing(z_m=HER_Z_M, height_m=0.64, bottom_m=0.955, width_m=0.66, lowest_m=0.60),
    eye_height_m=1.25,
    near_m=1.76,
    subjects={"her": HER_Z_M, "him": HIS_Z_M, "window": room.WALL_Z_M},
    items=(
        Still(room.paint, FAR_LIGHT),
        Cast(HIS_Z_M, FAR_LIGHT, lambda _: HIM, _him),
        Cast(HER_Z_M, NEAR_LIGHT, _her_parts, _her),
        Still(table.paint, NEAR_LIGHT),
        Cast(
            table.CANDLE_M[2],
            NEAR_LIGHT,
            lambda _: (Part("flame", -0.03, -0.02, 0.03, 0.07, table.paint_flame),),
            _flame,
        ),
    ),
)
