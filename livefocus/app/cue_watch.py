"""The file of the cue list, looked after on a thread of its own: a long one takes a second, and the show goes on."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Any, NamedTuple

from livefocus.app.threads import Crew
from livefocus.errors import LivefocusError, SettingsError
from livefocus.focus.cue_file import CueFile
from livefocus.focus.cues import Cue, CueList

LOOK_EVERY_S = 0.25
"""How often it is looked whether the file has changed."""


class News(NamedTuple):
    """What became of the file: another list, or None where it is wrong or could not be written; and what to say."""

    cues: CueList | None
    message: str


class CueWatch:
    """Reads the file again when it changes, and writes to it when asked (see `control.cue_book.CueBook`).

    Parameters
    ----------
    file
        The list and its file; nobody else touches it from now on.
    crew
        Where the thread is started.
    """

    def __init__(self, file: CueFile, crew: Crew) -> None:
        self._file = file
        self._jobs: queue.SimpleQueue[Callable[[], News | None] | None] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        crew.start("cues", self._step, lambda: None, lambda: self._jobs.put(None))

    def add(self, cue: Cue) -> None:
        """Ask for a new cue at the end of the list; what comes of it is in `take`."""
        self._jobs.put(lambda: self._written(lambda: self._file.add(cue)))

    def update(self, name: str, **fields: Any) -> None:
        """Ask for other values for some keys of a cue; what comes of it is in `take`."""
        self._jobs.put(lambda: self._written(lambda: self._file.update(name, **fields)))

    def take(self) -> list[News]:
        """Return what has become of the file since the last call, oldest first. Never waits."""
        found = []
        while not self._news.empty():
            found.append(self._news.get_nowait())
        return found

    def _step(self) -> bool:
        """Do the next job, or look at the file where none comes for a while; False when the show ends."""
        try:
            job = self._jobs.get(timeout=LOOK_EVERY_S)
        except queue.Empty:
            job = self._changed
        if job is None:
            return False
        news = job()
        if news is not None:
            self._news.put(news)
        return True

    def _changed(self) -> News | None:
        try:
            cues = self._file.changed()
        except SettingsError as error:
            return News(None, f"{error}; the cues stay as they were")
        return None if cues is None else News(cues, "the cue list has changed, and is taken")

    def _written(self, write: Callable[[], CueList]) -> News:
        try:
            return News(write(), "cue written")
        except LivefocusError as error:
            return News(None, str(error))
