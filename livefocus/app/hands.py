"""The hands of a live show: keys, MIDI and cues into one desk, and what the operator is told in return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from livefocus.app.build import make_desk
from livefocus.app.cue_watch import CueWatch
from livefocus.app.screen import Screen
from livefocus.app.threads import Crew
from livefocus.assist.views import ViewState
from livefocus.control.bindings import load_keys
from livefocus.control.keyboard import Keyboard
from livefocus.control.midi_inputs import make_inputs
from livefocus.control.midi_surface import MidiSurface
from livefocus.control.midi_table import MidiTables
from livefocus.control.show_state import Facts, show_state
from livefocus.control.surface import Surface
from livefocus.depth.store import ModelStore
from livefocus.focus.cue_file import CueFile
from livefocus.frame import DepthMap, Frame
from livefocus.settings import ShowSettings
from livefocus.sight.face_book import FaceBook
from livefocus.sight.faces import MODEL as FACE_MODEL
from livefocus.sight.faces import FaceFinder
from livefocus.sight.watcher import Watcher

HELP = (
    "1-8 go to mark A-H   shift sets it",
    "tab A-B   arrows nudge   click focuses",
    "space next cue   backspace back",
    "[ ] aperture   F peaking   D depth",
    "F11 full screen   H help   esc all sharp",
)
MESSAGE_FOR_S = 4.0
"""How long a message stays on the operator's screen."""
NO_MIDI = "none"


class Hands:
    """Everything a person can move focus with, and the desk it moves.

    Attributes
    ----------
    desk
        Where focus is and what is switched on.
    depth
        The newest depth map, for a tap on the picture.
    surfaces
        Where else hands are, each told in return how the show stands.
    """

    def __init__(
        self, settings: ShowSettings, planes: Mapping[str, float], notify: Callable[[str], None], crew: Crew
    ) -> None:
        self.desk = make_desk(settings, planes)
        self.desk.depth_at = self._depth_at
        self._watcher = Watcher()
        self.desk.subjects.track = self._watcher.track
        self.desk.subjects.find_faces = self._find_faces
        self.depth: DepthMap | None = None
        self._notify = notify
        self._cues = CueWatch(CueFile(settings.cues, planes, self.desk.moves), crew) if settings.cues else None
        self.desk.book = self._cues
        self._keyboard = Keyboard(load_keys(Path(settings.keys) if settings.keys else None))
        self._midi = _midi(settings, crew) if settings.midi != NO_MIDI else None
        self.desk.learn = self._midi.learn if self._midi is not None else None
        self.surfaces: list[Surface] = []
        self._messages: list[tuple[float, str]] = []
        self._told: list[str] = []
        self._now_s = 0.0

    def step(
        self,
        step_s: float,
        now_s: float,
        media_time_s: float,
        screen: Screen | None,
        facts: Callable[[], Facts] = Facts,
    ) -> None:
        """Take what the hands did since the last step, let time pass, and tell the surfaces how the show stands."""
        self._now_s = now_s
        if screen is not None:
            for action in self._keyboard.actions(screen.poll()):
                self.desk.act(action)
            if self.desk.is_on("fullscreen") != screen.window.fullscreen:
                screen.window.toggle_fullscreen()
        for surface in (*filter(None, [self._midi]), *self.surfaces):
            for action in surface.take_actions():
                self.desk.act(action)
        notices = [*(self._midi.take_notices() if self._midi else []), *self._look_at_cues()]
        self.desk.step(step_s, media_time_s)
        messages = (*notices, *self._told, *self.desk.take_messages())
        self._told.clear()
        for message in messages:
            self._notify(message)
            self._messages.append((now_s, message))
        told = [*([self._midi] if self._midi and self._midi.wants_state else []), *self.surfaces]
        if told:
            state = show_state(self.desk, facts(), messages, self._midi.learning if self._midi else "")
            for surface in told:
                surface.publish(state)

    def tell(self, message: str) -> None:
        """Tell the operator, and every surface, with the next step."""
        self._told.append(message)

    def see(self, depth: DepthMap) -> None:
        """Take a new depth map: a cue may wait for something to come into view in it."""
        self.depth = depth
        self.desk.see_depth(depth.inverse_depth)

    def look(self, frame: Frame) -> None:
        """Look for the subjects in a new frame."""
        if self._watcher.busy and self.depth is not None:
            self.desk.subjects.see(self._watcher.step(frame, self.depth))

    def _find_faces(self) -> None:
        """Begin to look for faces; raises `ModelError` where the detector is not in the store."""
        self._watcher.faces = FaceBook(FaceFinder(ModelStore.default().load(FACE_MODEL)))

    def view(self, fps: float) -> ViewState:
        """Return what the operator asked to see over the picture."""
        self._messages = [(at_s, text) for at_s, text in self._messages if self._now_s - at_s < MESSAGE_FOR_S]
        lines = [text for _, text in self._messages[-4:]]
        if self.desk.is_on("help"):
            lines = [*HELP, f"focus {self.desk.focus.inverse_depth:.2f}   {fps:.0f} pictures/s", *lines]
        return ViewState(self.desk.is_on("depth"), self.desk.is_on("peaking"), tuple(lines))

    def _look_at_cues(self) -> list[str]:
        """Take the cue list anew where its file has changed or was written to; returns what is to be said of it."""
        news = self._cues.take() if self._cues else []
        for each in news:
            if each.cues is not None:
                self.desk.take_cues(each.cues)
        return [each.message for each in news]

    def _depth_at(self, x: float, y: float) -> float | None:
        if self.depth is None:
            return None
        height, width = self.depth.inverse_depth.shape
        row, column = (min(max(int(share * side), 0), side - 1) for share, side in ((y, height), (x, width)))
        return float(self.depth.inverse_depth[row, column])


def _midi(settings: ShowSettings, crew: Crew) -> MidiSurface:
    """Make the MIDI ports with their tables; a thread looks after them, the main thread reads them."""
    tables = MidiTables(settings.midi_map or "")
    wanted = settings.midi if settings.midi is not None else tables.port
    midi = MidiSurface(make_inputs(wanted, settings.midi_backend or "", tables.knows), tables)
    crew.start("midi", midi.step, midi.close, midi.stop)
    return midi
