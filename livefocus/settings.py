"""Presets and the command line, turned into validated settings.

A look preset is TOML in `presets/looks/` or any file given by path. The renderer never sees a preset: it sees the
`state` a preset resolves to.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, field_validator

from livefocus import resources
from livefocus.errors import SettingsError
from livefocus.state import ApertureState, GradeState, LensState, Quality
from livefocus.tomlfile import StrictModel, read_toml

KINDS = ("looks", "moves", "cues", "midi", "keys")

DEFAULT_LOOK = "neutral"
AUTO_QUALITY = "auto"

LATEST, MATCH = "latest", "match"
"""What `depth_sync` takes."""


class LookLens(StrictModel):
    """The lens of a look, as a photographer gives it; K follows from it by the thin-lens formula (`optics.thin_lens`).

    Only differences of inverse depth blur: the shift of a relative depth map cancels, its scale is `depth_scale_per_m`.
    """

    focal_length_mm: float = Field(50.0, ge=4.0, le=1200.0, description="f, in mm.")
    f_number: float = Field(1.8, ge=0.5, le=64.0, description="N: focal length over diameter of the opening.")
    sensor_width_mm: float = Field(36.0, ge=1.0, le=100.0, description="Width of what the picture falls on, in mm.")
    depth_scale_per_m: float = Field(
        1.25, gt=0.0, le=100.0, description="Inverse metres that one unit of the depth map stands for: the depth scale."
    )
    max_coc_radius_of_width: float = Field(
        0.075, gt=0.0, le=0.25, description="No disc has a radius beyond this part of the picture's width."
    )
    highlight_gain: float = Field(
        0.9, ge=0.0, le=1.0, description="How far small clipped lights are taken to have been brighter; 0 leaves them."
    )
    breathing: float = Field(
        0.0,
        ge=0.0,
        le=1.0,
        description="How much of a lens's breathing is seen: 1 scales the picture by 1/(1 − f q), 0 never reframes.",
    )


class LookAperture(StrictModel):
    """The shape of the opening; `state.ApertureState` is what the renderer reads."""

    blades: int = Field(0, ge=0, le=16, description="0 for a circle, else 3 to 16.")
    curvature: float = Field(0.0, ge=0.0, le=1.0, description="Of the blades: 0 straight, 1 a circle.")
    rotation_deg: float = Field(0.0, ge=-360.0, le=360.0, description="Turns the polygon anticlockwise, in degrees.")
    squeeze: float = Field(1.0, ge=0.5, le=2.5, description="Height over width of a disc: 2 for a 2× anamorphic.")
    cat_eye: float = Field(0.0, ge=0.0, le=1.0, description="How much the barrel cuts discs towards the corners.")
    profile: float = Field(
        0.0, ge=-1.0, le=1.0, description="−1 creamy (bright middle), 0 even, +1 soap bubble (bright rim)."
    )
    fringing: float = Field(
        0.0, ge=0.0, le=0.2, description="Relative difference between the discs of red and blue; opposite in front."
    )

    @field_validator("blades")
    @classmethod
    def _a_polygon_has_three_sides(cls, blades: int) -> int:
        if blades in (1, 2):
            raise ValueError("blades must be 0 (a circle) or 3 to 16")
        return blades


class LookGrade(StrictModel):
    """The finish of a look; `state.GradeState` is what the renderer reads."""

    grain: float = Field(
        0.0, ge=0.0, le=32.0, description="Deviation of film grain at middle grey, in 1/255 of the encoded picture."
    )
    letterbox_aspect: float = Field(
        0.0, ge=0.0, le=4.0, description="Width over height between black bars, such as 2.39; 0 for none."
    )
    cadence_fps: float = Field(
        0.0, ge=0.0, le=240.0, description="Pictures a second, whatever the source has; 0 for as many as it has."
    )


class Look(StrictModel):
    """A look preset: optical only. Any look goes with any move."""

    title: str
    description: str = ""
    lens: LookLens = LookLens()
    aperture: LookAperture = LookAperture()
    grade: LookGrade = LookGrade()

    def aperture_state(self) -> ApertureState:
        """Return the opening as the renderer reads it."""
        return ApertureState(**self.aperture.model_dump())

    def grade_state(self) -> GradeState:
        """Return the finish as the renderer reads it."""
        return GradeState(self.grade.grain, self.grade.letterbox_aspect)

    def lens_state(self, blur_px: float, width_px: int, breathing_scale: float = 1.0) -> LensState:
        """Return the lens as the renderer reads it.

        Parameters
        ----------
        blur_px
            K for this picture: CoC radius in output pixels per unit of inverse depth.
        width_px
            Width of the output picture.
        breathing_scale
            How much larger the picture is drawn in the end. K is of the end, so the lens draws with that much less.
        """
        return LensState(
            blur_px=blur_px / breathing_scale,
            max_coc_radius_px=self.lens.max_coc_radius_of_width * width_px,
            highlight_gain=self.lens.highlight_gain,
            aperture=self.aperture_state(),
            breathing_scale=breathing_scale,
        )


def preset_names(kind: str) -> list[str]:
    """Return the names of the presets of one kind that come with livefocus, sorted."""
    return sorted(path.stem for path in resources.presets(kind).glob("*.toml"))


def find_preset(kind: str, name: str) -> Path:
    """Return the file of a preset given by name, or by path where it ends in `.toml`.

    Raises
    ------
    SettingsError
        Where there is none; lists the names there are.
    """
    if name.endswith(".toml"):
        return Path(name)
    path = resources.presets(kind) / f"{name}.toml"
    if name not in preset_names(kind):
        known = ", ".join(preset_names(kind)) or "none"
        raise SettingsError(f"there is no {kind.removesuffix('s')} '{name}'", f"take one of: {known}, or a .toml file")
    return path


def load_look(name: str = DEFAULT_LOOK) -> Look:
    """Read a look by name or path; raises `SettingsError`."""
    return read_toml(find_preset("looks", name), Look)


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """What one show is made of; the command line's words, not yet looked at.

    Attributes
    ----------
    source
        `camera[:INDEX|NAME|PATH]`, a clip, an image, `scene:NAME`.
    size, fps, fourcc
        Asked of a camera or a scene; None for its own.
    loop
        A clip starts again at its end.
    depth
        Depth engine, see `depth.factory`.
    depth_sync
        Live: `latest` draws each frame at once with the newest depth, `match` waits for depth of its own moment.
    sinks
        See `output.factory`; the window is `window`.
    look, blur_px
        Look preset; K in output pixels per unit of inverse depth in place of the look's.
    focus
        Plane to start on; None for the middle, or what the cues start with.
    marks
        Planes of marks, by letter `a`…`h`.
    move
        How racks are pulled, see `presets/moves`.
    keys, midi_map
        Binding tables in place of the usual ones.
    midi
        Part of a MIDI port's name; None for the first there is, `none` for no MIDI, `virtual` for a port of our own.
    midi_backend
        `alsa`, `jack`, … in place of the system's usual one.
    remote
        Where the web page and the local API listen, `[HOST:]PORT`, or `none`.
    osc
        Where OSC listens, `[HOST:]PORT`, or `none`.
    osc_to
        Who is told over OSC without asking, each `HOST:PORT`.
    obs
        `HOST:PORT` of OBS's websocket; None to leave OBS alone.
    obs_map
        Table of scenes laid over the usual one.
    cues
        Cue list: name or path; None for none.
    seconds
        Stop after this long.
    start_s
        Offline: the first picture is the one of this media time.
    pictures
        Offline: stop after so many pictures.
    trace
        Where the pull is written down, picture by picture: a standard MIDI file where it ends in `.mid`, else CSV.
    replay
        A pull that was written down, to be played again.
    quality
        How much work goes into a picture (`state.Quality`), or `auto`: as much as the rate of pictures bears.
    time_gpu
        Ask the GPU how long the lens takes.
    reload_shaders
        Read shaders anew when they are saved.
    """

    source: str = "camera"
    size: tuple[int, int] | None = None
    fps: float | None = None
    fourcc: str | None = None
    loop: bool = True
    depth: str = "auto"
    depth_sync: str = LATEST
    sinks: tuple[str, ...] = ("window",)
    look: str = DEFAULT_LOOK
    blur_px: float | None = None
    focus: float | None = None
    marks: tuple[tuple[str, float], ...] = ()
    move: str | None = None
    keys: str | None = None
    midi: str | None = None
    midi_map: str | None = None
    midi_backend: str | None = None
    remote: str = "none"
    osc: str = "none"
    osc_to: tuple[str, ...] = ()
    obs: str | None = None
    obs_map: Path | None = None
    cues: str | None = None
    seconds: float | None = None
    start_s: float = 0.0
    pictures: int | None = None
    trace: Path | None = None
    replay: Path | None = None
    fullscreen: bool = False
    vsync: bool = False
    paced: bool = True
    quality: str = Quality.NORMAL.value
    time_gpu: bool = False
    reload_shaders: bool = False
