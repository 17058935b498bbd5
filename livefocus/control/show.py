"""The show: a cue list being run on a puller. Go, Back, Stop; Back returns to what was, not to what the list says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from livefocus.control.actions import CueAction
from livefocus.control.reveals import Reveals
from livefocus.errors import ControlError
from livefocus.focus.cue_runner import CueRunner, Gone
from livefocus.focus.cues import Cue, CueList
from livefocus.focus.marks import Marks
from livefocus.focus.wishes import RackTo, Stop, Wish

DEEPEST_BACK = 1000
"""So many steps can be taken back."""


class Before(NamedTuple):
    """What was when a cue went: the name of the current one, where focus was going, and the cue that took it away."""

    current: str
    plane: float
    undone: Cue


class Show:
    """Runs a cue list.

    Parameters
    ----------
    cues
        The list.
    marks
        Where places have their planes.
    pull
        Makes the wish of a cue, to a plane, now; raises `ControlError` where it cannot.

    Attributes
    ----------
    gone
        How many cues have gone so far.
    """

    def __init__(
        self,
        cues: CueList,
        marks: Marks,
        pull: Callable[[Cue, float], RackTo],
    ) -> None:
        self.cues = cues
        self.names = names_of(cues)
        self._marks = marks
        self._reveals = Reveals(marks)
        self._pull = pull
        self._runner = CueRunner(cues)
        self._before: list[Before] = []
        self.gone = 0

    def take(self, cues: CueList) -> None:
        """Go on with another list, from the cue that is current; the pull under way is not touched."""
        self.cues = cues
        self.names = names_of(cues)
        self._runner.take(cues)

    @property
    def current(self) -> Cue | None:
        """Return the cue that went last."""
        index = self._runner.current
        return None if index is None else self.cues.cues[index]

    @property
    def upcoming(self) -> Cue | None:
        """Return the cue Go calls."""
        index = self._runner.upcoming
        return None if index is None else self.cues.cues[index]

    def do(self, action: CueAction) -> tuple[str, Wish | None]:
        """Do what a hand asks of the list; returns what to tell the operator, and what is wished of the puller."""
        match action.command:
            case "go":
                return self._call(self._runner.upcoming, "that was the last cue"), None
            case "fire":
                return self._call(self.cues.index(action.name), f"there is no cue '{action.name}'"), None
            case "stop":
                self._runner.stop()
                return "cues stopped", Stop()
            case "back":
                return self._back()
        raise ControlError(f"a running list cannot {action.command}")

    def _call(self, index: int | None, otherwise: str) -> str:
        if index is None:
            return otherwise
        self._runner.call(index)
        return f"cue: {self.cues.cues[index].name}"

    def _back(self) -> tuple[str, Wish | None]:
        if not self._before:
            return "there is nothing to go back to", None
        before = self._before.pop()
        self._runner.stop()
        self._runner.current = self.cues.index(before.current)
        return "back", self._pull(before.undone, before.plane)

    @property
    def watches(self) -> bool:
        """Return whether the upcoming cue waits for something to come into view."""
        return self.upcoming is not None and self.upcoming.reveal is not None

    def see(self, inverse_depth: NDArray[np.float32], focus: float) -> str:
        """Look at a new depth map; calls the upcoming cue where that is what it waits for, and says so."""
        if not self._reveals.see(self.upcoming, inverse_depth, focus):
            return ""
        return self._call(self._runner.upcoming, "")

    def advance(self, dt_s: float, media_time_s: float | None) -> Iterator[Gone]:
        """Let time pass; see `CueRunner.advance`. Call `pull` for each cue as it goes."""
        self._reveals.step(dt_s)
        return self._runner.advance(dt_s, media_time_s)

    def pull(self, gone: Gone, heading_for: float) -> RackTo:
        """Return the pull of a cue that goes now, while focus is heading for a plane.

        Raises
        ------
        ControlError
            It has nowhere to go, or no beat to go by.
        """
        cue = self.cues.cues[gone.number]
        plane = self._marks.plane_of(cue.to)
        if plane is None:
            raise ControlError(f"cue '{cue.name}' has nowhere to go: mark {cue.to} is not set")
        wish = self._pull(cue, plane)
        previous = "" if gone.previous is None else self.cues.cues[gone.previous].name
        self.gone += 1
        self._before.append(Before(previous, heading_for, cue))
        del self._before[:-DEEPEST_BACK]
        self._runner.arrives(gone, wish.duration_s)
        return wish


def names_of(cues: CueList) -> tuple[str, ...]:
    """Return the names of a list's cues."""
    return tuple(cue.name for cue in cues.cues)
