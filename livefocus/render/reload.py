"""Shaders read anew while they are in use, for whoever writes them: saved in an editor, seen in the next picture.

A shader that does not compile is said once, with its file and line, and the old program goes on. A program that is
first wanted just then (for the widest discs, for another look) is made of what was in the files when the watch began.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import moderngl

from livefocus import resources
from livefocus.errors import ShaderCompileError
from livefocus.render.passes.base import FullScreenPass
from livefocus.render.program import Texts, kept_shaders, read_shader
from livefocus.timing import Clock

LOOK_EVERY_S = 0.3

Stamp = tuple[int, int]
"""Time of the last change and size, as the file system has them."""


class ShaderWatch:
    """Watches the files behind every pass of one context. Lives on the context's thread.

    Parameters
    ----------
    context
        Whose passes are watched, also those made later.
    clock
        Files are looked at no more often than every `LOOK_EVERY_S`.
    notify
        Takes one line a change: what was read anew, or why it was not.

    Attributes
    ----------
    texts
        The files of `shaders/` as they are when it begins.
    """

    def __init__(self, context: moderngl.Context, clock: Clock, notify: Callable[[str], None]) -> None:
        self._context = context
        self._clock = clock
        self._notify = notify
        self._looked_at_s = clock.now_s()
        self._files: dict[FullScreenPass, tuple[Path, ...]] = {}
        self._stamps: dict[Path, Stamp | None] = {}
        self._said: set[str] = set()
        self._said_since: set[str] = set()
        self.texts = _texts()
        kept_shaders[context] = self
        self._meet_new_passes()

    def step(self) -> None:
        """Look whether anything has changed, where it is time to."""
        now_s = self._clock.now_s()
        if now_s - self._looked_at_s < LOOK_EVERY_S:
            return
        self._looked_at_s = now_s
        self._meet_new_passes()
        changed = {path: new for path, old in self._stamps.items() if (new := stamp_of(path)) not in {None, old}}
        if changed:
            self._stamps |= changed
            self._said = self._said_since.copy()  # by a program that was made before the change was seen here
            self._reload([each for each, files in self._files.items() if not changed.keys().isdisjoint(files)])
        self._said_since.clear()

    def complain(self, error: ShaderCompileError) -> None:
        """Say what is wrong: one line, however many variants of a shader it spoils."""
        line = str(error)
        if line not in self._said:
            self._said.add(line)
            self._said_since.add(line)
            self._notify(line)

    def _meet_new_passes(self) -> None:
        mine = {each for each in FullScreenPass.alive if each.context is self._context}
        self._files = {each: files for each, files in self._files.items() if each in mine}
        for each in mine - self._files.keys():
            # one that was made of what was kept may have a file that is missing now: the next look will do
            with suppress(ShaderCompileError):
                self._note(each)

    def _note(self, each: FullScreenPass) -> None:
        self._files[each] = each.files()
        for path in self._files[each]:
            self._stamps.setdefault(path, stamp_of(path))

    def _reload(self, passes: list[FullScreenPass]) -> None:
        read: set[str] = set()
        for each in passes:
            try:
                each.reload()
                self._note(each)
                read.add(each.fragment)
            except ShaderCompileError as error:
                self.complain(error)
                with suppress(ShaderCompileError):
                    self._note(each)  # it may include a file that is wrong and was not watched yet
        if read:
            self._notify(f"read anew: {', '.join(sorted(read))}")


def _texts() -> Texts:
    """Return what is in the shaders there are; what cannot be read just now is nobody's yet."""
    texts: dict[Path, str] = {}
    for path in resources.shaders().rglob("*"):
        with suppress(OSError, UnicodeDecodeError):
            texts[path] = read_shader(path)
    return texts


def stamp_of(path: Path) -> Stamp | None:
    """Return what changes when a file does; None where it is gone, as while an editor replaces it."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
