"""The desk: what actions do. Holds the puller, the marks, the cues and the operator's switches. Pure, driven by `dt`.

It knows no keys, ports or pictures: `control`'s adapters hand it actions, the app reads `focus`, `blur_factor` and the
switches after each step. What the operator should be told is in `take_messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from livefocus.control import actions
from livefocus.control.actions import Action
from livefocus.control.cue_book import CueBook, place_of, write_cue
from livefocus.control.desk_settings import DeskSettings
from livefocus.control.knobs import Knobs
from livefocus.control.pulls import Pulls
from livefocus.control.show import Show
from livefocus.control.subjects import Subjects
from livefocus.control.switches import Switches
from livefocus.control.throw import what_turns
from livefocus.errors import ControlError, LivefocusError
from livefocus.focus.cue_runner import Gone
from livefocus.focus.cues import CueList
from livefocus.focus.marks import Marks
from livefocus.focus.moves import Move, load_move, load_moves
from livefocus.focus.tempo import Tempo
from livefocus.focus.wishes import Cancel, MoveTo, Nudge, Pause, RackTo, Resume, Reverse, Stop, Wish
from livefocus.state import FocusState

TAP_DURATION_S = 0.6
WISHES: dict[str, Callable[[], Wish]] = {
    "stop": Stop,
    "cancel": Cancel,
    "reverse": Reverse,
    "pause": Pause,
    "resume": Resume,
}


class Refusal(str):
    """A message that says that what a hand asked for could not be done."""

    __slots__ = ()


class Desk:
    """Takes actions, lets time pass, and says what the show looks like.

    Parameters
    ----------
    settings
        How it starts.
    planes
        The source's own names for planes (`couple`, `man`).
    moves
        The moves there are, by name; those that come with livefocus where None.
    cues
        The cue list, whose start and marks are taken over.

    Raises
    ------
    SettingsError
        Where there is no such move.

    Attributes
    ----------
    depth_at
        Looks up the inverse depth under a place of the picture (x, y in 0…1, origin top left); set by the app.
    learn
        Begins to learn a MIDI control and says so; set by the app where there is MIDI.
    quit
        Whether the show is to end.
    look
        Name of the look asked for, or None.
    book
        Where cues are written to; set by the app where there is such a file.
    show
        The cue list as it is being run, or None.
    subjects
        What marks sit on and focus follows; the app tells it of sightings.
    switches
        What the operator has switched and dialled besides focus.
    """

    def __init__(
        self,
        settings: DeskSettings | None = None,
        planes: Mapping[str, float] | None = None,
        moves: Mapping[str, Move] | None = None,
        cues: CueList | None = None,
    ) -> None:
        settings = settings or DeskSettings()
        self.moves = dict(moves) if moves is not None else load_moves()
        if settings.move not in self.moves:
            self.moves[settings.move] = load_move(settings.move)
        self.puller = settings.puller()
        self.marks = Marks(planes)
        self.depth_at: Callable[[float, float], float | None] | None = None
        self.learn: Callable[[str], str] | None = None
        self.quit = False
        self.look: str | None = None
        self.show: Show | None = None
        self.book: CueBook | None = None
        self.subjects = Subjects(self.marks)
        self.switches = Switches()
        self._messages: list[str] = []
        self._pulls = Pulls(self.moves, settings.move, self.marks)
        self._knobs = Knobs(what_turns(self.puller, self._pulls, self.switches))
        if cues is not None:
            self.take_cues(cues)
            plane = None if cues.start is None else self.marks.plane_of(cues.start)
            self.puller.place(self.focus.inverse_depth if plane is None else plane)

    @property
    def move_name(self) -> str:
        """Return the name of the move chosen for pulls that name none."""
        return self._pulls.move_name

    @property
    def focus(self) -> FocusState:
        """Return where focus is."""
        return self.puller.state

    @property
    def tempo(self) -> Tempo:
        """Return where the beats are, on the clock of the steps."""
        return self._pulls.tempo

    @property
    def blur_factor(self) -> float:
        """Return what the look's blur is to be multiplied by: 2^(−stops/2) for the aperture, 0 in a panic."""
        row = self.puller.playing
        return self.switches.blur_factor if row is None or self.is_on("panic") else row.blur_factor

    def is_on(self, what: str) -> bool:
        """Return whether a switch (`peaking`, `depth`, `help`, `panic`, `fullscreen`) is on."""
        return self.switches.is_on(what)

    def take_messages(self) -> list[str]:
        """Return what the operator should be told since the last call, oldest first."""
        messages, self._messages = [*self._messages, *self.subjects.take_messages()], []
        return messages

    def step(self, dt_s: float, media_time_s: float | None = None) -> FocusState:
        """Let time pass; the same actions and steps give the same focus, always.

        Parameters
        ----------
        dt_s
            Seconds since the last step.
        media_time_s
            The source's own time of the picture that is drawn next, for cues that wait for it.
        """
        self._pulls.begin(dt_s)
        if (wish := self.subjects.step(dt_s, self.focus.inverse_depth)) is not None:
            self.puller.wish(wish)
        done_s = 0.0
        if show := self.show:
            for gone in show.advance(dt_s, media_time_s):
                self._knobs.step(max(gone.after_s - done_s, 0.0), self._let_pass)
                done_s = max(gone.after_s, done_s)
                self._pull_cue(show, gone)
        self._knobs.step(max(dt_s - done_s, 0.0), self._let_pass)
        return self.focus

    @property
    def watches(self) -> bool:
        """Return whether depth maps are wanted: a cue waits for something to come into view in them."""
        return self.show is not None and self.show.watches

    def see_depth(self, inverse_depth: NDArray[np.float32]) -> None:
        """Look at a new depth map: a cue may wait for something to come into view in it."""
        if self.show and (message := self.show.see(inverse_depth, self.focus.inverse_depth)):
            self._messages.append(message)

    def act(self, action: Action) -> None:
        """Do what a hand asks for; what cannot be done becomes a message, never an exception."""
        try:
            self._move(action)
        except LivefocusError as error:
            self._messages.append(Refusal(error))

    def _move(self, action: Action) -> None:
        """Do what moves focus."""
        match action:
            case actions.FocusOn(plane):
                self._wish(MoveTo(plane))
            case actions.NudgeBy(by):
                self._wish(Nudge(by))
            case actions.Rack():
                self._wish(self._pulls.rack(action))
            case actions.Swap():
                self._wish(self._pulls.swap(self.focus.target_inverse_depth))
            case actions.Fade(share):
                self._wish(self._pulls.fade(share))
            case actions.FocusAt(x, y):
                self._tap(x, y)
            case actions.Pull(command):
                paused = command == "pause" and self.puller.paused
                self._wish(Resume() if paused else WISHES[command]())
            case actions.Turn():
                if self._knobs.turn(action) and action.what != "blur":
                    self.subjects.let_go()
            case actions.CueAction():
                self._cue(action)
            case actions.Follow() | actions.FollowAt():
                self._knobs.let_go()
                self.subjects.follow(action, self.focus.inverse_depth)
            case _:
                self._set(action)

    def _set(self, action: Action) -> None:
        """Do what does not move focus."""
        match action:
            case actions.SetMark(letter, to):
                self._set_mark(letter, to)
            case actions.MarkAt():
                self.subjects.mark(action)
            case actions.TuneFollow():
                self.subjects.tune(action)
            case actions.ChooseMove(name):
                self._messages.append(self._pulls.choose(name))
            case actions.ChooseLook(name):
                self.look = name
            case actions.FNumber(thirds):
                self.switches.close_aperture(thirds)
            case actions.Toggle(what, on):
                self.switches.toggle(what, on)
            case actions.Beat():
                self._pulls.beat(action)
            case actions.Learn(do):
                self._messages.append(self._learn(do))
            case actions.Quit():
                self.quit = True

    def _let_pass(self, dt_s: float) -> None:
        self.puller.step(dt_s)
        self._pulls.step(dt_s)

    def _wish(self, wish: Wish) -> None:
        """Pass a wish on; knobs lose their hold on focus, and nobody is followed any more."""
        self._knobs.let_go()
        self.subjects.let_go()
        self.puller.wish(wish)

    def _tap(self, x: float, y: float) -> None:
        plane = self.depth_at(x, y) if self.depth_at else None
        if plane is None:
            raise ControlError("there is no depth here to focus on")
        self._wish(RackTo(plane, TAP_DURATION_S))

    def _learn(self, do: str) -> str:
        if self.learn is None:
            raise ControlError("there is no MIDI to learn from")
        return self.learn(do)

    def _set_mark(self, letter: str, to: str) -> None:
        plane = self.marks.plane_of(to) if to else self.focus.target_inverse_depth
        if plane is None:
            raise ControlError(f"there is nothing called '{to}' to mark")
        self.subjects.forget(letter)
        self.marks.set(letter, plane)
        self._messages.append(f"mark {letter.upper()} is at {plane:.3f}")

    def take_cues(self, cues: CueList) -> None:
        """Take another version of the cue list while the show runs; marks it sets otherwise than before are set."""
        before = self.show.cues.marks if self.show else {}
        if self.show:
            self.show.take(cues)
        else:
            self.show = Show(cues, self.marks, self._pulls.cue)
        for letter, place in cues.marks.items():
            if before.get(letter) != place and (plane := self.marks.plane_of(place)) is not None:
                self.marks.set(letter, plane)

    def _cue(self, action: actions.CueAction) -> None:
        if action.command in ("add", "set"):
            current = self.show.current if self.show else None
            place = place_of(self.focus.target_inverse_depth, self.marks)
            cues = write_cue(self.book, action.name, current, place, self._pulls.move_name)
            if cues is not None:
                self.take_cues(cues)
                self._messages.append("cue written")
            return
        message, wish = self.show.do(action) if self.show else ("there is no cue list", None)
        self._messages.append(message)
        if wish is not None:
            self._wish(wish)

    def _pull_cue(self, show: Show, gone: Gone) -> None:
        try:
            self._wish(show.pull(gone, self.focus.target_inverse_depth))
        except ControlError as error:
            self._messages.append(Refusal(error))
